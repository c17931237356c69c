"""Captions and chapters in a rendered file: seen, heard and read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np

from tests.decoded import frames
from tests.media import Media, ffmpeg
from tools.captions import add_captions
from tools.chapters import chapter_marks
from tools.clip import Clip
from tools.engine.probe.file import probe
from tools.engine.render.clip import render
from tools.engine.titles.lit import lit
from tools.engine.titles.text import Run
from tools.said import Transcript, TranscriptFound

WORDS = [("hello", 0.2, 0.8, 1.0), ("world", 0.8, 1.4, 1.0)]


async def described(path: Path) -> Clip:
    bare = Clip.of(await probe(path))
    found = TranscriptFound(
        words=WORDS, language="en", engine="OpenAI", rough=False, unclear=[], notes=[]
    )
    return replace(bare, findings={Transcript().key(bare): found})


def lit_pixels(picture: np.ndarray) -> tuple[int, int]:  # type: ignore[type-arg]
    """How many pixels of pure green there are in the left and the right half."""
    bright = (picture[..., 1] > 200) & (picture[..., 0] < 80) & (picture[..., 2] < 80)
    half = picture.shape[1] // 2
    return int(bright[90:, :half].sum()), int(bright[90:, half:].sum())


async def test_the_spoken_word_is_lit_and_goes(tmp_path: Path) -> None:
    black = tmp_path / "black.mp4"
    ffmpeg("-f", "lavfi", "-i", "color=black:s=320x180:r=25:d=2", "-f", "lavfi", "-i", "sine=d=2",
           black)  # fmt: skip
    clip = add_captions(await described(black), color="#ffffff", highlight="#00ff00")
    rendered = await render(clip, tmp_path, stem="captions")
    shown = frames(rendered.files[0])
    before, first, second = (lit_pixels(shown[number]) for number in (2, 12, 27))
    assert first[0] > 20 > first[1]
    assert second[1] > 20 > second[0]
    assert before == (0, 0)


async def test_chapters_stand_in_the_file_and_nothing_is_encoded(
    media: Media, tmp_path: Path
) -> None:
    clip = chapter_marks(await described(media.clip()), at=[0.8], titles=["The rest; of it"])
    rendered = await render(clip, tmp_path, stem="chapters")
    assert any("picture copied" in reason for reason in rendered.reasons)
    with av.open(rendered.files[0]) as file:
        found = [
            (float(each["start"] * each["time_base"]), each["metadata"]["title"])
            for each in file.chapters()
        ]
    assert found == [(0.0, "Start"), (0.8, "The rest; of it")]


def test_one_word_of_several_runs_is_lit() -> None:
    class _Font:
        family = "x"

    runs = [Run("Hello wo", _Font()), Run("rld\nagain", _Font())]  # type: ignore[arg-type]
    texts = list(lit(runs, 1, (255, 0, 0), (255, 255, 255)))
    red, white = r"{\1c&H0000FF&}", r"{\1c&HFFFFFF&}"
    assert texts == [f"Hello {red}wo{white}", rf"{red}rld{white}\Nagain"]
