"""Listening: what is said in a clip or a file, kept by its content and by who listened."""

from __future__ import annotations

import hashlib
import json
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import cast

from tools.clip import Clip
from tools.engine.cache import Cache
from tools.engine.limits import Limits
from tools.engine.measure.analyses import Looking
from tools.engine.measure.speech import speech_file
from tools.engine.probe.file import probe
from tools.engine.render.folder import job_folder
from tools.errors import BadInput, ToolFailed
from tools.said import Transcript, TranscriptFound
from tools.services.transcription.hearing import Hearing
from tools.services.transcription.protocol import Tell

MOST_SPOKEN = 120.0
"""Seconds of the longest spoken request; who talks longer sends a clip."""


async def listened(
    clip: Clip,
    wish: Transcript,
    hearing: Hearing,
    looking: AbstractAsyncContextManager[Looking],
    cache: Cache,
    tell: Tell,
) -> TranscriptFound:
    """What is said in a clip.

    Args:
        clip: The clip, as it is after its operations.
        wish: Which language is spoken, and who is to listen.
        hearing: Who listens.
        looking: How the sound is read, once it is its turn.
        cache: Where what was heard is kept.
        tell: Told what is waited for.

    Raises:
        BadInput: It is not understood.
        ToolFailed: The clip could not be read, or nobody can listen.
        LimitExceeded: It took too long, or would cost too much.
    """
    content = f"{wish.key(clip)} {await hearing.mark()}"
    name = f"{hashlib.sha256(content.encode()).hexdigest()}.json"
    kept = cache.get(name)
    if kept is not None:
        return cast("TranscriptFound", json.loads(kept))
    for source in (clip.source, *clip.used):
        if not source.path.is_file():
            raise ToolFailed(
                f"The original of '{source.name}' is not there any more. Please send it again."
            )
    with job_folder(cache.folder) as folder:
        async with looking as reading:
            sound = await speech_file(clip, reading.bench(folder))
        tell("listening")
        found = await hearing.hear(sound, wish, tell)
    if not found["notes"]:  # else the best one was passed over, and may be there the next time
        cache.put(name, json.dumps(found).encode())
    return found


async def spoken(path: Path, hearing: Hearing, folder: Path, binary: Path | None = None) -> str:
    """The words of a message that was spoken instead of written.

    Args:
        path: A file with sound, such as a voice note.
        hearing: Who listens.
        folder: Where temporary files may lie.
        binary: The ffmpeg to use; the bundled one when None.

    Returns:
        The words on one line; empty where nothing is said.

    Raises:
        BadInput: It is no sound, too long, or not understood.
        ToolFailed: It could not be read, or nobody can listen.
        LimitExceeded: It took too long, or would cost too much.
    """
    clip = Clip.of(await probe(path, limits=Limits()))
    clip.need_audio("listen")
    if clip.facts.duration > MOST_SPOKEN:
        raise BadInput(
            f"That voice message is {clip.facts.duration:.0f} s long; I listen to requests of up "
            f"to {MOST_SPOKEN:.0f} s. Say it shorter, or write it."
        )
    with job_folder(folder) as job:
        looking = Looking(cache=Cache(job), binary=binary)
        sound = await speech_file(clip, looking.bench(job))
        found = await hearing.hear(sound, Transcript(), _nobody)
    return " ".join(row[0] for row in found["words"])


def _nobody(words: str) -> None:
    """Nobody waits for news."""
