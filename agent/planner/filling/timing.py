"""Timing: arguments that are moments, lengths and stretches of the clip."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from agent.planner.choosing.kinds import Slot
from agent.planner.lexicon.vague import REGION_MIDDLE, REGION_SECONDS, REGION_SHARE
from agent.planner.reading.items import Item
from agent.planner.reading.moments import Amount, Moment, Stretch, first, last, tidy
from tools.facts import Facts
from tools.values import speaking_seconds

if TYPE_CHECKING:
    from agent.planner.filling.fill import Form

Edges = tuple[float | None, float | None]


def at(form: Form, slot: Slot) -> None:
    """A single moment: "at 0:08", "at the end", "2 s in"."""
    item = form.free("<moment>", "<span>")
    if form.facts is None or item is not None and _is_stretch(form, item):
        return
    if item is None:
        if numbers := _after_at(form):
            form.put(slot, float(numbers[0].value), numbers[0])
        return
    moment = item.value if isinstance(item.value, Moment) else item.value.start
    if moment is None:
        return
    seconds = moment.seconds(form.facts)
    if moment.is_edge and moment.from_end and not _holds(form):
        seconds = tidy(max(0.0, form.facts.duration - _lasts(form)))
    form.put(slot, seconds, item)


def _is_stretch(form: Form, item: Item) -> bool:
    """“for the first 8 s”, of music that may stop as well: both of its ends are told later."""
    return item.word == "<span>" and form.entry.slot("end") is not None


def _inner(form: Form) -> Slot | None:
    """The place in a file from which on it is heard: no time of the clip."""
    start = form.entry.slot("start")
    own = form.entry.slot("at") is not None or form.entry.slot("end") is None
    return start if own and form.entry.slot("file") else None


def _holds(form: Form) -> bool:
    """Whether the tool lets a moment last: its examples hold the first or last frame."""
    return (
        bool({"hold", "freeze"} & form.entry.vocabulary)
        and form.entry.slot("span_length") is not None
    )


def _lasts(form: Form) -> float:
    """How long what is put at the end takes."""
    text = next((str(form.args[s.name]) for s in form.entry.slots
                 if s.kind == "text" and form.has(s)), "")  # fmt: skip
    if text:
        return speaking_seconds(text)
    lasting = next((slot for slot in form.entry.slots if slot.kind == "span_length"), None)
    if lasting is None:
        return REGION_SECONDS
    said = form.free("<for>", "<length>")
    if said is not None and form.facts is not None:
        return float(said.value.seconds(form.facts))
    return float(lasting.default or 0.0)


# Edges of a stretch that are nearer than this to those of the clip are no moments in it.
_EDGE = 0.02


def moments(form: Form, slot: Slot) -> None:
    """Several moments: "at 0:05, 0:10 and 0:20", or where one part ends and the next begins."""
    facts = form.facts
    if facts is None:
        return
    points = [i for i in form.items if i.word == "<moment>" and i not in form.used]
    points = points or _after_at(form)
    spans = [i for i in form.items if i.word == "<span>" and not i.value.vague]
    found = [_seconds_of(item, facts) for item in points]
    if not found and not (form.entry.slot("start") and form.entry.slot("end")):
        edges = (edge for span in spans for edge in span.value.seconds(facts))
        found = [e for e in edges if e is not None and _EDGE < e < facts.duration - _EDGE]
        points = spans
    if not found and (center := form.free("<position>")) and center.value == "center":
        found, points = [facts.duration / 2], [center]
    inside = [moment for moment in found if moment < facts.duration - _EDGE] or found
    if found:
        form.put(slot, sorted(set(map(tidy, inside))), *points)


def _seconds_of(item: Item, facts: Facts) -> float:
    return float(item.value.seconds(facts) if isinstance(item.value, Moment) else item.value)


def _after_at(form: Form) -> list[Item]:
    """Bare numbers in a row behind "at": "at 5, 10 and 15"."""
    row: list[Item] = []
    listing = False
    for item in form.items:
        if item.word == "<num>" and listing:
            row.append(item)
        elif item.word not in {"and", ","}:
            listing = item.word in {"at", "@"}
    return row


def ranges(form: Form, slot: Slot) -> None:
    """Several stretches, in the order in which they are named."""
    spans = [item for item in form.items if item.word == "<span>" and not item.value.vague]
    if len(spans) < 2 or form.facts is None:
        return
    edges = [item.value.seconds(form.facts) for item in spans]
    whole = [(b or 0.0, form.facts.duration if e is None else e) for b, e in edges]
    form.put(slot, [[b, e] for b, e in whole], *spans)


def part(form: Form) -> None:
    """The start and end of the part that is meant."""
    start, end = form.entry.slot("start"), form.entry.slot("end")
    facts = form.facts
    if inner := _inner(form):
        start = form.entry.slot("at")
        if place := form.free("<offset>"):
            form.put(inner, place.value, place)
    if facts is None or not (start or end):
        return
    _count(form, facts)
    found = _stretch(form, facts)
    if not found and not (_needs(form, "start") and _is_region(form)):
        found = _point(form, facts) or _long(form, facts)
    if found is None:
        return
    (begins, stops), items = found
    for slot, value in ((start, begins), (end, stops)):
        if slot is not None and value is not None and not form.has(slot):
            form.put(slot, value, *items)
    form.used.update(items)


def _is_region(form: Form) -> bool:
    """Whether a part is only named, as in "put the ending at the beginning": how long is it?"""
    return any(item.word == "<span>" and item.value.vague for item in form.items)


def _count(form: Form, facts: Facts) -> None:
    """“a countdown from 10” says what it starts with, and not when."""
    slot = next((each for each in form.entry.slots if each.name == "first"), None)
    spans = [item for item in form.items if item.word == "<span>" and item not in form.used]
    if slot is None or form.has(slot) or "countdown" not in form.args.values() or len(spans) != 1:
        return
    stretch: Stretch = spans[0].value
    begins, _ = stretch.seconds(facts)
    if stretch.end is None and begins is not None and not (stretch.share or stretch.vague):
        form.put(slot, begins, spans[0])


def _stretch(form: Form, facts: Facts) -> tuple[Edges, list[Item]] | None:
    item = _told(form)
    if item is None:
        return None
    stretch: Stretch = item.value
    if stretch.vague and (lasts := form.free("<for>", "<length>")):
        return _sized(stretch, lasts.value).seconds(facts), [item, lasts]
    if stretch.vague:
        edges = _region(form, stretch, facts)
        return (edges, [item]) if edges else None
    begins, stops = stretch.seconds(facts)
    if stops is None and begins is not None and (lasts := form.free("<for>", "<length>")):
        return (begins, tidy(begins + lasts.value.seconds(facts))), [item, lasts]
    if stretch.share:  # "the ending, last 4 s" names the end twice
        form.used.update(i for i in form.items if i.word == "<moment>" and i.value.is_edge)
    if begins is None and _needs(form, "start"):
        begins = 0.0
    if stops is None and _needs(form, "end"):
        stops = facts.duration
    # "until the end" and "from the start" leave that side open, so that it stays so on any clip.
    if stretch.end is not None and stretch.end.is_edge and stretch.end.from_end:
        stops = stops if begins is None or _needs(form, "end") else None
    return (begins, stops), [item]


def _told(form: Form) -> Item | None:
    """The stretch that is meant; one with times before one that only names a region."""
    spans = [i for i in form.items if i.word == "<span>" and i not in form.used]
    timed = [item for item in spans if not item.value.vague]
    if timed:
        form.used.update(item for item in spans if item.value.vague)
    return next(iter(timed or spans), None)


def _sized(stretch: Stretch, amount: Amount) -> Stretch:
    """“the middle part, 5 seconds”: the region with its length."""
    if stretch.start is not None:
        return first(amount)
    return last(amount) if stretch.end is not None else Stretch(middle=amount)


def _needs(form: Form, edge: str) -> bool:
    slot = form.entry.slot(edge)
    return slot is not None and slot.required


def _region(form: Form, stretch: Stretch, facts: Facts) -> Edges | None:
    """“in the intro”: only an effect may take a default length; a cut has to be told one."""
    if form.entry.slot("start", "end") in form.entry.required or _cuts(form):
        return None
    if stretch.start is None and stretch.end is None:
        return Stretch(middle=Amount(REGION_MIDDLE, "share")).seconds(facts)
    seconds = min(REGION_SECONDS, facts.duration * REGION_SHARE)
    if stretch.start is not None:
        return 0.0, tidy(seconds)
    return tidy(facts.duration - seconds), None


def _cuts(form: Form) -> bool:
    """Whether the tool is about nothing but a stretch of time and says so: it keeps or removes."""
    return bool({"keep", "remove"} & set(form.words)) and len(form.entry.slots) <= 2


def _point(form: Form, facts: Facts) -> tuple[Edges, list[Item]] | None:
    """“at 2 s”, "at 2 s for 3 s", "at the end": where a part begins."""
    item = form.free("<moment>")
    if item is None:
        return None
    moment: Moment = item.value
    lasts = form.free("<for>", "<length>")
    if lasts is not None and not moment.from_end:
        begins = moment.seconds(facts)
        return (begins, tidy(begins + lasts.value.seconds(facts))), [item, lasts]
    if moment.is_edge and not _cuts(form):
        seconds, most = _lasting(form, facts, lasts)
        seconds = min(seconds, facts.duration * most)
        items = [item, lasts] if lasts else [item]
        if moment.from_end:
            return (tidy(facts.duration - seconds), None), items
        return (0.0, tidy(seconds)), items
    return (moment.seconds(facts), None), [item]


def _lasting(form: Form, facts: Facts, lasts: Item | None) -> tuple[float, float]:
    """How long something is at the start or the end, and the most of the clip that it may take."""
    if lasts is not None:
        return lasts.value.seconds(facts), 1.0
    if "countdown" in form.args.values():  # it is over when it has counted down
        return float(form.args.get("first", REGION_SECONDS)), 1.0
    return REGION_SECONDS, REGION_SHARE


def _long(form: Form, facts: Facts) -> tuple[Edges, list[Item]] | None:
    """“trim to 8 seconds”, "a 3 s gif", "for 5 seconds": so much from the start."""
    item = form.free("<for>", "<length>")
    if item is None:
        return None
    amount: Amount = item.value
    start: Any = form.entry.slot("start")
    needs_start = start is not None and start.required
    return (0.0 if needs_start else None, tidy(amount.seconds(facts))), [item]
