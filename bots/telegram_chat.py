"""A chat of Telegram as the surface of a turn: the status message, the upload, the buttons."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from telegram import (
    Bot,
    Chat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    Message,
    ReplyParameters,
)
from telegram.constants import ChatAction
from telegram.error import TelegramError

from agent.messages import Reply
from bots import buttons, words
from bots.buttons import Button
from bots.limits import Limits, smaller_wish, split_text
from bots.surface import ChatError, Gone
from bots.telegram_calls import patiently, translated
from bots.telegram_limits import ACTION_SECONDS, GROUP_PACE, PRIVATE_PACE, way_to_send

UPLOAD_TIMEOUT = 120.0
"""Seconds that Telegram may take to answer after it has a file."""


class TelegramChat:
    """Where a turn is shown.

    Args:
        bot: Sends.
        asked: The message that is answered.
        asker: Number of the person who asked.
        limits: What the chat takes.
    """

    def __init__(self, bot: Bot, asked: Message, asker: int, limits: Limits) -> None:
        self._bot = bot
        self._asked = asked
        self._asker = asker
        self._limits = limits
        self._status: Message | None = None

    @property
    def pace(self) -> float:
        """Seconds between two changes of the status message."""
        return PRIVATE_PACE if self._asked.chat.type == Chat.PRIVATE else GROUP_PACE

    @asynccontextmanager
    async def working(self) -> AsyncIterator[None]:
        """Shows “sending a video…” under the name of the bot."""
        task = asyncio.create_task(self._keep_acting())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})

    async def show(self, text: str, turn: str) -> None:
        """Post the status message, or change it."""
        keyboard = _keyboard(buttons.cancelling(turn))
        with translated():
            if self._status is None:
                self._status = await self._post(text, keyboard)
            else:
                await self._status.edit_text(text, reply_markup=keyboard)

    async def say(self, text: str, row: Sequence[Button] = ()) -> None:
        """Make the status message the answer; what does not fit follows below."""
        *parts, last = split_text(text, self._limits.message) or [words.EMPTY]
        for part in parts:
            await self._say(part, None)
        await self._say(last, _keyboard(row))

    async def deliver(self, reply: Reply) -> None:
        """Send the reply in the way that suits it."""
        if not reply.files:
            asker = buttons.deciding(str(self._asker)) if reply.kind == "approve" else ()
            await self.say(reply.text, asker)
            return
        size = reply.files[0].stat().st_size
        if size > self._limits.upload:
            await self._say_too_large(reply, size)
            return
        try:
            await self._send(reply)
        except ChatError as error:
            if "too large" not in str(error).lower():
                raise
            await self._say_too_large(reply, size)
            return
        await self._take_away_status()

    async def _send(self, reply: Reply) -> None:
        """The file with the text as its caption; what does not fit of the text follows."""
        caption, *more = split_text(reply.text, self._limits.message, self._limits.caption) or [""]
        file, keyboard = reply.files[0], _keyboard(buttons.following(reply))
        await patiently(lambda: self._upload(file, reply, caption, keyboard))
        for part in more:
            await patiently(lambda part=part: self._post(part, None))  # type: ignore[misc]

    async def _upload(
        self, file: Path, reply: Reply, caption: str, keyboard: InlineKeyboardMarkup | None
    ) -> Message:
        facts = reply.receipt.facts
        way = way_to_send(file, facts)
        options: dict[str, Any] = {
            "chat_id": self._asked.chat.id,
            "caption": caption,
            "reply_markup": keyboard,
            "read_timeout": UPLOAD_TIMEOUT,
            **self._place(),
        }
        if facts and way != "document":
            options["duration"] = round(facts.duration)
        if facts and facts.video and way in {"video", "animation"}:
            options |= {"width": facts.video.width, "height": facts.video.height}
        if way == "video":
            options["supports_streaming"] = True
        send = getattr(self._bot, f"send_{way}")
        with file.open("rb") as stream:
            # Not read into memory: results may be large.
            upload = InputFile(stream, filename=file.name, read_file_handle=False)
            message: Message = await send(**{way: upload}, **options)
            return message

    async def _say_too_large(self, reply: Reply, size: int) -> None:
        limit = self._limits.upload
        if size <= limit:
            # The server takes less than it should; a half is a guess that ends somewhere.
            limit = size // 2
        wish = smaller_wish(reply.receipt.facts, size, limit)
        told = words.too_large_to_send(self._limits.platform, size, limit, wish)
        await self.say(f"{reply.text}\n{told}", buttons.shrinking(reply, wish))

    async def _say(self, text: str, keyboard: InlineKeyboardMarkup | None) -> None:
        status, self._status = self._status, None
        if status is not None:
            with suppress(Gone):
                await patiently(lambda: status.edit_text(text, reply_markup=keyboard))
                return
        await patiently(lambda: self._post(text, keyboard))

    async def _post(self, text: str, keyboard: InlineKeyboardMarkup | None) -> Message:
        return await self._bot.send_message(
            chat_id=self._asked.chat.id, text=text, reply_markup=keyboard, **self._place()
        )

    def _place(self) -> dict[str, Any]:
        """Below the message that is answered, even if it was deleted meanwhile."""
        asked = self._asked
        return {
            "message_thread_id": asked.message_thread_id if asked.is_topic_message else None,
            "reply_parameters": ReplyParameters(
                message_id=asked.message_id, allow_sending_without_reply=True
            ),
        }

    async def _take_away_status(self) -> None:
        status, self._status = self._status, None
        if status is not None:
            # The result is there; a leftover line is worth no error.
            with suppress(ChatError):
                await patiently(status.delete)

    async def _keep_acting(self) -> None:
        while True:
            with suppress(TelegramError):
                await self._bot.send_chat_action(
                    chat_id=self._asked.chat.id,
                    action=ChatAction.UPLOAD_VIDEO,
                    message_thread_id=self._place()["message_thread_id"],
                )
            await asyncio.sleep(ACTION_SECONDS)


def _keyboard(row: Sequence[Button]) -> InlineKeyboardMarkup | None:
    if not row:
        return None
    return InlineKeyboardMarkup.from_row(
        [InlineKeyboardButton(button.label, callback_data=str(button.press)) for button in row]
    )
