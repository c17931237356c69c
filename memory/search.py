"""Search: which of a person's earlier messages and edits resemble what is asked now."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory import habits, looks, preferences
from memory.archive import Clock, utc_now
from memory.database import Database
from memory.embeddings import Embedding, EmbeddingFailed, EmbeddingRefused
from memory.keepsake_tables import FactRow
from memory.lexical import LexicalEmbedding
from memory.recalled import Memo, Recalled
from memory.records import KINDS, Kind, Searched, find_person, known_id, pending, words
from memory.tables import ConversationRow, TurnRow
from memory.vectors import Vectors, VectorsFailed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEARCHED: tuple[Kind, ...] = ("turn", "recipe", "fact")

SCAN = 500
"""How many of a person's latest records are compared one by one while the vectors lack them."""

SPARE = 4
"""How many times more is looked up than is wanted, since age and repetition change the order."""

HALF_LIFE_DAYS = 30.0
OLD_SHARE = 0.5
"""Weight of what is infinitely old; what is new weighs 1."""

NEAR_SECONDS = 2.0
"""How long vectors and embedding may take: a turn waits for it."""

PAUSE_SECONDS = 30.0
"""How long they are left alone after they failed."""

Found = dict[tuple[Kind, int], float]
"""Similarity of records."""

logger = logging.getLogger(__name__)


class Search:
    """Finds a person's own records; vectors say where to look, the database says what is there."""

    def __init__(
        self,
        database: Database,
        vectors: Vectors,
        embedding: Embedding,
        clock: Clock = utc_now,
    ) -> None:
        """Search in a database.

        Args:
            database: The truth.
            vectors: Where to look first.
            embedding: How the vectors were made.
            clock: What tells the time.
        """
        self._database = database
        self._vectors = vectors
        self._embedding = embedding
        self._clock = clock
        self._lexical = LexicalEmbedding()
        self._paused_until = 0.0

    async def recall(
        self, user: str, text: str, limit: int, *, group: str = "", source_id: str = ""
    ) -> Recalled:
        """What a person wants always, and their records that are nearest to a text.

        Args:
            user: Whose.
            text: The text.
            limit: How many of each kind at most.
            group: The group in which they are; empty for the person alone.
            source_id: The clip at hand: what was told about it is recalled whatever the text.
        """

        async def who(session: AsyncSession) -> tuple[int, Recalled] | None:
            person = await find_person(session, user, group)
            return await self._standing(session, known_id(person), source_id) if person else None

        known = await self._database.read(who)
        if known is None:
            return Recalled()
        person, standing = known
        if not text.strip() or limit < 1:
            return standing
        memos = await self._memos(person, text, limit)
        facts = {memo.text: memo for memo in (*standing.facts, *memos["fact"])}
        return replace(
            standing,
            turns=memos["turn"],
            recipes=memos["recipe"],
            facts=tuple(facts.values())[:limit],
        )

    async def _standing(
        self, session: AsyncSession, person: int, source_id: str
    ) -> tuple[int, Recalled]:
        """What is recalled whatever is said."""
        now = self._clock()
        about: list[tuple[Searched, str]] = []
        if source_id:
            mine = (FactRow.user_id == person, FactRow.source_id == source_id)
            rows = (await session.exec(select(FactRow).where(*mine))).all()
            about = [(row, "") for row in rows]
        return person, Recalled(
            preferences=await preferences.listed(session, person),
            looks=await looks.listed(session, person),
            facts=tuple(_memo(row, name, 1.0) for row, name in reversed(about)),
            habits=await habits.listed(session, person, now),
        )

    async def _memos(self, person: int, text: str, limit: int) -> Mapping[Kind, tuple[Memo, ...]]:
        mark = self._vectors.mark
        near = await self._near(person, text, limit * SPARE)

        async def work(session: AsyncSession) -> Mapping[Kind, list[tuple[Searched, str]]]:
            records = await pending(
                session, person, SEARCHED, mark if near is not None else 0, SCAN
            )
            for kind, record in near or ():
                records[kind].append(record)
            return {kind: await _rows(session, person, kind, records[kind]) for kind in SEARCHED}

        rows = await self._database.read(work)
        found = self._compare(text, rows, near or {})
        return {kind: self._best(kind, rows[kind], found, limit) for kind in SEARCHED}

    async def _near(self, person: int, text: str, limit: int) -> Found | None:
        """What the vectors say; None while they cannot be asked."""
        now = asyncio.get_running_loop().time()
        if not self._vectors.ready or now < self._paused_until:
            return None
        try:
            async with asyncio.timeout(NEAR_SECONDS):
                vector = (await self._embedding.embed([text]))[0]
                hits = await self._vectors.nearest(person, SEARCHED, vector, limit)
        except EmbeddingRefused as error:
            logger.info("Memory is searched without vectors: %s", error)
            return None
        except (VectorsFailed, EmbeddingFailed, TimeoutError) as error:
            self._paused_until = now + PAUSE_SECONDS
            reason = str(error) or f"no answer within {NEAR_SECONDS:.0f} s"
            logger.warning("Memory is searched without vectors for now: %s", reason)
            return None
        floor = self._embedding.floor
        return {(kind, record): close for kind, record, close in hits if close >= floor}  # type: ignore[misc]

    def _compare(
        self, text: str, rows: Mapping[Kind, Sequence[tuple[Searched, str]]], near: Found
    ) -> Found:
        """The similarities that the vectors gave, and those of the records that they lack."""
        lacking = [
            (kind, row)
            for kind, some in rows.items()
            for row, _ in some
            if (kind, known_id(row)) not in near
        ]
        if not lacking:
            return near
        vectors = self._lexical.vectors([text, *(words(row) for _, row in lacking)])
        closeness: NDArray[np.float32] = vectors[1:] @ vectors[0]
        scanned: Found = {
            (kind, known_id(row)): float(close)
            for (kind, row), close in zip(lacking, closeness, strict=True)
            if close >= self._lexical.floor
        }
        return scanned | near

    def _best(
        self, kind: Kind, rows: Iterable[tuple[Searched, str]], found: Found, limit: int
    ) -> tuple[Memo, ...]:
        now = self._clock()
        best: dict[str, Memo] = {}
        for row, conversation in rows:
            close = found.get((kind, known_id(row)))
            if close is None:
                continue
            memo = _memo(row, conversation, min(1.0, close) * _weight(row.created_at, now))
            same = " ".join(memo.text.casefold().split())
            if same not in best or best[same].score < memo.score:
                best[same] = memo
        ordered = sorted(best.values(), key=lambda memo: (memo.score, memo.at), reverse=True)
        return tuple(ordered[:limit])


async def _rows(
    session: AsyncSession, person: int, kind: Kind, records: Sequence[int]
) -> list[tuple[Searched, str]]:
    """Records of this person with the names of their conversations."""
    if not records:
        return []
    table: Any = KINDS[kind]
    query = (
        select(table, ConversationRow.name)
        .where(table.conversation_id == ConversationRow.id, table.user_id == person)
        .where(col(table.id).in_(records))
    )
    return [(row, name) for row, name in (await session.exec(query)).all()]


def _weight(at: datetime, now: datetime) -> float:
    days = max(0.0, (now - at).total_seconds() / 86_400)
    return OLD_SHARE + (1 - OLD_SHARE) * math.pow(0.5, days / HALF_LIFE_DAYS)


def _memo(row: Any, conversation: str, score: float) -> Memo:
    if isinstance(row, FactRow):
        return Memo(row.text, {"source_id": row.source_id}, score, row.created_at)
    if isinstance(row, TurnRow):
        data = {"reply": row.reply, "kind": row.kind, "version": row.version, "steps": row.steps}
        return Memo(row.text, {"conversation": conversation, **data}, score, row.created_at)
    data = {
        "version": row.name,
        "parent": row.parent,
        "recipe": row.recipe,
        "source_id": row.source_id,
        "files": row.files.splitlines(),
    }
    return Memo(row.description, {"conversation": conversation, **data}, score, row.created_at)
