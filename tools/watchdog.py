"""Watchdog: a child process that stands still is noticed long before its time is up."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from pathlib import Path

from tools.errors import ToolFailed

# Of the time that passes, what a child that works uses of a processor.
_BUSY = 0.01


class Idle(ToolFailed):
    """A child stood still for longer than it may."""


async def watch(
    pid: int, idle_seconds: float | None, lines: asyncio.Queue[str | Idle | None]
) -> None:
    """Tell when a child and its children have used no processor time for too long."""
    if idle_seconds is None or not sys.platform.startswith("linux"):
        return
    used, since = -1.0, time.monotonic()
    while True:
        await asyncio.sleep(idle_seconds / 5)
        now = await asyncio.to_thread(_processor_seconds, pid)
        if now > used + _BUSY * idle_seconds or used < 0:
            used, since = now, time.monotonic()
        elif time.monotonic() - since >= idle_seconds:
            lines.put_nowait(Idle(f"It did nothing for {idle_seconds:g} s."))
            return


def _processor_seconds(group: int) -> float:
    """Processor time that the processes of a group have used so far."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            # After the name, which may hold anything: state, parent, group, ... user, system.
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(fields[2]) == group:
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
