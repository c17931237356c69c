"""What the local servers of all chat platforms have in common: people, messages, faults."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from aiohttp import web

from bots import words

PATIENCE = 8.0
"""Seconds after which something that should have happened counts as not happening."""


@dataclass(slots=True, kw_only=True)
class Shown:
    """A message as the people in the chat see it.

    Attributes:
        id: Number of the message.
        chat: Number of the chat.
        text: Text or caption, as it is now.
        texts: All texts that it had, oldest first.
        name: Name of the file; empty without one.
        content: The file.
        thumbnail: Its picture, where one came along.
        fields: What the platform was told besides, such as width and duration.
        buttons: What its buttons carry, by label.
        by_bot: Whether the bot wrote it.
        answers: Number of the message that it replies to, 0 for none.
        deleted: Whether somebody removed it.
    """

    id: int
    chat: int
    text: str = ""
    texts: list[str] = field(default_factory=list)
    name: str = ""
    content: bytes = b""
    thumbnail: bytes = b""
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    by_bot: bool = False
    answers: int = 0
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a server does in place of answering a call.

    Attributes:
        status: HTTP status.
        said: What it says about it.
        code: Number of the error, where the platform has one besides.
        retry_after: Seconds that it asks to wait.
        breaks: Whether the connection breaks in the middle of the upload instead.
        share: How much of the upload arrives before that, 0 to 1.
    """

    status: int = 500
    said: str = "Internal Server Error"
    code: int = 0
    retry_after: float = 0.0
    breaks: bool = False
    share: float = 0.0

    async def break_off(self, request: web.Request) -> None:
        """Take the share of the upload, and end the connection."""
        wanted, arrived = max(1000.0, self.share * (request.content_length or 0)), 0
        while arrived < wanted and (part := await request.content.readany()):
            arrived += len(part)
        assert request.transport is not None
        request.transport.abort()


class Chat(Protocol):
    """A chat with the bot, as a person uses it."""

    me: int
    someone_else: int

    async def send(
        self, text: str, clip: Path | None = None, reply_to: Shown | None = None, user: int = 0
    ) -> Shown:
        """Write to the bot; ``user`` 0 is ``me``."""
        ...

    async def press(self, message: Shown, label: str, user: int = 0) -> str:
        """Press a button; what the person is told in return."""
        ...

    async def result(self, count: int = 1) -> Shown:
        """The ``count``-th message with a file that the bot sent."""
        ...

    async def saying(self, text: str) -> Shown:
        """A message of the bot that holds this text now."""
        ...


class Board:
    """The messages that are there, and waiting for those that should come."""

    def __init__(self) -> None:
        self.messages: dict[int, Shown] = {}
        self.faults: defaultdict[str, list[Fault]] = defaultdict(list)
        self.calls: list[str] = []
        self._changed = asyncio.Event()
        self._last = 100

    def number(self) -> int:
        """A number that was not used before."""
        self._last += 1
        return self._last

    def put(self, message: Shown) -> Shown:
        """A message arrives, or changes."""
        if not message.texts or message.texts[-1] != message.text:
            message.texts.append(message.text)
        self.messages[message.id] = message
        self.news()
        return message

    def news(self) -> None:
        """Something happened: those who wait look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    def by_bot(self) -> list[Shown]:
        """What the bot wrote and did not take away."""
        return [m for m in self.messages.values() if m.by_bot and not m.deleted]

    def fault(self, call: str) -> Fault | None:
        """The fault that the next call of that name meets."""
        self.calls.append(call)
        self.news()
        return self.faults[call].pop(0) if self.faults[call] else None

    async def until(
        self, found: Callable[[], Shown | bool | None], patience: float = PATIENCE
    ) -> Shown:
        """Wait until something is there, for ``patience`` seconds.

        Raises:
            AssertionError: It did not come; the message tells what is there instead.
        """
        try:
            async with asyncio.timeout(patience):
                while not (it := found()):
                    # What is waited for may also happen elsewhere than in this chat.
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._changed.wait(), 0.05)
        except TimeoutError:
            there = [(m.text, m.name, list(m.buttons)) for m in self.by_bot()]
            raise AssertionError(f"it did not come; there is {there}, calls {self.calls}") from None
        return it if isinstance(it, Shown) else Shown(id=0, chat=0)

    async def result(self, count: int = 1) -> Shown:
        def found() -> Shown | None:
            results = [m for m in self.by_bot() if m.content]
            return results[count - 1] if len(results) >= count else None

        return await self.until(found)

    async def status(self) -> Shown:
        """The message that shows how far it is."""
        return await self.until(
            lambda: next((m for m in self.by_bot() if words.CANCEL in m.buttons), None)
        )

    async def saying(self, text: str) -> Shown:
        return await self.until(lambda: next((m for m in self.by_bot() if text in m.text), None))


@asynccontextmanager
async def listening(app: web.Application) -> AsyncIterator[str]:
    """Run an application at a free port of this machine; its address."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
