"""Sound effects: what a room, a machine or a thing in between does to sound."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tools.clip import Clip
from tools.operations import AudioFilter, Filter
from tools.ranges import part, say_part
from tools.values import Intensity, Seconds, SoundEffect

Chain = tuple[Filter, ...]

_LIMITER = Filter("alimiter", (("limit", 0.9), ("level", 0), ("latency", 1)))


def add_sound_effect(
    clip: Clip,
    effect: SoundEffect,
    intensity: Intensity = 0.5,
    start: Seconds | None = None,
    end: Seconds | None = None,
) -> Clip:
    """Make the sound as in a room or through a thing: echo, reverb, telephone, robot ...

    Args:
        clip: The clip.
        effect: Which effect.
        intensity: How strong, 0 to 1.
        start: Where it begins; the start of the clip when left out.
        end: Where it ends; the end of the clip when left out.

    Examples:
        add an echo to the audio
        add reverb
        make it sound like a phone call
        old radio effect on the voice
        make my voice sound like a robot
        the sound should be as if under water
        sound like in a big hall
        megaphone effect from 3 to 5 seconds
        a bit of echo on the voice
        muffle the sound as if it came from the next room
        as if in a big empty room
        like in a church
        as if we stood in a cave
    """
    clip.need_audio("add_sound_effect")
    spans = part(clip, start, end)
    chain = (*_EFFECTS[effect](max(intensity, 0.05)), _LIMITER)
    return clip.then(
        AudioFilter(chain, spans),
        done=f"gave the sound {_SAID[effect]} ({intensity:.0%}){say_part(spans)}",
    )


def _echoes(gain: float, *echoes: tuple[int, float]) -> Chain:
    """The sound with echoes of it: (milliseconds after it, how loud)."""
    delays = "|".join(str(delay) for delay, _ in echoes)
    decays = "|".join(f"{max(0.01, min(0.9, decay)):.3f}" for _, decay in echoes)
    return (
        Filter(
            "aecho", (("in_gain", gain), ("out_gain", gain), ("delays", delays), ("decays", decays))
        ),
    )


def _echo(amount: float) -> Chain:
    return _echoes(0.9, (300, 0.8 * amount), (600, 0.45 * amount), (900, 0.25 * amount))


def _reverb(amount: float) -> Chain:
    # Times without a common divisor, so that no tone is stressed.
    return _echoes(
        0.8, (23, 0.7 * amount), (41, 0.6 * amount), (67, 0.5 * amount), (97, 0.4 * amount)
    )


def _hall(amount: float) -> Chain:
    return _echoes(
        0.8, (61, 0.7 * amount), (113, 0.6 * amount), (179, 0.5 * amount), (283, 0.35 * amount)
    )


def _cave(amount: float) -> Chain:
    return _echoes(
        0.8, (149, 0.8 * amount), (311, 0.6 * amount), (521, 0.5 * amount), (787, 0.35 * amount)
    )


def _band(low: float, high: float) -> Chain:
    """Only the tones between two frequencies in Hz, with steep edges."""
    return (
        *(Filter("highpass", (("f", round(low)),)),) * 2,
        *(Filter("lowpass", (("f", round(high)),)),) * 2,
    )


def _telephone(amount: float) -> Chain:
    return (
        *_band(200 + 200 * amount, 4200 - 1600 * amount),
        Filter("volume", (("volume", "3dB"),)),
    )


def _radio(amount: float) -> Chain:
    crushed = (("bits", round(11 - 4 * amount)), ("mode", "log"), ("mix", round(0.4 * amount, 2)))
    return (*_band(250 + 250 * amount, 6000 - 2400 * amount), Filter("acrusher", crushed))


def _megaphone(amount: float) -> Chain:
    loud = Filter("volume", (("volume", f"{4 + 8 * amount:.1f}dB"),))
    clipped = Filter("asoftclip", (("type", "tanh"),))
    return (*_band(400 + 300 * amount, 4500 - 1500 * amount), loud, clipped)


def _underwater(amount: float) -> Chain:
    muffled = (Filter("lowpass", (("f", round(1400 - 1000 * amount)),)),) * 2
    return (*muffled, Filter("volume", (("volume", "3dB"),)))


def _robot(amount: float) -> Chain:
    # Without its phases a voice has one pitch, that of the windows.
    window = 256 if amount > 0.5 else 512
    options = (
        ("real", "hypot(re,im)*sin(0)"), ("imag", "hypot(re,im)*cos(0)"),
        ("win_size", window), ("overlap", 0.75),
    )  # fmt: skip
    return (Filter("afftfilt", options),)


_EFFECTS: Mapping[str, Callable[[float], Chain]] = MappingProxyType(
    {
        "echo": _echo,
        "reverb": _reverb,
        "hall": _hall,
        "cave": _cave,
        "telephone": _telephone,
        "radio": _radio,
        "megaphone": _megaphone,
        "underwater": _underwater,
        "robot": _robot,
    }
)
_SAID: Mapping[str, str] = MappingProxyType(
    {
        "echo": "an echo",
        "reverb": "reverb",
        "hall": "the reverb of a hall",
        "cave": "the echo of a cave",
        "telephone": "the sound of a telephone",
        "radio": "the sound of an old radio",
        "megaphone": "the sound of a megaphone",
        "underwater": "the sound of water above it",
        "robot": "the voice of a robot",
    }
)
