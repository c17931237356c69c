"""Stock: all files under home that come and go: clips, results, caches, and what broke off."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["source", "result", "copy", "cached", "leftover"]

_ID = re.compile(r"[0-9a-f]{64}")
_FOLDER = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file, or a folder of work that broke off.

    Attributes:
        kind: A ``source`` is a clip or another file that was sent, a ``result`` a rendered file,
            a ``copy`` of either lies in a bucket as well, something ``cached`` can be made again, a
            ``leftover`` is what a killed program left.
        path: Where it lies, or would lie here.
        name: Id of a source; of a result, the folder of its conversation and its own name; of
            something cached, its cache and its own name.
        size: Bytes.
        modified: When it was written or last used, in seconds since the epoch.
        shared: Whether it lies in a bucket.
    """

    kind: Kind
    path: Path
    name: str
    size: int
    modified: float
    shared: bool = False


def look(home: Path) -> Iterator[Item]:
    """Everything that lies there now; what goes meanwhile is passed over."""
    yield from _sources(home / "assets")
    yield from _results(home / "outputs")
    for cache in _inside(home / "cache"):
        for path in _inside(cache):
            if path.is_file():
                kind: Kind = "leftover" if path.name.startswith(".") else "cached"
                yield from _item(kind, path, f"{cache.name}/{path.name}")


def remove(item: Item) -> bool:
    """Delete it; whether it is gone. What was written anew, or is being worked in, stays."""
    try:
        if item.path.lstat().st_mtime != item.modified:
            return False
        if item.path.is_dir():
            if _is_held(item.path):
                return False
            shutil.rmtree(item.path)
        else:
            item.path.unlink(missing_ok=True)
    except OSError:
        return False
    with suppress(OSError):
        # The folder of a conversation, or of ids that begin alike, when nothing else is in it.
        if item.kind in {"source", "result", "copy"}:
            item.path.parent.rmdir()
    return True


def _sources(assets: Path) -> Iterator[Item]:
    for folder in _inside(assets):
        for path in _inside(folder):
            if folder.name == "parts":
                yield from _item("leftover", path, path.name)
            elif _ID.fullmatch(path.name):
                yield from _item("source", path, path.name)


def _results(outputs: Path) -> Iterator[Item]:
    for folder in _inside(outputs):
        if not _FOLDER.fullmatch(folder.name):
            continue
        for path in _inside(folder):
            kind: Kind = "leftover" if path.name.startswith(".") else "result"
            yield from _item(kind, path, f"{folder.name}/{path.name}")


def _inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _item(kind: Kind, path: Path, name: str) -> Iterator[Item]:
    try:
        stat = path.lstat()
        size = stat.st_size
        if path.is_dir() and not path.is_symlink():
            size = sum(inner.lstat().st_size for inner in path.rglob("*") if inner.is_file())
    except OSError:
        return
    yield Item(kind=kind, path=path, name=name, size=size, modified=stat.st_mtime)


def _is_held(folder: Path) -> bool:
    """Whether a program that lives has locked it, as each rendering does with its folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(descriptor)
    return False
