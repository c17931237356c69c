"""The voices of people: theirs alone, by name, and gone when they are forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest

from memory.errors import NotStorable, TooMuch
from memory.memory import Memory
from memory.recalled import KeptVoice
from memory.voices import MAX_VOICES

ANNA = KeptVoice(name="Anna", engine="ElevenLabs", voice="abc")


async def test_a_voice_is_kept_changed_and_removed(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        await memory.voices.add("u1", ANNA)
        await memory.voices.change("u1", "anna", {"stability": 0.9})
        await memory.voices.change("u1", "Anna", {"expression": 0.1})
    async with Memory.open(tmp_path) as memory:
        (kept,) = await memory.voices.all("u1")
        assert (kept.name, kept.voice) == ("Anna", "abc")
        assert kept.settings == {"stability": 0.9, "expression": 0.1}
        assert await memory.voices.all("u2") == ()
        assert await memory.voices.owned() == {"abc"}
        await memory.voices.remove("u1", "ANNA")
        assert await memory.voices.all("u1") == ()


async def test_names_are_checked(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        assert await memory.voices.check("u1", ' "my: Anna!" ') == "my Anna"
        await memory.voices.add("u1", ANNA)
        with pytest.raises(NotStorable, match="called anna already"):
            await memory.voices.check("u1", "anna")
        with pytest.raises(NotStorable, match="needs a name"):
            await memory.voices.check("u1", "?!")
        assert await memory.voices.check("u2", "Anna") == "Anna"
        for number in range(MAX_VOICES - 1):
            await memory.voices.add("u1", KeptVoice(name=f"n{number}", engine="E", voice="x"))
        with pytest.raises(TooMuch):
            await memory.voices.check("u1", "one more")


async def test_who_is_forgotten_leaves_no_voice(tmp_path: Path) -> None:
    async with Memory.open(tmp_path) as memory:
        await memory.voices.add("u1", ANNA)
        await memory.voices.add("u2", KeptVoice(name="Bert", engine="ElevenLabs", voice="def"))
        gone = await memory.forget_person("u1")
        assert gone.voices == ("abc",)
        assert await memory.voices.owned() == {"def"}
