"""HDR: how its range is brought into that of ordinary screens."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tools.clip import Clip
from tools.operations import ToneMap
from tools.values import ToneCurve

_SAID: Mapping[str, str] = MappingProxyType(
    {
        "hable": "a filmic curve",
        "mobius": "a curve that keeps middle tones",
        "reinhard": "a soft curve",
        "clip": "its highlights cut off",
    }
)


def tone_map(clip: Clip, curve: ToneCurve = "hable") -> Clip:
    """Turn HDR into SDR, and choose how its highlights are brought down.

    Args:
        clip: The clip.
        curve: hable keeps detail in lights and darks, as film does; mobius keeps middle tones as
            they are; reinhard is soft and bright; clip cuts off what is too bright.

    Examples:
        convert HDR to SDR
        turn the HDR colours into SDR
        tone map it
        the hdr colors look washed out, make it sdr
        make it standard dynamic range
        tone mapping with the mobius curve
        turn the hdr video into a normal one with reinhard
    """
    clip.need_video("tone_map")
    if clip.source.facts.video is None or not clip.source.facts.video.hdr:
        return clip.then(
            done="left its range as it is",
            note=f"'{clip.source.name}' is SDR already, so there is nothing to bring down.",
        )
    return clip.then(ToneMap(curve), done=f"turned HDR into SDR with {_SAID[curve]}")
