"""Verify content: a rendered file is not black, frozen or silent where its source is not.

Only where the source tells what to expect: after operations that move, resize or retime what is
there. What was seen when the file was verified is all that is looked at as long as it looks well.
On a busy machine that may be little more than its first pictures, and a clip may well begin black
or stand still. So a suspicion is followed by an even look at the whole file and at what it keeps of
its source, and only what is wrong all through the one and mostly right in the other is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.clip import Clip
from tools.engine.limits import Limits
from tools.engine.optimize.tracks import optimize
from tools.engine.probe.opening import open_media
from tools.engine.probe.reading import Reader
from tools.engine.verify.sightings import Sightings
from tools.errors import ToolFailed, VfxbError
from tools.operations import (
    Cut,
    Operation,
    Pad,
    Rate,
    Retime,
    Scale,
    Span,
    Spans,
    SpeedRamp,
    Titles,
    Turn,
)
from tools.resident import Crashed, Overdue, Residents

if TYPE_CHECKING:
    from av.packet import Packet

# What these give is as bright, as lively and as loud as what they get.
_FAITHFUL: tuple[type[Operation], ...] = (
    Cut, Pad, Rate, Retime, Scale, SpeedRamp, Titles, Turn,
)  # fmt: skip
_SPOTS = 6
# Peaks: -80 dBFS is silence, -50 dBFS is not.
_SILENT, _HEARD = 1e-4, 3e-3
_LISTEN_PACKETS = 8
_LOOK_PACKETS = 40

_CHILDREN = Residents(1, modules=("av", "numpy", __name__))


async def verify_content(path: Path, seen: Sightings, clip: Clip, limits: Limits) -> None:
    """Hold what a rendered file shows against its source.

    Args:
        path: The file.
        seen: What was seen in it so far.
        clip: The clip that it was rendered from.
        limits: What reading the source may take.

    Raises:
        ToolFailed: It is black, frozen or silent, and its source is not.
    """
    faithful = all(isinstance(operation, _FAITHFUL) for operation in clip.operations)
    if not (faithful and any(_wrongs(seen))):
        return
    try:
        made = await _sighted(path, None, (Span(0.0, clip.output.duration),), limits)
        sent = await _sighted(clip.source.path, clip.source.demuxer, _kept(clip), limits)
    except (Crashed, Overdue):
        return  # The file was decoded; of its content nothing more can be learnt.
    black, frozen, silent = _wrongs(made)
    wrong = [
        what
        for what, here, there in (
            ("black", black, not _most(sent.black)),
            ("frozen", frozen, _most([moves is True for moves in sent.moving])),
            ("silent", silent, _most([peak > _HEARD for peak in sent.peaks])),
        )
        if here and there
    ]
    if wrong:
        raise ToolFailed(
            f"The rendered file is {' and '.join(wrong)}, and its source is not, so it is not "
            "delivered. Nothing was changed."
        )


def _wrongs(seen: Sightings) -> tuple[bool, bool, bool]:
    """Whether all that was seen is black, stands still, is silent."""
    return (
        bool(seen.black) and all(seen.black),
        bool(seen.moving) and all(moves is False for moves in seen.moving),
        bool(seen.peaks) and max(seen.peaks) < _SILENT,
    )


async def _sighted(path: Path, demuxer: str | None, spans: Spans, limits: Limits) -> Sightings:
    moments = _spread(spans)
    return await _CHILDREN.run(limits.probe_seconds, sighted, path, demuxer, moments, limits)


def sighted(path: Path, demuxer: str | None, moments: Sequence[float], limits: Limits) -> Sightings:
    """What a file shows at some moments; what cannot be read is left out. Runs in a child.

    Args:
        path: The file.
        demuxer: The only demuxer to use; None for a file that the engine made.
        moments: Times in seconds.
        limits: What reading may take.
    """
    found = Sightings()
    try:
        with open_media(path, limits=limits, demuxer=demuxer) as container:
            streams = [*container.streams.video[:1], *container.streams.audio[:1]]
            reader = Reader(container, streams, limits, path.name)
            for moment in moments:
                _look(reader, moment, found)
                _listen(reader, moment, found)
    except VfxbError:
        pass
    return found


def _look(reader: Reader, moment: float, found: Sightings) -> None:
    video = next((stream for stream in reader.streams if stream.type == "video"), None)
    if video is None or not reader.seek(moment):
        return
    last = None
    for count, packet in enumerate(reader.packets(video)):
        for frame in reader.decode(packet):
            last = frame
        if last is not None and ((last.time or 0.0) >= moment or count > _LOOK_PACKETS):
            break
    if last is not None:
        found.see(last)


def _listen(reader: Reader, moment: float, found: Sightings) -> None:
    audio = next((stream for stream in reader.streams if stream.type == "audio"), None)
    if audio is None or not reader.seek(moment):
        return
    # A seek ends at a key frame of the picture, which may be long before the moment.
    from_then = (packet for packet in reader.packets(audio) if _ends_after(packet, moment))
    for count, packet in enumerate(from_then):
        for frame in reader.decode(packet):
            found.hear(frame)
        if count >= _LISTEN_PACKETS:
            break


def _ends_after(packet: Packet[Any], moment: float) -> bool:
    """Whether a packet reaches beyond a moment; one without a time is taken to."""
    if packet.pts is None:
        return True
    return float((packet.pts + (packet.duration or 0)) * packet.time_base) > moment


def _kept(clip: Clip) -> Spans:
    """The stretches of the source that the clip shows, in order."""
    tracks = optimize(clip)
    first = next(iter(tracks.picture or tracks.sound), None)
    if isinstance(first, Cut):
        return first.ranges
    return (Span(0.0, max(clip.source.facts.duration, 1e-3)),)


def _spread(spans: Spans) -> tuple[float, ...]:
    """Moments at even distances within stretches, none at an edge."""
    whole = sum(span.length for span in spans)
    moments = []
    for number in range(_SPOTS):
        left = whole * (number + 0.5) / _SPOTS
        for span in spans:
            if left <= span.length:
                moments.append(span.start + left)
                break
            left -= span.length
    return tuple(moments)


def _most(found: Sequence[bool]) -> bool:
    return sum(found) * 2 > len(found)
