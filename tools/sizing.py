"""Sizing: files that are small enough, and no smaller in the picture than that takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from tools.clip import Clip
from tools.errors import BadInput
from tools.export_format import ANIMATIONS, MOST_SOUND_KBPS, STILLS, Export
from tools.facts import VideoFacts
from tools.operations import Operation, Rate, Scale
from tools.values import Megabytes, format_length

# Bits for a pixel below which fewer pixels look better; codecs that need fewer stand apart.
_ENOUGH, _ENOUGH_BY_CODEC = 0.035, {"hevc": 0.024, "vp9": 0.024, "av1": 0.02, "mpeg4": 0.06}
# A picture that came in few bits for a pixel looks as good in this share of them.
_OWN_SHARE = 0.6
_LEAST_SIDE, _SMALL_SIDE = 144, 240
_SMOOTH, _SLOW = 32, 20  # frames a second above which half of them are enough, then and at last
_SOUND_STEPS = (128, 96, 64, 48, 32)
_SOUND_PART = 0.25  # of all bits, where there is a picture as well
# Of the room in a file, what picture and sound get; and what the container takes for a second.
_SHARE, _CONTAINER_KBPS = 0.96, 12
_USUAL_SHRINK = 0.5
_WEB_SIDE, _WEB_RATE, _WEB_CRF = 1080, 60, 23
_WEB_BITS = 0.1  # for a pixel, at most
_WEB_SHRINK = 0.98
# A picture of so few bits for a pixel would only lose by another encode.
_COMPACT = 0.05


def fit_size(clip: Clip, megabytes: Megabytes | None = None) -> Clip:
    """Make the file small enough: at most so many megabytes, or simply smaller.

    Args:
        clip: The clip.
        megabytes: Size that the file may have at most; about half its size when left out.

    Examples:
        compress it to under 8 MB
        compress the video
        fit it into 10 MB for discord
        make the file smaller
        the file is too big to send, shrink it
        max 1mb
        reduce the file size
        get it below 25 megabytes
    """
    if clip.encoding.container in ANIMATIONS | STILLS:
        raise BadInput(
            f"The size of a {clip.encoding.container} follows from its pixels and frames: make it "
            "smaller or shorter, or lower its frame rate. As an mp4 it would be many times smaller."
        )
    present = clip.source.facts.size_bytes or 0
    if megabytes is None:
        if not present:
            raise BadInput("How small? Name a size, such as 8 MB.")
        most = round(_share_of_source(clip) * _USUAL_SHRINK)
    else:
        most = round(megabytes * 1e6)
    if not clip.operations and clip.export is None and present and present <= most:
        return clip.then(
            done=f"left the file as it is ({present / 1e6:.2g} MB)",
            note=f"It has {present / 1e6:.2f} MB, which is below {most / 1e6:g} MB already.",
        )
    fitted, note = fit(clip, most)
    return fitted.then(done=f"compressed it to at most {most / 1e6:.3g} MB", note=note)


def optimize_for_web(clip: Clip) -> Clip:
    """Make the clip start at once and load quickly on a web page, and play in every browser.

    Args:
        clip: The clip.

    Examples:
        optimize it for the web
        optimize for web playback
        make it web friendly
        compress it for my website
        I want to embed this on a page, make it load fast
        make it stream smoothly in the browser
        web-ready version please
    """
    video = clip.need_video("optimize_for_web")
    if not clip.operations and _is_ready(clip):
        return clip.exported(
            Export(container="mp4"),
            done="moved its index to the front, so that it plays while it loads",
            note="It is an MP4 in few bits already; encoding it again would only cost quality.",
        )
    side = min(video.width, video.height)
    operations: list[Operation] = []
    if video.fps > _WEB_RATE:
        operations.append(Rate(video.fps / 2))
    if side > _WEB_SIDE:
        operations.append(Scale(*_scaled(video, _WEB_SIDE / side)))
    small = clip.then(*operations, done="")
    shown = small.need_video("optimize_for_web")
    export = Export(container="webm", alpha=True) if shown.alpha else Export(crf=_WEB_CRF)
    sound = next(s for s in _SOUND_STEPS if s <= max(_SOUND_STEPS[-1], _rate_of_source(clip) / 4))
    export = replace(
        export,
        most_kbps=round(_pixels(shown) * _WEB_BITS / 1000),
        audio_kbps=sound if clip.facts.audio else None,
    )
    most = round(_share_of_source(clip) * _WEB_SHRINK)
    if most and _Room.of(clip, export, most).watchable:
        export = replace(export, max_bytes=most)
    said = f"optimized it for the web ({export.container}, {shown.width}x{shown.height})"
    return replace(clip.then(*operations, done=said), export=export)


def fit(clip: Clip, most: int) -> tuple[Clip, str]:
    """The clip in a file of so many bytes at most, and a sentence on what that took.

    Raises:
        BadInput: Nobody could watch or hear what fits; the sentence names a size that would do.
    """
    export = replace(clip.encoding, max_bytes=most, video_kbps=None, most_kbps=None)
    room = _Room.of(clip, export, most)
    if not room.watchable:
        raise BadInput(
            f"{format_length(clip.facts.duration)} do not fit into {most / 1e6:.3g} MB in a way "
            f"that could be watched. The smallest that could has about {room.least_megabytes:g} "
            "MB. Allow that, shorten the clip, or leave out the sound."
        )
    if room.sound_kbps:
        export = replace(export, audio_kbps=room.sound_kbps)
    operations = room.smaller()
    shown = clip.then(*operations, done="").facts.video
    note = ""
    if operations and shown is not None:
        note = (
            f"In so few bits it would look bad as it was, so it is {shown.width}x{shown.height} "
            f"at {float(shown.fps):.3g} fps."
        )
    for operation in operations:
        clip = replace(
            clip, facts=operation.after(clip.facts), operations=(*clip.operations, operation)
        )
    return replace(clip, export=export), note


@dataclass(frozen=True, slots=True, kw_only=True)
class _Room:
    """What fits into a file.

    Attributes:
        clip: What is to fit.
        video: Its picture, where the file holds one.
        kbps: Bit rate that the picture may have.
        sound_kbps: Bit rate of the sound; 0 where it has none that could be set.
        enough: Bits for a pixel that this picture needs.
    """

    clip: Clip
    video: VideoFacts | None
    kbps: float
    sound_kbps: int
    enough: float

    @classmethod
    def of(cls, clip: Clip, export: Export, most: int) -> _Room:
        encoded = export.after(clip.facts)
        all_kbps = most * 8 / 1000 * _SHARE / clip.facts.duration - _CONTAINER_KBPS
        sound = 0
        if encoded.audio is not None and encoded.audio.codec in MOST_SOUND_KBPS:
            share = all_kbps * _SOUND_PART if encoded.video is not None else all_kbps
            sound = next((step for step in _SOUND_STEPS if step <= share), _SOUND_STEPS[-1])
        elif encoded.audio is not None:  # every sample is stored
            audio = encoded.audio
            sound_bits = audio.sample_rate * audio.channels * 16
            all_kbps -= sound_bits / 1000 * (0.7 if audio.codec == "flac" else 1.0)
        codec = encoded.video.codec if encoded.video else ""
        enough = _ENOUGH_BY_CODEC.get(codec, _ENOUGH)
        own = _own_bits(clip)
        return cls(
            clip=clip,
            video=clip.facts.video if encoded.video else None,
            kbps=all_kbps - sound,
            sound_kbps=sound,
            enough=min(enough, own * _OWN_SHARE) if own else enough,
        )

    @property
    def watchable(self) -> bool:
        """Whether it can be fitted in at all."""
        return self.kbps >= self._least_kbps

    @property
    def least_megabytes(self) -> float:
        """The smallest size into which it fits, to two digits, rounded up."""
        sound = _SOUND_STEPS[-1] if self.sound_kbps else 0
        kbps = self._least_kbps + sound + _CONTAINER_KBPS
        if not self.sound_kbps and self.video is None:
            kbps -= self.kbps
        size = kbps * self.clip.facts.duration / 8000 / _SHARE
        step = 10.0 ** (len(f"{size:.0f}") - 2) if size >= 1 else 0.01
        return round((size // step + 1) * step, 2)

    @property
    def _least_kbps(self) -> float:
        if self.video is None:
            return 0.0
        least = _scaled(self.video, _LEAST_SIDE / min(self.video.width, self.video.height))
        pixels = min(least[0] * least[1], self.video.width * self.video.height)
        return pixels * float(self._rates()[-1]) * self.enough / 1000

    def smaller(self) -> tuple[Operation, ...]:
        """What makes the picture fewer pixels and frames, as far as its bits are too few."""
        if self.video is None:
            return ()
        first, half, slow = self._rates()
        side = min(self.video.width, self.video.height)
        for rate, least in ((first, side), (half, _SMALL_SIDE), (slow, _LEAST_SIDE)):
            pixels = self.video.width * self.video.height * float(rate)
            share = min(1.0, (self.kbps * 1000 / self.enough / pixels) ** 0.5)
            if share * side >= min(least, side) - 1:
                break
        operations: list[Operation] = [Rate(rate)] if rate != first else []
        if share < 1:
            share = max(share, min(1.0, _LEAST_SIDE / side))
            operations.append(Scale(*_scaled(self.video, share)))
        return tuple(operations)

    def _rates(self) -> tuple[Fraction, Fraction, Fraction]:
        """Its own rate, one that still looks smooth, and the lowest."""
        first = self.video.fps if self.video else Fraction(1)
        half = first / 2 if first > _SMOOTH else first
        return first, half, half / 2 if half > _SLOW else half


def _is_ready(clip: Clip) -> bool:
    """Whether the file needs nothing but its index at the front."""
    web, video = Export(container="mp4"), clip.facts.video
    facts = clip.source.facts
    return (
        video is not None
        and clip.export is None
        and video.codec == "h264"
        and min(video.width, video.height) <= _WEB_SIDE
        and video.fps <= _WEB_RATE
        and web.copies_picture(facts)
        and (facts.audio is None or web.copies_sound(facts))
        and not clip.source.damaged
        and 0 < _own_bits(clip) <= _COMPACT
    )


def _share_of_source(clip: Clip) -> float:
    """Bytes that the source has for as long as the clip lasts; 0 where nobody knows."""
    return _rate_of_source(clip) * 125 * clip.facts.duration


def _rate_of_source(clip: Clip) -> float:
    """Bit rate of the whole source, in kbit/s."""
    sent = clip.source.facts
    return (sent.size_bytes or 0) * 8 / 1000 / sent.duration


def _own_bits(clip: Clip) -> float:
    """Bits for a pixel that the source has; 0 where that says nothing about the picture."""
    video = clip.source.facts.video
    if video is None or video.codec not in {"h264", *_ENOUGH_BY_CODEC}:
        return 0.0
    sound = _SOUND_STEPS[0] if clip.source.facts.audio else 0
    return max(0.0, _rate_of_source(clip) - sound) * 1000 / _pixels(video)


def _pixels(video: VideoFacts) -> float:
    """Pixels a second."""
    return float(video.width * video.height * video.fps)


def _scaled(video: VideoFacts, share: float) -> tuple[int, int]:
    return _even(video.width * share), _even(video.height * share)


def _even(number: float) -> int:
    return max(2, round(number / 2) * 2)
