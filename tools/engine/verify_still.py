"""Verify still: one rendered picture is read back and held against what was predicted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from tools.errors import ToolFailed
from tools.facts import Facts

_FORMATS = {"png": "PNG", "jpg": "JPEG"}


async def verify_still(path: Path, expected: Facts) -> Facts:
    """Measured facts of a rendered picture.

    Raises:
        ToolFailed: It is not what was predicted, or cannot be read.
    """
    return await asyncio.to_thread(_verify, path, expected)


def _verify(path: Path, expected: Facts) -> Facts:
    from PIL import Image, UnidentifiedImageError

    video = expected.video
    wanted = (video.width, video.height) if video else None
    try:
        with Image.open(path, formats=[_FORMATS[expected.container]]) as image:
            image.load()
            size = image.size
    except (OSError, UnidentifiedImageError) as error:
        raise ToolFailed(f"The rendered picture cannot be read back: {error}") from error
    if size != wanted:
        raise ToolFailed(f"The rendered picture is {size}, and should be {wanted}.")
    return replace(expected, size_bytes=path.stat().st_size)
