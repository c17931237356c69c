"""Sound: the operations on it as a filter graph.

Everywhere in the graph sound is 32-bit float at the rate of the file that comes out, mono or
stereo, from time 0 on without gaps. Lengths between operations are to the sample where pieces are
laid end to end, and at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tools.engine.compile.arrangement_sound import rearranged
from tools.engine.compile.composition_sound import joined_sound, mixed
from tools.engine.compile.graph import Stream, chained, runs, sound_input, sound_start
from tools.engine.compile.ramp import ramped_sound
from tools.engine.compile.sound_parts import (
    KEPT_BACK,
    SoundJob,
    apart,
    bounds,
    edges,
    exactly,
    faster,
    joined,
    joints,
    laid_out,
    layout,
    pieces,
    silenced,
    softened,
    switched,
    taken,
)
from tools.engine.compile.time import Pieces, ratio, walk
from tools.errors import ToolFailed
from tools.export_format import MAX_CHANNELS
from tools.facts import Facts
from tools.operations import (
    AudioFilter,
    Channels,
    Cut,
    Hold,
    JoinSound,
    Material,
    Mix,
    Mute,
    Operation,
    Retime,
    Reverse,
    SoundFilter,
    Span,
    SpeedRamp,
)

# Filters on sound that can be switched on and off by time (flag T of `ffmpeg -filters`); for
# others the sound is taken apart and put together again.
TIMELINE = frozenset(
    {
        "adynamicsmooth", "aeval", "aexciter", "afftdn", "agate", "alimiter", "asoftclip",
        "asubboost", "bandpass", "bandreject", "bass", "crystalizer", "deesser", "dynaudnorm",
        "equalizer", "extrastereo", "highpass", "highshelf", "lowpass", "lowshelf", "speechnorm",
        "stereowiden", "treble", "tremolo", "vibrato", "volume",
    }
)  # fmt: skip

# What begins or ends this near to the sound's own edges does so there, in seconds.
_WHOLE = 0.03
# More than this many changed stretches are switched rather than taken apart.
_MANY = 32


def compile_sound(
    job: SoundJob, operations: tuple[Operation, ...], duration: float, lead_in: int = 0
) -> Stream:
    """The sound as it goes into the encoder.

    Args:
        job: From what and for what.
        operations: What is done to the sound, in order.
        duration: How long it shall be.
        lead_in: Samples that the encoder puts before it, unknown to players: so many are left out.
    """
    stream = _heard(job, operations)
    if stream is None:
        raise ToolFailed("There is sound to deliver, but no operation gives any.")
    if (job.channels, job.rate) != (job.output.channels, job.output.sample_rate):
        names = "mono" if job.output.channels == 1 else "stereo"
        rate = job.output.sample_rate
        stream = stream.filter("aformat", channel_layouts=names, sample_rates=rate)
    stream = exactly(stream, round(duration * job.output.sample_rate))
    if lead_in:
        stream = stream.filter("atrim", start_sample=lead_in).filter("asetpts", expr="N/SR/TB")
    return stream


def _heard(job: SoundJob, operations: tuple[Operation, ...]) -> Stream:
    """The sound after its operations; None stands for no sound."""
    facts, stream = job.facts, None
    if facts.audio is not None:
        stream, facts, operations = _read(job, operations)
    for operation, before, _ in walk(facts, operations):
        stream = _applied(job, stream, operation, before)
    return stream


def _brought_in(job: SoundJob, material: Material) -> Stream:
    """The sound of a further file after its operations."""
    return _heard(job.of(material), material.operations)


def _applied(job: SoundJob, stream: Stream, operation: Operation, before: Facts) -> Stream:
    """The stream after an operation; None stands for no sound."""
    if isinstance(operation, Mix):
        return mixed(job, stream, operation, before, _brought_in)
    if isinstance(operation, JoinSound):
        return joined_sound(job, stream, operation, _brought_in)
    if stream is None or operation == Mute():
        return None
    match operation:
        case Cut():
            return _cut(job, stream, operation, before)
        case Retime():
            return _retimed(job, stream, operation, before)
        case Mute(spans=spans):
            return silenced(job, stream, spans)
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
    parts, found = [], runs(pieces(cut, job.rate), Fraction(job.rate))
    for reader, run in enumerate(found):
        start = Fraction(run[0][0], job.rate)
        at = sound_start(job.source, start) if job.loops == 1 else Fraction(0)
        skipped = round(at * job.rate)
        stream = _stored(job, Fraction(skipped, job.rate), reader)
        parts.append(taken(stream, tuple((first - skipped, count) for first, count in run)))
    whole = softened(job, joined(parts), _seams(job, cut, facts, found))
    return whole, cut.after(facts), operations[1:]


def _stored(job: SoundJob, at: Fraction, reader: int = 0) -> Stream:
    """The stored sound at the rate and layout of the file, with silence where it has gaps."""
    stream = sound_input(job.source, at, job.reader + reader, job.loops)
    stream = stream.filter("aresample", **{"async": 1, "first_pts": 0})
    stored = job.facts.audio
    stream = laid_out(job, stream, stored.channels if stored else job.channels)
    if stored is not None and stored.channels > MAX_CHANNELS:
        # The shares of a down-mix add up to more than one; what would clip is held down.
        stream = stream.filter("alimiter", limit=0.95, level=0, latency=1)
    return stream


def _seams(job: SoundJob, cut: Cut, before: Facts, found: Sequence[Pieces]) -> list[int]:
    """Where a cut lets something begin or end amid the sound: between pieces and at its edges."""
    first, last = cut.ranges[0].start, cut.ranges[-1].end
    opening = [0] if first > _WHOLE else []
    closing = [job.samples(cut.after(before).duration)] if last < before.duration - _WHOLE else []
    return [*opening, *joints(found), *closing]


def _cut(job: SoundJob, stream: Stream, cut: Cut, before: Facts) -> Stream:
    found = runs(pieces(cut, job.rate), Fraction(10**9))
    seams = _seams(job, cut, before, found)
    if len(found) == 1:
        return softened(job, taken(stream, found[0]), seams)
    copies = stream.filter_multi_output("asplit", len(found))
    whole = joined([taken(copies[number], run) for number, run in enumerate(found)])
    return softened(job, whole, seams)


def _retimed(job: SoundJob, stream: Stream, retime: Retime, before: Facts) -> Stream:
    speed = float(ratio(retime.factor))
    if retime.span is None:
        return faster(job, stream, speed, retime.keep_pitch)
    found = bounds((retime.span,), before.duration)
    parts = apart(job, stream, found, beyond=KEPT_BACK * max(1.0, speed))
    for number, (start, end, inside) in enumerate(found):
        if inside:
            changed = faster(job, parts[number], speed, retime.keep_pitch)
            parts[number] = exactly(changed, job.samples((end - start) / speed))
    played = Span(retime.span.start, retime.span.start + retime.span.length / speed)
    return softened(job, joined(parts), edges(job, played, retime.after(before).duration))


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
