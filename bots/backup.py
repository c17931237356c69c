"""Backup: all state in one file, taken while bots run.

What can be made again is left out: results, caches, vectors. Databases are copied as they were at
one moment, however much is written to them meanwhile. What lies on a database server and in a
bucket comes along where that is asked for, in the form that it has on one machine: a backup can be
brought back to either kind of place.
"""

from __future__ import annotations

import asyncio
import io
import os
import sqlite3
import tarfile
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import typer

from agent.moving_clips import FOLDERS, BucketClips
from agent.settings import Settings, read_settings
from bots.databases import copied, is_database, superseded, tables_elsewhere
from bots.jobs.under_way import on_server
from bots.text import plain
from memory.addresses import server_url
from memory.errors import MemoryFault
from tools.engine.render.folder import scratch_folder
from tools.errors import BadInput, ToolFailed, VfxbError

DONE, FAILED, WRONG_INPUT = 0, 1, 2

MADE_AGAIN = frozenset({"cache", "chroma", "locks", "models", "outputs"})
"""Folders under home that hold nothing of their own."""

_BESIDE = ("-wal", "-shm", "-journal")


def backup(target: str, *, results: bool, everything: bool) -> int:
    """Write a backup; the exit code.

    Args:
        target: The file to write.
        results: Whether results come along, though they can be rendered again.
        everything: Whether what lies on servers comes along.
    """

    async def work(settings: Settings) -> str:
        said = await save(settings, Path(target), results=results, everything=everything)
        elsewhere = "".join(
            f"\n{name} is set: what lies there needs a backup of its own, or --everything."
            for name, value in (
                ("VFXB_DATABASE_URL", server_url(settings.database_url)),
                ("VFXB_ASSETS", settings.assets),
            )
            if value and not everything
        )
        return f"{said}{elsewhere}"

    return told(work)


async def save(
    settings: Settings, target: Path, *, results: bool = False, everything: bool = False
) -> str:
    """Write all state into a new tar file; what that was, in words.

    Args:
        settings: Where the state is.
        target: The file.
        results: Whether results come along.
        everything: Whether what lies on servers comes along.

    Raises:
        BadInput: There is nothing to save, the file is there already, or turns are under way that
            would not come along.
        StoreFailed: A server failed.
        ToolFailed: It cannot be written.
    """
    _check(settings.home, target)
    part = target.with_name(f".{target.name}-{os.getpid()}.part")
    try:
        with scratch_folder() as folder, _writing(part) as archive:
            url = server_url(settings.database_url) if everything else None
            # Databases first: what they refer to is written before them, and is there after them.
            rows = await _from_server(url, folder) if url else ""
            files = _add_all(archive, settings, folder, results=results)
            clips = await _from_bucket(settings, archive, results) if everything else ""
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise ToolFailed(f"The backup cannot be written to {target}: {error}.") from error
    finally:
        part.unlink(missing_ok=True)
    return "\n".join(filter(None, (f"Saved {files} files to {target}.", rows, clips)))


def _check(home: Path, target: Path) -> None:
    if not home.is_dir():
        raise BadInput(f"There is nothing to save: {home} is not there. Is VFXB_HOME right?")
    if target.exists():
        raise BadInput(f"{target} exists. Choose another name.")


def told(work: Callable[[Settings], Coroutine[Any, Any, str]]) -> int:
    """Do the work and print what it says, or what went wrong; the exit code."""
    try:
        typer.echo(plain(asyncio.run(work(read_settings()))))
    except BadInput as error:
        typer.echo(plain(str(error)), err=True)
        return WRONG_INPUT
    except (VfxbError, MemoryFault) as error:
        typer.echo(plain(str(error)), err=True)
        return FAILED
    return DONE


async def _from_server(url: str, folder: Path) -> str:
    """Have what lies on a database server in files; what that was, in words."""
    from agent.moving import moved_out

    if jobs := await asyncio.to_thread(on_server, url):
        raise BadInput(
            f"{jobs} turns are under way, and would not come along. Stop the bots, wait until "
            "workers are done, and try again."
        )
    return f"From the database: {await moved_out(url, folder)}."


async def _from_bucket(settings: Settings, archive: tarfile.TarFile, results: bool) -> str:
    """Add what lies in the bucket, if one is set; what that was, in words."""
    async with BucketClips.open(settings) as clips:
        if clips is None:
            return ""
        sizes = await clips.sizes(results=results)
        with scratch_folder() as folder:
            for name in sizes:
                await clips.fetch(name, folder / "clip")
                await asyncio.to_thread(archive.add, folder / "clip", name)
        return f"From the bucket: {len(sizes):,} files, {sum(sizes.values()) / 1e6:,.1f} MB."


@contextmanager
def _writing(file: Path) -> Iterator[tarfile.TarFile]:
    # It holds keys and what people said: nobody else on the machine is to read it.
    opener = partial(os.open, mode=0o600)
    with open(file, "xb", opener=opener) as sink, tarfile.open(fileobj=sink, mode="w") as archive:
        yield archive


def _add_all(archive: tarfile.TarFile, settings: Settings, folder: Path, *, results: bool) -> int:
    """Add what lies on this machine; how many files that were.

    Args:
        archive: The backup.
        settings: Where the state is.
        folder: What was on a database server.
        results: Whether results come along.
    """
    left_out = MADE_AGAIN - {"outputs"} if results else MADE_AGAIN
    if settings.assets:  # What lies here are copies.
        left_out |= set(FOLDERS)
    databases, others = _found(settings.home, left_out | superseded(settings))
    databases |= {path.name: path for path in folder.iterdir() if is_database(path)}
    databases |= tables_elsewhere(settings)
    for name, path in databases.items():
        with copied(path) as copy:
            archive.add(copy, name)
    for name, path in others.items():
        _add(archive, path, name)
    return len(databases) + len(others)


def _found(home: Path, left_out: frozenset[str]) -> tuple[dict[str, Path], dict[str, Path]]:
    """Databases, and all other files, by their names in the backup."""
    databases, others = {}, {}
    for path in sorted(home.rglob("*")):
        inside = path.relative_to(home)
        hidden = any(part.startswith(".") for part in inside.parts)
        if inside.parts[0] in left_out or hidden or path.is_symlink() or not path.is_file():
            continue
        if is_database(path):
            databases[inside.as_posix()] = path
        elif not path.name.endswith(_BESIDE):
            others[inside.as_posix()] = path
    return databases, others


def _add(archive: tarfile.TarFile, path: Path, name: str) -> None:
    """Add a file as it is now; one that went meanwhile is passed over."""
    try:
        with path.open("rb") as file:
            entry = archive.gettarinfo(arcname=name, fileobj=file)
            archive.addfile(entry, _Exactly(file, entry.size))
    except FileNotFoundError:
        return


class _Exactly(io.RawIOBase):
    """So many bytes of a file, however it grows or shrinks meanwhile."""

    def __init__(self, file: io.BufferedReader, size: int) -> None:
        self._file = file
        self._left = size

    def read(self, size: int = -1) -> bytes:
        """The next bytes; zeros for what is missing."""
        wanted = self._left if size < 0 else min(size, self._left)
        self._left -= wanted
        return self._file.read(wanted).ljust(wanted, b"\0")
