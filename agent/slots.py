"""Slots: how many renders a machine carries out at once, and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tools.machine import cores, memory_bytes

RENDER_BYTES = 1 << 30
"""Memory that a render takes at most as a rule, of full HD pictures."""
RENDER_CORES = 2
"""Cores that a render keeps busy as a rule: filters take a thread, the encoder some more."""


@dataclass(frozen=True, slots=True)
class Slots:
    """How many renders at once.

    Attributes:
        count: So many.
        why: What that number follows from, in words.
    """

    count: int
    why: str


def usual_slots(root: Path = Path("/")) -> Slots:
    """What cores and memory allow, at least one.

    Args:
        root: Where the system tells about itself.
    """
    by_cores, by_memory = cores(root) // RENDER_CORES, memory_bytes(root) // RENDER_BYTES
    if by_memory < by_cores:
        return Slots(max(1, by_memory), "one for each GB of memory")
    return Slots(max(1, by_cores), f"one for each {RENDER_CORES} cores")
