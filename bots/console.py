"""Console: where a turn is shown while it runs at a terminal, or in the log of a program."""

from __future__ import annotations

import sys

import typer

from bots.progress import LiveBar, LogBar, ProgressBar
from bots.session import Screen


def screen() -> Screen:
    """Standard error: a moving bar where it is a terminal, a few lines where it is not."""
    return Screen(write=write, progress=_live if sys.stderr.isatty() else _log)


def write(line: str) -> None:
    """Write a line to standard error."""
    typer.echo(line, err=True)


def _live() -> ProgressBar:
    from rich.console import Console

    return LiveBar(Console(stderr=True, highlight=False))


def _log() -> ProgressBar:
    return LogBar(write)
