"""Stream: pictures from one ffmpeg through a child that draws them, into another ffmpeg.

Three processes stand in a row, with a pipe between each two that has a name in the job directory.
A pipe holds less than a picture, so none of them runs ahead: memory does not depend on the length.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools import process
from tools.engine import ffmpeg
from tools.engine.command import Command
from tools.engine.limits import Limits
from tools.errors import LimitExceeded, ToolFailed, VfxbError

READ, DRAWN = "read.raw", "drawn.raw"
"""Names of the pipes: pictures as they are, and as they become."""

_CHILD = Path(__file__).with_name("child.py")
# When one of three has failed, the others fail of that: so long they may take to say so.
_GRACE = 1.0
_NO_MEMORY = ("MemoryError", "Insufficient memory", "bad_alloc", "Cannot allocate")
_MEMORY_SIGNALS = frozenset({-6, -9, -11})


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Three processes.

    Attributes:
        read: What ffmpeg reads, and writes raw to ``READ``.
        order: What the child is told, besides its pipes.
        write: What ffmpeg makes of ``DRAWN``.
        folder: The job directory.
        limits: Time and memory that each may take.
        binary: The ffmpeg to use; the bundled one when None.
        on_drawn: Told after each picture how many are drawn.
    """

    read: Command
    order: Mapping[str, Any]
    write: Command
    folder: Path
    limits: Limits
    binary: Path | None
    on_drawn: Callable[[int], None]


async def stream(row: Row) -> None:
    """Let all pictures go through.

    Raises:
        ToolFailed: One of the three failed.
        LimitExceeded: It would take more than it may.
    """
    for name in (READ, DRAWN):
        pipe = row.folder / name
        pipe.unlink(missing_ok=True)
        os.mkfifo(pipe)
    # In the order in which the cause is looked for when they fail of each other.
    tasks = [
        asyncio.create_task(_ffmpeg(row.read, row)),
        asyncio.create_task(_draw(row)),
        asyncio.create_task(_ffmpeg(row.write, row)),
    ]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
        if any(task.done() and task.exception() for task in tasks):
            await asyncio.wait(tasks, timeout=_GRACE)
    finally:
        for task in tasks:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        for name in (READ, DRAWN):
            (row.folder / name).unlink(missing_ok=True)
    errors = [each for each in outcomes if isinstance(each, Exception)]
    if errors:
        raise min(errors, key=_is_consequence)


def _is_consequence(error: Exception) -> bool:
    """Whether a process failed because another one did."""
    log = error.log if isinstance(error, ToolFailed) else ""
    return "Broken pipe" in log or "BrokenPipe" in log or "EOFError" in log


async def _ffmpeg(command: Command, row: Row) -> None:
    program = row.binary or await asyncio.to_thread(ffmpeg.bundled)
    ffmpeg.furnish(command, row.folder)
    args = (str(program), *ffmpeg.RUN_OPTIONS, *command.args)
    done = await process.run(args, cwd=row.folder, bounds=_bounds(row, row.limits.memory))
    if done.code:
        raise ffmpeg.explain(done, args, row.limits)


async def _draw(row: Row) -> None:
    order = {**row.order, "source": READ, "target": DRAWN, "memory": row.limits.memory}
    args = (sys.executable, "-I", str(_CHILD))
    done = await process.run(
        args,
        cwd=row.folder,
        stdin=json.dumps(order).encode(),
        on_line=lambda line: row.on_drawn(int(line)) if line.isdigit() else None,
        bounds=_bounds(row, None),  # it bounds itself, unless it works on a graphics processor
    )
    if done.code:
        raise _explained(done, args)


def _explained(done: process.Finished, args: tuple[str, ...]) -> VfxbError:
    if done.code in _MEMORY_SIGNALS or any(word in done.log for word in _NO_MEMORY):
        return LimitExceeded(
            "Drawing the pictures anew takes more memory than it may. A smaller picture takes less."
        )
    lines = done.log.strip().splitlines() or ["it gave no reason"]
    return ToolFailed(
        f"Drawing the pictures anew failed: {lines[-1][:200]}. Nothing was changed; please ask "
        "again, or choose another engine.",
        command=args,
        log=done.log,
    )


def _bounds(row: Row, memory: int | None) -> process.Bounds:
    limits = row.limits
    return process.Bounds(
        seconds=limits.seconds,
        memory=memory,
        file_bytes=limits.output_bytes,
        cpu_seconds=math.ceil(limits.seconds * (os.cpu_count() or 1)),
    )
