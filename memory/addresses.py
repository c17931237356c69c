"""Addresses: where a database is, as SQLAlchemy, servers and their own library want it said."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from memory.errors import StoreFailed

FILE_NAME = "vfxb.db"

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}


def address_of(home: Path, url: str | None) -> URL:
    """The address of a database, with the driver by which it is reached.

    Args:
        home: Folder of the SQLite file, used when there is no URL.
        url: Such as ``postgresql+psycopg://user:password@host/name``.

    Raises:
        StoreFailed: It is not understood.
    """
    if url is None:
        return URL.create(_DRIVERS["sqlite"], database=str(home / FILE_NAME))
    try:
        address = make_url(url)
    except SQLAlchemyError as error:
        raise StoreFailed(
            "The database URL is not understood. It looks like this: "
            "postgresql+psycopg://user:password@host/name"
        ) from error
    address = address.set(drivername=_DRIVERS.get(address.drivername, address.drivername))
    if address.get_backend_name() == "sqlite" and address.database in {None, "", ":memory:"}:
        raise StoreFailed(f"The database URL {url} names no file. Try sqlite:////path/to/vfxb.db")
    return address


def server_url(url: str | None) -> str | None:
    """The address of a database server, with its driver; None where a file is used.

    Raises:
        StoreFailed: It is not understood.
    """
    if url is None or (address := address_of(Path(), url)).get_backend_name() == "sqlite":
        return None
    return address.render_as_string(hide_password=False)


def libpq_url(url: str | None) -> str | None:
    """The address of a database server as PostgreSQL's own library takes it; None for a file.

    Raises:
        StoreFailed: It is not understood.
    """
    if (address := server_url(url)) is None:
        return None
    plain = make_url(address).set(drivername="postgresql")
    return plain.render_as_string(hide_password=False)
