"""Predictions at Replicate: good days and bad ones, over real HTTP, by Replicate's own library."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from tests.raw_server import Asked
from tests.tools.services.servers.replicate import TOKEN, Account, replicate_server
from tests.tools.services.servers.speech_days import Answer, Day, Server
from tools.errors import ToolFailed
from tools.operations import Redraw
from tools.services.failures import ServiceError
from tools.services.pending import Pending
from tools.services.pictures.predictions import Replicate
from tools.services.pictures.replicate_client import address_in
from tools.services.pictures.replicate_models import ReplicateImages

UPSCALE = Redraw(work="upscaling", factor=2)
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(200)
MODEL = "nightmareai/real-esrgan"


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "frame.png"
    cv2.imwrite(str(path), np.full((18, 32, 3), 90, np.uint8))
    return path


@asynccontextmanager
async def running(
    folder: Path, give_up: float = 5.0
) -> AsyncIterator[tuple[ReplicateImages, Account, Server]]:
    async with replicate_server() as (server, account):
        yield engine_at(server, folder, give_up), account, server


def engine_at(server: Server, folder: Path, give_up: float = 5.0) -> ReplicateImages:
    """An engine as a program that has just been started has it."""
    replicate = Replicate(
        token=TOKEN,
        url=server.url,
        poll_seconds=0.01,
        give_up_seconds=give_up,
        pending=Pending(folder / "pending"),
    )
    return ReplicateImages(replicate, "upscaling")


async def test_a_picture_comes_back_larger(image: Path, tmp_path: Path) -> None:
    async with running(tmp_path) as (engine, account, server):
        account.script = ["starting", "processing", 500, "processing", "succeeded"]
        made = await engine.draw(image, UPSCALE, tmp_path / "made")

    assert cv2.imread(str(made)).shape == (36, 64, 3)
    job = account.predictions["p0"]
    assert (job.model, job.input["scale"], job.looks) == (MODEL, 2, 5)
    assert not list((tmp_path / "pending").glob("*.json"))


async def test_networks_may_fail_while_it_is_waited_for(image: Path, tmp_path: Path) -> None:
    """Connections that break, and servers that are away for a moment."""
    async with running(tmp_path) as (engine, account, server):
        account.script = ["processing", 503, 429, "processing", "succeeded"]
        bad = [Day(cut=0.0), Day(cut=0.5), Day(status=502)]

        def respond(asked: Asked) -> Answer:
            if account.begun.is_set() and bad:
                server.days.append(bad.pop())
            return account.respond(asked)

        server.respond = respond
        await engine.draw(image, UPSCALE, tmp_path / "made")
    assert not bad
    assert list(account.predictions) == ["p0"]
    assert account.cancelled == []


async def test_a_prediction_that_cannot_be_noted_is_taken_back(image: Path, tmp_path: Path) -> None:
    (tmp_path / "pending").write_text("a file where the folder should be")
    async with running(tmp_path) as (engine, account, _):
        account.script = ["processing"] * 500
        with pytest.raises(ToolFailed, match="cannot be noted"):
            await engine.draw(image, UPSCALE, tmp_path / "made")
    assert account.cancelled == ["p0"]


async def test_a_large_picture_is_sent_as_a_file(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    noise = np.random.default_rng(1).integers(0, 255, (400, 400, 3), np.uint8)
    cv2.imwrite(str(path), noise)
    async with running(tmp_path) as (engine, account, _):
        await engine.draw(path, UPSCALE, tmp_path / "made")

    assert account.files["file0"] == path.read_bytes()


@dataclass(frozen=True)
class BadDay:
    """What Replicate does, and what is said of it.

    Attributes:
        id: In a word.
        kind: Kind of the error.
        says: What its message holds.
        set: Makes the day.
        begun: Whether it may have been charged for.
    """

    id: str
    kind: str
    says: str
    set: Callable[[Account, Server], Any]
    begun: bool = False


def refusing(what: str, status: int, body: Any = None) -> Callable[[Account, Server], Any]:
    return lambda account, _: account.refusals.update({what: [(status, body or {"detail": "no"})]})


def going(*script: Any) -> Callable[[Account, Server], Any]:
    return lambda account, _: setattr(account, "script", list(script))


def giving(output: Any) -> Callable[[Account, Server], Any]:
    return lambda account, _: setattr(account, "output", lambda _address: output)


def sending(answer: Answer) -> Callable[[Account, Server], Any]:
    return lambda account, _: setattr(account, "result", answer)


def vanishing(account: Account, _server: Server) -> None:
    account.script = [404]


DAYS = (
    BadDay("key", "key", "REPLICATE_API_TOKEN", refusing("models", 401)),
    BadDay("credit", "credit", "no credit", refusing("predictions", 402)),
    BadDay("forbidden", "key", "403", refusing("predictions", 403)),
    BadDay("model", "model", "does not know", refusing("models", 404)),
    BadDay(
        "field", "request", "input.scale: must be at most 10",
        refusing("predictions", 422, {"detail": [{"loc": ["input", "scale"],
                                                  "msg": "must be at most 10"}]}),
    ),
    BadDay("too many", "overloaded", "no more requests", refusing("predictions", 429)),
    BadDay("broken", "broken", "error of its own", refusing("predictions", 500)),
    BadDay("away", "broken", "error of its own", refusing("models", 503)),
    BadDay("failed", "failed", "CUDA out of memory", going("processing", "failed"), True),
    BadDay("cancelled", "cancelled", "cancelled the work", going("canceled"), True),
    BadDay("vanished", "lost", "lost the work", vanishing, True),
    BadDay("no file", "answer", "no file", giving(None), True),
    BadDay("a film", "answer", "a video where a picture was promised",
           sending(Answer(MP4, "video/mp4")), True),
    BadDay("words", "answer", "something else", sending(Answer(b"<html>" * 20, "text/html")), True),
    BadDay("private", "private_address", "inside this network",
           giving("http://10.0.0.8/secret.png"), True),
    BadDay("metadata", "private_address", "inside this network",
           giving("http://169.254.169.254/latest/meta-data"), True),
    BadDay("not JSON", "answer", "cannot be used",
           lambda _a, server: setattr(server, "respond", lambda _: Answer(b"<html>", "text/html"))),
)  # fmt: skip


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.id)
async def test_bad_days(day: BadDay, image: Path, tmp_path: Path) -> None:
    async with running(tmp_path) as (engine, account, server):
        day.set(account, server)
        with pytest.raises(ServiceError) as caught:
            await engine.draw(image, UPSCALE, tmp_path / "made")

    error = caught.value
    assert (error.engine, error.kind, error.begun) == ("Replicate", day.kind, day.begun)
    assert day.says in str(error)
    assert TOKEN not in str(error)
    assert not (tmp_path / "made").exists()
    assert not list((tmp_path / "pending").glob("*.json"))


class Huge(bytes):
    """A body that is told to be 3 GB long."""

    def __len__(self) -> int:
        return 3_000_000_000


async def test_three_gigabytes_are_refused(image: Path, tmp_path: Path) -> None:
    async with running(tmp_path) as (engine, account, _):
        account.result = Answer(Huge(), "image/png")
        with pytest.raises(ServiceError, match="3.0 GB") as caught:
            await engine.draw(image, UPSCALE, tmp_path / "made")
    assert caught.value.kind == "too_large"


async def test_how_long_to_wait_is_heard(image: Path, tmp_path: Path) -> None:
    async with running(tmp_path) as (engine, _, server):
        server.days = [Day(status=429, headers={"retry-after": "7"})]
        with pytest.raises(ServiceError) as caught:
            await engine.draw(image, UPSCALE, tmp_path / "made")
        assert len(server.asked) == 1  # the library does not try again by itself
    assert caught.value.retry_after == 7


async def test_one_that_never_ends_is_given_up_and_cancelled(image: Path, tmp_path: Path) -> None:
    async with running(tmp_path, give_up=0.1) as (engine, account, _):
        account.script = ["processing"]
        with pytest.raises(ServiceError, match="cancelled") as caught:
            await engine.draw(image, UPSCALE, tmp_path / "made")
    assert caught.value.kind == "timeout"
    assert account.cancelled == ["p0"]


async def test_cancelling_reaches_replicate(image: Path, tmp_path: Path) -> None:
    async with running(tmp_path) as (engine, account, _):
        account.script = ["processing"]
        work = asyncio.create_task(engine.draw(image, UPSCALE, tmp_path / "made"))
        await account.begun.wait()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
    assert account.cancelled == ["p0"]


async def test_a_killed_program_takes_its_prediction_up_again(image: Path, tmp_path: Path) -> None:
    async with running(tmp_path) as (engine, account, server):
        pending = Pending(tmp_path / "pending")
        await engine.draw(image, UPSCALE, tmp_path / "first")
        # The note as it stood when the program was killed: begun, and nobody waits for it.
        key = [MODEL, _digest(image), {"scale": 2, "face_enhance": False}]
        pending.keep("Replicate", key, "p0")

        made = await engine_at(server, tmp_path).draw(image, UPSCALE, tmp_path / "second")

        assert made.read_bytes() == (tmp_path / "first").read_bytes()
        assert list(account.predictions) == ["p0"]  # begun once, paid once
        assert pending.find("Replicate", key) is None


async def test_what_replicate_forgot_is_begun_anew(image: Path, tmp_path: Path) -> None:
    async with running(tmp_path) as (engine, account, _):
        key = [MODEL, _digest(image), {"scale": 2, "face_enhance": False}]
        Pending(tmp_path / "pending").keep("Replicate", key, "gone")
        await engine.draw(image, UPSCALE, tmp_path / "made")
        assert list(account.predictions) == ["p0"]


async def test_a_paid_result_that_breaks_off_is_fetched_again(image: Path, tmp_path: Path) -> None:
    async with running(tmp_path) as (engine, account, server):
        account.output = lambda address: (server.days.append(Day(cut=0.5)), address)[1]
        made = await engine.draw(image, UPSCALE, tmp_path / "made")
        assert cv2.imread(str(made)).shape == (36, 64, 3)
        assert len(account.predictions) == 1


async def test_without_a_key_it_says_what_to_set(tmp_path: Path) -> None:
    engine = ReplicateImages(Replicate(token=None, pending=Pending(tmp_path)), "faces")
    assert "REPLICATE_API_TOKEN" in (await engine.ready() or "")


def test_addresses_are_found_in_whatever_models_give() -> None:
    address = "https://example.org/a.png"
    for output in (address, [address], {"image": address}, [{"image": address}]):
        assert address_in(output) == address
    for output in (None, 3, "file:///etc/passwd", [], {"text": "no"}):
        assert address_in(output) == ""


def _digest(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()
