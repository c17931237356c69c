"""``vfxb telegram`` and ``vfxb discord`` as programs: they start, answer and stop."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from agent.settings import Settings
from tests.bots.fronts import FRONTS
from tests.media import Media
from tests.memory.people import anywhere


@contextmanager
def program(
    settings: Settings, home: Path, platform: str, **more: str
) -> Iterator[subprocess.Popen[str]]:
    """A running ``vfxb telegram`` or ``vfxb discord``; more is further variables."""
    token = settings.telegram_token or settings.discord_token
    assert token is not None
    name = platform.upper()
    child = subprocess.Popen(
        [sys.executable, "-m", "bots", platform],
        env={
            f"VFXB_{name}_TOKEN": token.get_secret_value(),
            f"VFXB_{name}_API_URL": settings.telegram_api_url or settings.discord_api_url or "",
            "VFXB_HOME": str(home),
            "HOME": str(home),
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "PATH": "/usr/bin:/bin",
            **more,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def read_until(child: subprocess.Popen[str], word: str) -> str:
    """What a program says up to a line that holds a word."""
    assert child.stderr is not None
    said = ""
    for line in child.stderr:
        said += line
        if word in line:
            return said
    raise AssertionError(f"'{word}' never came: {said}")


async def test_a_bot_answers_until_it_is_told_to_stop(tmp_path: Path) -> None:
    front = FRONTS[1]
    async with front.serve() as chat:
        with program(front.settings(chat.url), tmp_path, front.id) as child:
            said = await asyncio.to_thread(read_until, child, "answering")
            await chat.send("what can you do?")
            await chat.until(lambda: bool(chat.by_bot()))
            child.send_signal(signal.SIGTERM)
            _, rest = await asyncio.to_thread(child.communicate, timeout=20)
    assert child.returncode == 0, rest
    assert "stopping" in rest
    assert "test-token" not in said + rest
    assert "what can you do?" not in said + rest


async def test_until_then_it_is_seen_from_outside(tmp_path: Path, media: Media) -> None:
    front = FRONTS[0]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        where = "{}:{}".format(*free.getsockname())
    watched = {"VFXB_MONITOR_LISTEN": where, "VFXB_LOG_FORMAT": "json"}
    async with front.serve() as chat, httpx.AsyncClient(base_url=f"http://{where}") as client:
        with program(front.settings(chat.url), tmp_path, front.id, **watched) as child:
            said = await asyncio.to_thread(read_until, child, "answering")
            assert (await client.get("/ready")).json() == {"status": "ready"}
            await chat.send("make it sepia", media.clip(1.0))
            await chat.result()
            figures = ""
            async with asyncio.timeout(10):
                while "vfxb_deliveries_total{" not in figures:
                    figures = (await client.get("/metrics")).text
            child.send_signal(signal.SIGTERM)
            _, rest = await asyncio.to_thread(child.communicate, timeout=20)
    assert child.returncode == 0, rest
    assert 'vfxb_turns_total{outcome="edit"} 1.0' in figures
    assert 'vfxb_ffmpeg_runs_total{outcome="ok"} 1.0' in figures
    assert 'vfxb_deliveries_total{way="file"} 1.0' in figures
    lines = [json.loads(line) for line in (said + rest).splitlines()]
    turns = {line["message"]: line.get("turn") for line in lines}
    assert {"staged", "ran", "ended", "delivered"} <= turns.keys()
    assert any("stopping" in what for what in turns)
    assert turns["staged"]
    assert len({turns[what] for what in ("staged", "ran", "ended", "delivered")}) == 1
    assert "sepia" not in said + rest
    assert "test-token" not in said + rest


async def test_a_refused_token_is_told_and_kept_secret(tmp_path: Path) -> None:
    front = FRONTS[0]
    async with front.serve() as chat:
        with program(front.settings(chat.url, "1:secret"), tmp_path, front.id) as child:
            _, said = await asyncio.to_thread(child.communicate, timeout=30)
    assert child.returncode == 2, said
    assert f"Is {front.token} right?" in said
    assert "secret" not in said
    assert "Traceback" not in said


async def test_who_wants_to_be_forgotten_leaves_nothing_behind(tmp_path: Path) -> None:
    front = FRONTS[0]
    async with front.serve() as chat:
        with program(front.settings(chat.url), tmp_path, front.id) as child:
            await asyncio.to_thread(read_until, child, "answering")
            await chat.send("I always want my titles in the colour of a purple walrus")
            await chat.until(lambda: bool(chat.by_bot()))
            choosing = {"type": "bot_command", "offset": 0, "length": len("/voices")}
            await chat.send("/voices child voice", entities=[choosing])
            await chat.saying("From now on")
            assert list((tmp_path / "people").iterdir())
            await chat.send("forget everything about me")
            await chat.saying("I forgot all")
            assert not list((tmp_path / "people").iterdir())
            await chat.until(lambda: not anywhere(tmp_path, "walrus"), 10.0)
            # The wish itself is the last that the conversation knows.
            left = {"conversations.sqlite"}
            await chat.until(lambda: {*anywhere(tmp_path, "forget everything")} <= left, 10.0)
