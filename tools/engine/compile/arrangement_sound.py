"""Arrangement of the sound as a filter graph: held, played backwards, mixed anew."""

from __future__ import annotations

from tools.engine.compile.graph import Stream, chained
from tools.engine.compile.sound_parts import (
    SoundJob,
    apart,
    bounds,
    edges,
    exactly,
    joined,
    layout,
    softened,
)
from tools.errors import LimitExceeded
from tools.facts import Facts
from tools.operations import Channels, Hold, Reverse, SoundFilter, Span

# Sound that is played backwards waits in memory; this much is 700 MB of it.
_LONGEST_BACKWARDS = 1800.0


def rearranged(
    job: SoundJob, stream: Stream, operation: Hold | Reverse | SoundFilter | Channels, before: Facts
) -> Stream:
    """The sound after one of these operations, to the sample as long as it is then."""
    samples = job.samples(operation.after(before).duration)
    match operation:
        case Channels():
            return _mixed_anew(job, stream, operation)
        case Hold():
            still = Span(operation.at, operation.at + operation.seconds)
            held = exactly(_held(job, stream, operation), samples)
            return softened(job, held, edges(job, still, operation.after(before).duration))
        case Reverse():
            return exactly(_backwards(job, stream, operation, before), samples)
        case SoundFilter():
            stream = chained(stream, operation.chain).filter("aformat", **layout(job))
            # `loudnorm` leaves a gap in its time stamps before the last block, not in its samples.
            return exactly(stream.filter("asetpts", expr="N/SR/TB"), samples)


def _mixed_anew(job: SoundJob, stream: Stream, channels: Channels) -> Stream:
    if job.channels == 1:  # there is but one to take anything from
        return stream
    rows = (
        f"{name}={left:g}*c0+{right:g}*c1"
        for name, (left, right) in (("c0", channels.left), ("c1", channels.right))
    )
    return stream.filter("pan", args="|".join(("stereo", *rows)))


def _held(job: SoundJob, stream: Stream, hold: Hold) -> Stream:
    at = job.samples(hold.at)
    if not at:
        return stream.filter("adelay", delays=f"{job.samples(hold.seconds)}S", all=1)
    copies = stream.filter_multi_output("asplit", 2)
    before = exactly(copies[0].filter("atrim", end_sample=at), at + job.samples(hold.seconds))
    rest = copies[1].filter("apad").filter("atrim", start_sample=at)
    return joined([before, rest.filter("asetpts", expr="PTS-STARTPTS")])


def _backwards(job: SoundJob, stream: Stream, reverse: Reverse, before: Facts) -> Stream:
    length = reverse.span.length if reverse.span else before.duration
    if length > _LONGEST_BACKWARDS:
        raise LimitExceeded(
            f"At most {_LONGEST_BACKWARDS / 60:.0f} minutes of sound are played backwards, and "
            f"this is {length / 60:.0f} minutes long. Trim it first."
        )
    stream = exactly(stream, job.samples(before.duration))
    if reverse.span is not None:
        found = bounds((reverse.span,), before.duration)
        parts = apart(job, stream, found)
        whole = joined(
            [
                _turned(part) if turned else part
                for part, (_, _, turned) in zip(parts, found, strict=True)
            ]
        )
        return softened(job, whole, edges(job, reverse.span, before.duration))
    if not reverse.bounce:
        return _turned(stream)
    copies = stream.filter_multi_output("asplit", 2)
    return joined([copies[0], _turned(copies[1])])


def _turned(stream: Stream) -> Stream:
    """Backwards; `areverse` counts time in samples, whatever the time base is."""
    return stream.filter("areverse").filter("asetpts", expr="N/SR/TB")
