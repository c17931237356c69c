from __future__ import annotations

import os
from pathlib import Path

import pytest

from bots.attachments import clip_file, split_command, split_message
from tools.errors import BadInput


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("clip.mp4", "my clip.mp4", "don't.mp4", "🎬.mp4", "two\nlines.mp4", "-dash.mp4"):
        (tmp_path / name).write_bytes(b"a clip")
    (tmp_path / "folder").mkdir()
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "conversation", "clips", "request_"),
    [
        pytest.param(["clip.mp4", "trim it"], "", ["clip.mp4"], "trim it", id="usual"),
        pytest.param(["undo"], "holiday", [], "undo", id="conversation-goes-on"),
        pytest.param(["-dash.mp4", "trim"], "", ["-dash.mp4"], "trim", id="dash"),
        pytest.param(["🎬.mp4", "trim"], "", ["🎬.mp4"], "trim", id="emoji"),
        pytest.param(["two\nlines.mp4", "trim"], "", ["two\nlines.mp4"], "trim", id="newline"),
        pytest.param(
            ["clip.mp4", "don't.mp4", "mix"], "", ["clip.mp4", "don't.mp4"], "mix", id="two-clips"
        ),
    ],
)
def test_words_of_the_command_line(
    words: list[str], conversation: str, clips: list[str], request_: str
) -> None:
    assert split_command(words, conversation=conversation) == (
        tuple(map(Path, clips)),
        request_,
    )


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("words", "conversation", "says"),
    [
        pytest.param(["clip.mp4"], "", "What should be done with 'clip.mp4'", id="no-request"),
        pytest.param(["trim it"], "", "Which clip?", id="no-clip"),
        pytest.param(["clip.mp4", "  "], "", "request is empty", id="blank"),
        pytest.param(["gone.mp4", "trim"], "", "There is no file 'gone.mp4'", id="missing"),
        pytest.param(
            ["gone.mp4", "trim"], "c", "There is no file 'gone.mp4'", id="missing-goes-on"
        ),
        pytest.param(["trim it", "clip.mp4"], "", "The clip comes first", id="swapped"),
        pytest.param(["clip.mp4", "trim", "to", "5 s"], "", "in quotes", id="unquoted"),
        pytest.param(["folder", "trim"], "", "'folder' is a folder", id="folder"),
        pytest.param(["\x1b[31m.mp4", "trim"], "", r"'\\x1b\[31m.mp4'", id="escape-sequence"),
        pytest.param(["nul\0.mp4", "trim"], "", r"no file 'nul\\x00.mp4'", id="nul"),
        pytest.param(["x" * 5000, "trim"], "", "cannot be read: File name too long", id="long"),
    ],
)
def test_a_wrong_command_line_is_explained(words: list[str], conversation: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        split_command(words, conversation=conversation)


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.mp4")
    with pytest.raises(BadInput, match="not an ordinary file"):
        clip_file("pipe.mp4")


@pytest.mark.parametrize(
    ("message", "clips", "text"),
    [
        pytest.param("trim to 5 s", [], "trim to 5 s", id="words"),
        pytest.param("clip.mp4", ["clip.mp4"], "", id="a-path"),
        pytest.param("my clip.mp4", ["my clip.mp4"], "", id="a-path-with-a-space"),
        pytest.param("'my clip.mp4' trim it", ["my clip.mp4"], "trim it", id="quoted"),
        pytest.param(r"my\ clip.mp4 trim it", ["my clip.mp4"], "trim it", id="escaped"),
        pytest.param("trim clip.mp4", ["clip.mp4"], "trim", id="at-the-end"),
        pytest.param("don't trim", [], "don't trim", id="apostrophe"),
        pytest.param('add the title "Hi"', [], 'add the title "Hi"', id="quotes-are-kept"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_paths_in_a_message_are_attachments(message: str, clips: list[str], text: str) -> None:
    assert split_message(message) == (tuple(map(Path, clips)), text)


def test_a_dropped_file_comes_as_an_address(folder: Path) -> None:
    address = (folder / "my clip.mp4").as_uri()
    assert split_message(f"{address} trim") == ((folder / "my clip.mp4",), "trim")


@pytest.mark.usefixtures("folder")
def test_quotes_after_a_path_are_kept() -> None:
    assert split_message('clip.mp4 add the title "Hi there"') == (
        (Path("clip.mp4"),),
        'add the title "Hi there"',
    )
