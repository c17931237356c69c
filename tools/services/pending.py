"""Pending: jobs that were begun at a provider, on the disk before anybody waits for them.

When the process is killed meanwhile, whoever asks for the same again finds the job, waits for it
and takes its result: what is paid for once is not begun twice.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.errors import ToolFailed

KEPT = 24 * 3_600.0
"""Seconds after which a job is not looked for any more: providers delete results after a day."""


class Pending:
    """The jobs that are under way.

    Args:
        folder: Where they are noted, a small file for each; made when it is needed.
        now: What tells the time, in seconds since 1970.
    """

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._now = now

    def find(self, engine: str, key: Any) -> str | None:
        """The id of the job that was begun for this, if one was.

        Args:
            engine: Name of the engine.
            key: Plain JSON that names the work, by hashes of what it is done on.
        """
        try:
            kept = json.loads(self._note(engine, key).read_bytes())
            return str(kept["id"]) if kept["at"] + KEPT > self._now() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def keep(self, engine: str, key: Any, job: str) -> None:
        """Note a job that was begun; it is on the disk when this returns.

        Raises:
            ToolFailed: It could not be written.
        """
        note = self._note(engine, key)
        part = note.with_name(f".{uuid.uuid4().hex}")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._tidy()
            with part.open("x", encoding="utf-8") as file:
                json.dump({"engine": engine, "id": job, "at": self._now()}, file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(note)
        except OSError as error:
            raise ToolFailed(
                f"What {engine} began cannot be noted ({error.strerror}), and might be paid twice, "
                "so it was cancelled. Make room under VFXB_HOME, and see that it can be written."
            ) from error

    def drop(self, engine: str, key: Any) -> None:
        """The job ended, or its result was taken."""
        with contextlib.suppress(OSError):
            self._note(engine, key).unlink()

    def _note(self, engine: str, key: Any) -> Path:
        plain = json.dumps([engine, key], sort_keys=True)
        return self._folder / f"{hashlib.sha256(plain.encode()).hexdigest()}.json"

    def _tidy(self) -> None:
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                if path.stat().st_mtime + KEPT < self._now():
                    path.unlink()
