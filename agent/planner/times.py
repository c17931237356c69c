"""Times: "the last 3 seconds", "from the 3 sec mark till the end", "frames 30-90" become values.

Kinds that come out: ``<length>`` (an amount), ``<moment>``, ``<span>`` (a stretch), ``<for>`` (how
long something lasts) and ``<every>``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from agent.planner.items import Found, Items, Rule, rewrite
from agent.planner.moments import END, START, Amount, Moment, Stretch, first, last

_SECONDS = r"(?:seconds?|secs?|s)"
_UNIT = r"(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|frames?|milliseconds?|ms)"
_POINT = r"(?:<moment>|<length>|<num>)"
_PLACE = r"(?: (?:of|in) (?:the |this |my |it|its )?(?:whole )?(?:video|clip|movie|film|footage)?)?"
_FROM = (
    r"(?:from|between|starting|start|starts|beginning|begin|begins|beginning)"
    r"(?: (?:from|at|on|with|start|position|time|point|second|frame|around|about|the|:|=))*"
)
_LINK = (
    r"(?:to|until|till|through|-|and|up to|ending|ends|end|stopping|stop)"
    r"(?: (?:to|at|end|position|time|point|the|second|frame|on|around|about|:|=))*"
)
_FIRST = r"(?:very )?(?:first|initial|opening|starting)"
_LAST = r"(?:very )?(?:last|final|closing|ending)"
_MIDDLE = r"(?:middle|central|<position>)"
_SHARES = {
    "half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "tenth": 0.1, "fourth": 0.25,
}  # fmt: skip
_SHARE = "|".join(_SHARES)
_NTH = {"first": 0, "2nd": 1, "second": 1, "3rd": 2, "third": 2, "4th": 3, "fourth": 3}
_SIZES = {"h": 3600.0, "hour": 3600.0, "hr": 3600.0, "m": 60.0, "min": 60.0, "minute": 60.0,
          "millisecond": 0.001, "ms": 0.001}  # fmt: skip


def _amount(value: float, unit: str) -> Amount:
    if unit.startswith("frame"):
        return Amount(value, "frames")
    return Amount(value * _SIZES.get(unit if unit == "ms" else unit.rstrip("s"), 1.0))


def moment_of(value: Any) -> Moment:
    """A point from whatever names one: a moment, a length or a bare number of seconds."""
    if isinstance(value, Moment):
        return value
    return Moment(value if isinstance(value, Amount) else Amount(float(value)))


def _length(found: Found) -> Any:
    return "<length>", _amount(found.value("n"), found.word("u"))


def _two_units(found: Found) -> Any:
    long = _amount(found.value("a"), found.word("u"))
    return "<length>", Amount(long.value + found.value("b"))


def _units_range(found: Found) -> Any:
    unit = found.word("u")
    start, end = (Moment(_amount(found.value(name), unit)) for name in ("a", "b"))
    return "<span>", Stretch(start, end)


def _range(found: Found) -> Any:
    """Two points; two bare numbers are a stretch of time unless "and" alone joins them."""
    start, end = found["a"], found["b"]
    bare = start.word == end.word == "<num>"
    if not found.has("from") and (found.word("link").startswith("and") or bare and _counts(found)):
        return None
    shared = start.value
    if start.word == "<num>" and isinstance(end.value, Amount):
        shared = Amount(start.value, end.value.unit)
    return "<span>", Stretch(moment_of(shared), moment_of(end.value))


def _counts(found: Found) -> bool:
    """Whether two bare numbers could be anything: "5 to 8" is time, "-5 to 8" is not."""
    return found.value("a") < 0 or found.value("b") < 0


def _part(make: Callable[[Amount], Stretch]) -> Callable[[Found], Any]:
    def build(found: Found) -> Any:
        amount = _part_amount(found)
        return None if amount is None else ("<span>", make(amount))

    return build


def _part_amount(found: Found) -> Amount | None:
    if found.has("length"):
        return Amount(**_fields(found.value("length")))
    if found.has("num"):
        return Amount(found.value("num"))
    if found.has("ratio"):
        return Amount(abs(found.value("ratio")), "share")
    if found.has("unit"):
        return _amount(1.0, found.word("unit"))
    return Amount(_SHARES[found.word("share")], "share")


def _fields(amount: Amount) -> dict[str, Any]:
    return {"value": amount.value, "unit": amount.unit}


def _middle_part(found: Found) -> Any:
    if any(item.word == "<position>" and item.value != "center" for item in found.items):
        return None
    amount = _part_amount(found)
    return None if amount is None else ("<span>", Stretch(middle=amount, share=True))


def _nth_share(found: Found) -> Any:
    share, nth = _SHARES[found.word("share")], _NTH[found.word("nth")]
    if (nth + 1) * share > 1.001:
        return None
    points = (Moment(Amount(n * share, "share")) for n in (nth, nth + 1))
    return "<span>", Stretch(*points, share=True)


_WHAT = (
    rf"(?:(?P<length><length>)|(?P<ratio><percent>|<fraction>)|(?P<share>{_SHARE})|"
    r"(?P<unit>second|sec|minute|frame)|(?P<num><num>)"
    r"(?! (?:lines?|words?|letters?|times|parts?|clips?|frames?|percent|pixels?|px)\b))"
)

RULES: tuple[Rule, ...] = (
    Rule(rf"(?P<n><num>) (?P<w>first|last|final|middle) (?P<u>{_UNIT})",
         lambda f: [f["w"], f["n"], f["u"]]),
    Rule(r"<time>", lambda f: ("<moment>", Moment(Amount(f.items[0].value)))),
    Rule(r"frames? (?P<a><num>) (?:-|to|through|until|till|and) (?:frame )?(?P<b><num>)",
         lambda f: ("<span>", Stretch(*(Moment(Amount(f.value(n), "frames")) for n in "ab")))),
    Rule(r"frame (?:number |# )?(?P<a><num>)",
         lambda f: ("<moment>", Moment(Amount(f.value("a"), "frames")))),
    Rule(rf"{_SECONDS} (?P<a><num>) (?:-|to|through|until|till|and) (?:{_SECONDS} )?(?P<b><num>)"
         rf"(?: {_SECONDS})?",
         lambda f: ("<span>", Stretch(moment_of(f.value("a")), moment_of(f.value("b"))))),
    Rule(r"(?:second|sec|seconds) (?P<a><num>)", lambda f: ("<moment>", moment_of(f.value("a")))),
    Rule(r"minute (?P<a><num>)", lambda f: ("<moment>", moment_of(f.value("a") * 60))),
    Rule(rf"(?P<a><num>) (?P<u>minutes?|mins?|m|hours?|h) (?:and )?(?P<b><num>) {_SECONDS}",
         _two_units),
    Rule(r"half (?:an? )?(?P<u>second|minute|hour|sec|min)(?!s)",
         lambda f: ("<length>", _amount(0.5, f.word("u")))),
    Rule(r"(?:a )?quarter (?:of an? )(?P<u>second|minute|hour)",
         lambda f: ("<length>", _amount(0.25, f.word("u")))),
    Rule(rf"(?:from |between )?(?P<a><num>) (?:-|to|until|till|through) (?P<b><num>) (?P<u>{_UNIT})",
         _units_range),
    Rule(rf"between (?P<a><num>) and (?P<b><num>) (?P<u>{_UNIT})", _units_range),
    Rule(rf"(?P<n><num>) (?P<u>{_UNIT})", _length),
    Rule(r"(?P<a>\d+(?:st|nd|rd|th))(?: (?P<u>second|sec|frame))? (?P<link>to|and|till|until|-) "
         r"(?:the )?(?P<b>\d+(?:st|nd|rd|th)) (?P<v>second|sec|frame)", lambda f: _ordinals(f)),
    Rule(r"(?P<a>\d+(?:st|nd|rd|th)) (?P<u>second|sec|minute|frame)",
         lambda f: ("<moment>", Moment(_amount(float(f.word("a")[:-2]), f.word("u"))))),
    # First, last and middle parts.
    Rule(rf"{_FIRST} {_WHAT}{_PLACE}", _part(first)),
    Rule(rf"{_LAST} {_WHAT}{_PLACE}", _part(last)),
    Rule(rf"(?:the )?{_MIDDLE} {_WHAT}{_PLACE}", _middle_part),
    Rule(rf"(?P<nth>2nd|second|3rd|third|4th|fourth) (?P<share>{_SHARE}){_PLACE}", _nth_share),
    Rule(r"(?P<length><length>) (?:off|from|at|of|in|on) (?:of )?(?:both|each|either) "
         r"(?:ends?|sides?)",
         lambda f: [*_both(f)]),
    Rule(r"(?P<length><length>) (?:off|from|at|of|in|out of) (?:of )?(?:the )?(?:very )?"
         rf"(?:start|beginning|front|opening|intro){_PLACE}", _part(first)),
    Rule(r"(?P<length><length>) (?:off|at|of|in|out of) (?:of )?(?:the )?(?:very )?"
         rf"(?:end|back|tail|ending|outro){_PLACE}", _part(last)),
    Rule(r"(?P<length><length>) (?:in|from|out of|off|at|around) (?:the )?(?:middle|center)"
         rf"{_PLACE}", _middle_part),
    # Points.
    Rule(rf"(?P<n><length>|<num>|<percent>|<fraction>) (?:before|from) (?:the )?(?:very )?end{_PLACE}",
         lambda f: ("<moment>", Moment(_share_or(f["n"]), from_end=True))),
    Rule(r"(?P<n><length>|<percent>) (?:in(?:to)?(?: (?:the|this|my|it))?|"
         r"(?:after|past) the (?:start|beginning)|of the way(?: through| in)?|through)"
         r"(?: (?:video|clip|movie))?(?= |$)",
         lambda f: ("<moment>", Moment(_share_or(f["n"])))),
    Rule(rf"(?:the )?(?P<n><length>|<num>|<moment>|<percent>) (?:mark|point)\b",
         lambda f: ("<moment>", moment_of(_share_or(f["n"])))),
    Rule(rf"(?:the )?(?:very )?(?:start|beginning)(?! (?:position|time|point|at|from|:|=|<)){_PLACE}",
         lambda f: ("<moment>", START)),
    Rule(rf"(?:the )?(?:very )?(?:end|finish)(?! (?:position|time|point|at|:|=|<)){_PLACE}",
         lambda f: ("<moment>", END)),
    Rule(r"(?:the )?(?:halfway|half way|midway|midpoint|mid point)(?: (?:through|point|mark))?"
         rf"{_PLACE}",
         lambda f: ("<moment>", Moment(Amount(0.5, "share")))),
    Rule(r"(?<=from )(?:the )?(?:middle|center|half)|(?<=to )the (?:middle|center)|"
         r"(?<=until )(?:the )?(?:middle|half)|(?<=till )(?:the )?(?:middle|half)",
         lambda f: ("<moment>", Moment(Amount(0.5, "share")))),
    # Ranges.
    Rule(rf"(?:(?P<from>{_FROM}) )?(?P<a>{_POINT})(?: ,)?(?: and)? (?P<link>{_LINK}) (?P<b>{_POINT})",
         _range),
    Rule(rf"(?:{_FROM}|(?P<side>after|past|beyond|behind)|since) (?:the )?(?P<a>{_POINT})"
         r"(?: (?:on|onward|onwards|forward|mark))?(?! (?:in|to)\b)",
         lambda f: ("<span>", Stretch(start=moment_of(f.value("a")), share=f.has("side")))),
    Rule(rf"(?:until|till|up to|(?P<side>before)|up until|ending at|ends at|end at|stop at) (?:the )?"
         rf"(?P<b>{_POINT})",
         lambda f: ("<span>", Stretch(end=moment_of(f.value("b")), share=f.has("side")))),
    Rule(r"(?P<a><moment>|<length>) (?:on|onward|onwards|forward)(?= |$)",
         lambda f: ("<span>", Stretch(start=moment_of(f.value("a"))))),
    Rule(r"(?:at|@|around) (?:about |around |the |exactly )*(?P<a><length>|<moment>)",
         lambda f: ("<moment>", moment_of(f.value("a")))),
    Rule(r"(?:for|over|lasting|during|within) (?:about |around |a |the )*(?P<n><length>)(?: long)?",
         lambda f: ("<for>", f.value("n"))),
    Rule(r"(?:every|each|per) (?P<n><length>)", lambda f: ("<every>", f.value("n"))),
    Rule(r"(?:every|each|per|a) (?P<u>second|minute|frame)",
         lambda f: ("<every>", _amount(1.0, f.word("u")))),
    # Regions without a length.
    Rule(r"(?:at |in |during |for |over )?(?:the |your |my )?(?:very )?"
         r"(?:first part|beginning part|opening|intro|introduction|first bit)",
         lambda f: ("<span>", Stretch(start=START, vague=True))),
    Rule(r"(?:at |in |during |for |over )?(?:the |your |my )?(?:very )?"
         r"(?:last part|end part|ending|outro|final part|last bit)",
         lambda f: ("<span>", Stretch(end=END, vague=True))),
    Rule(r"(?:in |during )?(?:the |a )?(?:middle|central)(?: (?:part|section|bit|portion|segment|piece))",
         lambda f: ("<span>", Stretch(vague=True))),
    Rule(r"(?:the )?(?P<p><moment>) (?:part|section|bit|portion|segment|piece)", lambda f: _region(f)),
)  # fmt: skip


def _share_or(item: Any) -> Any:
    """A length as it is; a percentage or fraction as a share of the clip."""
    if item.word in {"<percent>", "<fraction>"}:
        return Amount(item.value, "share")
    return item.value if isinstance(item.value, Amount | Moment) else Amount(item.value)


def _ordinals(found: Found) -> Any:
    points = (Moment(_amount(float(found.word(n)[:-2]), found.word("v"))) for n in "ab")
    return "<span>", Stretch(*points)


def _region(found: Found) -> Any:
    point: Moment = found.value("p")
    if not point.is_edge:
        return None
    start, end = (None, END) if point.from_end else (START, None)
    return "<span>", Stretch(start, end, vague=True)


def _both(found: Found) -> Any:
    item = found["length"]
    amount: Amount = item.value
    return [
        type(item)("<span>", item.start, item.end, first(amount)),
        type(item)(",", item.start, item.end),
        type(item)("<span>", item.start, item.end, last(amount)),
    ]


def read_times(items: Items) -> Items:
    """The row with every expression of time as a value."""
    return rewrite(items, RULES)
