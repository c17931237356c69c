"""Stills: pictures out of the clip: one, many, or many on one sheet."""

from __future__ import annotations

from dataclasses import replace

from tools.clip import Clip
from tools.errors import BadInput
from tools.export_format import Export
from tools.operations import Cut, Scale, Span, Tile
from tools.ranges import SLACK, say_part, time_range
from tools.values import FrameRate, ImageFormat, Moments, Seconds, format_length, format_seconds

_MOST_FRAMES = 1000
# More pictures than this come in an archive; Discord and Telegram take ten a message.
_LOOSE = 10
_SHEET_WIDTH = 1920
_MOST_SIDE = 10
_NARROWEST, _WIDEST = 320, 4096


def take_screenshot(clip: Clip, at: Seconds | None = None, format: ImageFormat = "png") -> Clip:
    """Deliver one frame of the clip as a picture.

    Args:
        clip: The clip.
        at: The moment whose frame it is; the middle of the clip when left out.
        format: png keeps every pixel, jpg is smaller.

    Examples:
        screenshot at 0:07
        take a screenshot at 3 seconds as png
        give me a thumbnail
        save the frame at 2.5s as a jpg
        grab a still from the middle
        extract the last frame as an image
        thumbnail at 0:12
        export frame 90 as a picture
    """
    video = clip.need_video("take_screenshot")
    length = clip.facts.duration
    moment = length / 2 if at is None else at
    if moment > length + SLACK:
        raise BadInput(
            f"There is no frame at {format_seconds(moment)}: the clip is {format_length(length)} "
            f"long. Choose a moment up to {format_seconds(length)}."
        )
    frame = min(int(moment * float(video.fps) + 1e-4), clip.facts.frames - 1)
    still = clip.then(
        Cut((Span(float(frame / video.fps), float((frame + 1) / video.fps)),)),
        done=f"took the frame at {format_seconds(min(moment, length))} as {format}",
        note="No moment was named, so it is the middle of the clip." if at is None else "",
    )
    export = Export(container=format, alpha=video.alpha and format == "png")
    return replace(still, export=export, split=None, zipped=False)


def extract_frames(
    clip: Clip,
    fps: FrameRate | None = None,
    every: Seconds | None = None,
    count: int | None = None,
    at: Moments | None = None,
    start: Seconds | None = None,
    end: Seconds | None = None,
    format: ImageFormat = "jpg",
    zip: bool | None = None,
) -> Clip:
    """Deliver many frames of the clip as pictures: so many per second, a number of them, or all.

    Args:
        clip: The clip.
        fps: Pictures per second of the clip; every single frame when nothing is said.
        every: Seconds from one picture to the next.
        count: Number of pictures, spread evenly.
        at: Moments whose frames they are.
        start: Where to begin; the start of the clip when left out.
        end: Where to stop; the end of the clip when left out.
        format: jpg is smaller, png keeps every pixel.
        zip: Whether they come in one ZIP archive; when left out, only more than ten do.

    Examples:
        extract 1 frame per second as jpg images
        save all frames between 1 and 3 seconds
        give me 8 stills spread over the clip
        give me 10 frames evenly spaced
        export every frame as png
        screenshots at 0:02, 0:05 and 0:09
        dump the frames as an image sequence
        a picture every 2 seconds, zipped
        save every single picture
        10 pictures spread over the clip
    """
    video = clip.need_video("extract_frames")
    if sum(way is not None for way in (fps, every, count, at or None)) > 1:
        raise BadInput("Choose one: a rate, a number of pictures, or moments.")
    step = 1 / fps if fps else every
    span = time_range(clip, start, end)
    first, last = (clip.facts.frame_at(moment) for moment in (span.start, span.end))
    numbers = _chosen(clip, range(first, max(last, first + 1)), step, count, at)
    if len(numbers) > _MOST_FRAMES:
        raise BadInput(
            f"That would be {len(numbers):,} pictures; at most {_MOST_FRAMES:,} are made at once. "
            "Choose a shorter part, or one picture per second."
        )
    packed = zip if zip is not None else len(numbers) > _LOOSE
    part = say_part((span,)) if start is not None or end is not None else ""
    made = clip.then(
        Cut(tuple(_frame(clip, number) for number in numbers)),
        done=f"took {len(numbers)} frames{part} as {format}",
        note="They come in one ZIP archive." if packed and zip is None else "",
    )
    alpha = video.alpha and format == "png"
    export = Export(container=format, alpha=alpha, sequence=len(numbers) > 1)
    return replace(made, export=export, zipped=packed, split=None)


def contact_sheet(
    clip: Clip,
    columns: int = 4,
    rows: int = 4,
    width: int = _SHEET_WIDTH,
    format: ImageFormat = "jpg",
) -> Clip:
    """Deliver one picture with small frames of the whole clip in rows: a contact sheet.

    Args:
        clip: The clip.
        columns: Frames beside each other, 1 to 10.
        rows: Frames above each other, 1 to 10.
        width: Width of the whole picture in pixels, 320 to 4096.
        format: jpg is smaller, png keeps every pixel.

    Examples:
        make a contact sheet
        make a collage of frames
        give me an overview picture of the whole clip
        a 3x3 grid of frames
        thumbnail sheet with 5 columns and 4 rows
        show me the clip as a storyboard image
        filmstrip of the video as one png
        many small pictures in one image
    """
    video = clip.need_video("contact_sheet")
    if not (1 <= columns <= _MOST_SIDE and 1 <= rows <= _MOST_SIDE):
        raise BadInput(f"A sheet has 1 to {_MOST_SIDE} columns and rows, not {columns} x {rows}.")
    if not _NARROWEST <= width <= _WIDEST:
        raise BadInput(f"A sheet is {_NARROWEST} to {_WIDEST} pixels wide, not {width}.")
    every = range(clip.facts.frames)
    numbers = _spread(every, min(columns * rows, len(every)))
    cell = max(2, width // columns // 2 * 2)
    tall = max(2, round(cell * video.height / video.width / 2) * 2)
    made = clip.then(
        Cut(tuple(_frame(clip, number) for number in numbers)),
        Scale(cell, tall),
        Tile(columns, -(-len(numbers) // columns)),
        done=f"put {len(numbers)} frames of it on one sheet, {columns} beside each other",
    )
    return replace(made, export=Export(container=format), split=None)


def _chosen(
    clip: Clip,
    frames: range,
    every: float | None,
    count: int | None,
    at: list[float] | None,
) -> list[int]:
    """Numbers of the frames that are wanted, in order."""
    rate = float(clip.need_video("extract_frames").fps)
    if at:
        for moment in at:
            if moment > clip.facts.duration + SLACK:
                raise BadInput(
                    f"There is no frame at {format_seconds(moment)}: the clip is "
                    f"{format_length(clip.facts.duration)} long."
                )
        return [min(int(moment * rate + 1e-4), clip.facts.frames - 1) for moment in at]
    if every is not None:
        step = max(1.0, every * rate)
        steps = int((len(frames) - 1) / step + 1e-6) + 1
        return [frames[min(int(number * step + 1e-4), len(frames) - 1)] for number in range(steps)]
    if count is not None and count < 1:
        raise BadInput(f"{count} pictures cannot be made; choose at least 1.")
    return _spread(frames, min(count, len(frames))) if count else list(frames)


def _spread(frames: range, count: int) -> list[int]:
    """So many frames at even distances, each from the middle of its share."""
    return [frames[int((number + 0.5) * len(frames) / count)] for number in range(count)]


def _frame(clip: Clip, number: int) -> Span:
    fps = clip.need_video("extract_frames").fps
    return Span(float(number / fps), float((number + 1) / fps))
