"""Details: "make it bold", "slower", "only for 3 seconds", said right after an edit that has those.

A bare word is about the edit that was made last where that edit takes it, and about the whole clip
only where it does not. Where it may well be either, it is asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from agent.planner.choosing.choose import choose
from agent.planner.choosing.index import Entry, tokens
from agent.planner.choosing.kinds import Slot
from agent.planner.draft import Meant
from agent.planner.filling.amounts import direction
from agent.planner.filling.fill import fill
from agent.planner.referring.earlier import SO_ALREADY, STRENGTHS
from agent.planner.wishes.split import Wish
from tools.values import format_length

if TYPE_CHECKING:
    from agent.planner.referring.earlier import Earlier

# What says nothing of its own beside a detail.
_BESIDE = frozenset(
    {"effect", "style", "letter", "font", "animation", "animated", "keep", "size", "title", "put"}
)
_WHOLE = re.compile(r"\b(?:video|clip|picture|film|footage|movie|everything|all of it)\b")
_SOUND = re.compile(r"\b(?:video|clip|everything|audio|sound|voice|speech|whole)\b")
_HEARD = re.compile(r"\b(?:audio|sound|voice|speech|music)\b")
_AGAIN = re.compile(r"\b(?:again|another|also|too|add|new)\b")
_LATER = re.compile(r"\b(?P<way>later|earlier|sooner)\b")
_SET = re.compile(r"^(?:please |now |and |no |okay )*(?:make|let|set) (?:it|that|this)\b")


def detailed(earlier: Earlier, wish: Wish) -> Meant | None:
    """What a bare word changes about the edit made last; None when it is about something else."""
    number = earlier.touched if earlier.steps else 0
    entry = earlier.entry(number) if number else None
    said = earlier.said(wish)
    if entry is None or _AGAIN.search(said) or _WHOLE.search(said):
        return None
    if number > len(earlier.draft.made) or earlier.draft.made[number - 1] is not None:
        return None  # asked for in this very message
    for know in (
        _shifted,
        _placed,
        _paced,
        _further,
        _quieter,
        _moved,
        _limited,
        _lasting,
        _styled,
    ):
        if meant := know(earlier, number, entry, wish):
            return meant
    return None


_ROWS = ("top", "center", "bottom")
_UP_OR_DOWN = re.compile(
    r"^(?:please |and |now |no |okay |a bit |a little |slightly |much |further |put it |move it |"
    r"make it )*(?P<way>lower|higher|up|down)(?: down| up)?(?: please| a bit| a little)*$"
)


def _shifted(earlier: Earlier, number: int, entry: Entry, wish: Wish) -> Meant | None:
    """“lower”, said of a title: a row further down."""
    found, slot = _UP_OR_DOWN.match(earlier.said(wish).strip(" ;,.")), entry.slot("position")
    if found is None or slot is None or not entry.slot("text"):
        return None
    now = str(earlier.steps[number - 1].args.get(slot.name, slot.default))
    row = next((name for name in _ROWS if name in now), "center")
    step = -1 if found["way"] in {"higher", "up"} else 1
    at = _ROWS.index(row) + step
    if "," in now or not 0 <= at < len(_ROWS):
        return Meant(text=SO_ALREADY)
    column = next((side for side in ("left", "right") if side in now), "")
    place = "-".join(filter(None, (_ROWS[at], column))) if _ROWS[at] != "center" else column
    return earlier.change(number, {slot.name: place or "center"}, wish)


def _placed(earlier: Earlier, number: int, entry: Entry, wish: Wish) -> Meant | None:
    """“only the right half”, said of an effect that can be limited to a part of the picture."""
    slot = next((each for each in entry.slots if each.name == "region"), None)
    values = [item.word for item in wish.items if item.is_value]
    limited = values in (["<region>"], ["<position>"]) and not tokens(wish.items) - {
        "keep", "<region>", "<position>",
    }  # fmt: skip
    if slot is None or not limited or not re.search(r"\b(?:only|just)\b", earlier.said(wish)):
        return None
    form = fill(entry, wish.items, earlier.reading.message, earlier.facts_before(number))
    return (
        earlier.change(number, {slot.name: form.args[slot.name]}, wish) if form.has(slot) else None
    )


def _only(wish: Wish, word: str) -> str:
    """The way of "slower" or "louder", where nothing else is said; empty otherwise."""
    said = {item.word for item in wish.items if item.is_value}
    plain = tokens(wish.items) - {"<more>", "<less>"} == {word}
    return direction([i.word for i in wish.items]) if plain and said <= _WAYS else ""


_WAYS = frozenset({"<more>", "<less>", "<small>", "<large>"})


def _paced(earlier: Earlier, number: int, entry: Entry, wish: Wish) -> Meant | None:
    """“slower”, said of a voice or of a change of speed."""
    slot, way = entry.slot("speed"), _only(wish, "speed")
    if not way:
        return None
    if slot is None:
        return _slowed_again(earlier, way, wish)
    ranged = {"start", "end"} & earlier.steps[number - 1].args.keys()
    if slot.required and not ranged and _goes_on(earlier, number, slot, way):
        return None  # faster still is a further step
    return earlier.at_pace(number, slot, way, wish)


def _goes_on(earlier: Earlier, number: int, slot: Slot, way: str) -> bool:
    """Whether "faster" is said of what is faster already."""
    return (way == "more") == (float(earlier.value(number, slot) or 1.0) > 1)


def _slowed_again(earlier: Earlier, way: str, wish: Wish) -> Meant | None:
    """“slower”, some edits after the clip was sped up: not so fast as that."""
    for number in range(len(earlier.steps), 0, -1):
        entry, step = earlier.entry(number), earlier.steps[number - 1]
        slot = entry.slot("speed") if entry else None
        if slot is None or not slot.required or {"start", "end"} & step.args.keys():
            continue
        on = _goes_on(earlier, number, slot, way)
        return None if on else earlier.at_pace(number, slot, way, wish)
    return None


def _further(earlier: Earlier, number: int, entry: Entry, wish: Wish) -> Meant | None:
    """“even louder”, right after a part of the clip was made louder: that part."""
    step = earlier.steps[number - 1]
    told = {item.word for item in wish.items if item.is_value}
    if not {"start", "end"} & step.args.keys() or not told <= _WAYS or not told:
        return None
    slot = next((s for s in entry.slots if s.kind in STRENGTHS and s.name in step.args), None)
    chooser = earlier.chooser
    choice = choose(wish, chooser.message, earlier.index, chooser.facts) if slot else None
    if slot is None or choice is None or choice.entry is not entry:
        return None
    return earlier.stronger(number, slot, wish) if direction([i.word for i in wish.items]) else None


def _quieter(earlier: Earlier, number: int, entry: Entry, wish: Wish) -> Meant | None:
    """“quieter”, said of music that was just put under the clip."""
    slot = entry.slot("volume")
    if slot is None or not _only(wish, "volume") or _SOUND.search(earlier.said(wish)):
        return None
    return earlier.stronger(number, slot, wish)


def _times(entry: Entry) -> tuple[Slot, Slot] | None:
    """The start and end of what an edit covers; none for one that is about nothing else."""
    start, end = entry.slot("start"), entry.slot("end")
    return (start, end) if start and end and len(entry.slots) > 2 else None


def _moved(earlier: Earlier, number: int, entry: Entry, wish: Wish) -> Meant | None:
    """“half a second later”, said of a title that has its times."""
    found, facts, times = (
        _LATER.search(earlier.said(wish)),
        earlier.facts_before(number),
        _times(entry),
    )
    lengths = [item for item in wish.items if item.word in {"<length>", "<for>"}]
    if not (found and facts and times and len(lengths) == 1):
        return None
    if tokens(wish.items) - {"<time>", "later", "earlier", "sooner", "keep"}:
        return None
    now = earlier.steps[number - 1].args
    by = lengths[0].value.seconds(facts) * (1 if found["way"] == "later" else -1)
    args: dict[str, Any] = {
        slot.name: round(min(max(0.0, now[slot.name] + by), facts.duration), 3)
        for slot in times
        if isinstance(now.get(slot.name), int | float)
    }
    return earlier.change(number, args, wish) if args else None


def postponed(earlier: Earlier, wish: Wish) -> Meant | None:
    """“they come a second too late”, said of subtitles: by so much on top of what they are."""
    number = earlier.touched if earlier.steps else 0
    entry = earlier.entry(number) if number else None
    slot = next((each for each in entry.slots if each.name == "later"), None) if entry else None
    if entry is None or slot is None or _HEARD.search(earlier.said(wish)):
        return None
    form = fill(entry, wish.items, earlier.reading.message, earlier.facts_before(number))
    if not form.has(slot):
        return None
    now = float(earlier.steps[number - 1].args.get(slot.name) or 0.0)
    return earlier.change(number, {slot.name: round(now + form.args[slot.name], 3)}, wish)


def _limited(earlier: Earlier, number: int, entry: Entry, wish: Wish) -> Meant | None:
    """“only for 3 seconds”, said of a title: from where it begins."""
    facts, times = earlier.facts_before(number), _times(entry)
    lengths = [item for item in wish.items if item.word == "<for>"]
    told = [item for item in wish.items if item.is_value]
    if facts is None or times is None or told != lengths or len(lengths) != 1:
        return None
    if tokens(wish.items) - {"<time>", "keep"}:
        return None
    if entry.slot("span_length") and "for" not in earlier.said(wish).split():
        return None  # "those over a second"
    start, end = times
    begins = earlier.steps[number - 1].args.get(start.name) or 0.0
    stops = round(min(facts.duration, begins + lengths[0].value.seconds(facts)), 3)
    return earlier.change(number, {start.name: begins, end.name: stops}, wish)


def _lasting(earlier: Earlier, number: int, entry: Entry, wish: Wish) -> Meant | None:
    """“make it 3 seconds”, right after a fade: the fade, or the clip?"""
    facts, slot = earlier.chooser.facts, entry.slot("span_length")
    told = [item for item in wish.items if item.is_value]
    if facts is None or slot is None or [item.word for item in told] != ["<length>"]:
        return None
    if not _SET.match(earlier.said(wish)) or tokens(wish.items) - {"<time>", "keep"}:
        return None
    seconds = told[0].value.seconds(facts)
    if seconds >= facts.duration or "long" in earlier.said(wish).split():
        return None
    length = format_length(seconds).replace(" s", " seconds")
    name = entry.name.split("_")[0]
    return Meant(
        question=f"Should the {name} take {length}, or should the whole clip be {length} long?",
        choices=(f"make the {name} {length}", f"trim the clip to {length}"),
        about="whole",
    )


def _styled(earlier: Earlier, number: int, entry: Entry, wish: Wish) -> Meant | None:
    """“make it bold”, "with a typewriter effect"."""
    said = {token for token in tokens(wish.items) if not token.startswith("<")}
    if not said or said - entry.vocabulary - _BESIDE:
        return None
    chooser = earlier.chooser
    choice = choose(wish, chooser.message, earlier.index, chooser.facts)
    if choice is not None and choice.entry is not entry and choice.clear:
        return None
    form = fill(entry, wish.items, chooser.message, earlier.facts_before(number))
    used = tokens(form.used)
    if any(slot.choices and slot.name in form.args for slot in entry.required):
        return None  # another kind of effect is another edit
    if form.unused or said - used - _BESIDE:
        return None
    if not form.args:
        return Meant(text=SO_ALREADY) if used else None
    return earlier.change(number, dict(form.args), wish)
