"""The program of ``guardian``: ends what is left of a program when that has ended.

It reads lines: ``+123`` for a group of processes that there is now, ``-123`` for one that is over.
When its input ends, so has the program, however that happened.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress


def main() -> None:
    """Listen until the input ends, and kill the groups that are left then."""
    groups: set[int] = set()
    for line in sys.stdin:
        change = groups.add if line.startswith("+") else groups.discard
        change(int(line[1:]))
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()
