"""Rules for the picture: cuts go to the source, fewer and smaller frames go through filters.

Between operations the picture is a row of frames. A cut takes frames from it; how other rows are
made of them, faster or slower, is the business of ``resampling``.
"""

from __future__ import annotations

import re
from dataclasses import replace

from tools.engine.compile.time import retimed, span_of
from tools.engine.optimize.resampling import (
    cut_before_resampling,
    drop_frames_early,
    repeat_frames_late,
)
from tools.engine.optimize.rules import Rule, beside_retimed, cut_of_cut, shifted
from tools.facts import Facts
from tools.operations import (
    Crop,
    Cut,
    Filter,
    Operation,
    Redraw,
    Retime,
    Scale,
    Span,
    Title,
    Titles,
    VideoFilter,
)

# These look at one pixel at a time, on each plane where it lies, wherever it stands.
_POINTWISE = frozenset({"lutyuv", "hue", "eq"})
# What a table of values takes from the picture.
_VARIES = re.compile(r"\b(val|clipval|negval)\b")
# The first and the fourth plane: light and transparency.
_LIGHT = ("planes", 9)


def cut_before_filter(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """VideoFilter, Cut -> Cut, VideoFilter with its spans where the cut puts them.

    A filter gives the same for a frame whatever comes before or after it (``VideoFilter``), so it
    does not matter whether frames are taken before or after it.
    """
    if not (isinstance(earlier, VideoFilter) and isinstance(later, Cut)):
        return None
    spans = shifted(earlier.spans, later)
    return (later,) if spans is None else (later, replace(earlier, spans=spans))


def cut_before_framing(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Crop or Scale, Cut -> Cut, Crop or Scale. They work on each frame alone."""
    if isinstance(earlier, Crop | Scale) and isinstance(later, Cut):
        return later, earlier
    return None


def cut_before_redraw(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Redraw, Cut -> Cut, Redraw with its spans where the cut puts them.

    No picture that nobody will see is drawn anew, which is what all of the time goes into. Each is
    drawn by itself; where flicker is calmed, a cut is what a change of scene is.
    """
    if not (isinstance(earlier, Redraw) and isinstance(later, Cut)):
        return None
    spans = shifted(earlier.spans, later)
    return (later,) if spans is None else (later, replace(earlier, spans=spans))


def cut_before_titles(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Titles, Cut -> Cut, Titles with their spans where the cut puts them.

    A title that stands still looks the same on each frame that it is on. One that moves is moved
    only when the cut keeps all of its time together, or none.
    """
    if not (isinstance(earlier, Titles) and isinstance(later, Cut)):
        return None
    titles: list[Title] = []
    for title in earlier.titles:
        spans = shifted((title.span,) if title.span else (), later)
        if spans is None:
            continue
        places: tuple[Span | None, ...] = spans or (None,)
        if title.animation and not _kept_whole(title, places):
            return None
        titles += [replace(title, span=place) for place in places]
    return (later, Titles(tuple(titles))) if titles else (later,)


def _kept_whole(title: Title, places: tuple[Span | None, ...]) -> bool:
    return all(
        place is not None and title.span is not None
        and abs(place.length - title.span.length) < 1e-6
        for place in places
    )  # fmt: skip


def cut_beside_retimed_part(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """Retime of a part, Cut -> Cut, when the cut takes nothing of that part.

    Before the part, frames stand where they stood; after it, all are moved by the same number.
    """
    if not (isinstance(earlier, Retime) and earlier.span and isinstance(later, Cut)):
        return None
    first, _, count = retimed(earlier, before)
    end = span_of(first, first + count, before).end
    cut = beside_retimed(later, earlier.span, end)
    return None if cut is None else (cut,)


def crop_before_pointwise(
    earlier: Operation, later: Operation, before: Facts
) -> tuple[Operation, ...] | None:
    """VideoFilter, Crop -> Crop, VideoFilter, where each pixel is changed by itself.

    Not for GIFs: their pixels are RGB, and converting them looks at neighbours.
    """
    if not (isinstance(earlier, VideoFilter) and isinstance(later, Crop) and before.video):
        return None
    pointwise = all(_is_pointwise(each) for each in earlier.chain)
    return (later, earlier) if pointwise and before.video.codec != "gif" else None


def _is_pointwise(each: Filter) -> bool:
    return each.name in _POINTWISE


def blur_light_alone(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """VideoFilter to gray, VideoFilter that blurs -> the same, where only the light is blurred.

    What has one colour everywhere has it still when it is blurred.
    """
    if not (isinstance(earlier, VideoFilter) and isinstance(later, VideoFilter)):
        return None
    if earlier.spans and earlier.spans != later.spans:
        return None
    if not (earlier.chain and later.chain and _is_gray(earlier.chain[-1])):
        return None
    blur, *others = later.chain
    if blur.name != "gblur" or _LIGHT in blur.options:
        return None
    light = replace(blur, options=(*blur.options, _LIGHT))
    return (earlier, replace(later, chain=(light, *others)))


def _is_gray(each: Filter) -> bool:
    """Whether both planes of colour are the same everywhere afterwards."""
    planes = dict(each.options)
    return each.name == "lutyuv" and all(
        plane in planes and not _VARIES.search(str(planes[plane])) for plane in "uv"
    )


def crop_of_crop(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Crop, Crop -> Crop: a rectangle of a rectangle.

    Colour is stored for every second column and row, so half of an odd place is rounded. Two of
    them, one after the other, are rounded twice and not once; such crops are left alone.
    """
    if not (isinstance(earlier, Crop) and isinstance(later, Crop)):
        return None
    if earlier.x % 2 * later.x % 2 or earlier.y % 2 * later.y % 2:
        return None
    return (replace(later, x=earlier.x + later.x, y=earlier.y + later.y),)


def merge_filters(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """VideoFilter, VideoFilter with the same spans -> one with both chains."""
    if not (isinstance(earlier, VideoFilter) and isinstance(later, VideoFilter)):
        return None
    if earlier.spans != later.spans:
        return None
    return (replace(earlier, chain=earlier.chain + later.chain),)


def merge_titles(
    earlier: Operation, later: Operation, _before: Facts
) -> tuple[Operation, ...] | None:
    """Titles, Titles -> Titles: drawn at once, later ones on top.

    Titles in one file keep out of each other's way, which is what people want of two titles at
    the bottom; titles that do not meet look the same either way.
    """
    if not (isinstance(earlier, Titles) and isinstance(later, Titles)):
        return None
    return (Titles(earlier.titles + later.titles),)


PICTURE_RULES: tuple[Rule, ...] = (
    cut_of_cut,
    cut_before_filter,
    cut_before_framing,
    cut_before_redraw,
    cut_before_titles,
    cut_before_resampling,
    cut_beside_retimed_part,
    drop_frames_early,
    repeat_frames_late,
    crop_before_pointwise,
    crop_of_crop,
    blur_light_alone,
    merge_filters,
    merge_titles,
)
