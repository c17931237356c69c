"""Resident: children that stay, for short jobs in libraries that hostile files may crash.

libav reads what strangers send. A crash, a hang or runaway memory there ends a child and one job,
not the program with everybody's conversations. A child starts in some 200 ms; a job in one that
is there already takes 1 ms longer than a plain call.
"""

from __future__ import annotations

import asyncio
import atexit
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from tools import process
from tools.errors import LimitExceeded, ToolFailed

P = ParamSpec("P")
T = TypeVar("T")

_PROGRAM = Path(__file__).with_name("resident_child.py")
_MEMORY = 4 << 30
# Whatever a library loses from job to job goes with the child.
_MOST_JOBS = 1_000


class Crashed(ToolFailed):
    """The child ended in the middle of a job."""


class Overdue(LimitExceeded):
    """A job took longer than it may, and its child was ended."""


class Residents:
    """The children of this program, started when there is a job for them.

    Args:
        most: How many at once; further jobs wait.
        modules: What a child imports when it starts.
    """

    def __init__(self, most: int, modules: Sequence[str] = ()) -> None:
        self._most = most
        self._modules = tuple(modules)
        self._begin()
        atexit.register(self.close)
        # A fork has neither the threads nor children of its own.
        os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        self._lock = threading.Lock()
        self._idle: list[_Child] = []
        self._threads = ThreadPoolExecutor(self._most, thread_name_prefix="resident")

    async def run(
        self, seconds: float, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The result of a function of a module, run in a child.

        Args:
            seconds: How long it may take.
            function: The function.
            *args: What it is called with.
            **kwargs: Not for a child.

        Raises:
            Crashed: The child ended in the middle.
            Overdue: It took longer.
            VfxbError: What the function raises.
        """
        if kwargs:
            raise TypeError("a job takes plain arguments")
        job = _Job()
        work = asyncio.get_running_loop().run_in_executor(
            self._threads, self._work, job, (function, args, seconds), seconds
        )
        try:
            result: T = await work
        except asyncio.CancelledError:
            job.stop()
            raise
        return result

    def close(self) -> None:
        """End the children that wait for work; there will be none any more."""
        self._threads.shutdown(wait=False)
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def _work(self, job: _Job, message: object, seconds: float) -> Any:
        child = self._take()
        try:
            job.begin(child)
            return child.ask(message, seconds)
        finally:
            job.finish()
            self._give_back(child)

    def _take(self) -> _Child:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.alive:
                    return child
                child.end()
        return _Child(self._modules)

    def _give_back(self, child: _Child) -> None:
        if child.alive and child.jobs < _MOST_JOBS:
            with self._lock:
                self._idle.append(child)
        else:
            child.end()


class _Child:
    """One process, and the two pipes to it."""

    def __init__(self, modules: Sequence[str]) -> None:
        self.jobs = 0
        self._killed = False
        path = os.pathsep.join(filter(None, sys.path))
        stdin, questions = os.pipe()
        answers, stdout = os.pipe()
        self._questions = Connection(questions, readable=False)
        self._answers = Connection(answers, writable=False)
        try:
            self._process = process.start(
                (sys.executable, "-P", _PROGRAM, *modules),
                stdin=stdin,
                stdout=stdout,
                env={"PYTHONPATH": path},
                memory=_MEMORY,
            )
        finally:
            os.close(stdin)
            os.close(stdout)

    @property
    def alive(self) -> bool:
        return not self._killed and self._process.poll() is None

    def ask(self, message: object, seconds: float) -> Any:
        self.jobs += 1
        try:
            self._questions.send(message)
            if not self._answers.poll(seconds):
                self.kill()
                raise Overdue(f"It was stopped after {seconds:g} s, the limit for it.")
            result, error = self._answers.recv()
        except (EOFError, OSError) as error:
            self.kill()
            raise Crashed("The child ended in the middle of its work.") from error
        if error is not None:
            raise error
        return result

    def kill(self) -> None:
        self._killed = True
        self._process.kill()

    def end(self) -> None:
        self.kill()
        self._process.wait()
        self._questions.close()
        self._answers.close()


class _Job:
    """A job that can be stopped from another thread, before and while it is worked on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._stopped = False

    def begin(self, child: _Child) -> None:
        with self._lock:
            self._child = child
            if self._stopped:
                raise Crashed("It was stopped.")

    def finish(self) -> None:
        with self._lock:
            self._child = None

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            if self._child is not None:
                self._child.kill()
