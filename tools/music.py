"""Music: other sound under the clip's own, or instead of it."""

from __future__ import annotations

import math

from tools.clip import Clip
from tools.errors import BadInput
from tools.facts import Source
from tools.fitting import long_enough
from tools.media import SoundFile, Wanted, pick
from tools.operations import (
    Cut,
    Filter,
    Material,
    Mix,
    Mute,
    Operation,
    SoundFilter,
    Span,
)
from tools.ranges import is_whole, say_range, time_range
from tools.values import Seconds, Volume, format_length, format_seconds

_SOUNDS = Wanted(("sound",), "music or other sound")
# Under sound that is there, and where there is none.
_UNDER, _ALONE, _YIELDING = 0.25, 1.0, 0.5
_YIELD_DB = -12.0
_SILENT = 0.001


def add_music(
    clip: Clip,
    music: SoundFile | None = None,
    volume: Volume | None = None,
    at: Seconds | None = None,
    end: Seconds | None = None,
    start: Seconds = 0.0,
    loop: bool = True,
    duck: bool = False,
    fade_in: Seconds = 0.0,
    fade_out: Seconds = 1.0,
) -> Clip:
    """Put music or another sound under the clip, whose own sound stays.

    Args:
        clip: The clip.
        music: The music, by name or number; the latest sound that was sent when left out.
        volume: How loud it is, 0 to 1 or in dB; 0.25 under sound, 0.5 when it gives way to
            speech, and 1 where the clip is silent, when left out.
        at: When it begins; the start of the clip when left out.
        end: When it stops; the end of the clip when left out.
        start: From which second of the music on.
        loop: Whether it begins again where it is too short.
        duck: Whether it goes down by 12 dB while somebody speaks or anything else is heard.
        fade_in: Seconds in which it comes in.
        fade_out: Seconds in which it goes away at its end, 1 when left out.

    Examples:
        add this music in the background
        add rain sounds quietly in the background
        add a laughing sound at the end
        add an explosion sound effect at 0:03
        put the song under it, quietly
        background music from 0:10 on
        use the mp3 as background music at 20%
        add the track and lower it when someone speaks
        play the song from its second 30
        mix in the rain sound softly
        put music under it at 30% and duck it when somebody talks
        add some music
        add the music and fade it out at the end
        put this tune under the video but don't loop it
        soundtrack at -12 dB
        put a beat under it
        some chill lofi underneath
        a quiet tune in the background
    """
    source = pick(clip, music, _SOUNDS)
    _checked(source, start, volume)
    span = time_range(clip, at, end)
    had = clip.facts.audio is not None
    level = volume if volume is not None else _usual(had=had, duck=duck)
    material, lasts = _played(source, span.length, start, loop=loop, fades=(fade_in, fade_out))
    mix = Mix(
        sound=material,
        at=span.start,
        gain_db=_decibels(level),
        duck_db=0.0,
        yield_db=_YIELD_DB if duck and had else 0.0,
    )
    manner = f" at {level:.0%} of its volume" if level != 1 else ""
    yielding = ", lower while something is heard" if mix.yield_db else ""
    when = "" if is_whole(clip, span) else f" from {say_range(span)}".replace("-", " to ")
    return clip.then(
        mix,
        done=f"added the music '{source.name}'{manner}{yielding}{when}",
        note=_ends(source, span, lasts),
    )


def replace_audio(
    clip: Clip,
    sound: SoundFile | None = None,
    start: Seconds = 0.0,
    loop: bool = False,
    volume: Volume = 1.0,
    fade_out: Seconds = 0.0,
) -> Clip:
    """Replace the clip's sound by another one: a song, a recording, or the sound of a second clip.

    The clip keeps its length.

    Args:
        clip: The clip.
        sound: The other sound, by name or number; the latest that was sent when left out.
        start: From which second of it on.
        loop: Whether it begins again where it is too short; else silence follows.
        volume: How loud it is: 1 is as it was recorded.
        fade_out: Seconds in which it goes away at its end.

    Examples:
        replace the audio with this song
        replace the music
        use this recording instead of the original sound
        use this as the soundtrack
        swap the soundtrack for the mp3
        take the sound of the other clip
        change the audio to this file
        put this track on it and remove the original sound
        dub it with the voice recording I sent
        exchange the sound with song.mp3 and loop it
        use the other recording as the soundtrack
        take another audio instead of the original
    """
    source = pick(clip, sound, _SOUNDS)
    _checked(source, start, volume)
    length = clip.facts.duration
    material, lasts = _played(source, length, start, loop=loop, fades=(0.0, fade_out))
    return clip.then(
        Mute(),
        Mix(sound=material, gain_db=_decibels(volume), duck_db=0.0),
        done=f"replaced the sound by '{source.name}'",
        note=_ends(source, Span(0.0, length), lasts, rest="silent"),
    )


def _usual(*, had: bool, duck: bool) -> float:
    if not had:
        return _ALONE
    return _YIELDING if duck else _UNDER


def _checked(source: Source, start: float, volume: float | None) -> None:
    length = source.facts.duration
    if start >= length - 0.05:
        raise BadInput(
            f"'{source.name}' is {format_length(length)} long, so it cannot begin at its "
            f"{format_seconds(start)}. Choose an earlier start."
        )
    if volume is not None and volume < _SILENT:
        raise BadInput("At a volume of 0 it would not be heard. Choose 0.05 to 1, or -12 dB.")


def _played(
    source: Source, needed: float, start: float, *, loop: bool, fades: tuple[float, float]
) -> tuple[Material, float]:
    """The sound for a stretch of time, and how long it lasts."""
    loops = long_enough(source, needed, start) if loop else 1
    lasts = min(needed, source.facts.duration * loops - start)
    operations: list[Operation] = [Cut((Span(start, start + lasts),))]
    fade_in, fade_out = (min(seconds, lasts / 2) for seconds in fades)
    chain = []
    if fade_in > 0:
        chain.append(Filter("afade", (("type", "in"), ("duration", round(fade_in, 4)))))
    if fade_out > 0:
        begins = round(lasts - fade_out, 4)
        options = (("type", "out"), ("start_time", begins), ("duration", round(fade_out, 4)))
        chain.append(Filter("afade", options))
    if chain:
        operations.append(SoundFilter(tuple(chain)))
    return Material(source, tuple(operations), loops=loops), lasts


def _decibels(level: float) -> float:
    return round(20 * math.log10(level), 2)


def _ends(source: Source, span: Span, lasts: float, rest: str = "") -> str:
    if lasts > span.length - 0.1:
        return ""
    end = format_seconds(span.start + lasts)
    after = f"; the rest is {rest}" if rest else ""
    return f"'{source.name}' ends at {end}{after}."
