"""Silence: where the sound of a file dies, as it does when a recording or an upload went wrong.

Such files decode without a complaint: their sound is just digital silence from some point on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.engine.probe.reading import Reader

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream

# -80 dBFS: below the noise of any recording, above the rounding of decoders.
_LOUD = 1e-4
_LISTEN_SECONDS = 0.3
# Decoders need a few packets before their sound is right.
_WARM_UP = 0.2
# Sound longer than this is not searched: decoding it would take longer than it is worth.
_LONGEST = 600.0
# Middle and greatest value of samples that are stored as integers.
_SCALES = {"u8": (128.0, 128.0), "s16": (0.0, 2.0**15), "s32": (0.0, 2.0**31)}


def silent_from(reader: Reader, stream: AudioStream, end: float, least: float) -> float | None:
    """The time stamp from which the sound is silent to its end; None where it ends audibly.

    A listen to the end comes first; only where that is silent is all of it decoded.

    Args:
        reader: Reads the file; where it stands afterwards is not defined.
        stream: The sound.
        end: Time stamp at which the sound ends.
        least: Seconds of silence at the end that are of interest.
    """
    if end > _LONGEST:
        return None
    for start in (end - _LISTEN_SECONDS, end - least):
        if not reader.seek(start) or _last_loud(reader, stream, start) is not None:
            return None
    if not reader.seek(0):
        return None
    last = _last_loud(reader, stream) or 0.0
    return last if end - last >= least else None


def _last_loud(reader: Reader, stream: AudioStream, start: float = 0.0) -> float | None:
    """Where the last audible sound after ``start`` ends, read from where the file stands."""
    last = None
    warm_up = (start - _WARM_UP) / float(stream.time_base or 1)
    for packet in reader.packets(stream):
        for frame in reader.decode(packet) if (packet.pts or 0) >= warm_up else ():
            if frame.time is not None and frame.time >= start and peak_of(frame) > _LOUD:
                last = frame.time + frame.samples / frame.sample_rate
    return last


def peak_of(frame: AudioFrame) -> float:
    """The greatest sample of a frame, 0 to 1."""
    middle, full = _SCALES.get(frame.format.packed.name, (0.0, 1.0))
    wave = frame.to_ndarray()
    return max(float(wave.max()) - middle, middle - float(wave.min())) / full if wave.size else 0.0
