"""Manner: how something is to be done, where the tool for it has only one way."""

from __future__ import annotations

import re

from agent.planner.draft import Draft, Meant
from agent.planner.plan import Call
from agent.planner.reading.message import Reading

_GRADUAL = re.compile(
    r"\b(?:gradually|progressively|over time|little by little|bit by bit|more and more)\b"
)
_SLOW_ZOOM = re.compile(r"\b(?:slowly zoom(?:ing)?|slow zoom|zoom(?:ing)?(?: \S+){0,4} slowly)\b")
_SOUND_KEPT = re.compile(
    r"\b(?:(?:but|and|while|,) (?:please )?(?:leave|leaving|keep|keeping|do not (?:touch|change|"
    r"alter|affect)|not)|"
    r"without (?:changing|touching|affecting|altering|slowing down|slowing|speeding up)) "
    r"(?:the |its |my )?(?:original |normal |same |regular )*(?:sound|audio|music|voices?)"
    r"(?: track)?"
    r"(?: (?:as (?:it )?is|as it was|normal|forwards?|untouched|unchanged|the same|alone|intact))?$"
)
_MOVING = re.compile(
    r"\b(?:scroll|bounc|blink|flash|spin|shak|wiggl|puls|wobbl|jump|danc|rotat|glow|swing)"
    r"(?:s|es|ing|e|ed|y)?\b"
)
_CLEAR = re.compile(
    r"(?:<percent> |half |semi |partly |slightly )*(?:transparent|translucent|see through|"
    r"opacity)\b"
)
_NOTICED = 0.05
_BOTH = re.compile(r"\bpicture and sound\b")
_KNOWS = re.compile(r"\bfade", re.IGNORECASE)
_COMES = frozenset({"gradual", "motion", "ramp"})


def manner(reading: Reading, draft: Draft, found_out: list[Meant]) -> list[Meant]:
    """What is left out of the wishes that were understood, although it is done otherwise.

    Args:
        reading: The message.
        draft: The plan for it.
        found_out: What its wishes were understood as.
    """
    line = reading.line.strip(" ;,.")
    documented = [(call, draft.tools[call.tool].function.__doc__ or "") for call in draft.calls]
    told = " ".join(meant.wish.lower() for meant in found_out if meant.reason)
    left: list[Meant] = []
    found = _GRADUAL.search(line) or _SLOW_ZOOM.search(line)
    edits = [doc for call, doc in documented if call.tool in _edits(draft)]
    grows = any(_COMES & call.args.keys() or _KNOWS.search(doc.split("\n")[0])
                for call, doc in documented)  # fmt: skip
    if found and edits and found[0] not in told and not grows:
        left.append(
            Meant(reason="it is the same all the way, it cannot grow little by little",
                  wish=found[0])
        )  # fmt: skip
    kept = _SOUND_KEPT.search(line)
    if kept and (_is_retimed(draft) or any(_BOTH.search(doc.split("\n")[0]) for doc in edits)):
        left.append(
            Meant(reason="this edit changes picture and sound together",
                  wish=re.sub(r"^(?:but|and|while|,) ", "", kept[0]))
        )  # fmt: skip
    return left + _lettered(line, draft, told)


def _lettered(line: str, draft: Draft, told: str) -> list[Meant]:
    """How words are to move or to look, where they cannot."""
    words = [call for call in draft.calls if {"text", "animation"} <= _slots(draft, call)]
    if not words or len(words) < len(draft.calls):
        return []
    left: list[Meant] = []
    moving, clear = _MOVING.search(line), _CLEAR.search(line)
    if moving and not any(call.args.get("animation") for call in words) and moving[0] not in told:
        left.append(Meant(reason="words can fade, slide in or be typed", wish=moving[0]))
    boxed = any(call.args.get("style") == "box" for call in words)
    if clear and not boxed and clear[0] not in told:
        left.append(Meant(reason="only a box around words can be transparent",
                          wish=re.sub(r"<\w+> ", "", clear[0])))  # fmt: skip
    return left


def _slots(draft: Draft, call: Call) -> set[str]:
    return set(draft.tools[call.tool].parameters)


def _is_retimed(draft: Draft) -> bool:
    """Whether the clip is shorter or longer afterwards, and its sound with it."""
    before, after = draft.before, draft.clip
    if before is None or after is None or after.facts.audio is None:
        return False
    return abs(before.facts.duration - after.facts.duration) > _NOTICED


def _edits(draft: Draft) -> frozenset[str]:
    """The tools of this plan that made steps."""
    return frozenset(step.tool for step in draft.history.steps)
