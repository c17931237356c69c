"""Migrating: how an older database becomes one of today.

New tables and columns come by themselves. Anything else is a revision of Alembic in
``memory/migrations/versions``. Both happen in one transaction, behind the lock that puts writers in
a row: of several processes that start together the first one does it, and the others find it done.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from memory.errors import StoreFailed

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).with_name("migrations")


def stamp(connection: Connection, folder: Path = MIGRATIONS) -> None:
    """Note that a database that was just made needs no revision."""
    _note(connection, _revisions(folder)[-1])


def is_latest(connection: Connection, folder: Path = MIGRATIONS) -> bool:
    """Whether a database lacks no revision."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    at = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    return bool(at == _revisions(folder)[-1])


def upgrade(connection: Connection, folder: Path = MIGRATIONS) -> None:
    """Run the revisions that a database lacks. Where it lacks none, Alembic is not even loaded.

    Raises:
        StoreFailed: A newer VFXB has been at work.
    """
    revisions = _revisions(folder)
    if not inspect(connection).has_table("alembic_version"):
        # From before there were revisions: it stands where the first one does.
        _note(connection, revisions[0])
    at = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    if at not in revisions:
        raise StoreFailed(f"A newer VFXB changed this database (revision {at}). Update VFXB.")
    if at != revisions[-1]:
        from alembic import command

        command.upgrade(_config(connection, folder), "head")


def _revisions(folder: Path) -> list[str]:
    """Names of the revisions, in order: their files begin with them."""
    return sorted(path.name.partition("_")[0] for path in folder.glob("versions/[0-9]*.py"))


def _note(connection: Connection, revision: str) -> None:
    """What Alembic does when it marks a database."""
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"
    )
    values = {"revision": revision}
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), values)


def _config(connection: Connection, folder: Path) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    return config
