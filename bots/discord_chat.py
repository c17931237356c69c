"""Channels and interactions of Discord as surfaces: status, upload, buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self

from discord import (
    AllowedMentions,
    ButtonStyle,
    Client,
    File,
    Interaction,
    Message,
    PartialMessage,
    PartialMessageable,
)
from discord.abc import Messageable
from discord.ui import Button as UiButton
from discord.ui import View
from discord.utils import escape_markdown

from agent.messages import Reply
from bots import buttons, words
from bots.buttons import Button
from bots.chat_surface import ChatSurface
from bots.discord_calls import patiently, translated
from bots.discord_limits import PACE
from bots.discord_places import (
    beside,
    interaction_again,
    message_again,
    plain_interaction,
    plain_message,
)
from bots.limits import Limits
from bots.surface import ChatError, Ended, Gone

_PING = AllowedMentions(everyone=False, users=False, roles=False, replied_user=True)


class _DiscordChat(ChatSurface):
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


class MessageChat(_DiscordChat):
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
            await status.edit(attachments=[_file(path)])

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
        await patiently(lambda: self._message(content=text, **_with(row)))

    async def _upload(self, reply: Reply, caption: str, row: Sequence[Button]) -> None:
        # A new message and not the status: only a new one tells the person that it is done.
        if self.moved is None:
            await patiently(
                lambda: self._message(
                    content=caption,
                    file=_file(reply.files[0]),
                    allowed_mentions=_PING,
                    **_with(row),
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
            lambda: result.edit(content=caption, attachments=[_file(file)], view=view_of(row))
        )

    async def _attach(self, reply: Reply, file: Path) -> None:
        await patiently(lambda: self._message(file=_file(file)))

    async def _message(self, **content: Any) -> Message:
        """Below the message that is answered, even if it was deleted meanwhile."""
        reference = self._asked.to_reference(fail_if_not_exists=False)
        message: Message = await self._asked.channel.send(reference=reference, **content)
        return message


class InteractionChat(_DiscordChat):
    """Answers to a command or a button, which was deferred already.

    After 15 minutes an interaction cannot be answered any more; the channel still can.

    Args:
        interaction: The command or the press.
        limits: What its channel takes.
        private: Whether only the one who asked sees the answer; it was deferred in the same way.
    """

    def __init__(
        self, interaction: Interaction[Client], limits: Limits, *, private: bool = False
    ) -> None:
        super().__init__(limits, interaction.user.id)
        self._interaction = interaction
        self._private = private
        self._answered = False
        self._late: Message | PartialMessage | None = None

    @classmethod
    def at(cls, client: Client, address: dict[str, Any], limits: Limits) -> Self:
        """The place that an ``address`` tells of."""
        interaction = interaction_again(client, address["interaction"])
        chat = cls(interaction, limits, private=address["private"])
        channel = interaction.channel
        if address["late"] and isinstance(channel, PartialMessageable):
            chat._late = channel.get_partial_message(address["late"])
        return chat

    @property
    def address(self) -> dict[str, Any]:
        """What the interaction is answered by."""
        return {
            "interaction": plain_interaction(self._interaction, self._limits),
            "upload": self._limits.upload,
            "private": self._private,
            "late": self._late.id if self._late else None,
        }

    async def show(self, text: str, turn: str) -> None:
        """Change the answer, which Discord shows as thinking at first."""
        shown: dict[str, Any] = {
            "content": escape_markdown(text),
            "view": view_of(buttons.cancelling(turn)),
        }
        with translated():
            if self._late is not None:
                await self._late.edit(**shown)
                return
        try:
            with translated():
                await self._interaction.edit_original_response(**shown)
        except Ended:
            with translated():
                self._late = await self._to_channel(**shown)
            await self._take_down()

    async def look(self, path: Path) -> None:
        """Hang a first look onto the answer."""
        with translated():
            if self._late is None:
                await self._interaction.edit_original_response(attachments=[_file(path)])

    async def vanish(self) -> None:
        """Take the answer away."""
        late, self._late = self._late, None
        with suppress(ChatError):
            if late is not None:
                await patiently(late.delete)
            elif not self._answered:
                await patiently(self._interaction.delete_original_response)

    async def _end_status(self, text: str, row: Sequence[Button]) -> None:
        late, self._late = self._late, None
        if late is not None:
            await patiently(lambda: late.edit(content=text, view=view_of(row)))
            return
        if self._answered:
            raise Gone("the answer is used")
        await patiently(
            lambda: self._interaction.edit_original_response(
                content=text, view=view_of(row), attachments=[]
            )
        )
        self._answered = True

    async def _post(self, text: str, row: Sequence[Button]) -> None:
        await patiently(lambda: self._to_channel(content=text, **_with(row)))

    async def _upload(self, reply: Reply, caption: str, row: Sequence[Button]) -> None:
        try:
            if self._late is not None:
                raise Ended("the interaction has ended")
            await patiently(
                lambda: self._interaction.edit_original_response(
                    content=caption, attachments=[_file(reply.files[0])], view=view_of(row)
                )
            )
        except Gone:
            # Who asked is named: so late, they look elsewhere.
            text = f"{self._interaction.user.mention} {caption}"
            late = self._late
            if self.moved is not None and late is not None:
                # To fill a message that is there twice does no harm; to send one twice does.
                await patiently(
                    lambda: late.edit(
                        content=text, attachments=[_file(reply.files[0])], view=view_of(row)
                    )
                )
                self._answered = True
                return
            await patiently(
                lambda: self._to_channel(
                    content=text,
                    file=_file(reply.files[0]),
                    allowed_mentions=AllowedMentions(users=[self._interaction.user]),
                    **_with(row),
                )  # fmt: skip
            )
            await self.vanish()
        self._answered = True

    async def _attach(self, reply: Reply, file: Path) -> None:
        await patiently(lambda: self._to_channel(file=_file(file)))

    async def _to_channel(self, **content: Any) -> Message | None:
        if self._private:
            await self._interaction.followup.send(ephemeral=True, **content)
            return None
        channel = self._interaction.channel
        if not isinstance(channel, Messageable):
            raise Gone("the channel cannot be written to")
        return await channel.send(**content)


def _file(path: Path) -> File:
    return File(path, filename=path.name)


def _with(row: Sequence[Button]) -> dict[str, Any]:
    """The buttons of a new message; it has no way to say that there are none."""
    return {"view": view_of(row)} if row else {}


def view_of(row: Sequence[Button]) -> View | None:
    """Buttons of a message; what they carry says it all, so the library need not remember them."""
    if not row:
        return None
    view = View(timeout=None)
    for button in row:
        view.add_item(
            UiButton(style=ButtonStyle.secondary, label=button.label, custom_id=str(button.press))
        )
    view.stop()
    return view
