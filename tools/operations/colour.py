"""Operations on colours that are more than filters: keys, tables, and how HDR is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tools.facts import Facts, Source
from tools.operations.base import Operation, Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(Operation):
    """Take one colour out of the picture and show something else there.

    Attributes:
        color: What is taken out, ``#rrggbb``.
        similarity: How far from it a colour may be to go as well, 0 to 1.
        blend: How softly what stays goes over into what is gone, 0 to 1.
        behind: Colour that shows instead, ``#rrggbb``; None leaves it transparent.
        spans: When it applies.
    """

    on_picture = True

    color: str
    similarity: float
    blend: float
    behind: str | None = None
    spans: Spans = ()

    def after(self, facts: Facts) -> Facts:
        """Transparent, where nothing is put behind."""
        return facts.with_video(alpha=True) if self.behind is None else facts


@dataclass(frozen=True, slots=True)
class ColorTable(Operation):
    """Replace each colour by what a table says for it.

    Attributes:
        file: The table, a ``.cube`` or ``.3dl`` file; it is read by ``tools.color_tables`` alone.
        amount: How much of it, 0 to 1.
        spans: When it applies.
    """

    on_picture = True

    file: Source
    amount: float = 1.0
    spans: Spans = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The table."""
        return (self.file,)

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts


@dataclass(frozen=True, slots=True)
class ToneMap(Operation):
    """Bring HDR into the range of SDR by another curve than the usual one.

    This is done where the source is read, before anything else, wherever the operation stands.
    """

    on_picture = True

    curve: Literal["hable", "mobius", "reinhard", "clip"]

    def after(self, facts: Facts) -> Facts:
        """The same: frames are SDR in every case."""
        return facts
