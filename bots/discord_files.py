"""Files of Discord: clips come from its own hosts or the configured one, straight to disk."""

from __future__ import annotations

import logging
from pathlib import Path

import stamina
from aiohttp import ClientError, ClientSession, ClientTimeout
from discord import Attachment
from yarl import URL

from bots import words
from bots.discord_limits import DOWNLOAD
from bots.discord_messages import name_of
from bots.surface import RemoteClip
from tools.errors import LimitExceeded, Outage, ToolFailed, is_full

log = logging.getLogger(__name__)

HOSTS = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
"""https://docs.discord.com/developers/reference#image-formatting, read in November 2026."""
ATTEMPTS, PATIENCE = 3, 180.0
"""How often a download is begun, and for how many seconds it is at most."""
CONNECTING = 10.0
"""Seconds after which a host that does not answer is given up."""
SILENCE = 60.0
"""Seconds without a byte after which a download is given up."""
_CHUNK = 1 << 18


class DiscordFiles:
    """Fetches clips.

    Args:
        session: Fetches.
        api_url: The host to fetch from in place of Discord's own; None for those.
    """

    def __init__(self, session: ClientSession, api_url: str | None) -> None:
        self._session = session
        self._base = URL(api_url) if api_url else None

    def clip(self, attachment: Attachment) -> RemoteClip:
        """A clip that can be fetched."""
        return RemoteClip(
            name=name_of(attachment),
            fetch=lambda folder: self._fetch(attachment, folder),
            ref=dict(attachment.to_dict()),
        )

    async def _fetch(self, attachment: Attachment, folder: Path) -> Path:
        """Bring a clip into a folder.

        Raises:
            LimitExceeded: It is larger than people can send.
            ToolFailed: It could not be fetched.
        """
        name = name_of(attachment)
        if attachment.size > DOWNLOAD:
            raise LimitExceeded(
                words.too_large_to_fetch(
                    "Discord", name, attachment.size, DOWNLOAD, words.DISCORD_WAY_OUT
                )
            )
        target = folder / name
        caller = stamina.AsyncRetryingCaller(attempts=ATTEMPTS, timeout=PATIENCE)
        try:
            address = self._address(attachment.url)
            await caller.on((ClientError, TimeoutError))(
                self._stream, address, target, attachment.size
            )
        except (ClientError, OSError, ValueError) as error:
            log.info("clip not fetched: %s", error)
            full = isinstance(error, OSError) and is_full(error)
            raise (Outage if full else ToolFailed)(words.not_fetched(name)) from error
        return target

    async def _stream(self, url: URL, target: Path, expected: int) -> None:
        """Write what an address gives to a file: as many bytes as were said, and no more."""
        timeout = ClientTimeout(total=None, sock_connect=CONNECTING, sock_read=SILENCE)
        size = 0
        # An answer that leads elsewhere is not followed: it could lead into the operator's network.
        async with self._session.get(url, timeout=timeout, allow_redirects=False) as response:
            if response.status >= 500:
                response.raise_for_status()
            if response.status != 200:
                raise ValueError(f"status {response.status}")
            with target.open("wb") as sink:
                async for chunk in response.content.iter_chunked(_CHUNK):
                    size += len(chunk)
                    if size > expected:
                        raise ValueError(f"longer than the {expected} bytes that it should have")
                    sink.write(chunk)
        if size < expected:
            raise ValueError(f"{size} of the {expected} bytes that it should have")

    def _address(self, given: str) -> URL:
        """Where to fetch from.

        Raises:
            ValueError: The clip lies at a host that is not Discord's.
        """
        url = URL(given)
        if self._base is not None:
            base = self._base
            return base.join(url.relative()) if url.host in HOSTS | {base.host} else _foreign(url)
        return url if url.scheme == "https" and url.host in HOSTS else _foreign(url)


def _foreign(url: URL) -> URL:
    raise ValueError(f"{url.host} is no host of Discord's")
