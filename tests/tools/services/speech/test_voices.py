"""voice_files: each sound is made once, kept by what it says, and never half there."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from tests.tools.made_up import clip
from tools import SPECS
from tools.clip import Clip
from tools.errors import ToolFailed
from tools.operations import Utterance
from tools.services.speech.voices import KEPT_SECONDS, voice_files


class Parrot:
    """An engine that writes the words down, and counts."""

    name = "parrot"

    def __init__(self, version: str = "1") -> None:
        self.version = version
        self.spoken: list[Utterance] = []

    async def speak(self, utterance: Utterance, target: Path) -> None:
        self.spoken.append(utterance)
        target.write_bytes(utterance.text.encode())
        await asyncio.sleep(0)


class Hoarse(Parrot):
    """An engine that fails half way."""

    async def speak(self, utterance: Utterance, target: Path) -> None:
        await super().speak(utterance, target)
        raise ToolFailed("hoarse")


class Slow(Parrot):
    """An engine that never ends."""

    def __init__(self) -> None:
        super().__init__()
        self.started = asyncio.Event()

    async def speak(self, utterance: Utterance, target: Path) -> None:
        await super().speak(utterance, target)
        self.started.set()
        await asyncio.sleep(60)


def saying(*words: str, voice: str = "professional_male") -> Clip:
    edited = clip()
    for text in words:
        result = SPECS["generate_voice"].call(edited, {"text": text, "voice": voice})
        assert isinstance(result, Clip)
        edited = result
    return edited


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_a_silent_edit_needs_nothing(tmp_path: Path) -> None:
    assert await voice_files(clip(), Parrot(), tmp_path / "speech") == {}
    assert not (tmp_path / "speech").exists()


async def test_each_sound_is_made_once(tmp_path: Path) -> None:
    parrot, folder = Parrot(), tmp_path / "speech"
    files = await voice_files(saying("hello", "bye", "hello"), parrot, folder)
    assert sorted(path.read_text() for path in files.values()) == ["bye", "hello"]
    assert await voice_files(saying("hello"), parrot, folder) == {
        utterance: path for utterance, path in files.items() if utterance.text == "hello"
    }
    assert len(parrot.spoken) == 2


async def test_all_that_changes_the_sound_makes_another(tmp_path: Path) -> None:
    parrot = Parrot()
    await voice_files(saying("hello"), parrot, tmp_path)
    await voice_files(saying("hello", voice="child"), parrot, tmp_path)
    await voice_files(saying("hello"), newer := Parrot("2"), tmp_path)
    assert (len(parrot.spoken), len(newer.spoken), len(_names(tmp_path))) == (2, 1, 3)


async def test_names_of_files_hold_no_words(tmp_path: Path) -> None:
    await voice_files(saying("../../etc/passwd and 'more'"), Parrot(), tmp_path)
    (name,) = _names(tmp_path)
    assert name.removesuffix(".wav").isalnum()


async def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="hoarse"):
        await voice_files(saying("hello"), Hoarse(), tmp_path)
    assert _names(tmp_path) == []


async def test_a_cancelled_one_leaves_nothing(tmp_path: Path) -> None:
    slow = Slow()
    waiting = asyncio.create_task(voice_files(saying("hello"), slow, tmp_path))
    await slow.started.wait()
    assert len(_names(tmp_path)) == 1
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert _names(tmp_path) == []


async def test_two_at_once_agree(tmp_path: Path) -> None:
    both = await asyncio.gather(
        *(voice_files(saying("hello"), Parrot(), tmp_path) for _ in range(2))
    )
    assert both[0] == both[1]
    assert len(_names(tmp_path)) == 1


async def test_what_nobody_used_for_a_week_goes(tmp_path: Path) -> None:
    old = await voice_files(saying("old"), Parrot(), tmp_path)
    used = await voice_files(saying("used"), Parrot(), tmp_path)
    week_ago = time.time() - KEPT_SECONDS - 60
    for path in old.values():
        os.utime(path, (week_ago, week_ago))
    almost = week_ago + 120
    for path in used.values():
        os.utime(path, (almost, almost))
    await voice_files(saying("used"), Parrot(), tmp_path)
    assert _names(tmp_path) == [path.name for path in used.values()]
    assert all(path.stat().st_mtime > time.time() - 60 for path in used.values())
