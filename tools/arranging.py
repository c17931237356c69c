"""Arranging: which moments play in which order, how often, and in which direction."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import Cut, Hold, Reverse, Span
from tools.ranges import is_whole, say_part, say_range, shortest, time_range
from tools.values import Place, Ranges, Seconds, Times, format_length, format_seconds

_MOST_LOOPS = 20
_LONGEST_HOLD = 600.0
_SHOWN = 6


def keep_ranges(clip: Clip, ranges: Ranges) -> Clip:
    """Keep several stretches of the clip and play them one after the other, in the order given.

    Args:
        clip: The clip.
        ranges: The stretches as pairs of start and end, in the order in which they are to play.

    Examples:
        keep only 0:02-0:05 and 0:10-0:12
        keep 1-3 s, 8-9 s and the last 2 seconds
        play 15-20 first and then 0-15
        use seconds 2 to 4, then 10 to 11, then 6 to 7
        cut together 0:00-0:03, 0:07-0:09 and 0:15-0:18
        keep the first 2 and the last 2 seconds and drop what is between
        make a montage of 1-2 s, 5-6 s and 9-10 s
    """
    spans = tuple(time_range(clip, start, end) for start, end in ranges)
    kept = ", ".join(map(say_range, spans[:_SHOWN]))
    more = f" and {len(spans) - _SHOWN} more" if len(spans) > _SHOWN else ""
    length = format_length(sum(span.length for span in spans))
    return clip.then(Cut(spans), done=f"kept {kept}{more} ({length})")


def move_part(clip: Clip, start: Seconds, end: Seconds, to: Place = "start") -> Clip:
    """Take a stretch out of the clip and put it at the beginning or at the end instead.

    Args:
        clip: The clip.
        start: First moment of the stretch.
        end: Where the stretch ends.
        to: Where it plays then: at the start or at the end.

    Examples:
        put the last 5 seconds first
        move the part from 5 to 8 seconds to the end
        take the final 3 seconds and put them at the beginning
        cut the first 4 seconds and add them to the end
        bring 0:10-0:12 to the front
        start with the last two seconds, then play the rest
        swap the halves: put the second half before the first
        the first 3 seconds should come at the end
        open with the last three seconds as a teaser
    """
    span = time_range(clip, start, end)
    if is_whole(clip, span):
        raise BadInput(
            f"{say_range(span)} is the whole clip, so there is nothing to move it past. "
            "Choose a shorter stretch."
        )
    length, least = clip.facts.duration, shortest(clip) / 2
    rest = []
    if span.start >= least:
        rest.append(Span(0.0, span.start))
    if length - span.end >= least:
        rest.append(Span(span.end, length))
    ranges = (span, *rest) if to == "start" else (*rest, span)
    return clip.then(Cut(ranges), done=f"moved {say_range(span)} to the {to}")


def loop_video(
    clip: Clip, times: Times = 2, start: Seconds | None = None, end: Seconds | None = None
) -> Clip:
    """Play the clip, or a part of it, several times in a row.

    Args:
        clip: The clip.
        times: How many times it plays in all, 2 to 20.
        start: Where the part begins that is repeated; the clip's start when left out.
        end: Where it ends; the clip's end when left out.

    Examples:
        loop it 3 times
        repeat the clip twice
        make it loop
        play it 4 times in a row
        duplicate the video so that it runs twice
        loop the whole thing five times
        repeat it
        loop the last 2 seconds 3 times
        repeat 0:03 to 0:04 four times, then go on
        play it over and over, 4 times
    """
    if not 1 <= times <= _MOST_LOOPS:
        raise BadInput(f"A clip plays 2 to {_MOST_LOOPS} times in a row, not {times:,}.")
    if times == 1:
        return clip.then(done="let it play once", note="It plays once anyway.")
    again, length, least = time_range(clip, start, end), clip.facts.duration, shortest(clip) / 2
    before = (Span(0.0, again.start),) if again.start >= least else ()
    behind = (Span(again.end, length),) if length - again.end >= least else ()
    part = say_part((again,) if before or behind else ())
    lasts = format_length(length + again.length * (times - 1))
    return clip.then(
        Cut((*before, *(again,) * times, *behind)),
        done=f"looped it {times} times{part} ({lasts})",
    )


def reverse_video(clip: Clip, start: Seconds | None = None, end: Seconds | None = None) -> Clip:
    """Play picture and sound backwards, all of it or a part.

    Args:
        clip: The clip.
        start: Where the part begins that plays backwards; the clip's start when left out.
        end: Where it ends; the clip's end when left out.

    Examples:
        reverse it
        play it backwards
        make the video run in reverse
        rewind the clip
        reverse the whole thing, sound too
        I want it to play from the end to the start
        backwards please
        reverse the last 3 seconds
        play it backwards from 0:02 to 0:04
        run the whole thing backwards
        rewind effect
    """
    span = time_range(clip, start, end)
    if is_whole(clip, span):
        return clip.then(Reverse(), done="reversed it")
    return clip.then(Reverse(span=span), done=f"reversed it{say_part((span,))}")


def boomerang(clip: Clip) -> Clip:
    """Play the clip forward and then backwards, like a boomerang.

    Args:
        clip: The clip.

    Examples:
        make a boomerang
        play it forward then backward
        boomerang effect
        forwards and then in reverse
        turn it into a boomerang loop
        bounce it back and forth
        play it forwards then backwards
        do that back and forth thing
    """
    length = format_length(clip.facts.duration * 2)
    return clip.then(Reverse(bounce=True), done=f"made it a boomerang ({length})")


def freeze_frame(clip: Clip, at: Seconds, seconds: Seconds = 2.0) -> Clip:
    """Let the picture stand still at a moment, then go on; the sound is silent meanwhile.

    Args:
        clip: The clip.
        at: The moment whose frame stands still.
        seconds: For how long.

    Examples:
        freeze the frame at 0:05 for 2 seconds
        freeze at 3s
        hold the last frame for 3 seconds
        pause the picture at 0:08 for a second and then continue
        still frame at 4 s for 1.5 s
        freeze the first frame for two seconds
        stop on the frame at 7 seconds, then resume
    """
    clip.need_video("freeze_frame")
    length = clip.facts.duration
    if at > length + shortest(clip):
        raise BadInput(
            f"There is no frame at {format_seconds(at)}: the clip is {format_length(length)} long."
        )
    if not shortest(clip) <= seconds <= _LONGEST_HOLD:
        raise BadInput(
            f"A frame is held for one frame to {format_length(_LONGEST_HOLD)}, "
            f"and {format_length(seconds)} is outside that."
        )
    return clip.then(
        Hold(min(at, length), seconds),
        done=f"froze the frame at {format_seconds(min(at, length))} for {format_length(seconds)}",
    )
