"""Clips that exist only as facts: their file is nowhere, so a tool that looked would fail."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tools.clip import Clip
from tools.facts import AudioFacts, Facts, Source, VideoFacts

NOWHERE = Path("/nowhere/at/all.mp4")


def clip(
    duration: float = 20.0,
    *,
    width: int = 1280,
    height: int = 720,
    fps: Fraction | int = 30,
    picture: bool = True,
    sound: bool = True,
    alpha: bool = False,
    variable_rate: bool = False,
    container: str = "mp4",
    name: str = "holiday.mp4",
) -> Clip:
    """An untouched clip with these facts."""
    video = VideoFacts(
        width=width, height=height, fps=Fraction(fps), alpha=alpha, variable_rate=variable_rate
    )
    facts = Facts(
        duration=duration,
        video=video if picture else None,
        audio=AudioFacts() if sound else None,
        container=container,
        size_bytes=6_500_000,
    )
    return Clip.of(Source(id="0" * 64, path=NOWHERE, name=name, demuxer="mov", facts=facts))
