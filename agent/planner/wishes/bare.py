"""Bare: wishes of values alone, each of which says what it is for: "720p at 60fps", "2x"."""

from __future__ import annotations

import re
from math import gcd

from agent.planner.choosing.choose import TOLD, Choice
from agent.planner.choosing.index import Index, tokens
from agent.planner.draft import Meant
from agent.planner.lexicon.words import FILLERS
from agent.planner.reading.items import Item
from agent.planner.reading.moments import END, START, Amount, Moment, Stretch, first, last
from agent.planner.wishes.split import Wish
from tools.facts import Facts

_TWO = 2
# So many words may stand beside a value that speaks for itself.
_FEW = 2
_GOING = frozenset({"upload", "email", "send", "post", "share"})
# What a value alone is about.
_ABOUT = {"<times>": "speed", "<percent>": "speed"}
_NEAR = 0.05
_SHORTENING = frozenset({"trim", "shorten", "cut", "keep"})
_HALF = Meant(
    question="Half as long: should I keep the first half, or play it at double speed?",
    choices=("keep the first half", "speed it up 2x"),
    about="whole",
)
_TWICE = Meant(
    question="Twice as long: should I play it at half speed, or play it twice in a row?",
    choices=("slow it to half speed", "play it twice in a row"),
    about="whole",
)


def apart(wish: Wish) -> list[Wish]:
    """One wish for each value, where nothing but values is said and several stand for a tool."""
    said = [item for item in wish.items if item.word not in FILLERS | {"long"}]
    if len(said) < 2 or not all(item.word in TOLD or item.word == "<length>" for item in said):
        return []
    return [_kept(item) if item.word == "<length>" else Wish(((item,),)) for item in said]


def _kept(item: Item) -> Wish:
    """“10 seconds long”: what is left of the clip."""
    return Wish(((item.saying("keep"), item),))


_STRETCHING = frozenset({"resize", "stretch", "squeeze", "squash"})
_SAME = 0.04


def unstretched(choice: Choice, wish: Wish, facts: Facts | None) -> Wish | None:
    """“1080x1350 for instagram”: the shape that the picture is to be cut to first.

    Who asks for it to be resized has it stretched to the size, as the tool says.
    """
    args, video = choice.form.args, facts.video if facts else None
    size = next((item for item in wish.items if item.word == "<size>"), None)
    if size is None or video is None or choice.entry.slot("resolution") is None:
        return None
    if not {"width", "height"} <= args.keys() or _STRETCHING & {i.word for i in wish.items}:
        return None
    width, height = size.value
    if abs(video.width / video.height * height / width - 1) < _SAME:
        return None
    common = gcd(width, height) or 1
    shape = (float(width // common), float(height // common))
    return Wish(((size.saying("crop"), Item("<aspect>", size.start, size.end, shape)),))


def alone(wish: Wish, index: Index) -> Wish | None:
    """“knock it down to 24 fps”: the value, where no tool knows the few words around it."""
    said = [item for item in wish.items if item.word not in FILLERS]
    values = [item for item in said if item.word in TOLD]
    words = {token for token in tokens(said) if not token.startswith("<")}
    if len(values) != 1 or len(words) > _FEW or _GOING & words:
        return None
    at = wish.items.index(values[0])
    aimed = wish.items[at - 1].word in {"to", "into", "at", "in"} and at > 0 and len(words) == 1
    if not aimed and any(map(index.knows, words)):
        return None
    if any(item.is_value for item in said if item not in values):
        return None
    return Wish((tuple(values),)) if words else None


def completed(wish: Wish) -> Wish:
    """The wish with what a bare factor leaves out: "2x" is a speed, "trim to half" a part."""
    said = [item for item in wish.items if item.word not in FILLERS]
    timed = [item for item in said if item.word != "<span>"]  # "2x from 5 to 10"
    if len(timed) == 1 and timed[0].word in _ABOUT:
        said = timed
        return Wish(((said[0].saying(_ABOUT[said[0].word]), *wish.items),))
    return shortened(wish) or wish


_SOONER = re.compile(
    r"^(?:(?:and|please|let|make|have|it|the|video|clip|this|should) )*(?P<edge>start|starts|begin|"
    r"begins|finish|finishes|end|ends|stop|stops)(?: it)? (?:.* )?(?P<way>earlier|sooner|later)$"
)


def trimmed(wish: Wish, said: str) -> Wish | None:
    """“let it finish 3 s earlier”: what goes at that end; None for other wishes."""
    found = _SOONER.match(said.strip(" ;,."))
    lengths = [item for item in wish.items if item.word in {"<length>", "<for>"}]
    if found is None or len(lengths) != 1:
        return None
    starts = found["edge"].startswith(("start", "begin"))
    if starts != (found["way"] == "later"):
        return None
    item = lengths[0]
    part = (first if starts else last)(item.value)
    return Wish(((item.saying("remove"), Item("<span>", item.start, item.end, part)),))


def leveled(wish: Wish) -> Wish | None:
    """“+6 dB” is about the volume; None for other wishes."""
    said = [item.word for item in wish.items if item.word not in FILLERS]
    if "<db>" not in said or not set(said) <= {"<db>", "<more>", "<less>", "<small>", "<large>"}:
        return None
    item = next(item for item in wish.items if item.word == "<db>")
    return Wish(((item.saying("volume"), *wish.items),))


def shortened(wish: Wish) -> Wish | None:
    """“shorten it to half” is a part; None for other wishes."""
    said = [item for item in wish.items if item.word not in FILLERS]
    rest = {item.word for item in said if item.word != "<times>"}
    values = [item for item in said if item.word == "<times>"]
    if len(values) == 1 and rest and rest <= _SHORTENING and 0 < values[0].value < 1:
        item = values[0]
        part = Item("<span>", item.start, item.end, first(Amount(item.value, "share")))
        return Wish(((item.saying("keep"), part),))
    return None


def swapped(wish: Wish, facts: Facts) -> Wish | None:
    """“swap the first half and the second half”: the later of two parts goes first."""
    spans = [item for item in wish.items if item.word == "<span>"]
    if len(spans) != _TWO or not any(item.word == "swap" for item in wish.items):
        return None
    (start, until), (since, end) = sorted(
        (a or 0.0, facts.duration if b is None else b)
        for a, b in (span.value.seconds(facts) for span in spans)
    )
    if start > 0 or abs(since - until) > _NEAR or facts.duration - end > _NEAR:
        return None
    at = spans[-1]
    later = Stretch(Moment(Amount(since)), END)
    row = (at.saying("move"), Item("<span>", at.start, at.end, later), at.saying("to"),
           Item("<moment>", at.start, at.end, START))  # fmt: skip
    return Wish((row,))


def lengths(line: str) -> Meant | None:
    """“half as long”, “twice as long”: by cutting or by speed has to be asked."""
    if re.search(r"\b(?:slow|slower|slowing|speed|faster|loop|repeat)\w*\b", line):
        return None
    if "half as long" in line or "half the length" in line or "half its length" in line:
        return _HALF
    if "twice as long" in line or "twice the length" in line or "twice its length" in line:
        return _TWICE
    return None


_SIDES = frozenset({"left", "right", "top", "bottom"})
_TAKING_OFF = FILLERS | {"crop", "cut", "remove", "trim", "chop", "away", "side", "picture",
                         "image", "frame", "screen", "edge", "slice"}  # fmt: skip


def side_off(wish: Wish) -> Meant | None:
    """“crop the left side away”: how much of it has to be asked."""
    words = {item.word for item in wish.items if not item.is_value}
    values = [item for item in wish.items if item.is_value]
    if len(values) != 1 or values[0].word != "<position>" or values[0].value not in _SIDES:
        return None
    if words - _TAKING_OFF or not words & {"crop", "cut", "remove", "trim", "chop"}:
        return None
    if not words & {"off", "away", "out", "remove"}:
        return None
    side = values[0].value
    named = f"{side} side" if side in {"left", "right"} else side
    return Meant(
        question=f"How much of the {named} should go?",
        choices=tuple(
            f"crop {much} off"
            for much in (f"the {side} 10%", f"the {side} 25%", f"the {side} half")
        ),
        about="whole",
    )
