"""Soak: turns that are delivered once each, while bot, workers and ffmpeg are killed at random.

    python -m tests.soak --turns 200 --kills 50
    python -m tests.soak --turns 200 --kills 50 --workers 2

The programs are the real ones, the chat is the local server of the tests. With workers, bot and
workers share a PostgreSQL server of their own, which is left alone. What is killed is a bot, a
worker and an ffmpeg equally often, in random order; ffmpeg while it renders.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from tests.soak.soaking import soak


def main() -> int:
    """Soak, and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--at-once", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder that logs and homes are kept in")
    given = parser.parse_args()
    figures = asyncio.run(
        soak(
            given.turns, given.kills, workers=given.workers, at_once=given.at_once, keep=given.keep
        )
    )
    print(figures)  # noqa: T201 - that is what it is for
    return int(not figures.is_whole)


if __name__ == "__main__":
    sys.exit(main())
