"""Cache: results of expensive passes, kept on the disk by content, up to a size."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.signals import Looked, emit

_MOST_BYTES = 512 * 1024**2
_PART = ".part"
# Nothing takes so long to be written, in seconds: whoever began it is gone. And what nobody wanted
# for so long nobody will.
_LEFT_BEHIND, _FORGOTTEN = 6 * 3600.0, 90 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of files that can be made again. Those not used for longest go first.

    Attributes:
        folder: Where they lie; made when something is kept.
        most_bytes: How much they may take together.
    """

    folder: Path
    most_bytes: int = _MOST_BYTES

    def get(self, name: str) -> bytes | None:
        """The content of that name, if it is there. Its age counts from now on."""
        path = self.folder / name
        try:
            content = path.read_bytes()
            os.utime(path)
        except OSError:
            self._tell(hit=False)
            return None
        self._tell(hit=True)
        return content

    def put(self, name: str, content: bytes) -> None:
        """Keep a content. Others see all of it or nothing; a full disk is no reason to fail."""
        self._store(name, lambda part: part.write_bytes(content))

    def take(self, name: str, target: Path) -> bool:
        """Let a kept file appear as ``target``, which stays whatever happens to the cache.

        Returns:
            Whether there was one. Its age counts from now on.
        """
        path = self.folder / name
        try:
            _appear(path, target)
            os.utime(path)
        except OSError:
            there = target.is_file()
            self._tell(hit=there)
            return there
        self._tell(hit=True)
        return True

    def keep(self, name: str, file: Path) -> None:
        """Keep a file, which stays where it is and must not change any more.

        Others see all of it or nothing. What would fill the cache alone is not kept, and a full
        disk is no reason to fail.
        """
        with contextlib.suppress(OSError):
            if file.stat().st_size <= self.most_bytes:
                self._store(name, lambda part: _appear(file, part))

    def drop(self, name: str) -> None:
        """Forget a content that turned out to be of no use."""
        with contextlib.suppress(OSError):
            (self.folder / name).unlink(missing_ok=True)

    def _tell(self, *, hit: bool) -> None:
        emit(Looked(cache=self.folder.name, hit=hit))

    def _store(self, name: str, write: Callable[[Path], object]) -> None:
        part = self.folder / f".{uuid.uuid4().hex}{_PART}"
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                write(part)
                part.replace(self.folder / name)
            finally:
                part.unlink(missing_ok=True)
            self._evict()

    def _evict(self) -> None:
        """Remove what was not used for longest, until the rest is small enough."""
        found = []
        for path in self.folder.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if path.is_file():
                    stat = path.stat()
                    longest = _LEFT_BEHIND if path.suffix == _PART else _FORGOTTEN
                    gone = time.time() - stat.st_mtime > longest
                    found.append((0.0 if gone else stat.st_mtime, stat.st_size, path))
        taken = sum(size for _, size, _ in found)
        for used, size, path in sorted(found):
            if taken <= self.most_bytes and used:
                return
            path.unlink(missing_ok=True)
            taken -= size


def _appear(file: Path, target: Path) -> None:
    """Let a file appear under another name: as a link, or a copy where links do not reach."""
    target.unlink(missing_ok=True)
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)
