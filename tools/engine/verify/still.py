"""Verify still: one rendered picture is read back and held against what was predicted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
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


async def verify_sequence(paths: Sequence[Path], expected: Facts) -> Facts:
    """Measured facts of a rendered row of pictures: of the first one, with the size of all.

    Raises:
        ToolFailed: They are not as many as was predicted, or one is not what it should be.
    """
    if len(paths) != expected.frames:
        raise ToolFailed(f"{len(paths)} pictures were made, and there should be {expected.frames}.")
    for path in {paths[0], paths[len(paths) // 2], paths[-1]}:
        await verify_still(path, expected)
    return replace(expected, size_bytes=sum(path.stat().st_size for path in paths))


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
