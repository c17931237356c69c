"""Messages of Discord, read: which clip is meant, what is wanted, and whether we are meant.

The bot does without the intent for the content of all messages. It sees clips in direct messages,
in messages that mention it and in its own; so the latest clip of a channel that it can see is
always the one that the channel's conversation has.
"""

from __future__ import annotations

import re
from dataclasses import replace

from discord import Attachment, DMChannel, Message, MessageType
from discord.abc import Snowflake

from bots import words
from bots.limits import safe_file_name
from bots.wish import Wish, version_of


def conversation_of(channel: Snowflake) -> str:
    """Name of the conversation: one for each channel, thread and direct conversation."""
    return f"discord:{channel.id}"


def group_of(channel: object) -> str:
    """Name of the server that a channel belongs to; empty for a direct conversation."""
    guild = getattr(channel, "guild", None)
    return f"discord:{guild.id}" if guild is not None else ""


def user_of(user: Snowflake) -> str:
    """Name of the person."""
    return f"discord:{user.id}"


def name_of_message(number: int) -> str:
    """Name of a message, by which it can be taken back."""
    return f"discord:{number}"


def locale_of(message: Message) -> str:
    """Locale of the server that a message was written in; empty for a direct conversation."""
    return str(message.guild.preferred_locale) if message.guild else ""


def meant_for(message: Message, bot: Snowflake) -> bool:
    """Whether a message is for the bot: in servers only mentions and replies to it are."""
    if message.author.bot or message.type not in {MessageType.default, MessageType.reply}:
        return False
    direct = isinstance(message.channel, DMChannel)
    return direct or any(user.id == bot.id for user in message.mentions)


def wish_of(message: Message, bot: Snowflake) -> Wish[Attachment]:
    """What a message wants."""
    text = re.sub(rf"\s*<@!?{bot.id}>[,:]?", "", message.content).strip()
    recordings = [each for each in message.attachments if each.is_voice_message()]
    if message.attachments and (text or not recordings):
        return Wish(text=text, clips=tuple(message.attachments))
    about = _answered(message, text, bot)
    return replace(about, spoken=recordings[0]) if recordings else about


def _answered(message: Message, text: str, bot: Snowflake) -> Wish[Attachment]:
    """What a text wants that may reply to another message."""
    reference = message.reference
    answered = reference.resolved if reference else None
    if not isinstance(answered, Message):
        return Wish(text=text)
    if not answered.content and not answered.attachments:
        # What people wrote to others comes without its content.
        return Wish(refusal=words.DISCORD_UNSEEN)
    return wish_about(answered, text, bot)


def wish_about(message: Message, text: str, bot: Snowflake) -> Wish[Attachment]:
    """What a text wants that is about another message."""
    if message.author.id == bot.id:
        names = [attachment.filename for attachment in message.attachments]
        return Wish(text=text, version=version_of(names, message.content))
    return Wish(text=text, clips=tuple(message.attachments))


def name_of(attachment: Attachment) -> str:
    """What a clip is called, safe as a file name."""
    return safe_file_name(attachment.filename, "clip.bin")
