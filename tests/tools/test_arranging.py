"""Time rearranged, measured: which frames come out, and where the beeps of the sound are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.media import Media, beep_times, frames, number, samples
from tests.tools import made_up
from tools import SPECS
from tools.clip import Clip
from tools.engine.compile.clip import compile_clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.errors import BadInput, LimitExceeded

Calls = Sequence[tuple[str, dict[str, Any]]]


@dataclass(frozen=True)
class Case:
    """Calls on a clip of 2 s at 25 frames a second, and the frames and beeps that come out."""

    id: str
    calls: Calls
    shown: list[int]
    beeps: list[float]


FORWARD, BACKWARD = list(range(50)), list(range(49, -1, -1))
CASES = [
    Case("ranges in another order", [("keep_ranges", {"ranges": "1.6-2.0, 0:00-0:00.4"})],
         [*range(40, 50), *range(10)], [0.4]),
    Case("the end first", [("move_part", {"start": 1, "end": "end"})],
         [*range(25, 50), *range(25)], [0.0, 1.0]),
    Case("the start last", [("move_part", {"start": 0, "end": 0.4, "to": "end"})],
         [*range(10, 50), *range(10)], [0.6, 1.6]),
    Case("three times", [("loop_video", {"times": "3x"})], FORWARD * 3, [0, 1, 2, 3, 4, 5]),
    Case("a part twice", [("loop_video", {"start": 1.0})], [*FORWARD, *FORWARD[25:]], [0, 1, 2]),
    Case("backwards", [("reverse_video", {})], BACKWARD, [0.9, 1.9]),
    Case("backwards twice", [("reverse_video", {})] * 2, FORWARD, [0.0, 1.0]),
    Case("cut, then backwards", [("trim_video", {"start": 0.4}), ("reverse_video", {})],
         list(range(49, 9, -1)), [0.9]),
    Case("backwards, then cut", [("reverse_video", {}), ("trim_video", {"start": 0.4})],
         list(range(39, -1, -1)), [0.5, 1.5]),
    Case("a part backwards", [("reverse_video", {"start": 0.4, "end": 1.6})],
         [*range(10), *range(39, 9, -1), *range(40, 50)], [0.0, 0.9]),
    Case("the end backwards, then cut", [("reverse_video", {"start": 1}),
                                         ("trim_video", {"start": 0.4})],
         [*range(10, 25), *range(49, 24, -1)], [1.5]),
    Case("faster, then backwards", [("change_speed", {"factor": 2}), ("reverse_video", {})],
         list(range(48, -1, -2)), [0.45, 0.95]),
    Case("backwards and again", [("reverse_video", {}), ("loop_video", {})],
         BACKWARD * 2, [0.9, 1.9, 2.9, 3.9]),
    Case("boomerang", [("boomerang", {})], FORWARD + BACKWARD, [0.0, 1.0, 2.9, 3.9]),
    Case("boomerang of a part", [("keep_ranges", {"ranges": [[1, 1.4], [0, 0.4]]}),
                                 ("boomerang", {})],
         [*range(25, 35), *range(10), *range(9, -1, -1), *range(34, 24, -1)],
         [0.0, 0.4, 1.1, 1.5]),
    Case("a single frame to and fro and again",
         [("trim_video", {"end": 0.04}), ("boomerang", {}), ("boomerang", {})], [0] * 4, [0.0]),
    Case("stand still", [("freeze_frame", {"at": 0.5, "seconds": 1})],
         [*range(13), *[12] * 25, *range(13, 50)], [0.0, 2.0]),
    Case("stand still at the end", [("freeze_frame", {"at": "end", "seconds": 0.4})],
         [*range(50), *[49] * 10], [0.0, 1.0]),
]  # fmt: skip


async def made(media: Media, folder: Path, calls: Calls, source: Path | None = None) -> Rendered:
    clip = Clip.of(await probe(source or media.clip()))
    for tool, args in calls:
        edited = SPECS[tool].call(clip, args)
        assert isinstance(edited, Clip)
        clip = edited
    return await render(clip, folder, stem="made")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_frames_and_sound(case: Case, media: Media, tmp_path: Path) -> None:
    result = await made(media, tmp_path, case.calls)
    assert list(map(number, frames(result.path))) == case.shown
    # The rise of a beep that is played backwards is where it ended; faint sound leads up to it.
    assert beep_times(samples(result.path)) == pytest.approx(case.beeps, abs=0.03)


@pytest.mark.parametrize("kind", ["silent", "sound", "gif", "rotated", "transparent"])
@pytest.mark.parametrize("tool", ["reverse_video", "boomerang", "loop_video"])
async def test_every_kind_of_clip(kind: str, tool: str, media: Media, tmp_path: Path) -> None:
    source = await probe(getattr(media, kind)())
    times = 1 if tool == "reverse_video" else 2
    result = await made(media, tmp_path, [(tool, {})], source.path)
    assert result.facts.duration == pytest.approx(times * source.facts.duration, abs=0.08)


@pytest.mark.parametrize(
    ("seconds", "then", "fits"),
    [
        (60, [], True),
        (90, [], False),
        (90, [("trim_video", {"end": 50})], True),
        (90, [("resize_video", {"resolution": "480p"})], True),
        (90, [("resize_video", {"resolution": "1080p"})], False),
    ],
)
def test_as_much_is_played_backwards_as_fits_into_memory(
    seconds: float, then: Calls, fits: bool
) -> None:
    clip: Any = made_up.clip(seconds)
    for tool, args in [("reverse_video", {}), *then]:
        clip = SPECS[tool].call(clip, args)
    if fits:
        assert any("reverse" in argument for argument in compile_clip(clip).args)
        return
    with pytest.raises(LimitExceeded, match="smaller"):
        compile_clip(clip)


@pytest.mark.parametrize(
    ("tool", "args", "says"),
    [
        ("keep_ranges", {"ranges": [[1, 5]]}, "past its end"),
        ("keep_ranges", {"ranges": "soon"}, "not a range"),
        ("keep_ranges", {"ranges": []}, "write ranges"),
        ("move_part", {"start": 0, "end": 2}, "whole clip"),
        ("loop_video", {"times": 0}, "2 to 20"),
        ("loop_video", {"times": 1000}, "2 to 20"),
        ("loop_video", {"times": 2.5}, "not a whole number"),
        ("freeze_frame", {"at": 9}, "no frame at 0:09"),
        ("freeze_frame", {"at": 1, "seconds": 0}, "one frame"),
    ],
)
async def test_refused(tool: str, args: dict[str, Any], says: str, media: Media) -> None:
    clip = Clip.of(await probe(media.clip()))
    with pytest.raises(BadInput, match=says):
        SPECS[tool].call(clip, args)
