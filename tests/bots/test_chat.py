"""A conversation at the terminal, typed line by line."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bots.terminal import app
from tests.media import Media, frames


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("VFXB_HOME", str(tmp_path / "home"))
    return folder


def chat(*lines: str, words: tuple[str, ...] = ()) -> Result:
    return CliRunner().invoke(app, ["chat", *words], input="\n".join(lines))


def test_a_whole_conversation(media: Media, here: Path) -> None:
    clip = shlex.quote(str(media.clip(2.0)))
    result = chat(
        f"{clip} trim to the first second and make it black and white",
        "undo the black and white",
        "/save result.mp4",
        "what have you done so far?",
        "bye",
        "this is not read any more",
    )
    assert result.exit_code == 0, result.output
    assert "Saved result.mp4" in result.stdout
    pictures = frames(here / "result.mp4")
    assert len(pictures) == 25
    assert abs(pictures[3][..., 0].astype(int) - pictures[3][..., 2]).max() > 60
    assert "trimmed" in result.stdout.split("Saved result.mp4")[1]
    assert "not read" not in result.stdout


@pytest.mark.usefixtures("here")
def test_commands_of_the_chats_work(media: Media) -> None:
    clip = shlex.quote(str(media.clip(2.0)))
    result = chat(
        f"{clip} trim to the first second and make it black and white",
        "/undo the black and white",
        "/versions",
        "/Versions v1",
        "/help",
        "/quota",
    )
    assert result.exit_code == 0, result.output
    listed, gone_back = result.stdout.split("\n> ")[3:5]
    assert "v1" in listed
    assert "v2" in listed
    assert gone_back.startswith("I went back to v1.")
    assert result.stdout.count("Send a clip by typing its path") == 2
    assert "/quota belongs to the bots" in result.stdout


def test_a_clip_to_begin_with_and_a_name_to_go_on_with(media: Media, here: Path) -> None:
    clip = str(media.clip(2.0))
    begun = chat("make it sepia", words=(clip,))
    assert begun.exit_code == 0, begun.output
    assert Path(clip).name in begun.stdout
    name = begun.stdout.strip().rsplit(" ", 1)[1]
    gone_on = chat("undo", "/save back.mp4", words=("--conversation", name))
    assert gone_on.exit_code == 0, gone_on.output
    assert (here / "back.mp4").exists()


@pytest.mark.usefixtures("here")
def test_what_goes_wrong_ends_the_turn_only(media: Media) -> None:
    result = chat(
        "/save early.mp4",
        "trim to the first second",
        f"{media.noise()} trim it",
        f"{media.clip(2.0)} trim to 50-60 s",
        "/save nowhere/out.mp4",
    )
    assert result.exit_code == 0, result.output
    assert "no result to save yet" in result.stdout
    assert media.noise().name in result.stdout
    assert result.stdout.rstrip().splitlines()[-1].startswith("Go on with it any time: vfxb chat")


@pytest.mark.usefixtures("here")
def test_a_clip_that_is_not_there() -> None:
    result = chat(words=("gone.mp4",))
    assert result.exit_code == 2
    assert "There is no file 'gone.mp4'" in result.stderr
