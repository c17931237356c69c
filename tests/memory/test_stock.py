"""Stock: what lies under home, and what of it can be deleted."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from memory.stock import look, remove

FOLDER = "0123456789abcdef" * 2


@pytest.fixture
def home(tmp_path: Path) -> Path:
    for name in (
        f"assets/aa/{'a' * 64}",
        "assets/aa/notes.txt",
        "assets/parts/1.part",
        f"outputs/{FOLDER}/beach-v1.mp4",
        f"outputs/{FOLDER}/.job-1/part-0/a.mp4",
        "outputs/strange/a.mp4",
        "cache/passes/one",
        "cache/passes/.two.part",
        "vfxb.sqlite",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"12345")
    return tmp_path


def test_only_what_is_known_is_listed(home: Path) -> None:
    assert {(item.kind, item.name, item.size) for item in look(home)} == {
        ("source", "a" * 64, 5),
        ("leftover", "1.part", 5),
        ("result", f"{FOLDER}/beach-v1.mp4", 5),
        ("leftover", f"{FOLDER}/.job-1", 5),
        ("cached", "passes/one", 5),
        ("leftover", "passes/.two.part", 5),
    }
    assert list(look(home / "nowhere")) == []


def test_everything_listed_can_be_deleted(home: Path) -> None:
    assert all(remove(item) for item in look(home))
    left = sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())
    assert left == ["assets/aa/notes.txt", "outputs/strange/a.mp4", "vfxb.sqlite"]
    assert not (home / "outputs" / FOLDER).exists()


def test_a_folder_that_is_worked_in_stays(home: Path) -> None:
    (job,) = [item for item in look(home) if item.path.name == ".job-1"]
    held = os.open(job.path, os.O_RDONLY)
    fcntl.flock(held, fcntl.LOCK_EX)
    assert not remove(job)
    os.close(held)
    assert remove(job)
    assert not job.path.exists()


def test_what_was_written_anew_since_stays(home: Path) -> None:
    (source,) = [item for item in look(home) if item.kind == "source"]
    os.utime(source.path, (1, 1))
    assert not remove(source)
    assert source.path.exists()
