"""Voices: the tools that list, clone and delete voices.

They are tools like those on clips, with the ``Studio`` as their first argument.
"""

from __future__ import annotations

from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from agent.studio import CALLED, CONSENT, Studio
from memory.errors import MemoryFault
from memory.recalled import KeptVoice
from tools import SPECS
from tools.answer import Answer
from tools.clip import Clip
from tools.errors import BadInput, ToolFailed
from tools.media import Wanted, pick
from tools.operations import Cut
from tools.ranges import time_range
from tools.recipe import apply
from tools.values import Seconds, format_length
from tools.values.voices import VOICES, called_voice

LEAST_SECONDS, GOOD_SECONDS, MOST_SECONDS = 5.0, 30.0, 180.0
"""Recordings that are shorter make no voice, or a poor one; of longer ones the beginning does."""

_SOUNDS = Wanted(("sound", "clip"), "recording of a voice")


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
    lines.append(f"They are spoken by {' or '.join(await studio.voices.ready())}.")
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
    called = await studio.book.check(studio.user, name)
    sample, lasts = _sample(studio, start, end, recording)
    if not studio.consented:
        studio.dialogue.question = f"{CONSENT}{CALLED}{called}."
        return ""
    async with AsyncExitStack() as stack:
        sound: Path = await stack.enter_async_context(studio.record(sample))
        made = await studio.ask(lambda each: each.clone(called, [sound]), [keeper])
    voice = KeptVoice(name=called, engine=keeper.name, voice=made.value)
    try:
        await studio.book.add(studio.user, voice)
    except MemoryFault:
        # In the account, and nobody's here, it would be offered to everybody.
        await studio.ask(lambda each: each.delete(made.value), [keeper])
        raise
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
    if recording and any(map(_SOUNDS.fits, clip.media)):
        clip = Clip.of(pick(clip, recording, _SOUNDS))
    if clip.facts.audio is None:
        raise BadInput(
            f"'{clip.source.name}' has no sound to clone a voice from. Send a clip or a recording "
            "in which somebody speaks."
        )
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
