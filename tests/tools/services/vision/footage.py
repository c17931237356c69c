"""Footage for tests: a made-up clip with what was measured of it, its frames, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from PIL import Image

from tests.tools.made_up import clip
from tools.analysis import PausesFound, QualityFound
from tools.services.vision.protocol import Footage, Measured, Said
from tools.sights import KeyFrame, TimelineFound

STEP = 0.25
GOOD: QualityFound = {
    "blur": 5.0, "blocks": 1.0, "noise": 1.0, "light": 0.5, "dark": 0.2, "bright": 0.8,
    "color": 0.3, "black": [], "frozen": [], "scenes": 2,
    "loudness": {"integrated": -16.0, "range": 5.0, "peak": -2.0},
}  # fmt: skip
TALKS: PausesFound = {
    "speech": -20.0, "noise": -70.0, "threshold": -44.0,
    "spans": [[1.0, 1.6], [3.0, 3.5], [5.0, 5.6], [7.0, 7.4]],
}  # fmt: skip


def jpeg(color: str = "navy") -> bytes:
    """A small picture of one colour."""
    target = BytesIO()
    Image.new("RGB", (64, 36), color).save(target, "JPEG")
    return target.getvalue()


def row(length: float, *parts: tuple[float, float, float], rest: float) -> list[float]:
    """Values moment by moment: (start, end, value) each, and the rest."""
    moments = [number * STEP for number in range(round(length / STEP))]
    return [
        next((value for start, end, value in parts if start <= at < end), rest) for at in moments
    ]


def timeline(length: float = 10.0, **changes: Any) -> TimelineFound:
    """A calm, evenly lit clip with a face from 2 to 4 s and a cut at 5 s."""
    plain = TimelineFound(
        step=STEP,
        light=row(length, rest=0.5),
        color=row(length, rest=0.3),
        tone=[],
        motion=row(length, rest=0.008),
        level=row(length, rest=-20.0),
        faces=[[2.0, 4.0, 0.3]],
        shots=[5.0],
    )
    return {**plain, **changes}  # type: ignore[typeddict-item]


def footage(
    *,
    length: float = 10.0,
    times: Sequence[float] = (0.0, 1.0, 1.5, 4.0, 8.0),
    said: Sequence[Said] = (),
    quality: QualityFound | None = None,
    pauses: PausesFound | None = TALKS,
    seen: TimelineFound | None = None,
    **facts: Any,
) -> Footage:
    """A clip of these facts; frames at these times."""
    found = seen or timeline(length)

    async def frames() -> tuple[KeyFrame, ...]:
        return tuple(KeyFrame(at, jpeg()) for at in times)

    async def shots() -> list[float]:
        return found["shots"]

    async def measured() -> Measured:
        return Measured(quality=quality or GOOD, timeline=found, pauses=pauses)

    async def words() -> tuple[Said, ...]:
        return tuple(said)

    made = clip(length, **facts)
    return Footage(clip=made, frames=frames, shots=shots, measured=measured, said=words)


def spoken(text: str, start: float = 0.0, pace: float = 0.4) -> list[Said]:
    """Words one after the other; "..." is a pause of a second."""
    row: list[Said] = []
    at = start
    for word in text.split():
        if word == "...":
            at += 1.0
            continue
        row.append(Said(at, at + pace * 0.8, word))
        at += pace
    return row
