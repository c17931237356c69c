"""Voices: the sound of every voice-over of a clip, spoken once and kept by content."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from tools.clip import Clip
from tools.operations import Utterance, utterances
from tools.services.speech.protocol import Speech
from tools.signals import Looked, emit

KEPT_SECONDS = 7 * 24 * 3600
"""How long sound that nobody used is kept."""


async def voice_files(clip: Clip, speech: Speech, folder: Path) -> Mapping[Utterance, Path]:
    """The sound of each utterance of a clip, in a cache folder.

    The same words in the same voice are spoken once, whoever asks; sound that was not used for
    a week is thrown away.

    Args:
        clip: The clip whose operations name the utterances.
        speech: The engine that speaks what is not in the folder yet.
        folder: Where the sound is kept; made when it is not there.

    Raises:
        BadInput: Words cannot be spoken.
        ToolFailed: The engine failed.
    """
    wanted = utterances(clip.operations)
    if not wanted:
        return {}
    await asyncio.to_thread(_tidy, folder)
    return {utterance: await _file(utterance, speech, folder) for utterance in wanted}


async def _file(utterance: Utterance, speech: Speech, folder: Path) -> Path:
    kept = folder / f"{_key(utterance, speech)}.wav"
    there = await asyncio.to_thread(_use, kept)
    emit(Looked(cache="speech", hit=there))
    if there:
        return kept
    # Written beside and moved: whoever looks meanwhile sees the whole file or none.
    fresh = folder / f".{uuid.uuid4().hex}.wav"
    try:
        await speech.speak(utterance, fresh)
        await asyncio.to_thread(fresh.replace, kept)
    finally:
        fresh.unlink(missing_ok=True)
    return kept


def _key(utterance: Utterance, speech: Speech) -> str:
    """Name of the sound: a hash of all that it depends on."""
    content = [speech.name, speech.version, asdict(utterance)]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _use(kept: Path) -> bool:
    """Whether the sound is there; its age counts from its last use."""
    try:
        os.utime(kept)
    except FileNotFoundError:
        return False
    return True


def _tidy(folder: Path) -> None:
    """Make the folder, and throw away what is too old."""
    folder.mkdir(parents=True, exist_ok=True)
    oldest = time.time() - KEPT_SECONDS
    for path in folder.glob("*.wav"):
        try:
            if path.stat().st_mtime < oldest:
                path.unlink()
        except FileNotFoundError:
            continue  # another turn was faster
