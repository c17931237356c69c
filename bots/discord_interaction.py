"""Interactions of Discord as surfaces: answers to commands and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from discord import (
    AllowedMentions,
    Client,
    Interaction,
    Message,
    PartialMessage,
    PartialMessageable,
)
from discord.abc import Messageable
from discord.utils import escape_markdown

from agent.messages import Reply
from bots import buttons
from bots.buttons import Button
from bots.discord_calls import patiently, translated
from bots.discord_chat import DiscordChat
from bots.discord_parts import file_of, result_of, view_of, with_row
from bots.discord_places import (
    interaction_again,
    plain_interaction,
)
from bots.limits import Limits
from bots.surface import ChatError, Ended, Gone


class InteractionChat(DiscordChat):
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
                await self._interaction.edit_original_response(attachments=[file_of(path)])

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
        await patiently(lambda: self._to_channel(content=text, **with_row(row)))

    async def _upload(self, reply: Reply, caption: str, row: Sequence[Button]) -> None:
        try:
            if self._late is not None:
                raise Ended("the interaction has ended")
            await patiently(
                lambda: self._interaction.edit_original_response(
                    content=caption, attachments=[result_of(reply)], view=view_of(row)
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
                        content=text, attachments=[result_of(reply)], view=view_of(row)
                    )
                )
                self._answered = True
                return
            await patiently(
                lambda: self._to_channel(
                    content=text,
                    file=result_of(reply),
                    allowed_mentions=AllowedMentions(users=[self._interaction.user]),
                    **with_row(row),
                )  # fmt: skip
            )
            await self.vanish()
        self._answered = True

    async def _attach(self, reply: Reply, file: Path) -> None:
        await patiently(lambda: self._to_channel(file=file_of(file)))

    async def _to_channel(self, **content: Any) -> Message | None:
        if self._private:
            await self._interaction.followup.send(ephemeral=True, **content)
            return None
        channel = self._interaction.channel
        if not isinstance(channel, Messageable):
            raise Gone("the channel cannot be written to")
        return await channel.send(**content)
