"""Export: how a clip is encoded, and what that does to its facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, get_args

from tools.facts import AudioFacts, Facts, VideoFacts

Container = Literal[
    "mp4", "webm", "mkv", "mov", "avi", "gif", "webp", "png", "jpg",
    "mp3", "m4a", "wav", "flac", "ogg", "opus",
]  # fmt: skip
VideoCodec = Literal["h264", "hevc", "vp9", "av1", "mpeg4", "gif", "webp", "png", "mjpeg", "copy"]
AudioCodec = Literal["aac", "opus", "vorbis", "mp3", "flac", "pcm_s16le", "copy"]

CONTAINERS: tuple[Container, ...] = get_args(Container)

# First codec of each list: the default. (A container without a list cannot hold that stream.)
VIDEO_CODECS: dict[Container, tuple[VideoCodec, ...]] = {
    "mp4": ("h264", "hevc", "av1", "vp9"),
    "mov": ("h264", "hevc"),
    "mkv": ("h264", "hevc", "av1", "vp9"),
    "webm": ("vp9", "av1"),
    "avi": ("mpeg4",),
    "gif": ("gif",),
    "webp": ("webp",),
    "png": ("png",),
    "jpg": ("mjpeg",),
}
SUBTITLE_CODECS: dict[Container, str] = {
    "mp4": "mov_text", "mov": "mov_text", "mkv": "subrip", "webm": "webvtt",
}  # fmt: skip
"""How a container holds subtitles that players show and hide; others hold none."""
CHAPTERED: frozenset[str] = frozenset({"mp4", "mov", "m4a", "mkv", "webm", "mp3", "ogg", "opus"})
"""Containers that hold chapters."""
AUDIO_CODECS: dict[Container, tuple[AudioCodec, ...]] = {
    "mp4": ("aac", "mp3", "opus", "flac"),
    "mov": ("aac", "mp3"),
    "mkv": ("aac", "opus", "vorbis", "mp3", "flac"),
    "webm": ("opus", "vorbis"),
    "avi": ("mp3", "pcm_s16le"),
    "mp3": ("mp3",),
    "m4a": ("aac",),
    "wav": ("pcm_s16le",),
    "flac": ("flac",),
    "ogg": ("vorbis", "opus", "flac"),
    "opus": ("opus",),
}

MOST_SOUND_KBPS: dict[str, int] = {"aac": 512, "opus": 450, "vorbis": 480, "mp3": 320}
"""Highest bit rate of each codec that has one, in kbit/s."""

STILLS: frozenset[str] = frozenset({"png", "jpg"})
"""Formats of one picture that stands still."""

ANIMATIONS: frozenset[str] = frozenset({"gif", "webp"})
"""Formats of pictures that move and have no sound, which browsers show as they show pictures."""

MAX_CHANNELS = 2
"""Chats and phones play stereo; more channels are mixed down to it, in their proper shares."""

# Encoders of these store colour at half size, so width and height must be even.
_EVEN: frozenset[str] = frozenset({"h264", "hevc", "av1", "vp9", "mpeg4"})
_ALPHA: frozenset[str] = frozenset({"vp9", "gif", "webp", "png"})
# AVI has no time stamps, only an order: H.264 in it plays frames late, and other streams that go in
# or come out of it as they are stored drift.
_CLOSED = frozenset({"avi"})
# Formats in which every player heeds a turn that the header tells of.
_TURNING = frozenset({"mp4", "mov"})
# Rates that MP3 can have and that end where they should; the nearest one above is taken.
_MP3_RATES = (32_000, 44_100, 48_000)
# A GIF frame lasts a whole number of hundredths of a second.
_GIF_TICKS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """How a clip is encoded.

    Attributes:
        container: File format, also the name's suffix.
        video_codec: Codec of the picture; None takes the container's first.
        audio_codec: Codec of the sound; None takes the container's first.
        alpha: Whether transparency is kept (WebM with VP9, WebP, GIF and PNG).
        video_kbps: Bit rate of the picture; None for the quality that is usual here.
        most_kbps: Bit rate that the picture may have at most, where its quality needs less.
        crf: Quality of the picture as its encoder counts it, less being better; None for the
            usual one.
        audio_kbps: Bit rate of the sound; None for the usual one.
        sample_rate: Samples per second; None for the source's or the usual one.
        max_bytes: Size that the file may have at most.
        else_copied: Whether the streams are copied as they are stored where encoding them at the
            usual quality gives more bytes than that.
        sequence: Whether each frame becomes a picture of its own (png and jpg).
    """

    container: Container = "mp4"
    video_codec: VideoCodec | None = None
    audio_codec: AudioCodec | None = None
    alpha: bool = False
    video_kbps: int | None = None
    most_kbps: int | None = None
    crf: int | None = None
    audio_kbps: int | None = None
    sample_rate: int | None = None
    max_bytes: int | None = None
    else_copied: bool = False
    sequence: bool = False

    @classmethod
    def default(cls, source: Facts, facts: Facts) -> Export:
        """What people expect when they name no format: MP4 that plays everywhere.

        A GIF stays a GIF until it gets sound, a transparent picture stays transparent (WebM), sound
        alone stays sound.
        """
        if facts.video is None:
            same = source.video is None and source.container in AUDIO_CODECS
            kept = source.container if same and source.container in CONTAINERS else "m4a"
            return cls(container=kept)
        if source.container == "gif" and facts.audio is None:
            return cls(container="gif", alpha=facts.video.alpha)
        if facts.video.alpha:
            return cls(container="webm", alpha=True)
        return cls(container="mp4")

    @property
    def has_video(self) -> bool:
        """Whether the container can hold a picture."""
        return self.container in VIDEO_CODECS

    @property
    def has_audio(self) -> bool:
        """Whether the container can hold sound."""
        return self.container in AUDIO_CODECS

    def copies_picture(self, facts: Facts) -> bool:
        """Whether a picture that no operation touches goes into the file as it is stored.

        Not one that is shown otherwise than stored, or at uneven times: players and later edits
        agree on such files too seldom. All of them turn what a phone says is to be turned.
        """
        video = facts.video
        return (
            video is not None
            and self._takes_streams_of(facts)
            and video.codec in VIDEO_CODECS.get(self.container, ())
            and self.video_codec in {None, "copy", video.codec}
            and self.shows_as_stored(video)
            and not video.variable_rate
            and (self.alpha or not video.alpha)
            and self.video_kbps is None
            and self.most_kbps is None
            and self.crf is None
            and (self.max_bytes is None or (facts.size_bytes or self.max_bytes) < self.max_bytes)
        )

    def shows_as_stored(self, video: VideoFacts) -> bool:
        """Whether a picture shows as it should in this format with its pixels as stored."""
        return video.coded_as_shown or (video.turned and self.container in _TURNING)

    def _takes_streams_of(self, facts: Facts) -> bool:
        """Whether streams can go over from the file as they are stored."""
        if facts.container in _CLOSED or self.container in _CLOSED:
            return facts.container == self.container
        return facts.container in CONTAINERS

    def copies_sound(self, facts: Facts) -> bool:
        """Whether sound that no operation touches goes into the file as it is stored."""
        audio = facts.audio
        return (
            audio is not None
            and self._takes_streams_of(facts)
            and audio.codec in AUDIO_CODECS.get(self.container, ())
            and self.audio_codec in {None, "copy", audio.codec}
            and audio.channels <= MAX_CHANNELS
            and self.audio_kbps is None
            and self.sample_rate in {None, audio.sample_rate}
        )

    def after(
        self, facts: Facts, *, copied_picture: bool = False, copied_sound: bool = False
    ) -> Facts:
        """Facts of the encoded file, given those of the clip.

        Args:
            facts: The clip before it is encoded.
            copied_picture: Whether the picture is copied, not encoded.
            copied_sound: Whether the sound is copied, not encoded.
        """
        video, audio = facts.video, facts.audio
        if video is not None and not copied_picture:
            video = self._video(video) if self.has_video else None
        if audio is not None and not copied_sound:
            audio = self._audio(audio) if self.has_audio else None
        encoded = replace(
            facts, video=video, audio=audio, container=self.container, size_bytes=None
        )
        return encoded if copied_picture else encoded.lasting(facts.duration)

    def _video(self, video: VideoFacts) -> VideoFacts:
        codec = _chosen(self.video_codec, video.codec, VIDEO_CODECS[self.container])
        if codec in _EVEN:
            # Odd pictures lose their last row or column; stretching by one pixel would blur all.
            width, height = max(2, video.width // 2 * 2), max(2, video.height // 2 * 2)
        else:
            width, height = video.width, video.height
        fps = video.fps
        if codec == "gif":
            fps = Fraction(_GIF_TICKS, max(2, round(_GIF_TICKS / fps)))
        return VideoFacts(
            width=width,
            height=height,
            fps=fps,
            codec=codec,
            alpha=video.alpha and self.alpha and codec in _ALPHA,
        )

    def _audio(self, audio: AudioFacts) -> AudioFacts:
        codec = _chosen(self.audio_codec, audio.codec, AUDIO_CODECS[self.container])
        rate = self.sample_rate or sound_rate(audio)
        if codec == "mp3":
            rate = next((each for each in _MP3_RATES if each >= rate), _MP3_RATES[-1])
        return AudioFacts(
            sample_rate=48_000 if codec == "opus" else rate,
            channels=min(audio.channels, MAX_CHANNELS),
            codec=codec,
        )


def sound_rate(audio: AudioFacts) -> int:
    """Sampling rate at which sound is worked on and encoded: all encoders and players take it."""
    return audio.sample_rate if audio.sample_rate == 44_100 else 48_000


def _chosen(wanted: str | None, present: str, possible: tuple[str, ...]) -> str:
    """The codec to encode with; "copy" of a changed stream means the codec that it had."""
    if wanted == "copy":
        return present if present in possible else possible[0]
    return wanted or possible[0]
