"""Cutting: which moments stay, and how fast they pass."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Cut, Retime, Span, Spans, SpeedRamp
from tools.ranges import end_note, is_whole, part, say_part, say_range, shortest, time_range
from tools.values import Seconds, Speed, format_length


def trim_video(clip: Clip, start: Seconds = 0.0, end: Seconds | None = None) -> Clip:
    """Keep one stretch of the clip and throw away what is before and after it.

    Args:
        clip: The clip.
        start: First moment to keep; the start of the clip when left out.
        end: Moment to stop at; the end of the clip when left out.

    Examples:
        trim to 0:10-0:30
        keep only the first 5 seconds
        just the last quarter of it pls
        use only 12s to 20s
        cut it down to the first 10 seconds
        shorten it to 8 seconds
        start at 0:05 and end at 0:15
        trim frames 30-90
        from the 3 sec mark till the end
    """
    span = time_range(clip, start, end)
    if is_whole(clip, span):
        return clip.then(
            done=f"kept all of it ({format_length(clip.facts.duration)})",
            note=f"The clip is {format_length(clip.facts.duration)} long, so nothing was cut off.",
        )
    return clip.then(
        Cut((span,)),
        done=f"trimmed to {say_range(span)} ({format_length(span.length)})",
        note=end_note(clip, end),
    )


def cut_out(clip: Clip, start: Seconds, end: Seconds) -> Clip:
    """Remove a stretch from within the clip and join what is before it to what is after it.

    Args:
        clip: The clip.
        start: First moment to remove.
        end: First moment to keep again.

    Examples:
        cut out 0:04 to 0:06
        cut the first 3 seconds
        drop the 1st half
        chop off the last two seconds
        remove the part between 5 and 8 seconds
        delete seconds 3-5
        take out everything from 0:10 to 0:12.5
        get rid of the bit from 1s to 2s
        skip from 0:05 to 0:10
        remove the middle from 7s to 9s
    """
    gone = time_range(clip, start, end)
    length, least = clip.facts.duration, shortest(clip) / 2
    kept = []
    if gone.start >= least:
        kept.append(Span(0.0, gone.start))
    if length - gone.end >= least:
        kept.append(Span(gone.end, length))
    if not kept:
        raise BadInput(
            f"{say_range(gone)} is the whole clip ({format_length(length)}): nothing would be "
            "left. Choose a shorter stretch to cut out."
        )
    return clip.then(
        Cut(tuple(kept)),
        done=f"cut out {say_range(gone)} ({format_length(gone.length)})",
        note=end_note(clip, end),
    )


_RAMPS = (0.25, 8.0)


def _ramped(clip: Clip, factor: float, spans: Spans, *, keep_pitch: bool) -> Clip:
    least, most = _RAMPS
    if not least <= factor <= most:
        raise BadInput(
            f"A speed that changes gradually can go to {least:g}x to {most:g}x, not to {factor:g}x."
        )
    span = spans[0] if spans else Span(0.0, clip.facts.duration)
    return clip.then(
        SpeedRamp(first=1.0, last=factor, span=span, keep_pitch=keep_pitch),
        done=f"changed its speed gradually from 1x to {factor:g}x{say_part(spans)}",
    )


def change_speed(
    clip: Clip,
    factor: Speed,
    start: Seconds | None = None,
    end: Seconds | None = None,
    keep_pitch: bool = True,
    ramp: bool = False,
) -> Clip:
    """Play the clip, or a part of it, faster or slower.

    Args:
        clip: The clip.
        factor: How many times as fast, 0.1 to 100: 2 is double speed, 0.5 half speed (slow
            motion).
        start: Where the change begins; the start of the clip when left out.
        end: Where the change ends; the end of the clip when left out.
        keep_pitch: False lets voices get higher when faster and lower when slower, as on tape.
        ramp: Whether the speed changes gradually, from the clip's own to ``factor`` at the end.

    Examples:
        speed it up 2x
        slow it to half speed
        make it 1.5 times faster
        slow motion from 3 to 5 s
        make it a timelapse
        play it at 75% speed
        a bit faster please
        slow down the first 2 seconds
        double the speed
        speed up with chipmunk voices
        make it play slower
        gradually speed up to 3x
        ramp down to slow motion between 2 and 4 seconds
    """
    spans = part(clip, start, end)
    if not 0.1 <= factor <= 100:
        raise BadInput(f"A speed of {factor:g} cannot be played; choose 0.1 to 100, such as 0.5.")
    if factor == 1:
        return clip.then(
            done="left the speed as it is",
            note="A speed of 1 is the clip's own, so nothing changed.",
        )
    if (spans[0].length if spans else clip.facts.duration) / factor < shortest(clip):
        raise BadInput(
            f"At {factor:g}x that would be shorter than one frame. Choose a lower speed."
        )
    way = "sped it up" if factor > 1 else "slowed it down"
    if ramp:
        return _ramped(clip, factor, spans, keep_pitch=keep_pitch)
    return clip.then(
        Retime(factor, spans[0] if spans else None, keep_pitch),
        done=f"{way} to {factor:g}x{say_part(spans)}",
    )
