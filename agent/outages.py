"""Outages: faults of memory as failures of tools; those that pass keep saying that they do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from memory.errors import MemoryFault, StoreAway
from tools.errors import Outage, ToolFailed


@contextmanager
def told_as_failures() -> Iterator[None]:
    """Turns faults of memory into failures.

    Raises:
        Outage: Something is full or out of reach for the moment.
        ToolFailed: It failed otherwise.
    """
    try:
        yield
    except StoreAway as error:
        raise Outage(str(error), error.what) from error
    except MemoryFault as error:
        raise ToolFailed(str(error)) from error
