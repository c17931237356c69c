"""Composition of the picture as a filter graph: clips joined, pictures laid over and behind.

A further file is a graph of its own, made by the same compiler, up to where it meets the clip's.
Its frames are numbered at the clip's rate, so that both have one time base.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tools.engine.compile.arrangement import ramped, when
from tools.engine.compile.graph import Stream, exactly
from tools.engine.compile.reading import joined, taken, video_of
from tools.engine.titles.sheet import Sheet
from tools.facts import Facts, VideoFacts
from tools.operations import (
    Background,
    Join,
    JoinPart,
    Material,
    Operation,
    Overlay,
    Span,
    Spans,
    TransitionName,
)

Draw = Callable[[Material, Sheet, bool], Stream]
"""The picture of a material after its operations, with its transparency or without."""

_TRANSITIONS: Mapping[TransitionName, str] = MappingProxyType(
    {
        "crossfade": "fade",
        "fade_black": "fadeblack",
        "fade_white": "fadewhite",
        "blur": "hblur",
        "pixelize": "pixelize",
        "zoom": "zoomin",
        "wipe_left": "wipeleft",
        "wipe_right": "wiperight",
        "wipe_up": "wipeup",
        "wipe_down": "wipedown",
        "slide_left": "slideleft",
        "slide_right": "slideright",
        "slide_up": "slideup",
        "slide_down": "slidedown",
        "cover_left": "coverleft",
        "cover_right": "coverright",
        "reveal_left": "revealleft",
        "reveal_right": "revealright",
        "circle_open": "circleopen",
        "circle_close": "circleclose",
        "doors_open": "vertopen",
        "doors_close": "vertclose",
        "diagonal": "diagtl",
        "clock": "radial",
        "squeeze": "squeezeh",
    }
)
"""What ``xfade`` calls each of them."""

# From this height on, pictures without a note of it have the colours of HD television.
_HD = 720
OWN_COLOURS = frozenset({"gif", "png", "bmp", "webp", "mjpeg"})
"""Codecs of pictures that are RGB, or have another matrix than clips."""


def composing(draw: Draw) -> Mapping[type[Operation], Callable[..., Stream]]:
    """What makes each operation of ``composition``.

    Args:
        draw: The compiler of pictures, for those that are brought in.
    """

    def join(stream: Stream, it: Join, before: Facts, _after: Facts, sheet: Sheet) -> Stream:
        video, other = video_of(before), None
        if it.material.facts.video is not None:
            other = _matched(draw(it.material, sheet, video.alpha), it.material.facts, video)
        whole = _joined(_matched(stream, before, video), it, before, other)
        # Or what follows could have all of it converted to the pixels of the transition.
        return whole.filter("format", pix_fmts=_pixels(video))

    def join_part(
        stream: Stream, it: JoinPart, before: Facts, _after: Facts, sheet: Sheet
    ) -> Stream:
        video, material = video_of(before), it.join.material
        other = None
        if material.facts.video is not None:
            other = _matched(draw(material, sheet, video.alpha), material.facts, video)
        whole = _joined_from(it, _matched(stream, before, video), before, other)
        return whole.filter("format", pix_fmts=_pixels(video))

    def overlay(stream: Stream, it: Overlay, before: Facts, _after: Facts, sheet: Sheet) -> Stream:
        return _laid_over(stream, it, before, draw(it.material, sheet, True))

    def background(
        stream: Stream, it: Background, before: Facts, after: Facts, sheet: Sheet
    ) -> Stream:
        video = video_of(after)
        behind = _matched(draw(it.material, sheet, video.alpha), it.material.facts, video)
        return exactly(behind, before.frames).overlay(stream, format=_meeting(video))

    return MappingProxyType(
        {Join: join, JoinPart: join_part, Overlay: overlay, Background: background}
    )


def _matched(stream: Stream, facts: Facts, video: VideoFacts) -> Stream:
    """A picture in the kind of pixels in which those of different files meet.

    Args:
        stream: The picture.
        facts: What it is.
        video: What the clip is that it meets.
    """
    return _coloured(stream, video_of(facts), video, _pixels(video)).filter("setsar", sar=1)


def _pixels(video: VideoFacts) -> str:
    """The kind of pixels of a clip to which others are joined."""
    sharp = video.codec == "gif"  # its colours are as sharp as its shapes
    return f"yuv{'a' if video.alpha else ''}{'444p' if sharp else '420p'}"


def _meeting(video: VideoFacts) -> str:
    """What ``overlay`` calls them: left to itself it takes those of the picture on top."""
    return "yuv444" if video.codec == "gif" else "yuv420"


def _coloured(stream: Stream, shown: VideoFacts, video: VideoFacts, kind: str) -> Stream:
    """A picture in another kind of pixels, its colours stored as those of the clip are.

    Where a file does not tell its matrix it gets the note that players assume, so that ffmpeg,
    which assumes another one, converts nothing.
    """
    if shown.codec not in OWN_COLOURS and not (shown.matrix or shown.hdr):
        stream = stream.filter("setparams", colorspace=matrix_of(shown))
    return stream.filter("format", pix_fmts=kind, color_ranges="tv", color_spaces=matrix_of(video))


def matrix_of(video: VideoFacts) -> str:
    """The matrix of a picture: what its file tells, or what players assume for its size."""
    if video.hdr:
        return "bt709"  # that of the range in which it is shown
    if video.matrix and video.codec not in OWN_COLOURS:
        return video.matrix
    small = min(video.width, video.height) < _HD and video.codec != "gif"
    return "smpte170m" if small else "bt709"


def _joined(stream: Stream, join: Join, before: Facts, other: Stream | None) -> Stream:
    """One clip after the other; only the frames that they share go through the transition."""
    import ffmpeg

    fps = video_of(before).fps
    _, second, shared = (before.frame_at(part) for part in join.parts(before))
    if other is None:
        copies = stream.filter_multi_output("split", 2)
        stream, other = copies[0], _black(copies[1])
    pair = [(stream, before.frames), (exactly(other, second), second)]
    (first, count), (last, rest) = reversed(pair) if join.before else pair
    if not shared:
        return joined([first, last], fps)
    alone, going = _apart(first, count - shared, shared)
    coming, rest_of_it = _apart(last, shared, rest - shared)
    meeting = ffmpeg.filter(
        [going.filter("fps", fps=fps), coming.filter("fps", fps=fps)],
        "xfade",
        transition=_TRANSITIONS[join.transition],
        duration=f"{float(shared / fps):.6f}",
        offset=0,
    )
    return joined([alone, exactly(meeting, shared), rest_of_it], fps)


def _joined_from(part: JoinPart, stream: Stream, before: Facts, other: Stream | None) -> Stream:
    """The join from one of its frames on. What comes first has lost all before it."""
    join, fps = part.join, video_of(before).fps
    _, second, shared = (before.frame_at(length) for length in join.parts(before))
    if part.alone:
        alone = stream if join.before or other is None else exactly(other, second)
        later = (second if join.before else before.frames) - shared
        return alone.filter("setpts", expr=f"PTS+{later}")
    if join.before and other is not None:
        other = other.filter("trim", start_pts=part.first)
    else:
        stream = stream.filter("trim", start_pts=part.first)
    # Joining numbers frames anew, from the first that it gets.
    whole = _joined(stream, join, before, other).filter("setpts", expr=f"PTS+{part.first}")
    return whole.filter("fps", fps=fps)


def _apart(stream: Stream, first: int, second: int) -> tuple[Stream, Stream]:
    """So many frames, and so many that follow. Each goes to one of them, so none waits."""
    copies = stream.filter_multi_output("split", 2)
    return taken(copies[0], ((0, first),)), taken(copies[1], ((first, second),))


def _black(stream: Stream) -> Stream:
    """A black picture like another one."""
    stream = taken(stream, ((0, 1),))
    return stream.filter("drawbox", w="iw", h="ih", color="black", t="fill", replace=1)


def _laid_over(stream: Stream, overlay: Overlay, before: Facts, top: Stream) -> Stream:
    facts, video = overlay.material.facts, video_of(before)
    start = before.frame_at(overlay.start)
    still = facts.frames == 1
    top = _see_through(top, overlay, video_of(facts), video)
    if start:
        top = top.filter("setpts", expr=f"PTS+{start}")
    spans = overlay.spans or (() if still else _played(start, facts.frames, before))
    if overlay.ramp is not None:
        if still:
            top = exactly(top, before.frames)
        top = ramped(top, overlay.ramp, spans, before)
    stream = _matched(stream, before, video)
    return stream.overlay(
        top,
        x=overlay.x,
        y=overlay.y,
        format=_meeting(video),
        eof_action="repeat" if still else "pass",
        **({"enable": when(spans, before)} if spans else {}),
    )


def _played(start: int, frames: int, facts: Facts) -> Spans:
    """While a picture plays that begins at a frame; () when that is all the time."""
    end = min(start + frames, facts.frames)
    fps = video_of(facts).fps
    whole = start == 0 and end == facts.frames
    return () if whole or end <= start else (Span(float(start / fps), float(end / fps)),)


def _see_through(top: Stream, overlay: Overlay, shown: VideoFacts, video: VideoFacts) -> Stream:
    """The upper picture, with its colours like those below, its corners and its transparency."""
    top = _coloured(top, shown, video, "yuva444p" if video.codec == "gif" else "yuva420p")
    if overlay.roundness > 0:
        top = _rounded(top, overlay.roundness, shown)
    if overlay.opacity < 1:
        top = top.filter("lutyuv", a=f"val*{overlay.opacity:.4f}")
    return top


def _rounded(top: Stream, roundness: float, shown: VideoFacts) -> Stream:
    """With round corners: a mask, drawn once, takes its transparency down."""
    import ffmpeg

    copies = top.filter_multi_output("split", 3)
    mask = taken(copies[2], ((0, 1),)).filter("format", pix_fmts="gray")
    mask = mask.filter("geq", lum=_corners(roundness, shown.width, shown.height))
    alpha = ffmpeg.filter([copies[1].filter("alphaextract"), mask], "blend", all_mode="multiply")
    return ffmpeg.filter([copies[0], alpha], "alphamerge")


def _corners(roundness: float, width: int, height: int) -> str:
    """Expression: 255 within a rectangle with elliptic corners, 0 outside, soft over a pixel."""
    across, down = max(1.0, roundness * width / 2), max(1.0, roundness * height / 2)
    if roundness < 1:
        across = down = max(1.0, roundness * min(width, height) / 2)
    x = f"max(0,abs(X+0.5-{width / 2})-{width / 2 - across:.3f})/{across:.3f}"
    y = f"max(0,abs(Y+0.5-{height / 2})-{height / 2 - down:.3f})/{down:.3f}"
    return f"255*clip((1-hypot({x},{y}))*{min(across, down):.3f}+0.5,0,1)"
