"""Messages of Telegram: found again by their numbers, and filled with a result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from telegram import (
    Bot,
    InlineKeyboardMarkup,
    InputFile,
    InputMedia,
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaVideo,
    Message,
)

from bots.telegram_limits import Way

_MEDIA: dict[Way, Callable[..., InputMedia]] = {
    "video": InputMediaVideo,
    "animation": InputMediaAnimation,
    "audio": InputMediaAudio,
    "document": InputMediaDocument,
}


def plain(message: Message) -> dict[str, Any]:
    """What a message is answered by, as plain JSON: its number, and where it stands."""
    return {
        "message_id": message.message_id,
        "date": 0,
        "chat": {"id": message.chat.id, "type": message.chat.type},
        "message_thread_id": message.message_thread_id,
        "is_topic_message": message.is_topic_message,
    }


def found_again(bot: Bot, data: dict[str, Any]) -> Message:
    """The message that ``plain`` wrote, without its content."""
    message = Message.de_json(data, bot)
    message.set_bot(bot)
    return message


def beside(message: Message, number: int | None) -> Message | None:
    """Another message of the same chat."""
    if number is None:
        return None
    return found_again(message.get_bot(), {**plain(message), "message_id": number})


async def fill(
    message: Message,
    way: Way,
    file: Path,
    options: dict[str, Any],
    keyboard: InlineKeyboardMarkup | None,
    patience: float,
) -> None:
    """Make a message a file; it stays one message, however often this is done.

    Args:
        message: It.
        way: As what the file is shown.
        file: The file.
        options: Caption, size and duration.
        keyboard: The buttons below.
        patience: Seconds that Telegram may take to answer after it has the file.
    """
    with file.open("rb") as stream:
        # Not read into memory: results may be large.
        upload = InputFile(stream, filename=file.name, attach=True, read_file_handle=False)
        media = _MEDIA[way](upload, **options)
        await message.edit_media(media, reply_markup=keyboard, read_timeout=patience)
