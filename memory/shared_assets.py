"""SharedAssets: an asset store for several machines: its files lie in a bucket."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from memory.assets import Asset, AssetStore
from memory.blobs import disk_errors
from memory.errors import StoreFailed
from memory.s3 import S3
from memory.stock import Item, Kind

_FOLDERS: dict[str, Kind] = {"assets": "source", "outputs": "result"}


class SharedAssets(AssetStore):
    """Files by content, in a bucket. What is used here lies here as well.

    Args:
        home: Folder of what lies here.
        bucket: Where all machines find it.
    """

    def __init__(self, home: Path, bucket: S3) -> None:
        super().__init__(home)
        self._bucket = bucket
        self._loop = asyncio.get_running_loop()

    async def add(
        self,
        path: Path,
        name: str | None = None,
        max_bytes: int | None = None,
        check: Awaitable[object] | None = None,
    ) -> Asset:
        """Copy a file into the store, and into the bucket where it is not there yet."""
        asset = await super().add(path, name, max_bytes, check)
        there = _name(asset.id)
        if await self._bucket.size(there) is None:
            await self._bucket.put(there, asset.path)
        return asset

    async def bring(self, identity: str) -> Path:
        """Where the content with this id lies, fetched first where it is not here."""
        path = self.path(identity)
        return await self._fetched(_name(identity), path)

    async def publish(self, file: Path) -> None:
        """Send a rendered file to the bucket."""
        await self._bucket.put(self.written_down(file), file)

    async def at_hand(self, written: str) -> Path:
        """Where a rendered file lies, fetched first where it is not here."""
        return await self._fetched(written, self._home / written)

    async def stored(self, *, shared: bool = True) -> tuple[Item, ...]:
        """What lies here, and everything that is kept in the bucket.

        Args:
            shared: Whether the bucket counts, too.
        """
        here = [
            replace(item, kind="copy") if item.kind in {"source", "result"} else item
            for item in await super().stored()
        ]
        if not shared:
            return tuple(here)
        there = [
            Item(
                kind=kind,
                path=self._home / one.name,
                # A source is known by its id, a result by its folder and its own name.
                name="/".join(one.name.split("/")[2 if kind == "source" else 1 :]),
                size=one.size,
                modified=one.modified,
                shared=True,
            )
            for folder, kind in _FOLDERS.items()
            for one in await self._bucket.listed(folder)
        ]
        return (*here, *there)

    async def discard(self, item: Item) -> bool:
        """Delete something that ``stored`` told of; whether it is gone."""
        if not item.shared:
            return await super().discard(item)
        try:
            await self._bucket.remove(self.written_down(item.path))
        except StoreFailed:
            return False
        return True

    def remove(self, identity: str) -> None:
        """Delete a stored file, everywhere but where other machines keep it for the moment."""
        super().remove(identity)
        self._wait(lambda: self._bucket.remove(_name(identity)))

    def remove_outputs(self, files: Iterable[str], conversations: Iterable[str]) -> int:
        """Delete rendered files for good, in the bucket as well."""
        files, conversations = list(files), list(conversations)
        removed = super().remove_outputs(files, conversations)
        self._wait(lambda: self._remove_outputs(files, conversations))
        return removed

    async def _remove_outputs(self, files: list[str], conversations: list[str]) -> None:
        folders = [self.written_down(self.outputs(name)) for name in conversations]
        there = [name for folder in folders for name in await self._bucket.names(folder)]
        for name in (*files, *there):
            await self._bucket.remove(name)

    def _wait(self, work: Callable[[], Awaitable[Any]]) -> None:
        """Do work of the loop from one of its threads, which deleting is done in."""

        async def done() -> None:
            await work()

        asyncio.run_coroutine_threadsafe(done(), self._loop).result()

    async def _fetched(self, name: str, path: Path) -> Path:
        if not await asyncio.to_thread(_in_use, path):
            part = path.with_name(f".{secrets.token_hex(8)}.part")
            try:
                with disk_errors():
                    await asyncio.to_thread(path.parent.mkdir, parents=True, exist_ok=True)
                    await self._bucket.get(name, part)
                    await asyncio.to_thread(part.replace, path)
            finally:
                with suppress(OSError):
                    await asyncio.to_thread(part.unlink, missing_ok=True)
        return path


def _in_use(path: Path) -> bool:
    """Whether a copy is here; it is noted that it was used now."""
    try:
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


def _name(identity: str) -> str:
    return f"assets/{identity[:2]}/{identity}"
