"""AssetStore: the files that people send, each kept once under the hash of its content."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from memory.blobs import copy, disk_errors, write_through
from memory.errors import MemoryFault, NotStorable
from memory.stock import Item, look, remove

_FOLDER_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_OUTPUT = re.compile(r"outputs/[0-9a-f]{32}/[^/]+")
_ID = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file in the store.

    Attributes:
        id: SHA-256 of the content, hexadecimal.
        path: Where it lies. It has no ending: its name says nothing about what it is.
        name: What the person called it; shown to people, never used as a path.
        size: Bytes.
    """

    id: str
    path: Path
    name: str
    size: int


class AssetStore:
    """Files by content, and the folders beside them.

    A file appears in the store whole or not at all: it is copied under another name and renamed.
    It can be used from then on; that a power cut does not shorten it is seen to beside that, and
    waited for by ``settle``. Equal content sent twice, even at once, is one file.
    """

    def __init__(self, home: Path) -> None:
        """Nothing is created yet.

        Args:
            home: Folder for everything that is kept.
        """
        self._home = home
        self._files = home / "assets"
        self._settling: dict[str, asyncio.Task[None]] = {}

    async def add(
        self,
        path: Path,
        name: str | None = None,
        max_bytes: int | None = None,
        check: Awaitable[object] | None = None,
    ) -> Asset:
        """Copy a file into the store; the original stays untouched.

        Args:
            path: The file. Links are not followed.
            name: What the person called it; None takes the name that it has.
            max_bytes: How long it may be, however much it grows meanwhile.
            check: Waited for while the file is copied. Where it raises, that is raised, and the
                store has nothing of the file.

        Raises:
            NotStorable: There is no such file, or it is a link, a folder or a device.
            StoreFailed: It cannot be copied, for example because the disk is full.
            TooMuch: It is longer than ``max_bytes``.
        """
        stop = Event()
        copying = asyncio.create_task(
            asyncio.to_thread(copy, path, self._files / "parts", max_bytes, stop)
        )
        try:
            if check is not None:
                await check
            part = await asyncio.shield(copying)
        except BaseException:
            stop.set()
            await asyncio.wait([copying])
            with suppress(MemoryFault, asyncio.CancelledError):
                copying.result().drop()
            raise
        target = self.path(part.identity)
        part.move(target)
        self._begin_to_settle(part.identity)
        return Asset(id=part.identity, path=target, name=name or path.name, size=part.size)

    async def settle(self, identities: Iterable[str] | None = None) -> None:
        """Wait until files are written through to the disk.

        Args:
            identities: Ids of the files; None waits for all. Others than those that were added
                through this store are passed over.

        Raises:
            StoreFailed: One could not be written; it is no longer in the store.
        """
        for identity in list(self._settling if identities is None else identities):
            if (settling := self._settling.get(identity)) is not None:
                await asyncio.shield(settling)

    def path(self, identity: str) -> Path:
        """Where the content with this id lies, if it is here.

        Raises:
            NotStorable: This is not an id.
        """
        if not _ID.fullmatch(identity):
            raise NotStorable(f"{identity[:80]!r} is not the id of a stored file.")
        return self._files / identity[:2] / identity

    async def bring(self, identity: str) -> Path:
        """Where the content with this id lies, fetched first where it lies elsewhere.

        Raises:
            NotStorable: This is not an id.
            StoreFailed: It cannot be fetched.
        """
        return self.path(identity)

    async def publish(self, file: Path) -> None:
        """Let other machines have a rendered file, where there are any.

        Raises:
            StoreFailed: It cannot be sent.
        """

    async def at_hand(self, written: str) -> Path:
        """Where a rendered file lies, as ``written_down`` wrote it, fetched first if need be.

        Raises:
            StoreFailed: It cannot be fetched.
        """
        return self._home / written

    def outputs(self, conversation: str) -> Path:
        """The folder for a conversation's rendered files; its name is a hash, so any will do.

        It is made when there is something to put into it.
        """
        key = hashlib.sha256(conversation.encode("utf-8", "surrogatepass")).hexdigest()
        return self._home / "outputs" / key[:32]

    def written_down(self, path: Path) -> str:
        """Where a file lies, from home on: true even after home was moved."""
        return path.relative_to(self._home).as_posix()

    def remove_outputs(self, files: Iterable[str], conversations: Iterable[str]) -> int:
        """Delete rendered files for good.

        Args:
            files: Files, as ``written_down`` wrote them; anything else is passed over.
            conversations: Conversations of which all files go. What is being rendered stays.

        Returns:
            How many files there were.
        """
        whole = [self.outputs(name) for name in conversations]
        found = {path for folder in whole for path in folder.glob("[!.]*")}
        found |= {self._home / file for file in files if _OUTPUT.fullmatch(file)}
        removed = 0
        with disk_errors():
            for path in found:
                with suppress(FileNotFoundError):
                    path.unlink()
                    removed += 1
        for folder in {*whole, *(path.parent for path in found)}:
            with suppress(OSError):
                folder.rmdir()
        return removed

    def cache(self, name: str) -> Path:
        """The folder for things that can be made again.

        Raises:
            NotStorable: The name is more than lower-case letters, digits, ``-`` and ``_``.
        """
        if not _FOLDER_NAME.fullmatch(name):
            raise NotStorable(f"{name[:80]!r} cannot name a folder: use a-z, 0-9, - and _.")
        return self._folder("cache", name)

    def empty_cache(self, name: str) -> None:
        """Delete what a cache holds; whoever needs it makes it again."""
        with disk_errors():
            for path in self.cache(name).iterdir():
                if path.is_file():
                    path.unlink(missing_ok=True)

    async def stored(self, *, shared: bool = True) -> tuple[Item, ...]:
        """Everything that is kept, and what is beside it.

        Args:
            shared: Whether what machines share counts, too.
        """
        return await asyncio.to_thread(lambda: tuple(look(self._home)))

    async def discard(self, item: Item) -> bool:
        """Delete something that ``stored`` told of; whether it is gone."""
        return await asyncio.to_thread(remove, item)

    def remove(self, identity: str) -> None:
        """Delete a stored file; none is fine."""
        with disk_errors():
            self.path(identity).unlink(missing_ok=True)

    def _folder(self, *parts: str) -> Path:
        folder = self._home.joinpath(*parts)
        with disk_errors():
            folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _begin_to_settle(self, identity: str) -> None:
        task = asyncio.create_task(asyncio.to_thread(write_through, self.path(identity)))
        self._settling[identity] = task

        def settled(done: asyncio.Task[None]) -> None:
            # A failure stays, for whoever asks later: only the same file sent again mends it.
            failed = not done.cancelled() and done.exception() is not None
            if self._settling.get(identity) is done and not failed:
                del self._settling[identity]

        task.add_done_callback(settled)
