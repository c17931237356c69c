"""Updates of Telegram, read: which clip is meant, what is wanted, and whether we are meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import Animation, Audio, Chat, Document, Message, User, Video, VideoNote, Voice

from bots import words
from bots.limits import safe_file_name
from bots.wish import Wish, version_of

# Other names of commands that people know from other bots.
_COMMAND = re.compile(r"/(\w+)(?:@(\w+))?(?:\s+|$)", re.ASCII)

Media = Video | Animation | VideoNote | Document | Audio | Voice


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A clip in a message.

    Attributes:
        file_id: What Telegram calls it.
        name: What people call it, safe as a file name.
        size: In bytes; None when Telegram does not say.
    """

    file_id: str
    name: str
    size: int | None


def conversation_of(message: Message) -> str:
    """Name of the conversation: one for each chat, or for each topic of a forum."""
    thread = f":{message.message_thread_id}" if message.is_topic_message else ""
    return f"telegram:{message.chat.id}{thread}"


def group_of(message: Message) -> str:
    """Name of the group that a message was written in; empty for a private chat."""
    return "" if message.chat.type == Chat.PRIVATE else f"telegram:{message.chat.id}"


def user_of(user: User | Chat) -> str:
    """Name of the person."""
    return f"telegram:{user.id}"


def name_of_message(message: Message) -> str:
    """Name of a message, by which it can be taken back."""
    return f"telegram:{message.chat.id}:{message.message_id}"


def meant_for(message: Message, bot: User) -> bool:
    """Whether a message is for the bot: in groups only commands, mentions and replies to it are."""
    if message.chat.type == Chat.PRIVATE:
        return True
    text = message.text or message.caption or ""
    if command := _COMMAND.match(text):
        if command[2] is None:
            return command[1].lower() in {*words.COMMANDS, *words.ALIASES}
        return command[2].lower() == (bot.username or "").lower()
    if re.search(rf"@{re.escape(bot.username or '')}\b", text, re.IGNORECASE):
        return True
    answered = message.reply_to_message
    return bool(answered and answered.from_user and answered.from_user.id == bot.id)


def wish_of(messages: Sequence[Message], bot: User) -> Wish[Attached]:
    """What a message, or the messages of an album, want.

    Args:
        messages: One message, or all of an album in their order.
        bot: The bot itself.
    """
    message = next((m for m in messages if m.text or m.caption), messages[0])
    text = request_in(message, bot)
    clips = tuple(clip for m in messages if (clip := clip_in(m)))
    if message.voice and not text:
        about = _about(message.reply_to_message, text, bot)
        return replace(about, spoken=clips[0])
    if clips:
        joined = not text and len(clips) > 1 and all(m.video or m.animation for m in messages)
        return Wish(text=words.JOIN if joined else text, clips=clips)
    if message.sticker:
        return Wish(refusal=words.STICKER)
    return _about(message.reply_to_message, text, bot)


def _about(answered: Message | None, text: str, bot: User) -> Wish[Attached]:
    """A wish without a clip of its own: about the clip that is replied to, or the latest."""
    if answered is None:
        return Wish(text=text)
    clip = clip_in(answered)
    if answered.from_user and answered.from_user.id == bot.id:
        names = [clip.name] if clip else []
        return Wish(text=text, version=version_of(names, answered.text or answered.caption))
    if clip:
        return Wish(text=text, clips=(clip,))
    return Wish(text=text)


def request_in(message: Message, bot: User) -> str:
    """The words of a message, without the mention of the bot; a command in its full words."""
    text = (message.text or message.caption or "").strip()
    command = _COMMAND.match(text)
    typed = command[1].lower() if command else ""
    if command and (name := words.ALIASES.get(typed, typed)) in words.REQUESTS:
        text = words.command(name, text[command.end() :])
    name = re.escape(bot.username or "")
    return re.sub(rf"\s*@{name}\b[,:]?", "", text, flags=re.IGNORECASE).strip()


def clip_in(message: Message) -> Attached | None:
    """The clip or picture that a message carries, if any."""
    if message.photo:
        largest = max(message.photo, key=lambda size: size.width * size.height)
        return Attached(file_id=largest.file_id, name="photo.jpg", size=largest.file_size)
    # A GIF comes as an animation and, for old clients, as a document too.
    media: Media | None = (
        message.video
        or message.animation
        or message.video_note
        or message.audio
        or message.voice
        or message.document
    )
    if media is None:
        return None
    return Attached(
        file_id=media.file_id,
        name=safe_file_name(getattr(media, "file_name", None), _UNNAMED[type(media)]),
        size=media.file_size,
    )


_UNNAMED: dict[type[Media], str] = {
    Video: "video.mp4",
    Animation: "animation.mp4",
    VideoNote: "video-note.mp4",
    Document: "clip.bin",
    Audio: "sound.mp3",
    Voice: "voice.ogg",
}
