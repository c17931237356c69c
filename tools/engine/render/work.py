"""Work: what all runs of one rendering share, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.engine.cache import Cache
from tools.engine.ffmpeg import Tick
from tools.engine.hardware import Hardware
from tools.engine.limits import Limits
from tools.engine.parts.dividing import Dividing
from tools.facts import Facts, Source
from tools.operations import Utterance
from tools.services.registry import Capabilities


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """What a clip was rendered to.

    Attributes:
        files: Where the files lie, in order; one unless the clip is split or a row of pictures.
        facts: What the first of them is, measured; before it went into an archive, if it did.
        count: Number of clips or pictures that were made, in an archive or not.
        notes: What people should be told besides.
        reasons: Why streams were copied or encoded.
        seconds: Wall time that it took.
        divided: Whether it was rendered in parts, perhaps by others as well.
    """

    files: tuple[Path, ...]
    facts: Facts
    count: int = 1
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0
    divided: bool = False

    @property
    def path(self) -> Path:
        """The first of the files."""
        return self.files[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What all runs of one rendering share.

    Attributes:
        folder: Directory of their files, which is gone when the rendering is over.
        sounds: The spoken words that the clip mixes in.
        limits: Time, memory and sizes that it may take.
        binary: The ffmpeg to use; the bundled one when None.
        preview: Whether a small and fast rendering is enough.
        hardware: What encodes in place of the processor.
        cache: Where results of expensive operations are kept.
        capabilities: Who draws pictures anew; None where nobody does.
        on_progress: Called as a run goes on.
        dividing: How it may be divided into parts; None never divides.
    """

    folder: Path
    sounds: Mapping[Utterance, Source]
    limits: Limits
    binary: Path | None
    preview: bool
    hardware: Hardware | None
    cache: Cache | None
    on_progress: Callable[[Tick], None] | None
    capabilities: Capabilities | None = None
    dividing: Dividing | None = None
