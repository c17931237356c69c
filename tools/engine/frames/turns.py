"""Turns: the graphics processor draws for one at a time, whichever program of the machine asks.

Two networks at once take its memory twice, and each then draws half as fast. Programs wait for a
lock on a file; the system lets go of it when its holder ends, however it ends.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path
from typing import BinaryIO


def lock_file() -> Path:
    """The file that programs of this user share."""
    return Path(tempfile.gettempdir(), f"vfxb-gpu-{os.getuid()}.lock")


def turn(file: Path | None = None) -> BinaryIO:
    """Wait until nobody else has the turn, and take it until what is returned is closed.

    Args:
        file: What is locked; the file that all programs share when None.
    """
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    handle = os.fdopen(os.open(file or lock_file(), flags, 0o600), "rb+")
    fcntl.flock(handle, fcntl.LOCK_EX)
    return handle
