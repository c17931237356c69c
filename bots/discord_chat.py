"""Messages of Discord as surfaces: status, upload, buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self

from discord import (
    AllowedMentions,
    Client,
    Message,
    PartialMessage,
)
from discord.utils import escape_markdown

from agent.messages import Reply
from bots import buttons, words
from bots.buttons import Button
from bots.chat_surface import ChatSurface
from bots.discord_calls import patiently, translated
from bots.discord_limits import PACE, limits
from bots.discord_parts import file_of, result_of, view_of, with_row
from bots.discord_places import (
    beside,
    message_again,
    plain_message,
)
from bots.limits import Limits
from bots.surface import ChatError, Gone

_PING = AllowedMentions(everyone=False, users=False, roles=False, replied_user=True)


class DiscordChat(ChatSurface):
    """What channels and interactions have in common."""

    @property
    def pace(self) -> float:
        """Seconds between two changes of the status message."""
        return PACE

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """The status message says it; nothing more is needed here."""
        yield

    async def _called(self, user: str) -> str:
        # Shown as the name that the person has there; the bot pings nobody by it.
        return f"<@{user.partition(':')[2]}>"

    def _plain(self, text: str) -> str:
        return escape_markdown(text)


class MessageChat(DiscordChat):
    """Answers to a message.

    Args:
        asked: The message.
        limits: What its channel takes.
        asker: Number of the person who wrote it.
    """

    def __init__(self, asked: Message | PartialMessage, limits: Limits, asker: int) -> None:
        super().__init__(limits, asker)
        self._asked = asked
        self._status: Message | PartialMessage | None = None
        self._result: Message | PartialMessage | None = None

    @classmethod
    def at(cls, client: Client, address: dict[str, Any], limits: Limits) -> Self:
        """The place that an ``address`` tells of."""
        chat = cls(message_again(client, address["asked"]), limits, address["asker"])
        chat._status = beside(chat._asked, address["status"])
        chat._result = beside(chat._asked, address["result"])
        return chat

    @property
    def address(self) -> dict[str, Any]:
        """Numbers of the messages and of their channel."""
        return {
            "asked": plain_message(self._asked),
            "asker": self._asker,
            "upload": self._limits.upload,
            "status": self._status.id if self._status else None,
            "result": self._result.id if self._result else None,
        }

    async def show(self, text: str, turn: str) -> None:
        """Post the status message, or change it."""
        content, view = escape_markdown(text), view_of(buttons.cancelling(turn))
        with translated():
            if self._status is not None:
                await self._status.edit(content=content, view=view)
                return
            self._status = await self._message(content=content, view=view)
        await self._take_down()

    async def look(self, path: Path) -> None:
        """Hang a first look onto the status message."""
        status = self._status
        if status is None:
            raise Gone("no status was shown")
        with translated():
            await status.edit(attachments=[file_of(path)])

    async def vanish(self) -> None:
        """Take the status message away."""
        status, self._status = self._status, None
        if status is not None:
            # The result is there, or nobody waits for it: a leftover line is worth no error.
            with suppress(ChatError):
                await patiently(status.delete)

    async def _end_status(self, text: str, row: Sequence[Button]) -> None:
        status, self._status = self._status, None
        if status is None:
            raise Gone("no status was shown")
        await patiently(lambda: status.edit(content=text, view=view_of(row), attachments=[]))

    async def _post(self, text: str, row: Sequence[Button]) -> None:
        await patiently(lambda: self._message(content=text, **with_row(row)))

    async def _upload(self, reply: Reply, caption: str, row: Sequence[Button]) -> None:
        # A new message and not the status: only a new one tells the person that it is done.
        if self.moved is None:
            await patiently(
                lambda: self._message(
                    content=caption,
                    file=result_of(reply),
                    allowed_mentions=_PING,
                    **with_row(row),
                )
            )
        else:
            await self._fill(caption, reply.files[0], row)
        await self.vanish()

    async def _fill(self, caption: str, file: Path, row: Sequence[Button]) -> None:
        """Make a message the result that is there already: to do that twice does no harm."""
        if self._result is None:
            self._result = await patiently(
                lambda: self._message(content=words.HERE, allowed_mentions=_PING)
            )
            await self._take_down()
        result = self._result
        await patiently(
            lambda: result.edit(content=caption, attachments=[file_of(file)], view=view_of(row))
        )

    async def _attach(self, reply: Reply, file: Path) -> None:
        await patiently(lambda: self._message(file=file_of(file)))

    async def _message(self, **content: Any) -> Message:
        """Below the message that is answered, even if it was deleted meanwhile."""
        reference = self._asked.to_reference(fail_if_not_exists=False)
        message: Message = await self._asked.channel.send(reference=reference, **content)
        return message


def chat_of(message: Message) -> MessageChat:
    """Where a message is answered."""
    level = message.guild.premium_tier if message.guild else 0
    return MessageChat(message, limits(level=level), message.author.id)
