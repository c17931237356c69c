"""Keepsakes: looks that are saved and used, facts, earlier edits, and all of it taken along.

Names and facts are kept as they were written, so these are read in the message itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from agent.days import when
from agent.planner.plan import Call
from agent.planner.remembering.spanish import in_spanish

_START = r"^\W*(?:(?:please|pls|now|and|then|ok|okay|hey|can you|could you|would you)\W+)*"
_END = r"(?:\W+(?:please|pls|again|now|thanks|thank you|(?:on|to|for) (?:this|it|the clip|this " \
       r"(?:clip|one|video))))*\W*$"  # fmt: skip
_LOOK = r"(?:look|style|grade|grading|colou?rs|effects?)"
_CLIP = r"(?:clip|video|footage|film|movie|recording|one)"


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(_START + pattern, re.IGNORECASE | re.DOTALL)


_SAVE = _rule(
    rf"(?:save|store|remember|call|name)\s+(?:this|the|that|my|these)\s+(?:current\s+)?{_LOOK}"
    r"\s*(?:as|under(?: the name)?|:)?(?:\s+my)?\s*(?P<name>.*)$"
)
_USE = _rule(
    r"(?:use|apply|put on|add|give (?:it|this|that|(?:this|the|my) \w+)|make (?:it|this) look like|"
    rf"do it in|with)\s+my\s+(?P<name>[^,;]{{1,60}}?)\s+(?:look|style){_END}"
)
_USE_NAMED = _rule(
    r"(?:use|apply|put on|give (?:it|this|that|(?:this|the|my) \w+))\s+(?:the|my)\s+look\s+"
    rf"(?:that\s+)?i\s+(?:saved|called|named)\s+(?:as\s+)?(?P<name>[^,;]{{1,60}}?){_END}"
)
_DROP = _rule(
    r"(?:delete|remove|forget|drop|erase|lose)\s+(?:the|my)\s+(?P<name>[^,;]{1,60}?)\s+"
    rf"(?:look|style){_END}|(?:delete|remove|forget|drop|erase)\s+(?:the|my)\s+look\s+(?:called\s+|"
    rf"named\s+)?(?P<called>[^,;]{{1,60}}?){_END}"
)
_EXPORT = _rule(
    r"(?:(?:export|download|give me|send me|get me|i want|show me)\s+(?:a copy of\s+|all\s+|of\s+)*"
    r"my\s+(?:memory|memories|(?:personal )?data)|(?:export|download)\s+(?:all|everything)\b.*"
    r"\babout me)\b"
)
_LOOKS = _rule(
    r"(?:(?:show|list|tell)\s+(?:me\s+)?(?:all\s+)?my\s+(?:saved\s+)?looks|"
    r"(?:what|which)\s+(?:are my |of my )?(?:saved\s+)?looks\s*(?:have i|did i|do i|$|\?))"
)
_FACT = _rule(
    r"(?:remember|note|keep in mind|don't forget|do not forget)(?:\s+that|\s*[:,])?\s+"
    rf"(?P<fact>(?:this|that|the|my)(?:\s+{_CLIP})?\s+(?:is|was|shows|are|were)\b.+)$"
)
_TOLD = _rule(
    rf"(?P<fact>(?:this|that|the)\s+{_CLIP}\s+(?:is|was|shows)\b.+?)\W+(?:please\s+)?remember\s+"
    r"(?:that|it|this)\W*$"
)
_EDIT = _rule(
    r"(?:use|apply|do|repeat|take|redo)\s+(?:the|my|that)\s+(?:same\s+)?(?:edits?|recipe|editing)\s+"
    r"(?:from|of|as|that i (?:made|did|had|used)(?: (?:on|for|in))?)\s*(?P<which>.+)$"
)
_LIKE_DAY = _rule(
    r"(?:do|edit|make|cut|treat)?\s*(?:it|this|this one)?\s*(?:the\s+)?"
    r"(?:same|(?:just )?like|as)\s+"
    r"(?:thing\s+)?(?:as|like|from)?\s*(?P<which>.+)$"
)
_CORRECT = _rule(
    r"(?:correct|fix)\s+(?:your|my)\s+memory\s*[:,]?\s*(?P<to>.+?),?\s+(?:and\s+)?not\s+(?P<what>.+)$"
)
_VERSION = re.compile(r"\W*(?:v|version )\d+\b", re.IGNORECASE)
_QUOTES = " \t\n.!?,;:\"'“”«»‘’"
_NAMELESS = "What should the look be called? Say for example “save this look as retro”."


def keepsake(message: str) -> Call | None:
    """The call that a message as a whole asks for; None when it is about something else."""
    words = message.strip()
    for read in (_saved, use_of, _exported, _listed, _fact, _earlier, _corrected, in_spanish):
        if call := read(words):
            return call
    return None


def dropped(words: str, names: Iterable[str]) -> Call | None:
    """The call that forgets a look of the person's own; a look of ours is only taken off a clip."""
    found = _DROP.match(words.strip())
    name = ((found["name"] or found["called"]) if found else "").strip(_QUOTES)
    if name.casefold() not in {each.casefold() for each in names}:
        return None
    return Call(tool="forget_memory", args={"what": f"the look {name}"}, wish=words)


def use_of(words: str) -> Call | None:
    """The call that gives the person's own look."""
    found = _USE.match(words) or _USE_NAMED.match(words)
    name = found["name"].strip(_QUOTES) if found else ""
    return Call(tool="use_look", args={"name": name}, wish=words) if name else None


def _saved(words: str) -> Call | None:
    found = _SAVE.match(words)
    if found is None:
        return None
    name = re.sub(_END, "", found["name"], flags=re.IGNORECASE).strip(_QUOTES)
    if not name:
        return Call(tool="ask_person", args={"question": _NAMELESS})
    return Call(tool="save_look", args={"name": name[:60]}, wish=words)


def _exported(words: str) -> Call | None:
    return Call(tool="export_memory", wish=words) if _EXPORT.match(words) else None


def _listed(words: str) -> Call | None:
    return Call(tool="show_memory", wish=words) if _LOOKS.match(words) else None


def _fact(words: str) -> Call | None:
    found = _FACT.match(words) or _TOLD.match(words)
    if found is None:
        return None
    return Call(tool="remember_fact", args={"text": found["fact"].strip(_QUOTES)}, wish=words)


def _earlier(words: str) -> Call | None:
    named, like = _EDIT.match(words), _LIKE_DAY.match(words)
    which = (named or like or {"which": ""})["which"].strip(_QUOTES)
    if not which or _VERSION.match(which):
        return None
    if named is None and not _only_a_day(which):
        return None
    return Call(tool="use_edit", args={"which": which}, wish=words)


def _only_a_day(which: str) -> bool:
    """Whether words are a day and nothing else."""
    return len(which.split()) <= 3 and when(which, datetime.now(UTC)) is not None


def _corrected(words: str) -> Call | None:
    found = _CORRECT.match(words)
    if found is None:
        return None
    args = {"what": found["what"].strip(_QUOTES), "to": found["to"].strip(_QUOTES)}
    return Call(tool="correct_memory", args=args, wish=words)
