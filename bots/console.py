"""Console: where a turn is shown while it runs at a terminal, or in the log of a program."""

from __future__ import annotations

import sys
from functools import partial

import typer

from bots.progress import LiveBar, LogBar, ProgressBar
from bots.session import Screen


def screen(*, err: bool = True) -> Screen:
    """Standard error or output: a moving bar on a terminal, a few lines elsewhere.

    Args:
        err: Whether to use standard error.
    """
    write = partial(typer.echo, err=err)
    live = (sys.stderr if err else sys.stdout).isatty()
    return Screen(write=write, progress=partial(_live, err) if live else partial(LogBar, write))


def _live(err: bool) -> ProgressBar:
    from rich.console import Console

    return LiveBar(Console(stderr=err, highlight=False))
