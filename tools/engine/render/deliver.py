"""Deliver: several files of one rendering, their names, their archive and their progress."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.engine.ffmpeg import Tick


def deliver(files: Sequence[Path], folder: Path, stem: str) -> tuple[Path, ...]:
    """Move finished files to where they belong, all of them or none.

    Args:
        files: The files, in order; on the same disk as the folder.
        folder: Where they go.
        stem: Name without a suffix; several files are numbered behind it.
    """
    targets = [folder / name for name in numbered(files, stem)]
    moved: list[Path] = []
    try:
        for file, target in zip(files, targets, strict=True):
            file.replace(target)
            moved.append(target)
    except OSError:
        for target in moved:
            target.unlink(missing_ok=True)
        raise
    return tuple(targets)


def numbered(files: Sequence[Path], stem: str) -> list[str]:
    """Names for files: the stem for one, with as many digits as it takes for several."""
    if len(files) == 1:
        return [f"{stem}{files[0].suffix}"]
    digits = len(str(len(files)))
    return [f"{stem}-{n:0{digits}d}{file.suffix}" for n, file in enumerate(files, 1)]


def zipped(files: Sequence[Path], folder: Path, stem: str) -> Path:
    """One archive of all files. They are stored as they are: media does not get smaller."""
    path = folder / f"{stem}.zip"
    with zipfile.ZipFile(path, "x", compression=zipfile.ZIP_STORED) as archive:
        for file, name in zip(files, numbered(files, stem), strict=True):
            archive.write(file, name)
    return path


@dataclass(slots=True)
class Share:
    """Progress of one of several runs, as progress of all of them.

    Attributes:
        tell: Who is told.
        before: Part of the work that was done before this run, 0 to 1.
        part: Part of the work that this run is.
        started: When the run began, by the monotonic clock.
    """

    tell: Callable[[Tick], None]
    before: float
    part: float
    started: float = field(default_factory=time.monotonic)

    @classmethod
    def of(
        cls, tell: Callable[[Tick], None] | None, number: int, lengths: Sequence[float]
    ) -> Share | None:
        """The share of one run among runs that take as long as their clips are."""
        if tell is None:
            return None
        whole = sum(lengths) or 1.0
        return cls(tell, sum(lengths[:number]) / whole, lengths[number] / whole)

    def tick(self, tick: Tick) -> None:
        """Pass a run's progress on, with the time that the runs after it will take."""
        eta = tick.eta
        if eta is not None and self.part > 0:
            run = time.monotonic() - self.started + eta
            eta += run * (1 - self.before - self.part) / self.part
        self.tell(Tick(self.before + self.part * tick.fraction, eta))
