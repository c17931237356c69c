"""Thumbnail: the picture that a chat shows of a clip before it is played."""

from __future__ import annotations

import io
import logging
from pathlib import Path

from bots.frames import duration, frames_at

log = logging.getLogger(__name__)

# https://core.telegram.org/bots/api#sendvideo, read in November 2026: JPEG, less than 200 kB, and
# neither side longer than 320.
MOST_SIDE = 320
MOST_BYTES = 200_000
_QUALITY = 85
# Clips often begin with black.
_INTO, _AT_MOST = 0.1, 3.0


def thumbnail(path: Path) -> bytes | None:
    """A small JPEG of a clip, from shortly after its beginning; None where there is none.

    Args:
        path: A file that was rendered here. It blocks while it decodes.
    """
    from av.error import FFmpegError

    try:
        (picture,) = frames_at(path, [min(_AT_MOST, duration(path) * _INTO)])
    except (FFmpegError, OSError, ValueError) as error:
        log.info("no thumbnail: %s", error)
        return None
    picture.thumbnail((MOST_SIDE, MOST_SIDE))
    stream = io.BytesIO()
    picture.convert("RGB").save(stream, "JPEG", quality=_QUALITY)
    made = stream.getvalue()
    return made if len(made) < MOST_BYTES else None
