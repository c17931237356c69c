"""Words: both catalogues say the same things, and nothing is missing in either."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from string import Formatter
from typing import Any

import pytest

from agent.messages import Planned, Progress
from bots import house_words, text, words
from bots.language import LANGUAGES, catalogue, language_of, speak
from bots.limits import smaller_wish
from tests.bots.scripted_agent import FACTS

# https://docs.discord.com/developers/interactions/application-commands, and Telegram's BotCommand
# takes 256 characters. Both want 1 to 32 lower-case letters as a name.
DESCRIPTION = 100
# https://docs.discord.com/developers/components/reference#button, read in November 2026.
LABEL = 80
LABELS = ("cancel", "go_ahead", "leave_it", "undo", "again", "gif", "versions", "full_quality")


def leaves(table: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, str):
            yield before + key, value
        else:
            yield from leaves(value, f"{before}{key}.")


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_catalogues_have_the_same_keys_and_gaps(language: str) -> None:
    english, other = dict(leaves(catalogue("en"))), dict(leaves(catalogue(language)))
    assert other.keys() == english.keys()
    assert {key: gaps(said) for key, said in other.items()} == {
        key: gaps(said) for key, said in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_to_translate_or_too_long(language: str) -> None:
    said = dict(leaves(catalogue(language)))
    assert all(said.values())
    if language != "en":
        english = dict(leaves(catalogue("en")))
        same = {key for key in said if said[key] == english[key]}
        assert same <= {"gif", "minutes", "plan"}
    assert all(len(said[key]) <= LABEL for key in LABELS)
    lines = [said[key] for key in said if key.startswith(("commands.", "options."))]
    assert all(len(line) <= DESCRIPTION for line in lines)


def test_every_sentence_without_gaps_is_in_the_catalogue() -> None:
    declared = words.__annotations__.keys()
    assert declared <= {key.upper() for key in catalogue("en")}
    assert all(isinstance(getattr(words, name), str) for name in declared)
    with pytest.raises(AttributeError):
        _ = words.__getattr__("NO_SUCH_SENTENCE")


def test_every_command_is_told_about() -> None:
    assert set(words.COMMANDS) == catalogue("en")["commands"].keys()
    assert set(words.COMMANDS) >= words.REQUESTS.keys() | words.PERSONAL


@pytest.mark.parametrize(
    ("locale", "language"),
    [("es", "es"), ("es-419", "es"), ("es_ES.UTF-8", "es"), ("en-GB", "en"), ("fr", "en"),
     ("C", "en"), ("", "en"), (None, "en")],
)  # fmt: skip
def test_the_language_of_a_locale(locale: str | None, language: str) -> None:
    assert language_of(locale) == language


async def test_a_task_speaks_its_own_language_and_so_do_those_that_it_starts() -> None:
    async def child() -> str:
        return words.CANCEL

    async def turn(language: str) -> str:
        speak(language)
        await asyncio.sleep(0)
        return await asyncio.create_task(child())

    said = await asyncio.gather(*(asyncio.create_task(turn(language)) for language in LANGUAGES))
    assert said == ["Cancel", "Cancelar"]
    assert words.CANCEL == "Cancel"


async def test_spanish_sentences_with_gaps() -> None:
    speak("es")
    shown = words.progress(Progress(fraction=0.5, eta=65.0))
    assert shown == "procesando ▓▓▓▓▓▓░░░░░░ 50%\nquedan 1 min 5 s"
    assert house_words.too_many_turns(3, 600, shared=False).endswith("dentro de 10 min.")
    assert words.plan(Planned(steps=())) == "Plan: el clip tal como llegó"
    assert words.undelivered("sin red", "v2").endswith("Con «/versions v2» lo envío otra vez.")
    assert text.time_left(3) == "quedan 3 s"


def test_ways_to_make_it_fit_are_told_in_the_language_of_the_person() -> None:
    facts = FACTS.with_video(width=1920, height=1080)
    assert smaller_wish(facts, 20, 10) == "resize it to 480p"
    speak("es")
    assert smaller_wish(facts, 20, 10) == "redimensiónalo a 480p"
    sound = replace(FACTS, video=None, duration=10.0)
    assert smaller_wish(sound, 20, 10) == "conserva los primeros 3 segundos"
    speak("en")


def test_what_people_wrote_is_no_format() -> None:
    assert words.fetching("{a}{0}.mp4") == "Getting {a}{0}.mp4…"
    assert not re.search(r"\{\w*\}", words.HELP)
