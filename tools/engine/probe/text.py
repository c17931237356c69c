"""Probe text: files of text that tools take, such as subtitles and tables of colours."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

from tools.engine.probe.opening import shown_name
from tools.errors import BadInput
from tools.facts import Facts, Source

SUFFIXES = frozenset({"srt", "vtt", "ass", "ssa", "cube", "3dl"})
"""Formats by the suffix of the name; nothing else of the name is believed."""

MAX_BYTES = 8 * 1024**2
"""Size of a file of text: hours of subtitles and the largest tables take less."""


def is_text(path: Path, name: str) -> bool:
    """Whether a file is called like a text that tools take, and holds no zero byte early on."""
    if Path(name).suffix[1:].lower() not in SUFFIXES or not path.is_file():
        return False
    with path.open("rb") as file:
        return b"\0" not in file.read(4096)


async def probe_text(path: Path, *, name: str, id: str | None = None) -> Source:
    """What a file of text is. What stands in it is checked by whoever reads it.

    Args:
        path: The file.
        name: What the person calls it.
        id: SHA-256 of the content, when it is known already.

    Raises:
        BadInput: It is empty or too large.
    """
    return await asyncio.to_thread(_probe, path, shown_name(name), id)


def _probe(path: Path, shown: str, known_id: str | None) -> Source:
    size = path.stat().st_size
    if not 0 < size <= MAX_BYTES:
        raise BadInput(
            f"'{shown}' has {size:,} bytes; such a file has 1 to {MAX_BYTES // 1024**2} MB."
        )
    suffix = Path(shown).suffix[1:].lower()
    if known_id is None:
        with path.open("rb") as file:
            known_id = hashlib.file_digest(file, "sha256").hexdigest()
    facts = Facts(duration=0.0, video=None, audio=None, container=suffix, size_bytes=size)
    return Source(id=known_id, path=path, name=shown, demuxer=suffix, facts=facts)
