"""House words: what a chat says about limits, quotas and the ways out of large results."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from bots.language import sentence
from bots.words import size


def linked(links: Sequence[str], bytes_: int, limit: int, hours: float) -> str:
    """A result waits at an address, because it is larger than the chat takes."""
    key = "linked" if len(links) == 1 else "linked_several"
    told = sentence(key, size=size(bytes_), limit=size(limit), time=span(hours * 3600))
    return "\n".join((told, *links))


def too_many_at_once(most: int, *, shared: bool) -> str:
    """As much is under way as may be, of a person or, shared, of a group."""
    return sentence(_key("too_many_at_once", shared), most=most)


def too_many_turns(most: int, seconds: float, *, shared: bool) -> str:
    """As much was asked for within an hour as may be."""
    return sentence(_key("too_many_turns", shared), most=most, again=again(seconds))


def took_too_long(most: float) -> str:
    """A message was worked on for as long as may be."""
    return sentence("took_too_long", most=span(most))


def too_many_minutes(most: float, seconds: float, *, shared: bool) -> str:
    """As many minutes were delivered within a day as may be."""
    return sentence(_key("too_many_minutes", shared), most=f"{most:g}", again=again(seconds))


def too_much_disk(used: int, most: int, *, shared: bool) -> str:
    """Clips and results take as much room as they may."""
    return sentence(_key("too_much_disk", shared), used=size(used), most=size(most))


def again(seconds: float) -> str:
    """When it is worth trying again."""
    return sentence("again_in", time=span(seconds))


def used_by(name: str) -> str:
    """Whose use is told."""
    return sentence("used_by", name=name)


def used(title: str, lines: Iterable[tuple[str, str, str | int]]) -> str:
    """What somebody used, of what they may.

    Args:
        title: Whose use it is.
        lines: What was counted, how much it is, and how much it may be; empty or 0 for any.
    """
    told = [
        f"• {sentence(key)}: {count}{f' / {most}' if most else ''}" for key, count, most in lines
    ]
    return "\n".join((title, *told))


def busiest(counts: Mapping[str, int]) -> str:
    """Who sent most within the last hour, for operators."""
    told = [f"• {name}: {count}" for name, count in counts.items()]
    return "\n".join((sentence("quota_busiest"), *told))


def _key(key: str, shared: bool) -> str:
    return f"{key}_group" if shared else key


def span(seconds: float) -> str:
    """A length of time, in the unit that suits it, rounded up."""
    minutes = max(1, math.ceil(seconds / 60))
    if minutes < 90:
        return f"{minutes} min"
    hours = math.ceil(minutes / 60)
    return f"{hours} h" if hours <= 48 else sentence("days", days=math.ceil(hours / 24))
