"""Composition of the sound as a filter graph: clips joined, music and speech mixed in."""

from __future__ import annotations

from collections.abc import Callable

from tools.engine.compile.graph import Stream, sound_input
from tools.engine.compile.sound_parts import (
    SoundJob,
    exactly,
    in_blocks,
    joined,
    laid_out,
    regrouped,
    softened,
)
from tools.errors import ToolFailed
from tools.facts import Facts
from tools.operations import JoinSound, Material, Mix, Span

Hear = Callable[[SoundJob, Material], Stream]
"""The sound of a material after its operations; None where it has none."""

# The sound below speech goes down and comes up again in this many seconds.
_DOWN, _UP = 0.15, 0.4
# Sound that yields to another does it in this many milliseconds, and comes back in these.
_YIELD, _RETURN = 60, 1200
# What it yields to is made so much louder, and cut off at full scale: so all that is louder than
# about -34 dB lets it go down equally far, and what is much softer, such as hiss, does not.
_AUDIBLE_DB = 34.0
# The steepest ratio that the compressor has: nearly a limiter.
_RATIO = 20.0


def joined_sound(job: SoundJob, stream: Stream, join: JoinSound, hear: Hear) -> Stream:
    """One sound after the other; silence stands for one that is not there."""
    import ffmpeg

    other = hear(job, join.material)
    first, last = (other, stream) if join.before else (stream, other)
    lengths = (join.second, join.first) if join.before else (join.first, join.second)
    shared = job.samples(join.shared)
    count = job.samples(lengths[0])
    whole = count + job.samples(lengths[1]) - shared
    if first is None and last is None:
        return None
    if first is None:
        last = _coming(last, shared)
        return exactly(last.filter("adelay", delays=f"{count - shared}S", all=1), whole)
    first = exactly(first, count)
    if last is None:
        return exactly(_going(first, count, shared), whole)
    if not shared:
        return softened(job, exactly(joined([first, last]), whole), [count])
    # Their power together stays the same all the time.
    both = ffmpeg.filter([first, last], "acrossfade", ns=shared, c1="qsin", c2="qsin")
    return exactly(both, whole)


def _coming(stream: Stream, samples: int) -> Stream:
    if not samples:
        return stream
    return stream.filter("afade", type="in", nb_samples=samples, curve="qsin")


def _going(stream: Stream, length: int, samples: int) -> Stream:
    if not samples:
        return stream
    start = length - samples
    return stream.filter("afade", type="out", start_sample=start, nb_samples=samples, curve="qsin")


def mixed(job: SoundJob, stream: Stream, mix: Mix, before: Facts, hear: Hear) -> Stream:
    """Another sound over the one below; it alone where there is none."""
    import ffmpeg

    added, length = _added(job, mix, hear)
    if added is None:
        return stream
    if mix.gain_db:
        added = added.filter("volume", volume=f"{mix.gain_db:g}dB")
    if start := job.samples(mix.at):
        added = added.filter("adelay", delays=f"{start}S", all=1)
    added = exactly(added, job.samples(before.duration))
    if stream is None:
        return added
    end = min(mix.at + length, before.duration)
    if mix.duck_db < 0 and end > mix.at:
        stream = _ducked(stream, Span(mix.at, end), mix.duck_db)
    if mix.yield_db < 0:
        copies = stream.filter_multi_output("asplit", 2)
        stream, added = copies[0], _yielding(added, copies[1], mix.yield_db)
    both = ffmpeg.filter([stream, added], "amix", inputs=2, duration="first", normalize=0)
    return both.filter("alimiter", limit=0.95, level=0, latency=1)


def _added(job: SoundJob, mix: Mix, hear: Hear) -> tuple[Stream, float]:
    """What is mixed in, and how long it is."""
    if isinstance(mix.sound, Material):
        return hear(job, mix.sound), mix.sound.facts.duration
    spoken = job.sounds.get(mix.sound)
    if spoken is None:
        raise ToolFailed(f"The words “{mix.sound.text[:60]}” were not spoken before the render.")
    words = spoken.facts.audio
    channels = words.channels if words else job.channels
    return laid_out(job, sound_input(spoken), channels), spoken.facts.duration


def _ducked(stream: Stream, span: Span, decibels: float) -> Stream:
    """Quieter during a span, with slopes before and after it, by an envelope of numbers alone."""
    down = f"(t-{span.start - _DOWN:.4f})/{_DOWN}"
    up = f"({span.end + _UP:.4f}-t)/{_UP}"
    level = f"pow(10,{decibels / 20:.4f}*clip(min({down},{up}),0,1))"
    return regrouped(in_blocks(stream).filter("volume", volume=level, eval="frame"))


def _yielding(stream: Stream, below: Stream, decibels: float) -> Stream:
    """Quieter while something is heard below, by so much whatever its level."""
    import ffmpeg

    heard = below.filter("volume", volume=f"{_AUDIBLE_DB:g}dB").filter("asoftclip", type="hard")
    threshold = 10 ** (decibels / (1 - 1 / _RATIO) / 20)
    return ffmpeg.filter(
        [stream, heard],
        "sidechaincompress",
        threshold=round(max(0.001, threshold), 6),
        ratio=_RATIO,
        attack=_YIELD,
        release=_RETURN,
        knee=1,
        detection="peak",
        link="maximum",
    )
