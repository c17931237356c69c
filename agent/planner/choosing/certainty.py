"""Certainty: whether a message can have meant nothing else than what it was understood as.

A language model need not be asked then. What is in doubt here costs a request; what is wrongly
certain costs the person's trust: so every word must be accounted for, and whatever refers to
something, compares, denies, asks or sets conditions is in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.planner.choosing.index import Entry, Index, tokens
from agent.planner.draft import Meant
from agent.planner.lexicon.reading import word_set
from agent.planner.plan import Call
from agent.planner.reading.message import Reading

MOST_WISHES = 4
MOST_WORDS = 40

# Taking back and bringing back are certain where nothing else is said.
_REVISING = re.compile(r"(?:please |now )*(?:undo|redo)(?: (?:it|that|this|everything|all))?")
_IN_DOUBT = word_set(
    """
    not no never without except unless if when while until instead rather but same again before
    other another like than maybe or which what how why where who still both each every always
    it's more less bit little lot too enough better best nice good cool something somehow whatever
    <more> <less> <small> <large> unclear
    """
)

_CUTTING = frozenset({"trim", "cut"})


def certain(reading: Reading, found: Sequence[Meant], calls: Sequence[Call], index: Index) -> bool:
    """Whether a plan is certainly what was meant.

    Args:
        reading: The message.
        found: What its wishes were understood as.
        calls: The calls of the plan.
        index: The tools.
    """
    line = reading.line.strip(" ;,.")
    if [call.tool for call in calls] in (["undo"], ["redo"]):
        return _REVISING.fullmatch(line) is not None
    if not calls or len(found) > MOST_WISHES or len(line.split()) > MOST_WORDS:
        return False
    if reading.message.rstrip().endswith("?") or any(map(_open, found)):
        return False
    words = {*line.split(), *(item.word for item in reading.items)}
    if words & _IN_DOUBT:
        return False
    entries = [index.entries[call.tool] for call in calls]
    if any(entry.subject != "clip" or entry.answers for entry in entries):
        return False
    said = tokens(reading.items)
    return not said - _answered(entries) and all(said & _proper(entry) for entry in entries)


def _open(meant: Meant) -> bool:
    return bool(meant.question or meant.reason or not meant.understood or not meant.calls)


def _answered(entries: Sequence[Entry]) -> frozenset[str]:
    """All that the tools answer to; verbs of cutting belong to those that only take times."""
    cuts = any(slots and slots <= {"start", "end"} for slots in map(_kinds, entries))
    return frozenset().union(_CUTTING if cuts else (), *(entry.vocabulary for entry in entries))


def _kinds(entry: Entry) -> set[str]:
    return {slot.kind for slot in entry.slots}


def _proper(entry: Entry) -> frozenset[str]:
    """The words that stand for a tool by themselves, and times for one that asks for them."""
    times = {"<time>"} if "start" in _kinds(entry) else set()
    return entry.heads | times
