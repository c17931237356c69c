"""Comparing: which two versions a message wants to see side by side."""

from __future__ import annotations

import re

from agent.planner.plan import Call

_COMPARING = re.compile(
    r"\b(?:compare|comparison|difference|differences|differ|differs|changed between|which of)\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:the|both|two|my|these)(?: last| two)? versions\b", re.IGNORECASE)
_VERSION = re.compile(
    r"\b(?:v|version|ver\.?) ?(?P<number>\d+)\b"
    r"|\b(?P<named>first|previous|last|latest|newest)(?: version| one)?\b"
    r"|\b(?P<now>this|it|current|present)\b",
    re.IGNORECASE,
)


def comparison(message: str) -> Call | None:
    """The call that compares the versions that are named; None for other messages."""
    if not _COMPARING.search(message):
        return None
    named, now = [], False
    for found in _VERSION.finditer(message):
        if found["number"]:
            named.append(f"v{found['number']}")
        elif found["named"]:
            named.append(found["named"].lower())
        else:
            now = True
    if not named and _ALL.search(message):
        return Call(tool="compare_versions", args={}, wish=message.strip())
    if not named or len(named) > 2:
        return None
    if len(named) == 1 and not now and "with" not in message.split():
        return None
    args = {"a": named[0]} | ({"b": named[1]} if len(named) == 2 else {})
    return Call(tool="compare_versions", args=args, wish=message.strip())
