"""Limits of Telegram's Bot API, and how a file is best sent there."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from bots.limits import MEGABYTE, Limits
from tools.facts import Facts

# https://core.telegram.org/bots/api#sending-files and #getfile, read in November 2026.
CLOUD = Limits(
    platform="Telegram",
    upload=50 * MEGABYTE,
    download=20 * MEGABYTE,
    message=4096,
    caption=1024,
)
# https://core.telegram.org/bots/api#using-a-local-bot-api-server, read in November 2026: up to
# 2000 MB up, any size down. A proxy to the cloud says itself when a file is too large.
OWN_SERVER = Limits(
    platform="Telegram",
    upload=2000 * MEGABYTE,
    download=2000 * MEGABYTE,
    message=CLOUD.message,
    caption=CLOUD.caption,
)

# https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this, read in November
# 2026: one message a second in a chat, 20 a minute in a group; changes count like messages.
PRIVATE_PACE = 1.5
GROUP_PACE = 3.5

ACTION_SECONDS = 4.5
"""A chat action is shown for 5 seconds or less: https://core.telegram.org/bots/api#sendchataction"""

Way = Literal["video", "animation", "audio", "document"]


def way_to_send(path: Path, facts: Facts | None) -> Way:
    """The method that shows a file best.

    Players of all apps take H.264 in MP4; other pictures arrive whole as a document. Sound is
    played as MP3 or M4A. https://core.telegram.org/bots/api#sendvideo and #sendaudio
    """
    suffix = path.suffix.lower()
    if suffix == ".gif":
        return "animation"
    if suffix in {".mp3", ".m4a"}:
        return "audio"
    if suffix == ".mp4" and facts and facts.video and facts.video.codec == "h264":
        return "video"
    return "document"
