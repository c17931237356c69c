"""Leveling: how loud the sound is as a whole, and how evenly."""

from __future__ import annotations

from tools.clip import Clip
from tools.errors import BadInput
from tools.operations import AudioFilter, Filter, Normalize
from tools.values import Intensity, Lufs

_QUIETEST, _LOUDEST = -50.0, -5.0
_USUAL = -16.0


def normalize_loudness(clip: Clip, lufs: Lufs = _USUAL) -> Clip:
    """Bring the sound to a standard loudness, measured over all of it.

    Args:
        clip: The clip.
        lufs: Loudness to reach in LUFS, -50 to -5; -16 (the usual one online) when left out.

    Examples:
        normalize the audio
        normalise the volume
        bring the sound to -14 LUFS
        make the loudness broadcast standard, -23 lufs
        set the loudness right for podcasts
        loudness for youtube
        level the volume
        normalize it to -16
    """
    clip.need_audio("normalize_loudness")
    if not _QUIETEST <= lufs <= _LOUDEST:
        raise BadInput(
            f"A loudness of {lufs:g} LUFS is outside {_QUIETEST:g} to {_LOUDEST:g}; -16 is usual "
            "online, -23 on television."
        )
    return clip.then(Normalize(round(lufs, 2)), done=f"normalized the loudness to {lufs:g} LUFS")


def level_audio(clip: Clip, strength: Intensity = 0.5) -> Clip:
    """Make quiet parts louder and loud parts quieter, so that all of it is equally loud.

    Args:
        clip: The clip.
        strength: How even it becomes, 0 to 1.

    Examples:
        even out the loudness
        level the audio so that it is equally loud everywhere
        some parts are too quiet and some too loud
        one speaker is much louder than the other, balance them
        compress the dynamics of the sound
        make the quiet parts audible
        even out the volume
        the volume is uneven
        balance quiet and loud voices
    """
    clip.need_audio("level_audio")
    if strength == 0:
        return clip.then(done="left the levels as they are (0%)", note="0 changes nothing.")
    # Loudness is followed over stretches of seconds: shorter ones would make it pump.
    reach = max(3, round(31 - 24 * strength) // 2 * 2 + 1)
    even = (
        ("framelen", 400),
        ("gausssize", reach),
        ("peak", 0.9),
        ("maxgain", round(2 + 14 * strength, 2)),
        ("targetrms", round(0.05 + 0.1 * strength, 3)),
        ("coupling", 1),
    )
    return clip.then(
        AudioFilter((Filter("dynaudnorm", even),)),
        Normalize(_USUAL),
        done=f"evened out the levels of the sound ({strength:.0%})",
        note=f"Its loudness is {_USUAL:g} LUFS then.",
    )
