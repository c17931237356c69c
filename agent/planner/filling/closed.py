"""Closed choices: an argument that is one of a few words, by its name or as people say it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from agent.planner.choosing.kinds import Slot, choice_phrases
from agent.planner.lexicon.words import FILLERS
from agent.planner.reading.items import Item
from agent.planner.reading.moments import Moment, Stretch

if TYPE_CHECKING:
    from agent.planner.filling.fill import Form

# "do not crop" names what is not to be done.
_DENIALS = frozenset({"not", "no", "without", "never"})
_LONGEST = 3
_NUMBERS = frozenset({"<num>", "<percent>", "<length>", "<times>", "<px>", "<degrees>", "<db>"})
# Words that a type's own parser may take for a choice but that mostly mean something else.
_LOOSE = FILLERS | {"title", "keep", "remove", "normal", "mid", "background", "flat", "label"}


def choice(form: Form, slot: Slot) -> None:
    """A closed choice by its name, by its words, or as its type's own parser reads it."""
    if _gradual(form, slot):
        return
    found = _named(form, slot)
    if _denies_default(form, slot):
        form.put(slot, "bars")
    elif pair := _together(form, slot, found):
        form.put(slot, pair[0], *pair[1])
    elif (last := _behind_to(form, found)) is not None:
        form.put(slot, last, *(item for items in found.values() for item in items))
    elif "both" in slot.choices and len(found) > 1:  # "in and out"
        form.put(slot, "both", *(item for items in found.values() for item in items))
    elif found and not (_edge_choice(form, slot) and set(found) <= {"in"}):
        # "blurred bars": what is so anyway is rather the thing that the other word is about.
        told = {name: at for name, at in found.items() if name != slot.default} or found
        name, items = next(iter(told.items()))
        form.put(slot, name, *items)
    elif (plain := _as_written(form, slot)) is not None:
        form.put(slot, form.message[plain.start : plain.end].lower(), plain)
    elif not form.has(slot) and not (_degree_choice(form, slot) or _value_choice(form, slot)):
        _parsed_choice(form, slot)


def _named(form: Form, slot: Slot) -> dict[str, tuple[Item, ...]]:
    """The choices that are named, each with its words; longer names first."""
    found: dict[str, tuple[Item, ...]] = {}
    for name in sorted(slot.choices, key=len, reverse=True):
        if name in FILLERS and not _is_asked_for(form, slot):
            continue
        if name == "in" and _is_preposition(form):
            continue
        for phrase in choice_phrases(name):
            at = _place(form, phrase.split())
            if at is not None:
                found.setdefault(name, form.items[at : at + len(phrase.split())])
    return found


def _as_written(form: Form, slot: Slot) -> Item | None:
    """“soft ones”: a choice that was read as a degree."""
    degrees = (item for item in form.items if item.word in {"<small>", "<large>"})
    return next((i for i in degrees if form.message[i.start : i.end].lower() in slot.choices), None)


_DEGREES = {"<large>": ("strong", "high", "heavy"), "<small>": ("light", "low", "weak")}


def _degree_choice(form: Form, slot: Slot) -> bool:
    """“denoise it strongly”: how much, for a tool that knows a few grades of it."""
    for item in form.items:
        name = next((n for n in _DEGREES.get(item.word, ()) if n in slot.choices), "")
        if name:
            form.put(slot, name, item)
            return True
    return False


_COMING = frozenset({"fade", "fades", "fading", "ease", "zoom", "slide", "and", ",", "come"})
_TO_A_TIME = frozenset({"the", "a", "an", "my", "its", "<span>", "<length>", "<for>", "<num>"})


def _is_preposition(form: Form) -> bool:
    """“fade the sound out in the last 2 seconds”: the "in" says when, and not which way."""
    words = form.words
    at = next((i for i, word in enumerate(words) if word == "in"), None)
    if at is None:
        return False
    if at == len(words) - 1:  # "fade it in"
        return not _COMING & set(words)
    return set(words[at + 1 : at + 2]) <= _TO_A_TIME and words[at - 1] not in _COMING and at > 0


def _together(
    form: Form, slot: Slot, found: Mapping[str, tuple[Item, ...]]
) -> tuple[str, tuple[Item, ...]] | None:
    """Choices named side by side that are one: "youtube shorts"."""
    items = [item for item in form.items if any(item in each for each in found.values())]
    said = " ".join(item.word for item in items)
    if len(found) < 2 or not _adjacent(form, items) or not slot.takes(said):
        return None
    return str(slot.read(said)), tuple(items)


SLOWLY = frozenset({"gradually", "gradual", "progressively"})
"""Words by which something comes little by little."""
_FADING = frozenset({"fade", "fades", "fading"})
_LEAVING = frozenset({"away", "out", "vanish", "vanishes", "disappear", "disappears", "clear"})


def _gradual(form: Form, slot: Slot) -> bool:
    """“a blur that gradually goes away”: how an effect comes and goes."""
    slowly = SLOWLY | _FADING if slot.name == "gradual" else SLOWLY
    said = [item for item in form.items if item.word in slowly]
    if not said or not {"in", "out"} <= set(slot.choices) or slot.default == "both":
        return False
    line = " ".join(form.words)
    twice = next((name for name in ("both", "in_out") if name in slot.choices), "in")
    leaves = "out" if _LEAVING & set(form.words) or "pull back" in line else "in"
    form.put(slot, twice if re.search(r"\bin and (?:back )?out\b", line) else leaves, *said)
    return True


_PLAIN_NAMES = frozenset({"type", "direction", "kind", "mode", "way", "fade", "to"})


def _is_asked_for(form: Form, slot: Slot) -> bool:
    """Whether a choice that is a word like "in" may be meant: its argument is spoken of."""
    if slot.required or slot.name in _PLAIN_NAMES:
        return True
    if slot.name == "ends" and _FADING & set(form.words):
        return True
    return any(word.startswith(slot.name) or slot.name.startswith(word) for word in form.words)


_EDGES = {True: ("out", "end"), False: ("in", "start", "front")}


def _edge_choice(form: Form, slot: Slot) -> bool:
    """“fade at the end”, "move it to the start": an edge of the clip chooses."""
    found: dict[str, list[Item]] = {}
    if slot.name in {"gradual", "ends"}:
        return False  # when it is there is no matter of how it comes
    for item in form.items:
        point = item.value if isinstance(item.value, Moment) else None
        stretch = item.value if isinstance(item.value, Stretch) and item.value.share else None
        if stretch is not None and not form.entry.slot("start"):
            point = stretch.end if stretch.end and stretch.end.from_end else stretch.start
        if point is None or not point.is_edge or item in form.used:
            continue
        name = next((n for n in _EDGES[point.from_end] if n in slot.choices), "")
        if name:
            # The length of "in the last second" is still to be taken.
            found.setdefault(name, [] if stretch else [item])
    if not found:
        return False
    if "both" in slot.choices and len(found) > 1:  # "at the start and end"
        form.put(slot, "both", *(item for items in found.values() for item in items))
    else:
        name, items = next(iter(found.items()))
        form.put(slot, name, *items)
    return True


# "Lower the contrast" names no lower half.
_NO_NAMES = frozenset({"<quote>", "<more>", "<less>", "<small>", "<large>"})


def _value_choice(form: Form, slot: Slot) -> bool:
    """A value whose own words are one of the choices: a side of the picture, "vertical"."""
    if _edge_choice(form, slot):
        return True
    for item in form.items:
        if not item.is_value or item in form.used or item.word in _NO_NAMES:
            continue
        at = form.items.index(item)
        if _DENIALS & set(form.words[max(0, at - 1) : at]):  # "without black bars"
            continue
        named = item.value[0] if item.word == "<region>" else item.value
        for text in (named, form.message[item.start : item.end].lower()):
            if isinstance(text, str) and text and (text in slot.choices or slot.takes(text)):
                form.put(slot, slot.read(text), item)
                return True
    return False


def parsed(form: Form, slot: Slot) -> None:
    """Words that the argument's own parser takes, for a kind that the planner does not know."""
    if not _value_choice(form, slot):
        _parsed_choice(form, slot)


def _denies_default(form: Form, slot: Slot) -> bool:
    """“ready for tiktok without cropping”: what the tool does by itself is not wanted."""
    if slot.default != "crop" or "bars" not in slot.choices:
        return False
    pairs = pairwise(form.words)
    return any(denial in _DENIALS and word == "crop" for denial, word in pairs)


def _behind_to(form: Form, found: Mapping[str, tuple[Item, ...]]) -> str | None:
    """“convert stereo to mono”: of two choices the one that it is to become."""
    if len(found) < 2:
        return None
    words = form.words
    for name, items in found.items():
        at = form.items.index(items[0])
        if at and words[at - 1] in {"to", "into"}:
            return name
    return None


def _place(form: Form, phrase: list[str]) -> int | None:
    words = form.words
    size = len(phrase)
    for at in range(len(words) - size + 1):
        denied = bool(_DENIALS & set(words[max(0, at - 2) : at])) and "but" not in words[:at]
        taken = denied or any(item in form.used for item in form.items[at : at + size])
        if words[at : at + size] == phrase and not taken:
            return at
    return None


def _parsed_choice(form: Form, slot: Slot) -> None:
    """Words in the person's spelling that the argument's own parser takes for a choice."""
    # A type that the planner does not know may be written with numbers: "5600 kelvin".
    numbered = slot.kind == "parsed"
    plain = [i for i in form.items if i.word[0].isalnum() or numbered and i.word in _NUMBERS]
    for size in range(_LONGEST, 0, -1):
        for at in range(len(plain) - size + 1):
            group = plain[at : at + size]
            if all(item.word in _LOOSE | form.entry.named or item in form.used for item in group):
                continue
            if _DENIALS & set(form.words[max(0, form.items.index(group[0]) - 2) :][:2]):
                continue
            if not _adjacent(form, group):
                continue
            written = re.sub(r"['’]s\b", "", form.message[group[0].start : group[-1].end].lower())
            said = " ".join(item.word for item in group)
            for spelling in dict.fromkeys((said, written)):
                if 1 < len(spelling) < 40 and slot.takes(spelling):
                    form.put(slot, slot.read(spelling), *group)
                    return


def _adjacent(form: Form, group: list[Item]) -> bool:
    first = form.items.index(group[0])
    return list(form.items[first : first + len(group)]) == group
