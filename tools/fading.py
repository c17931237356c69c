"""Fading: the picture and the sound that come and go."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Filter, Operation, SoundFilter, TimedFilter
from tools.values import Color, Ends, Seconds, format_length, format_seconds, say_color

_USUAL = 1.0
_FLASH = 0.4


def fade_video(
    clip: Clip,
    type: Ends = "both",
    seconds: Seconds | None = None,
    color: Color = "#000000",
    sound: bool = True,
) -> Clip:
    """Fade the clip in from black and out to black, or with another colour; the sound goes along.

    Args:
        clip: The clip.
        type: in at the start, out at the end, or both.
        seconds: How long each fade takes; 1 second when left out.
        color: Colour that it comes from and goes to; black when left out.
        sound: False leaves the sound as it is.

    Examples:
        fade in and out
        fade to black at the end
        end with a fade to a black screen
        fade in from white over 2 seconds
        add a 1 second fade out
        start with a fade from black
        fade out the last 3 seconds
        let it fade to white at the end
        smooth fade at the beginning and the end
        ease in from black at the start
        slowly disappear into black at the end
    """
    clip.need_video("fade_video")
    length = _checked(clip, seconds, type)
    operations: list[Operation] = []
    for way, start in _stretches(clip, type, length):
        fade = ("type", way), ("start_time", start), ("duration", length)
        shade = ("color", f"0x{color[1:]}")
        # In black it works on the stored colours; any other takes it through RGB.
        options = fade if color == "#000000" else (*fade, shade)
        operations.append(TimedFilter((Filter("fade", options),)))
        if sound and clip.facts.audio is not None:
            operations.append(_sound_fade(way, start, length))
    return clip.then(
        *operations,
        done=f"faded it {_said(type)} {say_color(color)} ({format_length(length)})",
        note=_shortened(length, seconds),
    )


def fade_audio(clip: Clip, type: Ends = "both", seconds: Seconds | None = None) -> Clip:
    """Let the sound come in softly and fade away, while the picture stays as it is.

    Args:
        clip: The clip.
        type: in at the start, out at the end, or both.
        seconds: How long each fade takes; 1 second when left out.

    Examples:
        fade the audio in and out
        fade out the sound over the last 3 seconds
        fade in the music
        let the volume rise slowly during the first 2 seconds
        audio fade out of 1.5 seconds
        make the sound fade away at the end
        ease the sound in and out
        let the sound come in slowly
        the sound should die away at the end
        the sound should go down slowly at the end
    """
    clip.need_audio("fade_audio")
    length = _checked(clip, seconds, type)
    operations = [_sound_fade(way, start, length) for way, start in _stretches(clip, type, length)]
    which = {"in": "in", "out": "out", "both": "in and out"}[type]
    return clip.then(
        *operations,
        done=f"faded the sound {which} ({format_length(length)})",
        note=_shortened(length, seconds),
    )


def add_flash(clip: Clip, at: Seconds, seconds: Seconds = _FLASH, color: Color = "#ffffff") -> Clip:
    """Let the picture flash up at a moment, as when a photo is taken.

    Args:
        clip: The clip.
        at: When it flashes.
        seconds: How long the light takes to fade.
        color: Colour of the flash; white when left out.

    Examples:
        add a flash at 3 seconds
        camera flash at 0:05
        white flash at the 4 second mark
        put a photo flash effect at 2.5s
        flash the screen red at 7 s
        a short burst of white light at 1 second
    """
    video = clip.need_video("add_flash")
    length = clip.facts.duration
    if at >= length:
        raise BadInput(
            f"The clip is {format_length(length)} long, so a flash at {format_seconds(at)} would "
            f"not be seen. Choose a moment before {format_seconds(length)}."
        )
    if not 0.05 <= seconds <= 10:
        raise BadInput(f"A flash lasts 0.05 to 10 s, and {seconds:g} s is outside that.")
    begin = clip.facts.frame_at(at)
    light = (
        ("type", "in"),
        ("start_time", float(begin / video.fps)),
        ("duration", seconds),
        ("color", f"0x{color[1:]}"),
        ("enable", f"gte(t,{float((begin - 0.5) / video.fps):.6f})"),
    )
    return clip.then(
        TimedFilter((Filter("fade", light),)),
        done=f"added a {say_color(color)} flash at {format_seconds(at)}",
    )


def _checked(clip: Clip, seconds: float | None, ends: str) -> float:
    """How long each fade is; two of them share the clip."""
    length = clip.facts.duration
    if seconds is None:
        return min(_USUAL, length / (3 if ends == "both" else 2))
    if seconds <= 0:
        raise BadInput("A fade needs some time; give its length, such as 1 s.")
    if seconds > length:
        raise BadInput(
            f"A fade of {format_length(seconds)} does not fit: the clip is "
            f"{format_length(length)} long."
        )
    return min(seconds, length / 2) if ends == "both" else seconds


def _stretches(clip: Clip, ends: str, length: float) -> list[tuple[str, float]]:
    """Which way each fade goes, and when it starts."""
    last = round(clip.facts.duration - length, 6)
    return [(way, start) for way, start in (("in", 0.0), ("out", last)) if ends in {way, "both"}]


def _sound_fade(way: str, start: float, length: float) -> SoundFilter:
    options = (("type", way), ("start_time", start), ("duration", length))
    return SoundFilter((Filter("afade", options),))


def _said(ends: str) -> str:
    return {"in": "in from", "out": "out to", "both": "in and out with"}[ends]


def _shortened(length: float, seconds: float | None) -> str:
    if seconds is None or length >= seconds:
        return ""
    return f"Two fades have to share the clip, so each takes {format_length(length)}."
