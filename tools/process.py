"""Process: the one place where programs are started, and the promise that they end.

A child runs in a session and process group of its own, so that a Ctrl-C at the terminal reaches
only VFXB, which then ends the whole group. The group is killed on cancel, on time-out and when
the waiting task ends in any other way; where VFXB itself is killed, its guardian does so. No shell
is involved, and nothing of VFXB's own environment reaches a child: keys live there.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from tools.errors import LimitExceeded, ToolFailed
from tools.guardian import Guardian
from tools.watchdog import Idle, watch

_LOG_BYTES = 64 * 1024
_LINE_BYTES = 64 * 1024
# How long pipes may stay open after the child has ended: only a grandchild that escaped the
# group can hold them.
_PIPE_GRACE = 0.5
_REAP_SECONDS = 5.0
_STDOUT, _STDERR = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What a child may use. None means no bound; the system's own may still apply.

    Attributes:
        seconds: Wall time.
        memory: Bytes of address space.
        file_bytes: Size of any one file it writes.
        cpu_seconds: Processor time over all its threads.
        idle_seconds: Wall time in which it uses no processor time to speak of. Only Linux tells.
    """

    seconds: float = 60.0
    memory: int | None = None
    file_bytes: int | None = None
    cpu_seconds: int | None = None
    idle_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Finished:
    """A child that ended by itself.

    Attributes:
        code: Exit status; negative is the signal that ended it.
        log: The end of what it wrote to standard error, at most 64 KiB.
    """

    code: int
    log: str


async def run(
    args: Sequence[str | Path],
    *,
    cwd: Path | None = None,
    stdin: bytes = b"",
    bounds: Bounds | None = None,
    env: Mapping[str, str] | None = None,
    on_line: Callable[[str], None] | None = None,
) -> Finished:
    """Run a program to its end.

    Args:
        args: The program and its arguments.
        cwd: Where it runs.
        stdin: What it reads; it sees the end of file right after.
        bounds: What it may use; the time is always bounded.
        env: Variables that it gets besides the bare minimum.
        on_line: Called with each line that it writes to standard output. What it raises ends
            the child and comes out here.

    Raises:
        LimitExceeded: It took longer than ``bounds.seconds``, or passed another bound.
        Idle: It stood still.
        ToolFailed: It could not be started.
    """
    bounds = bounds or Bounds()
    words = [str(arg) for arg in args]
    try:
        transport, child = await asyncio.get_running_loop().subprocess_exec(
            _Child,
            *words,
            stdin=asyncio.subprocess.PIPE if stdin else asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=cwd,
            env={**_environment(), **(env or {})},
            start_new_session=True,
        )
    except OSError as error:
        raise _not_started(words, error) from error
    pid = transport.get_pid()
    guarded = contextlib.ExitStack()
    watchdog = asyncio.create_task(watch(pid, bounds.idle_seconds, child.lines))
    try:
        guarded.enter_context(_GUARDIAN.over(pid))
        _limit(pid, bounds)
        if stdin:
            _feed(transport, stdin)
        async with asyncio.timeout(bounds.seconds):
            while (line := await child.lines.get()) is not None:
                if isinstance(line, Idle):
                    raise line
                if on_line is not None:
                    on_line(line)
    except TimeoutError as error:
        name = Path(words[0]).name
        raise LimitExceeded(
            f"{name} was stopped after {bounds.seconds:g} s, the limit for one run. "
            "A shorter clip or a smaller picture takes less time."
        ) from error
    finally:
        watchdog.cancel()
        _kill_group(pid)
        try:
            # Waiting for the exit status leaves no zombie behind.
            await asyncio.wait([child.exited], timeout=_REAP_SECONDS)
        finally:
            guarded.close()
            transport.close()
    return Finished(transport.get_returncode() or 0, child.log())


def start(
    args: Sequence[str | Path],
    *,
    stdin: int,
    stdout: int,
    env: Mapping[str, str],
    memory: int | None,
) -> subprocess.Popen[bytes]:
    """Start a program that stays, between two pipes. Whoever starts it ends it.

    Args:
        args: The program and its arguments.
        stdin: Descriptor that it reads.
        stdout: Descriptor that it writes.
        env: Variables that it gets besides the bare minimum.
        memory: Bytes of address space that it may use; None for any number.

    Raises:
        ToolFailed: It could not be started.
    """
    words = [str(arg) for arg in args]
    try:
        child = subprocess.Popen(
            words,
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            env={**_environment(), **env},
            start_new_session=True,
        )
    except OSError as error:
        raise _not_started(words, error) from error
    _limit(child.pid, Bounds(memory=memory))
    return child


def _guard(words: Sequence[str | Path], stdin: int) -> subprocess.Popen[bytes]:
    with Path(os.devnull).open("wb") as nowhere:
        return start(words, stdin=stdin, stdout=nowhere.fileno(), env={}, memory=None)


_GUARDIAN = Guardian(_guard)


def _not_started(words: Sequence[str], error: OSError) -> ToolFailed:
    return ToolFailed(
        f"'{words[0]}' could not be started: {error.strerror or error}. Is it installed here?",
        command=tuple(words),
    )


class _Child(asyncio.SubprocessProtocol):
    """Collects what a child says, within bounds.

    Attributes:
        lines: What it writes to standard output; None after the last one, when it has ended.
        exited: Done when its exit status was collected.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self.lines: asyncio.Queue[str | Idle | None] = asyncio.Queue()
        self.exited: asyncio.Future[None] = self._loop.create_future()
        self._closed: set[int] = set()
        self._partial = b""
        self._log = b""

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        if fd == _STDERR:
            self._log = (self._log + data)[-_LOG_BYTES:]
            return
        *lines, rest = (self._partial + data).split(b"\n")
        self._partial = rest[-_LINE_BYTES:]
        for line in lines:
            self.lines.put_nowait(line.decode("utf-8", "replace").rstrip("\r"))

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        self._closed.add(fd)
        if self.exited.done() and self._closed >= {_STDOUT, _STDERR}:
            self._end()

    def process_exited(self) -> None:
        self.exited.set_result(None)
        grace = 0.0 if self._closed >= {_STDOUT, _STDERR} else _PIPE_GRACE
        self._loop.call_later(grace, self._end)

    def _end(self) -> None:
        if self._partial:
            self.pipe_data_received(_STDOUT, b"\n")
        self.lines.put_nowait(None)

    def log(self) -> str:
        return self._log.decode("utf-8", "replace")


def _environment() -> dict[str, str]:
    """What every child gets: no keys, no proxies, plain numbers, few memory arenas.

    glibc reserves 64 MiB of address space per arena, and up to eight arenas per core; without
    ``MALLOC_ARENA_MAX`` a bound on address space would hit harmless programs on large machines.
    """
    return {
        "PATH": os.defpath,
        "HOME": str(Path.home()),
        "LC_ALL": "C.UTF-8",
        "MALLOC_ARENA_MAX": "4",
    }


def _limit(pid: int, bounds: Bounds) -> None:
    """Apply the bounds to a running child, where the system can do that from outside (Linux).

    A hook between fork and exec would close the gap of some microseconds after the start, but
    is not safe in a program with threads.
    """
    try:
        from resource import RLIMIT_AS, RLIMIT_CORE, RLIMIT_CPU, RLIMIT_FSIZE, prlimit
    except ImportError:
        return
    wanted = {
        RLIMIT_AS: bounds.memory,
        RLIMIT_FSIZE: bounds.file_bytes,
        RLIMIT_CPU: bounds.cpu_seconds,
        RLIMIT_CORE: 0,
    }
    with contextlib.suppress(ProcessLookupError):
        for kind, value in wanted.items():
            if value is not None:
                prlimit(pid, kind, (value, value))


def _feed(transport: asyncio.SubprocessTransport, data: bytes) -> None:
    pipe = cast(asyncio.WriteTransport, transport.get_pipe_transport(0))
    pipe.write(data)
    pipe.write_eof()


def _kill_group(pid: int) -> None:
    """End every process of the group, the child's own children too.

    The group is named after the child. While a member lives nobody else gets that number; once
    the last one is gone the kernel may give it away, but it counts up through all others first,
    and this is called right after the child's end.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
