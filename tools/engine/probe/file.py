"""Probe: what a file is, measured where its header does not tell or cannot be trusted."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from tools.engine.limits import Limits
from tools.engine.probe.looking import look
from tools.engine.probe.opening import open_media
from tools.engine.probe.picture import video_facts
from tools.engine.probe.reading import Head, Reader
from tools.engine.probe.silence import silent_from
from tools.errors import BadInput, LimitExceeded
from tools.facts import SILENT, AudioFacts, Facts, Source, VideoFacts

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer
    from av.stream import Stream
    from av.video.stream import VideoStream

# Demuxers that guess the length from the size and the first bit rate.
_GUESSING = frozenset({"aac", "amr"})
# A header is believed when the last packets end this close to what it says, in seconds.
_CLOSE = 0.3
# Sound that ends in so many seconds of digital silence, and such a part of the whole, is worth
# a word.
_DEAD_SECONDS = 2.0
_DEAD_PART = 0.2
# A file without frames may still hold a packet or two.
_FEW_PACKETS = 3
_CONTAINERS = {"mpegts": "ts", "mpeg": "mpg", "asf": "wmv"}


async def probe(
    path: Path, *, name: str | None = None, id: str | None = None, limits: Limits | None = None
) -> Source:
    """What a file is.

    Args:
        path: The file.
        name: What the person calls it; the file's own name when not given.
        id: SHA-256 of the content, when it is known already.
        limits: What is too much.

    Raises:
        BadInput: The file is no clip, or is damaged beyond use; a sentence says which.
        LimitExceeded: It is larger, longer or stranger than the limits allow.
    """
    return await look(_probe, path, name or path.name, id, limits or Limits())


def _probe(path: Path, shown: str, known_id: str | None, limits: Limits) -> Source:
    with open_media(path, name=shown, limits=limits) as container:
        inspection = _Inspection(container, shown, limits)
        facts = inspection.facts()
        video, audio = inspection.video, inspection.audio
        source = Source(
            id=known_id or "",
            path=path,
            name=shown,
            demuxer=inspection.demuxer,
            facts=facts,
            warnings=tuple(inspection.warnings),
            damaged=frozenset(inspection.damaged),
            video_index=video.index if video is not None else None,
            audio_index=audio.index if audio is not None else None,
            start_time=inspection.start,
            video_start=inspection.starts_after(video),
            audio_start=inspection.starts_after(audio),
            video_end=inspection.video_end,
        )
    return source if known_id else replace(source, id=_sha256(path))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


_S = TypeVar("_S", bound="Stream")


class _Inspection:
    """One look at an open file."""

    def __init__(self, container: InputContainer, shown: str, limits: Limits) -> None:
        self.shown = shown
        self.limits = limits
        self.warnings: list[str] = []
        self.damaged: set[Literal["picture", "sound"]] = set()
        self.container = container
        self.demuxer = container.format.name.split(",")[0]
        self.start = (container.start_time or 0) / 1e6
        self._end = self.start
        self.video_end: float | None = None
        if len(container.streams) > limits.streams:
            raise LimitExceeded(
                f"'{shown}' holds {len(container.streams)} streams; the limit is {limits.streams}."
            )
        self.video = _pick([s for s in container.streams.video if _is_picture(s)])
        self.audio = _pick([s for s in container.streams.audio if _is_sound(s)])
        for kind, used, stored in (
            ("picture", self.video, [s for s in container.streams.video if not _is_cover(s)]),
            ("sound", self.audio, container.streams.audio),
        ):
            if stored and used is None:
                self.warnings.append(f"Its {kind} is of a kind that cannot be decoded.")

    def facts(self) -> Facts:
        """All facts; what cannot be decoded is left out, with a warning."""
        if self.video is not None:
            self._refuse_size(self.video.width, self.video.height)
        reader = Reader(self.container, self._streams(), self.limits, self.shown)
        head = reader.head()
        if head.picture is None and head.sound is None and head.packets < _FEW_PACKETS:
            raise self._empty()
        self._drop_undecodable(head)
        duration = self._duration(reader)
        video = audio = None
        if self.video is not None and head.picture is not None:
            self._refuse_size(head.picture.width, head.picture.height)
            video = video_facts(self.video, head.picture, head.times, alpha_layer=head.alpha_layer)
        if self.audio is not None:
            audio = AudioFacts(
                sample_rate=self.audio.rate,
                channels=self.audio.channels,
                codec=self.audio.codec.canonical_name,
            )
            self._warn_of_dead_sound(reader, self.audio, duration)
        return Facts(
            duration=duration,
            video=video,
            audio=audio,
            container=self._container_name(video, audio),
            size_bytes=self.container.size,
        )

    def _empty(self) -> BadInput:
        return BadInput(f"'{self.shown}' holds no frames: its length is 0 s. Please send another.")

    def starts_after(self, stream: Stream | None) -> float:
        """Seconds after the start of the file at which a stream starts."""
        if stream is None or stream.start_time is None or stream.time_base is None:
            return 0.0
        return max(0.0, float(stream.start_time * stream.time_base) - self.start)

    def _streams(self) -> list[Stream]:
        return [stream for stream in (self.video, self.audio) if stream is not None]

    def _refuse_size(self, width: int, height: int) -> None:
        if width * height > self.limits.pixels:
            raise LimitExceeded(
                f"'{self.shown}' has pictures of {width}x{height} pixels; the limit is "
                f"{self.limits.pixels / 1e6:.0f} megapixels."
            )

    def _drop_undecodable(self, head: Head) -> None:
        if self.video is not None and head.picture is None:
            self.warnings.append(
                f"Its picture ({self.video.codec.canonical_name}) cannot be decoded."
            )
            self.video = None
        if self.audio is not None and head.sound is None:
            self.warnings.append(
                f"Its sound ({self.audio.codec.canonical_name}) cannot be decoded."
            )
            self.audio = None
        if self.video is None and self.audio is None:
            why = " ".join(self.warnings) or "It holds no picture and no sound."
            raise BadInput(f"'{self.shown}' cannot be used. {why} Please send another file.")

    def _duration(self, reader: Reader) -> float:
        """Length in seconds, checked against the packets at the end of the file."""
        said = self._said_duration()
        self._refuse_length(said)
        tail = reader.tail(self.start + said) if said and self.demuxer not in _GUESSING else None
        if not tail:
            reader.seek(self.start)
            tail = reader.whole() or {}
        used = {stream.index for stream in self._streams()}
        ends = [track.end for index, track in tail.items() if index in used]
        self._end = max(ends, default=self.start)
        if self.video is not None and (shown := tail.get(self.video.index)) is not None:
            early = self._end - shown.end
            self.video_end = shown.end - self.start if early > _CLOSE else None
        measured = self._end - self.start
        if not measured > 0:
            raise self._empty()
        self._refuse_length(measured)
        if said and measured < said - _CLOSE and self.demuxer not in _GUESSING:
            self.warnings.append(
                f"It is cut short: of the {said:.1f} s that its header promises, "
                f"{measured:.1f} s are there."
            )
            self.damaged |= {"picture", "sound"}
        return said if abs(measured - said) <= _CLOSE else measured

    def _said_duration(self) -> float:
        """Length by the header, of the streams that are used where it tells them apart; else 0."""
        ends = [
            self.starts_after(stream) + float(stream.duration * stream.time_base)
            for stream in self._streams()
            if stream.duration and stream.time_base
        ]
        whole = (self.container.duration or 0) / 1e6
        if self.demuxer == "matroska" and whole > self.start:
            whole -= self.start  # it says where the last packet ends
        return min(whole, max(ends)) if whole and len(ends) == len(self._streams()) else whole

    def _refuse_length(self, seconds: float) -> None:
        if seconds > self.limits.duration:
            raise LimitExceeded(
                f"'{self.shown}' is {seconds / 60:,.0f} minutes long; the limit is "
                f"{self.limits.duration / 60:,.0f} minutes."
            )

    def _warn_of_dead_sound(self, reader: Reader, audio: AudioStream, duration: float) -> None:
        least = max(_DEAD_SECONDS, _DEAD_PART * duration)
        silent = silent_from(reader, audio, self._end, least)
        if silent == 0:
            self.warnings.append(SILENT)
        elif silent is not None:
            self.warnings.append(
                f"Its sound breaks off at {silent - self.start:.1f} s: after that it is silent."
            )
            self.damaged.add("sound")

    def _container_name(self, video: VideoFacts | None, audio: AudioFacts | None) -> str:
        if self.demuxer == "mov":
            brand = self.container.metadata.get("major_brand", "").strip()
            if brand == "qt":
                return "mov"
            return "mp4" if video else "m4a"
        if self.demuxer == "matroska":
            with Path(self.container.name).open("rb") as file:
                return "webm" if b"webm" in file.read(64) else "mkv"
        if self.demuxer == "ogg" and video is None and audio and audio.codec == "opus":
            return "opus"
        return _CONTAINERS.get(self.demuxer, self.demuxer)


def _is_cover(stream: VideoStream) -> bool:
    """Whether a stream is a cover or a thumbnail, and so no moving picture."""
    kinds = stream.disposition
    return bool(kinds & (kinds.attached_pic | kinds.timed_thumbnails))


def _is_picture(stream: VideoStream) -> bool:
    return _is_known(stream) and not _is_cover(stream) and stream.width > 0 and stream.height > 0


def _is_sound(stream: AudioStream) -> bool:
    return _is_known(stream) and stream.rate > 0 and stream.channels > 0


def _is_known(stream: Stream) -> bool:
    """Whether there is a decoder for a stream; one without has hardly any attributes."""
    return stream.codec_context is not None


def _pick(streams: list[_S]) -> _S | None:
    """The stream that players take: the default one, else the first."""
    return next((s for s in streams if s.disposition & s.disposition.default), None) or next(
        iter(streams), None
    )
