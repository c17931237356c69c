"""Chats of a soak: what people send to all bots, and how long each of them waits for a clip."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from bots import words
from tests.bots.chat_server import Board, Shown
from tests.bots.discord_server import DiscordServer, discord_server
from tests.bots.telegram_server import TelegramServer, telegram_server

Server = TelegramServer | DiscordServer

_LOOK_SECONDS = 0.05
_LONGEST = 3600.0


@dataclass(slots=True)
class Asked:
    """A message that somebody sent.

    Attributes:
        person: Who.
        board: Where it is seen.
        message: It.
        sent: When, in seconds of a clock that only goes on.
        answered: When its clip was there; 0 where there is none yet.
    """

    person: int
    board: Board
    message: Shown
    sent: float
    answered: float = 0.0


class Chats:
    """The chats with all bots.

    Args:
        servers: One for each bot, by the name of its platform.
    """

    def __init__(self, servers: dict[str, Server]) -> None:
        self.servers = servers
        self.asked: list[Asked] = []

    @classmethod
    async def open(cls, platforms: Sequence[str], stack: AsyncExitStack) -> Chats:
        """The chats of some platforms, each with a server of its own.

        Args:
            platforms: Their names.
            stack: Closes them.
        """
        servers: dict[str, Server] = {}
        for platform in platforms:
            server = telegram_server() if platform == "telegram" else discord_server()
            servers[platform] = await stack.enter_async_context(server)
        return cls(servers)

    async def send(self, text: str, clip: Path, person: int, chat: int = 0) -> None:
        """Have a person send a clip, each to the bot that is theirs.

        Args:
            text: What is wanted of it.
            clip: The clip.
            person: Their number.
            chat: Where, of the places in which they are alone with the bot; 0 is the usual one.
        """
        server = list(self.servers.values())[person % len(self.servers)]
        if isinstance(server, TelegramServer):
            server.chat = chat or person
        else:
            await server.until(server.connected, _LONGEST)
            server.direct, server.alone = True, chat or person
        message = await server.send(text, clip, user=person)
        self.asked.append(Asked(person, server, message, monotonic()))

    async def until(self, found: Callable[[], bool]) -> None:
        """Wait until something is so, in the chats or elsewhere."""
        await next(iter(self.servers.values())).until(found, _LONGEST)

    async def watch(self) -> None:
        """Note when each message is answered."""
        while True:
            self.look()
            await asyncio.sleep(_LOOK_SECONDS)

    def look(self) -> None:
        """Note which messages are answered by now."""
        found = {id(board): results(board) for board in self.servers.values()}
        for asked in self.asked:
            if not asked.answered and found[id(asked.board)][asked.message.id]:
                asked.answered = monotonic()

    @property
    def delivered(self) -> int:
        """How many clips came, in all."""
        return sum(results(board).total() for board in self.servers.values())

    @property
    def counts(self) -> list[int]:
        """How many clips answer each message."""
        return [results(asked.board)[asked.message.id] for asked in self.asked]

    @property
    def waited(self) -> int:
        """How many people were told that something is waited for, in all."""
        said = words.outage("").strip()
        shown = (m for board in self.servers.values() for m in board.messages.values() if m.by_bot)
        return sum(any(said in text for text in message.texts) for message in shown)

    def told(self) -> Iterator[str]:
        """What became of turns that ended without a clip, in all the words that were shown."""
        for asked, count in zip(self.asked, self.counts, strict=True):
            if not count:
                there = asked.board.messages.values()
                said = [m.texts for m in there if m.answers == asked.message.id]
                yield f"{asked.message.id} ({asked.message.text}): {said}"


def results(board: Board) -> Counter[int]:
    """How many clips answer each message."""
    clips = (m for m in board.by_bot() if m.content and not m.name.startswith("first-look"))
    return Counter(message.answers for message in clips)
