"""Together: several pieces of work at the same time; the first failure ends them all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import TypeVar

A = TypeVar("A")
T = TypeVar("T")


async def together(
    work: Callable[[A], Awaitable[T]], these: Iterable[A], most: int | None = None
) -> Sequence[T]:
    """What is made of each, in their order.

    Args:
        work: Makes it.
        these: Of what.
        most: How many at the same time; None for all of them.

    Raises:
        Exception: What the first one that failed raised.
    """
    gate = asyncio.Semaphore(most) if most else None

    async def one(this: A) -> T:
        if gate is None:
            return await work(this)
        async with gate:
            return await work(this)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(this)) for this in these]
    except ExceptionGroup as errors:
        raise errors.exceptions[0] from errors
    return [task.result() for task in tasks]
