"""The real programs of a soak: a bot and its workers, and what renders for them."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

_ROOT = Path(__file__).parents[2]
_UP = b"Ctrl-C stops"
"""What a program logs as soon as it works."""
_START_SECONDS = 240.0
"""Within so much time a program works, however busy the machine is."""
_MOST_ENDS = 3


@dataclass(slots=True)
class Program:
    """A program that is started again whenever it ends.

    Attributes:
        command: What follows ``python -m bots``, or ``argv``.
        env: All of its environment.
        log: What it logs, of all its lives.
        argv: What is started in place of the bots; empty for them.
        starts: How often it was started.
        start_seconds: How long it took the last time until it worked.
        ends: Exit codes of lives that ended by themselves.
    """

    command: list[str]
    env: Mapping[str, str]
    log: Path
    argv: list[str] = field(default_factory=list)
    starts: int = 0
    start_seconds: float = 0.0
    ends: list[int] = field(default_factory=list)
    _child: subprocess.Popen[bytes] | None = None
    _began: int = 0
    _started: float = 0.0

    @property
    def pid(self) -> int:
        """Its process; 0 where none runs."""
        return self._child.pid if self._child is not None and self._child.poll() is None else 0

    @property
    def is_up(self) -> bool:
        """Whether it works: it runs, and has said so."""
        if not self.pid or not self.log.exists():
            return False
        with self.log.open("rb") as log:
            log.seek(self._began)
            works = _UP in log.read()
        if works and self._started:
            self.start_seconds, self._started = monotonic() - self._started, 0.0
        return works

    @property
    def resident(self) -> int:
        """Bytes of memory that it takes; 0 where it does not run."""
        with suppress(OSError):
            pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
            return pages * os.sysconf("SC_PAGE_SIZE")
        return 0

    def start(self) -> None:
        """Start it, unless it runs."""
        if self.pid:
            return
        if self._child is not None and self._child.returncode not in (None, -signal.SIGKILL):
            self.ends.append(self._child.returncode)
        self._began = self.log.stat().st_size if self.log.exists() else 0
        self.starts += 1
        self._started = monotonic()
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                [*(self.argv or (sys.executable, "-m", "bots")), *self.command],
                env=self.env,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )

    def kill(self) -> None:
        """Kill it."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()

    @property
    def tail(self) -> str:
        """The last lines of its log."""
        text = self.log.read_text("utf-8", "replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-15:])


class Programs:
    """All programs of a soak.

    Args:
        programs: They, by name, such as ``bot`` and ``worker 1``.
    """

    def __init__(self, programs: Mapping[str, Program]) -> None:
        self._programs = programs

    def of(self, kind: str) -> list[Program]:
        """Those of a kind, or the one of a name."""
        return [each for name, each in self._programs.items() if kind in (name, name.split()[0])]

    def start(self) -> None:
        """Start what does not run."""
        for program in self._programs.values():
            program.start()

    def end(self) -> None:
        """End all."""
        for program in self._programs.values():
            program.kill()

    @property
    def kinds(self) -> list[str]:
        """What they are: the first words of their names."""
        return list(dict.fromkeys(name.split()[0] for name in self._programs))

    @property
    def fallen(self) -> dict[str, list[int]]:
        """Programs that ended although nobody killed them, with their exit codes."""
        return {name: each.ends for name, each in self._programs.items() if each.ends}

    async def up(self, kind: str) -> Program:
        """One of a kind that works, waited for.

        Raises:
            AssertionError: None does after a long time, or one ends again and again.
        """
        of_kind = self.of(kind)
        until = monotonic() + _START_SECONDS
        while monotonic() < until and all(len(each.ends) < _MOST_ENDS for each in of_kind):
            self.start()
            if working := [each for each in of_kind if each.is_up]:
                return random.choice(working)
            await asyncio.sleep(0.2)
        raise AssertionError(f"no {kind} works; it says:\n{of_kind[0].tail}")

    async def all_up(self) -> None:
        """Wait until all of them work.

        Raises:
            AssertionError: One does not after a long time.
        """
        self.start()
        for name in self._programs:
            await self.up(name)

    async def kill(self, kind: str, pause: float) -> None:
        """Kill one of a kind at a random moment, and start it again.

        Args:
            kind: One of ``kinds``.
            pause: Seconds that pass at most before; on a slow machine as many as it takes to
                start. A program works before it is killed: one that never gets anywhere would
                prove nothing.
        """
        program = await self.up(kind)
        await asyncio.sleep(random.uniform(0.0, max(pause, program.start_seconds)))
        program.kill()
        program.start()


def renders(parent: int) -> Iterator[int]:
    """Processes of ffmpeg that render for a program."""
    for children in Path(f"/proc/{parent}/task").glob("*/children"):
        with suppress(OSError):
            for pid in children.read_text().split():
                command = Path(f"/proc/{pid}/cmdline").read_bytes()
                if b"ffmpeg" in command and b"-progress" in command:
                    yield int(pid)


def environment(home: Path, api_url: str, token: str, **more: str) -> dict[str, str]:
    """The environment of a program; ``more`` are settings without their prefix."""
    settings = {
        "telegram_token": token,
        "telegram_api_url": api_url,
        "home": str(home),
        "bot_at_once": "0",
        "bot_turns_per_hour": "0",
        **more,
    }
    return {
        "HOME": str(home),
        "PYTHONPATH": str(_ROOT),
        "PATH": "/usr/bin:/bin",
        **{f"VFXB_{name.upper()}": value for name, value in settings.items() if value},
    }


def end_children_when_ended() -> None:
    """Have SIGTERM end this program as Ctrl-C does, which ends what it started."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
