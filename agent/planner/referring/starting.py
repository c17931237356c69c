"""Starting: "start at 5 instead", "it should begin at 0:04": when what was put in begins."""

from __future__ import annotations

import re
from typing import Any

from agent.planner.choosing.index import Entry
from agent.planner.choosing.kinds import Slot
from agent.planner.draft import Meant
from agent.planner.filling.fill import fill
from agent.planner.reading.items import Item
from agent.planner.reading.moments import Moment, Stretch
from agent.planner.referring.earlier import Earlier
from agent.planner.wishes.split import Wish

_BEGINNING = re.compile(
    r"^(?:(?:and|but|no|okay|please|now|actually|can|could|you|make|let|have|it|that|this|they|"
    r"should|must|has|to|the \w+|only|just|rather) )*"
    r"(?:start|starts|starting|begin|begins|beginning|come in|comes in|coming in|kick in|kicks in|"
    r"enter|set in) (?:it |that |this |the \w+ )?(?:at|from|on|after|with|only at)?\b"
)


def starting(earlier: Earlier, wish: Wish) -> Meant | None:
    """Another beginning for the words, voice or music put in last; None for other wishes."""
    number = earlier.touched if earlier.steps else 0
    entry = earlier.entry(number) if number else None
    if entry is None or not earlier.is_settled(number):
        return None
    if not _BEGINNING.match(earlier.line_of(wish)):
        return None
    slot, point = _slot(entry), _point(earlier, wish)
    facts = earlier.facts_before(number)
    if slot is None or facts is None:
        return None
    if inner := _within(earlier, number, entry, wish):
        return earlier.change(number, inner, wish)
    if point is None:
        return None
    return earlier.change(number, {slot.name: point.seconds(facts)}, wish)


def _slot(entry: Entry) -> Slot | None:
    """The argument that says when something begins that is put into the clip."""
    if not entry.slot("text", "file"):
        return None
    return entry.slot("at") or (entry.slot("start") if entry.slot("end") else None)


def _within(earlier: Earlier, number: int, entry: Entry, wish: Wish) -> dict[str, Any]:
    """“from 0:20 of the song”: a place in the file, and not in the clip."""
    inner = [item for item in earlier.items(wish) if item.word == "<offset>"]
    if not inner:
        return {}
    return dict(fill(entry, tuple(inner), earlier.reading.message, None).args)


def _point(earlier: Earlier, wish: Wish) -> Moment | None:
    """The one moment that is named."""
    values: list[Item] = [item for item in earlier.items(wish) if item.is_value]
    value = values[0].value if len(values) == 1 else None
    if isinstance(value, Stretch) and value.end is None:
        return value.start
    return value if isinstance(value, Moment) else None
