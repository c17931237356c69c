"""Clips of a soak: a few that are made, and as many as are asked for, each marked as its own."""

from __future__ import annotations

import struct
from pathlib import Path

from tests.media import Media


class Clips:
    """Clips that each are another file to whoever looks at the content.

    Args:
        folder: Where they lie.
    """

    def __init__(self, folder: Path) -> None:
        self._media = Media(folder)
        self._folder = folder

    def small(self, number: int) -> Path:
        """One that is rendered at once."""
        return self._own(self._media.clip(2.0, width=160, height=90), number)

    def large(self, number: int) -> Path:
        """One that takes long enough for its ffmpeg to be killed."""
        return self._own(self._media.clip(5.0), number)

    def heavy(self, number: int) -> Path:
        """One that takes longer to render than to be taken on."""
        return self._own(self._media.clip(10.0, width=640, height=360), number)

    def _own(self, source: Path, number: int) -> Path:
        target = self._folder / f"holiday-{number}.mp4"
        said = str(number).encode()
        # A box that means nothing may end the file.
        target.write_bytes(source.read_bytes() + struct.pack(">I4s", 8 + len(said), b"free") + said)
        return target
