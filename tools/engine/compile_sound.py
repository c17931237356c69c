"""Sound: the operations on it as a filter graph.

Everywhere in the graph sound is 32-bit float at the rate of the file that comes out, mono or
stereo, from time 0 on without gaps. Lengths between operations are to the sample where pieces are
laid end to end, and at the end.
"""

from __future__ import annotations

from fractions import Fraction

from tools.engine.compile_arrangement_sound import rearranged
from tools.engine.compile_graph import Stream, chained, runs, sound_input, sound_start
from tools.engine.compile_ramp import ramped_sound
from tools.engine.compile_sound_parts import (
    SoundJob,
    apart,
    bounds,
    exactly,
    faster,
    in_blocks,
    joined,
    layout,
    pieces,
    regrouped,
    switched,
    taken,
)
from tools.engine.compile_time import ratio, walk
from tools.errors import ToolFailed
from tools.export_format import MAX_CHANNELS
from tools.facts import Facts
from tools.operations import (
    AudioFilter,
    Channels,
    Cut,
    Filter,
    Hold,
    Mix,
    Mute,
    Operation,
    Retime,
    Reverse,
    SoundFilter,
    Span,
    Spans,
    SpeedRamp,
)

# Filters on sound that can be switched on and off by time (flag T of `ffmpeg -filters`); for
# others the sound is taken apart and put together again.
TIMELINE = frozenset(
    {
        "adynamicsmooth", "aexciter", "afftdn", "agate", "alimiter", "asoftclip", "asubboost",
        "bandpass", "bandreject", "bass", "crystalizer", "deesser", "dynaudnorm", "equalizer",
        "extrastereo", "highpass", "highshelf", "lowpass", "lowshelf", "speechnorm", "stereowiden",
        "treble", "tremolo", "vibrato", "volume",
    }
)  # fmt: skip

# More than this many changed stretches are switched rather than taken apart.
_MANY = 32
# The sound below speech goes down and comes up again in this many seconds.
_DOWN, _UP = 0.15, 0.4


def compile_sound(job: SoundJob, operations: tuple[Operation, ...], duration: float) -> Stream:
    """The sound as it goes into the encoder.

    Args:
        job: From what and for what.
        operations: What is done to the sound, in order.
        duration: How long it shall be.
    """
    facts, stream = job.facts, None
    if facts.audio is not None:
        stream, facts, operations = _read(job, operations)
    for operation, before, _ in walk(facts, operations):
        stream = _applied(job, stream, operation, before)
    if stream is None:
        raise ToolFailed("There is sound to deliver, but no operation gives any.")
    if (job.channels, job.rate) != (job.output.channels, job.output.sample_rate):
        names = "mono" if job.output.channels == 1 else "stereo"
        rate = job.output.sample_rate
        stream = stream.filter("aformat", channel_layouts=names, sample_rates=rate)
    return exactly(stream, round(duration * job.output.sample_rate))


def _applied(job: SoundJob, stream: Stream, operation: Operation, before: Facts) -> Stream:
    """The stream after an operation; None stands for no sound."""
    if isinstance(operation, Mix):
        return _mixed(job, stream, operation, before)
    if stream is None or operation == Mute():
        return None
    match operation:
        case Cut():
            return _cut(job, stream, operation)
        case Retime():
            return _retimed(job, stream, operation, before)
        case Mute(spans=spans):
            return _silenced(job, stream, spans)
        case AudioFilter():
            return _filtered(job, stream, operation, before)
        case SpeedRamp():
            return ramped_sound(job, stream, operation, before)
        case Reverse() | Hold() | SoundFilter() | Channels():
            return rearranged(job, stream, operation, before)
    raise ToolFailed(f"The engine does not know the operation {type(operation).__name__}.")


def _read(
    job: SoundJob, operations: tuple[Operation, ...]
) -> tuple[Stream, Facts, tuple[Operation, ...]]:
    """The stored sound; a cut that comes first is done by seeking.

    Returns the stream, its facts, and the operations that are left.
    """
    facts = job.facts
    if not (operations and isinstance(operations[0], Cut)):
        return _stored(job, Fraction(0)), facts, operations
    cut = operations[0]
    parts = []
    for reader, run in enumerate(runs(pieces(cut, job.rate), Fraction(job.rate))):
        at = sound_start(job.source, Fraction(run[0][0], job.rate))
        skipped = round(at * job.rate)
        stream = _stored(job, Fraction(skipped, job.rate), reader)
        parts.append(taken(stream, tuple((first - skipped, count) for first, count in run)))
    return joined(parts), cut.after(facts), operations[1:]


def _stored(job: SoundJob, at: Fraction, reader: int = 0) -> Stream:
    """The stored sound at the rate and layout of the file, with silence where it has gaps."""
    stream = sound_input(job.source, at, reader)
    stream = stream.filter("aresample", **{"async": 1, "first_pts": 0})
    stored = job.facts.audio
    stream = _laid_out(job, stream, stored.channels if stored else job.channels)
    if stored is not None and stored.channels > MAX_CHANNELS:
        # The shares of a down-mix add up to more than one; what would clip is held down.
        stream = stream.filter("alimiter", limit=0.95, level=0, latency=1)
    return stream


def _cut(job: SoundJob, stream: Stream, cut: Cut) -> Stream:
    found = runs(pieces(cut, job.rate), Fraction(10**9))
    if len(found) == 1:
        return taken(stream, found[0])
    copies = stream.filter_multi_output("asplit", len(found))
    return joined([taken(copies[number], run) for number, run in enumerate(found)])


def _retimed(job: SoundJob, stream: Stream, retime: Retime, before: Facts) -> Stream:
    speed = float(ratio(retime.factor))
    if retime.span is None:
        return faster(job, stream, speed, retime.keep_pitch)
    found = bounds((retime.span,), before.duration)
    parts = apart(job, stream, found)
    for number, (start, end, inside) in enumerate(found):
        if inside:
            changed = faster(job, parts[number], speed, retime.keep_pitch)
            parts[number] = exactly(changed, job.samples((end - start) / speed))
    return joined(parts)


def _silenced(job: SoundJob, stream: Stream, spans: Spans) -> Stream:
    return switched(job, stream, (Filter("volume", (("volume", 0),)),), spans)


def _filtered(job: SoundJob, stream: Stream, operation: AudioFilter, before: Facts) -> Stream:
    if not operation.spans:
        return chained(stream, operation.chain)
    switchable = all(each.name in TIMELINE for each in operation.chain)
    if switchable and (operation.stateless or len(operation.spans) > _MANY):
        return switched(job, stream, operation.chain, operation.spans)
    found = bounds(operation.spans, before.duration)
    parts = apart(job, stream, found)
    for number, (start, end, inside) in enumerate(found):
        if inside:
            changed = chained(parts[number], operation.chain)
            changed = changed.filter("aformat", **layout(job))
            parts[number] = exactly(changed, job.samples(end) - job.samples(start))
    return joined(parts)


def _laid_out(job: SoundJob, stream: Stream, channels: int) -> Stream:
    """Sound of so many channels at the rate and layout of the file."""
    if channels < job.channels:
        stream = stream.filter("pan", args="stereo|c0=c0|c1=c0")  # as loud on both sides
    return stream.filter("aformat", **layout(job))


def _mixed(job: SoundJob, stream: Stream, mix: Mix, before: Facts) -> Stream:
    """Speech over the sound below, which makes room for it; speech alone where there is none."""
    import ffmpeg

    spoken = job.sounds.get(mix.sound)
    if spoken is None:
        raise ToolFailed(f"The words “{mix.sound.text[:60]}” were not spoken before the render.")
    words = spoken.facts.audio
    speech = _laid_out(job, sound_input(spoken), words.channels if words else job.channels)
    if mix.gain_db:
        speech = speech.filter("volume", volume=f"{mix.gain_db:g}dB")
    if start := job.samples(mix.at):
        speech = speech.filter("adelay", delays=f"{start}S", all=1)
    speech = exactly(speech, job.samples(before.duration))
    if stream is None:
        return speech
    end = min(mix.at + spoken.facts.duration, before.duration)
    if mix.duck_db < 0 and end > mix.at:
        stream = _ducked(stream, Span(mix.at, end), mix.duck_db)
    both = ffmpeg.filter([stream, speech], "amix", inputs=2, duration="first", normalize=0)
    return both.filter("alimiter", limit=0.95, level=0, latency=1)


def _ducked(stream: Stream, span: Span, decibels: float) -> Stream:
    """Quieter during a span, with slopes before and after it, by an envelope of numbers alone."""
    down = f"(t-{span.start - _DOWN:.4f})/{_DOWN}"
    up = f"({span.end + _UP:.4f}-t)/{_UP}"
    level = f"pow(10,{decibels / 20:.4f}*clip(min({down},{up}),0,1))"
    return regrouped(in_blocks(stream).filter("volume", volume=level, eval="frame"))
