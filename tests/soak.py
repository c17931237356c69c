"""Soak: turns that are delivered once each, while bot, workers and ffmpeg are killed at random.

    python -m tests.soak --turns 200 --kills 50
    python -m tests.soak --turns 200 --kills 50 --workers 2

The programs are the real ones, the chat is the local server of the tests. With workers, bot and
workers share a PostgreSQL server of their own, which is left alone. What is killed is a bot, a
worker and an ffmpeg equally often, in random order; ffmpeg while it renders.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.bots.telegram_server import TOKEN, TelegramServer, telegram_server
from tests.media import Media

_ROOT = Path(__file__).parents[1]
_WISHES = (
    "make it black and white", "blur it", "turn it upside down", "make it sepia",
    "slow it down to 0.5x", "make it brighter", "speed it up 2x", "mirror it",
)  # fmt: skip
_LOOK_SECONDS = 0.03
_RENDER_SECONDS = 5.0
"""Within so much time somebody renders, unless all is done."""

PATIENCE = 90.0
"""Seconds without a delivery after which nothing more is expected."""


@dataclass(slots=True)
class Figures:
    """What came of it."""

    turns: int
    delivered: int = 0
    lost: int = 0
    doubled: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def __str__(self) -> str:
        killed = ", ".join(f"{what} {times}x" for what, times in sorted(self.kills.items()))
        return (
            f"{self.turns} turns: {self.delivered} delivered, {self.lost} lost, "
            f"{self.doubled} doubled; killed: {killed or 'nothing'}; {self.seconds:.0f} s"
        )


class Programs:
    """The bot and its workers, started again whenever they end."""

    def __init__(self, home: Path, api_url: str, workers: int, database: str) -> None:
        self._commands = {"bot": ["telegram"]} | {f"worker {n}": ["worker"] for n in range(workers)}
        self._log = (home.parent / "log").open("ab")
        self._env = {
            "VFXB_TELEGRAM_TOKEN": TOKEN,
            "VFXB_TELEGRAM_API_URL": api_url,
            "VFXB_HOME": str(home),
            "VFXB_BOT_AT_ONCE": "0",
            "VFXB_BOT_TURNS_PER_HOUR": "0",
            "HOME": str(home),
            "PYTHONPATH": str(_ROOT),
            "PATH": "/usr/bin:/bin",
        }
        if database:
            self._env["VFXB_DATABASE_URL"] = database
        if workers:
            self._env["VFXB_WORKERS"] = "true"
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        """Start what does not run."""
        for name, command in self._commands.items():
            child = self.running.get(name)
            if child is None or child.poll() is not None:
                self.running[name] = subprocess.Popen(
                    [sys.executable, "-m", "bots", *command],
                    env=self._env,
                    stdout=subprocess.DEVNULL,
                    stderr=self._log,
                )

    @property
    def kinds(self) -> list[str]:
        """What can be killed."""
        return [*dict.fromkeys(name.split()[0] for name in self._commands), "ffmpeg"]

    async def kill(self, kind: str) -> bool:
        """Kill one of a kind; whether there was any."""
        if kind == "ffmpeg":
            return await self._kill_ffmpeg()
        named = [name for name in self.running if name.startswith(kind)]
        child = self.running[random.choice(named)]  # noqa: S311 - no secret
        child.kill()
        child.wait()
        return True

    async def _kill_ffmpeg(self) -> bool:
        """Kill the next one that runs: most of the time none does."""
        until = monotonic() + _RENDER_SECONDS
        while monotonic() < until:
            for pid in (pid for child in self.running.values() for pid in _ffmpegs(child.pid)):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                    return True
            await asyncio.sleep(_LOOK_SECONDS)
        return False

    def end(self) -> None:
        """End all."""
        for child in self.running.values():
            child.kill()
            child.wait()
        self._log.close()


def _ffmpegs(parent: int) -> Iterator[int]:
    """Processes of ffmpeg that render for a program."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            name, _, rest = stat.read_text().partition("(")[2].rpartition(")")
            renders = name.startswith("ffmpeg") and int(rest.split()[1]) == parent
            if renders and b"-progress" in stat.with_name("cmdline").read_bytes():
                yield int(stat.parent.name)


async def soak(
    turns: int, kills: int, *, workers: int = 0, people: int = 10, pause: float = 4.0
) -> Figures:
    """Have turns asked for and programs killed, and count what is delivered.

    Args:
        turns: How many messages are sent.
        kills: How many programs are killed meanwhile.
        workers: How many workers render; 0 lets the bot render.
        people: By how many people they are sent.
        pause: Seconds that pass at most from one kill to the next.
    """
    figures = Figures(turns)
    started = monotonic()
    with TemporaryDirectory(prefix="vfxb-soak-") as folder, _database(workers) as database:
        clip = Media(Path(folder) / "media").clip(2.0)
        async with telegram_server() as chat:
            programs = Programs(Path(folder) / "home", chat.url, workers, database)
            programs.start()
            try:
                killing = asyncio.create_task(_keep_killing(programs, kills, figures, chat, pause))
                for number in range(turns):
                    chat.chat = 1000 + number % people
                    await chat.send(f"{_WISHES[number % len(_WISHES)]}", clip, user=chat.chat)
                    await asyncio.sleep(random.uniform(0.0, 0.4))  # noqa: S311 - no secret
                await killing
                programs.start()
                await _quiet(chat, turns)
            finally:
                killing.cancel()
                programs.end()
            _count(chat, figures)
            _tell_lost(chat)
    figures.seconds = monotonic() - started
    return figures


async def _keep_killing(
    programs: Programs, kills: int, figures: Figures, chat: TelegramServer, pause: float
) -> None:
    """Kill one of the programs at random moments; what does not run is started again."""
    since = 0
    kinds: list[str] = []
    while sum(figures.kills.values()) < kills:
        # A bot that never gets up again proves nothing.
        await chat.until(lambda known=since: "getUpdates" in chat.calls[known:], PATIENCE)  # type: ignore[misc]
        await asyncio.sleep(random.uniform(0.2, pause))  # noqa: S311 - no secret
        kinds = kinds or random.sample(programs.kinds, len(programs.kinds))
        kind = kinds.pop()
        figures.kills[kind] += await programs.kill(kind)
        since = len(chat.calls) if kind == "bot" else since
        programs.start()


async def _quiet(chat: TelegramServer, turns: int) -> None:
    """Wait until all is delivered, or nothing is any more."""
    last, since = -1, monotonic()
    while monotonic() - since < PATIENCE:
        delivered = sum(_results(chat).values())
        if delivered != last:
            last, since = delivered, monotonic()
        if delivered >= turns:
            await asyncio.sleep(3.0)  # Should something come twice, it comes now.
            return
        await asyncio.sleep(0.2)


def _results(chat: TelegramServer) -> Counter[int]:
    """Clips by the message that they answer."""
    results = (m for m in chat.by_bot() if m.content and not m.name.startswith("first-look"))
    return Counter(message.answers for message in results)


def _count(chat: TelegramServer, figures: Figures) -> None:
    results = _results(chat)
    asked = [message.id for message in chat.messages.values() if not message.by_bot]
    figures.delivered = sum(results[number] > 0 for number in asked)
    figures.lost = sum(results[number] == 0 for number in asked)
    figures.doubled = sum(results[number] > 1 for number in asked)


def _tell_lost(chat: TelegramServer) -> None:
    """Say what became of turns that ended without a clip."""
    results = _results(chat)
    for message in chat.messages.values():
        if not message.by_bot and not results[message.id]:
            said = [m.texts for m in chat.messages.values() if m.answers == message.id]
            print(f"{message.id} ({message.text}): {said}")  # noqa: T201 - that is what it is for


@contextmanager
def _database(workers: int) -> Iterator[str]:
    """A database server for several programs; none where there is one program."""
    if not workers:
        yield ""
        return
    from tests.postgres_server import postgres_server

    server = postgres_server()
    try:
        yield server.url
    finally:
        server.close()


def main() -> int:
    """Soak, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--workers", type=int, default=0)
    given = parser.parse_args()
    figures = asyncio.run(soak(given.turns, given.kills, workers=given.workers))
    print(figures)  # noqa: T201 - that is what it is for
    return int(figures.delivered != figures.turns or figures.doubled > 0)


if __name__ == "__main__":
    sys.exit(main())
