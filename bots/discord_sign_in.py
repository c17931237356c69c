"""Sign in to Discord, and say what to check where that fails."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import discord
from aiohttp import ClientError

from agent.settings import Settings
from tools.errors import BadInput, Outage, ToolFailed

if TYPE_CHECKING:
    from bots.discord_bot import DiscordBot

log = logging.getLogger(__name__)


async def sign_in(bot: DiscordBot, token: str, settings: Settings) -> None:
    """Sign in and connect; what comes from then on is answered.

    Raises:
        BadInput: The token is refused.
        Outage: Discord is out of reach.
        ToolFailed: It ended the connection.
    """
    at = settings.discord_api_url or "discord.com"
    try:
        await bot.login(token)
    except discord.LoginFailure as error:
        raise BadInput("Discord refused the token. Is VFXB_DISCORD_TOKEN right?") from error
    except (discord.HTTPException, ClientError, OSError) as error:
        raise Outage(
            f"Discord could not be reached at {at}: {error}. Check the network, and "
            "VFXB_DISCORD_API_URL if you set it.",
            "chat",
        ) from error
    bot.ended = asyncio.create_task(bot.connect())
    connected = asyncio.create_task(bot.connected.wait())
    await asyncio.wait({bot.ended, connected}, return_when=asyncio.FIRST_COMPLETED)
    connected.cancel()
    if bot.ended.done():
        raise ToolFailed(f"Discord ended the connection: {bot.ended.exception()}.")
    log.info("Discord knows me as %s", bot.user)
