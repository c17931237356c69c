"""Rewriting recipes that bring other files in: cuts go to the sources, and the result stays."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.media import Media, frames, samples
from tests.tools.engine.composed import cut
from tests.tools.engine.recipes import recipes
from tools.clip import Clip
from tools.engine import ffmpeg as engine
from tools.engine.compile.clip import compile_clip
from tools.engine.optimize.tracks import optimize
from tools.engine.probe.file import probe
from tools.engine.probe.still import probe_still
from tools.facts import Source
from tools.operations import Cut, Join, JoinSound, Material, Operation, Overlay, Span


@dataclass(frozen=True)
class Rewrite:
    """What was asked of a clip of 4 s and 25 frames a second, and what is done to its picture."""

    id: str
    asked: tuple[Operation, ...]
    done: tuple[str, ...]


def _file(kind: str) -> Source:
    from tests.tools.made_up import file

    return file("logo.png", "png_pipe") if kind == "still" else file("b.mp4", "mov", seconds=6.0)


LOGO = Overlay(material=Material(_file("still")), x=0, y=0, spans=(Span(1.0, 2.0),))
SECOND = Overlay(material=Material(_file("clip")), x=0, y=0, start=2.0)
AFTER = Join(material=Material(_file("clip")), transition="crossfade", seconds=1.0)
FIRST = Join(material=Material(_file("clip")), before=True)

REWRITES = (
    Rewrite("before a still", (LOGO, cut(1.2, 3.2)), ("Cut 1.2-3.2", "Overlay at 0 on 0-0.8")),
    Rewrite("a still that is cut off", (LOGO, cut(2.4, 3.2)), ("Cut 2.4-3.2",)),
    Rewrite("before a moving one", (SECOND, cut(1.2, 3.2)), ("Cut 1.2-3.2", "Overlay at 0.8")),
    Rewrite("within a moving one", (SECOND, cut(2.4, 3.2)),
            ("Cut 2.4-3.2", "Overlay at 0 of 0.4-6")),
    Rewrite("not the other one", (AFTER, cut(0.4, 2.8)), ("Cut 0.4-2.8",)),
    Rewrite("behind the other one", (FIRST, cut(7.2, 9.2)), ("Cut 1.2-3.2",)),
    Rewrite("into both", (AFTER, cut(1.2, 7.2)), ("Cut 1.2-4", "Join of 0-4.2")),
    Rewrite("into both, the other way", (FIRST, cut(1.2, 7.2)), ("Cut 0-1.2", "Join of 1.2-6")),
    Rewrite("within a transition", (AFTER, cut(3.4, 7.2)), ("Join", "Cut 3.4-7.2")),
)  # fmt: skip


@pytest.mark.parametrize("case", REWRITES, ids=lambda case: case.id)
def test_cuts_go_to_the_sources(case: Rewrite) -> None:
    from tests.tools import made_up

    clip = made_up.clip(4.0, fps=25).then(*case.asked, done="")
    tracks = optimize(clip)
    assert tuple(map(told, tracks.picture)) == case.done
    heard = [told(each).replace("JoinSound", "Join") for each in tracks.sound]
    assert heard == [each for each in case.done if not each.startswith("Overlay")]


def told(operation: Operation) -> str:
    """An operation in a few words, times rounded."""

    def spans(ranges: tuple[Span, ...]) -> str:
        return ",".join(f"{round(span.start, 3):g}-{round(span.end, 3):g}" for span in ranges)

    name = type(operation).__name__
    if isinstance(operation, Cut):
        return f"Cut {spans(operation.ranges)}"
    if isinstance(operation, Overlay):
        name += f" at {round(operation.start, 3):g}"
        name += f" on {spans(operation.spans)}" if operation.spans else ""
    if isinstance(operation, Overlay | Join | JoinSound):
        inside = operation.material.operations
        return f"{name} of {spans(inside[0].ranges)}" if inside else name  # type: ignore[attr-defined]
    return name


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
async def test_any_recipe_with_other_files_gives_the_same(
    data: st.DataObject, media: Media, tmp_path_factory: pytest.TempPathFactory
) -> None:
    source = await probe(media.clip(3.0, width=128, height=96))
    at_hand = (
        await probe(media.clip(1.0, width=180, height=320, fps=30, channels=1)),
        await probe_still(media.still()),
        await probe(media.sound("wav")),
    )
    clip = data.draw(recipes(Clip.of(source, media=at_hand)))
    better, asked = [
        await rendered(clip, tmp_path_factory.mktemp("job"), optimized=optimized)
        for optimized in (True, False)
    ]
    first, second = frames(better), frames(asked)
    assert len(first) == len(second) == clip.output.frames
    for one, other in zip(first, second, strict=True):
        error = float(np.mean((one.astype(float) - other) ** 2))
        assert error < 255**2 / 10**4.5
    if clip.output.audio is not None:
        sounds = [np.abs(samples(path)[0]) for path in (better, asked)]
        length = min(map(len, sounds)) // 480 * 480
        levels = [sound[:length].reshape(-1, 480).mean(axis=1) for sound in sounds]
        assert np.abs(levels[0] - levels[1]).mean() < 0.004


async def rendered(clip: Clip, folder: Path, *, optimized: bool) -> Path:
    command = compile_clip(clip, optimized=optimized)
    await engine.run(command, folder)
    return folder / command.output
