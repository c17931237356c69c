"""Progress: how far a render is, on a terminal as one moving line, in a log as a few lines."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from agent.messages import Progress
from bots.text import activity, bar, time_left

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as RichProgress

QUARTERS = 4
LONGEST_SILENCE = 10.0
"""Seconds after which a log shows a line even though no quarter was reached."""


class ProgressBar(Protocol):
    """Something that shows progress while it is open."""

    def __enter__(self) -> Self:
        """Start showing."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, and take away what was only there to move."""
        ...

    def show(self, progress: Progress) -> None:
        """Show how far it is."""
        ...


class LiveBar:
    """A bar that moves in place and goes away at the end.

    Args:
        console: The terminal.
    """

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: RichProgress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar.stop()

    def show(self, progress: Progress) -> None:
        """Show how far it is; the bar appears with the first call."""
        if self._bar is None:
            self._bar = self._open()
        self._bar.update(
            self._bar.task_ids[0],
            completed=progress.fraction,
            description=activity(progress),
            left=time_left(progress.eta),
        )

    def _open(self) -> RichProgress:
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn
        from rich.progress import Progress as RichProgress

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[left]}", markup=False),
        )
        bars = RichProgress(*columns, console=self._console, transient=True)
        bars.add_task("", total=1.0, left="")
        bars.start()
        return bars


class LogBar:
    """A line per quarter, for what is not a terminal: a log must not be flooded.

    Args:
        write: Takes each line.
    """

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._quarter = -1
        self._written = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        return

    def show(self, progress: Progress) -> None:
        """Write a line when there is news."""
        quarter = int(progress.fraction * QUARTERS + 1e-6)
        now = time.monotonic()
        if quarter > self._quarter or now - self._written > LONGEST_SILENCE:
            self._quarter, self._written = quarter, now
            self._write(bar(progress))
