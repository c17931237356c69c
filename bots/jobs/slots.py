"""Slots: how many renders a machine carries out at once."""

from __future__ import annotations

import os
from contextlib import suppress

from agent.settings import Settings

RENDER_BYTES = 1 << 30
"""Memory that a render takes at most as a rule, of full HD pictures."""


def slots_of(settings: Settings) -> int:
    """How many renders this process carries out at once: as cores and memory allow."""
    return max(1, min(settings.parallel_renders, memory_bytes() // RENDER_BYTES))


def memory_bytes() -> int:
    """Memory of the machine; plenty where it does not tell."""
    with suppress(ValueError, OSError, AttributeError):
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return 1 << 40
