"""Contact sheet: one picture that shows a clip before and after an edit, at the same moments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bots.frames import frames_at
from bots.text import clock
from tools.clip import Clip
from tools.operations import Cut, Retime
from tools.recipe import Step, apply

if TYPE_CHECKING:
    from PIL.Image import Image

COLUMNS = 3
CELL = (400, 300)
"""Most that a frame may take, in pixels."""
GAP, MARGIN, LABEL = 10, 20, 26
PAPER, INK, FAINT = "#15171c", "#f2f3f5", "#9aa1ab"


@dataclass(frozen=True, slots=True)
class Row:
    """Frames of one clip.

    Attributes:
        title: What the clip is, in a word.
        path: The file.
        seconds: When to look at it, a frame each.
    """

    title: str
    path: Path
    seconds: Sequence[float]


def before_and_after(before: Path, after: Path, clip: Clip, target: Path) -> None:
    """Write the contact sheet of an edit.

    Args:
        before: The clip that was edited.
        after: The result.
        clip: The described clip of the result; it tells which moments are the same.
        target: The picture to write, a PNG or a JPEG by its suffix.
    """
    length = clip.output.duration
    moments = [length * (column + 0.5) / COLUMNS for column in range(COLUMNS)]
    rows = (
        Row("before", before, [source_time(clip, moment) for moment in moments]),
        Row("after", after, moments),
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    sheet(rows).save(target, optimize=True, quality=88)


async def described(source: Path, steps: Sequence[Step]) -> Clip:
    """The described clip that a recipe gives.

    Raises:
        VfxbError: The source cannot be read, or the recipe does not fit it.
    """
    from tools import SPECS
    from tools.engine.probe.file import probe

    return apply(await probe(source), steps, SPECS)


def source_time(clip: Clip, second: float) -> float:
    """When the source shows what the edited clip shows at that second."""
    facts = [clip.source.facts]
    for operation in clip.operations:
        facts.append(operation.after(facts[-1]))
    for operation, before in reversed(list(zip(clip.operations, facts, strict=False))):
        if isinstance(operation, Cut):
            second = _before_cut(operation, second)
        elif isinstance(operation, Retime):
            second = _before_retime(operation, second, before.duration)
    return second


def _before_cut(cut: Cut, second: float) -> float:
    for span in cut.ranges:
        if second < span.length:
            return span.start + second
        second -= span.length
    return cut.ranges[-1].end


def _before_retime(retime: Retime, second: float, duration: float) -> float:
    start = retime.span.start if retime.span else 0.0
    length = retime.span.length if retime.span else duration
    if second < start:
        return second
    if second < start + length / retime.factor:
        return start + (second - start) * retime.factor
    return second + length - length / retime.factor


def sheet(rows: Sequence[Row]) -> Image:
    """The rows as one picture."""
    from PIL import Image, ImageDraw, ImageFont

    pictures = [[_fitted(frame) for frame in frames_at(row.path, row.seconds)] for row in rows]
    width = max(frame.width for frames in pictures for frame in frames)
    height = max(frame.height for frames in pictures for frame in frames)
    columns = max(len(frames) for frames in pictures)
    paper = Image.new(
        "RGB",
        (
            2 * MARGIN + columns * (width + GAP) - GAP,
            2 * MARGIN + len(rows) * (height + LABEL + GAP) - GAP,
        ),
        PAPER,
    )
    draw = ImageDraw.Draw(paper)
    font = ImageFont.load_default(15)
    for line, (row, frames) in enumerate(zip(rows, pictures, strict=True)):
        top = MARGIN + line * (height + LABEL + GAP)
        for column, (frame, second) in enumerate(zip(frames, row.seconds, strict=True)):
            left = MARGIN + column * (width + GAP)
            title = row.title if column == 0 else ""
            draw.text((left, top), title, INK, font)
            draw.text((left + width, top), clock(second), FAINT, font, anchor="ra")
            place = (left + (width - frame.width) // 2, top + LABEL + (height - frame.height) // 2)
            paper.paste(frame, place)
    return paper


def _fitted(frame: Image) -> Image:
    from PIL.Image import Resampling

    scale = min(CELL[0] / frame.width, CELL[1] / frame.height)
    size = (max(1, round(frame.width * scale)), max(1, round(frame.height * scale)))
    return frame.resize(size, Resampling.LANCZOS)
