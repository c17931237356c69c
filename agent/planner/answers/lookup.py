"""Lookup: questions that only a look at the clip answers: how loud, how sharp, where the shots."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.planner.asking.back import in_vain
from agent.planner.choosing.index import Entry, Index, tokens
from agent.planner.draft import Draft, Meant
from agent.planner.filling.fill import fill
from agent.planner.plan import Call
from agent.planner.reading.message import Reading
from tools.errors import NotInClip
from tools.facts import Facts

_FACT = re.compile(
    r"^(?:(?:and|so|but|okay|hey|now|tell me|check|i wonder|do you know|can you tell me|if|;|,) )*"
    r"(?:is|are|does|do|has|have|where|when|any|at (?:which|what)|which|how|what) "
    r"(?!to |do i |can i )"
)
_OF_ME = re.compile(r"\b(?:can|could|will|would|do) (?:you|we|i)\b(?! (?:tell|say|see|hear|know))")
# "Is it too dark?" asks for a judgement, though the word alone would name an effect.
_JUDGED = re.compile(r"\b(?:too|enough)\b")
# What only says that it is a question.
_TELLING = frozenset({"tell", "check", "wonder", "know"})
_SURE, _LIKELY, _NEAR = 0.9, 0.65, 0.15


def lookup(reading: Reading, index: Index, facts: Facts | None) -> Call | None:
    """The call that answers a question by looking; None for anything else.

    Args:
        reading: The message.
        index: The tools.
        facts: The clip as it is.
    """
    line = reading.line.strip(" ;,.")
    if ";" in line or not _FACT.match(line) or _OF_ME.search(line):
        return None
    ranked = index.rank(tokens(reading.items) - _TELLING)
    answering = [(score, entry) for score, entry in ranked if _looks(entry)]
    if not answering:
        return None
    score, entry = answering[0]
    asks = reading.message.rstrip().endswith("?")
    judged = asks and score >= _LIKELY and bool(_JUDGED.search(line))
    best = max((s for s, other in ranked if other is not entry), default=0.0)
    plain = score >= (_LIKELY if asks else _SURE) and score >= best - _NEAR
    told = any(other.answers and s >= score for s, other in ranked if not _looks(other))
    if told or not (plain or judged):
        return None
    form = fill(entry, reading.items, reading.message, facts)
    if form.missing:
        return None
    return Call(tool=entry.name, args=form.args, wish=reading.message.strip())


def looked_up(said: str, index: Index, draft: Draft) -> Meant | None:
    """“... and tell me how loud it is”: what a look at the clip answers, among edits.

    Args:
        said: The wish in the person's words.
        index: The tools.
        draft: The plan so far.
    """
    facts = draft.clip.facts if draft.clip else None
    call = lookup(index.reader.read(f"{said}?"), index, facts)
    if call is None:
        return None
    error = draft.tried(call := replace(call, wish=said))
    if isinstance(error, NotInClip):
        return in_vain(str(error))
    return None if error else Meant(calls=(call,))


def _looks(entry: Entry) -> bool:
    """Whether a tool answers, and not from what is known of every clip."""
    return entry.answers and entry.name != "describe_clip"
