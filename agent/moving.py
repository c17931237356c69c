"""Moving: all that is kept in files to a database server, or from there into files.

It is one transaction: whoever opens the database meanwhile waits for it, and finds everything or
nothing. Of what is read on a server, everything is as it was at one moment.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.checkpoint_file import FileCheckpoints
from agent.checkpoints import FILE_NAME, open_checkpoints
from agent.moving_talks import FileTalks, ServerTalks, copied_talks
from memory.addresses import address_of
from memory.database import Database
from memory.moving import at_work, copied, counted, hold_still, in_words, shut
from tools.errors import BadInput

if TYPE_CHECKING:
    import psycopg
    from sqlmodel.ext.asyncio.session import AsyncSession

_TALKS = "conversations to go on with"


async def moved_in(folder: Path, url: str, last: Callable[[], Awaitable[None]]) -> str:
    """Move what lies in files into the database of a server; what that was, in words.

    Args:
        folder: Where the files are.
        url: Address of the database.
        last: Done before it counts; where that fails, nothing is moved.

    Raises:
        BadInput: The database is not empty, or programs work with it.
        StoreFailed: One of the two failed; nothing was moved.
        ToolFailed: Likewise.
    """
    async with (
        _opened(folder, None) as source,
        _opened(folder, url) as target,
        FileCheckpoints.open(folder / FILE_NAME) as kept,
    ):

        async def work(session: AsyncSession) -> str:
            await shut(session)
            talks = await _talks_of(session)
            await _refuse_what_is_there(session, talks, url)
            counts = await source.read(lambda there: copied(there, session))
            counts[_TALKS] = await copied_talks(FileTalks(kept.saver), talks)
            await last()
            return in_words(counts)

        # Once it has begun it is finished, also when somebody wants to stop it: not half of it.
        moving = asyncio.create_task(target.write(work))
        try:
            return await asyncio.shield(moving)
        except asyncio.CancelledError:
            await asyncio.wait({moving})
            return moving.result()


async def moved_out(url: str, folder: Path) -> str:
    """Copy what is in the database of a server into new files; what that was, in words.

    Args:
        url: Address of the database.
        folder: Where the files are made.

    Raises:
        StoreFailed: One of the two failed.
        ToolFailed: Likewise.
    """
    async with (
        _opened(folder, url) as source,
        _opened(folder, None) as target,
        FileCheckpoints.open(folder / FILE_NAME) as kept,
    ):

        async def work(there: AsyncSession) -> str:
            await hold_still(there)
            counts = await target.write(lambda session: copied(there, session))
            talks = await _talks_of(there)
            counts[_TALKS] = await copied_talks(talks, FileTalks(kept.saver))
            return in_words(counts)

        return await source.read(work)


async def refuse_full_database(url: str) -> None:
    """See that nothing is kept in the database of a server yet.

    Raises:
        BadInput: There is something; the message says what.
        StoreFailed: It cannot be reached.
        ToolFailed: Likewise.
    """
    async with _opened(Path(), url) as database:

        async def work(session: AsyncSession) -> None:
            await _refuse_what_is_there(session, await _talks_of(session), url)

        await database.read(work)


@asynccontextmanager
async def _opened(folder: Path, url: str | None) -> AsyncIterator[Database]:
    """A database with its tables; on a server, those of conversations as well."""
    database = await Database.open(folder, url)
    try:
        if url is not None:
            async with open_checkpoints(folder, url):
                pass
        yield database
    finally:
        await database.close()


async def _talks_of(session: AsyncSession) -> ServerTalks:
    raw = await (await session.connection()).get_raw_connection()
    connection: psycopg.AsyncConnection[Any] = raw.driver_connection  # type: ignore[assignment]
    return ServerTalks(connection)


async def _refuse_what_is_there(session: AsyncSession, talks: ServerTalks, url: str) -> None:
    place = address_of(Path(), url).render_as_string(hide_password=True)
    if programs := await at_work(session):
        raise BadInput(f"{programs} programs work with {place}. Stop them first.")
    counts = await counted(session)
    if names := await talks.names():
        counts[_TALKS] = len(names)
    if counts:
        raise BadInput(
            f"The database {place} is not empty: it has {in_words(counts) or 'changes'}. Name an "
            "empty one: nothing in it is overwritten."
        )
