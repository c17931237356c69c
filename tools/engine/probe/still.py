"""Probe still: what a picture file is, that is laid over a clip or joined to it."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from tools.engine.limits import Limits
from tools.engine.probe.looking import look
from tools.errors import BadInput, LimitExceeded
from tools.facts import Facts, Source, VideoFacts

if TYPE_CHECKING:
    from PIL import Image

# Formats by Pillow's name, with ffmpeg's demuxer and codec. No format that can refer to others.
_FORMATS = {
    "PNG": ("png_pipe", "png"),
    "JPEG": ("jpeg_pipe", "mjpeg"),
    "WEBP": ("webp_pipe", "webp"),
    "BMP": ("bmp_pipe", "bmp"),
}
_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM")
# A still is a clip of one frame; what uses it shows that for as long as it likes.
_FPS = Fraction(25)
_ORIENTATION = 0x0112
_LYING = frozenset({5, 6, 7, 8})


def is_still(path: Path) -> bool:
    """Whether a file begins like a picture of a known kind."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(16)
    return head.startswith(_MAGIC) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


async def probe_still(
    path: Path, *, name: str | None = None, id: str | None = None, limits: Limits | None = None
) -> Source:
    """What a picture file is.

    Args:
        path: The file.
        name: What the person calls it; the file's own name when not given.
        id: SHA-256 of the content, when it is known already.
        limits: What is too much.

    Raises:
        BadInput: It is damaged, or no picture of a known kind.
        LimitExceeded: It is larger than the limits allow.
    """
    return await look(_probe, path, name or path.name, id, limits or Limits())


def _probe(path: Path, shown: str, known_id: str | None, limits: Limits) -> Source:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(path, formats=list(_FORMATS)) as image:
            # Told by the header: nothing is decoded before it is known to be small enough.
            if image.width * image.height > limits.pixels:
                raise LimitExceeded(
                    f"'{shown}' has {image.width}x{image.height} pixels; the limit is "
                    f"{limits.pixels / 1e6:.0f} megapixels."
                )
            kind = image.format or ""
            lying = image.getexif().get(_ORIENTATION) in _LYING
            width, height = image.size
            image.load()
            alpha = _shows_through(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise BadInput(
            f"'{shown}' cannot be read as a picture: it is damaged. Please send it again."
        ) from error
    except Image.DecompressionBombError as error:
        raise LimitExceeded(
            f"'{shown}' has far more than {limits.pixels / 1e6:.0f} megapixels, the limit."
        ) from error
    demuxer, codec = _FORMATS[kind]
    if lying:
        width, height = height, width
    picture = VideoFacts(
        width=width, height=height, fps=_FPS, codec=codec, alpha=alpha, coded_as_shown=not lying
    )
    size = path.stat().st_size
    facts = Facts(
        duration=float(1 / _FPS), video=picture, audio=None, container=codec, size_bytes=size
    )
    identity = known_id or _sha256(path)
    return Source(id=identity, path=path, name=shown, demuxer=demuxer, facts=facts, video_index=0)


def _shows_through(image: Image.Image) -> bool:
    """Whether any pixel is transparent; most pictures that could have such have none."""
    if "A" not in image.getbands() and "transparency" not in image.info:
        return False
    low, _ = image.convert("RGBA").getchannel("A").getextrema()
    return bool(isinstance(low, int | float) and low < 255)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
