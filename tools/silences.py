"""Silences: where nothing is to be heard, and cutting that out."""

from __future__ import annotations

from typing import NamedTuple

from tools.analysis import Pauses, PausesFound
from tools.clip import Clip
from tools.errors import BadInput, NotInClip
from tools.operations import Cut, Span
from tools.ranges import is_whole, say_part, say_range, shortest, time_range
from tools.values import Decibels, QuietPlace, Seconds, format_length

_LONGER = 0.5
_MARGIN = 0.1
# What an analysis tells of, in seconds.
_SHORTEST = 0.2
_LEAST_BELOW, _MOST_BELOW = 6.0, 60.0
# Less than this share of a clip is hardly what is wanted of it.
_HARDLY_ANYTHING = 0.05
# What begins this near to an end of the clip begins there.
_AT_THE_END = 0.05
_SHOWN = 12


def find_silence(clip: Clip, longer_than: Seconds = _LONGER, below: Decibels | None = None) -> str:
    """Tell where nothing is said or heard: the pauses in the sound and how long they are.

    Args:
        clip: The clip.
        longer_than: Shorter pauses are left out, 0.2 s or more; half a second when left out.
        below: How many dB below the speech silence begins; found out when left out.

    Examples:
        where are the silences?
        find the pauses
        how much dead air is there?
        is there any silence in it?
        list all pauses longer than 1 second
        at which times is nobody talking?
        when does nobody speak?
        show me where it is silent
    """
    _check(clip, "find_silence", longer_than, below)
    found: PausesFound = clip.finding(Pauses(_level(below)))
    pauses = [Span(*span) for span in found["spans"] if _length(span) >= longer_than]
    if found["speech"] is None:
        return f"There is nothing to hear in all of its {format_length(clip.facts.duration)}."
    if not pauses:
        return f"There is no pause of {format_length(longer_than)} or longer.{_closest(found)}"
    total = format_length(sum(span.length for span in pauses))
    places = ", ".join(map(say_range, pauses[:_SHOWN]))
    more = f" and {len(pauses) - _SHOWN} more" if len(pauses) > _SHOWN else ""
    count = "There is one pause" if len(pauses) == 1 else f"There are {len(pauses)} pauses"
    of = format_length(longer_than)
    return f"{count} of {of} or longer, {total} in all: {places}{more}."


def remove_silence(
    clip: Clip,
    longer_than: Seconds = _LONGER,
    margin: Seconds = _MARGIN,
    below: Decibels | None = None,
    where: QuietPlace = "everywhere",
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Cut out the silences: the pauses, the dead air, or only those at the start and the end.

    Args:
        clip: The clip.
        longer_than: Shorter pauses stay, 0.2 s or more; half a second when left out.
        margin: How much of the silence stays next to the speech, 0.1 s when left out.
        below: How many dB below the speech silence begins, 6 to 60; found out when left out.
        where: everywhere, or only at the start, the end, or both ends of the clip.
        start: Where to begin with it; the start of the clip when left out.
        end: Where to stop with it; the end of the clip when left out.

    Examples:
        remove the silences
        cut the dead air
        cut out all pauses
        remove the silent parts longer than 1 second
        tighten it up by removing the gaps in the talking
        jump cut the pauses
        trim the silence at the start and end
        remove the silence at the beginning
        cut out the awkward pauses but leave 0.2 s of them
        get rid of the quiet bits where nobody speaks
        cut all the quiet bits
        there is too much dead air
        get rid of the gaps between the sentences
        skip the parts where nobody talks
    """
    _check(clip, "remove_silence", longer_than, below)
    span = time_range(clip, start, end)
    found: PausesFound = clip.finding(Pauses(_level(below)))
    if found["speech"] is None:
        raise BadInput(
            f"There is nothing to hear in all of its {format_length(clip.facts.duration)}, so "
            "nothing would be left. Trim it by time instead."
        )
    removed = _removed(clip, found, _Wish(longer_than, margin, where, span))
    if not removed:
        raise NotInClip(_nothing(found, longer_than, where))
    whole = clip.facts.duration
    gone = sum(each.length for each in removed)
    if whole - gone < _HARDLY_ANYTHING * whole:
        raise BadInput(
            f"Only {format_length(whole - gone)} of {format_length(whole)} would be left: nearly "
            "all of it is that quiet. Name a lower level, such as 40 dB below the speech, or trim "
            "it by time."
        )
    silences = "a silence" if len(removed) == 1 else f"{len(removed)} silences"
    place = "" if where == "everywhere" else f" at {_PLACES[where]}"
    part = "" if is_whole(clip, span) else say_part((span,))
    left = format_length(whole - gone)
    return clip.then(
        Cut(_kept(removed, clip)),
        done=f"removed {silences}{place}{part} ({format_length(gone)} in all, {left} are left)",
        note=f"Silence is what stays {found['speech'] - found['threshold']:.0f} dB below the speech"
        f" for {format_length(longer_than)} or longer; {margin:g} s of it stay at each side.",
    )


class _Wish(NamedTuple):
    """Which silences are to go."""

    longer_than: float
    margin: float
    where: QuietPlace
    span: Span


_PLACES = {"start": "the start", "end": "the end", "both": "the start and the end"}


def _check(clip: Clip, tool: str, longer_than: float, below: float | None) -> None:
    clip.need_audio(tool)
    if longer_than < _SHORTEST:
        raise BadInput(
            f"Pauses of {longer_than:g} s stand between syllables; {_SHORTEST:g} s is the least."
        )
    if below is not None and not _LEAST_BELOW <= abs(below) <= _MOST_BELOW:
        raise BadInput(
            f"Silence begins {_LEAST_BELOW:g} to {_MOST_BELOW:g} dB below the speech, and "
            f"{abs(below):g} is outside that."
        )


def _level(below: float | None) -> float | None:
    return None if below is None else round(abs(below), 1)


def _length(span: list[float]) -> float:
    return span[1] - span[0]


def _removed(clip: Clip, found: PausesFound, wish: _Wish) -> list[Span]:
    """What is cut out, in order."""
    least, whole = shortest(clip), clip.facts.duration
    removed = []
    for start, end in found["spans"]:
        first, last = start < _AT_THE_END, end > whole - _AT_THE_END
        if wish.where == "everywhere":
            if end - start < wish.longer_than:
                continue
        elif not (first and wish.where != "end") and not (last and wish.where != "start"):
            continue
        begin = max(wish.span.start, 0.0 if first else start + wish.margin)
        stop = min(wish.span.end, whole if last else end - wish.margin)
        if stop - begin >= least:
            removed.append(Span(begin, stop))
    return removed


def _kept(removed: list[Span], clip: Clip) -> tuple[Span, ...]:
    """What lies between."""
    least, kept, at = shortest(clip) / 2, [], 0.0
    for span in removed:
        if span.start - at > least:
            kept.append(Span(at, span.start))
        at = span.end
    if clip.facts.duration - at > least:
        kept.append(Span(at, clip.facts.duration))
    return tuple(kept)


def _nothing(found: PausesFound, longer_than: float, where: QuietPlace) -> str:
    if where != "everywhere":
        return f"There is no silence at {_PLACES[where]}: the sound begins and ends at once."
    return f"There is no silence of {format_length(longer_than)} or longer to cut out." + _closest(
        found
    )


def _closest(found: PausesFound) -> str:
    """What there is instead."""
    if found["spans"]:
        longest = max(map(_length, found["spans"]))
        shown = int(longest * 10) / 10
        return f" The longest pause is {longest:.2g} s; ask for those longer than {shown:g} s."
    speech = found["speech"] or 0.0
    return (
        f" The quietest parts are only {speech - found['noise']:.0f} dB below the rest, so nothing"
        " in it is silent. If there is noise between the words, remove the noise first."
    )
