"""Clips of a soak: two that are made, and as many as are asked for that only differ in content."""

from __future__ import annotations

import struct
from pathlib import Path

from tests.media import Media

_EVERY = 3
"""Of so many clips one is large."""


class Clips:
    """Clips that each are another file to whoever looks at the content.

    Args:
        folder: Where they lie.
        large: Whether some of them take a while to render, so that there is a render to kill.
    """

    def __init__(self, folder: Path, *, large: bool) -> None:
        media = Media(folder)
        self._folder = folder
        self._small = media.clip(2.0, width=160, height=90)
        self._large = media.clip(5.0) if large else self._small

    def clip(self, number: int, *, large: bool = False) -> Path:
        """A clip of its own for each number."""
        source = self._large if large or number % _EVERY == 0 else self._small
        target = self._folder / f"holiday-{number}.mp4"
        said = str(number).encode()
        # A box that means nothing may end the file.
        target.write_bytes(source.read_bytes() + struct.pack(">I4s", 8 + len(said), b"free") + said)
        return target
