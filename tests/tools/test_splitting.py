"""Several files from one clip: parts, single frames, archives."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.decoded import frames, number
from tests.media import Media
from tests.tools.made_up import clip
from tools import SPECS
from tools.analysis import Scenes, ScenesFound
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.render.work import Rendered
from tools.errors import BadInput
from tools.parts import Split
from tools.splitting import split_clip

Calls = tuple[tuple[str, dict[str, Any]], ...]


async def described(media: Media, *calls: tuple[str, dict[str, Any]]) -> Clip:
    clip = Clip.of(await probe(media.clip()))
    for name, args in calls:
        edited = SPECS[name].call(clip, args)
        assert isinstance(edited, Clip)
        clip = edited
    return clip


async def made(media: Media, folder: Path, *calls: tuple[str, dict[str, Any]]) -> Rendered:
    return await render(await described(media, *calls), folder, stem="v1")


def numbers(path: Path) -> list[int]:
    return [number(image) for image in frames(path)]


async def test_parts_are_all_of_the_clip_and_share_no_frame(media: Media, tmp_path: Path) -> None:
    whole = numbers(media.clip())
    done = await made(media, tmp_path, ("split_clip", {"parts": 3}))
    assert [file.name for file in done.files] == ["v1-1.mp4", "v1-2.mp4", "v1-3.mp4"]
    assert [n for file in done.files for n in numbers(file)] == whole


async def test_a_split_follows_what_is_done_after_it(media: Media, tmp_path: Path) -> None:
    calls: Calls = (("split_clip", {"at": [1]}), ("trim_video", {"start": 0.5}))
    done = await made(media, tmp_path, *calls)
    assert len(done.files) == 2
    whole = numbers(media.clip())
    fps = (await probe(media.clip())).facts.video.fps  # type: ignore[union-attr]
    first = numbers(done.files[0])
    assert first == whole[int(fps / 2) : int(fps / 2) + int(fps)]


async def test_parts_in_an_archive(media: Media, tmp_path: Path) -> None:
    calls: Calls = (("split_clip", {"every": 1, "zip": True}), ("extract_audio", {}))
    done = await made(media, tmp_path, *calls)
    (archive,) = done.files
    assert archive.name == "v1.zip"
    with zipfile.ZipFile(archive) as packed:
        assert len(packed.namelist()) == done.count >= 2
        packed.extractall(tmp_path / "unpacked")
    lengths = [
        (await probe(file)).facts.duration for file in sorted((tmp_path / "unpacked").iterdir())
    ]
    assert lengths[0] == pytest.approx(1, abs=0.06)
    assert sum(lengths) == pytest.approx((await probe(media.clip())).facts.duration, abs=0.15)


async def test_frames_become_pictures(media: Media, tmp_path: Path) -> None:
    whole = frames(media.clip())
    calls: Calls = (("extract_frames", {"at": [0, 1, 1.5], "format": "png"}),)
    done = await made(media, tmp_path, *calls)
    assert [file.name for file in done.files] == ["v1-1.png", "v1-2.png", "v1-3.png"]
    fps = (await probe(media.clip())).facts.video.fps  # type: ignore[union-attr]
    expected = [number(whole[int(t * fps)]) for t in (0, 1, 1.5)]
    assert [numbers(file)[0] for file in done.files] == expected


async def test_many_frames_come_in_an_archive_and_nothing_else_stays(
    media: Media, tmp_path: Path
) -> None:
    done = await made(media, tmp_path, ("extract_frames", {"end": 1}))
    assert [file.name for file in tmp_path.iterdir()] == ["v1.zip"]
    with zipfile.ZipFile(done.files[0]) as packed:
        assert len(packed.namelist()) == done.count > 10


async def test_a_contact_sheet_shows_the_clip_in_order(media: Media, tmp_path: Path) -> None:
    calls: Calls = (("contact_sheet", {"columns": 2, "rows": 2, "format": "png"}),)
    done = await made(media, tmp_path, *calls)
    with Image.open(done.path) as sheet:
        assert sheet.width == 1920
        cell = sheet.resize((640, sheet.height * 640 // sheet.width))
        assert cell.height > 0
    expected = (await described(media, *calls)).output.video
    assert expected is not None
    assert (expected.width, expected.height) == sheet.size


REFUSED = {
    "no way": ("split_clip", {}),
    "two ways": ("split_clip", {"parts": 2, "every": 1}),
    "past the end": ("split_clip", {"at": [90]}),
    "one part": ("split_clip", {"parts": 1}),
    "too many": ("split_clip", {"every": 0.01}),
    "longer than the clip": ("split_clip", {"every": 60}),
    "frame past the end": ("extract_frames", {"at": [60]}),
    "two rates": ("extract_frames", {"fps": 1, "every": 2}),
    "no columns": ("contact_sheet", {"columns": 0}),
}


@pytest.mark.parametrize("call", REFUSED.values(), ids=REFUSED)
async def test_says_what_does_not_work(media: Media, call: tuple[str, dict[str, Any]]) -> None:
    with pytest.raises(BadInput, match=r"\w+ \w+ \w+"):
        await described(media, call)


def test_a_file_for_each_scene() -> None:
    bare = clip(duration=10.0)
    seen: ScenesFound = {"changes": [3.0, 7.5]}
    edited = split_clip(replace(bare, findings={Scenes().key(bare): seen}), by="scene")
    assert edited.split == Split(at=(3.0, 7.5))
    assert edited.done[-1] == "split it into 3 parts, a scene each"
    one: ScenesFound = {"changes": []}
    with pytest.raises(BadInput, match="one shot"):
        split_clip(replace(bare, findings={Scenes().key(bare): one}), by="scene")
    with pytest.raises(BadInput, match="one of these"):
        split_clip(bare, by="scene", parts=2)
