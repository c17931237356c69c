from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent.messages import Planned
from bots.delivery import Destination
from tools.errors import BadInput, ToolFailed


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    (here / "clip.mp4").write_bytes(b"the clip")
    return here


@pytest.fixture
def result(tmp_path: Path) -> Path:
    file = tmp_path / "clip-v1.mp4"
    file.write_bytes(b"the result")
    return file


CLIP = (Path("clip.mp4"),)


def test_without_o_the_result_lies_in_the_current_folder(folder: Path, result: Path) -> None:
    assert Destination.of("", CLIP).save([result]) == (folder / "clip-edited.mp4",)
    assert (folder / "clip-edited.mp4").read_bytes() == b"the result"


def test_without_o_nothing_is_replaced(folder: Path, result: Path) -> None:
    destination = Destination.of("", CLIP)
    names = [destination.save([result])[0].name for _ in range(3)]
    assert names == ["clip-edited.mp4", "clip-edited-2.mp4", "clip-edited-3.mp4"]


def test_a_conversation_without_a_clip_keeps_the_name(folder: Path, result: Path) -> None:
    assert Destination.of("", ()).save([result]) == (folder / "clip-v1.mp4",)


@pytest.mark.parametrize(
    ("output", "saved"),
    [
        pytest.param("out.mp4", "out.mp4", id="file"),
        pytest.param("out", "out.mp4", id="no-suffix"),
        pytest.param("OUT.MP4", "OUT.mp4", id="upper-case"),
        pytest.param("sub", "sub/clip-edited.mp4", id="folder"),
        pytest.param("sub/out.mp4", "sub/out.mp4", id="file-in-folder"),
        pytest.param("two\nlines 🎬.mp4", "two\nlines 🎬.mp4", id="odd-name"),
    ],
)
def test_o_names_the_result(folder: Path, result: Path, output: str, saved: str) -> None:
    (folder / "sub").mkdir()
    (path,) = Destination.of(output, CLIP).save([result])
    assert folder / path == folder / saved
    assert path.read_bytes() == b"the result"


@pytest.mark.parametrize(
    ("output", "says"),
    [
        pytest.param("old.mp4", "old.mp4 exists. Choose another name, or add --force", id="exists"),
        pytest.param("clip.mp4", "is the clip itself", id="the-clip"),
        pytest.param("link.mp4", "is the clip itself", id="a-link-to-the-clip"),
        pytest.param("none/out.mp4", "there is no folder none", id="no-folder"),
        pytest.param("none/", "there is no folder none", id="a-folder-that-is-not-there"),
        pytest.param(
            "out.docx", "docx is not a format that VFXB writes. It writes mp4", id="format"
        ),
        pytest.param("-", "needs the name of a file", id="dash"),
    ],
)
def test_a_bad_o_is_refused_before_the_work(folder: Path, output: str, says: str) -> None:
    (folder / "old.mp4").write_bytes(b"old")
    (folder / "link.mp4").symlink_to("clip.mp4")
    with pytest.raises(BadInput, match=says):
        Destination.of(output, CLIP)


def test_force_replaces_a_file_but_never_the_clip(folder: Path, result: Path) -> None:
    (folder / "old.mp4").write_bytes(b"old")
    Destination.of("old.mp4", CLIP, replace=True).save([result])
    assert (folder / "old.mp4").read_bytes() == b"the result"
    with pytest.raises(BadInput, match="is the clip itself"):
        Destination.of("clip.mp4", CLIP, replace=True)
    # The suffix that is added may turn the name into the clip's.
    Destination.of("clip", CLIP, replace=True).save([result])
    assert (folder / "clip.mp4").read_bytes() == b"the clip"
    assert (folder / "clip-2.mp4").read_bytes() == b"the result"


def test_a_file_that_appears_meanwhile_is_kept(folder: Path, result: Path) -> None:
    destination = Destination.of("out.mp4", CLIP)
    (folder / "out.mp4").write_bytes(b"somebody else's")
    assert destination.save([result])[0].name == "out-2.mp4"
    assert (folder / "out.mp4").read_bytes() == b"somebody else's"


def test_another_format_than_asked_for_is_no_success(folder: Path, result: Path) -> None:
    with pytest.raises(ToolFailed, match="is an mp4 file, and -o asks for .webm. It is kept as"):
        Destination.of("out.webm", CLIP).save([result])
    assert result.exists()
    assert not (folder / "out.webm").exists()


def test_a_copy_that_fails_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ToolFailed, match="It is kept as"):
        Destination.of("", CLIP).save([tmp_path / "gone.mp4"])
    assert [path.name for path in folder.iterdir()] == ["clip.mp4"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to(folder: Path) -> None:
    folder.chmod(0o500)
    with pytest.raises(BadInput, match="cannot be written to"):
        Destination.of("out.mp4", CLIP)


@pytest.mark.parametrize(
    ("output", "clip", "request_", "wish"),
    [
        pytest.param("o.mp4", "a.mov", "trim", "trim", id="mp4-is-the-default"),
        pytest.param("o.webm", "a.mp4", "trim.", "trim, and convert it to webm", id="said-for-you"),
        pytest.param("o.webm", "a.mp4", "trim, as WebM", "trim, as WebM", id="said-already"),
        pytest.param("o.gif", "a.gif", "trim", "trim", id="a-gif-stays-one"),
        pytest.param("o.mp4", "a.gif", "trim", "trim, and convert it to mp4", id="gif-to-mp4"),
        pytest.param("o.mp4", "a.webm", "trim", "trim, and convert it to mp4", id="webm-to-mp4"),
        pytest.param("o.mp3", "a.mp4", "trim", "trim, and convert it to mp3", id="sound-only"),
        pytest.param("o.mp3", "a.mp3", "trim", "trim", id="sound-stays-sound"),
        pytest.param("o.png", "a.mp4", "a screenshot", "a screenshot as png", id="picture"),
        pytest.param("", "a.mp4", "trim", "trim", id="no-o"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_the_format_of_o_becomes_a_wish(output: str, clip: str, request_: str, wish: str) -> None:
    assert Destination.of(output, [Path(clip)]).wish([Path(clip)], request_) == wish


def test_a_plan_of_another_kind_is_refused_before_the_work(folder: Path) -> None:
    destination = Destination.of("out.mp4", CLIP)
    destination.accept(Planned(steps=("trimmed it",), suffix=".mp4"))
    destination.accept(Planned(steps=("did something",)))
    with pytest.raises(BadInput, match="would be a gif file, and -o asks for .mp4.*Nothing was"):
        destination.accept(Planned(steps=("made a GIF",), suffix=".gif"))
    Destination.of("", CLIP).accept(Planned(steps=("made a GIF",), suffix=".gif"))
