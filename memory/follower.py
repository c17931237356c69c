"""Follower: keeps the vectors in step with the database, behind the person's back.

The database counts its changes; the vectors know the last one that they contain. So nothing is
queued in memory, a crash loses nothing, and new vectors are simply ones that contain none yet.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextvars import Context
from functools import partial

from memory.chroma import Entry, vector_id
from memory.database import Database
from memory.embeddings import Embedding, EmbeddingFailed
from memory.errors import StoreFailed
from memory.records import Change, Document, Kind, changes_after, documents, last_change
from memory.vectors import Vectors, VectorsBusy, VectorsFailed

BATCH = 64
"""Changes taken at once; a recall that comes in between waits for one batch."""

REST_SECONDS = 0.25
"""Pause before following: what a turn writes is taken at once, and not while it runs."""

RETRY_SECONDS = (1.0, 5.0, 30.0, 120.0)
"""Pauses after failures in a row; the last one repeats."""

CATCH_UP_SECONDS = 10.0
CLOSE_SECONDS = 3.0
"""How long forgetting and closing wait for the vectors. What is left is done at the next start."""

_FAILURES = (VectorsFailed, EmbeddingFailed, StoreFailed)

logger = logging.getLogger(__name__)


class Follower:
    """A task that follows the database."""

    def __init__(self, database: Database, vectors: Vectors, embedding: Embedding) -> None:
        """Nothing happens before the first ``wake``.

        Args:
            database: What to follow.
            vectors: What to keep in step.
            embedding: How words become vectors.
        """
        self._database = database
        self._vectors = vectors
        self._embedding = embedding
        self._awake = asyncio.Event()
        self._step = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Something may have changed."""
        if self._task is None:
            # In nobody's name: what it does for everybody is not charged to who came first.
            self._task = asyncio.create_task(
                self._follow(), name="memory follower", context=Context()
            )
        self._awake.set()

    async def catch_up(self) -> None:
        """Open the vectors if needed, and bring them up to the last change.

        Raises:
            VectorsFailed: The vectors cannot be used now.
            EmbeddingFailed: The embedding cannot be used now.
            StoreFailed: The database failed.
        """
        async with self._step:
            if not self._vectors.ready:
                await self._open()
            full = True
            while full:
                changes = await self._next_changes()
                await self._apply(changes)
                full = len(changes) == BATCH

    async def try_to_catch_up(self, seconds: float = CATCH_UP_SECONDS) -> None:
        """The same within some seconds; what fails is logged, tried again later, and no error."""
        self.wake()
        try:
            async with asyncio.timeout(seconds):
                await self.catch_up()
        except VectorsBusy:
            logger.debug("Another process follows for this one.")
        except (*_FAILURES, TimeoutError) as error:
            reason = str(error) or f"not done within {seconds:.0f} s"
            logger.warning("The vectors follow the database later: %s", reason)

    async def close(self) -> None:
        """Follow to the end where that is quick, and stop."""
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.wait([self._task])
        if self._vectors.ready:
            await self.try_to_catch_up(CLOSE_SECONDS)

    async def _follow(self) -> None:
        failures = 0
        while True:
            await self._awake.wait()
            await asyncio.sleep(REST_SECONDS)
            self._awake.clear()
            try:
                await self.catch_up()
                failures = 0
                continue
            except VectorsBusy as error:
                logger.info("%s Memory is searched without them.", error)
            except _FAILURES as error:
                logger.warning("Memory is searched without vectors for now: %s", error)
            await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
            failures += 1
            self._awake.set()

    async def _open(self) -> None:
        await self._vectors.open()
        last = await self._database.read(last_change)
        if self._vectors.mark > last:
            # The database was put back to an earlier state: what they contain is not of it.
            await self._vectors.clear()

    async def _next_changes(self) -> list[Change]:
        return await self._database.read(
            partial(changes_after, mark=self._vectors.mark, limit=BATCH)
        )

    async def _apply(self, changes: Sequence[Change]) -> None:
        if not changes:
            return
        gone = [vector_id(change.kind, change.record) for change in changes if change.gone]
        if gone:
            await self._vectors.remove(gone)
        if len(gone) < len(changes):
            await self._add([change for change in changes if not change.gone])
        await self._vectors.keep_mark(changes[-1].seq)

    async def _add(self, changes: Sequence[Change]) -> None:
        ids = [vector_id(change.kind, change.record) for change in changes]
        known = await self._vectors.known(ids)
        missing: dict[Kind, list[int]] = {}
        for change, name in zip(changes, ids, strict=True):
            if name not in known:
                missing.setdefault(change.kind, []).append(change.record)
        found = await self._database.read(partial(documents, records=missing))
        if found:
            vectors = await self._embedding.embed([document.text for document in found])
            await self._vectors.add([_entry(document) for document in found], vectors)


def _entry(document: Document) -> Entry:
    return Entry(kind=document.kind, record=document.record, user=document.user)
