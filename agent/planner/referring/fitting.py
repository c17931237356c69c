"""Fitting: "and in a box", "leave 0.3 s around the words": what the edit made last takes whole.

A few words that fill arguments of that edit, and of which nothing is left over, go on speaking of
it, unless they are a complete wish for another edit.
"""

from __future__ import annotations

import re
from typing import Any

from agent.planner.choosing.choose import choose
from agent.planner.choosing.index import Entry, tokens
from agent.planner.draft import Meant
from agent.planner.filling.fill import Form, fill
from agent.planner.filling.lengths import SPOKEN_OF
from agent.planner.referring.earlier import SO_ALREADY, Earlier
from agent.planner.wishes.split import Wish

_CUTTING = re.compile(
    r"\b(?:cut|trim|keep|shorten|crop|clip|remove|delete|drop|take|show|want|use|give|first|last|"
    r"chop|snip)\b"
)
_ANEW = re.compile(r"\b(?:again|another|new|add)\b")
# What begins like this only says how.
_DETAIL = re.compile(
    r"(?:and |but |please |only |just |now |maybe )*(?:at|with|in|without)"
    r"(?! (?:reverse|slow|color|black|the (?:end|beginning|start|first|last|middle)))\b"
)
_BESIDE = frozenset(
    {"effect", "style", "keep", "word", "one", "title", "voiceover", "voice", "speech", "subtitle",
     "caption", "audio", "leave", "around", "leaving", "under", "between", "clip", "talking"}
)  # fmt: skip


_SONG = frozenset({"music", "song", "track", "audio"})
_FADE_SECONDS = 2.0
_ONLY_A_CHOICE = frozenset(
    {"ones", "one", "please", "version", "only", "just", "the", "a", "and", "make", "it", "them",
     "instead", "rather", "with", "mode", "kind", "as", "well", "too", "also", "plus", "fade"}
)  # fmt: skip


def named_choice(earlier: Earlier) -> str:
    """The choice of the edit made last that is all a message says: "soft ones", "both"."""
    number = earlier.touched if earlier.steps else 0
    entry = earlier.entry(number) if number else None
    words = set(earlier.reading.line.strip(" ;,.!").split()) - _ONLY_A_CHOICE
    if entry is None or len(words) != 1:
        return ""
    (word,) = words
    optional = (slot for slot in entry.slots if not slot.required)
    return word if any(word in slot.choices for slot in optional) else ""


def _chosen(earlier: Earlier, number: int, word: str, wish: Wish) -> Meant:
    """The edit with that choice; it may have it already."""
    entry, step = earlier.entry(number), earlier.steps[number - 1]
    known = entry.slots if entry else ()
    slots = [slot for slot in known if word in slot.choices and not slot.required]
    now = [step.args.get(slot.name, slot.default) for slot in slots]
    return (
        Meant(text=SO_ALREADY)
        if word in now
        else earlier.change(number, {slots[0].name: word}, wish)
    )


_SEEN = re.compile(r"\b(?:video|picture|image|clip|screen|black|white|everything)\b")


def played(earlier: Earlier, wish: Wish) -> Meant | None:
    """“loop it”, "fade it out", right after a song was brought in: it is the song."""
    number = earlier.touched if earlier.steps else 0
    entry, said = (earlier.entry(number) if number else None), earlier.said(wish).split()
    if entry is None or not entry.slot("file") or not {"it", "the"} & set(said):
        return None
    known = {slot.name: slot for slot in entry.slots}
    things = {token for token in tokens(wish.items) if not token.startswith("<")} - _SONG
    values = [item for item in wish.items if item.is_value]
    if _SEEN.search(earlier.said(wish)) or not things or len(values) > 1:
        return None
    if things <= {"loop"} and "loop" in known and not values and "volume" in known:
        return earlier.change(number, {"loop": True}, wish)
    side = next((f"fade_{way}" for way in ("in", "out") if way in said), "")
    facts = earlier.facts_before(number)
    if things != {"fade"} or side not in known or facts is None:
        return None
    length = values[0].value if values and values[0].word in {"<for>", "<length>"} else None
    seconds = length.seconds(facts) if length else _FADE_SECONDS
    return earlier.change(number, {side: seconds}, wish) if length or not values else None


def fitted(earlier: Earlier, wish: Wish) -> Meant | None:
    """What a few words change about the edit made last; None when they are about another."""
    number = earlier.touched if earlier.steps else 0
    entry = earlier.entry(number) if number else None
    if entry is not None and (word := named_choice(earlier)):
        return _chosen(earlier, number, word, wish)
    if entry is None or entry.answers or _ANEW.search(earlier.said(wish)):
        return None
    args = _taken(earlier, number, entry, wish)
    if not args or not (SPOKEN_OF.keys() & args.keys() or _is_about(earlier, entry, wish)):
        return None
    return earlier.change(number, args, wish)


def _taken(earlier: Earlier, number: int, entry: Entry, wish: Wish) -> dict[str, Any]:
    """The arguments that the wish fills; empty unless they take all that is said."""
    items = earlier.items(wish)
    form = fill(entry, items, earlier.reading.message, earlier.facts_before(number))
    said = {token for token in tokens(items) if not token.startswith("<")}
    if SPOKEN_OF.keys() & form.args.keys():
        said = set()  # what stands around such a length names it
    used = tokens(form.used)
    if form.unused or said - used - entry.vocabulary - _BESIDE or not _is_detail(form):
        return {}
    return dict(form.args)


def _is_detail(form: Form) -> bool:
    """Whether only details are filled in: another kind, or another part, is another edit."""
    if not form.args or any(slot.name in form.args for slot in form.entry.required):
        return False
    named = {slot.kind for slot in form.entry.slots if slot.name in form.args}
    return not named <= {"start", "end"} and "file" not in named


def _is_about(earlier: Earlier, entry: Entry, wish: Wish) -> bool:
    """Whether the words are about that edit, and no whole wish for another one."""
    if not earlier.is_settled(earlier.touched):
        return False
    if _DETAIL.match(earlier.line_of(wish)):
        return True
    chooser = earlier.chooser
    choice = choose(wish, chooser.message, earlier.index, chooser.facts, earlier.draft)
    if choice is None or choice.entry is entry or choice.form.missing or not choice.clear:
        return True
    timed = choice.entry.name in {chooser.keeper, chooser.remover}
    return timed and not _CUTTING.search(earlier.said(wish))
