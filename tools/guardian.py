"""Guardian: one small process beside this program, which ends the children that it leaves behind.

A program that is killed cannot end its children itself. The guardian is told of each group of
processes through a pipe that nobody else writes to, and acts when that pipe ends.
"""

from __future__ import annotations

import atexit
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from tools.errors import ToolFailed

_PROGRAM = Path(__file__).with_name("guardian_child.py")


class Started(Protocol):
    """A program that was started."""

    def kill(self) -> None:
        """End it."""
        ...

    def wait(self) -> int:
        """Wait for its end."""
        ...


Start = Callable[[list[str | Path], int], Started]
"""Starts a program that reads a descriptor, in a session of its own."""


class Guardian:
    """The guardian of this program, started with the first group; another follows one that dies.

    Args:
        start: Starts it.
    """

    def __init__(self, start: Start) -> None:
        self._start = start
        self._begin()
        atexit.register(self.close)
        # The pipe must end with the program that it belongs to.
        os.register_at_fork(after_in_child=self._leave)

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._groups: set[int] = set()
        self._process: Started | None = None
        self._pipe = -1

    def _leave(self) -> None:
        if self._pipe >= 0:
            os.close(self._pipe)
        self._begin()

    @contextmanager
    def over(self, group: int) -> Iterator[None]:
        """Have a group of processes end with this program, if it does so within the block."""
        with self._lock:
            self._groups.add(group)
            self._tell(f"+{group}\n")
        try:
            yield
        finally:
            with self._lock:
                self._groups.discard(group)
                self._tell(f"-{group}\n")

    def close(self) -> None:
        """Let it end, now that this program does."""
        with self._lock:
            if self._process is not None:
                os.close(self._pipe)
                self._process.wait()
                self._process, self._pipe = None, -1

    def _tell(self, line: str) -> None:
        if self._process is not None and self._written(line):
            return
        if self._process is not None:
            # First of all: one that only stood still would take the pipe's end for the program's.
            self._process.kill()
            self._process.wait()
            os.close(self._pipe)
            self._process, self._pipe = None, -1
        # Without a guardian everything goes on as well, except after a kill.
        with suppress(ToolFailed):
            self._meet()

    def _written(self, line: str) -> bool:
        with suppress(OSError):
            return os.write(self._pipe, line.encode()) == len(line)
        return False

    def _meet(self) -> None:
        """Start one, and tell it all that there is."""
        stdin, pipe = os.pipe()
        try:
            self._process = self._start([sys.executable, "-I", "-S", _PROGRAM], stdin)
        except ToolFailed:
            os.close(pipe)
            raise
        finally:
            os.close(stdin)
        os.set_blocking(pipe, False)
        self._pipe = pipe
        self._written("".join(f"+{group}\n" for group in self._groups))
