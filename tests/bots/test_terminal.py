"""The command line: exit codes, what is printed where, and what is left behind."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bots.terminal import app
from tests.media import Media, frames
from tools.process import run


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder, and a home beside it."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("VFXB_HOME", str(tmp_path / "home"))
    return folder


@pytest.fixture
def clip(media: Media, here: Path) -> str:
    """A clip of two seconds outside of the current folder."""
    return str(media.clip(2.0))


def vfxb(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_an_edit_is_saved_in_the_current_folder(clip: str, here: Path) -> None:
    result = vfxb("edit", clip, "trim to 0-1 s and make it black and white")
    assert result.exit_code == 0, result.output
    (saved,) = here.iterdir()
    assert saved.name == f"{Path(clip).stem}-edited.mp4"
    assert result.stdout.rstrip().endswith(f"Saved {saved.name}")
    pictures = frames(saved)
    assert len(pictures) == 25
    assert abs(pictures[3][..., 0].astype(int) - pictures[3][..., 2]).max() < 12


def test_a_link_to_a_clip_is_followed(clip: str, here: Path) -> None:
    (here / "link.mp4").symlink_to(clip)
    result = vfxb("edit", "link.mp4", "mute it")
    assert result.exit_code == 0, result.output
    assert (here / "link-edited.mp4").is_file()


def test_what_moves_goes_to_standard_error(clip: str) -> None:
    result = vfxb("edit", clip, "make it black and white")
    assert "Plan: 1. " in result.stderr
    assert "rendering" in result.stderr
    assert "100%" in result.stderr
    assert "rendering" not in result.stdout


def test_json_is_one_object_and_nothing_else(clip: str, here: Path) -> None:
    result = vfxb("edit", clip, "trim to the first second", "--json", "-o", "out.mp4")
    assert result.exit_code == 0, result.output
    reply = json.loads(result.stdout)
    assert result.stdout.count("\n") == 1
    assert reply["kind"] == "edit"
    assert [step["tool"] for step in reply["steps"]] == ["trim_video"]
    assert reply["files"] == ["out.mp4"]
    assert reply["receipt"]["facts"]["duration"] == pytest.approx(1.0, abs=0.05)
    assert (here / "out.mp4").is_file()


def test_a_conversation_goes_on_from_one_call_to_the_next(clip: str) -> None:
    begun = vfxb("edit", clip, "make it black and white", "--conversation", "c", "--json")
    assert begun.exit_code == 0, begun.output
    for more, steps in (["undo"], 0), ([clip, "make it sepia"], 1), ([clip, "undo"], 0):
        gone_on = vfxb("edit", *more, "--conversation", "c", "--json")
        assert gone_on.exit_code == 0, gone_on.output
        assert len(json.loads(gone_on.stdout)["steps"]) == steps
    fresh = vfxb("edit", clip, "trim to the first second", "--json")
    assert [step["tool"] for step in json.loads(fresh.stdout)["steps"]] == ["trim_video"]


def test_a_question_is_answered_without_a_file(clip: str, here: Path) -> None:
    result = vfxb("edit", clip, "how long is it?")
    assert result.exit_code == 0, result.output
    assert "2" in result.stdout
    assert list(here.iterdir()) == []


def test_o_chooses_the_format(clip: str, here: Path) -> None:
    result = vfxb("edit", clip, "trim to the first second", "-o", "out.gif")
    assert result.exit_code == 0, result.output
    assert (here / "out.gif").read_bytes()[:4] == b"GIF8"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param(["gone.mp4", "trim it"], "no file 'gone.mp4'", id="no-such-file"),
        pytest.param(["notes.mp4", "trim to 1 s"], "notes.mp4", id="not-media"),
        pytest.param(["empty.mp4", "trim to 1 s"], "empty", id="empty"),
        pytest.param(["CLIP", "trim to 1 s", "-o", "old.mp4"], "old.mp4 exists", id="o-exists"),
        pytest.param(["CLIP", "x" * 100_000], "100,000 characters", id="long-message"),
        pytest.param(["CLIP", ""], "request is empty", id="empty-message"),
        pytest.param(["trim it"], "Which clip?", id="no-clip"),
    ],
)
@pytest.mark.parametrize("as_json", [False, True], ids=["text", "json"])
def test_wrong_input_exits_with_2(
    words: list[str], says: str, as_json: bool, clip: str, here: Path
) -> None:
    (here / "notes.mp4").write_text("my notes\n" * 50)
    (here / "empty.mp4").write_text("")
    (here / "old.mp4").write_text("old")
    before = sorted(here.iterdir())
    typed = [clip if word == "CLIP" else word for word in words]
    result = vfxb("edit", *typed, *(["--json"] if as_json else []))
    assert result.exit_code == 2, result.output
    assert sorted(here.iterdir()) == before
    if as_json:
        reply = json.loads(result.stdout)
        assert reply["kind"] == "refuse"
        assert says in reply["text"]
    else:
        assert says in result.output


def test_what_needs_an_answer_exits_with_3_and_says_how(clip: str, here: Path) -> None:
    result = vfxb("edit", clip, "make it shorter")
    assert result.exit_code == 3, result.output
    assert "?" in result.stdout
    assert "Answer with: vfxb edit --conversation edit-" in result.stderr
    name = result.stderr.split("--conversation ")[1].split()[0]
    answered = vfxb("edit", "1 second", "--conversation", name, "-o", "out.mp4")
    assert answered.exit_code == 0, answered.output
    assert len(frames(here / "out.mp4")) == 25


def test_what_cannot_be_done_exits_with_3(clip: str, here: Path) -> None:
    result = vfxb("edit", clip, "trim to 50-60 seconds")
    assert result.exit_code == 3, result.output
    assert list(here.iterdir()) == []


class TestApproval:
    """An edit that is quoted: every edit is, when none may take longer than nothing."""

    @pytest.fixture(autouse=True)
    def _quoted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("VFXB_APPROVE_ABOVE_SECONDS", "0")

    def test_without_a_terminal_the_quote_exits_with_3(self, clip: str, here: Path) -> None:
        result = vfxb("edit", clip, "make it black and white", "--conversation", "c")
        assert result.exit_code == 3, result.output
        assert "(yes / no)" in result.stdout
        assert list(here.iterdir()) == []
        agreed = vfxb("edit", "yes", "--conversation", "c")
        assert agreed.exit_code == 0, agreed.output
        assert len(list(here.iterdir())) == 1

    def test_yes_agrees_in_advance(self, clip: str, here: Path) -> None:
        result = vfxb("edit", clip, "make it black and white", "--yes", "--json")
        assert result.exit_code == 0, result.output
        assert json.loads(result.stdout)["kind"] == "edit"


def test_an_ffmpeg_that_fails_exits_with_1(
    clip: str, here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "ffmpeg"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o700)
    monkeypatch.setenv("VFXB_FFMPEG", str(broken))
    result = vfxb("edit", clip, "make it black and white")
    assert result.exit_code == 1, result.output
    assert list(here.iterdir()) == []


def test_a_setting_that_makes_no_sense_exits_with_2(
    clip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VFXB_MODEL_TRIES", "many")
    result = vfxb("edit", clip, "make it black and white")
    assert result.exit_code == 2
    assert "VFXB_MODEL_TRIES is 'many'" in result.output


@pytest.mark.parametrize("name", ["a \"b' c.mp4", "two\nlines 🎬.mp4", "-dash.mp4", "%s{x}:.mp4"])
def test_odd_names(name: str, media: Media, here: Path) -> None:
    (here / name).write_bytes(media.clip(2.0).read_bytes())
    result = vfxb("edit", "--json", "--", name, "trim to the first second")
    assert result.exit_code == 0, result.output
    assert (here / name).with_stem(f"{Path(name).stem}-edited").is_file()
    assert (here / name).read_bytes() == media.clip(2.0).read_bytes()


def test_tools_are_listed_and_explained() -> None:
    listed = vfxb("tools").stdout
    assert "trim_video(start=0, end=None)" in listed
    assert "undo(" in listed
    assert "trim to 0:10-0:30" in vfxb("tools", "trim_video").stdout
    assert {"trim_video", "undo"} < {
        tool["name"] for tool in json.loads(vfxb("tools", "--json").stdout)
    }
    unknown = vfxb("tools", "juggle")
    assert unknown.exit_code == 2
    assert "There is no tool 'juggle'. Tools: trim_video, " in unknown.stderr
    assert "Did you mean trim_video?" in vfxb("tools", "trim").stderr


async def test_help_imports_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "sys.argv = ['vfxb', '--help']\n"
        "try:\n"
        "    from bots.__main__ import main; main()\n"
        "finally:\n"
        "    print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}))\n"
    )
    lines: list[str] = []
    finished = await run((sys.executable, "-c", script), on_line=lines.append)
    assert finished.code == 0, finished.log
    loaded = set(lines[-1].split())
    heavy = {"av", "chromadb", "langchain_core", "langgraph", "numpy", "openai", "pydantic",
             "rich", "sqlalchemy", "sqlmodel"}  # fmt: skip
    assert not loaded & heavy
    assert any("edit" in line and "plain words" in line for line in lines)
