"""The cache keeps what can be made again: whole or not at all, and no more than it may."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest

from tests.media import Media, frames
from tests.tools import made_up
from tools import SPECS
from tools.clip import Clip
from tools.engine.cache import Cache
from tools.engine.ffmpeg import Tick
from tools.engine.limits import Limits
from tools.engine.optimize.tracks import optimize
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.prepared import Prepared, Preparing, expensive_ends, prepare
from tools.operations import (
    Cut,
    Filter,
    Operation,
    Rate,
    Scale,
    Span,
    Title,
    Titles,
    VideoFilter,
)
from tools.recipe import Step, apply


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def file(tmp_path: Path, content: bytes = b"content", name: str = "file") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_file_is_kept_and_taken(tmp_path: Path) -> None:
    cache, target = Cache(tmp_path / "cache"), tmp_path / "target"
    assert not cache.take("a.mkv", target)
    cache.keep("a.mkv", file(tmp_path))
    assert cache.take("a.mkv", target)
    assert target.read_bytes() == b"content"
    assert (tmp_path / "file").exists(), "the job's own file stays"
    assert names(cache.folder) == ["a.mkv"]


def test_what_was_taken_stays(tmp_path: Path) -> None:
    """Whatever another process removes meanwhile."""
    cache, target = Cache(tmp_path / "cache"), tmp_path / "target"
    cache.keep("a.mkv", file(tmp_path))
    cache.take("a.mkv", target)
    cache.drop("a.mkv")
    cache.drop("a.mkv")
    assert names(cache.folder) == []
    assert target.read_bytes() == b"content"


def test_what_was_not_used_for_longest_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", most_bytes=250)
    for age, name in ((300, "a"), (200, "b")):
        cache.keep(name, file(tmp_path, bytes(100), name))
        then = time.time() - age
        os.utime(cache.folder / name, (then, then))
    cache.take("a", tmp_path / "used")
    cache.keep("c", file(tmp_path, bytes(100), "c"))
    assert names(cache.folder) == ["a", "c"]


def test_what_would_fill_it_alone_is_not_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", most_bytes=250)
    cache.put("small", bytes(100))
    cache.keep("large", file(tmp_path, bytes(300)))
    assert names(cache.folder) == ["small"]


def test_what_a_killed_process_left_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put("a", b"a")
    for name, age in ((".old.part", 24 * 3600), (".new.part", 1), ("forgotten", 1e7)):
        (cache.folder / name).write_bytes(b"half")
        os.utime(cache.folder / name, (time.time() - age,) * 2)
    cache.put("b", b"b")
    assert names(cache.folder) == [".new.part", "a", "b"], "another process may still write one"


def test_a_folder_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    cache = Cache(file(tmp_path) / "cache")
    cache.keep("a", tmp_path / "file")
    assert not cache.take("a", tmp_path / "target")


@dataclass(frozen=True)
class Costly:
    """Steps, and after how many operations the expensive ones among them are over."""

    id: str
    steps: tuple[Step, ...]
    ends: tuple[int, ...] = ()


NOISE = Step("denoise_video", {"quality": "best"})
SMOOTH = Step("change_fps", {"fps": 60, "smooth": True})
TITLE = Step("add_text", {"text": "Hello"})
GRAY = Step("apply_filter", {"filter_type": "blackwhite"})
COSTLY = (
    Costly("cheap", (GRAY, TITLE)),
    Costly("expensive", (NOISE, TITLE), (1,)),
    Costly("two", (NOISE, SMOOTH, GRAY), (1, 2)),
    Costly("a cut comes first", (NOISE, Step("trim_video", {"end": 10}), TITLE), (2,)),
    Costly("a cut that leaves little", (NOISE, Step("trim_video", {"end": 0.5}), TITLE)),
    Costly("a moment of it", (Step("denoise_video", {"quality": "best", "end": 0.3}), TITLE)),
    Costly("after a title", (TITLE, NOISE)),
    Costly("costly", (Step("apply_filter", {"filter_type": "cartoon"}), TITLE), (1,)),
    Costly("fast noise removal", (Step("denoise_video", {}), TITLE)),
    Costly("backwards", (Step("reverse_video", {}), TITLE)),
)  # fmt: skip


@pytest.mark.parametrize("case", COSTLY, ids=lambda case: case.id)
def test_only_what_is_expensive_is_prepared(case: Costly) -> None:
    clip = apply(made_up.clip(20.0).source, case.steps, SPECS)
    assert tuple(expensive_ends(clip, optimize(clip).picture)) == case.ends


def test_a_transparent_picture_is_not() -> None:
    clip = apply(made_up.clip(20.0, alpha=True).source, [NOISE], SPECS)
    assert expensive_ends(clip, optimize(clip).picture) == []


def noise(strength: float = 2.0) -> VideoFilter:
    """As expensive as it gets, in its cheapest form."""
    return VideoFilter((Filter("nlmeans", (("s", strength), ("p", 1), ("r", 3))),))


def title(text: str) -> Titles:
    return Titles((Title(text=text),))


async def clip_of(media: Media, *operations: Operation) -> Clip:
    return Clip.of(await probe(media.clip())).then(*operations, done="")


def preparing(folder: Path, cache: Cache, **more: object) -> Preparing:
    folder.mkdir(exist_ok=True)
    return Preparing(folder=folder, cache=cache, limits=Limits(), least_pixels=0, **more)  # type: ignore[arg-type]


async def test_a_changed_title_does_not_repeat_it(media: Media, tmp_path: Path) -> None:
    cache, ticks = Cache(tmp_path / "cache"), list[Tick]()
    first = await clip_of(media, noise(), title("Hello"))
    work = preparing(tmp_path / "first", cache, on_progress=ticks.append)
    made = await prepare(first, work)
    assert made is not None
    assert made.fresh
    assert ticks
    ticks.clear()
    other = await clip_of(media, noise(), title("Bye"))
    again = await prepare(other, preparing(tmp_path / "second", cache, on_progress=ticks.append))
    assert again is not None
    assert (again.fresh, ticks) == (False, [])
    assert again.source.id == made.source.id
    assert names(cache.folder) == [f"{made.source.id}.mkv"]
    another = await prepare(await clip_of(media, noise(9.0)), preparing(tmp_path / "third", cache))
    assert another is not None
    assert another.source.id != made.source.id


async def test_what_is_only_costly_is_prepared_when_asked_for_again(
    media: Media, tmp_path: Path
) -> None:
    cache, soft = Cache(tmp_path / "cache"), VideoFilter((Filter("median", (("radius", 2),)),))
    made = [
        await prepare(await clip_of(media, soft, title(text)), preparing(tmp_path / text, cache))
        for text in ("a", "b", "c")
    ]
    assert made[0] is None
    assert [each and each.fresh for each in made[1:]] == [True, False]


async def test_the_result_is_that_of_one_run(media: Media, tmp_path: Path) -> None:
    """With a further expensive operation after the first."""
    import numpy as np

    from tools.engine import ffmpeg
    from tools.engine.compile.clip import compile_clip

    flipped, smooth = VideoFilter((Filter("hflip"),)), Rate(Fraction(50), smooth=True)
    clip = await clip_of(media, noise(), flipped, smooth, Cut((Span(0.5, 0.9),)))
    done = []
    for name in ("direct", "prepared"):
        folder = tmp_path / name
        folder.mkdir()
        prepared: Prepared | None = None
        if name == "prepared":
            prepared = await prepare(clip, preparing(folder, Cache(tmp_path / "cache")))
            assert prepared is not None
        command = compile_clip(clip, prepared=prepared)
        sharp = tuple("1" if before == "-crf" else word for before, word in
                      zip(("", *command.args), command.args, strict=False))  # fmt: skip
        command = type(command)(args=sharp, output=command.output, expected=command.expected)
        await ffmpeg.run(command, folder)
        done.append(frames(folder / command.output))
    assert len(done[0]) == len(done[1]) == 20
    for direct, prepared_picture in zip(*done, strict=True):
        error = np.mean((direct.astype(float) - prepared_picture) ** 2)
        assert 10 * np.log10(255**2 / max(error, 1e-9)) > 45


async def test_a_kept_file_that_is_broken_is_made_again(media: Media, tmp_path: Path) -> None:
    cache, clip = Cache(tmp_path / "cache"), await clip_of(media, noise())
    made = await prepare(clip, preparing(tmp_path / "first", cache))
    assert made is not None
    kept = cache.folder / f"{made.source.id}.mkv"
    content = kept.read_bytes()
    kept.unlink()
    kept.write_bytes(content[: len(content) // 2])
    again = await prepare(clip, preparing(tmp_path / "second", cache))
    assert again is not None
    assert again.fresh
    assert kept.stat().st_size == len(content)


async def test_rendering_leaves_nothing_but_the_kept_file(media: Media, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    clip = await clip_of(media, Scale(1280, 720), noise(), title("Hello"))
    ticks: list[Tick] = []
    done = await render(clip, tmp_path / "out", stem="v1", cache=cache, on_progress=ticks.append)
    assert names(tmp_path / "out") == ["v1.mp4"]
    assert len(names(cache.folder)) == 1
    assert done.facts.audio
    fractions = [tick.fraction for tick in ticks]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
