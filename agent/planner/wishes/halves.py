"""Halves: "a title with a light blur" is two wishes in one breath."""

from __future__ import annotations

import re

from agent.planner.choosing.choose import Choice, choose
from agent.planner.choosing.index import Index, tokens
from agent.planner.wishes.frames import framed
from agent.planner.wishes.split import Wish
from tools.facts import Facts

_DETAILS = frozenset(
    {"color", "size", "font", "style", "position", "speed", "voice", "width", "height", "letter",
     "intensity", "strength", "outline", "shadow", "box", "female", "male", "loud", "volume"}
)  # fmt: skip


def _things(wish: Wish) -> frozenset[str]:
    """What a wish speaks of, apart from values and from details that any edit may have."""
    return frozenset(t for t in tokens(wish.items) if not t.startswith("<")) - _DETAILS


_POINTING = re.compile(
    r"(?:this|that|these|those|the|my|our) \S+(?: \S+)?|(?:song|music|track|file|clip|video|"
    r"picture|image|photo|logo)"
)


def _is_detail(choice: Choice, part: Wish, message: str) -> bool:
    """Whether what stands behind "with" is a file that the tool takes, or one of its choices."""
    said = part.words(message).lower()
    if _POINTING.fullmatch(said) and choice.entry.slot("file") is not None:
        return True
    bare = re.sub(r"^(?:an?|the|some) | (?:of|for|lasting) .*$", "", said)
    return any(slot.kind == "choice" and slot.takes(bare) for slot in choice.entry.slots)


def _is_one(wish: Wish, message: str, index: Index, facts: Facts | None) -> bool:
    """“1:1 with a white background”: whether one tool speaks of both and takes all values."""
    whole = choose(wish, message, index, facts)
    if whole is None or whole.form.unused or whole.form.missing:
        return False
    return _things(wish) <= whole.entry.core and any(item.is_value for item in wish.items)


def halves(wish: Wish, message: str, index: Index, facts: Facts | None) -> list[Wish]:
    """What stands before and behind "with", if each is surely a wish of its own.

    Args:
        wish: The wish.
        message: The message that it is from.
        index: The tools.
        facts: The clip as it is then.
    """
    items = wish.items
    at = next((i for i, item in enumerate(items) if item.word == "with" and i), None)
    if at is None:
        return []
    parts = [framed(Wish((items[:at],))), framed(Wish((items[at + 1 :],)))]
    found = [choose(part, message, index, facts) if part.items else None for part in parts]
    first, second = found
    if not (first and second) or first.entry is second.entry:
        return []
    if any(each.form.missing for each in (first, second)):
        return []
    written = {"title", "<quote>"} <= {item.word for item in parts[1].items}
    if not (first.clear and second.clear) and not (written and first.form.args):
        return []
    if _is_detail(first, parts[1], message) or _is_one(wish, message, index, facts):
        return []
    return parts if all(_things(part) for part in parts) else []
