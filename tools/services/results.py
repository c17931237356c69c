"""Results: what services answered, kept by content, so that the second time is free."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.services.engine import Engine
from tools.signals import Looked, emit

HOUR = 3_600.0
"""How long a result is kept after its last use, unless its capability says otherwise."""
WEEK = 7 * 24 * HOUR
"""How long speech is kept."""
MOST = 1_000
"""So many results are kept; those not used for longest go first."""

_TIDY_SECONDS = 60.0
_FRESH = "fresh-"
# Nobody takes so long to write a result: whoever began it is gone.
_LEFT_BEHIND = 24 * HOUR


def name_of(capability: str, engine: Engine, key: Any) -> str:
    """Name of a result: a hash of all that it depends on."""
    content = [capability, engine.name, engine.product, engine.version, key]
    plain = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()


class Results:
    """A folder of results: plain JSON, or files.

    Args:
        folder: Where they lie; made when something is kept.
        most: How many are kept.
        now: What tells the time, in seconds since 1970.
    """

    def __init__(
        self, folder: Path, most: int = MOST, now: Callable[[], float] = time.time
    ) -> None:
        self._folder = folder
        self._most = most
        self._now = now
        self._tidied = 0.0

    def fresh(self, suffix: str) -> Path:
        """A path for a file that is to become a result; nothing is there yet.

        Args:
            suffix: How its name ends, such as ``.wav``.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder / f"{_FRESH}{uuid.uuid4().hex}{suffix}"

    async def get(self, name: str) -> tuple[Any] | None:
        """The result of that name, alone in a tuple, since None may be one; None without one.

        Its age counts from now on.
        """
        found = await asyncio.to_thread(self._get, name)
        emit(Looked(cache="services", hit=found is not None))
        return found

    async def keep(self, name: str, value: Any, seconds: float = HOUR) -> Any:
        """Keep a result.

        Args:
            name: Its name.
            value: Plain JSON, or the path of a file, which is moved here.
            seconds: How long it is kept after its last use.

        Returns:
            The value; for a file its path here.
        """
        return await asyncio.to_thread(self._keep, name, value, seconds)

    def _get(self, name: str) -> tuple[Any] | None:
        note = self._folder / f"{name}.json"
        try:
            kept = json.loads(note.read_bytes())
            if note.stat().st_mtime + kept["seconds"] < self._now():
                return None
            os.utime(note, (self._now(), self._now()))
            if "file" not in kept:
                return (kept["value"],)
            path = self._folder / kept["file"]
            return (path,) if path.is_file() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None  # Never kept, thrown away meanwhile, or damaged.

    def _keep(self, name: str, value: Any, seconds: float) -> Any:
        self._folder.mkdir(parents=True, exist_ok=True)
        kept: dict[str, Any] = {"seconds": seconds}
        if isinstance(value, Path):
            path = self._folder / f"{name}{value.suffix}"
            value.replace(path)
            value = path
            kept["file"] = path.name
        else:
            kept["value"] = value
        # Written beside and moved: whoever looks meanwhile sees the whole note or none.
        note = self.fresh(".json")
        note.write_text(json.dumps(kept), "utf-8")
        os.utime(note, (self._now(), self._now()))
        note.replace(self._folder / f"{name}.json")
        if self._now() - self._tidied > _TIDY_SECONDS:
            self._tidied = self._now()
            self._tidy()
        return value

    def _tidy(self) -> None:
        """Throw away what is too old or too much."""
        ages: list[tuple[float, Path]] = []
        for path in self._folder.iterdir():
            with contextlib.suppress(OSError):
                changed = path.stat().st_mtime
                if path.name.startswith(_FRESH):
                    if changed + _LEFT_BEHIND < self._now():
                        path.unlink()
                elif path.suffix == ".json":
                    ages.append((changed, path))
        ages.sort(reverse=True)
        for place, (changed, note) in enumerate(ages):
            if place >= self._most or changed + _seconds(note) < self._now():
                self._drop(note)

    def _drop(self, note: Path) -> None:
        for path in self._folder.glob(f"{note.stem}.*"):
            path.unlink(missing_ok=True)


def _seconds(note: Path) -> float:
    try:
        return float(json.loads(note.read_bytes())["seconds"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0.0
