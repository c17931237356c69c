"""Sizing: files that are small enough, and no smaller in the picture than that takes."""

from __future__ import annotations

import math
from dataclasses import replace

from tools.clip import Clip
from tools.errors import BadInput
from tools.export_format import (
    ANIMATIONS,
    MOST_SOUND_KBPS,
    STILLS,
    VIDEO_CODECS,
    Container,
    Export,
)
from tools.facts import Facts, VideoFacts
from tools.operations import Operation, Rate, Scale
from tools.values import Megabytes, format_length, format_size

# Bits for a pixel below which nothing can be made out, of the smallest picture that is made.
_ENOUGH, _LEAST_SIDE, _LEAST_RATE = 0.02, 144, 12.0
_SOUND_STEPS = (128, 112, 96, 80, 64, 56, 48, 40, 32)
_SOUND_PART = 0.25  # of all bits, where there is a picture as well
_FLAC = 0.7  # of the bits of samples, as a rule
# Of the room in a file, what picture and sound get; and what the container takes for a second.
_SHARE, _CONTAINER_KBPS = 0.96, 8
_USUAL_SHRINK = 0.5
_WEB_SIDE, _WEB_RATE, _WEB_CRF = 1080, 60, 23
_WEB_BITS = 0.1  # for a pixel, at most
# Parts of the source's size: the most that is not larger, and where another encode is worth it.
_SMALLER, _WORTH = 0.98, 0.9
# Codecs whose bits tell how much there is to see.
_TELLING = frozenset({"h264", "hevc", "vp9", "av1"})


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
        the file is too big for email
        it is too large to upload
        WhatsApp says it is too large
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
        most = round(_rate_of_source(clip) * 125 * clip.facts.duration * _USUAL_SHRINK)
    else:
        most = round(megabytes * 1e6)
    if not clip.operations and clip.export is None and present and present <= most:
        return clip.then(
            done=f"left the file as it is ({format_size(present)})",
            note=f"It is below {format_size(most)} already.",
        )
    return fit(clip, most).then(done=f"compressed it to at most {format_size(most)}")


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
        it is for my website
        it should load quickly on my homepage
    """
    video = clip.need_video("optimize_for_web")
    side = min(video.width, video.height)
    operations: list[Operation] = []
    if video.fps > _WEB_RATE:
        operations.append(Rate(video.fps / 2))
    if side > _WEB_SIDE:
        operations.append(Scale(*_scaled(video, _WEB_SIDE / side)))
    shown = clip.then(*operations, done="").need_video("optimize_for_web")
    export = Export(container="webm", alpha=True) if shown.alpha else Export(crf=_WEB_CRF)
    ready = not clip.operations and not operations and _is_ready(clip, export.container)
    present = _rate_of_source(clip) * 125 * clip.facts.duration
    encoded = export.after(clip.facts)
    most = round(present * (_WORTH if ready else _SMALLER))
    export = replace(
        export,
        most_kbps=round(_pixels(shown) * _WEB_BITS / 1000),
        audio_kbps=_sound_kbps(encoded, _rate_of_source(clip)) or None,
        max_bytes=most if ready or present and most >= _least_bytes(clip, encoded) else None,
        else_copied=ready,
    )
    said = f"optimized it for the web ({export.container}, {shown.width}x{shown.height})"
    return replace(clip.then(*operations, done=said), export=export)


def fit(clip: Clip, most: int) -> Clip:
    """The clip in a file of so many bytes at most; the engine finds out what that takes.

    Raises:
        BadInput: Nobody could watch or hear what fits; the sentence names a size that would do.
    """
    export = replace(clip.encoding, max_bytes=most, video_kbps=None, most_kbps=None)
    encoded = export.after(clip.facts)
    least = _least_bytes(clip, encoded)
    if most < least:
        raise BadInput(
            f"{format_length(clip.facts.duration)} do not fit into {format_size(most)} in a way "
            f"that could be {'watched' if encoded.video else 'heard'}. The smallest that could "
            f"has about {format_size(_rounded_up(least))}. Allow that, shorten the clip, or leave "
            "out the sound."
        )
    if encoded.audio is not None and encoded.audio.codec in MOST_SOUND_KBPS:
        kbps = most * 8 / 1000 * _SHARE / clip.facts.duration
        export = replace(export, audio_kbps=_sound_kbps(encoded, kbps))
    return replace(clip, export=export)


def _least_bytes(clip: Clip, encoded: Facts) -> float:
    """The smallest size at which there is something to watch and to hear."""
    kbps = _least_sound_kbps(encoded) + _least_kbps(clip, encoded)
    kbps += _CONTAINER_KBPS if encoded.video else 0
    return kbps * 125 * clip.facts.duration / _SHARE


def _sound_kbps(encoded: Facts, kbps: float) -> int:
    """What the sound gets of a bit rate."""
    if encoded.audio is None:
        return 0
    if encoded.audio.codec not in MOST_SOUND_KBPS:
        return _least_sound_kbps(encoded)
    share = kbps * _SOUND_PART if encoded.video is not None else kbps
    return next((step for step in _SOUND_STEPS if step <= share), _SOUND_STEPS[-1])


def _least_sound_kbps(encoded: Facts) -> int:
    """The lowest bit rate of the sound, which is all there is where every sample is stored."""
    audio = encoded.audio
    if audio is None:
        return 0
    if audio.codec in MOST_SOUND_KBPS:
        return _SOUND_STEPS[-1]
    stored = audio.sample_rate * audio.channels * 16 / 1000
    return round(stored * _FLAC if audio.codec == "flac" else stored)


def _least_kbps(clip: Clip, encoded: Facts) -> float:
    """The lowest bit rate at which the picture could be watched, as small and slow as it goes."""
    video = encoded.video
    if video is None:
        return 0.0
    share = min(1.0, _LEAST_SIDE / min(video.width, video.height))
    rate = min(_LEAST_RATE, float(video.fps))
    own = _own_bits(clip)
    easy = min(1.0, own / _ENOUGH) if own else 1.0
    return video.width * video.height * share**2 * rate * _ENOUGH * easy / 1000


def _rounded_up(count: float) -> float:
    """Two digits of a size, none of them too small."""
    step = 10.0 ** (math.floor(math.log10(count)) - 1)
    return math.ceil(count / step) * step


def _is_ready(clip: Clip, container: Container) -> bool:
    """Whether browsers play the streams of the source as they are stored."""
    web, facts = Export(container=container, alpha=container == "webm"), clip.source.facts
    codec = facts.video.codec if facts.video else ""
    return (
        clip.export is None
        and not clip.source.damaged
        and codec == VIDEO_CODECS[container][0]
        and web.copies_picture(facts)
        and (facts.audio is None or web.copies_sound(facts))
    )


def _rate_of_source(clip: Clip) -> float:
    """Bit rate of the whole source in kbit/s; 0 where nobody knows."""
    sent = clip.source.facts
    return (sent.size_bytes or 0) * 8 / 1000 / sent.duration


def _own_bits(clip: Clip) -> float:
    """Bits for a pixel that the source has; 0 where that says nothing about the picture."""
    video = clip.source.facts.video
    if video is None or video.codec not in _TELLING:
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
