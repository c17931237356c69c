"""Faces and motion: found in real pictures, covered and followed; honest where there are none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.looking import edited
from tests.media import Media, ffmpeg, frames
from tests.tools.made_up import clip
from tools import SPECS
from tools.clip import Clip
from tools.engine.compile.looked import moving, ovals
from tools.engine.measure.paths import path_of, sees_anything, ways_of_faces
from tools.engine.measure.subjects import SubjectsFound
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.errors import BadInput
from tools.operations import CoverFaces, Follow, Span

WIDTH, HEIGHT = 320, 180


def face(radius: int = 40) -> NDArray[np.uint8]:
    """A drawn face that detectors of faces take for one, on grey."""
    import cv2

    image = np.full((2 * radius + 24, 2 * radius + 24), 110, np.uint8)
    x = y = radius + 12

    def oval(dx: float, dy: float, wide: float, high: float, grey: int) -> None:
        centre = (x + round(dx * radius), y + round(dy * radius))
        size = (max(1, round(wide * radius)), max(1, round(high * radius)))
        cv2.ellipse(image, centre, size, 0, 0, 360, grey, -1)

    oval(0, 0, 0.75, 1, 200)
    oval(0, -0.75, 0.75, 0.4, 50)
    for side in (-0.32, 0.32):
        oval(side, -0.15, 0.2, 0.1, 70)
        oval(side, -0.32, 0.24, 0.05, 60)
    oval(0, 0.12, 0.07, 0.25, 225)
    oval(0, 0.32, 0.17, 0.05, 120)
    oval(0, 0.58, 0.33, 0.08, 80)
    return np.asarray(cv2.GaussianBlur(image, (5, 5), 0), np.uint8)


@pytest.fixture(scope="session")
def walker(media: Media) -> Path:
    """2 s of a face that goes from the left to the right."""
    import cv2

    target = media.folder / "walker.mp4"

    def make() -> None:
        picture = media.folder / "face.png"
        cv2.imwrite(str(picture), face())
        background = f"color=0x6e6e6e:s={WIDTH}x{HEIGHT}:r=25:d=2"
        ffmpeg("-f", "lavfi", "-i", background, "-i", picture, "-filter_complex",
               "[0][1]overlay=x='5+90*t':y=30,format=yuv420p", "-c:v", "libx264", "-preset",
               "ultrafast", "-crf", "14", target)  # fmt: skip

    return media.once(target, make)


async def made(path: Path, tool: str, folder: Path, **args: object) -> Rendered:
    return await render(await edited(path, [(tool, args)], folder), folder, stem="made")


def sharpness(image: NDArray[np.uint8]) -> float:
    grey = image.mean(axis=2)
    return float(np.abs(np.diff(grey, axis=1)).mean() + np.abs(np.diff(grey, axis=0)).mean())


async def test_faces_are_covered_wherever_they_go(walker: Path, tmp_path: Path) -> None:
    result = await made(walker, "blur_region", tmp_path, target="faces", intensity=0.9)
    before, after = frames(walker), frames(result.path)
    assert len(after) == len(before)
    for number in (3, 20, 40, 47):
        x = round(5 + 90 * number / 25) + 30
        sharp, blurred = (sharpness(row[number][60:124, x : x + 44]) for row in (before, after))
        assert blurred < 0.45 * sharp, number
        corner = np.abs(before[number][:20].astype(int) - after[number][:20]).mean()
        assert corner < 2


async def test_no_face_is_said(media: Media, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no face"):
        await edited(media.clip(1.0, channels=0), [("blur_region", {"target": "faces"})], tmp_path)


@pytest.mark.parametrize("tool", [("blur_region", {"target": "faces"}), ("enhance_faces", {})])
async def test_no_face_in_a_part_is_said(
    walker: Path, tool: tuple[str, dict[str, object]], tmp_path: Path
) -> None:
    name, args = tool
    seen = await edited(walker, [(name, {**args, "start": 0.0, "end": 1.0})], tmp_path)
    assert "the faces" in seen.done[-1]
    with pytest.raises(BadInput, match="no face in that part"):
        await edited(
            walker,
            [("crop_video", {"width": 60, "height": 180, "x": 0, "y": 0}),
             (name, {**args, "start": 1.6, "end": 2.0})],
            tmp_path,
        )  # fmt: skip


async def test_another_shape_follows_the_face(walker: Path, tmp_path: Path) -> None:
    result = await made(walker, "set_aspect", tmp_path, aspect="9:16", follow="subject")
    video = result.facts.video
    assert video is not None
    assert (video.width, video.height) == (102, 180)
    centres = []
    for image in frames(result.path)[::6]:
        light = np.flatnonzero(image[40:130].mean(axis=2).max(axis=0) > 170)
        centres.append(float(light.mean()) / 102)
    assert len(centres) == 9
    assert all(0.3 < centre < 0.7 for centre in centres), centres


def test_the_tools_describe_what_is_to_come() -> None:
    tall = SPECS["set_aspect"].call(clip(), {"aspect": "vertical", "follow": "the face"})
    assert isinstance(tall, Clip)
    assert tall.operations == (Follow(404, 720),)
    assert tall.facts.video is not None
    assert tall.facts.video.width == 404
    faces = SPECS["blur_region"].call(clip(), {"target": "faces", "start": 3, "end": 5})
    assert isinstance(faces, Clip)
    (cover,) = faces.operations
    assert isinstance(cover, CoverFaces)
    assert cover.spans == (Span(3.0, 5.0),)
    assert "from 0:03 to 0:05" in faces.done[-1]


def found(*faces: tuple[float, float] | None, shots: tuple[float, ...] = ()) -> dict[str, object]:
    """Looks every 0.2 s, each with a face at a place or none."""
    looks = [
        {"faces": [[x, y, 0.1, 0.2]] if f else [], "motion": None, "salient": None}
        for f in faces
        for x, y in [f or (0.0, 0.0)]
    ]
    return {"step": 0.2, "looks": looks, "shots": list(shots)}


def test_a_face_that_is_missed_for_a_moment_stays_covered() -> None:
    seen = found((0.1, 0.1), (0.12, 0.1), None, (0.16, 0.1), None, None)
    segments = ways_of_faces(seen, 1.2)  # type: ignore[arg-type]
    assert [s[0] for s in segments] == pytest.approx([0.0, 0.2, 0.6])
    assert segments[-1][1] == pytest.approx(1.0)
    assert ways_of_faces(seen, 1.2, (Span(0.3, 0.5),))[0][:2] == pytest.approx((0.3, 0.5))  # type: ignore[arg-type]


def test_what_is_seen_once_is_no_face() -> None:
    assert ways_of_faces(found(None, (0.5, 0.5), None, None), 0.8) == ()  # type: ignore[arg-type]


def test_a_new_shot_is_a_jump() -> None:
    seen = found(*[(0.0, 0.4)] * 5, *[(0.9, 0.4)] * 5, shots=(1.0,))
    path = path_of(seen, clip(2.0).facts, 404, 720)  # type: ignore[arg-type]
    assert path == ((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (1.0, 876.0, 0.0), (2.0, 876.0, 0.0))
    assert sees_anything(seen)  # type: ignore[arg-type]
    assert not sees_anything(found(None, None))  # type: ignore[arg-type]


def test_expressions_stay_short() -> None:
    points = [(at / 5, float(at % 7)) for at in range(120)]
    assert len(moving(points, 0.01)) < 6_000
    assert moving([(0.0, 5.0), (1.0, 5.0)], 0.01) == "5"
    assert moving([(0.0, 0.0), (2.0, 10.0)], 0.01) == "0+5.00000*(t-0)"


def test_ovals_are_numbers_alone() -> None:
    text = ovals([(0.0, 1.5, 0.5, 0.5, 0.6, 0.5, 0.2, 0.4)], 320, 180)
    line = text.splitlines()[-1]
    assert line.startswith(
        "Dialogue: 0,0:00:00.00,0:00:01.50,oval,,0,0,0,,{\\an7\\move(128.0,54.0,160.0"
    )


def test_a_clip_too_short_to_look_into_is_followed_in_the_middle() -> None:
    seen: SubjectsFound = {"step": 0.2, "shots": [], "looks": []}
    assert path_of(seen, clip(0.04).facts, 404, 720) == ((0.0, 438.0, 0.0),)
