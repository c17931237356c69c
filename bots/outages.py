"""Outages: a disk that is full, a server that is gone. Work waits for them, and is begun again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from time import monotonic
from typing import TypeVar

from memory.errors import StoreAway
from tools import signals
from tools.errors import Outage, is_full

log = logging.getLogger(__name__)

PATIENCE = 900.0
"""Seconds for which an outage may last; longer ones end what waits for them."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 15.0

T = TypeVar("T")


async def outlast(
    work: Callable[[], Awaitable[T]],
    waits: Callable[[Outage], None] | None = None,
    *,
    patience: float = PATIENCE,
) -> T:
    """Do work that can be begun again; as often as an outage breaks it, until that is over.

    Args:
        work: The work. What of it is done already, it finds done.
        waits: Is told what it waits for, each time.
        patience: Seconds for which the outage may last.

    Raises:
        Outage: It lasts for longer.
    """
    until, pause = 0.0, _FIRST_PAUSE
    # It counts as waiting until a try comes through, not only in the pauses between them.
    with ExitStack() as told:
        while True:
            begun = monotonic()
            try:
                return await work()
            except (StoreAway, OSError, Outage) as error:
                outage = outage_of(error)
                if outage is None:
                    raise
                # Work that went on for long met another outage than the one before.
                if not until or monotonic() - begun > patience:
                    until, pause = monotonic() + patience, _FIRST_PAUSE
                if monotonic() + pause > until:
                    raise outage from error
            log.warning("waiting %.1f s for an outage: %s", pause, outage)
            told.close()
            told.enter_context(signals.waiting(outage.what))
            if waits is not None:
                waits(outage)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)


def outage_of(error: Exception) -> Outage | None:
    """The outage that an error tells of; None where it tells of something else."""
    if isinstance(error, Outage):
        return error
    if isinstance(error, OSError) and is_full(error):
        return Outage("The disk is full.", "disk")
    return Outage(str(error), error.what) if isinstance(error, StoreAway) else None
