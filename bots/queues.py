"""Queues: messages of a conversation are answered one after the other, in the order they came."""

from __future__ import annotations

import asyncio


class Ticket:
    """A place in a queue.

    Args:
        before: Done when everybody in front has left; None at the head of the queue.
    """

    def __init__(self, before: asyncio.Future[None] | None) -> None:
        self._before = before
        self.left: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def waits(self) -> bool:
        """Whether somebody is in front."""
        return self._before is not None and not self._before.done()

    async def come_up(self) -> None:
        """Wait until nobody is in front."""
        if self._before is not None:
            await asyncio.wait({self._before})

    def leave(self) -> None:
        """Make way; who leaves from the middle does not let the next ones pass those in front."""
        if self._before is not None and not self._before.done():
            self._before.add_done_callback(lambda _: self.leave())
        elif not self.left.done():
            self.left.set_result(None)


class Queues:
    """A queue for each conversation, for as long as somebody is in it."""

    def __init__(self) -> None:
        self._last: dict[str, Ticket] = {}

    def join(self, conversation: str) -> Ticket:
        """Take a place at the end. Who takes one must leave it, in whatever way things end."""
        before = self._last.get(conversation)
        ticket = self._last[conversation] = Ticket(before.left if before else None)
        ticket.left.add_done_callback(lambda _: self._tidy(conversation, ticket))
        return ticket

    def _tidy(self, conversation: str, ticket: Ticket) -> None:
        if self._last.get(conversation) is ticket:
            del self._last[conversation]
