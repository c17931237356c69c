"""ffmpeg: carries out a ``Command``, tells how far it is, and puts its failures into words."""

from __future__ import annotations

import asyncio
import functools
import logging
import math
import os
import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path

from tools import process, signals
from tools.engine.command import Command
from tools.engine.limits import Limits
from tools.errors import LimitExceeded, Outage, ToolFailed, VfxbError
from tools.watchdog import Idle

logger = logging.getLogger(__name__)

RUN_OPTIONS = (
    "-nostdin", "-hide_banner", "-nostats", "-y",
    "-loglevel", "level+warning", "-max_error_rate", "1",
    "-stats_period", "0.25", "-progress", "pipe:1",
)  # fmt: skip
"""What belongs to the run and not to the edit. Damage in a source never ends the run: what can be
decoded is delivered, and what was lost is said."""
DISK_FULL = "The disk is full, and nothing was changed. Free some space, or ask again later."
"""What a person is told when there is no room for a file."""

# Seconds of rendering after which the time left can be told.
_SETTLED = 0.5
# Seconds without any work after which a run is taken for one that will never end. A slow disk
# may take as long, so it is begun again a few times, and given more time each time.
_IDLE_SECONDS = (4.0, 8.0, 16.0, 32.0)
# One that was killed from outside is begun again after so many seconds: where memory ran short,
# there may be more by then.
_KILL_PAUSES = (0.0, 2.0)
_SIGXCPU, _SIGXFSZ, _SIGKILL = -24, -25, -9
_LINE = re.compile(r"^(?:\[[^\]]+ @ 0x[0-9a-f]+\] ?)*\[(?:error|fatal)\] ?(?P<text>.+)$", re.M)
_FOLDERS = re.compile(r"(?<![\w.])/(?:[^\s/:'\"]+/)+")
# Lines that only say that something failed because something else did.
_HOLLOW = (
    "Conversion failed", "Could not open encoder before EOF", "Error opening input file",
    "Error opening output file", "Error reinitializing filters", "Error sending frames",
    "Nothing was written into output file", "Task finished with error", "Terminating thread",
)  # fmt: skip
_NO_MEMORY = re.compile(
    r"Cannot allocate memory|Resource temporarily unavailable|malloc of size \d+ failed|bad_alloc"
)


@dataclass(frozen=True, slots=True)
class Tick:
    """How far a run is.

    Attributes:
        fraction: 0 to 1, never falling.
        eta: Seconds left; None while nobody can know.
    """

    fraction: float
    eta: float | None


@functools.cache
def bundled() -> Path:
    """The ffmpeg that comes with VFXB, or else one that is installed.

    Raises:
        ToolFailed: There is none for this machine.
    """
    return find(Path(str(resources.files("imageio_ffmpeg"))) / "binaries")


def find(folder: Path, path: str | None = None) -> Path:
    """The ffmpeg in a folder, or else on a search path.

    It is not tried: whoever runs it is told what is wrong with it, each time anew, whereas
    imageio-ffmpeg's own search takes one that was killed once for one that never works.

    Args:
        folder: Where imageio-ffmpeg has it.
        path: Folders as in ``PATH``; None is that.

    Raises:
        ToolFailed: There is none.
    """
    for binary in sorted(folder.glob("ffmpeg-*")):
        if os.access(binary, os.X_OK):
            return binary
    if installed := shutil.which("ffmpeg", path=path):
        return Path(installed)
    raise ToolFailed(
        "There is no ffmpeg for this machine. Install one and set VFXB_FFMPEG to its path."
    )


async def run(
    command: Command,
    folder: Path,
    *,
    binary: Path | None = None,
    limits: Limits | None = None,
    on_progress: Callable[[Tick], None] | None = None,
) -> str:
    """Carry out a command in a job directory.

    Args:
        command: What to do.
        folder: The job directory; it exists, and its content is the job's alone.
        binary: The ffmpeg to use; the bundled one when not given.
        limits: Time, memory and size that it may use.
        on_progress: Called with each step, from this task.

    Returns:
        What ffmpeg warned of.

    Raises:
        ToolFailed: ffmpeg failed; the message says why.
        LimitExceeded: It would have passed a limit.
    """
    limits = limits or Limits()
    program = binary or await asyncio.to_thread(bundled)
    furnish(command, folder)
    args = (str(program), *RUN_OPTIONS, *command.args)
    gauge = _Gauge(command.expected.duration, on_progress)
    cores = os.cpu_count() or 1
    bounds = process.Bounds(
        seconds=limits.seconds,
        memory=None if command.unbounded else limits.memory,
        file_bytes=limits.output_bytes,
        cpu_seconds=math.ceil(limits.seconds * cores),
    )
    with signals.running(command.expected.duration):
        done = await _run(args, folder, gauge, bounds)
        if done.code:
            raise explain(done, args, limits)
    return done.log


async def _run(
    args: tuple[str, ...], folder: Path, gauge: _Gauge, bounds: process.Bounds
) -> process.Finished:
    """Run it to its end; one that stands still, or is killed from outside, is begun again."""
    kills = 0
    for idle_seconds in _IDLE_SECONDS:
        watched = replace(bounds, idle_seconds=idle_seconds)
        try:
            done = await process.run(args, cwd=folder, on_line=gauge.read, bounds=watched)
        except Idle:
            # With several inputs its scheduler now and then holds back the very file that all its
            # threads wait for: one run in fifty, on a busy machine one in ten.
            logger.warning("ffmpeg stood still and is started again")
            continue
        if done.code != _SIGKILL or kills == len(_KILL_PAUSES):
            return done
        logger.warning("ffmpeg was killed from outside and is started again")
        await asyncio.sleep(_KILL_PAUSES[kills])
        kills += 1
    raise ToolFailed(
        f"The rendering stood still {len(_IDLE_SECONDS)} times and was stopped; nothing was "
        "changed. Please ask again, or make it in two steps.",
        command=args,
    )


def explain(done: process.Finished, args: tuple[str, ...], limits: Limits) -> VfxbError:
    """The error for a run that failed."""
    log, code = done.log, done.code
    if "No space left on device" in log:
        return Outage(DISK_FULL, "disk", command=args, log=log)
    if code == _SIGXFSZ or "File too large" in log:
        return LimitExceeded(
            f"The result would be larger than {limits.output_bytes / 1e6:,.0f} MB, the limit. "
            "A shorter clip or a smaller picture fits."
        )
    if code == _SIGXCPU:
        return LimitExceeded("The rendering took more processor time than one run may.")
    if _NO_MEMORY.search(log):
        return LimitExceeded(
            f"The rendering needs more than {limits.memory / 1e6:,.0f} MB of memory, the limit. "
            "A smaller picture needs less."
        )
    if code < 0:
        how = "was killed from outside" if code == _SIGKILL else f"crashed (signal {-code})"
        return ToolFailed(
            f"ffmpeg {how} while it rendered; nothing was changed. Please ask again, "
            "and if it happens twice, with a smaller picture: it may have run out of memory.",
            command=args,
            log=log,
        )
    why = _line_that_matters(log).rstrip(".")
    return ToolFailed(
        f"The rendering failed: {why}. Nothing was changed; the clip may be damaged.",
        command=args,
        log=log,
    )


def _line_that_matters(log: str) -> str:
    """The last line at error level that says what went wrong, without addresses and folders."""
    lines = [match["text"].strip() for match in _LINE.finditer(log)]
    telling = [line for line in lines if not line.startswith(_HOLLOW)] or lines
    if not telling:
        return (log.strip().splitlines() or ["ffmpeg gave no reason."])[-1][:300]
    return _FOLDERS.sub("", telling[-1])[:300]


def furnish(command: Command, folder: Path) -> None:
    """Write and link into the job directory what the command refers to."""
    for name, content in command.files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    for name, source in command.links.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.symlink_to(source.resolve())
        except OSError:
            shutil.copyfile(source, target)


class _Gauge:
    """Turns the lines of ``-progress`` into ticks."""

    def __init__(self, duration: float, on_progress: Callable[[Tick], None] | None) -> None:
        self._duration = duration
        self._tell = on_progress
        self._started = time.monotonic()
        self._fraction = 0.0

    def read(self, line: str) -> None:
        """Take a line such as ``out_time_us=1234567``."""
        key, _, value = line.partition("=")
        if key == "out_time_us" and value.lstrip("-").isdigit() and self._duration > 0:
            done = int(value) / 1e6 / self._duration
            self._fraction = max(self._fraction, min(done, 0.99))
        elif key == "progress" and self._tell is not None:
            self._tell(self._tick(ended=value == "end"))

    def _tick(self, *, ended: bool) -> Tick:
        if ended:
            return Tick(1.0, 0.0)
        spent = time.monotonic() - self._started
        if spent < _SETTLED or not self._fraction:
            return Tick(self._fraction, None)
        return Tick(self._fraction, spent * (1 - self._fraction) / self._fraction)
