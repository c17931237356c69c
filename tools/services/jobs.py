"""Jobs: how those of providers that are paid for are begun, and how their results are fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from tools.services import web
from tools.services.failures import ServiceError

J = TypeVar("J")

CANCEL_SECONDS = 5.0
"""So long it may take to take back what was just begun."""

# What a result is found to be that no further look changes.
_FINAL = frozenset({"too_large", "private_address"})
_TRIES = 2


async def begun(begin: Coroutine[Any, Any, J], undo: Callable[[J], Awaitable[None]]) -> J:
    """A job that was begun. Who is cancelled while the provider answers leaves none behind.

    Args:
        begin: Begins it.
        undo: Takes it back.
    """
    beginning = asyncio.ensure_future(begin)
    try:
        return await asyncio.shield(beginning)
    except asyncio.CancelledError:
        with suppress(ServiceError, TimeoutError):
            async with asyncio.timeout(CANCEL_SECONDS):
                await undo(await beginning)
        raise


async def collected(
    engine: str,
    address: str,
    target: Path,
    *,
    promised: web.Promised,
    base_url: str,
    drop: Callable[[], None],
    most_bytes: int = web.MOST_BYTES,
    seconds: float = 60.0,
) -> Path:
    """The result of a job. It is paid for, so it is not given up at once.

    Args:
        engine: Whose it is.
        address: Where it lies.
        target: The file to write.
        promised: What it has to be.
        base_url: Where the operator put the provider.
        drop: The job is not looked for any more: it was taken, or is of no use.
        most_bytes: Largest result.
        seconds: Longest silence of the server.

    Raises:
        ServiceError: It cannot be fetched. Where it may be later, the job stays noted, and asking
            again costs nothing.
    """
    for left in reversed(range(_TRIES)):
        try:
            await web.fetch(
                engine,
                address,
                target,
                promised=promised,
                base_url=base_url,
                most_bytes=most_bytes,
                seconds=seconds,
            )
        except ServiceError as error:
            if error.kind in _FINAL or (error.kind == "answer" and not left):
                drop()
                error.begun = True  # it is paid for, whatever came of it
                raise
            if not left:
                told = "its result could not be fetched"
                raise ServiceError(engine, error.kind, told, begun=False) from error
        else:
            break
    drop()
    return target
