"""The bots by name, so that one suite of conversations runs on all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import SecretStr

from agent.settings import Settings
from bots import discord_bot, telegram_bot
from bots.asking import Agent
from tests.bots import discord_server, discord_shapes, telegram_server
from tests.bots.discord_server import DiscordServer
from tests.bots.telegram_server import TelegramServer

Server: TypeAlias = TelegramServer | DiscordServer


def telegram_settings(url: str, token: str = telegram_server.TOKEN) -> Settings:
    """Settings for the local Bot API server."""
    return Settings(telegram_token=SecretStr(token), telegram_api_url=url)


def discord_settings(url: str, token: str = discord_shapes.TOKEN) -> Settings:
    """Settings for the local Discord."""
    return Settings(discord_token=SecretStr(token), discord_api_url=url)


@dataclass(frozen=True)
class Front:
    """A bot with the server that it is tested against.

    Attributes:
        id: Its name.
        serve: Opens the server.
        settings: Settings of a bot at that address, with that token if one is given.
        running: Opens the bot.
        saying: What a text is sent with, as the server calls it.
        sending: What a result is sent with, as the server calls it.
        token: Name of the setting that holds the token.
    """

    id: str
    serve: Callable[[], AbstractAsyncContextManager[Any]]
    settings: Callable[..., Settings]
    running: Callable[[Agent, Settings], AbstractAsyncContextManager[Any]]
    saying: str
    sending: str
    token: str

    @asynccontextmanager
    async def chat(self, agent: Agent) -> AsyncIterator[Server]:
        """A chat with a running bot."""
        async with self.serve() as server, self.running(agent, self.settings(server.url)):
            yield server


FRONTS = (
    Front(
        "telegram",
        telegram_server.telegram_server,
        telegram_settings,
        telegram_bot.running,
        "sendMessage",
        "sendVideo",
        "VFXB_TELEGRAM_TOKEN",
    ),
    Front(
        "discord",
        discord_server.discord_server,
        discord_settings,
        discord_bot.running,
        "POST messages",
        "POST messages",
        "VFXB_DISCORD_TOKEN",
    ),
)
