"""A render in parts: the same pictures at the same times, the same sound, and no seam."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.media import Media, frames, samples
from tools import signals
from tools.clip import Clip
from tools.engine.cache import Cache
from tools.engine.ffmpeg import Tick
from tools.engine.limits import Limits
from tools.engine.parts.command import PART, compile_parts, seekable
from tools.engine.parts.dividing import Dividing, Elsewhere
from tools.engine.parts.making import make_part
from tools.engine.parts.plan import evenly
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.errors import ToolFailed
from tools.export_format import Export
from tools.operations import (
    Animation,
    Counter,
    Cut,
    Filter,
    Hold,
    Join,
    Material,
    Operation,
    Overlay,
    ProgressBar,
    Ramp,
    Rate,
    Retime,
    Reverse,
    Scale,
    Span,
    SpeedRamp,
    TimedFilter,
    Title,
    Titles,
    VideoFilter,
)

SMALL = Scale(160, 90)
LOSSLESS = Export(crf=0)
GRAY = Filter("lutyuv", (("u", "128"), ("v", "128")))


def fade(way: str, start: float, seconds: float) -> TimedFilter:
    return TimedFilter(
        (Filter("fade", (("type", way), ("start_time", start), ("duration", seconds))),)
    )


def title(start: float, end: float, text: str = "Words", **more: object) -> Title:
    return Title(text=text, span=Span(start, end), **more)  # type: ignore[arg-type]


async def clip_of(media: Media, *operations: Operation, seconds: float = 4.0) -> Clip:
    source = await probe(media.clip(seconds))
    return Clip.of(source).then(SMALL, *operations, done="")


async def both(clip: Clip, folder: Path, **more: object) -> tuple[Rendered, Rendered]:
    """The clip undivided, and in three parts."""
    whole = await render(clip, folder, stem="whole")
    parts = await render(clip, folder, stem="parts", dividing=Dividing(parts=3))
    assert (whole.divided, parts.divided) == (False, True)
    return whole, parts


def times(path: Path) -> list[Fraction]:
    """When each picture shows."""
    import av

    with av.open(path) as file:
        return [(frame.pts or 0) * Fraction(frame.time_base or 1) for frame in file.decode(video=0)]


def psnr(one: Sequence[NDArray[np.uint8]], other: Sequence[NDArray[np.uint8]]) -> float:
    """How much alike two rows of pictures are, in dB, by the pair that is least alike."""
    worst = max(float(((a.astype(float) - b) ** 2).mean()) for a, b in zip(one, other, strict=True))
    return 10 * math.log10(255**2 / worst) if worst else math.inf


@dataclass(frozen=True)
class Recipe:
    id: str
    operations: tuple[Operation, ...]


RECIPES = (
    Recipe(
        "titles and fades",
        (
            Titles((title(0.5, 1.6, animation=Animation("fade", 0.4, 0.4)),)),
            Titles((title(1.1, 3.4, anchor="top", animation=Animation("typewriter", 1.0)),)),
            fade("in", 0.0, 1.5),
            fade("out", 2.5, 1.5),
        ),
    ),
    Recipe(
        "cuts, and titles that make room for each other",
        (
            Cut((Span(2.2, 3.7), Span(0.3, 1.4), Span(1.6, 2.5))),
            VideoFilter((GRAY,), (Span(1.0, 2.0),)),
            Titles((title(0.2, 2.2, "First"), title(0.8, 3.3, "Second"))),
            fade("in", 0.0, 0.5),
        ),
    ),
    Recipe(
        "speeds",
        (
            fade("in", 0.0, 1.0),
            Retime(0.5, Span(0.5, 1.5)),
            SpeedRamp(first=1.0, last=2.0, span=Span(2.0, 4.0)),
            Hold(1.0, 0.6),
            ProgressBar(color="#ffffff", height=0.1),
        ),
    ),
    Recipe("a rate", (Rate(Fraction(30000, 1001)), fade("in", 1.0, 2.0), Cut((Span(0.5, 3.5),)))),
    Recipe("what is read whole", (Reverse(), Counter(kind="timecode", anchor="left"))),
)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.id)
async def test_parts_show_each_picture_where_it_was(
    recipe: Recipe, media: Media, tmp_path: Path
) -> None:
    clip = (await clip_of(media, *recipe.operations)).exported(LOSSLESS, done="")
    whole, parts = await both(clip, tmp_path)
    assert len(frames(parts.path)) == clip.output.frames
    assert psnr(frames(whole.path), frames(parts.path)) == math.inf
    assert times(whole.path) == times(parts.path)
    assert np.array_equal(samples(whole.path), samples(parts.path))


async def test_clips_in_a_row_and_over_each_other_play_on(media: Media, tmp_path: Path) -> None:
    other = Material(await probe(media.clip(2.0)))
    next_one = other.then(Retime(1.25), SMALL, fade("in", 0.0, 1.0))
    over = other.then(Scale(48, 26))
    operations = (
        Join(material=next_one, transition="crossfade", seconds=0.4),
        Overlay(material=over, x=10, y=10, start=1.0, spans=(Span(1.0, 2.8),), ramp=Ramp(0.5)),
        Join(material=other.then(SMALL, Cut((Span(0.5, 1.5),))), before=True),
        fade("in", 0.0, 4.0),
    )
    clip = (await clip_of(media, *operations)).exported(LOSSLESS, done="")
    assert seekable(clip)
    whole, parts = await both(clip, tmp_path)
    assert psnr(frames(whole.path), frames(parts.path)) == math.inf
    assert times(whole.path) == times(parts.path)


@pytest.mark.parametrize("container", ["mp4", "webm"])
async def test_no_seam_at_the_usual_quality(container: str, media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media, fade("in", 0.0, 1.0))
    clip = clip.exported(Export(container=container), done="")  # type: ignore[arg-type]
    whole, parts = await both(clip, tmp_path)
    assert len(frames(whole.path)) == len(frames(parts.path))
    assert psnr(frames(whole.path), frames(parts.path)) > 30
    assert parts.facts.size_bytes == pytest.approx(whole.facts.size_bytes, rel=0.15)
    assert np.array_equal(samples(whole.path), samples(parts.path))


async def test_sound_that_nothing_changes_is_copied(media: Media, tmp_path: Path) -> None:
    clip = await clip_of(media)
    assert clip.copies_sound
    whole, parts = await both(clip, tmp_path)
    assert np.array_equal(samples(whole.path), samples(parts.path))


@dataclass
class Others(Elsewhere):
    """Makes parts of a clip elsewhere, so far as it is able to."""

    clip: Clip
    folder: Path
    able: int = 99
    places: int = 1
    spoilt: bool = False
    made: list[str] = field(default_factory=list)

    async def free(self) -> int:
        return self.places

    async def make(self, name: str, frames: tuple[int, int], target: Path) -> None:
        if len(self.made) >= self.able:
            raise ToolFailed("The other worker has gone.")
        self.made.append(name)
        clip = self.clip.exported(Export(crf=40), done="") if self.spoilt else self.clip
        (part,) = compile_parts(clip, [frames])
        assert self.spoilt or part.name == name
        folder = self.folder / name
        await make_part(part, folder, cache=None, limits=Limits())
        (folder / PART).replace(target)


async def shared(clip: Clip, folder: Path, others: Others) -> Rendered:
    dividing = Dividing(parts=4, elsewhere=others)
    return await render(clip, folder, stem="parts", dividing=dividing)


async def test_others_take_parts(media: Media, tmp_path: Path) -> None:
    clip = (await clip_of(media, fade("in", 0.0, 3.0))).exported(LOSSLESS, done="")
    whole = await render(clip, tmp_path, stem="whole")
    others = Others(clip, tmp_path / "others", places=2)
    parts = await shared(clip, tmp_path, others)
    assert others.made
    assert psnr(frames(whole.path), frames(parts.path)) == math.inf


async def test_what_others_do_not_finish_is_made_here(media: Media, tmp_path: Path) -> None:
    clip = (await clip_of(media, seconds=2.0)).exported(LOSSLESS, done="")
    others = Others(clip, tmp_path / "others", able=0)
    parts = await shared(clip, tmp_path, others)
    assert "in 4 parts" in parts.reasons[-1]
    assert parts.divided
    assert len(frames(parts.path)) == clip.output.frames


async def test_parts_that_are_encoded_otherwise_are_not_joined(
    media: Media, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clip = (await clip_of(media, seconds=2.0)).exported(LOSSLESS, done="")
    others = Others(clip, tmp_path / "others", spoilt=True)
    parts = await shared(clip, tmp_path, others)
    assert others.made
    assert "not encoded alike" in caplog.text
    assert not parts.divided
    assert len(frames(parts.path)) == clip.output.frames


async def test_a_finished_part_is_not_made_again(media: Media, tmp_path: Path) -> None:
    clip = (await clip_of(media, seconds=2.0)).exported(LOSSLESS, done="")
    cache, limits = Cache(tmp_path / "kept"), Limits()
    first, second, _ = compile_parts(clip, evenly(clip.output.frames, 3))
    for part in (first, second):
        await make_part(part, tmp_path / part.name, cache=cache, limits=limits)
    told: list[signals.Signal] = []
    with signals.listening(told.append):
        await render(clip, tmp_path, stem="v1", cache=cache, dividing=Dividing(parts=3))
    made = sorted(each.media_seconds for each in told if isinstance(each, signals.Ran))
    # The third part and the joint; the sound is copied.
    assert made == pytest.approx([17 / 25, 2.0])
    # The whole is there, and nobody needs the parts any more.
    assert not list(cache.folder.glob("*.mp4"))


async def test_progress_of_all_parts_is_one(media: Media, tmp_path: Path) -> None:
    ticks: list[Tick] = []
    clip = await clip_of(media, seconds=2.0)
    await render(clip, tmp_path, stem="v1", on_progress=ticks.append, dividing=Dividing(parts=2))
    fractions = [tick.fraction for tick in ticks]
    assert fractions == sorted(fractions)
    assert 0.9 < fractions[-1] <= 1.0
