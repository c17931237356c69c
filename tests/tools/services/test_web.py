"""What bad days look like on the way to a provider: over real HTTP, on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.tools.services.behaving import MP4, PNG, WAV, Answer, Behaving, behaving
from tests.tools.services.engines_here import QUICK, UNITS, Book, policy_in
from tools.errors import ToolFailed
from tools.services.account import Account, Allowance, on_behalf_of
from tools.services.failures import ServiceError
from tools.services.results import Results
from tools.services.web import Promised, client, fetch, json_of, kind_of, send

KEY = "sk-verysecretkey1234567890"


class Web:
    """An engine that asks a server for JSON and, where that names one, fetches a file."""

    name = "OpenAI"
    version = "1"
    product = "test/OpenAI"
    local = False
    languages = None
    longest: float | None = 10.0

    def __init__(self, server: Behaving, results: Results, *, paid: bool = True) -> None:
        self._server = server
        self._results = results
        self.paid = paid

    async def ready(self) -> str | None:
        """Always."""
        return None

    async def work(self) -> Any:
        """One attempt."""
        headers = {"authorization": f"Bearer {KEY}"}
        async with client(headers=headers, seconds=0.2) as over:
            response = await send(self.name, over, "POST", f"{self._server.url}/make", json={})
            made = json_of(self.name, response)
        target = self._results.fresh(".mp4")
        return await fetch(
            self.name,
            made["url"].replace("SERVER", self._server.url),
            target,
            promised="video",
            base_url=self._server.url,
            most_bytes=1_000,
            seconds=0.2,
        )


@pytest.fixture(scope="module", autouse=True)
def _certificates() -> None:
    """They are loaded once, which takes its time: no test is measured by it."""
    client()


@dataclass(frozen=True)
class Day:
    """What the server answers, and what the person then hears.

    Attributes:
        asked: How often the server is asked in all.
        longest: Seconds that an attempt may take.
    """

    id: str
    answers: tuple[Answer, ...]
    says: str
    asked: int = 1
    longest: float = 10.0


MADE = Answer(body={"url": "SERVER/made.mp4"})
FIELD = {"detail": [{"loc": ["body", "scale"], "msg": "must be 2 or 4", "input": "my words"}]}
QUOTA = {"error": {"message": "You exceeded your quota", "code": "insufficient_quota"}}
ECHO = {"error": {"message": f"Incorrect API key provided: {KEY}"}}
DAYS = (
    Day("401", (Answer(401, ECHO),), "OpenAI refuses the key (401). Set OPENAI_API_KEY"),
    Day("402", (Answer(402, {}),), "no credit or quota left (402). Top it up"),
    Day("403", (Answer(403, {"error": "no access"}),), "refuses the key (403: no access)"),
    Day("404 model", (Answer(404, {"error": "no such model"}),), "(404: no such model)"),
    Day("422", (Answer(422, FIELD),), "does not take this (422: scale: must be 2 or 4)"),
    Day("429 without a hint", (Answer(429, {}),), "no more requests at the moment (429). Try", 3),
    Day("429 quota", (Answer(429, QUOTA),), "no credit or quota left (429: You exceeded"),
    Day("429 for long", (Answer(429, {}, headers={"retry-after": "90"}),), "Try again in 90 s"),
    Day("500", (Answer(500, b"<html>oops</html>"),), "has an error of its own (500)", 3),
    Day("503", (Answer(503, {}),), "has an error of its own (503)", 3),
    Day("silent", (Answer(waits=5),), "did not answer in time"),
    Day("slow body", (Answer(body=bytes(60), drips=0.1),), "did not answer in time", longest=0.4),
    Day("cut at half", (Answer(body={"url": "x" * 99}, sent=0.5),), "(the answer broke off)"),
    Day("wrong type", (Answer(body=b"<html>", kind="text/html"),), "text/html where JSON was"),
    Day("redirect", (Answer(302, b"", headers={"location": "/x"}),), "cannot be used (302)"),
    Day("image for video", (MADE, Answer(body=PNG)), "(a picture where a video was promised)", 2),
    Day("text for video", (MADE, Answer(body=b"no")), "(something else where a video was", 2),
    Day("result cut", (MADE, Answer(body=MP4, sent=0.5)), "(the answer broke off)", 2),
    Day("result gone", (MADE, Answer(404, b"")), "does not know what was asked for (404)", 2),
    Day("3 GB told", (MADE, Answer(body=MP4, announced=3 * 10**9)), "(3.0 GB, 0 MB at most)", 2),
    Day(
        "3 GB untold",
        (MADE, Answer(body=MP4 + bytes(5_000))),
        "The result of OpenAI is too large",
        2,
    ),
    Day("private", (Answer(body={"url": "http://10.0.0.7/x.mp4"}),), "inside this network"),
    Day("metadata", (Answer(body={"url": "http://169.254.169.254/"}),), "inside this network"),
    Day("mapped", (Answer(body={"url": "http://[::ffff:10.0.0.7]/"}),), "inside this network"),
    Day("translated", (Answer(body={"url": "http://[64:ff9b::a00:7]/"}),), "inside this network"),
    Day("6to4", (Answer(body={"url": "http://[2002:a00:7::]/"}),), "inside this network"),
    Day("compatible", (Answer(body={"url": "http://[::10.0.0.7]/"}),), "inside this network"),
    Day("everybody", (Answer(body={"url": "http://224.0.0.1/x"}),), "inside this network"),
    Day("a file", (Answer(body={"url": "file:///etc/passwd"}),), "an address of kind 'file'"),
    Day(
        "redirect inside",
        (MADE, Answer(302, b"", headers={"location": "http://192.168.1.1/x.mp4"})),
        "inside this network for its result (192.168.1.1)",
        2,
    ),
)


@pytest.mark.parametrize("day", DAYS, ids=lambda day: day.id)
async def test_the_right_sentence_and_nothing_is_paid(tmp_path: Path, day: Day) -> None:
    book = Book()
    policy = policy_in(tmp_path, book=book, usd={"OpenAI": 0.001})
    async with behaving(*day.answers) as server:
        engine = Web(server, policy.results)
        engine.longest = day.longest
        mine = on_behalf_of(Account(allowance=Allowance(usd=1)))
        with mine, pytest.raises(ServiceError) as caught:
            await policy.call("upscaling", [engine], Web.work, key="k", units=UNITS)
        assert len(server.asked) == day.asked
    assert day.says in str(caught.value)
    assert KEY not in str(caught.value)
    assert "my words" not in str(caught.value)
    assert book.spent == 0
    assert not book.open
    assert not list(tmp_path.rglob("*.mp4"))


async def test_no_server_at_all(tmp_path: Path) -> None:
    async with behaving(MADE) as server:
        pass
    policy = policy_in(tmp_path, usd={"OpenAI": 0.001})
    with pytest.raises(ServiceError, match="OpenAI cannot be reached. Check the network"):
        await policy.call(
            "upscaling", [Web(server, policy.results)], Web.work, key="k", units=UNITS
        )


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ((MADE, Answer(body=MP4)), 2),
        ((Answer(503, {}), Answer(500, {}), MADE, Answer(body=MP4)), 4),
        ((Answer(429, {}, headers={"retry-after": "0"}), MADE, Answer(body=MP4)), 3),
    ],
    ids=["at once", "after errors", "after the hint"],
)
async def test_a_good_result_is_paid_and_kept_once(
    tmp_path: Path, answers: tuple[Answer, ...], asked: int
) -> None:
    book = Book()
    policy = policy_in(tmp_path, book=book, usd={"OpenAI": 0.001})
    async with behaving(*answers) as server:
        engine = Web(server, policy.results)
        for cached in (False, True):
            outcome = await policy.call("upscaling", [engine], Web.work, key="k", units=UNITS)
            assert outcome.cached == cached
            assert outcome.value.read_bytes() == MP4
        assert len(server.asked) == asked
        # The key goes to the provider, and to nobody else.
        for _, path, headers, _ in server.asked:
            assert ("authorization" in headers) == (path == "/make")
    assert book.spent == pytest.approx(0.1)


async def test_a_provider_on_this_machine_may_name_addresses_on_it(tmp_path: Path) -> None:
    async with behaving(Answer(body=WAV, kind="audio/wav")) as server:
        port = server.url.rpartition(":")[2]
        url = f"http://localhost:{port}/a.wav"
        rest: dict[str, Any] = {"promised": "audio"}
        made = await fetch("X", url, tmp_path / "a", base_url="http://127.0.0.1:1", **rest)
        assert made.read_bytes() == WAV
        for base in ("", "http://8.8.8.8"):
            with pytest.raises(ServiceError, match="inside this network"):
                await fetch("X", url, tmp_path / "b", base_url=base, **rest)
    assert not (tmp_path / "b").exists()


KINDS: tuple[tuple[bytes, str], ...] = (
    (PNG, "image"), (b"\xff\xd8\xff\xe0", "image"), (b"GIF89a", "image"),
    (b"RIFF\0\0\0\0WEBPVP8 ", "image"), (MP4, "video"), (b"\x1aE\xdf\xa3", "video"),
    (b"RIFF\0\0\0\0AVI LIST", "video"), (WAV, "audio"), (b"ID3\x04", "audio"),
    (b"\xff\xfb\x90\x00", "audio"), (b"OggS", "audio"), (b"fLaC", "audio"),
    (b"\0\0\0\x18ftypM4A ", "audio"), (b"<html>", ""), (b"", ""), (b"{}", ""),
)  # fmt: skip


async def test_a_disk_that_does_not_take_the_result_is_told(tmp_path: Path) -> None:
    async with behaving(Answer(body=MP4)) as server:
        with pytest.raises(ToolFailed, match="could not be written: No such file"):
            await fetch(
                "OpenAI",
                f"{server.url}/made.mp4",
                tmp_path / "not there" / "made.mp4",
                promised="video",
                base_url=server.url,
            )


@pytest.mark.parametrize(("head", "kind"), KINDS)
def test_what_a_file_is_by_its_first_bytes(head: bytes, kind: str) -> None:
    assert kind_of(head) == kind


@pytest.mark.parametrize(("body", "promised"), [(MP4, "audio"), (PNG, "image"), (WAV, "audio")])
async def test_what_was_promised_is_taken(tmp_path: Path, body: bytes, promised: Promised) -> None:
    target = tmp_path / "result"
    async with behaving(Answer(body=body)) as server:
        await fetch("X", f"{server.url}/r", target, promised=promised, base_url=server.url)
    assert target.read_bytes() == body


@pytest.mark.parametrize(("body", "promised"), [(WAV, "image"), (MP4, "image"), (PNG, "audio")])
async def test_what_was_not_promised_is_not_taken(
    tmp_path: Path, body: bytes, promised: Promised
) -> None:
    target = tmp_path / "result"
    async with behaving(Answer(body=body)) as server:
        with pytest.raises(ServiceError, match="was promised"):
            await fetch("X", f"{server.url}/r", target, promised=promised, base_url=server.url)
    assert not target.exists()


async def test_503_for_a_minute(tmp_path: Path) -> None:
    """Told each time, left alone in between, and used again when it is back."""
    now = [1_000.0]
    policy = policy_in(tmp_path, clock=lambda: now[0], patience=QUICK)

    class BuiltIn(Web):
        name = "built-in"
        product = "test/built-in"
        local = True

        async def work(self) -> Any:
            return "made here"

    async def do(engine: Web) -> Any:
        return await engine.work()

    async with behaving(Answer(503, {})) as server:
        engines = [Web(server, policy.results, paid=False)]
        engines.append(BuiltIn(server, policy.results, paid=False))
        told = []
        for key in range(12):
            outcome = await policy.call("upscaling", engines, do, key=key, units={})
            assert outcome.value == "made here"
            told.append(outcome.notes[0])
            now[0] += 5
        assert len(server.asked) < 12
        assert "an error of its own (503)" in told[0]
        assert any("left alone" in note for note in told)
        server.script = [MADE, Answer(body=MP4)]
        now[0] += 120
        outcome = await policy.call("upscaling", engines, do, key="back", units={})
        assert (outcome.engine, outcome.notes) == ("OpenAI", ())
