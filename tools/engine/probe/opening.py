"""Opening: the only way in which files from outside are opened in this process.

Media is hostile. Text formats such as playlists, ``ffconcat``, SDP or DASH make a player read
other files and addresses, whatever the file is called. So a file is opened only by a demuxer of
``DEMUXERS``, and only through the ``file`` protocol; the format's own references to other files
stay closed. ``Source.demuxer`` carries the choice on to ffmpeg.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tools.engine.limits import Limits
from tools.engine.probe.sniff import kind_of, lacks_index
from tools.errors import BadInput, LimitExceeded, VfxbError

if TYPE_CHECKING:
    from av.container import InputContainer

# What people send, by ffmpeg's name of the demuxer. Still pictures are not clips; raw streams
# without a container, and everything that is text, stay out.
DEMUXERS: tuple[str, ...] = (
    "mov", "matroska", "avi", "flv", "asf", "mpegts", "mpeg", "gif",
    "mp3", "wav", "flac", "ogg", "aac", "aiff", "amr", "caf",
)  # fmt: skip
PROTOCOLS = "file"
_ACCEPTED = (
    "Clips may be MP4, MOV, WebM, MKV, AVI, GIF, MPEG, FLV or WMV, and sound MP3, M4A, WAV, FLAC, "
    "OGG or AAC"
)


@contextlib.contextmanager
def open_media(
    path: Path, *, name: str = "", limits: Limits, demuxer: str | None = None
) -> Iterator[InputContainer]:
    """A file, opened for reading; libav's errors within the block come out as ours.

    Args:
        path: The file.
        name: What the person calls it, for messages; the file's own name when empty.
        limits: What is too much.
        demuxer: The only demuxer to use, when that is known already.

    Raises:
        BadInput: It is no media of an accepted kind, or it is damaged beyond reading.
        LimitExceeded: It is larger than the limits allow.
    """
    import av

    shown = shown_name(name or path.name)
    _check_size(path, shown, limits)
    options = {
        "format_whitelist": ",".join([demuxer] if demuxer else DEMUXERS),
        "protocol_whitelist": PROTOCOLS,
        "max_pixels": str(limits.pixels),
        # Frame rates are measured from packets; libav would decode dozens of frames for them.
        "fpsprobesize": "0",
    }
    timeout = math.ceil(limits.probe_seconds)
    try:
        with av.open(
            str(path.absolute()), "r", options=options, timeout=timeout, metadata_errors="replace"
        ) as container:
            yield container
    except av.error.FFmpegError as error:
        raise _explain(path, shown, error, limits) from error


def shown_name(name: str) -> str:
    """A file's name as it may stand in a sentence: on one line, printable, not endless."""
    plain = "".join(letter if letter.isprintable() else " " for letter in name)
    plain = " ".join(plain.split()) or "the file"
    return plain if len(plain) <= 80 else f"{plain[:60]}...{plain[-16:]}"


def _check_size(path: Path, shown: str, limits: Limits) -> None:
    if not path.is_file():
        raise BadInput(f"'{shown}' is not a file that can be read. Please send it again.")
    size = path.stat().st_size
    if size == 0:
        raise BadInput(f"'{shown}' is empty (0 bytes). Please send it again.")
    if size > limits.source_bytes:
        raise LimitExceeded(
            f"'{shown}' has {size / 1e6:,.0f} MB; the limit is {limits.source_bytes / 1e6:,.0f} MB."
        )


def _explain(path: Path, shown: str, error: Exception, limits: Limits) -> VfxbError:
    """The sentence for a file that libav does not open."""
    import av

    if isinstance(error, av.error.MemoryError):
        return LimitExceeded(
            f"'{shown}' asks for more streams or memory than a clip may: it is not opened."
        )
    if isinstance(error, av.error.TimeoutError | av.error.ExitError):
        return LimitExceeded(f"'{shown}' could not be read within {limits.probe_seconds:g} s.")
    kind = kind_of(path)
    if kind:
        return BadInput(f"'{shown}' is {kind}, not a clip. {_ACCEPTED}.")
    if lacks_index(path):
        return BadInput(
            f"'{shown}' is not complete: it ends before its index, as a broken upload or an "
            "interrupted recording does. Please send the whole file."
        )
    return BadInput(
        f"'{shown}' cannot be read as a clip: it is damaged, or of a kind that is not accepted. "
        f"{_ACCEPTED}."
    )
