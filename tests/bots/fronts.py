"""The front ends by name, so that one suite of conversations runs on all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Literal, TypeAlias

import pytest
from pydantic import SecretStr

from agent.settings import Settings
from bots import discord_bot, telegram_bot
from bots.asking import Agent
from tests.bots import discord_server, discord_shapes, telegram_server
from tests.bots.discord_server import DiscordServer
from tests.bots.telegram_server import TelegramServer
from tests.bots.terminal_board import Terminal, terminal

Server: TypeAlias = TelegramServer | DiscordServer
Place: TypeAlias = Server | Terminal

Feature: TypeAlias = Literal["buttons", "meanwhile", "people", "platform", "replies"]
"""What not every front end has; conversations that need it are left out there."""


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

    lacks: ClassVar[Mapping[Feature, str]] = MappingProxyType({})

    @property
    def conversations(self) -> str:
        """What the names of its conversations begin with."""
        return f"{self.id}:"

    def user(self, chat: Server) -> str:
        """Name of the person who asks."""
        return f"{self.id}:{chat.me}"

    @asynccontextmanager
    async def chat(self, agent: Agent) -> AsyncIterator[Server]:
        """A chat with a running bot."""
        async with self.serve() as server, self.running(agent, self.settings(server.url)):
            yield server


class TerminalFront:
    """The terminal.

    Attributes:
        id: Its name.
        conversations: What the names of its conversations begin with.
        lacks: What it has not, each with the reason.
    """

    id = "terminal"
    conversations = "chat-"
    lacks: Mapping[Feature, str] = MappingProxyType(
        {
            "buttons": "all that buttons say elsewhere is said in words",
            "meanwhile": "a line is read once the one before it is answered",
            "people": "one person sits at it",
            "platform": "nothing lies between person and program that could fail or repeat itself",
            "replies": "nobody can point at what was printed; “back to v1” names the version",
        }
    )

    def user(self, chat: Terminal) -> str:
        """Name of the person who asks."""
        return "local"

    def chat(self, agent: Agent) -> AbstractAsyncContextManager[Terminal]:
        """A conversation at a running terminal."""
        return terminal(nullcontext(agent))


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
"""The bots, each with a platform."""

EVERYWHERE: tuple[Front | TerminalFront, ...] = (*FRONTS, TerminalFront())


def having(*features: Feature) -> pytest.MarkDecorator:
    """Runs a test on the front ends that have all of that."""
    chosen = [front for front in EVERYWHERE if not front.lacks.keys() & set(features)]
    return pytest.mark.parametrize("front", chosen, ids=lambda front: front.id)
