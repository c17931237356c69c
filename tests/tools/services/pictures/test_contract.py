"""What every engine for pictures must do, run on each of them; Replicate's over HTTP."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.media import Media, frames, samples
from tests.tools.engine.drawing_engines import capabilities
from tests.tools.services.servers.replicate import replicate_server
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.facts import VideoFacts
from tools.operations import Redraw
from tools.services.pictures.protocol import ByFilm, ByImage, Filtered, Local

# Of each work, by each engine that does it, something that it takes.
WORKS = {
    ("upscaling", "Replicate"): {"factor": 2},
    ("upscaling", "Real-ESRGAN"): {"factor": 2},
    ("upscaling", "Lanczos"): {"factor": 2},
    ("faces", "Replicate"): {},
    ("faces", "face sharpening"): {},
    ("styles", "Replicate"): {"style": "watercolor"},
    ("styles", "OpenCV"): {"style": "watercolor"},
    ("styles", "film colours"): {"style": "vintage"},
    ("colour", "Replicate"): {},
    ("background", "Replicate"): {"behind": "#0000ff"},
}
WAYS = (Local, ByImage, ByFilm, Filtered)


def test_every_engine_is_held_to_the_contract(tmp_path: Path) -> None:
    engines = capabilities(tmp_path).engines
    there = {(work, engine.name) for work, each in engines.items() for engine in each}
    assert there == set(WORKS)


async def test_tells_about_itself(tmp_path: Path) -> None:
    small, large = (VideoFacts(width=16 * n, height=9 * n, fps=25) for n in (10, 80))  # type: ignore[arg-type]
    services = capabilities(tmp_path)
    for (work, name), fields in WORKS.items():
        (engine,) = (each for each in services.of(work) if each.name == name)
        assert sum(isinstance(engine, way) for way in WAYS) == 1
        assert engine.version
        assert engine.product
        assert engine.paid is not engine.local
        assert (await engine.ready() is None) is engine.local
        assert engine.refuses(Redraw(work=work, **fields)) is None  # type: ignore[attr-defined, arg-type]
        assert 0 <= engine.seconds(small) <= engine.seconds(large)  # type: ignore[attr-defined]


@pytest.mark.parametrize(("work", "name"), WORKS, ids=map(" by ".join, WORKS))
async def test_gives_what_was_predicted(work: str, name: str, media: Media, tmp_path: Path) -> None:
    redraw = Redraw(work=work, engine=name, **WORKS[work, name])  # type: ignore[arg-type]
    source = await probe(media.clip(0.3, width=96, height=54, fps=10))
    clip = Clip.of(source).then(redraw, done="drawn")
    async with replicate_server() as (server, _):
        made = await render(
            clip, tmp_path / "out", stem="made", capabilities=capabilities(tmp_path, server.url)
        )

    side = redraw.factor
    assert [image.shape for image in frames(made.path)] == [(54 * side, 96 * side, 3)] * 3
    assert abs(samples(made.path)).max() > 0.1
    assert made.facts.duration == pytest.approx(0.3, abs=0.03)
