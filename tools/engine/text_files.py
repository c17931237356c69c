"""Text files: what strangers wrote, read whole when a clip is compiled."""

from __future__ import annotations

from tools.engine.probe.text import MAX_BYTES
from tools.errors import ToolFailed
from tools.facts import Source


def content_of(source: Source) -> bytes:
    """The content of a file of text, such as subtitles or a table of colours.

    Raises:
        ToolFailed: It is not there any more.
    """
    try:
        with source.path.open("rb") as file:
            return file.read(MAX_BYTES)
    except OSError as error:
        raise ToolFailed(f"'{source.name}' is not there any more. Please send it again.") from error
