"""Clips that exist only as facts: their file is nowhere, so a tool that looked would fail."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from tools.clip import Clip
from tools.facts import AudioFacts, Facts, Source, VideoFacts


class Found(dict[str, Any]):
    """What every analysis of every clip found, if it is not said otherwise."""

    def __bool__(self) -> bool:
        return True

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> dict[str, Any]:
        return {
            "speech": -24.0, "threshold": -48.0, "spans": [[0.0, 0.9], [1.5, 2.5]],
            "integrated": -23.0, "range": 5.0, "peak": -6.0,
            "changes": [1.0, 2.0], "faces": 1,
            "blur": 9.0, "blocks": 1.5, "noise": 4.0, "light": 0.4, "dark": 0.2, "bright": 0.6,
            "color": 0.2, "black": [], "frozen": [], "scenes": 3,
            "screen": "#00c000", "share": 0.97, "similarity": 0.1, "why": "",
            "loudness": {"integrated": -23.0, "range": 5.0, "peak": -6.0},
            "engine": "OpenAI", "kind": "pets and animals", "summary": "A dog runs on a beach",
            "style": ["handheld"], "audience": "families", "issues": ["it shakes"],
            "advice": ["stabilize", "brighten"], "notes": [], "unseen": "", "passing": False,
            "words": [("Hello", 0.0, 0.06, 1.0), ("um", 0.7, 0.8, 0.9), ("banana", 0.9, 1.3, 1.0)],
            "language": "en", "rough": False, "unclear": [], "lines": ["Hola um banana"],
            "moments": [{"start": 0.5, "end": 1.5, "what": "a dog jumps", "sure": 0.9}],
        }  # fmt: skip


FOUND = Found()
NOWHERE = Path("/nowhere/at/all.mp4")


def file(name: str, demuxer: str, *, seconds: float = 0.0, sound: bool = False) -> Source:
    """A further file: a picture or clip with ``mov`` or a ``_pipe``, else sound or text."""
    shown = demuxer == "mov" or demuxer.endswith("_pipe")
    facts = Facts(
        duration=seconds,
        video=VideoFacts(width=640, height=360, fps=Fraction(25)) if shown else None,
        audio=AudioFacts() if sound else None,
        container=name.rpartition(".")[2],
    )
    id = name.encode().hex().ljust(64, "0")[:64]
    return Source(id=id, path=NOWHERE, name=name, demuxer=demuxer, facts=facts)


MEDIA = (
    file("words.srt", "srt"),
    file("evening.cube", "cube"),
    file("song.mp3", "mp3", seconds=30.0, sound=True),
    file("logo.png", "png_pipe"),
    file("second.mp4", "mov", seconds=6.0, sound=True),
)
"""One further file of each kind."""


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
    media: tuple[Source, ...] = (),
    findings: Mapping[str, Any] | None = None,
) -> Clip:
    """An untouched clip with these facts, and further files at hand."""
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
    source = Source(id="0" * 64, path=NOWHERE, name=name, demuxer="mov", facts=facts)
    return Clip.of(source, media=media, findings=FOUND if findings is None else findings)
