"""Revise: undo, redo, back to a version, and the list of what was done."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.planner.answers.previewing import previewed
from agent.planner.choosing.index import Index, tokens
from agent.planner.draft import Draft, Meant
from agent.planner.plan import Call
from agent.planner.reading.message import Reading
from agent.planner.referring.objection import means_other, objects
from agent.planner.referring.sparing import spared
from agent.planner.referring.steps import step_named
from agent.planner.wishes.split import Wish

_ALL = frozenset({"everything", "all", "original", "scratch"})
_NUMBER = {"one": 1, "first": 1, "second": 2, "third": 3}
_VERSION = re.compile(
    r"\b(?:v|version|ver) ?(?:number |no )?(\d+|<num>)(?= |$)|"
    r"\b(?:the )?(first|previous|last|latest|original|earlier|old)(?: edited)? "
    r"(?:version|one|edit|cut|clip|video)\b"
)
# "the black and white" behind it names the edit that goes.
_TAKEN_BACK = re.compile(
    r"\b(?:take|taking|pull|roll) back (?!to\b)|\b(?:take|taking) (?:the |my |that |your )?"
    r"(?:\S+ ){1,4}back$"
)
_PUT_BACK = re.compile(
    r"^(?:please |no |okay |now |and |actually |can you )*(?:put|bring|get|give me|i want) "
    r"(?:(?:it|that|them|this) back|back (?:it|that|them|this))(?: please| again| in| on)*$"
)
# "bring back the sound", "I want the sound back": a removal is undone.
_RETURNED = re.compile(
    r"(?:\b(?:bring|put|turn|switch|give|get|restore|want|have|return|play|add)\b"
    r"(?: me| it)?(?: back)?(?: on)? |^)(?:the |its |my )?(?:original )?"
    r"(?P<what>audio|sound|music|color|colors|colours)"
    r"(?: (?:back|again|on|back on|on again|please))*$"
)
_STEP = re.compile(
    r"\b(?:undo|remove|delete|drop|cancel|revert|discard|erase|skip|kill|scrap) (?:the )?"
    r"(?:step|edit|change|number)(?: (?:number|no))? <num>"
)
_TWICE = re.compile(r"(?:^| )(?:twice|(?:<num>|<count>) (?:times|steps|edits|changes)|times)\b")
_BACK = re.compile(
    r"\b(?:back to|go back|return to|revert to|restore|liked|prefer|use|switch to|give me)\b"
)
_OVER = re.compile(
    r"\b(?:(?:like|as|how) it was (?:at|in) the (?:start|beginning)|"
    r"start over|start again|from scratch|start fresh|reset|(?:go |get )?back to the "
    r"(?:original|start)|"
    r"(?:restore|show|show me|use|go back to|want|give me) the original|undo it all|undo all|"
    r"remove all (?:the )?(?:edits|changes|effects)|(?:undo|remove|delete|drop|revert|cancel) "
    r"(?:all|each) of (?:that|this|it|them|these|those))\b"
)
_NORMAL_AGAIN = re.compile(
    r"^(?:please |no |okay |now |and |make |get |turn |set |put |bring |go |it |this |that )*"
    r"(?:back to|normal again|as it was|like it was|like before|how it was)"
    r"(?: normal| before| it was)*(?: please| again)?$"
)
LISTING = re.compile(
    r"\b(?:show|tell) me what you (?:have )?(?:did|done|changed|edited)\b|"
    r"^(?:and |by )*(?:how (?:much|many|strong|strongly|far|loud|fast|long)|(?:which|what) \w+)"
    r"\b.*\bdid (?:you|we) (?:\w+)|"
    r"\b(?:what (?:have|did|has|all) (?:you|we|i|been)\b.*\b(?:done|do|did|change|changed|edit|"
    r"edited|so far|apply|applied)\b"
    r"|(?:show|list|tell me|what are) (?:me )?(?:the |my |all |your )*(?:edits|steps|changes|"
    r"history|versions|recipe)\b"
    r"|which (?:versions|edits|steps)(?! (?:can|could|do you|are there))|"
    r"what did (?:you|we) (?:do|change|cut|remove|edit|add|mute)|edits so far|summary of "
    r"(?:the )?edits|^(?:please |and |the |my |all )*(?:versions|edits|history|steps|edit history)"
    r"(?: please| so far)?$)"
)
_THAT = frozenset(
    {
        "that",
        "it",
        "this",
        "last",
        "previous",
        "latest",
        "edit",
        "step",
        "change",
        "thing",
        "filter",
        "effect",
        "look",
    }
)


def revises(line: str) -> bool:
    """Whether a line of spelled words is about the recipe as a whole, whatever its other words."""
    return bool(
        LISTING.search(line)
        or _OVER.search(line)
        or _version(line)
        or _TAKEN_BACK.search(line)
        or _PUT_BACK.match(line)
        or _NORMAL_AGAIN.match(line)
        or _wants_back(line)
        or means_other(line)
        or _STEP.search(line)
        or _BOTH.match(line)
        or objects(line)
    )


def revise(wish: Wish, reading: Reading, index: Index, draft: Draft) -> Meant | None:
    """The call that changes the recipe as a whole; None when the wish is about something else."""
    said = reading.spelled_under(wish.items)
    words = wish.words(reading.message)
    if LISTING.search(said):
        return _tried(Call(tool="show_edits", wish=words), draft)
    if _PUT_BACK.match(said) and not draft.history.undone and draft.history.steps:
        return _undo("", words, draft)
    if _NORMAL_AGAIN.match(said) and draft.history.steps:
        return _undo("", words, draft)
    if _PUT_BACK.match(said) or "redo" in tokens(wish.items) or "undo the undo" in said:
        return _tried(Call(tool="redo", wish=words), draft)
    if meant := spared(wish, reading, index, draft) or _gone(wish, said, words, index, draft):
        return meant
    if "undo" in tokens(wish.items) or _TAKEN_BACK.search(said) and draft.history.steps:
        return _undo(_what(wish, said, index, draft), words, draft)
    if version := _version(said, _number(wish)):
        return _tried(Call(tool="back_to", args={"version": version}, wish=words), draft)
    if look := previewed(wish, reading, index, draft):
        return _tried(look, draft)
    if plain := index.plain_history(tokens(wish.items)):
        return _tried(Call(tool=plain.name, wish=words), draft)
    return _removed(wish, said, words, index, draft)


_BOTH = re.compile(
    r"^(?:(?:please|and|now|no|okay|actually|can you|oh) )*"
    r"(?:undo|remove|delete|drop|revert|cancel|discard|take back|get rid of|lose) "
    r"(?:them both|both|(?:those|these|the last) (?:two|<num>|2))"
    r"(?: of (?:them|those|these))?(?: edits| changes| effects| again| please)*$"
)


def _gone(wish: Wish, said: str, words: str, index: Index, draft: Draft) -> Meant | None:
    """All of it, or one step, where that is said without "undo"."""
    what = _everything_or_one(wish, said, index, draft)
    return _undo(what, words, draft) if what else None


def _everything_or_one(wish: Wish, said: str, index: Index, draft: Draft) -> str:
    """What is undone, where it is said without the word: "from scratch", "remove step 2"."""
    if _OVER.search(said) and "convert" not in tokens(wish.items):
        return "everything"
    if _STEP.search(said) and (number := _number(wish)):
        return str(number)
    if _BOTH.match(said) and len(draft.history.steps) > 1:
        return "last 2"
    if nth := _nth_step(said, draft):
        return str(nth)
    back = _returned(said, index, draft)
    return str(back) if back else ""


_TAKING_ONE = re.compile(
    r"\b(?:undo|remove|delete|drop|cancel|revert|discard|erase|take back|get rid of|lose) "
    r"(?:the |that )*"
    r"(?P<nth>first|second|2nd|third|3rd|last|latest|newest|other|top|bottom) "
    r"(?:one|text|title|caption|edit|step|change|effect|filter|look)\b"
)
_TAKING_BACK_ONE = re.compile(
    r"\btake (?:the |that )*(?P<nth>first|second|2nd|third|3rd|last|other|top|"
    r"bottom) (?:one|text|title|caption|edit|step|change|effect|filter|look) back$"
)
_PLACED = {"first": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "other": -2}


def _nth_step(said: str, draft: Draft) -> int | None:
    """“undo the second one”, "remove the bottom title": that one of those alike, or of all."""
    steps = draft.history.steps
    found = _TAKING_ONE.search(said) or _TAKING_BACK_ONE.search(said)
    if found is None or not steps:
        return None
    alike = [n for n, step in enumerate(steps, 1) if step.tool == steps[-1].tool]
    numbers = alike if len(alike) > 1 else list(range(1, len(steps) + 1))
    if found["nth"] in {"top", "bottom"}:
        placed = [n for n in numbers if found["nth"] in str(steps[n - 1].args.get("position"))]
        return placed[-1] if placed else None
    at = _PLACED.get(found["nth"], -1)
    return numbers[at] if -len(numbers) <= at < len(numbers) else None


def _removed(wish: Wish, said: str, words: str, index: Index, draft: Draft) -> Meant | None:
    """“remove it”, "without the title": that edit goes."""
    sought = tokens(wish.items)
    if sought == {"remove"} and set(said.split()) & _THAT and draft.history.steps:
        return _undo("", words, draft)
    if sought & {"remove", "without"} and not any(i.word in _TIMES for i in wish.items):
        return _taken_off(wish, index, draft, words)
    return None


_TIMES = frozenset({"<span>", "<length>", "<moment>", "<for>"})


def _wants_back(said: str) -> bool:
    """Whether it asks for something to be there again that was removed."""
    again = re.search(r"\b(?:back|again|restore|return|back on)\b", said)
    return bool(again and _RETURNED.search(said))


def _number(wish: Wish) -> int:
    """The number that a wish names; 0 without one."""
    return next((int(round(i.value)) for i in wish.items if i.word in {"<num>", "<count>"}), 0)


def _returned(said: str, index: Index, draft: Draft) -> int | None:
    """The step that took away what is wanted back: the sound, or the colours."""
    found = _RETURNED.search(said)
    source = draft.history.source
    if not found or not _wants_back(said) or source is None:
        return None
    if found["what"].startswith("col"):
        return step_named(frozenset({"blackwhite"}), index, draft, wholly=True)
    if source.facts.audio is None:
        return None
    for number in range(1, len(draft.history.steps) + 1):
        before = replace(draft.history, steps=draft.history.steps[:number])
        if draft.clip_of(before).facts.audio is None:
            return number
    return step_named(frozenset({"mute"}), index, draft, wholly=True)


def _version(said: str, number: int = 1) -> str:
    found = _VERSION.search(said)
    if not found or not (_BACK.search(said) or found.start() == 0):
        return ""
    if found[1]:
        return f"v{number if found[1] == '<num>' else found[1]}"
    return f"the {'previous' if found[2] in {'earlier', 'old'} else found[2]} version"


def _undo(what: str, words: str, draft: Draft) -> Meant:
    return _tried(Call(tool="undo", args={"what": what} if what else {}, wish=words), draft)


def _tried(call: Call, draft: Draft) -> Meant:
    if call.tool not in draft.tools:
        return Meant(reason="I cannot do that here")
    if error := draft.add(call):
        return Meant(question=error, about="value")
    return Meant(calls=(call,))


def _what(wish: Wish, said: str, index: Index, draft: Draft) -> str:
    """Which edit is to be undone, as the ``undo`` tool takes it."""
    spoken = set(said.split())
    if spoken & _ALL:
        return "everything"
    numbers = [round(i.value) for i in wish.items if i.word in {"<num>", "<count>"}]
    if numbers:
        several = "last" in spoken or _TWICE.search(said)
        return f"last {numbers[0]}" if several else str(numbers[0])
    named = tokens(wish.items) - {"undo", "remove", "step", "last", "take", "back", "pull", "roll"}
    named = frozenset(t for t in named if t not in _THAT and not t.startswith("<m"))
    if not named:
        return ""
    number = step_named(named, index, draft)
    return str(number) if number else " ".join(w for w in said.split() if w != "undo")


def _taken_off(wish: Wish, index: Index, draft: Draft, words: str) -> Meant | None:
    """“remove the title” after one was added: that edit goes."""
    named = tokens(wish.items) - {"remove", "without", "again", "away"}
    if not named or not draft.history.steps:
        return None
    number = step_named(named, index, draft, wholly=True)
    return _undo(str(number), words, draft) if number else None
