"""Verify: a rendered file is measured and held against what was predicted for it.

All packets are read, the first and last pictures and sounds are decoded, and key frames between
them as far as the time allows. What does not match is a failure with its reason. Size, codecs
and the presence of streams must match exactly; the other tolerances stand below with their
reasons. Streams that were copied from the source keep its habits, so they are held to less.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tools.engine.limits import Limits
from tools.engine.probe.opening import open_media
from tools.engine.probe.picture import video_facts
from tools.engine.probe.reading import Head, Reader, Track
from tools.engine.verify.sightings import Sightings
from tools.errors import ToolFailed, VfxbError
from tools.facts import AudioFacts, Facts, VideoFacts

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

# Sound comes in packets of up to 26 ms, and an encoder may fill the last and add one.
_SOUND_END = 0.06
# Encoders put up to 26 ms of lead-in before the first sample, players skip it.
_SOUND_START = 0.05
# The share of a rate that formats lose which count time in milliseconds.
_RATE = 0.005
# A copied stream may end a little later than the other one, as it does in its source.
_COPIED_LATE = 1.0
# Deep looks take this share of the rendering time, and at least so many seconds.
_SHARE, _LEAST_SECONDS = 0.03, 0.01
_LOOKS = 16
_SPOT_PACKETS = 3
_BEFORE_END = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a rendered file is held against.

    Attributes:
        facts: What was predicted.
        copied_picture: Whether the picture was copied from the source, not encoded.
        copied_sound: Whether the sound was.
        lead: Seconds by which the sound starts after the picture.
        seconds: How long the rendering took.
    """

    facts: Facts
    copied_picture: bool = False
    copied_sound: bool = False
    lead: float = 0.0
    seconds: float = 0.0


async def verify(
    path: Path,
    expected: Expectation,
    limits: Limits | None = None,
    sightings: Sightings | None = None,
) -> Facts:
    """Measured facts of a rendered file.

    Args:
        path: The file.
        expected: What it should be.
        limits: What reading may take.
        sightings: Takes what is seen and heard on the way.

    Raises:
        ToolFailed: It is not what was predicted; the message says in what.
    """
    sightings = sightings or Sightings()
    return await asyncio.to_thread(_verify, path, expected, limits or Limits(), sightings)


def _verify(path: Path, expected: Expectation, limits: Limits, sightings: Sightings) -> Facts:
    try:
        with open_media(path, limits=replace(limits, source_bytes=limits.output_bytes)) as file:
            problems, facts = _Check(file, expected, limits, sightings).run()
    except ToolFailed:
        raise
    except VfxbError as error:
        raise ToolFailed(f"The rendered file cannot be read back: {error}") from error
    if problems:
        raise ToolFailed(
            "The rendered file is not what it should be, so it is not delivered: "
            f"{'; '.join(problems)}. Nothing was changed."
        )
    return facts


class _Check:
    """One comparison of an open file with what is expected of it."""

    def __init__(
        self,
        container: InputContainer,
        expected: Expectation,
        limits: Limits,
        sightings: Sightings,
    ) -> None:
        self._sightings = sightings
        self._container = container
        self._expected = expected
        self._wanted = expected.facts
        self._video: VideoStream | None = next(iter(container.streams.video), None)
        self._audio: AudioStream | None = next(iter(container.streams.audio), None)
        streams: list[Stream] = [s for s in (self._video, self._audio) if s is not None]
        self._reader = Reader(container, streams, limits, "the rendered file")

    def run(self) -> tuple[list[str], Facts]:
        """What is wrong, and what the file is."""
        started = time.monotonic()
        head = self._reader.head()
        self._reader.seek(0)
        tracks = self._reader.whole() or {}
        facts = self._facts(head, tracks)
        problems = [*self._streams(facts), *self._lengths(facts, tracks)]
        if not problems:
            budget = max(_LEAST_SECONDS, _SHARE * self._expected.seconds)
            problems = list(self._decoding(facts, started + budget))
        return problems, facts

    def _facts(self, head: Head, tracks: dict[int, Track]) -> Facts:
        video = audio = None
        if self._video is not None and head.picture is not None:
            video = video_facts(self._video, head.picture, head.times, alpha_layer=head.alpha_layer)
        if self._audio is not None and head.sound is not None:
            audio = AudioFacts(
                sample_rate=self._audio.rate,
                channels=self._audio.channels,
                codec=self._audio.codec.canonical_name,
            )
        start = min((track.first for track in tracks.values()), default=0.0)
        end = max((track.end for track in tracks.values()), default=0.0)
        return Facts(
            duration=end - max(0.0, start),
            video=video,
            audio=audio,
            container=self._wanted.container,
            size_bytes=self._container.size,
        )

    def _streams(self, facts: Facts) -> Iterator[str]:
        wanted = self._wanted
        for kind, measured, predicted in (
            ("picture", facts.video, wanted.video),
            ("sound", facts.audio, wanted.audio),
        ):
            if measured is None and predicted is not None:
                yield f"it has no {kind} that can be decoded"
            if measured is not None and predicted is None:
                yield f"it has {kind}, and should have none"
        if facts.video and wanted.video:
            yield from _picture_differences(facts.video, wanted.video)
        if facts.audio and wanted.audio:
            yield from _sound_differences(facts.audio, wanted.audio)

    def _lengths(self, facts: Facts, tracks: dict[int, Track]) -> Iterator[str]:
        wanted = self._wanted.duration
        picture = tracks.get(self._video.index) if self._video is not None else None
        sound = tracks.get(self._audio.index) if self._audio is not None else None
        step = float(1 / facts.video.fps) if facts.video else 0.0
        copied = self._expected.copied_picture, self._expected.copied_sound
        if not abs(facts.duration - wanted) <= step + _SOUND_END:
            yield f"it is {facts.duration:.2f} s long, and should be {wanted:.2f} s"
            return
        if picture and not _ends(picture.end - wanted, step + _SOUND_END, copied[0]):
            yield f"its picture ends at {picture.end:.2f} s of {wanted:.2f} s"
        if sound and not _ends(sound.end - wanted, step + _SOUND_END, copied[1]):
            yield f"its sound ends at {sound.end:.2f} s of {wanted:.2f} s"
        if picture and not copied[0] and abs(picture.packets - self._wanted.frames) > 1:
            yield f"it has {picture.packets} pictures, and should have {self._wanted.frames}"
        if picture and sound:
            # What lies before the start is an encoder's lead-in: at 8 kHz a packet of 0.13 s.
            late = max(0.0, sound.first) - picture.first - self._expected.lead
            if abs(late) > _SOUND_START:
                yield f"its sound is {abs(late):.2f} s {'late' if late > 0 else 'early'}"

    def _decoding(self, facts: Facts, deadline: float) -> Iterator[str]:
        """What cannot be decoded: at the start, at the end, then between until the deadline."""
        if self._expected.copied_picture or self._expected.copied_sound:
            return
        if self._reader.undecodable:
            yield "it cannot be decoded at its start"
            return
        for look in range(_LOOKS):
            part = 1.0 if look == 0 else (look - 0.5) / _LOOKS
            if look and time.monotonic() > deadline:
                return
            if not self._decodes(part * facts.duration, deadline, to_end=look == 0):
                yield f"it cannot be decoded at {part * facts.duration:.1f} s"
                return

    def _decodes(self, at: float, deadline: float, *, to_end: bool) -> bool:
        """Whether the packets from the last key frame before a time on can be decoded."""
        if not self._reader.seek(max(0.0, at - _BEFORE_END)):
            return False
        last, primed = None, False
        for count, packet in enumerate(self._reader.packets()):
            for frame in self._reader.decode(packet):
                if packet.stream.type == "audio":
                    # What a decoder gives first lacks what was before it: MP3 is silent there.
                    if primed:
                        self._sightings.hear(frame)
                    primed = True
                elif last is None:
                    self._sightings.see(frame)
                last = frame if packet.stream.type == "video" else last
            if time.monotonic() > deadline or (count >= _SPOT_PACKETS and not to_end):
                break
        if last is not None and to_end:
            self._sightings.see(last)
        return not self._reader.undecodable


def _ends(late: float, tolerance: float, copied: bool) -> bool:
    """Whether a stream ends where it should; a copied one may end early, as in its source."""
    return late <= _COPIED_LATE if copied else abs(late) <= tolerance


def _picture_differences(measured: VideoFacts, wanted: VideoFacts) -> Iterator[str]:
    if (measured.width, measured.height) != (wanted.width, wanted.height):
        yield (
            f"its picture is {measured.width}x{measured.height}, "
            f"and should be {wanted.width}x{wanted.height}"
        )
    if measured.codec != wanted.codec:
        yield f"its picture is {measured.codec}, and should be {wanted.codec}"
    if wanted.alpha and wanted.codec == "vp9" and not measured.alpha:
        yield "its transparency is lost"
    if not wanted.variable_rate and abs(measured.fps / wanted.fps - 1) > _RATE:
        yield f"it has {float(measured.fps):.2f} pictures a second of {float(wanted.fps):.2f}"


def _sound_differences(measured: AudioFacts, wanted: AudioFacts) -> Iterator[str]:
    for what, found, right in (
        ("codec", measured.codec, wanted.codec),
        ("sample rate", measured.sample_rate, wanted.sample_rate),
        ("number of channels", measured.channels, wanted.channels),
    ):
        if found != right:
            yield f"the {what} of its sound is {found}, and should be {right}"
