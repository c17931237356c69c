"""Knocking: whether a database server and a bucket can be used, found out by asking once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from memory.addresses import address_of, libpq_url
from memory.database_errors import store_failed
from memory.errors import StoreAway

if TYPE_CHECKING:
    from pathlib import Path

    from memory.bucket import Bucket

PATIENCE = 5
"""Seconds within which a server answers."""


async def knock_at_database(home: Path, url: str | None) -> None:
    """See that a database server lets us in; a file needs no door to be opened.

    Args:
        home: Folder of the SQLite file, used when there is no URL.
        url: Address as it was set.

    Raises:
        StoreAway: The server is out of reach, or takes nobody in for the moment.
        StoreFailed: It refuses us, or the address is not understood.
    """
    if (address := libpq_url(url)) is not None:
        place = address_of(home, url).render_as_string(hide_password=True)
        await _answer(address, "SELECT 1", place)


async def room_at_database(url: str | None) -> tuple[int, int] | None:
    """How many connections a server takes of programs, and how many are left; None for a file.

    Args:
        url: Address as it was set.

    Raises:
        StoreAway: The server is out of reach, or takes nobody in for the moment.
        StoreFailed: It refuses us, or the address is not understood.
    """
    if (address := libpq_url(url)) is None:
        return None
    query = (
        "SELECT current_setting('max_connections')::int"
        " - current_setting('superuser_reserved_connections')::int, count(*) - 1"
        " FROM pg_stat_activity WHERE backend_type = 'client backend'"
    )
    most, taken = await _answer(address, query, "with the tables")
    return most, most - taken


async def _answer(address: str, query: str, place: str) -> tuple[Any, ...]:
    """The row that a server answers with.

    Raises:
        StoreAway: As above.
        StoreFailed: As above.
    """
    import psycopg
    from sqlalchemy.exc import OperationalError

    try:
        opening = psycopg.AsyncConnection.connect(address, connect_timeout=PATIENCE)
        async with await opening as connection:
            return (await (await connection.execute(query.encode())).fetchall())[0]
    except psycopg.Error as error:
        raise store_failed(place, OperationalError(None, None, error)) from error


async def knock_at_bucket(bucket: Bucket) -> None:
    """See that a bucket is there, and that its keys are right.

    Raises:
        StoreAway: The server is out of reach.
        StoreFailed: It refuses us, or knows no such bucket.
    """
    from memory.s3 import S3

    try:
        async with S3.open(bucket) as opened, asyncio.timeout(PATIENCE):
            await opened.knock()
    except TimeoutError as error:
        raise StoreAway(
            f"The S3 server {bucket.endpoint} does not answer within {PATIENCE} s.", "bucket"
        ) from error
