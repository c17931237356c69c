"""Publishing: clips as the platforms want them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import ceil

from tools.borders import set_aspect
from tools.clip import Clip
from tools.errors import BadInput
from tools.export_format import Export
from tools.facts import VideoFacts
from tools.operations import Cut, Normalize, Rate, Scale, Span
from tools.platforms import PLATFORMS, Platform
from tools.sizing import fit
from tools.values import Fill, PlatformName, format_length

# Bits for a pixel that hardly any clip takes; where all of them fit the size is no question.
_MOST_BITS = 0.3


def for_platform(
    clip: Clip, platform: PlatformName, fill: Fill = "blur", shorten: bool = False
) -> Clip:
    """Make the clip ready for a platform: shape, size, rate, codecs, file size and loudness.

    Args:
        clip: The clip.
        platform: tiktok, reels, shorts, youtube, x, discord, telegram or whatsapp.
        fill: What becomes of a wide picture where the platform shows upright ones: blur puts it
            over a blurred copy of itself, bars between bars, crop cuts off the sides.
        shorten: Whether a clip that is too long for it loses its end; asked about when left out.

    Examples:
        make it ready for tiktok
        turn this into a tiktok
        export it for instagram reels
        prepare this for youtube
        get it ready to upload to youtube shorts
        I want to post this on x
        optimize it for whatsapp
        make it work for discord
        format it for telegram
        prepare it for tiktok with black bars
        make a shortened version for youtube shorts
        I want to post it on youtube
    """
    clip.need_video("for_platform")
    wanted = PLATFORMS[platform]
    ready = _framed(_short_enough(clip, wanted, shorten=shorten), wanted, fill)
    if ready.facts.audio is not None:
        ready = ready.then(Normalize(wanted.lufs), done="")
    video = ready.need_video("for_platform")
    ready = replace(
        ready,
        export=Export(
            audio_kbps=wanted.audio_kbps if ready.facts.audio else None,
            most_kbps=wanted.most_kbps(min(video.width, video.height), float(video.fps)),
            sample_rate=48_000 if ready.facts.audio else None,
        ),
    )
    most = round(wanted.megabytes * 1e6)
    if video.width * video.height * float(video.fps) * _MOST_BITS / 8 * ready.facts.duration > most:
        ready = fit(ready, most)
    loud = f", {wanted.lufs:g} LUFS" if ready.facts.audio else ""
    size = f"{video.width}x{video.height}, {float(video.fps):.3g} fps{loud}"
    described = replace(ready, done=clip.done, notes=clip.notes)
    return described.then(
        done=f"made it ready for {wanted.name} ({size})", note=_said(clip, ready, wanted)
    )


def _short_enough(clip: Clip, platform: Platform, *, shorten: bool) -> Clip:
    length = clip.facts.duration
    if platform.seconds is None or length <= platform.seconds:
        return clip
    if not shorten:
        raise BadInput(
            f"{platform.name} takes at most {format_length(platform.seconds)}, and the clip is "
            f"{format_length(length)} long. Shall I cut off its end, or which part do you want?"
        )
    return clip.then(Cut((Span(0.0, platform.seconds),)), done="")


def _framed(clip: Clip, platform: Platform, fill: Fill) -> Clip:
    """The clip in a shape, size and rate that the platform takes."""
    video = clip.need_video("for_platform")
    if platform.upright and video.width > video.height:
        clip = set_aspect(clip, "9:16", fill)
        video = clip.need_video("for_platform")
    rate = _rate(video, platform)
    if rate != video.fps or video.variable_rate:
        clip = clip.then(Rate(rate), done="")
    share = _share(video, platform)
    if share != 1:
        size = _even(video.width * share), _even(video.height * share)
        clip = clip.then(Scale(*size), done="")
    return clip


def _rate(video: VideoFacts, platform: Platform) -> Fraction:
    """The nearest whole part or multiple of a rate that the platform takes."""
    if video.fps > platform.most_fps:
        return video.fps / ceil(float(video.fps) / platform.most_fps)
    return video.fps * ceil(platform.least_fps / float(video.fps))


def _share(video: VideoFacts, platform: Platform) -> float:
    long, short = max(video.width, video.height), min(video.width, video.height)
    if short < platform.least_side:
        return platform.least_side / short
    return min(1.0, platform.long_side / long, platform.short_side / short)


def _said(before: Clip, after: Clip, platform: Platform) -> str:
    """What was changed, and how the clip stands against the limits."""
    old, new = before.need_video("for_platform"), after.need_video("for_platform")
    changes = [
        ("its end was cut off", after.facts.duration < before.facts.duration - 0.1),
        ("it is upright now", (old.width > old.height) and new.width < new.height),
        ("the picture is smaller", new.width * new.height < old.width * old.height),
        (f"it has {float(new.fps):.3g} frames a second", new.fps != old.fps),
        ("the loudness was set", after.facts.audio is not None),
    ]
    changed = ", ".join(text for text, holds in changes if holds)
    length = format_length(after.facts.duration)
    size = platform.megabytes
    limits = [f"{size / 1000:g} GB" if size >= 1000 else f"{size:g} MB"]
    if platform.seconds is not None:
        limits.insert(0, f"{format_length(platform.seconds)} of length, of which it has {length},")
    page = platform.source.split("/")[2]
    return (
        f"{f'For that {changed}. ' if changed else ''}{platform.name} takes "
        f"{' and '.join(limits)} ({page}, {platform.looked_up:%B %Y})."
    )


def _even(number: float) -> int:
    return max(2, round(number / 2) * 2)
