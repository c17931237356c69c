"""A tongue tells whole sentences in another language, and leaves people's words as they are."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from agent.messages import Planned, Progress, Quote, Receipt, Reply
from agent.tongues.catalogue import catalogue
from agent.tongues.numbers import with_comma
from agent.tongues.telling import reply_in, told, translated
from agent.tongues.tongue import Tongue, before


@dataclass(frozen=True)
class Case:
    """What is said, and what a Spanish person is told."""

    id: str
    english: str
    spanish: str


CASES = (
    Case("figures", "trimmed to 0:02.5-0:10 (7.5 s)", "recorté de 0:02.5 a 0:10 (7,5 s)"),
    Case(
        "a part and an amount",
        "made it black and white (50%) in the left, little by little from 0:03 to 0:05",
        "lo pasé a blanco y negro (50%) en la parte izquierda, poco a poco de 0:03 a 0:05",
    ),
    Case("a colour", "added a red border of 20 pixels (1320x760)",
         "añadí un borde de color rojo de 20 píxeles (1320x760)"),
    Case("a person's words", "put “the red and the black. I said so” at the top left",
         "puse «the red and the black. I said so» arriba a la izquierda"),
    Case("a file's name", "'black and white.mp4' is empty (0 bytes). Please send it again.",
         "«black and white.mp4» está vacío (0 bytes). Envíalo otra vez, por favor."),
    Case("one question", "Should I keep the first 5 s, or remove them?",
         "¿Conservo los primeros 5 s o los quito?"),
    Case("an error in an error",
         "Step 2 (trim_video) no longer fits: The clip is 20 s long, so 0:30 is past its end. "
         "Choose an end up to 0:20, or leave the end out to go on to the end of the clip.",
         "El paso 2 (trim_video) ya no encaja: El clip dura 20 s, así que 0:30 queda más allá del "
         "final. Elige un final hasta 0:20, o no digas ninguno para llegar hasta el final del "
         "clip."),
    Case("several lines", "Edits:\n1. muted it\n2. reversed it",
         "Ediciones:\n1. lo silencié\n2. lo puse al revés"),
    Case("what nobody knows stays", "Blorps were frobbed to 3. The picture is 640x360 already.",
         "Blorps were frobbed to 3. La imagen ya mide 640x360."),
    Case("half a sentence is none", "I frobbed the blorp and muted it.",
         "I frobbed the blorp and muted it."),
    Case("words by themselves are nobody's", "This is what I hear:\n\nred\n\nblack and white",
         "Esto es lo que oigo:\n\nred\n\nblack and white"),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_is_told(case: Case) -> None:
    tongue = Tongue(catalogue("es"))
    assert tongue.told(case.english) == case.spanish
    assert told(case.english, "en") == told(case.english, "xx") == case.english


@pytest.mark.parametrize(
    ("written", "shown"),
    [("1.5 s", "1,5 s"), ("0:02.5", "0:02.5"), ("2.39:1", "2.39:1"), ("1,234,567 bytes",
     "1\u00a0234\u00a0567 bytes"), ("-23.0 LUFS", "-23,0 LUFS"), ("gpt-4.1", "gpt-4.1"),
     ("127.0.0.1", "127.0.0.1"), ("$0.05", "$0,05"), ("H.264", "H.264")],
)  # fmt: skip
def test_numbers_have_a_comma_and_clocks_a_point(written: str, shown: str) -> None:
    assert with_comma(written) == shown


@pytest.mark.parametrize(
    ("word", "following", "said"),
    [("y", "lo giré", "y lo giré"), ("y", "invertí", "e invertí"), ("y", "hice", "e hice"),
     ("y", "hielo", "y hielo"), ("o", "otro", "u otro"), ("o", "«opus»", "u «opus»")],
)  # fmt: skip
def test_and_and_or_sound_well(word: str, following: str, said: str) -> None:
    assert before(word, following) == said


def test_a_reply_is_told_from_its_parts() -> None:
    wish = "ponlo en blanco y negro y ya: it is the end"
    reply = Reply(
        kind="edit",
        text="I trimmed to 0:02-0:10 (8 s), put “A. B and C” at the bottom and made it black and "
        "white. v3 is 8 s long, 1280x720, MP4, 1.2 MB.\n"
        "The clip ends at 0:10, so that was taken as the end.\n"
        f"✓ recorta\n✗ Not done: {wish}: I did not understand that\n"
        'Next, if you like: “mute it” or “add the title "My clip" at the bottom”.',
        receipt=Receipt(
            asked=("recorta", wish),
            done=(
                "trimmed to 0:02-0:10 (8 s)",
                "put “A. B and C” at the bottom",
                "made it black and white",
            ),
            not_done=(f"{wish}: I did not understand that",),
        ),
        suggestions=("mute it", 'add the title "My clip" at the bottom'),
        recipe=("made it black and white",),
    )
    spanish = reply_in(reply, "es", f"recorta, {wish}")
    assert spanish.text == (
        "Recorté de 0:02 a 0:10 (8 s), puse «A. B and C» abajo y lo pasé a blanco y negro. "
        "v3: 8 s, 1280x720, MP4, 1,2 MB.\n"
        "El clip termina en 0:10, así que tomé eso como final.\n"
        f"✓ recorta\n✗ Sin hacer: {wish}: No lo entendí\n"
        'Después, si quieres: «quita el sonido» o «pon el título "Mi clip" abajo».'
    )
    assert spanish.receipt.asked == reply.receipt.asked
    assert spanish.receipt.not_done == (f"{wish}: No lo entendí",)
    assert spanish.suggestions == ("quita el sonido", 'pon el título "Mi clip" abajo')
    assert spanish.recipe == ("lo pasé a blanco y negro",)
    assert reply_in(reply, "en") is reply


def test_a_wish_that_was_a_choice_of_ours_is_told_and_one_in_english_words_stays() -> None:
    done = "cut out 0:00-0:05 (5 s)"
    receipt = Receipt(asked=("remove the first 5 s", "mute it"), done=(done,))
    text = f"I {done}.\n✓ remove the first 5 s\n✓ mute it"
    spanish = reply_in(Reply(kind="edit", text=text, receipt=receipt), "es", "quítalos, mute it")
    assert spanish.text == "Quité de 0:00 a 0:05 (5 s).\n✓ quita los primeros 5 s\n✓ mute it"
    assert spanish.receipt.asked == ("quita los primeros 5 s", "mute it")


def test_events_are_told() -> None:
    planned = Planned(steps=("made it a boomerang (4 s)", "frobbed it"))
    assert translated(planned, "es") == Planned(steps=("hice un bumerán (4 s)", "frobbed it"))
    progress = Progress(fraction=0.5, eta=1.0, what="looking at the clip")
    assert translated(progress, "es") == Progress(fraction=0.5, eta=1.0, what="mirando el clip")
    quote = Quote(what="muted it and reversed it", seconds=3.0, cost=0.5)
    assert translated(quote, "es") == Quote(what="lo silencié y lo puse al revés", seconds=3.0,
                                            cost=0.5)  # fmt: skip
