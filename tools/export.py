"""Export: what file comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from tools.clip import Clip
from tools.errors import BadInput
from tools.export_format import (
    ANIMATIONS,
    AUDIO_CODECS,
    VIDEO_CODECS,
    AudioCodec,
    Container,
    Export,
    VideoCodec,
)
from tools.operations import Cut, Operation, Rate, Scale
from tools.ranges import part, say_part
from tools.values import Format, FrameRate, Pixels, Seconds, SoundCodec, VideoCodecName

_GIF_TICKS = 100  # a frame of a GIF lasts a whole number of hundredths of a second
_SMALLEST_GIF = 16
# An animated WebP takes about a third of the bytes of a GIF, so it may show more.
_WEBP_RATE, _WEBP_WIDTH = Fraction(15), 640


def convert_format(
    clip: Clip,
    format: Format | None = None,
    video_codec: VideoCodecName | None = None,
    audio_codec: SoundCodec | None = None,
) -> Clip:
    """Deliver the clip in another file format or codec, or only its sound.

    Args:
        clip: The clip.
        format: File format; mp3, m4a, wav, flac, ogg and opus hold only the sound, gif and webp
            are animations without it. The present format when left out.
        video_codec: Codec of the picture; the one that plays best in the format when left out.
        audio_codec: Codec of the sound; likewise.

    Examples:
        convert to webm
        save it as mov
        I need an mp4
        as mkv please
        extract the audio as mp3
        give me just the sound as wav
        use h265
        convert to mp4 with the av1 codec
        change the format to mkv
        export as webm with opus audio
        turn it into an avi for my old player
        make it an animated webp
        I need a mov file
        my tv only plays avi
    """
    if format is None and video_codec is None and audio_codec is None:
        raise BadInput("Convert to what? Name a format such as mp4, webm, mov, gif or mp3.")
    container = format or _present(clip)
    _check_streams(clip, container)
    _check_codec(container, "picture", video_codec, VIDEO_CODECS)
    _check_codec(container, "sound", audio_codec, AUDIO_CODECS)
    if container == "gif":
        return export_gif(clip)
    if container == "webp":
        return _animated(clip)
    video = clip.facts.video
    export = replace(
        _kept(clip),
        container=container,
        video_codec=video_codec,
        audio_codec=audio_codec,
        alpha=bool(video and video.alpha) and container == "webm" and video_codec != "av1",
    )
    codecs = " and ".join(codec for codec in (video_codec, audio_codec) if codec)
    with_codecs = f" with {codecs}" if codecs else ""
    return clip.exported(
        export, done=f"converted it to {container}{with_codecs}", note=_lost(clip, export)
    )


def export_gif(
    clip: Clip,
    start: Seconds | None = None,
    end: Seconds | None = None,
    fps: FrameRate = 12.0,
    width: Pixels = 480,
) -> Clip:
    """Make an animated GIF of the clip or of a part of it.

    Args:
        clip: The clip.
        start: Where the GIF begins; the start of the clip when left out.
        end: Where it ends; the end of the clip when left out.
        fps: Frames per second at most, up to 50.
        width: Width in pixels at most; the height follows.

    Examples:
        give me a gif of the first 3 seconds
        make a gif
        turn it into a gif
        turn 0:05 to 0:08 into a gif
        gif it, 320 wide
        I want an animated gif at 10 fps
        make a 3 sec gif starting at 0:12, 320px wide, 10 fps
        export the last 2 seconds as a gif
        small gif of the middle
    """
    video = clip.need_video("export_gif")
    spans = part(clip, start, end)
    operations: list[Operation] = [Cut(spans)] if spans else []
    rate = _gif_rate(min(Fraction(fps).limit_denominator(1000), video.fps))
    if rate != video.fps or video.variable_rate:
        operations.append(Rate(rate))
    if width < _SMALLEST_GIF:
        raise BadInput(f"A GIF of {width} pixels is too small; use at least {_SMALLEST_GIF}.")
    size = video.width, video.height
    if width < video.width:
        size = width, max(1, round(video.height * width / video.width))
        operations.append(Scale(*size))
    made = f"made a GIF{say_part(spans)} ({size[0]}x{size[1]}, {float(rate):g} fps)"
    gif = clip.then(*operations, done=made)
    return replace(gif, export=Export(container="gif", alpha=video.alpha))


def _animated(clip: Clip) -> Clip:
    """An animated WebP, of a size and rate that a page can show."""
    video = clip.need_video("convert_format")
    rate = min(_WEBP_RATE, video.fps)
    operations: list[Operation] = [Rate(rate)] if rate != video.fps or video.variable_rate else []
    size = video.width, video.height
    if video.width > _WEBP_WIDTH:
        size = _WEBP_WIDTH, max(1, round(video.height * _WEBP_WIDTH / video.width))
        operations.append(Scale(*size))
    made = f"made an animated WebP ({size[0]}x{size[1]}, {float(rate):g} fps)"
    animation = clip.then(*operations, done=made)
    return replace(animation, export=Export(container="webp", alpha=video.alpha))


def _gif_rate(fps: Fraction) -> Fraction:
    """The nearest rate that a GIF can hold."""
    return Fraction(_GIF_TICKS, max(2, round(_GIF_TICKS / fps)))


def _present(clip: Clip) -> Container:
    return (clip.export or Export.default(clip.source.facts, clip.facts)).container


def _kept(clip: Clip) -> Export:
    """What was said before of bit rates and size; what an animation or pictures need is dropped."""
    export = clip.export or Export()
    return Export() if export.container in ANIMATIONS else replace(export, sequence=False)


def _check_streams(clip: Clip, container: Container) -> None:
    if clip.facts.audio is None and container not in VIDEO_CODECS:
        raise BadInput(
            f"'{clip.source.name}' has no sound, so there is nothing to put in {container}."
        )
    if clip.facts.video is None and container not in AUDIO_CODECS:
        raise BadInput(
            f"'{clip.source.name}' has only sound, and {container} holds only pictures. "
            "Choose mp3, m4a, wav, flac, ogg or opus."
        )


def _check_codec(
    container: Container,
    what: str,
    codec: VideoCodec | AudioCodec | None,
    table: Mapping[Container, Sequence[str]],
) -> None:
    """Refuse a codec that the container cannot hold; say what it can, and what holds the codec."""
    possible = table.get(container, ())
    if codec is None or codec in possible:
        return
    others = " or ".join(name for name, codecs in table.items() if codec in codecs)
    if not possible:
        raise BadInput(
            f"{container} holds no {what}, so it cannot use {codec}. {others} can: name one."
        )
    raise BadInput(
        f"{container} cannot hold {codec}; its {what} can be {', '.join(possible)}. "
        f"For {codec} choose {others}."
    )


def _lost(clip: Clip, export: Export) -> str:
    """What the format cannot keep."""
    lost = []
    video = clip.facts.video
    if video is not None and not export.has_video:
        lost.append(f"{export.container} holds only sound, so the picture is left out.")
    if video is not None and video.alpha and export.has_video and not export.alpha:
        lost.append(f"{export.container} has no transparency here; clear parts turn black.")
    return " ".join(lost)
