"""Whole edits through the chats: real agent, real client libraries, the files that arrive."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent import VideoAgent
from bots import words
from tests.bots.fronts import FRONTS, Front
from tests.media import Media, frames


@pytest.mark.parametrize("front", FRONTS, ids=lambda front: front.id)
async def test_an_edit_its_undoing_and_a_branch(front: Front, media: Media, tmp_path: Path) -> None:
    async with VideoAgent.open(home=tmp_path / "home") as agent, front.chat(agent) as chat:
        await chat.send("trim to the first second and make it black and white", media.clip(2.0))
        first = await chat.result()
        pictures = frames(_saved(first.content, tmp_path / "first.mp4"))
        assert len(pictures) == 25
        assert all(_grey(picture) for picture in pictures[::12])

        await chat.press(first, words.UNDO)
        second = await chat.result(2)
        pictures = frames(_saved(second.content, tmp_path / "second.mp4"))
        assert len(pictures) == 25
        assert not _grey(pictures[0])

        await chat.send("resize it to half its size", reply_to=first)
        third = await chat.result(3)
        picture = frames(_saved(third.content, tmp_path / "third.mp4"))[0]
        assert _grey(picture)
        assert picture.shape[1] == 160

        await chat.press(second, words.GIF)
        assert (await chat.result(4)).content.startswith(b"GIF8")

        await chat.send("which versions are there?")
        told = await chat.saying("Versions")
        assert all(version in told.text for version in ("v1", "v2", "v3", "v4"))


def _saved(content: bytes, path: Path) -> Path:
    path.write_bytes(content)
    return path


def _grey(picture: object) -> bool:
    import numpy as np

    channels = np.asarray(picture, dtype=int)
    return int(np.ptp(channels, axis=2).max()) <= 12
