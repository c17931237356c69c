"""Restoring: a backup is brought back whole or not at all, to whatever place is set and empty.

Clips go first, then what lies under home, then the database: once it has something, all is there.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from agent.moving_clips import BucketClips, check_clip, is_clip
from agent.settings import Settings
from bots.backup import told
from bots.databases import ON_SERVER, damage, is_database
from bots.jobs.under_way import in_file
from memory.addresses import FILE_NAME as TABLES
from memory.addresses import address_of, server_url
from tools.engine.render.folder import job_folder
from tools.errors import BadInput, ToolFailed

_CHUNK_BYTES = 1 << 20
_NOTHING = "lost+found"
"""What a disk has that is empty."""


def restore(source: str, *, home_only: bool) -> int:
    """Bring a backup back into an empty place; the exit code.

    Args:
        source: The file.
        home_only: Whether database server and bucket are left alone.
    """

    async def work(settings: Settings) -> str:
        return await load(Path(source), settings, home_only=home_only)

    return told(work)


async def load(source: Path, settings: Settings, *, home_only: bool = False) -> str:
    """Bring a backup back into an empty place; what that was, in words.

    Args:
        source: The file.
        settings: Where it goes.
        home_only: Whether database server and bucket are left alone.

    Raises:
        BadInput: Something is there, the file is no backup, or turns are under way in it.
        StoreFailed: A server failed.
        ToolFailed: Something in the file is damaged, or it cannot be written.
    """
    home = settings.home
    _refuse_full_home(home)
    url = server_url(settings.database_url)
    with _reading(source, home) as archive, job_folder(home) as stage:
        async with BucketClips.open(settings) as clips:
            parted = _Parted.of(archive, to_server=bool(url), to_bucket=clips is not None)
            here, moving = stage / "here", stage / "moving"
            await asyncio.to_thread(_unpack, archive, parted.here, here, source)
            if url and parted.moving and not home_only:
                await asyncio.to_thread(_unpack, archive, parted.moving, moving, source)
                await _refuse_what_cannot_move(moving, url, source)
            words = []
            if clips is not None and parted.clips and not home_only:
                words.append(await _send(archive, parted.clips, clips, stage))
            placing = _Placing(here, home, _tables_file(settings))
            with placing.undone_if_it_fails():
                if url and moving.is_dir():
                    from agent.moving import moved_in

                    words.append(f"Into the database: {await moved_in(moving, url, placing.done)}.")
                else:
                    await placing.done()
    return "\n".join([f"Brought {len(parted.here)} files back to {home}.", *words])


@dataclass(frozen=True, slots=True)
class _Parted:
    """What a backup holds, by where it goes.

    Attributes:
        here: What goes into files of this machine.
        moving: Databases whose content goes to a server.
        clips: What goes into a bucket.
    """

    here: list[tarfile.TarInfo] = field(default_factory=list)
    moving: list[tarfile.TarInfo] = field(default_factory=list)
    clips: list[tarfile.TarInfo] = field(default_factory=list)

    @classmethod
    def of(cls, archive: tarfile.TarFile, *, to_server: bool, to_bucket: bool) -> _Parted:
        parted = cls()
        for member in archive:
            if to_server and member.name in ON_SERVER:
                parted.moving.append(member)
            elif to_bucket and is_clip(member.name):
                parted.clips.append(member)
            else:
                parted.here.append(member)
        return parted


class _Placing:
    """Puts what was unpacked where it belongs, at the very end.

    Args:
        stage: Where it was unpacked.
        home: Where it belongs.
        tables: Where the file of the tables belongs, if that is elsewhere.
    """

    def __init__(self, stage: Path, home: Path, tables: Path | None) -> None:
        self._stage = stage
        self._home = home
        self._tables = tables
        self._placed: list[Path] = []

    async def done(self) -> None:
        """Put everything into its place."""
        await asyncio.to_thread(self._place)

    @contextmanager
    def undone_if_it_fails(self) -> Iterator[None]:
        """Leave nothing there where the block fails."""
        try:
            yield
        except BaseException:
            for path in self._placed:
                with suppress(OSError):
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            raise

    def _place(self) -> None:
        for path in sorted(self._stage.iterdir()) if self._stage.is_dir() else ():
            target = self._home / path.name
            if path.name == TABLES and self._tables is not None:
                target = self._tables
                target.parent.mkdir(parents=True, exist_ok=True)
            self._placed.append(target)
            shutil.move(path, target)


def _tables_file(settings: Settings) -> Path | None:
    """Where the tables lie, if that is a file elsewhere than under home.

    Raises:
        BadInput: There is one.
    """
    if settings.database_url is None or server_url(settings.database_url):
        return None
    file = Path(address_of(settings.home, settings.database_url).database or "")
    if file.exists():
        raise BadInput(f"{file} is there already. Move it away first: nothing is overwritten.")
    return file


def _refuse_full_home(home: Path) -> None:
    there = home.iterdir() if home.is_dir() else ()
    # The backup itself may lie there, under a hidden name.
    found = [path.name for path in there if not path.name.startswith(".") and path.name != _NOTHING]
    if found:
        raise BadInput(
            f"{home} is not empty: it has {', '.join(sorted(found)[:5])}. Move that away first, or "
            "set VFXB_HOME to another folder: nothing in it is overwritten."
        )


async def _refuse_what_cannot_move(folder: Path, url: str, source: Path) -> None:
    from agent.moving import refuse_full_database

    if jobs := await asyncio.to_thread(in_file, folder):
        raise BadInput(
            f"In {source} {jobs} turns are under way, which stay where they are. Where it was "
            "made, let the bots finish them, stop the bots, and make another backup."
        )
    await refuse_full_database(url)


@contextmanager
def _reading(source: Path, home: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, "r:") as archive:
            yield archive
    except (tarfile.TarError, FileNotFoundError) as error:
        raise BadInput(f"{source} is not a backup that can be read: {error}.") from error
    except OSError as error:
        raise ToolFailed(f"The backup cannot be unpacked to {home}: {error.strerror}.") from error


def _unpack(
    archive: tarfile.TarFile, members: list[tarfile.TarInfo], folder: Path, source: Path
) -> None:
    """Unpack some of a backup, and see that it is whole."""
    for member in members:
        file = _extracted(archive, member, folder)
        check_clip(member.name, file)
        if is_database(file) and (problem := damage(file)):
            raise ToolFailed(f"The database {member.name} in {source} is damaged: {problem}.")


def _extracted(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> Path:
    """A file of a backup, unpacked. Not every Python 3.11 can keep links and ways out away itself.

    Raises:
        TarError: It is no plain file, or would lie outside of the folder.
    """
    name = PurePosixPath(member.name)
    content = archive.extractfile(member) if member.isreg() else None
    if content is None or name.is_absolute() or ".." in name.parts:
        raise tarfile.ExtractError(f"{member.name!r} does not belong there")
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    with content, file.open("xb") as sink:
        file.chmod(member.mode & 0o755)
        shutil.copyfileobj(content, sink, _CHUNK_BYTES)
    os.utime(file, (member.mtime, member.mtime))
    return file


async def _send(
    archive: tarfile.TarFile, members: list[tarfile.TarInfo], clips: BucketClips, stage: Path
) -> str:
    """Send clips to the bucket, one after the other; what that was, in words."""
    missing = await clips.missing({member.name: member.size for member in members})
    for member in members:
        if member.name in missing:
            file = await asyncio.to_thread(_extracted, archive, member, stage)
            await asyncio.to_thread(check_clip, member.name, file)
            await clips.send(member.name, file)
            await asyncio.to_thread(file.unlink)
    size = sum(member.size for member in members)
    return f"Into the bucket {clips.place}: {len(members):,} files, {size / 1e6:,.1f} MB."
