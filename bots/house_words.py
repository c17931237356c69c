"""House words: what a chat says about limits, quotas and the ways out of large results."""

from __future__ import annotations

import math
from collections.abc import Sequence

from bots.language import sentence
from bots.words import size


def linked(links: Sequence[str], bytes_: int, limit: int, hours: float) -> str:
    """A result waits at an address, because it is larger than the chat takes."""
    key = "linked" if len(links) == 1 else "linked_several"
    told = sentence(key, size=size(bytes_), limit=size(limit), time=span(hours * 3600))
    return "\n".join((told, *links))


def span(seconds: float) -> str:
    """A length of time, in the unit that suits it, rounded up."""
    minutes = max(1, math.ceil(seconds / 60))
    if minutes < 90:
        return f"{minutes} min"
    hours = math.ceil(minutes / 60)
    return f"{hours} h" if hours <= 48 else sentence("days", days=math.ceil(hours / 24))
