"""Backup: all state under home in one file, taken while bots run, and brought back from it.

What can be made again is left out: results, caches, vectors. Databases are copied as they were at
one moment, however much is written to them meanwhile.
"""

from __future__ import annotations

import io
import os
import sqlite3
import tarfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import typer

from agent.settings import Settings, read_settings
from bots.text import plain
from tools.engine.render.folder import scratch_folder
from tools.errors import BadInput, ToolFailed, VfxbError

DONE, FAILED, WRONG_INPUT = 0, 1, 2

MADE_AGAIN = frozenset({"cache", "chroma", "locks", "models", "outputs"})
"""Folders under home that hold nothing of their own."""
_SQLITE = b"SQLite format 3\0"
_BESIDE = ("-wal", "-shm", "-journal")
_BUSY_SECONDS = 60.0


def backup(target: str, *, results: bool) -> int:
    """Write a backup; the exit code.

    Args:
        target: The file to write.
        results: Whether results come along, though they can be rendered again.
    """

    def work(settings: Settings) -> str:
        left_out = MADE_AGAIN - {"outputs"} if results else MADE_AGAIN
        if settings.assets:  # What lies here are copies.
            left_out |= {"assets", "outputs"}
        count = save(settings.home, Path(target), left_out)
        elsewhere = "".join(
            f"\n{name} is set: what lies there needs a backup of its own."
            for name, value in (
                ("VFXB_DATABASE_URL", settings.database_url),
                ("VFXB_ASSETS", settings.assets),
            )
            if value
        )
        return f"Saved {count} files to {target}.{elsewhere}"

    return _told(work)


def restore(source: str) -> int:
    """Bring a backup back into an empty home; the exit code.

    Args:
        source: The file.
    """

    def work(settings: Settings) -> str:
        count = load(Path(source), settings.home)
        return f"Brought {count} files back to {settings.home}."

    return _told(work)


def save(home: Path, target: Path, left_out: frozenset[str] = MADE_AGAIN) -> int:
    """Write all state into a new tar file; how many files that were.

    Args:
        home: The state.
        target: The file.
        left_out: Folders under home that do not come along.

    Raises:
        BadInput: There is nothing to save, or the file is there already.
        ToolFailed: It cannot be written.
    """
    if not home.is_dir():
        raise BadInput(f"There is nothing to save: {home} is not there. Is VFXB_HOME right?")
    part = target.with_name(f".{target.name}-{os.getpid()}.part")
    if target.exists():
        raise BadInput(f"{target} exists. Choose another name.")
    # Databases first: what they refer to is written before them, and is still there after them.
    databases, others = _found(home, left_out)
    try:
        # It holds keys and what people said: nobody else on the machine is to read it.
        opener = partial(os.open, mode=0o600)
        with (
            open(part, "xb", opener=opener) as file,
            tarfile.open(fileobj=file, mode="w") as archive,
        ):
            for path in databases:
                with _copied(path) as copy:
                    archive.add(copy, path.relative_to(home).as_posix())
            for path in others:
                _add(archive, path, path.relative_to(home).as_posix())
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise ToolFailed(f"The backup cannot be written to {target}: {error}.") from error
    finally:
        part.unlink(missing_ok=True)
    return len(databases) + len(others)


def load(source: Path, home: Path) -> int:
    """Unpack a backup into an empty or missing folder; how many files that were.

    Raises:
        BadInput: The folder holds something, or the file is no backup.
        ToolFailed: A database in it is damaged, or it cannot be written.
    """
    if home.is_dir() and any(home.iterdir()):
        raise BadInput(f"{home} is not empty. Move it away first: nothing in it is overwritten.")
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tarfile.open(source, "r:") as archive:
            archive.extractall(home, filter="data")
    except (tarfile.TarError, FileNotFoundError) as error:
        raise BadInput(f"{source} is not a backup that can be read: {error}.") from error
    except OSError as error:
        raise ToolFailed(f"The backup cannot be unpacked to {home}: {error.strerror}.") from error
    files = [path for path in home.rglob("*") if path.is_file()]
    for path in filter(_is_database, files):
        if problem := _damage(path):
            raise ToolFailed(f"The database {path.name} in {source} is damaged: {problem}.")
    return len(files)


def _told(work: Callable[[Settings], str]) -> int:
    """Do the work and print what it says, or what went wrong; the exit code."""
    try:
        typer.echo(plain(work(read_settings())))
    except BadInput as error:
        typer.echo(plain(str(error)), err=True)
        return WRONG_INPUT
    except VfxbError as error:
        typer.echo(plain(str(error)), err=True)
        return FAILED
    return DONE


def _found(home: Path, left_out: frozenset[str]) -> tuple[list[Path], list[Path]]:
    """Databases, and all other files."""
    databases, others = [], []
    for path in sorted(home.rglob("*")):
        parts = path.relative_to(home).parts
        hidden = any(part.startswith(".") for part in parts)
        if parts[0] in left_out or hidden or path.is_symlink() or not path.is_file():
            continue
        if _is_database(path):
            databases.append(path)
        elif not path.name.endswith(_BESIDE):
            others.append(path)
    return databases, others


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


def _damage(path: Path) -> str:
    """What is wrong with a database; empty when nothing is."""
    try:
        with closing(sqlite3.connect(path)) as database:
            (found,) = database.execute("PRAGMA quick_check").fetchone()
    except sqlite3.Error as error:
        return str(error)
    return "" if found == "ok" else str(found)


@contextmanager
def _copied(path: Path) -> Iterator[Path]:
    """A copy of a database as it is at one moment."""
    with scratch_folder() as folder:
        copy = folder / path.name
        address = f"{path.absolute().as_uri()}?mode=ro"
        with (
            closing(sqlite3.connect(address, uri=True, timeout=_BUSY_SECONDS)) as one,
            closing(sqlite3.connect(copy)) as other,
        ):
            one.backup(other)
            # It stands alone, without a log beside it.
            other.execute("PRAGMA journal_mode=DELETE")
        yield copy


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
