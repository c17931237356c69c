"""Pieces: pictures that were drawn anew, kept a few seconds' worth at a time.

Each piece is a file without loss whose name says what it was made of: the source, the operations
before, the engine and its version. A program that is killed finds all but the last one again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from tools.engine.cache import Cache
from tools.engine.command import Command
from tools.facts import Facts, Source
from tools.operations import Operation, Redraw

PATTERN = "piece-%06d.mkv"
"""Names of the files of pieces in a job directory."""

_EDITION = 1
# So much work is lost at most when the program is killed, in seconds; and pictures of a piece.
_SECONDS = 20.0
_FEWEST, _MOST = 4, 250
_LIST = "pieces.txt"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some pictures in a row.

    Attributes:
        number: Which piece it is.
        first: Its first picture.
        end: The picture after its last one.
    """

    number: int
    first: int
    end: int

    @property
    def file(self) -> str:
        """Its name in the job directory."""
        return PATTERN % self.number


def even_pieces(frames: int, seconds: float) -> tuple[Piece, ...]:
    """Pieces of equal length.

    Args:
        frames: How many pictures there are.
        seconds: How long one takes, as it is guessed before: a measured time would differ from
            run to run, and nothing that was kept would be found again.
    """
    size = min(_MOST, max(_FEWEST, round(_SECONDS / max(seconds, 1e-3))))
    return _numbered([*range(0, frames, size), frames])


def pieces_at(frames: int, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """A piece for each stretch that is drawn, and for each between two of them."""
    return _numbered(sorted({0, frames, *(edge for span in spans for edge in span)}))


def _numbered(edges: Sequence[int]) -> tuple[Piece, ...]:
    return tuple(Piece(n, first, end) for n, (first, end) in enumerate(pairwise(edges)))


def digest(
    source: Source, before: tuple[Operation, ...], redraw: Redraw, engine: tuple[str, str, str]
) -> str:
    """The name of what is drawn: all that it depends on."""
    parts = (_EDITION, source.id, source.facts, before, redraw, engine)
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the pieces of one drawing are kept.

    Attributes:
        name: Digest of what is drawn.
        folder: The job directory.
        cache: What outlives the job; None where nothing does.
    """

    name: str
    folder: Path
    cache: Cache | None

    def missing(self, pieces: Sequence[Piece]) -> list[Piece]:
        """The pieces that are still to be drawn; the others lie in the job directory then."""
        return [piece for piece in pieces if not self._take(piece)]

    def _take(self, piece: Piece) -> bool:
        target = self.folder / piece.file
        return target.is_file() or (
            self.cache is not None and self.cache.take(self._kept(piece), target)
        )

    def keep(self, piece: Piece) -> None:
        """Keep a piece that is whole."""
        if self.cache is not None:
            self.cache.keep(self._kept(piece), self.folder / piece.file)

    def drop(self, pieces: Sequence[Piece]) -> None:
        """Forget pieces that turned out to be of no use."""
        for piece in pieces:
            (self.folder / piece.file).unlink(missing_ok=True)
            if self.cache is not None:
                self.cache.drop(self._kept(piece))

    def _kept(self, piece: Piece) -> str:
        return f"{self.name}-{piece.first}-{piece.end}.mkv"


def runs_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces that follow each other, together."""
    runs: list[list[Piece]] = []
    for piece in pieces:
        if runs and runs[-1][-1].end == piece.first:
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def joining(pieces: Sequence[Piece], fps: Fraction, output: str, expected: Facts) -> Command:
    """The run of ffmpeg that puts all pieces into one file, copied as they are.

    Each length is told: added up from what Matroska says in milliseconds, they would drift.
    """
    lines = ["ffconcat version 1.0"]
    for piece in pieces:
        length = float((piece.end - piece.first) / fps)
        lines += [f"file '{piece.file}'", f"duration {length:.6f}"]
    return Command(
        args=("-f", "concat", "-i", _LIST, "-map", "0:v", "-c", "copy", "-f", "matroska", output),
        output=output,
        expected=expected,
        files={_LIST: "\n".join(lines).encode()},
    )
