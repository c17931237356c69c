from __future__ import annotations

import time
from pathlib import Path

import pytest

from agent.messages import Progress, Reply
from bots import text
from bots.progress import LogBar
from tools.clip import Clip
from tools.spec import ToolSpec


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        pytest.param("a\nb\tc", "a\nb\tc", id="lines"),
        pytest.param("\x1b[31mred\x07", r"\x1b[31mred\x07", id="escape-sequences"),
        pytest.param("שלום é 🎬", "שלום é 🎬", id="other-scripts"),
        pytest.param("evil\u202egpj.exe", r"evil\u202egpj.exe", id="direction-override"),
        pytest.param("\udcff", r"\udcff", id="not-text"),
    ],
)
def test_what_would_move_the_cursor_is_made_visible(raw: str, shown: str) -> None:
    assert text.plain(raw) == shown


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0.2, "0 s left"), (59.6, "1 min 0 s left"), (125, "2 min 5 s left"),
     (3700, "1 h 1 min left")],
)  # fmt: skip
def test_time_left(seconds: float | None, words: str) -> None:
    assert text.time_left(seconds) == words


def test_a_bar_is_one_line() -> None:
    line = text.bar(Progress(fraction=0.5, eta=3))
    assert line == "rendering ████████████░░░░░░░░░░░░  50%  3 s left"


def test_a_log_is_not_flooded() -> None:
    lines: list[str] = []
    with LogBar(lines.append) as bar:
        for step in range(1001):
            bar.show(Progress(fraction=step / 1000, eta=(1000 - step) / 100))
    assert [line.split("%")[0][-3:].strip() for line in lines] == ["0", "25", "50", "75", "100"]
    assert lines[1].endswith("8 s left")


def test_a_log_is_not_silent_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    lines: list[str] = []
    with LogBar(lines.append) as bar:
        for _ in range(30):
            now += 1
            bar.show(Progress(fraction=0.01, eta=None))
    assert len(lines) == 3


def test_an_answer_names_its_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    saved = (tmp_path / "a\nb.mp4", Path("/elsewhere/c.mp4"))
    lines = text.answer(Reply(kind="edit", text="Done.\n"), saved).splitlines()
    assert lines == ["Done.", r"Saved a\nb.mp4", "Saved /elsewhere/c.mp4"]


def _mirror(clip: Clip, axis: str, soft: bool = False) -> Clip:
    """Mirror the picture.

    Args:
        axis: Which way.
        soft: Whether softly.

    Examples:
        mirror it
        flip it sideways
    """
    return clip


def test_a_tool_is_shown_with_its_arguments_and_examples() -> None:
    spec = ToolSpec.of(_mirror)
    assert text.tool_line(spec) == (
        "_mirror(axis, soft=False)\n    Mirror the picture.\n    “mirror it”"
    )
    page = text.tool_page(spec)
    assert "  axis: Which way." in page
    assert "“flip it sideways”" in page
