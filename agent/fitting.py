"""Fitting: a result that is larger than can be delivered where it was asked for is made to fit.

First in one file, by its bit rate, and then by size and rate of its pictures. Where nobody could
watch that, in several, each of which plays alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tools.clip import Clip
from tools.errors import BadInput
from tools.export_format import ANIMATIONS, STILLS
from tools.facts import Facts
from tools.parts import Split

MOST_PARTS = 10
"""More parts than these nobody wants to put together again."""
_SHORTEST_PART = 1.0
# Times the least that could be watched: what a part should look better than.
_GOOD = 4
# Parts of an animation differ in size, as what happens in them does.
_UNEVEN = 1.3
# Bits that the usual quality takes for a pixel of a picture, as a rule.
_USUAL_BITS = 0.1
_MEGA = 1e6


def surely_too_large(clip: Clip, limit: int) -> bool:
    """Whether the usual quality would take more bytes than a limit, as far as one can tell.

    Args:
        clip: The clip that is to be rendered.
        limit: Bytes that can be delivered.
    """
    video = clip.output.video
    if video is None or (clip.export is not None and clip.export.max_bytes):
        return False
    length = _longest(clip).facts.duration
    if clip.copies_picture:
        whole, size = clip.source.facts.duration, clip.source.facts.size_bytes or 0
        return size * length / whole > limit
    bits = video.width * video.height * float(video.fps) * _USUAL_BITS * length
    return bits / 8 > limit


def fitted(clip: Clip, limit: int, *, before: int = 0, in_parts: bool = True) -> Clip | None:
    """The clip in files of so many bytes at most; None where no one could watch those.

    Args:
        clip: The clip that is to be rendered.
        limit: Bytes that can be delivered.
        before: Bytes of the largest file that it had at its usual quality; 0 where nobody knows.
        in_parts: Whether it may come in more files than were asked for.
    """
    if clip.encoding.container in STILLS:
        return None
    if clip.encoding.container not in ANIMATIONS and (made := _smaller(clip, limit)):
        return made
    return next(_parted(clip, limit, before), None) if in_parts else None


def fitted_note(limit: int, before: int, made: Clip, asked: Clip, facts: Facts) -> str:
    """What to tell of a result that was made to fit.

    Args:
        limit: Bytes that can be delivered.
        before: Bytes that it had before; 0 where it was not made that large.
        made: What was rendered.
        asked: What was asked for.
        facts: Measured facts of the first file.
    """
    had = f"has {before / _MEGA:.1f} MB" if before else "would have more"
    limited = (
        f"Files of up to {limit / _MEGA:.1f} MB can be sent here. At its usual quality it {had}"
    )
    if made.split == asked.split:
        return f"{limited}, so I made it fit{_quality(facts)}."
    count = len(made.pieces())
    return (
        f"{limited}, and nobody could watch it in one file that fits: so it comes in {count} "
        f"parts, each of which plays alone{_quality(facts)}."
    )


def _quality(facts: Facts) -> str:
    """What it takes to fit, in figures."""
    told = []
    if facts.video:
        told.append(f"{facts.video.width}x{facts.video.height}")
        told.append(f"{float(facts.video.fps):.3g} pictures a second")
    if facts.size_bytes and facts.duration:
        told.append(f"{facts.size_bytes * 8 / 1000 / facts.duration:,.0f} kbit/s")
    return f" ({', '.join(told)})" if told else ""


def _smaller(clip: Clip, limit: int) -> Clip | None:
    from tools.sizing import fit

    try:
        return replace(clip, export=fit(_longest(clip), limit).export)
    except BadInput:
        return None


def _parted(clip: Clip, limit: int, before: int) -> Iterator[Clip]:
    """The clip in parts that fit, in as few as look good; if none does, in many."""
    if clip.split is not None or clip.zipped:
        return
    most = min(MOST_PARTS, int(clip.facts.duration / _SHORTEST_PART))
    tries = [replace(clip, split=Split(count=count)) for count in range(2, most + 1)]
    if clip.encoding.container in ANIMATIONS:
        share = before * _UNEVEN / limit
        yield from (each for count, each in enumerate(tries, 2) if before and count >= share)
        return
    for each in tries:
        if _smaller(each, limit // _GOOD) and (made := _smaller(each, limit)):
            yield made
    if tries and (made := _smaller(tries[-1], limit)):
        yield made


def _longest(clip: Clip) -> Clip:
    """The clip of its longest file."""
    return max(clip.pieces(), key=lambda piece: piece.facts.duration)
