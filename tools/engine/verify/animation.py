"""Verify animation: an animated WebP is read back and held against what was predicted.

libav reads no such file. So its chunks are counted here, which give size, length and pictures, and
Pillow decodes as many of its pictures as the time allows.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from tools.errors import ToolFailed
from tools.facts import Facts, VideoFacts

if TYPE_CHECKING:
    from PIL.Image import Image

# The share of the rendering time that looking at pictures may take, and the least, in seconds.
_SHARE, _LEAST_SECONDS = 0.03, 0.05
# Lengths of pictures are whole milliseconds.
_SLACK = 0.02
_OPAQUE = 255


@dataclass(slots=True)
class _Chunks:
    """What the chunks of a WebP say.

    Attributes:
        size: Width and height; None for a picture that stands still.
        pictures: How many there are.
        seconds: How long they last together.
    """

    size: tuple[int, int] | None = None
    pictures: int = 0
    seconds: float = 0.0

    @classmethod
    def of(cls, path: Path) -> _Chunks:
        """Read them.

        Raises:
            ToolFailed: It is no WebP, or ends before it should.
        """
        found = cls()
        with path.open("rb") as file:
            for name, head in _chunks(file, path.stat().st_size):
                if name == b"VP8X":
                    found.size = _number(head[4:7]) + 1, _number(head[7:10]) + 1
                elif name == b"ANMF":
                    found.pictures += 1
                    found.seconds += _number(head[12:15]) / 1000
        return found


async def verify_animation(path: Path, expected: Facts, seconds: float) -> Facts:
    """Measured facts of an animated WebP.

    Args:
        path: The file.
        expected: What it should be.
        seconds: How long the rendering took.

    Raises:
        ToolFailed: It is not what was predicted, or cannot be read.
    """
    return await asyncio.to_thread(_verify, path, expected, seconds)


def _verify(path: Path, expected: Facts, seconds: float) -> Facts:
    video = expected.video
    if video is None:
        raise ValueError("an animation has a picture")
    chunks = _Chunks.of(path)
    size, clear = _decoded(path, max(_LEAST_SECONDS, _SHARE * seconds))
    problems = list(_differences(chunks, size, expected, video))
    if clear and not video.alpha:
        problems.append("it is transparent, and should not be")
    if problems:
        raise ToolFailed(
            "The rendered animation is not what it should be, so it is not delivered: "
            f"{'; '.join(problems)}. Nothing was changed."
        )
    length = chunks.seconds or expected.duration
    return replace(expected, duration=length, size_bytes=path.stat().st_size)


def _differences(
    chunks: _Chunks, size: tuple[int, int], expected: Facts, video: VideoFacts
) -> Iterator[str]:
    wanted = video.width, video.height
    if size != wanted or chunks.size not in {None, wanted}:
        yield f"its picture is {size[0]}x{size[1]}, and should be {wanted[0]}x{wanted[1]}"
    # Pictures that are the same as the one before only make that one last longer.
    if chunks.pictures > expected.frames + 1:
        yield f"it has {chunks.pictures} pictures, and should have {expected.frames}"
    if not chunks.pictures and expected.frames > 1:
        yield "it stands still"
    elif chunks.pictures and abs(chunks.seconds - expected.duration) > _SLACK + float(
        1 / video.fps
    ):
        yield f"it is {chunks.seconds:.2f} s long, and should be {expected.duration:.2f} s"


def _decoded(path: Path, budget: float) -> tuple[tuple[int, int], bool]:
    """Size of the pictures, of which as many are decoded as the time allows; whether any is clear.

    Raises:
        ToolFailed: One cannot be decoded.
    """
    from PIL import UnidentifiedImageError
    from PIL.Image import open as open_image

    deadline = time.monotonic() + budget
    clear = False
    try:
        with open_image(path, formats=["WEBP"]) as image:
            for number in range(getattr(image, "n_frames", 1)):
                image.seek(number)
                image.load()
                clear = clear or image.has_transparency_data and _lowest_alpha(image) < _OPAQUE
                if time.monotonic() > deadline:
                    break
            return image.size, clear
    except (OSError, EOFError, UnidentifiedImageError) as error:
        raise ToolFailed(f"The rendered animation cannot be read back: {error}") from error


def _lowest_alpha(image: Image) -> float:
    low, _ = image.getchannel("A").getextrema()
    return float(low) if isinstance(low, int | float) else 0.0


def _chunks(file: BinaryIO, size: int) -> Iterator[tuple[bytes, bytes]]:
    """Name and first bytes of each chunk."""
    head = file.read(12)
    if head[:4] != b"RIFF" or head[8:] != b"WEBP" or _number(head[4:8]) + 8 != size:
        raise ToolFailed("The rendered animation cannot be read back: it is no whole WebP.")
    at = 12
    while at < size:
        file.seek(at)
        chunk = file.read(24)
        length = _number(chunk[4:8])
        if len(chunk) < 8 or at + 8 + length > size:
            raise ToolFailed("The rendered animation cannot be read back: it ends too early.")
        yield chunk[:4], chunk[8:]
        at += 8 + length + length % 2


def _number(data: bytes) -> int:
    return int.from_bytes(data, "little")
