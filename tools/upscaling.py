"""Upscaling: pictures made larger by something that knows what pictures look like."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import VideoFacts
from tools.operations import Operation, Redraw, Scale
from tools.ranges import part, say_part
from tools.subjects import need_faces
from tools.values import Factor, Intensity, Resolution, Seconds
from tools.values.pictures import EnlargingEngine, FaceEngine
from tools.values.sizes import MAX_SIDE

_USUAL, _MOST = 2, 4


def upscale_video(
    clip: Clip,
    factor: Factor | None = None,
    resolution: Resolution | None = None,
    engine: EnlargingEngine | None = None,
) -> Clip:
    """Upscale: make a small or soft picture larger with AI that redraws its detail.

    Args:
        clip: The clip.
        factor: How many times as wide and high, up to 4; 2 when left out.
        resolution: Lines that it is to have, such as "1080p" or "4k", in place of a factor.
        engine: Replicate (paid), Real-ESRGAN (on this machine, slow) or Lanczos (interpolation,
            fast); the best that is set up when left out.

    Examples:
        upscale it
        upscale the video
        upscale it 4x
        upscale it to 4K with AI
        make it 4K with AI
        AI upscale this to 1080p
        enhance the resolution with AI
        use super resolution on it
        make it higher resolution with real-esrgan
        it is so blurry and small, upscale it with AI
        double the resolution with AI
        upscale it the fast way with lanczos
    """
    video = clip.need_video("upscale_video")
    if factor is not None and resolution is not None:
        raise BadInput(
            f"Upscale either {factor:g} times or to {resolution} lines, not both. The picture is "
            f"{video.width}x{video.height} now."
        )
    side = min(video.width, video.height)
    share = resolution / side if resolution else factor or _USUAL
    if share <= 1:
        if factor is not None:
            raise BadInput(f"Upscaling {factor:g} times would not make it larger. Choose 2 or 4.")
        return clip.then(
            done=f"left it at {video.width}x{video.height}",
            note=f"The picture has {side} lines already.",
        )
    if factor is not None and factor > _MOST:
        raise BadInput(
            f"Upscaling goes up to {_MOST} times, and {factor:g} is more. Choose 2 or 4."
        )
    times = _USUAL if share <= _USUAL else _MOST
    _check(video, max(times, share))
    drawn = video.width * times, video.height * times
    width, height = drawn if share == times else _even(video, share)
    operations: list[Operation] = [Redraw(work="upscaling", factor=times, engine=engine or "")]
    if (width, height) != drawn:
        operations.append(Scale(width, height, lanczos=True))
    note = f"{_MOST} times of it are drawn; the rest is plain enlarging." if share > _MOST else ""
    by = f" by {engine}" if engine else ""
    return clip.then(*operations, done=f"upscaled it to {width}x{height}{by}", note=note)


def _even(video: VideoFacts, share: float) -> tuple[int, int]:
    width, height = (max(2, round(side * share / 2) * 2) for side in (video.width, video.height))
    return width, height


def _check(video: VideoFacts, times: float) -> None:
    largest = round(max(video.width, video.height) * times)
    if largest > MAX_SIDE:
        raise BadInput(
            f"{times:g} times {video.width}x{video.height} would be {largest} pixels on a side; at "
            f"most {MAX_SIDE} are possible. Upscale it less, or make it smaller first."
        )


def enhance_faces(
    clip: Clip,
    strength: Intensity = 0.7,
    start: Seconds | None = None,
    end: Seconds | None = None,
    engine: FaceEngine | None = None,
) -> Clip:
    """Restore and sharpen the faces in the clip.

    Args:
        clip: The clip.
        strength: How much, 0 to 1; services restore faces in full in any case.
        start: When it begins; the start of the clip when left out.
        end: When it stops; the end of the clip when left out.
        engine: Replicate (GFPGAN, paid) or face sharpening (built in: light and sharpness on the
            faces); the best that is set up when left out.

    Examples:
        enhance the faces
        improve the faces
        make the faces sharper
        restore the faces with AI
        the faces are blurry, fix them
        make my face clearer
        sharpen the faces from 0:05 to 0:10
        improve the face quality
    """
    clip.need_video("enhance_faces")
    if strength == 0:
        raise BadInput("A strength of 0 changes nothing; choose 0.1 to 1.")
    spans = part(clip, start, end)
    need_faces(clip, spans, "Sharpen the whole picture instead: “make it sharper”.")
    return clip.then(
        Redraw(work="faces", strength=strength, engine=engine or "", spans=spans),
        done=f"enhanced the faces{f' by {engine}' if engine else ''}{say_part(spans)}",
    )
