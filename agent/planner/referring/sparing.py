"""Sparing: "undo everything except the title", "bring the second cut back": some steps go.

And what names no edit at all, though it sounds like one: "swap these two".
"""

from __future__ import annotations

import re

from agent.planner.choosing.index import Index, tokens
from agent.planner.draft import Draft, Meant
from agent.planner.plan import Call
from agent.planner.reading.message import Reading
from agent.planner.referring.steps import step_named, step_tokens
from agent.planner.wishes.split import Wish

_EXCEPT = re.compile(
    r"\b(?:undo|remove|drop|delete|lose|revert|discard|cancel|reset|erase|scrap|take back|"
    r"get rid of|throw away)\b(?: \S+){0,3}? ?\b(?:everything|all|the rest|every edit|every change)"
    r"\b(?: \S+){0,3}? (?:except|but|besides|apart from|other than|save) (?:for )?(?P<kept>.+)$"
)
_KEPT_PART = re.compile(r" and | , | plus ")
_BRINGING = re.compile(
    r"\b(?:bring|put|give|get|want|have)(?: me)? (?:back )?(?:the |that )?"
    r"(?P<nth>first|second|2nd|third|3rd|last|other) (?:one|cut|part|bit|piece|section)"
    r"(?: back)?\b|\brestore (?:the |that )?(?P<nth2>first|second|third|last|other) "
    r"(?:one|cut|part|bit|piece|section)\b"
)
_NTH = {"first": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "last": -1, "other": -2}
_REMOVALS = frozenset({"cut_out", "cut_words", "remove_moment", "remove_silence", "mute_audio"})
_SHAPE_AGAIN = re.compile(
    r"\b(?:horizontal|landscape|wide|widescreen|vertical|upright|portrait|square|full)"
    r"(?: (?:one|version|format|shape|picture|video|frame))*\b.*\b(?:again|back)\b|"
    r"\bback to (?:the |its )?(?:horizontal|landscape|widescreen|vertical|portrait|square)\b"
)
_NORMAL = re.compile(
    r"(?:\b(?:back to|return to|restore|reset to|reset|go to|at) (?:the |its )?|^(?:please |now |"
    r"and |in |at |the |make it |play it |with |use |want |i )*)"
    r"(?:normal|original|regular|usual|old) (speed|volume|size|aspect|pitch|brightness|"
    r"contrast|colors?)\b(?! (?:of|from|at|in|for)\b)"
)
# "keep the sound at normal speed" takes no edit back.
_ONLY_SOUND = re.compile(r"\b(?:audio|sound|music|voices?|speech|picture)\b.*\bspeed\b")
SPEED_OF_BOTH = "I change the speed of picture and sound together"
WITH_OTHER_SOUND = "I can mute it, or send a sound file along and say: replace the audio with this."
_SWAPPED = re.compile(
    r"^(?:please |now |and |can you |okay |no )*(?:swap|exchange|switch)(?: (?:around|over))? "
    r"(?:these|those|the|them|both|it)(?: (?:two|<num>))?(?: (?:around|over|edits|steps|please))*$"
)
WHAT_TO_SWAP = (
    "What should change places? Say for example “swap the halves” or “put the last 5 seconds "
    "first”."
)


def spared(wish: Wish, reading: Reading, index: Index, draft: Draft) -> Meant | None:
    """The steps that go while others stay; None when the wish is about something else."""
    said = reading.spelled_under(wish.items)
    if _SWAPPED.match(said):
        return Meant(question=WHAT_TO_SWAP, about="whole")
    if not draft.history.steps:
        return None
    if _ONLY_SOUND.search(reading.line) and _NORMAL.search(said):
        return Meant(reason=SPEED_OF_BOTH, nearest=WITH_OTHER_SOUND)
    if found := _EXCEPT.search(reading.line):
        return _all_but(found["kept"], wish, reading, index, draft)
    going = _made_normal(said, index, draft)
    if not going:
        number = _brought_back(said, draft) or _reshaped(said, draft)
        going = [number] if number else []
    return _undone(going, wish, reading, draft) if going else None


def _all_but(kept: str, wish: Wish, reading: Reading, index: Index, draft: Draft) -> Meant:
    steps = draft.history.steps
    parts = [tokens(index.reader.read(part).items) for part in _KEPT_PART.split(kept)]
    named = [frozenset(t for t in part if not t.startswith("<")) for part in parts]
    stay = {
        number
        for number, step in enumerate(steps, 1)
        if any(
            part and part <= step_tokens(step, index) | {*step.tool.split("_")} for part in named
        )
    }
    if not stay:
        return Meant(
            question="Which of the edits should stay? Ask “what did you change?” to see them.",
            about="whole",
        )
    going = [number for number in range(len(steps), 0, -1) if number not in stay]
    if not going:
        return Meant(text="Nothing else was done, so there is nothing to undo.")
    return _undone(going, wish, reading, draft)


def _undone(numbers: list[int], wish: Wish, reading: Reading, draft: Draft) -> Meant:
    """Steps undone, the last one first: the numbers of the others stay as they are."""
    words = wish.words(reading.message)
    made = []
    for number in numbers:
        call = Call(tool="undo", args={"what": str(number)}, wish=words)
        if error := draft.add(call):
            return Meant(question=error, about="value")
        made.append(call)
    return Meant(calls=tuple(made))


def _made_normal(said: str, index: Index, draft: Draft) -> list[int]:
    """“normal speed again”: all steps that changed it, the last one first."""
    found = _NORMAL.search(said)
    named = step_named(frozenset({found[1]}), index, draft) if found else None
    if named is None:
        return []
    tool = draft.history.steps[named - 1].tool
    alike = [n for n, step in enumerate(draft.history.steps, 1) if step.tool == tool]
    return alike[::-1]


def _brought_back(said: str, draft: Draft) -> int | None:
    """“bring the second one back”, after cuts: the cut that goes."""
    found, steps = _BRINGING.search(said), draft.history.steps
    if found is None or steps[-1].tool not in _REMOVALS:
        return None
    alike = [n for n, step in enumerate(steps, 1) if step.tool == steps[-1].tool]
    head = draft.history.version(draft.history.head)
    parent = draft.history.version(head.parent) if head and head.parent else None
    known = len(parent.steps) if parent else 0
    if alike[0] > known:  # Asked for in one message, in the order of the clip.
        alike.sort(key=lambda n: float(steps[n - 1].args.get("start") or 0.0))
    at = _NTH[found["nth"] or found["nth2"]]
    return alike[at] if -len(alike) <= at < len(alike) else None


def _reshaped(said: str, draft: Draft) -> int | None:
    """“the horizontal one again”: the step that gave the clip its present shape goes."""
    if not _SHAPE_AGAIN.search(said):
        return None
    for number in range(len(draft.history.steps), 0, -1):
        step = draft.history.steps[number - 1]
        if "aspect" in step.args or step.tool in {"for_platform", "rotate_video"}:
            return number
    return None
