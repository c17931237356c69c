"""Operations that say what a file holds, beside its picture and sound."""

from __future__ import annotations

from dataclasses import dataclass

from tools.facts import Facts
from tools.operations.base import Operation


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Where a chapter begins, in seconds, and what it is called."""

    at: float
    title: str


@dataclass(frozen=True, slots=True)
class Chapters(Operation):
    """Chapters of the file, which players list. They move along with what is done to it later."""

    marks: tuple[Mark, ...]

    def after(self, facts: Facts) -> Facts:
        """The same."""
        return facts
