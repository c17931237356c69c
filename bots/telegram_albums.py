"""Albums: clips that were sent together arrive one by one, and are one message."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from telegram import Message

QUIET_SECONDS = 0.7
"""The parts of an album come within tenths of a second; nothing says which is the last."""


class Albums:
    """Collects the parts of albums.

    Args:
        quiet: Seconds without a further part after which an album is taken as whole.
    """

    def __init__(self, quiet: float = QUIET_SECONDS) -> None:
        self._quiet = quiet
        self._parts: dict[str, list[Message]] = {}

    @property
    def collecting(self) -> bool:
        """Whether further parts of an album are waited for."""
        return bool(self._parts)

    async def whole(self, message: Message) -> Sequence[Message]:
        """All parts of a message's album, to the one who brings the first; none to the others."""
        if message.media_group_id is None:
            return (message,)
        album = f"{message.chat.id}:{message.media_group_id}"
        if album in self._parts:
            self._parts[album].append(message)
            return ()
        parts = self._parts[album] = [message]
        known = 0
        while known < len(parts):
            known = len(parts)
            await asyncio.sleep(self._quiet)
        del self._parts[album]
        return sorted(parts, key=lambda part: part.message_id)
