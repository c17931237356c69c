"""Conform: a picture that a service sent becomes one of the clip's: its size, and PNG.

It comes from outside, so it is decoded in a child that a damaged file may crash.
"""

from __future__ import annotations

import functools
from pathlib import Path

from tools.errors import ToolFailed
from tools.resident import Residents

_SECONDS = 60.0
_MOST_BYTES = 64 << 20
_MOST_PIXELS = 8192 * 8192
_NO_PICTURE = "The service sent a file that is no picture; nothing was changed. Please ask again."


@functools.cache
def _residents() -> Residents:
    return Residents(2, ("cv2",))


async def conformed(
    answer: Path, target: Path, size: tuple[int, int], *, alpha: bool, behind: str | None = None
) -> None:
    """Write a picture as a PNG of a size.

    Args:
        answer: What came.
        target: The PNG.
        size: Its width and height.
        alpha: Whether it has to be transparent somewhere.
        behind: Colour to show there, ``#rrggbb``; None leaves it transparent.

    Raises:
        ToolFailed: It is no picture.
    """
    await _residents().run(_SECONDS, _conform, str(answer), str(target), size, alpha, behind)


def _conform(
    answer: str, target: str, size: tuple[int, int], alpha: bool, behind: str | None
) -> None:
    import cv2
    import numpy as np

    if Path(answer).stat().st_size > _MOST_BYTES:
        raise ToolFailed("The service sent a picture of more than 64 MB; nothing was changed.")
    data = np.fromfile(answer, np.uint8)
    try:
        image = cv2.imdecode(data, cv2.IMREAD_UNCHANGED if alpha else cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise ToolFailed(_NO_PICTURE) from error
    if image is None or image.shape[0] * image.shape[1] > _MOST_PIXELS:
        raise ToolFailed(_NO_PICTURE)
    if image.dtype != np.uint8:
        image = (image / 257).astype(np.uint8)
    if alpha and (image.ndim < 3 or image.shape[2] != 4):
        raise ToolFailed("The service sent a picture with its background; nothing was changed.")
    if (image.shape[1], image.shape[0]) != size:
        larger = image.shape[1] < size[0]
        image = cv2.resize(image, size, interpolation=cv2.INTER_CUBIC if larger else cv2.INTER_AREA)
    if behind is not None:
        share = image[..., 3:].astype(np.float32) / 255
        below = np.array([int(behind[at : at + 2], 16) for at in (5, 3, 1)], np.float32)
        image = (image[..., :3] * share + below * (1 - share) + 0.5).astype(np.uint8)
    cv2.imwrite(target, image, [cv2.IMWRITE_PNG_COMPRESSION, 1])
