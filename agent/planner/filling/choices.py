"""Choices: arguments that are words: texts, files, places, fonts, yes and no."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_origin

from agent.planner.choosing.kinds import Slot
from agent.planner.filling.closed import SLOWLY
from agent.planner.lexicon.places import FONTS
from agent.planner.lexicon.words import FILLERS
from agent.planner.reading.items import raw
from agent.planner.reading.sayings import SAYING
from agent.planner.reading.scenes import SCENE, asked_scene

if TYPE_CHECKING:
    from agent.planner.filling.fill import Form

_NEGATIONS = frozenset({"not", "no", "without", "never", "un"})
_GROWING = frozenset({"ramp", "gradual", "smooth", "slowly"})


STACKED = frozenset({"line", "lines", "below", "beneath", "under"})
"""Words by which one text goes below another."""


def text(form: Form, slot: Slot) -> None:
    """Quoted words; several lines where lines are spoken of."""
    quotes = [item for item in form.items if item.word == "<quote>" and item not in form.used]
    if not quotes:
        return
    if len(quotes) > 1 and STACKED & set(form.words):
        form.put(slot, "\n".join(item.value for item in quotes), *quotes)
    else:
        form.put(slot, quotes[0].value, quotes[0])


def scene(form: Form, slot: Slot) -> None:
    """What is to be found: a clause about a part of the clip, quoted words, or what is asked."""
    found = form.free(SCENE, "<quote>")
    if found is not None:
        form.put(slot, found.value, found)
    elif form.entry.answers and (asked := asked_scene(raw(form.message, form.items))):
        form.put(slot, asked, *(item for item in form.items if item.is_value))


def saying(form: Form, slot: Slot) -> None:
    """Words that somebody says in the clip; quoted ones as well where none are plainly said."""
    said = [item for item in form.items if item.word == SAYING and item not in form.used]
    said = said or [item for item in form.items if item.word == "<quote>"]
    if said:
        form.put(slot, ", ".join(dict.fromkeys(item.value for item in said)), *said)


def texts(form: Form, slot: Slot) -> None:
    """All quoted words."""
    if quotes := [item for item in form.items if item.word == "<quote>" and item not in form.used]:
        form.put(slot, [item.value for item in quotes], *quotes)


def file(form: Form, slot: Slot) -> None:
    """A further file by its name; without one the latest is meant."""
    named = [item for item in form.items if item.word == "<file>" and item not in form.used]
    if named and get_origin(slot.type) is list:
        form.put(slot, [item.value for item in named], *named)
    elif named:
        form.put(slot, named[-1].value, named[-1])
    elif slot.required:
        form.put(slot, "")


def flag(form: Form, slot: Slot) -> None:
    """Yes or no, by a word of the argument's name and whether it is denied."""
    if slot.name in _GROWING and SLOWLY & set(form.words):
        form.put(slot, True, *(item for item in form.items if item.word in SLOWLY))
        return
    for word in slot.name.split("_"):
        if word in FILLERS or word == "keep" or word not in form.words:
            continue
        at = form.words.index(word)
        denied = bool(_NEGATIONS & set(form.words[max(0, at - 3) : at]))
        if denied == bool(slot.default):
            form.put(slot, not denied, form.items[at])
        else:
            form.used.add(form.items[at])
        return


def position(form: Form, slot: Slot) -> None:
    """A place on the picture."""
    if item := form.free("<position>"):
        form.put(slot, item.value, item)


def named(form: Form, slot: Slot) -> None:
    """A free word that is called by the argument's name: "arial font", "font Arial"."""
    if slot.name == "font" and (font := FONTS.search(form.message)):
        form.put(slot, font[1], *(i for i in form.items if i.word in font[1].lower().split()))
        return
    match = re.search(
        rf"(?:\b{slot.name}\b(?: is| to| of|:)? ?['\"]?([A-Z][\w-]+(?: [A-Z][\w-]+)*)"
        rf"|([\w-]+) {slot.name}\b)",
        form.message,
    )
    if match is None:
        return
    word = match[1] or match[2]
    colors = {item.value for item in form.items if item.word == "<color>"}
    if word.lower() in FILLERS | colors or word.lower() in {
        "bigger",
        "smaller",
        "different",
        "large",
        "small",
    }:
        return
    form.put(slot, word, *(item for item in form.items if item.word in {slot.name, word.lower()}))
