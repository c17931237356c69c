"""Folder: a directory for the files of one job, which is gone when the job is over."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_PREFIX = ".job-"
# Where others keep things, too, the name tells whose it is.
_SCRATCH = "vfxb-job-"
# Seconds between the making of a directory and its lock, with much to spare.
_SETTLING = 60.0


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A fresh directory among the temporary ones of this machine; else as ``job_folder``."""
    with job_folder(Path(tempfile.gettempdir()), prefix=_SCRATCH) as folder:
        yield folder


@contextlib.contextmanager
def job_folder(parent: Path, *, prefix: str = _PREFIX) -> Iterator[Path]:
    """A fresh directory under ``parent``, removed at the end in every case.

    When the whole program is killed it stays behind; so each job holds a lock on its directory
    as long as it lives, and directories that nobody holds are removed by the next job.

    Where ``parent`` was not there before, it is gone as well, unless something was put into it.
    """
    was_there = parent.is_dir()
    parent.mkdir(parents=True, exist_ok=True)
    _sweep(parent, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(handle)
        shutil.rmtree(folder, ignore_errors=True)
        if not was_there:
            with contextlib.suppress(OSError):
                parent.rmdir()


def _sweep(parent: Path, prefix: str) -> None:
    for folder in parent.glob(f"{prefix}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime < _SETTLING:
                continue
            handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)
