"""Sound parts: what the operations on sound are compiled with.

Sound is taken apart and laid end to end by samples. Where a filter has to be switched, or hundreds
of pieces are chosen, it is handled in blocks of about a millisecond.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tools.engine.compile.graph import Stream, chained, nearest, within
from tools.engine.compile.time import Pieces, merged
from tools.facts import AudioFacts, Facts, Source
from tools.operations import Cut, Filter, Material, Span, Spans, Utterance

# A filter is switched, and sound selected, in blocks of about this many samples: 1 ms.
_BLOCK = 48
_FRAME = 1024
# Where sounds meet that do not belong together, each takes so many seconds to go or to come. It
# gets softer in steps of so many samples, too small to be heard.
_SOFT, _FINE = 0.005, 12
# How long sound takes to go over into silence, in seconds; and in how many spans at most.
_FADE, _MOST_FADES = 0.004, 32
# Between 0.5 and 2 `atempo` blends what it joins; beyond, it would skip.
_TEMPO = (0.5, 2.0)
KEPT_BACK = 0.1
"""A filter that changes the speed keeps the end of what it gets, less than so many seconds."""


@dataclass(frozen=True, slots=True)
class SoundJob:
    """What the sound is compiled from and for.

    Attributes:
        source: Where it is read.
        facts: The clip before the operations, without its picture.
        output: What the file holds.
        sounds: Speech that has been spoken.
        reader: Number of the first reader of that source.
        loops: How many times in a row it is read.
        within: Channels of the sound that this one is brought into, if it is.
    """

    source: Source
    facts: Facts
    output: AudioFacts
    sounds: Mapping[Utterance, Source]
    reader: int = 0
    loops: int = 1
    within: int | None = None

    def of(self, material: Material) -> SoundJob:
        """The same for a further file, whose sound is brought into this one."""
        return replace(
            self,
            source=material.source,
            facts=replace(material.stored, video=None),
            reader=material.reader,
            loops=material.loops,
            within=self.channels,
        )

    @property
    def rate(self) -> int:
        """Samples per second between operations, whose filters need room for high tones."""
        return 44_100 if self.output.sample_rate == 44_100 else 48_000

    @property
    def channels(self) -> int:
        """Channels between operations: two as long as the source or the file has two."""
        if self.within is not None:
            return self.within
        stored = self.facts.audio
        return 2 if self.output.channels > 1 or (stored and stored.channels > 1) else 1

    def samples(self, seconds: float) -> int:
        """Nearest number of samples."""
        return round(seconds * self.rate)


def layout(job: SoundJob) -> dict[str, Any]:
    """Options of ``aformat`` for the sound between operations."""
    return {
        "sample_fmts": "fltp",
        "sample_rates": job.rate,
        "channel_layouts": "mono" if job.channels == 1 else "stereo",
    }


def laid_out(job: SoundJob, stream: Stream, channels: int) -> Stream:
    """Sound of so many channels at the rate and layout of the sound between operations."""
    if channels < job.channels:
        stream = stream.filter("pan", args="stereo|c0=c0|c1=c0")  # as loud on both sides
    return stream.filter("aformat", **layout(job))


def pieces(cut: Cut, rate: int, block: int = 1) -> Pieces:
    """A cut in blocks of samples. Where each range ends in the result is rounded: no drift."""
    pieces, done, at = [], 0, Fraction(0)
    for span in cut.ranges:
        at += Fraction(span.end) - Fraction(span.start)
        end = round(at * rate / block)
        if end > done:
            pieces.append((round(span.start * rate / block), end - done))
        done = end
    return tuple(pieces) or ((0, 1),)


def taken(stream: Stream, pieces: Pieces) -> Stream:
    """Pieces of samples that go forward, one after the other, with silence past the end."""
    start, end = pieces[0][0], sum(pieces[-1])
    stream, alone = stream.filter("apad"), len(pieces) == 1
    # The last block may reach a little further than the last piece.
    end += 0 if alone else _BLOCK
    stream = stream.filter("atrim", start_sample=start, end_sample=end)
    if alone:
        return stream.filter("asetpts", expr="PTS-STARTPTS")
    spans = [(first - 0.5, first + count - 0.5) for first, count in _blocks(pieces)]
    stream = in_blocks(stream).filter("aselect", expr=within("n", spans))
    return regrouped(stream.filter("asetpts", expr="N/SR/TB"))


def _blocks(pieces: Pieces) -> Pieces:
    """Pieces of samples that go forward in whole blocks, counted from where the first begins."""
    blocks: list[tuple[int, int]] = []
    done, at = 0, 0
    whole = sum(count for _, count in pieces)
    for first, count in pieces:
        at += count
        last = round(at / _BLOCK) if at < whole else -(-at // _BLOCK)
        if last > done:
            # Two ranges that meet must not share a block: what follows would come too early.
            begin = max(round((first - pieces[0][0]) / _BLOCK), sum(blocks[-1]) if blocks else 0)
            blocks.append((begin, last - done))
        done = last
    return tuple(blocks)


def joints(runs: Sequence[Pieces]) -> list[int]:
    """The samples of a result at which something begins that did not follow before.

    Args:
        runs: Pieces of samples that were taken together; one run follows the other.
    """
    found, at, after = [], 0, -1
    for run in runs:
        start, block = run[0][0], _BLOCK if len(run) > 1 else 1
        for first, count in _blocks(run) if len(run) > 1 else ((0, run[0][1]),):
            if at and start + first * block != after:
                found.append(at)
            at += count * block
            after = start + (first + count) * block
    return found


def edges(job: SoundJob, span: Span, duration: float) -> list[int]:
    """The samples at which a span begins and ends, as far as that is within the sound."""
    ends = job.samples(span.start), job.samples(span.end)
    return [at for at in ends if 0 < at < job.samples(duration)]


def softened(job: SoundJob, stream: Stream, joints: Sequence[int]) -> Stream:
    """The same without a click where sounds meet that do not belong together.

    Args:
        job: From what and for what.
        stream: The sound.
        joints: Samples at which something else begins, in order.
    """
    if not joints:
        return stream
    apart = min((b - a for a, b in pairwise(joints)), default=job.rate) / job.rate
    level = nearest("t", [max(0.0, joint - _FINE / 2) / job.rate for joint in joints])
    level = f"min(1,{level}/{min(_SOFT, apart / 4):.5f})"
    stream = stream.filter("asetnsamples", n=_FINE, p=0)
    return regrouped(stream.filter("volume", volume=level, eval="frame"))


def faster(job: SoundJob, stream: Stream, speed: float, keep_pitch: bool) -> Stream:
    """The same sound at another speed; without its pitch kept, as on a tape."""
    if not keep_pitch:
        stream = stream.filter("asetrate", sample_rate=round(job.rate * speed))
        return stream.filter("aresample", sample_rate=job.rate)
    slow, fast = _TEMPO
    while speed > fast * 1.0001:
        stream, speed = stream.filter("atempo", tempo=fast), speed / fast
    while speed < slow * 0.9999:
        stream, speed = stream.filter("atempo", tempo=slow), speed / slow
    return stream.filter("atempo", tempo=round(speed, 9))


def joined(parts: list[Stream]) -> Stream:
    """Streams one after the other."""
    import ffmpeg

    return parts[0] if len(parts) == 1 else ffmpeg.concat(*parts, v=0, a=1)


def exactly(stream: Stream, samples: int) -> Stream:
    """The first so many samples, silence where there are fewer."""
    return stream.filter("apad").filter("atrim", end_sample=samples)


def switched(job: SoundJob, stream: Stream, chain: tuple[Filter, ...], spans: Spans) -> Stream:
    """Filters that are on within spans, switched between blocks of samples."""
    half = _BLOCK / job.rate / 2
    when = within("t", [(span.start - half, span.end - half) for span in merged(spans)])
    return regrouped(chained(in_blocks(stream), chain, enable=when))


def silenced(job: SoundJob, stream: Stream, spans: Spans) -> Stream:
    """Silence within spans, into and out of which sound fades, as a sudden end would click."""
    if len(spans) > _MOST_FADES:
        return switched(job, stream, (Filter("volume", (("volume", 0),)),), spans)
    stream = in_blocks(stream)
    block = _BLOCK / job.rate
    for span in merged(spans):
        start, end = (round(at / block) * block for at in (span.start, span.end))
        for way, begin, until in (("out", start, end), ("in", end, end + _FADE)):
            when = within("t", [(begin - block / 2, until - block / 2)])
            if begin:
                stream = stream.filter(
                    "afade", type=way, start_time=begin, duration=_FADE, enable=when
                )
            else:
                stream = stream.filter("volume", volume=0, enable=when)
    return regrouped(stream)


def in_blocks(stream: Stream) -> Stream:
    """The same sound in frames of a millisecond."""
    return stream.filter("asetnsamples", n=_BLOCK, p=0)


def regrouped(stream: Stream) -> Stream:
    """Frames of a usual size again: those that wait for the picture would be too many."""
    return stream.filter("asetnsamples", n=_FRAME, p=0)


def bounds(spans: Spans, duration: float) -> list[tuple[float, float, bool]]:
    """The whole time as stretches within and without the spans: (start, end, within)."""
    found, at = [], 0.0
    for span in merged(spans):
        if span.start > at + 1e-6:
            found.append((at, span.start, False))
        found.append((span.start, span.end, True))
        at = span.end
    if duration > at + 1e-6:
        found.append((at, duration, False))
    return found


def apart(
    job: SoundJob, stream: Stream, bounds: list[tuple[float, float, bool]], beyond: float = 0.0
) -> list[Stream]:
    """The stretches as streams of their own.

    Each sample goes to one of them, so none waits for long.

    Args:
        job: From what and for what.
        stream: The sound.
        bounds: The stretches.
        beyond: So many seconds of what follows come with those within the spans.
    """
    if len(bounds) == 1:
        return [stream]
    copies = stream.filter_multi_output("asplit", len(bounds))
    parts = []
    for number, (start, end, inside) in enumerate(bounds):
        part = copies[number].filter("apad") if number == len(bounds) - 1 else copies[number]
        end += beyond * inside
        part = part.filter("atrim", start_sample=job.samples(start), end_sample=job.samples(end))
        parts.append(part.filter("asetpts", expr="PTS-STARTPTS"))
    return parts
