"""HeyGen: what is ordered, how a job is waited for, and its bad days."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.media import Media
from tests.tools.services.servers.heygen import Studio, heygen_server
from tests.tools.services.servers.speech_days import Day, Server
from tools.errors import ToolFailed
from tools.operations import Presentation, Utterance
from tools.services.failures import Kind, ServiceError
from tools.services.pending import Pending
from tools.services.presenting.heygen import NAME, HeyGen

KEY = "hg_0123456789abcdef0123456789abcdef"
WORDS = "Hello everybody."
SILENCE = 0.4


class Bell(list[str]):
    """Rings when something is told."""

    def __init__(self, event: asyncio.Event) -> None:
        super().__init__()
        self._event = event

    def append(self, words: str) -> None:
        self._event.set()


@dataclass
class Running:
    """The engine, its server and what that knows."""

    engine: HeyGen
    server: Server
    studio: Studio
    pending: Pending
    target: Path
    told: list[str]

    async def present(self, **script: Any) -> None:
        """Let it make a film."""
        said = Utterance(**({"text": WORDS, "voice": "casual_female"} | script))
        wanted = Presentation(script=said, width=1280, height=720)
        await self.engine.present(wanted, "key", self.target, self.told.append)


@pytest.fixture
async def running(media: Media, tmp_path: Path) -> AsyncIterator[Running]:
    async with heygen_server(media.clip()) as (server, studio):
        pending = Pending(tmp_path / "pending")
        engine = HeyGen(KEY, pending, server.url, every=0.01, give_up=2.0, seconds=SILENCE)
        yield Running(engine, server, studio, pending, tmp_path / "film.mp4", [])


async def test_the_order_names_an_avatar_and_a_voice_that_fit(running: Running) -> None:
    await running.present(language="fr", speed=2.0)
    (order,) = running.studio.orders
    (shot,) = order["video_inputs"]
    assert shot["character"]["avatar_id"] == "Daisy"
    assert shot["voice"] == {
        "type": "text", "input_text": WORDS, "voice_id": "v-fr-f", "speed": 1.5,
    }  # fmt: skip
    assert order["dimension"] == {"width": 1280, "height": 720}
    assert running.target.read_bytes() == running.studio.film.read_bytes()
    assert running.pending.find(NAME, "key") is None


async def test_a_job_is_waited_for(running: Running) -> None:
    states = ("waiting", "pending", "processing")
    running.studio.states = [{"status": status} for status in states]
    await running.present()
    assert [state in told for state, told in zip(states, running.told, strict=True)] == [True] * 3


async def test_networks_may_fail_meanwhile(running: Running) -> None:
    running.studio.states = [{"status": "processing"}, {"http": 503}, {"http": 500}, {"http": 429}]
    await running.present()
    assert len(running.studio.orders) == 1
    assert running.target.is_file()


async def test_a_killed_process_pays_once(running: Running) -> None:
    running.pending.keep(NAME, "key", "job-of-before")
    await running.present()
    assert running.studio.orders == []
    assert "video_id=job-of-before" in running.server.asked[0].path


async def test_cancelling_reaches_the_provider(running: Running) -> None:
    running.studio.states = [{"status": "processing"}] * 500
    begun = asyncio.Event()
    running.told = Bell(begun)
    task = asyncio.create_task(running.present())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert running.studio.deleted == ["job1"]
    assert running.pending.find(NAME, "key") is None


async def test_cancelling_while_it_begins_leaves_no_job(running: Running) -> None:
    running.server.days += [Day(), Day(), Day(silent=0.2)]
    task = asyncio.create_task(running.present())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert running.studio.deleted == ["job1"]


async def test_a_job_that_cannot_be_noted_is_taken_back(running: Running, tmp_path: Path) -> None:
    (tmp_path / "pending").write_text("a file where the folder should be")
    with pytest.raises(ToolFailed, match="cannot be noted"):
        await running.present()
    assert running.studio.deleted == ["job1"]


async def test_what_never_ends_is_given_up_and_found_again(running: Running) -> None:
    running.engine = HeyGen(KEY, running.pending, running.server.url, every=0.01, give_up=0.1)
    running.studio.states = [{"status": "processing"}] * 500
    with pytest.raises(ServiceError, match="in time"):
        await running.present()
    assert running.pending.find(NAME, "key") == "job1"


@dataclass(frozen=True)
class Case:
    """A bad day: what the first request, or the question about the job, is answered with."""

    id: str
    kind: Kind
    says: str
    day: Day | None = None
    state: tuple[dict[str, Any], ...] = ()
    kept: bool = False


def _said(message: str) -> dict[str, Any]:
    return {"error": {"code": "x", "message": message}}


FAILED = {"status": "failed", "error": {"code": 40119, "detail": "Video is too long"}}
BAD_DAYS = (
    Case("401", "key", "HEYGEN_API_KEY", Day(status=401, body=_said(f"bad key {KEY}"))),
    Case("402", "credit", "no credit", Day(status=402, body=_said("pay first"))),
    Case("403", "key", "not for you", Day(status=403, body=_said("not for you"))),
    Case("404", "model", "no such avatar", Day(status=404, body=_said("no such avatar"))),
    Case("422", "request", "bad speed", Day(status=422, body=_said("bad speed"))),
    Case("429", "overloaded", "slow down", Day(status=429, body=_said("slow down"))),
    Case("500", "broken", "error of its own", Day(status=500)),
    Case("503", "broken", "error of its own", Day(status=503)),
    Case("silent", "timeout", "in time", Day(silent=3 * SILENCE)),
    Case("cut off", "answer", "cannot be used", Day(cut=0.5)),
    Case("no JSON", "answer", "JSON", Day(status=299, body="oops")),
    Case("failed job", "failed", "too long", state=(FAILED,)),
    Case("lost job", "lost", "lost", state=({"http": 404},)),
    Case("a state nobody knows", "answer", "not known", state=({"status": "dancing"},) * 20),
    Case("done without a film", "failed", "no video_url", state=({"status": "completed"},) * 20),
    Case("down for long", "broken", "error of its own", state=({"http": 503},) * 20, kept=True),
)  # fmt: skip


@pytest.mark.parametrize("case", BAD_DAYS, ids=lambda case: case.id)
async def test_a_bad_day_is_told(running: Running, case: Case) -> None:
    if case.day:
        running.server.days.append(case.day)
    running.studio.states = list(case.state)
    with pytest.raises(ServiceError) as caught:
        await running.present()
    error = caught.value
    assert (error.engine, error.kind) == (NAME, case.kind)
    assert case.says in str(error)
    assert KEY not in str(error)
    assert WORDS not in str(error)
    assert not running.target.exists()
    if case.kept:  # it may be done later, and is not paid twice
        assert running.pending.find(NAME, "key") == "job1"


@pytest.mark.parametrize(
    ("url", "kind"),
    [("http://10.0.0.1/film.mp4", "private_address"), ("file:///etc/passwd", "answer")],
)
async def test_a_film_that_lies_where_it_should_not(running: Running, url: str, kind: Kind) -> None:
    running.studio.film_url = url
    with pytest.raises(ServiceError) as caught:
        await running.present()
    assert caught.value.kind == kind
    assert not running.target.exists()
    assert running.pending.find(NAME, "key") is None  # it would be fetched again for a day


async def test_a_picture_where_a_film_was_promised(running: Running, media: Media) -> None:
    running.studio.film = media.still()
    with pytest.raises(ServiceError, match="a picture where a video was promised"):
        await running.present()
    assert not running.target.exists()


async def test_a_language_that_it_does_not_speak(running: Running) -> None:
    with pytest.raises(ServiceError, match="no voice for German"):
        await running.present(language="de")
    assert running.studio.orders == []


async def test_the_account_tells_what_is_left(running: Running) -> None:
    assert (await running.engine.report()).quota == "10.0 credits"


async def test_without_a_key(tmp_path: Path) -> None:
    ready = await HeyGen("", Pending(tmp_path)).ready()
    assert ready is not None
    assert "HEYGEN_API_KEY" in ready
