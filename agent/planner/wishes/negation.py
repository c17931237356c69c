"""Negation: "don't add a title", "everything except the first 3 seconds".

What is not wanted and not there takes nothing; what is there is undone. What is excepted stays as
it is, and never becomes the part that is meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agent.planner.choosing.choose import Choice
from agent.planner.choosing.index import Index, tokens
from agent.planner.draft import Draft, Meant
from agent.planner.plan import Call
from agent.planner.reading.items import Items
from agent.planner.referring.adjust import same_kind
from agent.planner.wishes.split import Wish
from agent.planner.wishes.variants import complement
from tools.recipe import Step

if TYPE_CHECKING:
    from agent.planner.referring.earlier import Earlier

_NOT = re.compile(
    r"^(?:(?:and|but|then|please|just|also|so|you|okay|well|really|definitely|absolutely|i) )*"
    r"(?:do not|never|avoid|refrain from|no need to|no need for|is no need to|there is no need to|"
    r"(?:should|must|need) not|not to|skip (?:adding|making|doing)|"
    r"instead of|not)\b(?! (?:only|just|so|too|as|that|enough|quite)\b)"
)
# "don't make it too dark" asks for an amount.
_AMOUNT = re.compile(
    r"\b(?:so|too|that|as|exceed|over|above|beyond|(?:more|less|longer|shorter|bigger|larger|smaller|"
    r"higher|lower|heavier|louder|faster|slower) than)\b"
)
_TOO = re.compile(r"\b(?:so|that)\b")
# "no title please"; "no sound" and "no colour" are edits, and "no, the top" is a correction.
_NONE = re.compile(
    r"^(?:(?:and|but|then|please|just|actually|okay|well|with|there|should|be|i|want|need|have) )*"
    r"(?:no|not any|without any) (?!(?:i|it|that|this|the|not|make|just|more|less|wait|from|to|"
    r"at|in|only|need|idea|problem|thanks|thank|worries|one|way|matter|longer|<\w+>|,|;)\b)"
    r"\w+(?: \w+)?(?: (?:on|at|around|in|over) (?:the |its |my )?\w+)?"
    r"(?: (?:please|at all|thanks|though|needed|required))*$"
)
_LEFT_OUT = re.compile(r"^(?:(?:and|but|then|please|just) )*leave (?:\S+ ){0,4}?out\b|^leave out\b")
_TIMES = frozenset({"<span>", "<length>", "<moment>", "<for>"})
_HEARD = re.compile(r"\b(?:need|want)\b.*\b(?:sound|audio|music)\b")
_MARKERS = frozenset({"no", "never", "not", "avoid", "refrain", "without", "leave", "skip", "must"})
NO_PART_LEFT_OUT = "I can do that to all of the picture or to one part of it, not to all but one"
NAME_THE_PART = "Name the part that is meant, such as: blur the left half."
LEFT_ALONE = "All right, I leave that as it is. Tell me what to do with the clip instead."


def negated(line: str, wish: Wish) -> bool:
    """Whether a line of spelled words says what is not wanted."""
    if unwilling(line):
        return not any(item.is_value or item.word in {"mute", "blackwhite"} for item in wish.items)
    if any(item.word == "mute" for item in wish.items) and _HEARD.search(line):
        return False
    if _LEFT_OUT.match(line):
        return not any(item.word in _TIMES for item in wish.items)
    return bool(_NOT.match(line)) and not _AMOUNT.search(line)


def unwilling(line: str) -> bool:
    """Whether a line of spelled words only says "no" to a thing: "no title please"."""
    return bool(_NONE.match(line))


def softened(line: str, wish: Wish) -> Wish | None:
    """“don't make it so big” asks for the other direction; None for other wishes."""
    turned = {"<more>": "<less>", "<less>": "<more>"}
    if not (_NOT.match(line) and _TOO.search(line)):
        return None
    pieces = tuple(
        tuple(replace(i, word=turned.get(i.word, i.word)) for i in piece) for piece in wish.pieces
    )
    return replace(wish, pieces=pieces) if pieces != wish.pieces else None


def unmarked(wish: Wish) -> Wish:
    """The wish without "no" and "instead", which say only that it corrects."""
    gone = {"no", "instead", "rather", "actually", "meant", "mean", "wrong", "not"}
    pieces = tuple(
        tuple(i for at, i in enumerate(piece) if i.word not in gone or _picks(piece, at))
        for piece in wish.pieces
    )
    return replace(wish, pieces=tuple(filter(None, pieces)) or pieces[:1])


def _picks(piece: Items, at: int) -> bool:
    """“as mov, not mp4”: whether a "not" is about what stands behind it."""
    return piece[at].word == "not" and at > 1 and at + 1 < len(piece)


def positive(wish: Wish, line: str) -> Wish:
    """The wish without its "do not", for finding out what it is about."""
    gone = _MARKERS | ({"remove"} if _LEFT_OUT.match(line) else frozenset())
    pieces = tuple(tuple(i for i in piece if i.word not in gone) for piece in wish.pieces)
    return replace(wish, pieces=pieces)


def unwanted(choice: Choice | None, draft: Draft, words: str) -> Meant:
    """What becomes of a wish that something be not done: the step that does it goes."""
    number = step_made(choice, draft.history.steps) if choice else None
    if number is not None and draft.made[number - 1] is not None:
        return Meant(text=LEFT_ALONE)
    if number is None:
        return Meant(text=LEFT_ALONE)
    call = Call(tool="undo", args={"what": str(number)}, wish=words)
    return Meant(text=LEFT_ALONE) if draft.add(call) else Meant(calls=(call,))


def step_made(choice: Choice, steps: Sequence[Step]) -> int | None:
    """Number of the latest step that is what was chosen, counted from 1."""
    return next(
        (
            number
            for number, step in reversed(list(enumerate(steps, 1)))
            if step.tool == choice.entry.name and same_kind(choice.form, step)
        ),
        None,
    )


def excepts(items: Items) -> bool:
    """Whether a part is named only to be excepted."""
    return any(item.word == "except" for item in items)


def excepted(choice: Choice, wish: Wish) -> list[dict[str, Any]]:
    """Start and end of each part but the one that is excepted; empty when none can be told."""
    form = choice.form
    slots: dict[str, str] = {
        slot.kind: slot.name for slot in form.entry.slots if slot.kind in {"start", "end"}
    }
    if form.facts is None or len(slots) < 2 or not any(i.word in _TIMES for i in wish.items):
        return []
    times = {kind: form.args[name] for kind, name in slots.items() if name in form.args}
    if not times:
        return []
    rest: list[Mapping[str, Any]] = complement([times], form.facts.duration)
    return [{slots[kind]: part[kind] for kind in ("start", "end")} for part in reversed(rest)]


def only_a_thing(choice: Choice, wish: Wish, index: Index, message: str) -> Meant | None:
    """“make just the sky darker”: a thing in the picture that no tool can tell apart."""
    slot = choice.entry.slot
    if not slot("x", "start") or slot("text", "scene", "saying"):
        return None
    for only, article, thing in zip(wish.items, wish.items[1:], wish.items[2:], strict=False):
        said = tokens([thing])
        if (only.word, article.word) != ("keep", "the") or thing.is_value or not said:
            continue
        if not any(map(index.knows, said)) and not said & choice.entry.vocabulary:
            reason = f"I cannot tell “{message[article.start : thing.end]}” apart in the picture"
            return Meant(reason=reason, nearest=NAME_THE_PART)
    return None


def the_rest(choice: Choice, wish: Wish, earlier: Earlier) -> list[dict[str, Any]]:
    """Start and end of what the last edit of a part left: "and the rest black and white"."""
    slots = {slot.kind: slot.name for slot in choice.form.entry.slots}
    words = {item.word for item in wish.items}
    facts, steps = choice.form.facts, earlier.steps
    if facts is None or not steps or "rest" not in words or words & _TIMES:
        return []
    if not {"start", "end"} <= slots.keys():
        return []
    before = earlier.facts_before(len(steps))
    covered = {name: steps[-1].args.get(name) for name in ("start", "end")}
    if before is None or not any(isinstance(value, int | float) for value in covered.values()):
        return []
    begins = float(covered["start"] or 0.0)
    stops = float(before.duration if covered["end"] is None else covered["end"])
    stops += facts.duration - before.duration
    if begins >= stops:
        return []  # what was cut out leaves nothing but the rest
    rest = complement([{"start": begins, "end": stops}], facts.duration)
    return [{slots[kind]: part[kind] for kind in ("start", "end")} for part in reversed(rest)]


_PRONOUNS = frozenset({"it", "that", "them", "this", "remove", "please", "out", "away", "off"})


def dismisses(wish: Wish) -> bool:
    """“... and kill it”: whether a wish only says that something named before is to go."""
    words = {item.word for item in wish.items}
    mended = words & {"remove", "delay", "correct", "repair", "solve"}
    pronoun = bool(words & {"it", "that", "them", "this"})
    return bool(mended) and words <= _PRONOUNS | mended and pronoun


# What the sides are filled with where that one is not wanted.
_INSTEAD = {"blur": "crop", "bar": "crop", "border": "crop", "crop": "bars", "cropping": "bars"}


def _filled_otherwise(draft: Draft, number: int, index: Index, named: frozenset[str]) -> bool:
    """“ready for tiktok, no blur”: the sides are filled in another way."""
    entry = index.entries[draft.calls[number].tool]
    slot = next((each for each in entry.slots if each.name == "fill"), None)
    other = next((_INSTEAD[word] for word in sorted(named) if word in _INSTEAD), "")
    if slot is None or not other:
        return False
    now = str(draft.calls[number].args.get("fill", slot.default))
    denied = any(word[:3] == now[:3] for word in named)
    return denied and not draft.amend(number, {"fill": other})


def _uncropped(draft: Draft, index: Index, named: frozenset[str]) -> bool:
    """“vertical, but don't crop”: the shape is made by the tool that takes bars as well."""
    made = draft.calls[-1]
    other = next((e for e in index.clip_tools if e.slot("aspect") and e.slot("color")
                  and any(slot.name == "fill" for slot in e.slots)), None)  # fmt: skip
    if other is None or made.tool == other.name or named != {"crop"} or "aspect" not in made.args:
        return False
    draft.drop_last()
    return not draft.add(
        replace(made, tool=other.name, args={"aspect": made.args["aspect"], "fill": "blur"})
    )


def spared(wish: Wish, draft: Draft, index: Index) -> bool:
    """“fade to black, but not the sound”: whether the call before can leave that out, and does."""
    if not draft.calls:
        return False
    number = len(draft.calls) - 1
    named = tokens(wish.items)
    if _filled_otherwise(draft, number, index, named) or _uncropped(draft, index, named):
        return True
    for slot in index.entries[draft.calls[number].tool].slots:
        own = tokens(index.reader.read(slot.name.replace("_", " ")).items)
        if slot.kind == "flag" and slot.default is True and own and own == named:
            return not draft.amend(number, {slot.name: False})
    return False
