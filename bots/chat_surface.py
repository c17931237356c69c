"""What the surfaces of all platforms do alike: which answer goes where, and what is too large."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from agent.messages import Reply
from bots import buttons, words
from bots.buttons import Button
from bots.limits import Limits, smaller_wish, split_text
from bots.surface import ChatError, Gone


class ChatSurface(ABC):
    """A ``Surface`` but for the calls of the platform.

    Args:
        limits: What the chat takes.
        asker: Number of the person who asked.
    """

    def __init__(self, limits: Limits, asker: int) -> None:
        self._limits = limits
        self._asker = asker
        self.moved: Callable[[dict[str, Any]], Awaitable[None]] | None = None

    @property
    @abstractmethod
    def address(self) -> dict[str, Any]:
        """By what this place is found again, in another process too."""

    async def _take_down(self) -> None:
        """Have the address taken down, where somebody does."""
        if self.moved is not None:
            await self.moved(self.address)

    @property
    def max_bytes(self) -> int:
        """Size of the largest file that can be sent."""
        return self._limits.upload

    async def say(self, text: str, row: Sequence[Button] = ()) -> None:
        """Make the status message the answer; what does not fit follows below."""
        *parts, last = split_text(self._plain(text), self._limits.message) or [words.EMPTY]
        for part in parts:
            await self._answer(part, ())
        await self._answer(last, row)

    async def deliver(self, reply: Reply) -> None:
        """Send the reply in the way that suits it."""
        reply = replace(reply, text="\n".join([reply.text, *await self._besides(reply)]))
        if not reply.files:
            await self.say(reply.text, self._row(reply))
            return
        size = max(file.stat().st_size for file in reply.files)
        if size > self._limits.upload:
            await self._say_too_large(reply, size, self._limits.upload)
            return
        try:
            await self._send(reply)
        except ChatError as error:
            if "too large" not in str(error).lower():
                raise
            # Less is taken than is promised; the half is a guess that ends somewhere.
            await self._say_too_large(reply, size, size // 2)

    async def _besides(self, reply: Reply) -> list[str]:
        """What the chat tells of a result besides: whose clip it was, and the whole recipe."""
        if not reply.version:
            return []
        told = [words.whose(await self._called(reply.owner))] if reply.owner else []
        if len(reply.recipe) > len(reply.receipt.done):
            told.append(words.recipe(reply.version, reply.recipe))
        return told

    def _row(self, reply: Reply) -> Sequence[Button]:
        """The buttons of a reply without files; one with a version left its files elsewhere."""
        if reply.kind == "approve":
            return buttons.deciding(str(self._asker))
        return buttons.following(reply) if reply.version else ()

    async def _send(self, reply: Reply) -> None:
        """The first file with the text beside it; what does not fit of both follows."""
        limits = self._limits
        text = self._plain(reply.text)
        caption, *more = split_text(text, limits.message, limits.caption) or [""]
        await self._upload(reply, caption, buttons.following(reply))
        for file in reply.files[1:]:
            await self._attach(reply, file)
        for part in more:
            await self._post(part, ())

    async def _say_too_large(self, reply: Reply, size: int, limit: int) -> None:
        wish = smaller_wish(reply.receipt.facts, size, limit)
        told = words.too_large_to_send(self._limits.platform, size, limit, wish)
        await self.say(f"{reply.text}\n{told}", buttons.shrinking(reply, wish))

    def _plain(self, text: str) -> str:
        """The text as it has to be sent so that it is shown as it is."""
        return text

    @abstractmethod
    async def _called(self, user: str) -> str:
        """What people here call somebody, such as ``telegram:123``."""

    async def _answer(self, text: str, row: Sequence[Button]) -> None:
        try:
            await self._end_status(text, row)
        except Gone:
            await self._post(text, row)

    @abstractmethod
    async def _end_status(self, text: str, row: Sequence[Button]) -> None:
        """Make the status message this; it is no status any more.

        Raises:
            Gone: There is none, or it was removed.
            ChatError: It failed otherwise.
        """

    @abstractmethod
    async def _post(self, text: str, row: Sequence[Button]) -> None:
        """Send a further message.

        Raises:
            ChatError: It failed.
        """

    @abstractmethod
    async def _upload(self, reply: Reply, caption: str, row: Sequence[Button]) -> None:
        """Send the first file of a reply, and take the status message away.

        Raises:
            ChatError: It failed.
        """

    @abstractmethod
    async def _attach(self, reply: Reply, file: Path) -> None:
        """Send a further file of a reply.

        Raises:
            ChatError: It failed.
        """
