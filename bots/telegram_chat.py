"""A chat of Telegram as the surface of a turn: the status message, the upload, the buttons."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Self

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
from bots.chat_surface import ChatSurface
from bots.limits import Limits
from bots.status import QUICK
from bots.surface import ChatError, Gone
from bots.telegram_calls import patiently, settled, translated
from bots.telegram_limits import ACTION_SECONDS, GROUP_PACE, PRIVATE_PACE, Way, way_to_send
from bots.telegram_messages import beside, fill, found_again, plain
from bots.thumbnail import thumbnail
from tools.export_format import STILLS

UPLOAD_TIMEOUT = 120.0
"""Seconds that Telegram may take to answer after it has a file."""
MOST_IN_A_ROW, COLUMNS = 4, 2
"""Buttons side by side that a phone shows with whole words on them."""


class TelegramChat(ChatSurface):
    """Where a turn is shown.

    Args:
        bot: Sends.
        asked: The message that is answered.
        asker: Number of the person who asked.
        limits: What the chat takes.
    """

    def __init__(self, bot: Bot, asked: Message, asker: int, limits: Limits) -> None:
        super().__init__(limits, asker)
        self._bot = bot
        self._asked = asked
        self._status: Message | None = None
        self._shown: Message | None = None
        self._result: Message | None = None

    @classmethod
    def at(cls, bot: Bot, address: dict[str, Any], limits: Limits) -> Self:
        """The place that an ``address`` tells of."""
        chat = cls(bot, found_again(bot, address["asked"]), address["asker"], limits)
        chat._status = beside(chat._asked, address["status"])
        chat._shown = beside(chat._asked, address["shown"])
        chat._result = beside(chat._asked, address["result"])
        return chat

    @property
    def address(self) -> dict[str, Any]:
        """Numbers of the messages, and what the chat is."""
        return {
            "asked": plain(self._asked),
            "asker": self._asker,
            "status": self._status.message_id if self._status else None,
            "shown": self._shown.message_id if self._shown else None,
            "result": self._result.message_id if self._result else None,
        }

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
        keyboard = keyboard_of(buttons.cancelling(turn))
        with translated():
            if self._status is not None:
                await self._status.edit_text(text, reply_markup=keyboard)
                return
            self._status = await self._message(text, keyboard)
        await self._take_down()

    async def look(self, path: Path) -> None:
        """Send a first look, which is taken away when the turn ends."""
        if self._shown is not None:
            return
        with translated(), path.open("rb") as stream:
            self._shown = await self._bot.send_video(
                chat_id=self._asked.chat.id,
                video=InputFile(stream, filename=path.name, read_file_handle=False),
                caption=words.FIRST_LOOK,
                supports_streaming=True,
                disable_notification=True,
                read_timeout=UPLOAD_TIMEOUT,
                **self._place(),
            )
        await self._take_down()

    async def vanish(self) -> None:
        """Take away the status message, and what was shown beside it."""
        for message in (self._status, self._shown):
            if message is not None:
                # The result is there, or nobody waits for it: a leftover line is worth no error.
                with suppress(ChatError):
                    await settled(message.delete)
        self._status = self._shown = None

    async def _end_status(self, text: str, row: Sequence[Button]) -> None:
        status, self._status = self._status, None
        await self.vanish()  # What was shown beside it.
        if status is None:
            raise Gone("no status was shown")
        await settled(lambda: status.edit_text(text, reply_markup=keyboard_of(row)))

    async def _post(self, text: str, row: Sequence[Button]) -> None:
        await patiently(lambda: self._message(text, keyboard_of(row)))

    async def _besides(self, reply: Reply) -> list[str]:
        """What is told of every result, and why this one is no video to tap on."""
        told = await super()._besides(reply)
        facts = reply.receipt.facts
        is_clip = facts and facts.video and facts.container not in STILLS
        if is_clip and reply.files and way_to_send(reply.files[0], facts) == "document":
            told.append(words.AS_DOCUMENT)
        return told

    async def _upload(self, reply: Reply, caption: str, row: Sequence[Button]) -> None:
        facts = reply.receipt.facts
        way = way_to_send(reply.files[0], facts)
        options: dict[str, Any] = {"caption": caption, "reply_markup": keyboard_of(row)}
        if facts and way in {"video", "animation", "audio"}:
            options["duration"] = round(facts.duration)
        if facts and facts.video and way in {"video", "animation"}:
            options |= {"width": facts.video.width, "height": facts.video.height}
        if way == "video":
            options["supports_streaming"] = True
        if way in {"video", "animation"}:
            options["thumbnail"] = await asyncio.to_thread(thumbnail, reply.files[0])
        try:
            await self._fill(way, reply.files[0], options)
        except Gone:
            await patiently(lambda: self._file(way, reply.files[0], options))
        await self.vanish()

    async def _fill(self, way: Way, file: Path, options: dict[str, Any]) -> None:
        """Make a message the result that is there already: to do that twice does no harm.

        Raises:
            Gone: There is none, because nobody else would go on with the turn.
            ChatError: It failed.
        """
        if self.moved is None:
            raise Gone("no other process delivers this")
        if self._result is None:
            # A new one and not the status: only a new one tells the person that it is done.
            self._result = await patiently(lambda: self._message(words.HERE, None))
            await self._take_down()
        content = {name: value for name, value in options.items() if name != "reply_markup"}
        keyboard, message = options["reply_markup"], self._result
        await patiently(lambda: fill(message, way, file, content, keyboard, UPLOAD_TIMEOUT))

    async def _attach(self, reply: Reply, file: Path) -> None:
        way = way_to_send(file, reply.receipt.facts)
        await patiently(lambda: self._file(way, file, {}))

    async def _file(self, way: Way, file: Path, options: dict[str, Any]) -> None:
        send = getattr(self._bot, f"send_{way}")
        with file.open("rb") as stream:
            # Not read into memory: results may be large.
            upload = InputFile(stream, filename=file.name, read_file_handle=False)
            await send(
                chat_id=self._asked.chat.id,
                read_timeout=UPLOAD_TIMEOUT,
                **{way: upload},
                **options,
                **self._place(),
            )

    async def _message(self, text: str, keyboard: InlineKeyboardMarkup | None) -> Message:
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

    async def _called(self, user: str) -> str:
        number = int(user.partition(":")[2])
        try:
            member = await patiently(lambda: self._bot.get_chat_member(self._asked.chat.id, number))
        except ChatError:
            return words.SOMEBODY
        return member.user.full_name

    async def _keep_acting(self) -> None:
        await asyncio.sleep(QUICK)
        while True:
            with suppress(TelegramError):
                await self._bot.send_chat_action(
                    chat_id=self._asked.chat.id,
                    action=ChatAction.UPLOAD_VIDEO,
                    message_thread_id=self._place()["message_thread_id"],
                )
            await asyncio.sleep(ACTION_SECONDS)


def keyboard_of(row: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """Buttons below a message: in one row what fits there, else in columns."""
    if not row:
        return None
    made = [InlineKeyboardButton(button.label, callback_data=str(button.press)) for button in row]
    columns = len(made) if len(made) <= MOST_IN_A_ROW else COLUMNS
    return InlineKeyboardMarkup(
        [made[first : first + columns] for first in range(0, len(made), columns)]
    )
