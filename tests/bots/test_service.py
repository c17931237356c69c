"""``vfxb telegram`` and ``vfxb discord`` as programs: they start, answer and stop."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from agent.settings import Settings
from tests.bots.fronts import FRONTS, Front


@pytest.fixture(params=FRONTS, ids=lambda front: front.id)
def front(request: pytest.FixtureRequest) -> Front:
    front: Front = request.param
    return front


@contextmanager
def program(settings: Settings, home: Path, platform: str) -> Iterator[subprocess.Popen[str]]:
    """A running ``vfxb telegram`` or ``vfxb discord``."""
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


async def test_a_bot_answers_until_it_is_told_to_stop(front: Front, tmp_path: Path) -> None:
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


async def test_a_refused_token_is_told_and_kept_secret(tmp_path: Path) -> None:
    front = FRONTS[0]
    async with front.serve() as chat:
        with program(front.settings(chat.url, "1:secret"), tmp_path, front.id) as child:
            _, said = await asyncio.to_thread(child.communicate, timeout=30)
    assert child.returncode == 2, said
    assert f"Is {front.token} right?" in said
    assert "secret" not in said
    assert "Traceback" not in said
