"""Clips that other files are brought into, rendered."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

from tools.clip import Clip
from tools.engine.render.clip import render
from tools.operations import Cut, Span

RED = (200, 30, 60)
FPS = Fraction(25)


def cut(start: float, end: float) -> Cut:
    return Cut((Span(start, end),))


async def made(clip: Clip, folder: Path) -> Path:
    """The rendered clip; what is measured of it has to be what was predicted."""
    rendered = await render(clip, folder, stem="made")
    assert rendered.facts.frames == clip.output.frames
    return rendered.path


def picture(folder: Path, *, clear_corner: bool = True) -> Path:
    """A red picture whose upper left quarter may be transparent."""
    from PIL import Image

    image = Image.new("RGBA", (64, 64), (*RED, 255))
    if clear_corner:
        image.paste((0, 0, 0, 0), (0, 0, 32, 32))
    path = folder / "picture.png"
    image.save(path)
    return path
