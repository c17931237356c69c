"""Voices: those that people had made of their own, by name. They belong to the person everywhere.

The voice itself is kept by a provider; what is kept here is whose it is, and how it is to speak.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from memory.archive import Clock, utc_now
from memory.database import Database
from memory.errors import NotStorable, TooMuch
from memory.keepsake_tables import VoiceRow
from memory.recalled import KeptVoice
from memory.records import add_person, clean, find_person, known_id

MAX_VOICES = 20
"""Per person; accounts have few places for voices."""
MAX_NAME = 40


class VoiceBook:
    """The voices of everybody, by person.

    Args:
        database: Where the table is.
        clock: What tells the time.
    """

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    async def all(self, user: str) -> tuple[KeptVoice, ...]:
        """A person's voices, oldest first."""

        async def work(session: AsyncSession) -> tuple[KeptVoice, ...]:
            return tuple(map(_kept, await _rows(session, user)))

        return await self._database.read(work)

    async def check(self, user: str, name: str) -> str:
        """The name as it will be kept, before a voice is made under it.

        Raises:
            NotStorable: It is no name, or one that the person uses already.
            TooMuch: They have as many voices as one may.
        """

        async def work(session: AsyncSession) -> str:
            return _free(await _rows(session, user), name)

        return await self._database.read(work)

    async def add(self, user: str, voice: KeptVoice) -> None:
        """Keep a voice.

        Raises:
            NotStorable: It has no name, or one that the person uses already.
            TooMuch: They have as many voices as one may.
        """

        async def work(session: AsyncSession) -> None:
            name = _free(await _rows(session, user), voice.name)
            now = self._clock()
            person = known_id(await add_person(session, user, now, ""))
            row = VoiceRow(
                user_id=person,
                key=_key(name),
                name=name,
                engine=voice.engine,
                voice=voice.voice,
                settings=dict(voice.settings),
                created_at=now,
            )
            session.add(row)

        await self._database.write(work)

    async def change(self, user: str, name: str, settings: Mapping[str, float]) -> None:
        """How a voice is to speak from now on; what is not named stays as it is."""

        async def work(session: AsyncSession) -> None:
            for row in await _rows(session, user):
                if row.key == _key(name):
                    row.settings = {**row.settings, **settings}
                    session.add(row)

        await self._database.write(work)

    async def remove(self, user: str, name: str) -> None:
        """Keep a voice no longer."""

        async def work(session: AsyncSession) -> None:
            for row in await _rows(session, user):
                if row.key == _key(name):
                    await session.delete(row)

        await self._database.write(work)

    async def owned(self) -> frozenset[str]:
        """What the voices of all people are called where they are kept."""

        async def work(session: AsyncSession) -> frozenset[str]:
            return frozenset((await session.exec(select(VoiceRow.voice))).all())

        return await self._database.read(work)


def _free(rows: Sequence[VoiceRow], name: str) -> str:
    shown = " ".join(clean(name).replace(":", " ").split())[:MAX_NAME].strip(" \"'“”.,!?")
    if not any(map(str.isalnum, shown)):
        raise NotStorable("A voice needs a name. Say for example: call it Anna.")
    if any(row.key == _key(shown) for row in rows):
        raise NotStorable(
            f"You have a voice called {shown} already. Choose another name, or say “delete the "
            f"voice {shown}” first."
        )
    if len(rows) >= MAX_VOICES:
        raise TooMuch(f"You have {MAX_VOICES} voices already. Delete one first.")
    return shown


def _key(name: str) -> str:
    return name.casefold()


def _kept(row: VoiceRow) -> KeptVoice:
    return KeptVoice(name=row.name, engine=row.engine, voice=row.voice, settings=dict(row.settings))


async def _rows(session: AsyncSession, user: str) -> Sequence[VoiceRow]:
    person = await find_person(session, user, "")
    if person is None:
        return ()
    query = select(VoiceRow).where(VoiceRow.user_id == known_id(person))
    return (await session.exec(query.order_by(col(VoiceRow.id)))).all()
