"""Seeking: finds the part of a clip in which something is to be seen or heard, and cuts to it."""

from __future__ import annotations

from collections.abc import Sequence

from tools.answer import Answer
from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Cut, Span
from tools.ranges import is_whole, say_range, shortest, time_range
from tools.sights import MomentFound, Sought, SoughtFound
from tools.values import FoundRanges, Scene, format_length

_SHOWN = 6
_LONGEST_WISH = 200
# An uncertain place is told as one.
_UNSURE = 0.5
_SETUP = "A model that sees can look for it: OPENAI_API_KEY sets one up."


def find_moment(clip: Clip, what: Scene) -> str:
    """Tell where something is to be seen or heard: find the part where ...

    Args:
        clip: The clip.
        what: What is to be found, in the person's words.

    Examples:
        find the part where the dog jumps
        where does a face appear?
        when is it dark?
        show me where people are talking
        find the loudest part
        at which point does the car come into the picture?
        where is the most action?
        find the moment when he mentions the price
        which part shows the sunset?
        which part is the loudest?
    """
    wanted, found = _sought(clip, what)
    if not found["moments"]:
        return " ".join([_nothing(wanted, found), *found["notes"]])
    spans = [_span(clip, each) for each in found["moments"]]
    places = ", ".join(
        f"{say_range(span)} ({_told(each)})"
        for span, each in zip(spans[:_SHOWN], found["moments"], strict=False)
    )
    more = f" and {len(spans) - _SHOWN} more" if len(spans) > _SHOWN else ""
    count = "one place" if len(spans) == 1 else f"{len(spans)} places"
    lines = [f"I found {count} for “{wanted}”: {places}{more}.", _caveat(found), *found["notes"]]
    return Answer(" ".join(filter(None, lines)), _offers(clip, found["moments"]))


def keep_moment(
    clip: Clip, what: Scene, several: bool = False, ranges: FoundRanges | None = None
) -> Clip:
    """Cut to the part in which something is to be seen or heard; the rest goes.

    Args:
        clip: The clip.
        what: What is to be found, in the person's words.
        several: Whether all such parts are kept, one after the other; else the surest one.
        ranges: Where it is, as pairs of start and end; found when left out.

    Examples:
        cut to the part where the dog jumps
        keep only the part where a face is visible
        trim it to the loudest part
        keep all the parts with people
        show only the scenes where it is bright
        jump to the moment when the car comes in
        cut it down to the part with the most action
    """
    wanted, spans = _placed(clip, what, ranges, several=several)
    if len(spans) == 1 and is_whole(clip, spans[0]):
        raise BadInput(f"“{wanted}” is all of the clip, so there is nothing to cut away.")
    length = format_length(sum(span.length for span in spans))
    kept = clip.then(Cut(spans), done=f"kept where “{wanted}” is: {_listed(spans)} ({length})")
    return kept.settled_on(ranges=[[span.start, span.end] for span in spans])


def remove_moment(clip: Clip, what: Scene, ranges: FoundRanges | None = None) -> Clip:
    """Cut out the parts in which something is to be seen or heard; the rest stays.

    Args:
        clip: The clip.
        what: What is to be found, in the person's words.
        ranges: Where it is, as pairs of start and end; found when left out.

    Examples:
        cut out the part where it is dark
        remove the parts where nothing moves
        remove the scene where the dog jumps
        take out every moment in which a face is visible
        delete the part where the camera shakes
        cut out the loud parts
    """
    wanted, spans = _placed(clip, what, ranges, several=True)
    rest = _between(clip, spans)
    if not rest:
        raise BadInput(
            f"“{wanted}” is all of the clip, so nothing would be left. Name something that is only "
            "in a part of it."
        )
    gone = format_length(sum(span.length for span in spans))
    cut = clip.then(Cut(rest), done=f"cut out where “{wanted}” is: {_listed(spans)} ({gone})")
    return cut.settled_on(ranges=[[span.start, span.end] for span in spans])


def _sought(clip: Clip, what: str) -> tuple[str, SoughtFound]:
    """What is looked for, and what was found."""
    wanted = " ".join(what.split()).strip(' .?!,;“”"')
    if not any(map(str.isalnum, wanted)):
        raise BadInput("Say what to look for, such as “find the part where a face appears”.")
    if len(wanted) > _LONGEST_WISH:
        raise BadInput(
            f"That is {len(wanted)} characters; say in up to {_LONGEST_WISH} what to look for."
        )
    found: SoughtFound = clip.finding(Sought(wanted.lower()))
    return wanted, found


def _placed(
    clip: Clip, what: str, ranges: list[tuple[float, float]] | None, *, several: bool
) -> tuple[str, tuple[Span, ...]]:
    """What is looked for, and where it is: as it was settled before, or as it is found now."""
    if ranges:
        return what, tuple(time_range(clip, start, end) for start, end in ranges)
    wanted, found = _sought(clip, what)
    if not found["moments"]:
        raise BadInput(_nothing(wanted, found))
    if found["unseen"]:
        places = ", ".join(say_range(_span(clip, each)) for each in found["moments"][:_SHOWN])
        raise BadInput(
            f"{_caveat(found)} If you mean that, say “keep {places}”, or name times of your own."
        )
    chosen = found["moments"] if several else [_surest(found["moments"])]
    spans = tuple(_span(clip, each) for each in chosen)
    return wanted, spans


def _surest(moments: Sequence[MomentFound]) -> MomentFound:
    """The one that is most certain, and the longest of several."""
    return max(moments, key=lambda each: (each["sure"], each["end"] - each["start"]))


def _span(clip: Clip, moment: MomentFound) -> Span:
    """Where a moment is, at least a frame long and within the clip."""
    length, least = clip.facts.duration, shortest(clip)
    start = max(0.0, min(moment["start"], length - least))
    return Span(start, min(length, max(moment["end"], start + least)))


def _between(clip: Clip, spans: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of the clip."""
    left, at, least = [], 0.0, shortest(clip) / 2
    for span in sorted(spans):
        if span.start - at > least:
            left.append(Span(at, span.start))
        at = max(at, span.end)
    if clip.facts.duration - at > least:
        left.append(Span(at, clip.facts.duration))
    return tuple(left)


def _told(moment: MomentFound) -> str:
    unsure = "perhaps " if moment["sure"] < _UNSURE else ""
    return f"{unsure}{moment['what']}"


def _listed(spans: Sequence[Span]) -> str:
    more = f" and {len(spans) - _SHOWN} more" if len(spans) > _SHOWN else ""
    return f"{', '.join(map(say_range, spans[:_SHOWN]))}{more}"


def _caveat(found: SoughtFound) -> str:
    """What could not be looked for, where something else of the wish was found."""
    if not found["unseen"]:
        return ""
    what = found["moments"][0]["what"]
    return (
        f"I can only measure that {what}; whether it is “{found['unseen']}” I cannot see here. "
        f"{_SETUP}"
    )


def _nothing(wanted: str, found: SoughtFound) -> str:
    if found["unseen"]:
        return (
            f"I cannot see “{found['unseen']}” here: without a model that sees I find faces, "
            f"light, colour, motion, loudness, pauses, scene changes and spoken words. {_SETUP}"
        )
    return f"I looked through all of it and found no place for “{wanted}”."


def _offers(clip: Clip, moments: Sequence[MomentFound]) -> tuple[str, ...]:
    """Cuts to what was found, as requests."""
    best = _span(clip, _surest(moments))
    offers = [] if is_whole(clip, best) else [f"trim to {say_range(best)}"]
    if 1 < len(moments) <= _SHOWN:
        offers.append(f"keep only {' and '.join(say_range(_span(clip, m)) for m in moments)}")
    return tuple(offers)
