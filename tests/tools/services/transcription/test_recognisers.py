"""What every recogniser must do, run on each; and what is told of bad days."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.tools.services.servers.openai_audio import fields, openai_audio_server
from tests.tools.services.servers.speech_days import Day, Server
from tests.tools.services.transcription.sounds import speech, tones
from tools.services.failures import ServiceError
from tools.services.transcription.openai_transcription import OpenAITranscription, punctuated
from tools.services.transcription.parts import Part
from tools.services.transcription.protocol import Transcription
from tools.services.transcription.sphinx import Sphinx, certainty, judged

KEY = "sk-0123456789abcdef0123456789abcdef"
SILENCE = 0.5
TEXT = (
    "Today I would like to show you how to make a simple cake. First we need some flour, sugar and "
    "three eggs. Then mix everything together and put it into the oven."
)


@dataclass(frozen=True)
class Running:
    """A recogniser with its server, where it has one."""

    engine: Transcription
    server: Server | None = None
    days: list[Day] = field(default_factory=list)


@asynccontextmanager
async def sphinx() -> AsyncIterator[Running]:
    yield Running(Sphinx())


@asynccontextmanager
async def openai() -> AsyncIterator[Running]:
    async with openai_audio_server() as server:
        engine = OpenAITranscription(KEY, f"{server.url}/v1", "whisper-1", seconds=SILENCE)
        yield Running(engine, server, server.days)


ALL: dict[str, Callable[[], AbstractAsyncContextManager[Running]]] = {
    "sphinx": sphinx, "openai": openai,
}  # fmt: skip


@pytest.fixture(params=ALL, ids=list(ALL))
async def running(request: pytest.FixtureRequest) -> AsyncIterator[Running]:
    async with ALL[request.param]() as started:
        yield started


def quiet(words: str) -> None:
    """Nobody waits for news."""


async def test_tells_about_itself(running: Running) -> None:
    engine = running.engine
    assert engine.name
    assert engine.version
    assert engine.product
    assert engine.paid != engine.local
    assert engine.languages is None or "en" in engine.languages
    assert await engine.ready() is None


async def test_words_come_in_order_within_the_sound(running: Running, tmp_path: Path) -> None:
    heard = await running.engine.transcribe(await speech(tmp_path, TEXT), "", quiet)
    assert len(heard["words"]) > 4
    at = 0.0
    for text, start, end, sure in heard["words"]:
        assert text == text.strip() != ""
        assert at <= start <= end < 12
        assert 0 <= sure <= 1
        at = start
    assert heard["language"] == "en"


async def test_silence_has_no_words(running: Running, tmp_path: Path) -> None:
    sound = tones(tmp_path / "silence.wav", seconds=0.4)
    assert (await running.engine.transcribe(sound, "", quiet))["words"] == []


async def test_sphinx_understands_words(tmp_path: Path) -> None:
    heard = await Sphinx().transcribe(await speech(tmp_path, TEXT), "", quiet)
    said = {row[0] for row in heard["words"]}
    assert len(said & {"like", "to", "show", "you", "how", "make", "simple"}) >= 4


async def test_sphinx_hears_the_same_whatever_it_heard_before(tmp_path: Path) -> None:
    """It adapts to a voice; the next sound may be of somebody else."""
    engine, words = Sphinx(), await speech(tmp_path, TEXT)
    fresh = await engine.transcribe(words, "", quiet)
    await engine.transcribe(tones(tmp_path / "a.wav", (0, 1.5), seconds=2), "", quiet)
    assert await engine.transcribe(words, "", quiet) == fresh


async def test_sphinx_says_nothing_rather_than_nonsense(tmp_path: Path) -> None:
    german = "Heute möchte ich euch zeigen, wie man einen einfachen Kuchen backt."
    heard = await Sphinx().transcribe(await speech(tmp_path, german, "de"), "", quiet)
    assert heard["words"] == []
    assert heard["unclear"]


def test_a_few_words_need_less_certainty_than_many_unless_all_are_such() -> None:
    sure = [(f"w{n}", n * 0.5, n * 0.5 + 0.4, 0.9) for n in range(6)]
    lonely = [("banana", 40.0, 40.5, 0.45)]
    parts = [Part(0, 3), Part(40, 41)]
    assert len(judged(parts, [sure, lonely])["words"]) == 7
    assert judged(parts, [lonely, lonely])["unclear"] == [(0, 3), (40, 41)]
    assert certainty(sure) == pytest.approx(0.9)
    assert certainty([]) == 0


async def test_openai_gets_the_language_and_a_hint_at_hesitations(tmp_path: Path) -> None:
    async with openai() as running:
        assert running.server is not None
        await running.engine.transcribe(tones(tmp_path / "a.wav", (0, 2), seconds=2), "de", quiet)
        form = fields(running.server.asked[0])
    assert form["language"] == b"de"
    assert b"Umm" in form["prompt"]
    assert "timestamp_granularities[]" in form


def test_words_get_the_punctuation_of_the_text() -> None:
    rows = [("Hello", 0.0, 0.4, 1.0), ("it's", 0.5, 0.7, 1.0), ("me", 0.7, 0.9, 1.0),
            ("ok", 1.0, 1.2, 1.0)]  # fmt: skip
    assert [row[0] for row in punctuated(rows, "Hello, it's me! (ok?)")] == [
        "Hello,", "it's", "me!", "(ok?)",
    ]  # fmt: skip
    assert [row[0] for row in punctuated(rows, "something else")] == ["Hello", "it's", "me", "ok"]


CASES = (
    ("401", Day(status=401, body={"error": {"message": f"bad key {KEY}"}}), "key"),
    ("402", Day(status=402), "credit"),
    ("404", Day(status=404), "model"),
    ("413", Day(status=413), "request"),
    ("429", Day(status=429), "overloaded"),
    ("503", Day(status=503), "broken"),
    ("silent", Day(silent=3 * SILENCE), "timeout"),
    ("cut off", Day(cut=0.5), "answer"),
)


@pytest.mark.parametrize(("day", "kind"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
async def test_a_bad_day_is_told(day: Day, kind: str, tmp_path: Path) -> None:
    sound = tones(tmp_path / "a.wav", (0, 1), seconds=1)
    async with openai() as running:
        running.days.append(day)
        with pytest.raises(ServiceError) as caught:
            await running.engine.transcribe(sound, "", quiet)
        assert caught.value.kind == kind, caught.value
        assert KEY not in str(caught.value)
        await running.engine.transcribe(sound, "", quiet)  # The next day is a good one.


async def test_what_is_not_set_is_told() -> None:
    assert "OPENAI_API_KEY" in (await OpenAITranscription("").ready() or "")
    own = OpenAITranscription("", "http://127.0.0.1:1/v1")
    assert "VFXB_TRANSCRIPTION_MODEL" in (await own.ready() or "")
