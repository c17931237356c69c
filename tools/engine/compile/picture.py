"""Picture: the operations on it as a filter graph.

Everywhere in the graph the picture is what ``operations`` says it is: frames at even times, whose
time base is the length of a frame, so that a frame's time stamp is its number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from tools.engine.compile.arrangement import COMPILERS as ARRANGING
from tools.engine.compile.arrangement import replaced, when
from tools.engine.compile.colour import COMPILERS as COLOURING
from tools.engine.compile.composition import composing
from tools.engine.compile.drawn import COMPILERS as DRAWING
from tools.engine.compile.graph import Stream, chained, exactly, runs
from tools.engine.compile.looked import COMPILERS as LOOKING
from tools.engine.compile.reading import flattened, joined, read_picture, taken, video_of
from tools.engine.compile.subtitles import subtitle_titles
from tools.engine.compile.time import pieces_of, ratio, retimed, walk
from tools.engine.titles.sheet import Sheet
from tools.facts import Facts, Source, VideoFacts
from tools.operations import (
    Background,
    Crop,
    Cut,
    Key,
    Material,
    Operation,
    Rate,
    Redraw,
    Retime,
    Scale,
    Subtitles,
    TimedFilter,
    Titles,
    VideoFilter,
)

# Filters that can be switched on and off by time (flag T of `ffmpeg -filters`) ...
TIMELINE = frozenset(
    {
        "avgblur", "bilateral", "boxblur", "chromashift", "colorcorrect", "colorize", "dblur",
        "deband", "dilation", "drawbox", "eq", "erosion", "gblur", "hflip", "hqdn3d", "hue",
        "lenscorrection", "lutyuv", "median", "monochrome", "negate", "nlmeans", "noise",
        "pixelize", "pseudocolor", "sobel", "unsharp", "vaguedenoiser", "vflip", "vignette",
    }
)  # fmt: skip
# ... and those of them that work on RGB. Converting to it and back leaves a trace on all frames.
TIMELINE_RGB = frozenset(
    {
        "colorbalance", "colorchannelmixer", "colorcontrast", "colorlevels",
        "colortemperature", "curves", "edgedetect", "exposure", "grayworld",
        "huesaturation", "lut3d", "lutrgb", "normalize", "rgbashift", "selectivecolor", "vibrance",
    }
)  # fmt: skip

# Filters that give a picture another size; in a chain it is that of before again, but for rounding.
_RESIZING = frozenset({"crop", "pad", "scale", "transpose"})

# Memory that the frames of a GIF may take while its palette is found, in bytes. A palette per
# frame costs some ten times as much processor time, so this holds two minutes of a usual GIF.
_PALETTE_BYTES = 768 * 1024 * 1024

# Pixels of pictures that stand still: RGB, or the full range of JPEG.
_STILL_PIXELS = {
    "png": {"pix_fmts": "rgb24"},
    "mjpeg": {"pix_fmts": "yuvj420p", "color_ranges": "pc"},
}

# Frames that motion between two frames is found from, and more.
_AHEAD = 4

# Frames that a palette for all of them is made from.
_PALETTE_LOOKS = 48


def compile_picture(
    source: Source,
    operations: tuple[Operation, ...],
    output: VideoFacts,
    sheet: Sheet,
) -> Stream:
    """The picture as it goes into the encoder.

    Args:
        source: Where it is read.
        operations: What is done to the picture, in order.
        output: What the file shows.
        sheet: Takes the titles; files to write, and characters that nothing can draw.
    """
    material = Material(source, operations)
    behind = any(isinstance(each, Background) for each in operations)
    stream, facts = _drawn(material, sheet, keep_alpha=output.alpha or behind)
    keyed = any(isinstance(each, Key) and not each.behind for each in operations)
    if keyed and video_of(facts).alpha and not output.alpha:
        stream = flattened(stream)
    return _delivered(stream, facts, output)


def _drawn(material: Material, sheet: Sheet, *, keep_alpha: bool) -> tuple[Stream, Facts]:
    """A picture after its operations, and what it is then."""
    stream, facts, operations = read_picture(material, keep_alpha=keep_alpha)
    for operation, before, after in walk(facts, operations):
        stream = _COMPILERS[type(operation)](stream, operation, before, after, sheet)
        facts = after
    return stream, facts


def _brought_in(material: Material, sheet: Sheet, keep_alpha: bool) -> Stream:
    """A further picture after its operations."""
    return _drawn(material, sheet, keep_alpha=keep_alpha)[0]


def _cut(stream: Stream, cut: Cut, before: Facts, _after: Facts, _sheet: Sheet) -> Stream:
    found = runs(pieces_of(cut, before), Fraction(10**9))  # only what goes back is read anew
    if len(found) == 1:
        return taken(stream, found[0])
    copies = stream.filter_multi_output("split", len(found))
    parts = [taken(copies[number], run) for number, run in enumerate(found)]
    return joined(parts, video_of(before).fps)


def _retime(stream: Stream, retime: Retime, before: Facts, after: Facts, _sheet: Sheet) -> Stream:
    first, count, become = retimed(retime, before)
    speed = ratio(retime.factor)
    # Frame n shows from the first whole place at or after n / speed until the next one does.
    place = f"ceil((PTS-{first})*{speed.denominator}/{speed.numerator}-0.000001)"
    if retime.span is not None:
        inside = f"min({place},{become})+{first}"  # those that come too late are passed over
        later = f"if(lt(PTS,{first + count}),{inside},PTS+{become - count})"
        place = f"if(lt(PTS,{first}),PTS,{later})"
    stream = stream.filter("setpts", expr=place)
    return exactly(stream.filter("fps", fps=video_of(before).fps), after.frames)


def _rate(stream: Stream, rate: Rate, _before: Facts, after: Facts, _sheet: Sheet) -> Stream:
    if rate.smooth:
        # It looks some frames ahead, and gives none for the last ones.
        stream = stream.filter("tpad", stop=_AHEAD, stop_mode="clone").filter(
            "minterpolate", fps=rate.fps, mi_mode="mci", mc_mode="aobmc", me_mode="bidir"
        )
        return exactly(stream, after.frames)
    return exactly(stream.filter("fps", fps=rate.fps, round="up"), after.frames)


def _crop(stream: Stream, crop: Crop, _before: Facts, _after: Facts, _sheet: Sheet) -> Stream:
    return stream.filter("crop", w=crop.width, h=crop.height, x=crop.x, y=crop.y, exact=1)


def _scale(stream: Stream, scale: Scale, _before: Facts, _after: Facts, _sheet: Sheet) -> Stream:
    method = {"flags": "lanczos+accurate_rnd"} if scale.lanczos else {}
    stream = stream.filter("scale", width=scale.width, height=scale.height, **method)
    return stream.filter("setsar", sar=1)


def _redraw(stream: Stream, redraw: Redraw, before: Facts, after: Facts, _sheet: Sheet) -> Stream:
    """What measures a clip that is not drawn yet sees: the picture as it is, of the right size.

    A rendering never comes here: see ``tools.engine.frames.redraw``.
    """
    size = video_of(after)
    if redraw.factor != 1:
        stream = stream.filter("scale", width=size.width, height=size.height)
    if size.alpha and not video_of(before).alpha:
        stream = stream.filter("format", pix_fmts="yuva420p")
    return stream


def _filter(
    stream: Stream,
    operation: VideoFilter | TimedFilter,
    before: Facts,
    _after: Facts,
    _sheet: Sheet,
) -> Stream:
    ramp = operation.ramp if isinstance(operation, TimedFilter) else None
    if ramp is None and not operation.spans:
        return _sized(chained(stream, operation.chain), operation, before)
    # What cannot be switched, or would touch other frames too, is laid over while it applies.
    switched = TIMELINE | TIMELINE_RGB if video_of(before).alpha else TIMELINE
    if ramp is None and all(each.name in switched for each in operation.chain):
        return chained(stream, operation.chain, enable=when(operation.spans, before))
    copies = stream.filter_multi_output("split", 2)
    changed = _sized(chained(copies[1], operation.chain), operation, before)
    return replaced(copies[0], changed, operation.spans, before, ramp)


def _sized(stream: Stream, operation: VideoFilter | TimedFilter, before: Facts) -> Stream:
    """A picture whose filters may have rounded its size, at the size that it had."""
    if not any(each.name in _RESIZING for each in operation.chain):
        return stream
    video = video_of(before)
    return stream.filter("scale", width=video.width, height=video.height).filter("setsar", sar=1)


def _titles(stream: Stream, titles: Titles, before: Facts, _after: Facts, sheet: Sheet) -> Stream:
    video = video_of(before)
    options: dict[str, Any] = {"alpha": 1} if video.alpha else {}
    name = sheet.add(titles.titles, before)
    return stream.filter("ass", filename=name, fontsdir=sheet.fonts_folder, **options)


def _subtitles(
    stream: Stream, subtitles: Subtitles, before: Facts, after: Facts, sheet: Sheet
) -> Stream:
    titles = subtitle_titles(subtitles, before, sheet)
    return _titles(stream, Titles(titles), before, after, sheet) if titles else stream


def _delivered(stream: Stream, facts: Facts, output: VideoFacts) -> Stream:
    """The last steps: a size, rate and pixel format that the encoder and all players take."""
    video = video_of(facts)
    if output.fps != video.fps:
        changed = facts.with_video(fps=output.fps)
        stream = exactly(stream.filter("fps", fps=output.fps, round="up"), changed.frames)
        facts = changed
    if (output.width, output.height) != (video.width, video.height):
        stream = stream.filter("crop", w=output.width, h=output.height, x=0, y=0)
    if output.codec == "gif":
        return _with_palette(stream, facts, output)
    if output.codec in _STILL_PIXELS:
        still = {"pix_fmts": "rgba"} if output.alpha else _STILL_PIXELS[output.codec]
        return stream.filter("format", **still)
    # Full range is not played right everywhere. A GIF's RGB says nothing of a matrix: choose one.
    colours = {"color_ranges": "tv"} | ({"color_spaces": "bt709"} if video.codec == "gif" else {})
    if output.codec == "webp":  # always that of old television
        colours["color_spaces"] = "smpte170m"
    pixels = "yuva420p" if output.alpha else "yuv420p"
    return stream.filter("format", pix_fmts=pixels, **colours)


def _with_palette(stream: Stream, facts: Facts, output: VideoFacts) -> Stream:
    """The 256 colours of a GIF, in the same pass.

    One palette for all frames gives calm colours, but is known only after the last frame, and all
    frames wait for it in memory. Where that would be too much each frame brings its own palette.
    """
    import ffmpeg

    waiting = facts.frames * output.width * output.height * 4
    single = waiting > _PALETTE_BYTES
    copies = stream.filter_multi_output("split", 2)
    # A few dozen smaller frames tell the colours as well as all of them; on noisy clips, counting
    # every pixel's colour took ten times as long as all the rest.
    looks = copies[0]
    if not single:
        looks = looks.filter("framestep", max(1, facts.frames // _PALETTE_LOOKS))
        looks = looks.filter("scale", w="max(1,iw/2)", h="max(1,ih/2)", flags="neighbor")
    palette = looks.filter(
        "palettegen",
        stats_mode="single" if single else "full",
        reserve_transparent=int(output.alpha),
    )
    return ffmpeg.filter(
        [copies[1], palette],
        "paletteuse",
        dither="bayer",
        bayer_scale=4,
        diff_mode="rectangle",
        new=int(single),
    )


_COMPILERS: Mapping[type[Operation], Callable[..., Stream]] = MappingProxyType(
    {
        Cut: _cut,
        Retime: _retime,
        Rate: _rate,
        Crop: _crop,
        Scale: _scale,
        Redraw: _redraw,
        VideoFilter: _filter,
        TimedFilter: _filter,
        Titles: _titles,
        Subtitles: _subtitles,
        **ARRANGING,
        **COLOURING,
        **DRAWING,
        **LOOKING,
        **composing(_brought_in),
    }
)
