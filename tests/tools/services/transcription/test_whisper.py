"""faster-whisper: its weights are fetched once and checked; its model is asked as documented.

The library and its weights weigh half a gigabyte, so a stand-in of its documented interface takes
its place here: https://github.com/SYSTRAN/faster-whisper, 1.2.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
from collections.abc import AsyncIterator, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.raw_server import Asked
from tests.tools.services.servers.speech_days import Answer, Day, Server, serving
from tests.tools.services.transcription.sounds import tones
from tools.services.failures import ServiceError
from tools.services.transcription.weights import Weights
from tools.services.transcription.whisper import Whisper

MODEL = b"weights" * 1000
STAND_IN = """
from dataclasses import dataclass
from pathlib import Path

@dataclass
class Word:
    start: float
    end: float
    word: str
    probability: float

@dataclass
class Segment:
    start: float
    end: float
    text: str
    no_speech_prob: float
    words: list | None

@dataclass
class Info:
    language: str

class WhisperModel:
    def __init__(self, model_size_or_path, device="auto", compute_type="default",
                 local_files_only=False):
        assert Path(model_size_or_path, "model.bin").is_file()
        assert local_files_only

    def transcribe(self, audio, language=None, word_timestamps=False, vad_filter=False,
                   condition_on_previous_text=True, initial_prompt=None):
        if language == "xx":
            raise ValueError("'xx' is not a valid language code (accepted language codes: en)")
        assert word_timestamps and Path(audio).is_file()
        said = language or Path(audio).stem
        words = [Word(0.1, 0.5, " Hello,", 0.9), Word(0.5, 0.9, " there", 0.8)]
        if initial_prompt:
            assert said == "en"
            words.insert(0, Word(0.0, 0.1, " Um,", 0.7))
        return iter([Segment(0.1, 0.9, " Hello, there", 0.1, words),
                     Segment(1.0, 2.0, " Thanks", 0.95, words)]), Info(said)
"""


def respond(asked: Asked) -> Answer:
    """A hub with the model "small"."""
    name = asked.path.rpartition("/")[2]
    if "Systran/faster-whisper-small/resolve/main/" not in asked.path or "vocabulary.json" in name:
        return Answer(b"", "text/plain", 404)
    return Answer(MODEL if name == "model.bin" else b"{}", "application/octet-stream")


@pytest.fixture
async def hub() -> AsyncIterator[Server]:
    async with serving(respond) as server:
        yield server


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "library" / "faster_whisper"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(STAND_IN)
    monkeypatch.setattr(sys, "path", [str(folder.parent), *sys.path])
    importlib.invalidate_caches()
    yield
    sys.modules.pop("faster_whisper", None)


def quiet(words: str) -> None:
    """Nobody waits for news."""


async def test_weights_are_fetched_once(hub: Server, tmp_path: Path) -> None:
    weights = Weights.of("small", tmp_path, hub.url)
    assert not weights.are_here
    await weights.fetch(quiet)
    assert weights.are_here
    assert (weights.folder / "model.bin").read_bytes() == MODEL
    asked = len(hub.asked)
    await weights.fetch(quiet)
    assert len(hub.asked) == asked


async def test_weights_that_were_damaged_are_not_taken(hub: Server, tmp_path: Path) -> None:
    wrong = hashlib.sha256(b"other").hexdigest()
    hub.days += [Day(headers={"x-linked-etag": f'"{wrong}"'})]
    weights = Weights.of("small", tmp_path, hub.url)
    with pytest.raises(ServiceError, match="damaged"):
        await weights.fetch(quiet)
    assert not weights.are_here
    await weights.fetch(quiet)
    assert weights.are_here


@pytest.mark.parametrize(
    ("model", "day", "kind"),
    [("huge", Day(), "model"), ("small", Day(status=503), "broken"),
     ("small", Day(cut=0.5), "answer")],
)  # fmt: skip
async def test_weights_that_cannot_be_fetched_are_told(
    model: str, day: Day, kind: str, hub: Server, tmp_path: Path
) -> None:
    hub.days.append(day)
    with pytest.raises(ServiceError) as caught:
        await Weights.of(model, tmp_path, hub.url).fetch(quiet)
    assert caught.value.kind == kind


@pytest.mark.usefixtures("library")
async def test_words_with_their_times(hub: Server, tmp_path: Path) -> None:
    engine = Whisper(tmp_path / "models", "small", hub.url)
    assert await engine.ready() is None
    told: list[str] = []
    sound = tones(tmp_path / "a.wav", (0, 2), seconds=2)
    heard = await engine.transcribe(sound, "de", told.append)
    assert heard == {
        "language": "de",
        "words": [("Hello,", 0.1, 0.5, 0.9), ("there", 0.5, 0.9, 0.8)],
        "unclear": [(1.0, 2.0)],
    }


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(("spoken", "first"), [("en", "Um,"), ("de", "Hello,")])
async def test_only_english_is_led_to_hesitations(
    spoken: str, first: str, hub: Server, tmp_path: Path
) -> None:
    """English words before the sound would turn another language into English."""
    engine = Whisper(tmp_path / "models", "small", hub.url)
    heard = await engine.transcribe(tones(tmp_path / f"{spoken}.wav", seconds=1), "", quiet)
    assert (heard["language"], heard["words"][0][0]) == (spoken, first)


@pytest.mark.usefixtures("library")
async def test_what_the_library_refuses_is_an_error_of_ours(hub: Server, tmp_path: Path) -> None:
    engine = Whisper(tmp_path / "models", "small", hub.url)
    with pytest.raises(ServiceError, match="not a valid language code"):
        await engine.transcribe(tones(tmp_path / "a.wav", seconds=1), "xx", quiet)


@pytest.mark.parametrize(
    ("model", "repository"),
    [
        ("small", "Systran/faster-whisper-small"),
        ("large", "Systran/faster-whisper-large-v3"),
        ("turbo", "mobiuslabsgmbh/faster-whisper-large-v3-turbo"),
        ("distil-small.en", "Systran/faster-distil-whisper-small.en"),
        ("somebody/whisper-of-mine", "somebody/whisper-of-mine"),
    ],
)
def test_what_the_hub_calls_a_model(model: str, repository: str, tmp_path: Path) -> None:
    assert Weights.of(model, tmp_path, None).repository == repository


@pytest.mark.parametrize(("model", "english"), [("small", False), ("small.en", True)])
def test_a_model_of_english_is_asked_for_english(model: str, english: bool, tmp_path: Path) -> None:
    assert Whisper(tmp_path, model).languages == (frozenset({"en"}) if english else None)


@pytest.mark.usefixtures("library")
async def test_without_weights_and_offline_it_cannot_be_used(tmp_path: Path) -> None:
    assert "offline" in (await Whisper(tmp_path, offline=True).ready() or "")


@pytest.mark.skipif(find_spec("faster_whisper") is not None, reason="it is installed here")
async def test_where_it_is_not_installed_it_is_said_how(tmp_path: Path) -> None:
    assert "pip install 'vfxb[whisper]'" in (await Whisper(tmp_path).ready() or "")
