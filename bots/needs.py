"""Needs: what a program cannot start without: room on its disk, the database, the bucket."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path
from urllib.parse import urlsplit

from agent.bucket import bucket_of
from agent.settings import Settings
from memory.knocking import knock_at_bucket, knock_at_database
from tools.errors import BadInput, Outage, is_full

ROOM = 1 << 20
"""Bytes that the files of a start take at most."""


async def need(settings: Settings) -> None:
    """See that what a program needs is there. Vectors are not: they are made again.

    Args:
        settings: Where it is.

    Raises:
        BadInput: The home folder cannot be used, or an address is none.
        Outage: The disk is full.
        StoreAway: The database or the bucket is out of reach for the moment.
        StoreFailed: One of them refuses us, or its address is not understood.
    """
    _need_addresses(settings)
    await asyncio.to_thread(_need_room, settings.home)
    await knock_at_database(settings.home, settings.database_url)
    if (bucket := bucket_of(settings)) is not None:
        await knock_at_bucket(bucket)


def _need_addresses(settings: Settings) -> None:
    """A server that is out of reach is waited for; what is no address never will be one."""
    for name in ("telegram_api_url", "discord_api_url"):
        url = getattr(settings, name)
        if url is not None and not _is_web(url):
            raise BadInput(
                f"VFXB_{name.upper()} is '{url}', which is no address of a server. It looks like "
                "this: http://127.0.0.1:8081"
            )


def _is_web(url: str) -> bool:
    try:
        address = urlsplit(url)
        return address.scheme in {"http", "https"} and bool(address.hostname)
    except ValueError:
        return False


def _need_room(home: Path) -> None:
    """Write as much as a start may: how each library tells of a full disk is then no matter."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        probe = home / f".room-{secrets.token_hex(8)}"
        try:
            probe.write_bytes(bytes(ROOM))
        finally:
            probe.unlink(missing_ok=True)
    except OSError as error:
        if is_full(error):
            raise Outage(
                f"The disk of VFXB_HOME ({home}) is full. Make room on it.", "disk"
            ) from error
        raise BadInput(
            f"The folder '{home}' cannot be used: {error.strerror}. Set VFXB_HOME to another one."
        ) from error
