"""Machine: how many cores and how much memory this process may use.

In a container that is not what the machine has: its limits are those of its control group, and of
those above it.
"""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_ROOT = Path("/")
_PLENTY = 1 << 40
# Groups of before 2016 write such a number where there is no limit.
_ENDLESS = 1 << 60


def cores(root: Path = _ROOT) -> int:
    """Cores that this process may use, at least one."""
    with suppress(AttributeError):
        return max(1, min(len(os.sched_getaffinity(0)), _quota(root)))
    return max(1, min(os.cpu_count() or 1, _quota(root)))


def memory_bytes(root: Path = _ROOT) -> int:
    """Memory that this process may use; plenty where the machine does not tell."""
    most = _PLENTY
    with suppress(ValueError, OSError, AttributeError):
        most = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for folder in _groups(root):
        for name in ("memory.max", "memory.limit_in_bytes"):
            limit = _words(folder / name)
            if limit and limit[0].isdigit() and int(limit[0]) < _ENDLESS:
                most = min(most, int(limit[0]))
    return most


def disk_bytes(folder: Path) -> int:
    """Size of the disk that a folder lies on, or will lie on; plenty where it does not tell."""
    for there in (folder.absolute(), *folder.absolute().parents):
        with suppress(OSError):
            return shutil.disk_usage(there).total
    return _PLENTY


def _quota(root: Path) -> int:
    """Whole cores that the groups allow."""
    most = _PLENTY
    for folder in _groups(root):
        limit = _words(folder / "cpu.max")
        if not limit:
            limit = [*_words(folder / "cpu.cfs_quota_us"), *_words(folder / "cpu.cfs_period_us")]
        if len(limit) == 2 and all(word.isdigit() for word in limit) and int(limit[1]):
            most = min(most, math.ceil(int(limit[0]) / int(limit[1])))
    return most


def _groups(root: Path) -> Iterator[Path]:
    """The folders of this process's control groups, and of those above them."""
    top = root / "sys/fs/cgroup"
    for line in _text(root / "proc/self/cgroup").splitlines():
        _, controllers, path = line.split(":", 2)
        base = top / controllers if controllers else top
        inside = base / path.lstrip("/")
        # Within a container the own group is the top, whatever path the machine knows it by.
        yield from (folder for folder in (inside, *inside.parents) if folder.is_relative_to(base))


def _words(file: Path) -> list[str]:
    return _text(file).split()


def _text(file: Path) -> str:
    with suppress(OSError, UnicodeDecodeError):
        return file.read_text("utf-8")
    return ""
