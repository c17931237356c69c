"""Dividing: what a render is told about being divided, and who else takes parts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


class Elsewhere(Protocol):
    """Other places that make parts of this result."""

    async def free(self) -> int:
        """How many parts would be made there at once, now."""
        ...

    async def make(self, name: str, frames: tuple[int, int], target: Path) -> None:
        """Have a part made, and fetched.

        Args:
            name: What it must be called there too: the digest of what it is made of.
            frames: Where it lies in the result.
            target: Where it is to appear, in a folder that is there.

        Raises:
            ToolFailed: It was not made; it is made here.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Dividing:
    """What a render is told.

    Attributes:
        seconds: How long it is expected to take undivided.
        parts: How many parts are wanted; 0 leaves it to the estimate, 1 never divides.
        elsewhere: Who else takes parts; None for nobody.
    """

    seconds: float = 0.0
    parts: int = 0
    elsewhere: Elsewhere | None = None
