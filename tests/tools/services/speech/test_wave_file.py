"""Wave file: what comes from a server in any pieces becomes a file with the true lengths."""

from __future__ import annotations

import struct
import wave
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.tools.services.servers.speech_days import samples, wav
from tools.services.failures import ServiceError
from tools.services.speech.tempo import change_tempo, wave_seconds
from tools.services.speech.wave_file import Layout, write_wave

SOUND = samples("hello there", "me")
WAV = wav(SOUND)


async def pieces(data: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def written(
    target: Path, data: bytes, size: int = 1_000, layout: Layout | None = None
) -> bytes:
    await write_wave(pieces(data, size), target, "Parrot", layout)
    with wave.open(str(target)) as file:
        return file.readframes(file.getnframes())


@pytest.mark.parametrize("size", [1, 7, 44, 1_001, 1_000_000])
async def test_pieces_of_any_size_are_one_file(tmp_path: Path, size: int) -> None:
    data = WAV if size > 1 else WAV[:44] + WAV[44:2_044]
    data = data if size > 1 else data[:40] + struct.pack("<I", 2_000) + data[44:]
    assert await written(tmp_path / "x.wav", data, size) == data[44:]


async def test_samples_alone_are_one_file(tmp_path: Path) -> None:
    assert await written(tmp_path / "x.wav", SOUND, 333, Layout(24_000)) == SOUND


@pytest.mark.parametrize("length", [0, 0x7FFFFFFF, 0xFFFFFFFF])
async def test_a_stream_that_does_not_know_its_length(tmp_path: Path, length: int) -> None:
    assert await written(tmp_path / "x.wav", wav(SOUND, length=length)) == SOUND


async def test_what_stands_around_the_sound_is_no_sound(tmp_path: Path) -> None:
    note = b"LIST" + struct.pack("<I", 5) + b"note!\0"
    data = WAV[:36] + note + WAV[36:] + note
    assert await written(tmp_path / "x.wav", data) == SOUND


@dataclass(frozen=True)
class Wrong:
    id: str
    data: bytes
    says: str


WRONG = (
    Wrong("nothing", b"", "no sound"),
    Wrong("no WAV", b"\xff\xfb" + b"mp3 " * 100, "no WAV file"),
    Wrong("a page", b"<html>" * 100, "no WAV file"),
    Wrong("a header alone", WAV[:44], "no sound"),
    Wrong("half of it", WAV[: len(WAV) // 2], "ends too early"),
    Wrong("half a sample", wav(SOUND, length=0)[:-1], "ends too early"),
    Wrong("8 bits", WAV[:34] + struct.pack("<H", 8) + WAV[36:], "8 bits"),
    Wrong("five channels", WAV[:22] + struct.pack("<H", 5) + WAV[24:], "5 channels"),
    Wrong("no format", WAV[:12] + WAV[36:], "no format"),
    Wrong("no end of notes", WAV[:36] + b"LIST" + struct.pack("<I", 1 << 30) + b"x" * 99,
          "never comes"),
)  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.id)
async def test_what_is_wrong_is_told(tmp_path: Path, wrong: Wrong) -> None:
    with pytest.raises(ServiceError, match=wrong.says) as caught:
        await written(tmp_path / "x.wav", wrong.data)
    assert caught.value.kind == "answer"


@pytest.mark.parametrize("speed", [0.3, 0.5, 0.9, 1.0, 1.7, 2.0, 4.5])
async def test_tempo_changes_the_length_alone(tmp_path: Path, speed: float) -> None:
    import numpy as np

    path = tmp_path / "x.wav"
    path.write_bytes(wav(samples("a" * 40, "x")))
    before = wave_seconds(path)
    await change_tempo(path, speed)
    assert wave_seconds(path) == pytest.approx(before / speed, abs=0.06)
    with wave.open(str(path)) as file:
        data = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    middle = data[len(data) // 4 : -len(data) // 4]
    peak = float(np.argmax(np.abs(np.fft.rfft(middle))) * 24_000 / len(middle))
    assert peak == pytest.approx(100 + ord("x"), abs=6)
    assert [each.name for each in tmp_path.iterdir()] == ["x.wav"]
