"""Ctrl-C, as a person at a real terminal presses it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.media import Media, ffmpeg

SECONDS = 2.0
"""Within one second is the promise; a machine too busy for it also takes longer to begin."""


@pytest.fixture(scope="module")
def long_clip(media: Media) -> Path:
    """Two minutes: long enough to be stopped while it renders."""
    target = media.folder / "long.mp4"
    if not target.exists():
        part = media.clip(2.0, width=640, height=360)
        ffmpeg("-stream_loop", "59", "-i", part, "-c", "copy", target)
    return target


@contextmanager
def vfxb(*words: str | Path, cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """A running ``vfxb``, in a process group of its own as a shell would start it."""
    home = cwd.parent / "home"
    child = subprocess.Popen(
        [sys.executable, "-m", "bots", *map(str, words)],
        cwd=cwd,
        env={"VFXB_HOME": str(home), "PYTHONPATH": str(Path(__file__).parents[2]),
             "PATH": "/usr/bin:/bin", "HOME": str(home)},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, process_group=0,
    )  # fmt: skip
    try:
        yield child
    finally:
        child.kill()
        child.communicate()


def read_until(stream: Iterator[str], word: str) -> str:
    text = ""
    for line in stream:
        text += line
        if word in line:
            return text
    raise AssertionError(f"'{word}' never came: {text}")


def children(folder: Path) -> list[str]:
    """Command lines of running programs that work in a folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes() + bytes(process.joinpath("cwd").readlink())
        except OSError:
            continue
        if str(folder).encode() in words and b"ffmpeg" in words:
            found.append(words.decode(errors="replace"))
    return found


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(signal.SIGINT, 130, id="ctrl-c"),
        pytest.param(signal.SIGTERM, 143, id="shutdown"),
    ],
)
def test_a_render_is_stopped_at_once(
    number: int, code: int, long_clip: Path, tmp_path: Path
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    started = time.monotonic()
    with vfxb("edit", long_clip, "blur it and make it sepia", "-o", "out.mp4", cwd=here) as child:
        read_until(child.stderr, "rendering")
        signalled = time.monotonic()
        child.send_signal(number)
        out, err = child.communicate(timeout=20)
        assert time.monotonic() - signalled < max(SECONDS, signalled - started)
    assert child.returncode == code, err
    assert "Nothing was changed" in err
    assert "Traceback" not in err
    assert out == ""
    assert list(here.iterdir()) == []
    assert list((tmp_path / "home").glob("outputs/*")) == []
    assert children(tmp_path) == []


def test_in_a_chat_only_the_turn_is_stopped(long_clip: Path, media: Media, tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    with vfxb("chat", cwd=here) as child:
        child.stdin.write(f"{long_clip} blur it and make it sepia\n")
        child.stdin.flush()
        read_until(child.stderr, "rendering")
        child.send_signal(signal.SIGINT)
        child.stdin.write(f"{media.clip(2.0)} trim to the first second\n/save out.mp4\nbye\n")
        child.stdin.flush()
        out, err = child.communicate(timeout=30)
    assert child.returncode == 0, err
    assert "Stopped. Nothing was changed." in out
    assert "Saved out.mp4" in out
    assert [path.name for path in here.iterdir()] == ["out.mp4"]


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    with vfxb("tools", cwd=tmp_path) as child:
        child.stdout.close()
        err = child.stderr.read()
        child.wait(20)
    assert "Traceback" not in err
    assert "Exception ignored" not in err
