"""Files of Telegram: clips are fetched from the Bot API's own address, and from nowhere else."""

from __future__ import annotations

import asyncio
import logging
import shutil
from dataclasses import asdict
from pathlib import Path

from telegram import Bot, File

from bots import words
from bots.limits import Limits
from bots.surface import ChatError, RemoteClip
from bots.telegram_calls import patiently
from bots.telegram_updates import Attached
from tools.errors import LimitExceeded, Outage, ToolFailed, is_full

log = logging.getLogger(__name__)

DOWNLOAD_TIMEOUT = 60.0
"""Seconds without a byte."""


class TelegramFiles:
    """Fetches clips.

    Args:
        bot: Asks for them.
        limits: What may be fetched.
        own_server: Whether a local Bot API server is used: it shares its folder with us.
    """

    def __init__(self, bot: Bot, limits: Limits, *, own_server: bool) -> None:
        self._bot = bot
        self._limits = limits
        self._own_server = own_server

    def clip(self, attached: Attached) -> RemoteClip:
        """A clip that can be fetched."""
        return RemoteClip(
            name=attached.name,
            fetch=lambda folder: self._fetch(attached, folder),
            ref=asdict(attached),
        )

    async def _fetch(self, attached: Attached, folder: Path) -> Path:
        """Bring a clip into a folder.

        Raises:
            LimitExceeded: It is larger than bots may fetch.
            ToolFailed: It could not be fetched.
        """
        if attached.size and attached.size > self._limits.download:
            raise self._too_large(attached)
        try:
            file = await patiently(lambda: self._bot.get_file(attached.file_id))
            return await self._bring(file, folder / attached.name)
        except OSError as error:
            log.warning("clip of the own server not taken over: %s", error)
            kind = Outage if is_full(error) else ToolFailed
            raise kind(words.not_fetched(attached.name)) from error
        except ChatError as error:
            if "too big" in str(error):
                raise self._too_large(attached) from error
            log.info("clip not fetched: %s", error)
            raise ToolFailed(words.not_fetched(attached.name)) from error

    async def _bring(self, file: File, target: Path) -> Path:
        at = Path(file.file_path or "")
        if self._own_server and at.is_absolute() and await asyncio.to_thread(at.is_file):
            await asyncio.to_thread(_take_over, at, target)
            return target
        if "://" not in (file.file_path or ""):
            # The library would read that path of this machine.
            raise ChatError("Telegram named a place that is no address")
        await patiently(lambda: file.download_to_drive(target, read_timeout=DOWNLOAD_TIMEOUT))
        return target

    def _too_large(self, attached: Attached) -> LimitExceeded:
        return LimitExceeded(
            words.too_large_to_fetch(
                self._limits.platform,
                attached.name,
                attached.size,
                self._limits.download,
                words.TELEGRAM_WAY_OUT,
            )
        )


def _take_over(file: Path, target: Path) -> None:
    """Another name for a file, or a copy of it where that cannot be; links are followed."""
    file = file.resolve()
    try:
        target.hardlink_to(file)
    except OSError:
        # Another disk, or somebody else's file, which Linux lets nobody link to.
        shutil.copyfile(file, target)
