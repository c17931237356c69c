"""Clips as the compiler makes them, and what of them is measured."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.media import Media
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.operations import Cut, Filter, Operation, Span, VideoFilter

GRAY = VideoFilter((Filter("lutyuv", (("u", "128"), ("v", "128"))),))
QUIET = Filter("volume", (("volume", "-20dB"),))


def cut(*ranges: tuple[float, float]) -> Cut:
    return Cut(tuple(Span(start, end) for start, end in ranges))


async def made(clip: Clip, folder: Path) -> Rendered:
    """A rendered clip; its measured facts are those that were predicted, or this fails."""
    return await render(clip, folder, stem="made")


async def clip_of(path: Path, *operations: Operation) -> Clip:
    return Clip.of(await probe(path)).then(*operations, done="")


def psnr(wanted: np.ndarray, found: np.ndarray) -> float:
    error = float(np.mean((wanted.astype(float) - found.astype(float)) ** 2))
    return 99.0 if error == 0 else 10 * np.log10(255**2 / error)


def colourfulness(picture: np.ndarray) -> float:
    return float(np.ptp(picture.astype(int), axis=2).mean())


def rms(sound: np.ndarray, start: float, end: float, rate: int = 48_000) -> float:
    return float(np.sqrt((sound[:, int(start * rate) : int(end * rate)] ** 2).mean()))


def long(media: Media) -> Path:
    return media.clip(30.0, width=96, height=54, fps=10)
