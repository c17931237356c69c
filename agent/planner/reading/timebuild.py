"""Time building: what each pattern of ``times`` becomes. A pattern's groups are named there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agent.planner.reading.items import Built, Found, Item
from agent.planner.reading.moments import END, START, Amount, Moment, Stretch, first, last

Builder = Callable[[Found], Built]

SHARES = {
    "half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "fourth": 0.25,
}  # fmt: skip
"""Shares of a whole by name."""

_NTH = {"first": 0, "2nd": 1, "second": 1, "3rd": 2, "third": 2, "4th": 3, "fourth": 3}
_SIZES = {"h": 3600.0, "hour": 3600.0, "hr": 3600.0, "m": 60.0, "min": 60.0, "minute": 60.0,
          "millisecond": 0.001, "ms": 0.001}  # fmt: skip


def amount_of(value: float, unit: str) -> Amount:
    """So many of a unit; what is no other unit is seconds."""
    if unit.startswith("frame"):
        return Amount(value, "frames")
    return Amount(value * _SIZES.get(unit if unit == "ms" else unit.rstrip("s"), 1.0))


def moment_of(value: Any) -> Moment:
    """A point from whatever names one: a moment, a length or a bare number of seconds."""
    if isinstance(value, Moment):
        return value
    return Moment(value if isinstance(value, Amount) else Amount(float(value)))


def share_or_amount(item: Item) -> Any:
    """A length as it is; a percentage or fraction as a share of the clip."""
    if item.word in {"<percent>", "<fraction>"}:
        return Amount(item.value, "share")
    return item.value if isinstance(item.value, Amount | Moment) else Amount(item.value)


def span(start: Moment | None = None, end: Moment | None = None, **more: bool) -> Built:
    """A stretch of time."""
    return "<span>", Stretch(start, end, **more)  # type: ignore[arg-type]


def length(found: Found) -> Built:
    """“5 seconds”, "90 frames"."""
    return "<length>", amount_of(found.value("n"), found.word("u"))


def two_units(found: Found) -> Built:
    """“2 minutes 5 seconds”."""
    longer = amount_of(found.value("a"), found.word("u"))
    return "<length>", Amount(longer.value + found.value("b"))


def points(unit: str = "") -> Builder:
    """Two numbers a and b of one unit: the one given, or the one found."""

    def build(found: Found) -> Built:
        named = unit or found.word("u")
        return span(*(Moment(amount_of(found.value(name), named)) for name in ("a", "b")))

    return build


def moments(found: Found) -> Built:
    """“at 1, 2 and 5 s”: a moment each."""
    row: list[Item] = []
    for item in found.items:
        if item.word == "<num>":
            mark = [Item(",", item.start, item.start)] if row else []
            row += [*mark, Item("<moment>", item.start, item.end, moment_of(item.value))]
    return row


def _begin(value: Any) -> Moment | None:
    if isinstance(value, Stretch):
        return value.start if value.end is None else None
    return value if isinstance(value, Moment) else None


def shown_for(found: Found) -> Built:
    """“appear after 1 s and vanish half a second later”."""
    start, amount = _begin(found.value("a")), found.value("n")
    if start is None or start.from_end or start.amount.unit != amount.unit:
        return None
    return span(start, Moment(Amount(start.amount.value + amount.value, amount.unit)))


def shown_until(found: Found) -> Built:
    """“appear at 1 s and disappear at 3 s”."""
    start, end = _begin(found.value("a")), _begin(found.value("b"))
    return None if start is None or end is None else span(start, end)


def gone_at(found: Found) -> Built:
    """“which disappears after 3 s”: shown until then; how it goes is kept."""
    end, told = _begin(found.value("b")), found["b"]
    if end is None:
        return None
    parts = found.match.groupdict()
    kept = found.under("q") if parts.get("q") else []
    fading = found.under("w") if parts.get("w", "").startswith("fad") else []
    return [*kept, *fading, Item("<span>", told.start, told.end, Stretch(None, end))]


def ordinals(found: Found) -> Built:
    """“the 2nd to the 5th second”."""
    unit = found.word("v")
    return span(*(Moment(amount_of(float(found.word(name)[:-2]), unit)) for name in ("a", "b")))


def between(found: Found) -> Built:
    """Two points; two bare numbers are a stretch of time unless "and" alone joins them."""
    start, end = found["a"], found["b"]
    bare = start.word == end.word == "<num>"
    if (start.value, end.value) == (END, START):
        return "backwards"
    signed = bare and min(start.value, end.value) < 0
    if not found.has("from") and (found.word("link").startswith("and") or signed):
        return None
    shared = start.value
    if start.word == "<num>" and isinstance(end.value, Amount):
        shared = Amount(start.value, end.value.unit)
    return span(moment_of(shared), moment_of(end.value))


def part(make: Callable[[Amount], Stretch]) -> Builder:
    """A first or last part of the length that was found."""
    return lambda found: ("<span>", make(_part_amount(found)))


def middle_part(found: Found) -> Built:
    """“the middle 5 seconds”; another place of the picture is no time."""
    if any(item.word == "<position>" and item.value != "center" for item in found.items):
        return None
    return "<span>", Stretch(middle=_part_amount(found), share=True)


def _part_amount(found: Found) -> Amount:
    told = found.match.groupdict()
    if told.get("length"):
        known: Amount = found.value("length")
        return known
    if told.get("num"):
        return Amount(found.value("num"))
    if told.get("ratio"):
        return Amount(abs(found.value("ratio")), "share")
    if told.get("unit"):
        return amount_of(1.0, found.word("unit"))
    return Amount(SHARES[found.word("share")], "share")


def nth_share(found: Found) -> Built:
    """“the second half”, "the third quarter"."""
    share, nth = SHARES[found.word("share")], _NTH[found.word("nth")]
    if (nth + 1) * share > 1.001:
        return None
    return span(*(Moment(Amount(n * share, "share")) for n in (nth, nth + 1)), share=True)


def region(found: Found) -> Built:
    """“the end part”: a region at a point that is an edge of the clip."""
    point: Moment = found.value("p")
    if not point.is_edge:
        return None
    return span(None, END, vague=True) if point.from_end else span(START, None, vague=True)


def ends(found: Found) -> Built:
    """“2 s from the start and 3 s from the end”: a stretch at each end."""
    row: list[Item] = []
    for name, unit, make in (("a", "u", first), ("b", "v", last)):
        item = found[name]
        row.append(
            Item("<span>", item.start, item.end, make(amount_of(item.value, found.word(unit))))
        )
    return [row[0], Item(",", row[0].end, row[0].end), row[1]]


def taken_off(found: Found) -> Built:
    """“cut 3 s from the end”: the last 3 s."""
    item, end = found["n"], found.items[-1].end
    amount = share_or_amount(item)
    return [*found.under("w"), Item("<span>", item.start, end, last(amount))]


def both_ends(found: Found) -> Built:
    """“2 seconds off both ends”: two stretches."""
    item = found["length"]
    return [
        Item("<span>", item.start, item.end, first(item.value)),
        Item(",", item.start, item.end),
        Item("<span>", item.start, item.end, last(item.value)),
    ]


def corner_at(found: Found) -> Built:
    """“640x480 at 100, 50”: the size, and where its corner lies."""
    x, y = found["x"], found["y"]
    return [
        *found.under("size"),
        Item("<x>", x.start, x.end, x.value),
        Item("<y>", y.start, y.end, y.value),
    ]


def swapped(found: Found) -> Built:
    """“swap the halves”: each of them."""
    at = found.items[-1]
    halves = (first(Amount(0.5, "share")), last(Amount(0.5, "share")))
    return [found["verb"].saying("swap"), *(Item("<span>", at.start, at.end, h) for h in halves)]
