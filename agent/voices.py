"""Voices: the tools that list, clone and delete voices, and that say how they speak.

They are tools like those on clips, with the ``Studio`` as their first argument.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal

from agent.revision import Revision, change_edit
from agent.studio import CONSENT, Studio
from memory.voices import KeptVoice
from tools import SPECS
from tools.answer import Answer
from tools.clip import Clip
from tools.errors import BadInput, ToolFailed
from tools.media import Wanted, pick
from tools.operations import Cut, Mix, Utterance
from tools.ranges import time_range
from tools.recipe import Step, apply
from tools.services.speech.traits import traits_of
from tools.titles import shown
from tools.values import Seconds, Trait, format_length
from tools.values.choices import also
from tools.values.voices import VOICES, called_voice, own_voice

LEAST_SECONDS, GOOD_SECONDS, MOST_SECONDS = 5.0, 30.0, 180.0
"""Recordings that are shorter make no voice, or a poor one; of longer ones the beginning does."""

STEP = 0.2
"""How much more or less of a trait "more" and "less" are."""

Amount = Annotated[
    Literal["more", "less"] | Trait | None,
    also({"more": "up higher increase", "less": "down lower decrease"}),
]
"""A value from 0 to 1, or more or less than now."""

_SOUNDS = Wanted(("sound", "clip"), "recording of a voice")
_TRAITS = ("stability", "similarity", "expression")
_TOOL = "generate_voice"


async def list_voices(studio: Studio) -> str:
    """Tell which voices there are: those that everybody has, the person's own, an account's.

    Args:
        studio: The person's voices.

    Examples:
        list the voices
        which voices are there?
        show me my voices
        what voices can I use?
    """
    lines = ["Voices for everybody:"]
    lines += [f"- {name.replace('_', ' ')}: {about}" for name, about in VOICES.items()]
    kept = await studio.book.all(studio.user)
    if kept:
        lines += ["Your own:", *(f"- {voice.name} ({voice.engine})" for voice in kept)]
    own = {voice.voice for voice in kept}
    try:
        listed = [voice for voice in await studio.account_voices() if voice.id not in own]
    except ToolFailed as error:
        lines.append(f"What else the account has could not be asked: {error}")
    else:
        about = [f"- {v.name}{f': {v.about}' if v.about else ''}" for v in listed]
        lines += [f"In the account at {studio.keepers[0].name}:", *about] if about else []
    example = f"my voice {kept[-1].name}" if kept else "a calm woman's voice"
    lines.append(f"Say for example: add a voice-over saying “Hello” in {example}.")
    return Answer("\n".join(lines))


async def clone_voice(
    studio: Studio,
    name: str,
    start: Seconds | None = None,
    end: Seconds | None = None,
    recording: str = "",
) -> str:
    """Make a voice of the person's own from what is spoken in the clip or in a file they sent.

    The person is asked first whether the voice is theirs, or they may use it.

    Args:
        studio: The person's voices.
        name: What the voice is to be called.
        start: Where in the clip the voice begins to speak; its start when left out.
        end: Where that ends; the end of the clip when left out.
        recording: Name or number of a file that was sent, in place of the clip.

    Examples:
        clone my voice from this clip and call it Anna
        make a voice called Bert from the recording I sent
        clone the voice from 0:05 to 0:40 and name it Narrator
        create a copy of my voice named Me
    """
    keeper = await studio.keeper()
    try:
        called = await studio.book.check(studio.user, name)
        sample, lasts = _sample(studio, start, end, recording)
    except BadInput:
        raise
    if not studio.consented:
        studio.dialogue.question = CONSENT
        return ""
    async with AsyncExitStack() as stack:
        sound: Path = await stack.enter_async_context(studio.record(sample))
        made = await studio.ask(lambda each: each.clone(called, [sound]), [keeper])
    voice = KeptVoice(name=called, engine=keeper.name, voice=made.value)
    await studio.book.add(studio.user, voice)
    short = (
        f" It was made from {format_length(lasts)} of sound; half a minute or more sounds better."
        if lasts < GOOD_SECONDS
        else ""
    )
    return Answer(
        f"The voice {called} is yours now, kept at {keeper.name}.{short} Use it like this: add a "
        f"voice-over saying “Hello” in my voice {called}.",
        (f'add a voice-over saying "Hello" in my voice {called}', f"delete the voice {called}"),
    )


async def delete_voice(studio: Studio, name: str) -> str:
    """Delete a voice of the person's own for good, also where it is kept.

    Args:
        studio: The person's voices.
        name: What the voice is called.

    Examples:
        delete the voice Anna
        remove my voice Bert
        delete my cloned voice Narrator
        I don't need the voice called Me any more
    """
    kept = await studio.mine(called_voice(name) or name.strip(" \"'“”."))
    keepers = [keeper for keeper in studio.keepers if keeper.name == kept.engine]
    if not keepers:
        raise BadInput(f"The voice {kept.name} is kept at {kept.engine}, which is not set up here.")
    await studio.ask(lambda keeper: keeper.delete(kept.voice), keepers)
    await studio.book.remove(studio.user, kept.name)
    used = any(kept.voice in str(step.args.get("voice")) for step in studio.history.steps)
    warning = " The edit at hand speaks with it: choose another voice there." if used else ""
    return Answer(f"The voice {kept.name} is deleted, here and at {kept.engine}.{warning}")


async def voice_settings(
    studio: Studio,
    voice: str = "",
    stability: Amount = None,
    similarity: Amount = None,
    expression: Amount = None,
) -> str | Revision:
    """Tell how the voices of this edit speak, or change that: steadier, livelier, closer.

    Args:
        studio: The person's voices.
        voice: Which voice, such as "Anna"; all of the edit's when left out.
        stability: How even, 0 to 1, or "more" or "less" than now.
        similarity: How close to the recorded voice, likewise.
        expression: How much it exaggerates, likewise.

    Examples:
        make the voice more stable
        what are the voice settings?
        set the voice stability to 80%
        make the voice-over less expressive
        make my voice Anna closer to the recording
    """
    asked = {"stability": stability, "similarity": similarity, "expression": expression}
    wanted = {name: amount for name, amount in asked.items() if amount is not None}
    name = called_voice(voice) or voice.strip(" \"'“”.").casefold()
    steps = [at for at, step in enumerate(studio.history.steps) if _speaks(step, name)]
    said = dict(_said(studio, steps))
    if not wanted:
        return Answer(await _told(studio, said, name))
    kept = await studio.mine(name) if name and name not in _shared() else None
    if not steps and kept is None:
        raise BadInput(
            "There is no voice-over in this edit whose voice could be changed. Add one first, such "
            "as: add a voice-over saying “Hello”."
        )
    history, told = studio.history, ""
    for at, utterance in said.items():
        args = {trait: _moved(trait, amount, utterance) for trait, amount in wanted.items()}
        history = replace(change_edit(history, at + 1, args).history, past=history.past)
        told = ", ".join(f"{trait} {value:.0%}" for trait, value in args.items())
    if kept is not None:
        values = {**_usual(kept), **kept.settings}
        settings = {t: _nudged(values[t], amount) for t, amount in wanted.items()}
        await studio.book.change(studio.user, kept.name, settings)
        told = told or ", ".join(f"{trait} {value:.0%}" for trait, value in settings.items())
        if not steps:
            return Answer(f"From now on the voice {kept.name} speaks with {told}.")
    changed = studio.history.changed(history.recipe)
    return Revision(changed, f"changed the voice: {told}")


def _sample(
    studio: Studio, start: float | None, end: float | None, recording: str
) -> tuple[Clip, float]:
    """What a voice is made from, and how long that is.

    Raises:
        BadInput: There is no sound, or too little.
    """
    history = studio.history
    if history.source is None:
        raise BadInput("There is nothing to clone a voice from. Send a clip or a recording along.")
    clip = apply(
        history.source, history.steps, SPECS, media=history.at_hand, findings=history.findings
    )
    if recording:
        clip = Clip.of(pick(clip, recording, _SOUNDS))
    clip.need_audio("clone_voice")
    span = time_range(clip, start, end)
    lasts = min(span.length, MOST_SECONDS)
    if lasts < LEAST_SECONDS:
        raise BadInput(
            f"{format_length(lasts)} of sound is too short to clone a voice from: it takes "
            f"{LEAST_SECONDS:.0f} s at least, and half a minute is better."
        )
    taken = clip.then(Cut((replace(span, end=span.start + lasts),)), done="")
    sound = SPECS["extract_audio"].call(taken, {"format": "mp3"})
    if not isinstance(sound, Clip):
        raise TypeError("a tool that extracts gives a clip")
    return sound, lasts


def _speaks(step: Step, name: str) -> bool:
    """Whether a step is a voice-over in the voice of that name; any without one."""
    if step.tool != _TOOL:
        return False
    voice = str(step.args.get("voice") or "professional_male")
    own = own_voice(voice)
    called = (own.name if own else voice.replace("_", " ")).casefold()
    return not name or name.replace("_", " ") == called


def _said(studio: Studio, steps: list[int]) -> list[tuple[int, Utterance]]:
    """The words of these steps, with their places."""
    history = studio.history
    if history.source is None or not steps:
        return []
    clip = apply(
        history.source, history.steps, SPECS, media=history.at_hand, findings=history.findings
    )
    words = [
        operation.sound
        for operation in clip.operations
        if isinstance(operation, Mix) and isinstance(operation.sound, Utterance)
    ]
    spoken = [at for at, step in enumerate(history.steps) if step.tool == _TOOL]
    return [(at, said) for at, said in zip(spoken, words, strict=False) if at in steps]


async def _told(studio: Studio, said: dict[int, Utterance], name: str) -> str:
    lines = [
        f"“{shown(words.text)}” is spoken by {_called(words)}: {_shares(traits_of(words))}, speed "
        f"{words.speed:g}."
        for words in said.values()
    ]
    for kept in await studio.book.all(studio.user):
        if not name or kept.name.casefold() == name:
            values = {**_usual(kept), **kept.settings}
            lines.append(f"Your voice {kept.name}: {_shares(tuple(values[t] for t in _TRAITS))}.")
    if not lines:
        lines = [
            "No words are spoken in this edit yet. A professional voice narrates with "
            f"{_shares(traits_of(Utterance(text='', voice='professional_male')))}."
        ]
    return "\n".join([*lines, "Say for example: make the voice more stable."])


def _called(words: Utterance) -> str:
    own = own_voice(words.voice)
    return f"your voice {own.name}" if own else f"the {words.voice.replace('_', ' ')} voice"


def _shares(values: tuple[float, ...]) -> str:
    return ", ".join(f"{name} {value:.0%}" for name, value in zip(_TRAITS, values, strict=True))


def _usual(kept: KeptVoice) -> dict[str, float]:
    words = Utterance(text="", voice=f"own:{kept.voice}:{kept.name}")
    return dict(zip(_TRAITS, traits_of(words), strict=True))


def _moved(trait: str, amount: Any, words: Utterance) -> float:
    return _nudged(traits_of(words)[_TRAITS.index(trait)], amount)


def _nudged(value: float, amount: Any) -> float:
    if amount in {"more", "less"}:
        return round(min(1.0, max(0.0, value + (STEP if amount == "more" else -STEP))), 2)
    return float(amount)


def _shared() -> frozenset[str]:
    """Names of the voices that everybody has."""
    return frozenset(VOICES) | frozenset(name.replace("_", " ") for name in VOICES)
