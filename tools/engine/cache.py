"""Cache: results of expensive passes, kept on the disk by content, up to a size."""

from __future__ import annotations

import contextlib
import os
import uuid
from dataclasses import dataclass
from pathlib import Path

_MOST_BYTES = 512 * 1024**2


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
            return None
        return content

    def put(self, name: str, content: bytes) -> None:
        """Keep a content. Others see all of it or nothing; a full disk is no reason to fail."""
        part = self.folder / f".{uuid.uuid4().hex}.part"
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                part.write_bytes(content)
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
                    found.append((stat.st_mtime, stat.st_size, path))
        taken = sum(size for _, size, _ in found)
        for _, size, path in sorted(found):
            if taken <= self.most_bytes:
                return
            path.unlink(missing_ok=True)
            taken -= size
