"""Vectors: the searchable side of memory. It may fail at any time, and is then made anew.

One process at a time uses a folder of Chroma, which does not stand two; the others do without.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from filelock import FileLock, Timeout

from memory.chroma import ChromaCollection, Entry, is_sound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CALL_SECONDS = 30.0
"""How long one call may take; a folder that needs longer is taken for broken."""

T = TypeVar("T")


class VectorsFailed(Exception):
    """The vectors cannot be used now. It never leaves this package."""


class VectorsBusy(VectorsFailed):
    """Another process uses the folder, which is no fault."""


class Vectors:
    """A collection of Chroma that is opened late, used in a thread, and replaced when it breaks."""

    def __init__(self, home: Path, *, url: str | None, database: str, embedding: str) -> None:
        """Nothing is opened yet.

        Args:
            home: Folder for the vectors when there is no server.
            url: Address of a Chroma server.
            database: Name of the database that the vectors are made from.
            embedding: Name of the embedding that they are made with.
        """
        self._root = home / "chroma"
        self._url = url
        self._family = f"vfxb-{database[:16]}"
        self._embedding = _collection_name(embedding)
        self._collection: ChromaCollection | None = None
        self._failed: ChromaCollection | None = None
        self._damaged = False
        self._lock: FileLock | None = None
        self._thread: ThreadPoolExecutor | None = None

    @property
    def ready(self) -> bool:
        """Whether they are open."""
        return self._collection is not None

    @property
    def mark(self) -> int:
        """Number of the last change of the database that they contain; 0 while not open."""
        return self._collection.mark if self._collection else 0

    async def open(self) -> None:
        """Open them, or make new ones in the place of broken ones.

        Raises:
            VectorsBusy: Another process uses the folder.
            VectorsFailed: They cannot be opened.
        """
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="vectors")
        if self._failed is not None:
            failed, self._failed = self._failed, None
            with suppress(VectorsFailed):
                await self._call(failed.close)
        await self._call(self._open)

    async def add(self, entries: Sequence[Entry], vectors: NDArray[np.float32]) -> None:
        """Put vectors in.

        Raises:
            VectorsFailed: They cannot be used now.
        """
        await self._use(ChromaCollection.add, entries, vectors)

    async def remove(self, ids: Sequence[str]) -> None:
        """Take vectors out.

        Raises:
            VectorsFailed: They cannot be used now.
        """
        await self._use(ChromaCollection.remove, ids)

    async def known(self, ids: Sequence[str]) -> set[str]:
        """Those of the ids that are in.

        Raises:
            VectorsFailed: They cannot be used now.
        """
        return await self._use(ChromaCollection.known, ids)

    async def keep_mark(self, mark: int) -> None:
        """Note which change of the database was the last one.

        Raises:
            VectorsFailed: They cannot be used now.
        """
        await self._use(ChromaCollection.keep_mark, mark)

    async def nearest(
        self, user: int, kinds: Sequence[str], vector: NDArray[np.float32], limit: int
    ) -> list[tuple[str, int, float]]:
        """Kind, record and similarity of one person's nearest vectors of each kind.

        Raises:
            VectorsFailed: They cannot be used now.
        """
        return await self._use(ChromaCollection.nearest, user, kinds, vector, limit)

    async def clear(self) -> None:
        """Empty them.

        Raises:
            VectorsFailed: They cannot be used now.
        """
        await self._use(ChromaCollection.clear)

    async def close(self) -> None:
        """Let go of the folder or the server. Closing twice is fine."""
        if self._thread is None:
            return
        answers = True
        try:
            await self._call(self._close)
        except VectorsFailed as error:
            answers = error.__cause__ is not None
        thread, self._thread = self._thread, None
        thread.shutdown(wait=answers)

    async def _use(self, work: Callable[..., T], *args: object) -> T:
        collection = self._collection
        if collection is None:
            raise VectorsFailed("The vectors are not open.")
        try:
            return await self._call(partial(work, collection), *args)
        except VectorsFailed as error:
            if self._collection is collection:
                self._collection, self._failed = None, collection
                self._damaged = self._url is None or _is_damage(error.__cause__)
            raise

    async def _call(self, work: Callable[..., T], *args: object) -> T:
        """Run in the thread; whatever is raised there means that the vectors cannot be used.

        This is the one place that takes every exception: Chroma raises bare ones, and its Rust
        core panics outside the tree of ``Exception``.
        """
        if self._thread is None:
            raise VectorsFailed("The vectors are closed.")
        future = asyncio.get_running_loop().run_in_executor(self._thread, work, *args)
        future.add_done_callback(lambda done: done.cancelled() or done.exception())
        done, _ = await asyncio.wait([future], timeout=CALL_SECONDS)
        if not done:
            raise VectorsFailed(f"The vectors gave no answer for {CALL_SECONDS:.0f} s.")
        error = future.exception()
        if isinstance(error, VectorsFailed):
            raise error
        if error is not None:
            raise VectorsFailed(f"{type(error).__name__}: {error}") from error
        return future.result()

    def _open(self) -> None:
        """Runs in the thread to its end, whether or not anybody still waits for it."""
        if self._url is not None:
            self._collection = ChromaCollection.on_server(self._url, self._family, self._embedding)
            if self._damaged:
                self._collection.clear()
        else:
            self._acquire()
            opening = self._root / "opening"
            # The note stays behind when Chroma ends the process: the next one starts afresh.
            folder = self._folder(afresh=self._damaged or opening.exists())
            opening.touch()
            self._collection = ChromaCollection.in_folder(folder, self._family, self._embedding)
            opening.unlink()
        self._damaged = False

    def _acquire(self) -> None:
        if self._lock is not None:
            return
        self._root.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._root / "lock", timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            raise VectorsBusy("Another process uses the vectors.") from None
        self._lock = lock

    def _folder(self, afresh: bool) -> Path:
        """The folder to use: a new name after a failure, since Chroma remembers the old one."""
        folders = [path for path in self._root.iterdir() if path.is_dir()]
        if len(folders) == 1 and not afresh and is_sound(folders[0]):
            return folders[0]
        for folder in folders:
            shutil.rmtree(folder)
        return self._root / secrets.token_hex(4)

    def _close(self) -> None:
        collection = self._collection or self._failed
        self._collection = self._failed = None
        try:
            if collection is not None:
                collection.close()
        finally:
            if self._lock is not None:
                self._lock.release()
                self._lock = None


def _is_damage(error: BaseException | None) -> bool:
    """Whether a server's collection has to be made anew; most failures there pass by themselves."""
    from chromadb.errors import InvalidArgumentError, InvalidDimensionException

    return isinstance(error, InvalidArgumentError | InvalidDimensionException)


def _collection_name(embedding: str) -> str:
    """A name that Chroma takes, different for every embedding."""
    if re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,38}[a-z0-9]", embedding):
        return embedding
    return hashlib.sha256(embedding.encode("utf-8", "surrogatepass")).hexdigest()[:32]
