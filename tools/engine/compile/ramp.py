"""Ramps: a speed that changes gradually, as a filter graph."""

from __future__ import annotations

import math

from tools.engine.compile.graph import Stream, exactly
from tools.engine.compile.sound_parts import (
    KEPT_BACK,
    SoundJob,
    apart,
    bounds,
    edges,
    faster,
    joined,
    softened,
)
from tools.engine.compile.sound_parts import exactly as exactly_so_long
from tools.errors import ToolFailed
from tools.facts import Facts
from tools.operations import Span, SpeedRamp

# From one piece of sound to the next its speed changes by this much, which no ear hears as a step.
_STEP = 0.05
# A piece is no shorter than this, in seconds of the source: filters need some room.
_SHORTEST = 0.12
# Two pieces overlap by so many seconds: what they hold there differs by parts of a wave.
_OVERLAP = 0.02


def ramped_picture(
    stream: Stream, ramp: SpeedRamp, before: Facts, after: Facts, _sheet: object
) -> Stream:
    """Frame ``n`` shows from the first whole place at or after the one it is given."""
    video = before.video
    if video is None:
        raise ToolFailed("A clip without a picture has no picture to play at another speed.")
    first, end = before.frame_at(ramp.span.start), before.frame_at(ramp.span.end)
    become = after.frames - before.frames + end - first
    slope = (ramp.last - ramp.first) / (end - first)
    speed = f"(1+{slope / ramp.first:.12g}*(PTS-{first}))"
    inside = f"min(ceil(log({speed})/{slope:.12g}-0.000001),{become})+{first}"
    later = f"if(lt(PTS,{end}),{inside},PTS+{become - (end - first)})"
    stream = stream.filter("setpts", expr=f"if(lt(PTS,{first}),PTS,{later})")
    return exactly(stream.filter("fps", fps=video.fps), after.frames)


def ramped_sound(job: SoundJob, stream: Stream, ramp: SpeedRamp, before: Facts) -> Stream:
    """The span in pieces of nearly the same speed, which are faded into each other."""
    found = bounds((ramp.span,), before.duration)
    parts = apart(job, stream, found, beyond=KEPT_BACK * max(1.0, ramp.last))
    seconds = ramp.plays(ramp.span.length) if ramp.seconds is None else ramp.seconds
    for number, (_, _, inside) in enumerate(found):
        if inside:
            parts[number] = exactly_so_long(_ramped(job, parts[number], ramp), job.samples(seconds))
    played = Span(ramp.span.start, ramp.span.start + seconds)
    return softened(job, joined(parts), edges(job, played, ramp.after(before).duration))


def _ramped(job: SoundJob, stream: Stream, ramp: SpeedRamp) -> Stream:
    import ffmpeg

    length = ramp.span.length
    wanted = math.ceil(abs(math.log(ramp.last / ramp.first)) / _STEP)
    count = max(1, min(wanted, int(length / _SHORTEST)))
    edges = [length * number / count for number in range(count + 1)]
    copies = stream.filter_multi_output("asplit", count) if count > 1 else [stream]
    result = None
    for number, (start, end) in enumerate(zip(edges, edges[1:], strict=False)):
        plays = ramp.plays(end) - ramp.plays(start)
        speed = (end - start) / plays
        over = _OVERLAP if number < count - 1 else 0.0
        piece = (
            copies[number]
            .filter("apad")
            .filter(
                "atrim",
                start_sample=job.samples(start),
                end_sample=job.samples(end + (over or KEPT_BACK) * speed),
            )
        )
        piece = faster(job, piece.filter("asetpts", expr="PTS-STARTPTS"), speed, ramp.keep_pitch)
        samples = job.samples(ramp.plays(end)) - job.samples(ramp.plays(start))
        piece = exactly_so_long(piece, samples + job.samples(over))
        if result is None:
            result = piece
        else:
            fade = {"nb_samples": job.samples(_OVERLAP), "curve1": "tri", "curve2": "tri"}
            result = ffmpeg.filter([result, piece], "acrossfade", **fade)
    return result
