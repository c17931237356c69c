"""Sound: louder, softer, cleaner, gone."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import AudioFilter, Filter, Mute
from tools.ranges import part, say_part
from tools.values import Decibels, Factor, Intensity, Seconds, SoundFix

_SILENT_DB = -60.0
_DENOISE_DELAY = 0.025  # half a window of afftdn, measured at 44.1 and 48 kHz
_PEAK = 0.9  # leaves room for what lossy codecs add between samples


def enhance_audio(clip: Clip, type: SoundFix, intensity: Intensity = 0.5) -> Clip:
    """Improve the sound: take away noise, make it evenly louder, or make speech clearer.

    Args:
        clip: The clip.
        type: noise_reduction takes away hiss and hum, volume_boost makes all of it louder
            without distortion, clarity_enhance brings voices forward.
        intensity: How strong, 0 to 1.

    Examples:
        remove the background noise
        clean up the audio
        get rid of the hiss
        boost the volume
        I can hardly hear it, make it louder
        make the voice clearer
        enhance the audio
        denoise it strongly
        improve the speech clarity
        reduce the wind noise a bit
        the street noise is annoying
        a fan is humming, take that out
        clean up the wind in the recording
        I can't understand him
        it sounds muffled
        there is a buzz in the sound
    """
    clip.need_audio("enhance_audio")
    build, did = _FIXES[type]
    if intensity == 0:
        return clip.then(
            done=f"left out {type.replace('_', ' ')} (0%)",
            note="An intensity of 0 changes nothing, so the sound is as it was.",
        )
    return clip.then(AudioFilter(build(intensity)), done=f"{did} ({intensity:.0%})")


def change_volume(
    clip: Clip,
    factor: Factor | None = None,
    decibels: Decibels | None = None,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Turn the sound up or down, all of it or only within a part.

    Args:
        clip: The clip.
        factor: How many times as loud, 0 to 20: 0.5 is half the volume, 2 double; or decibels.
        decibels: Change in dB: -6 is half, 6 double, -3 a bit quieter.
        start: Where the change begins; the start of the clip when left out.
        end: Where it ends; the end of the clip when left out.

    Examples:
        turn the sound down a bit
        half the volume
        make it twice as loud
        lower the music by 50%
        volume +6 dB
        make the audio quieter from 2 to 4 s
        turn it up
        set the volume to 30%
        reduce the sound by 10 decibels
        a little louder please
        it is blasting my ears, lower it
        way too quiet
        make it louder
        the sound is too low
        pump up the sound
    """
    clip.need_audio("change_volume")
    if (factor is None) == (decibels is None):
        raise BadInput("Say how much to change the volume: a factor (0.5) or decibels (-6).")
    spans = part(clip, start, end)
    if decibels is None:
        decibels = 20 * math.log10(factor) if factor else -math.inf
    if decibels <= _SILENT_DB:
        return clip.then(Mute(spans), done=f"turned the sound off{say_part(spans)}")
    if abs(decibels) < 0.01:
        return clip.then(
            done="left the volume as it is",
            note="That is the volume it has, so nothing changed.",
        )
    chain: tuple[Filter, ...] = (Filter("volume", (("volume", f"{decibels:.3f}dB"),)),)
    if decibels > 0:  # a curve, not a look-ahead limiter, so that each sample stands for itself
        chain += (Filter("asoftclip", (("type", "quintic"),)),)
    way = "up" if decibels > 0 else "down"
    return clip.then(
        AudioFilter(chain, spans, stateless=True),
        done=f"turned the volume {way} by {abs(decibels):.2g} dB{say_part(spans)}",
    )


def mute_audio(clip: Clip, start: Seconds | None = None, end: Seconds | None = None) -> Clip:
    """Take the sound away, all of it or only within a part.

    Args:
        clip: The clip.
        start: Where silence begins; the start of the clip when left out.
        end: Where it ends; the end of the clip when left out.

    Examples:
        mute it
        remove the audio
        no sound please
        make it silent
        mute from 5 to 8 seconds
        silence the first 2 seconds
        take the sound out
        strip the audio track
        turn the sound off between 0:03 and 0:04
        remove the first 3 seconds of the audio
    """
    spans = part(clip, start, end)
    if clip.facts.audio is None:
        return clip.then(
            done="kept it silent", note="The clip has no sound, so there was nothing to mute."
        )
    if clip.facts.video is None and not spans:
        raise BadInput("The clip is only sound: without it nothing is left. Mute a part of it.")
    return clip.then(Mute(spans), done=f"muted it{say_part(spans)}")


def _noise_reduction(amount: float) -> tuple[Filter, ...]:
    """Spectral denoising after a rumble filter.

    The denoiser gives everything ``_DENOISE_DELAY`` late; the sound is shifted back by that.
    """
    denoise = (
        ("noise_reduction", round(10 + 20 * amount, 1)),
        ("noise_floor", round(-42 + 17 * amount, 1)),
        ("gain_smooth", 6),
    )
    return (
        Filter("highpass", (("frequency", round(60 + 40 * amount)),)),
        Filter("apad", (("pad_dur", _DENOISE_DELAY),)),
        Filter("afftdn", denoise),
        Filter("atrim", (("start", _DENOISE_DELAY),)),
        Filter("asetpts", (("expr", f"PTS-{_DENOISE_DELAY}/TB"),)),
    )


def _volume_boost(amount: float) -> tuple[Filter, ...]:
    """Gain with a limiter that looks ahead, so that peaks stay clean."""
    return (
        Filter("volume", (("volume", f"{3 + 12 * amount:.2f}dB"),)),
        Filter(
            "alimiter",
            (("limit", _PEAK), ("attack", 5), ("release", 80), ("level", 0), ("latency", 1)),
        ),
    )


def _clarity(amount: float) -> tuple[Filter, ...]:
    """Less rumble and boom, more presence, evener speech, safe peaks."""
    return (
        Filter("highpass", (("frequency", round(70 + 40 * amount)),)),
        _bell(280, -3 * amount),
        _bell(3200, 5 * amount),
        Filter("treble", (("gain", round(2 * amount, 2)), ("frequency", 8000))),
        Filter(
            "acompressor",
            (
                ("threshold", 0.1),
                ("ratio", round(1 + 2 * amount, 2)),
                ("attack", 10),
                ("release", 180),
                ("makeup", round(1 + 0.6 * amount, 2)),
            ),
        ),
        Filter("alimiter", (("limit", _PEAK), ("level", 0), ("latency", 1))),
    )


def _bell(frequency: int, gain: float) -> Filter:
    return Filter(
        "equalizer",
        (("frequency", frequency), ("width_type", "q"), ("width", 0.9), ("gain", round(gain, 2))),
    )


_FIXES: Mapping[str, tuple[Callable[[float], tuple[Filter, ...]], str]] = MappingProxyType(
    {
        "noise_reduction": (_noise_reduction, "reduced the noise"),
        "volume_boost": (_volume_boost, "boosted the volume"),
        "clarity_enhance": (_clarity, "made the sound clearer"),
    }
)
