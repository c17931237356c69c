"""Soak: turns that are delivered once each, while bot, workers and ffmpeg are killed at random.

    python -m tests.soak --turns 200 --kills 50
    python -m tests.soak --turns 200 --kills 50 --workers 2
    python -m tests.soak --turns 60 --kills 9 --workers 2 --restart-postgres 3 --s3-gone 20
    python -m tests.soak --turns 40 --kills 6 --disk-full 10
    python -m tests.soak --turns 60 --kills 0 --bots telegram discord --workers 3 --heavy 20
    python -m tests.soak --turns 600 --kills 0 --workers 2 --sleepers

The programs are the real ones, the chats are the local servers of the tests. With workers, bots and
workers share a PostgreSQL server. What is killed is a bot, a worker and an ffmpeg equally often,
at random moments; ffmpeg while it renders, the others once they work. Each message brings a clip of
its own, and each ffmpeg that is started is counted: none renders what is rendered already. One who
sends many clips at once leaves the others, who send one each, their share.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path

from tests.soak.programs import end_children_when_ended
from tests.soak.soaking import soak
from tests.soak.stage import Plan

PLATFORMS = ("telegram", "discord")


def main() -> int:
    """Soak, and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--turns", type=int, default=200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--bots", nargs="+", choices=PLATFORMS, default=PLATFORMS[:1])
    parser.add_argument("--heavy", type=int, default=0, help="messages of one person, at once")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--sleepers", action="store_true", help="workers sleep, nothing renders")
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--at-once", action="store_true", help="messages do not wait for kills")
    parser.add_argument("--postgres", action="store_true", help="also without workers")
    parser.add_argument("--restart-postgres", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--s3-gone", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--disk-full", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--keep", type=Path, help="folder that logs and homes are kept in")
    given = vars(parser.parse_args())
    if given["kills"] and "discord" in given["bots"]:
        parser.error("Discord sends nothing again that a bot had not taken on when it was killed")
    keep = given.pop("keep")
    end_children_when_ended()
    figures = asyncio.run(soak(Plan(**given), keep))
    print(figures)  # noqa: T201 - that is what it is for
    return int(not figures.is_whole)


if __name__ == "__main__":
    sys.exit(main())
