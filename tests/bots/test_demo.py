"""The demo: what it prints, what it leaves, and that it notices when something is wrong."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from agent.messages import Reply
from bots import demo, expectations
from bots.contact_sheet import source_time
from bots.frames import duration, level
from bots.sample import HEIGHT, WIDTH, command
from tests.agent.openai_server import Answer, OpenAIServer, Say, Use, openai_server
from tests.agent.scripted import described_source
from tests.media import Media, ffmpeg, frames
from tools.clip import Clip
from tools.errors import BadInput, ToolFailed
from tools.operations import Cut, Retime, Span

SHRINK = 4
"""All is as in ``make demo``, in a sixteenth of the pixels."""


@pytest.fixture(scope="module")
def conversation(shared_folder: Path) -> Path:
    """The folder of a whole demo, held once."""
    folder = shared_folder / "demo"
    with FileLock(shared_folder / "demo.lock"):
        if not folder.exists():
            assert demo.run("", "", folder, shrink=SHRINK) == str(folder / "final.mp4")
    return folder


def test_the_conversation_leaves_its_files(conversation: Path) -> None:
    assert {path.name for path in conversation.iterdir()} == {
        "contact-sheet.png", "final.mp4", "first-3-seconds.gif", "home", "sample.mp4",
    }  # fmt: skip
    assert duration(conversation / "final.mp4") == pytest.approx(8, abs=0.1)


def test_the_sample_has_three_moving_scenes_and_pauses(conversation: Path) -> None:
    sample = conversation / "sample.mp4"
    pictures = frames(sample)
    assert len(pictures) == 300
    assert pictures[0].shape == (HEIGHT // SHRINK, WIDTH // SHRINK, 3)
    scenes = [pictures[second * 25].astype(int) for second in (2, 6, 10)]
    for one, other in ((0, 1), (1, 2), (0, 2)):
        assert abs(scenes[one] - scenes[other]).mean() > 30
    for second in (2, 6, 10):
        assert abs(pictures[second * 25].astype(int) - pictures[second * 25 + 12]).mean() > 0.5
    spoken, music = level(sample, 0.4, 1.4), level(sample, 2.5, 4.5)
    assert music + 10 < spoken < -10
    assert music > -60


def test_people_see_the_sample_in_full_size() -> None:
    pictures = " ".join(command((), Path("sample.mp4")))
    assert "s=1280x720" in pictures
    assert "s=320x180" not in pictures


def test_the_contact_sheet_shows_before_above_after(conversation: Path) -> None:
    from PIL import Image

    with Image.open(conversation / "contact-sheet.png") as picture:
        light = picture.convert("L")
    width, height = light.size
    assert width > 1000
    title = (width // 8, int(height * 0.9), width // 4, height - 20)
    above = (width // 8, int(height * 0.4), width // 4, height // 2 - 5)
    # White letters stand in the lower row only.
    assert light.crop(title).getextrema()[1] > 220
    assert light.crop(above).getextrema()[1] < 200


def test_one_turn_on_a_clip_of_ones_own(
    media: Media, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = tmp_path / 'it\'s "my" clip 🎬.mp4'
    shutil.copy(media.clip(2.0), name)
    folder = tmp_path / "demo"
    assert demo.run(str(name), "trim to the first second", folder) == str(folder / "final.mp4")
    printed = capsys.readouterr().out
    assert "You:  trim to the first second" in printed
    assert "Plan: 1. trim" in printed
    assert "100%" in printed
    assert (folder / "contact-sheet.png").stat().st_size > 1000
    # Again, to sound alone: what the first one left is gone.
    assert demo.run(str(name), "convert to mp3", folder) == str(folder / "final.mp3")
    assert not (folder / "final.mp4").exists()
    assert not (folder / "contact-sheet.png").exists()


def test_the_result_of_a_demo_can_be_edited_by_another(media: Media, tmp_path: Path) -> None:
    shutil.copy(media.clip(2.0), tmp_path / "final.mp4")
    assert demo.run(str(tmp_path / "final.mp4"), "make it sepia", tmp_path)


def test_a_question_about_a_clip_has_no_file(media: Media, tmp_path: Path) -> None:
    result = demo.run(str(media.clip(2.0)), "how long is it?", tmp_path / "demo")
    assert result == "(an answer, no file)"


def test_a_clip_needs_words(media: Media, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="make demo CLIP=my.mp4 SAY="):
        demo.run(str(media.clip(2.0)), "", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_needs_an_answer_fails(media: Media, tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="it came to no result: .*?"):
        demo.run(str(media.clip(2.0)), "make it shorter", tmp_path)


def test_a_model_plans_where_one_is_set_up(
    media: Media, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (Use([("apply_filter", {"filter_type": "blackwhite"})]), Say("Done."))
    with model(*script) as server:
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        demo.run(str(media.clip(2.0)), "no colours please", tmp_path)
        assert server.bodies
    pictures = frames(tmp_path / "final.mp4")
    assert abs(pictures[9][..., 0].astype(int) - pictures[9][..., 2]).max() < 12


@contextmanager
def model(*script: Answer) -> Iterator[OpenAIServer]:
    """A server on a thread of its own: the demo has an event loop to itself."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    context = openai_server(*script)
    try:
        yield asyncio.run_coroutine_threadsafe(context.__aenter__(), loop).result(10)
    finally:
        asyncio.run_coroutine_threadsafe(context.__aexit__(None, None, None), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class TestExpectations:
    """The demo's checks do not let anything pass."""

    REPLY = Reply(kind="edit", text="")

    @pytest.fixture
    def sample(self, media: Media) -> Path:
        return media.clip(10.0, width=160, height=90, fps=10)

    @pytest.fixture
    def plain(self, sample: Path, media: Media) -> Path:
        """The right stretch, but nothing else done to it."""
        target = media.folder / "plain.mp4"
        if not target.exists():
            ffmpeg("-ss", "2", "-i", sample, "-t", "8", target)
        return target

    def test_colours_that_stay(self, sample: Path, plain: Path) -> None:
        with pytest.raises(ToolFailed, match="still has colours"):
            expectations.black_and_white_with_title(sample, [[plain]], self.REPLY)

    def test_a_title_that_is_missing(self, sample: Path, plain: Path) -> None:
        with pytest.raises(ToolFailed, match="no title is to be seen"):
            expectations.colours_are_back(sample, [[plain]], self.REPLY)

    def test_a_wrong_length(self, sample: Path) -> None:
        with pytest.raises(ToolFailed, match=r"lasts 10\.\d\d s, not 8 s"):
            expectations.colours_are_back(sample, [[sample]], self.REPLY)

    def test_a_voice_that_is_not_heard(self, sample: Path, plain: Path) -> None:
        with pytest.raises(ToolFailed, match="no voice is heard"):
            expectations.voice_at_the_start(sample, [[plain], [plain]], self.REPLY)

    def test_a_gif_that_is_none(self, sample: Path, plain: Path) -> None:
        with pytest.raises(ToolFailed, match="is no GIF"):
            expectations.gif_of_three_seconds(sample, [[plain]], self.REPLY)

    def test_no_file_at_all(self, sample: Path) -> None:
        reply = Reply(kind="refuse", text="I cannot.")
        with pytest.raises(ToolFailed, match="no file came out: I cannot."):
            expectations.colours_are_back(sample, [[]], reply)


def test_the_same_moment_of_the_source() -> None:
    clip = (
        Clip.of(described_source(20))
        .then(Cut((Span(2, 4), Span(10, 16))), done="")  # 8 s long
        .then(Retime(2.0, Span(2, 6)), done="")  # 6 s long
        .then(Cut((Span(1, 6),)), done="")
    )
    moments = {0.0: 3.0, 0.5: 3.5, 1.0: 10.0, 2.0: 12.0, 3.0: 14.0, 4.5: 15.5}
    assert {moment: source_time(clip, moment) for moment in moments} == moments
