"""Limits of Discord."""

from __future__ import annotations

from bots.limits import MEGABYTE, Limits

# https://docs.discord.com/developers/reference#uploading-files, read in November 2026: 10 MiB for
# each file, more in servers with boosts of level 2 and 3. Interactions tell the limit themselves.
UPLOAD = 10 * MEGABYTE
BOOSTED_UPLOAD = {2: 50 * MEGABYTE, 3: 100 * MEGABYTE}
# Bots may fetch what people can send: 500 MB with Nitro.
DOWNLOAD = 500 * MEGABYTE
# https://docs.discord.com/developers/resources/message#create-message, read in November 2026.
MESSAGE = 2000
# https://docs.discord.com/developers/resources/message#attachment-object, read in November 2026.
MOST_DESCRIBED = 1024

PACE = 1.5
"""Seconds between changes of a message: five in five seconds are let through for each channel."""


def limits(*, level: int = 0, upload: int | None = None) -> Limits:
    """What a channel takes.

    Args:
        level: Boost level of its server, 0 for none and for direct messages.
        upload: Largest file in bytes, where Discord told it.
    """
    return Limits(
        platform="Discord",
        upload=upload or BOOSTED_UPLOAD.get(level, UPLOAD),
        download=DOWNLOAD,
        message=MESSAGE,
        caption=MESSAGE,
    )
