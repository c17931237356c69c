"""Turns: messages of a chat become requests, and replies become messages. The same everywhere."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Protocol

from agent.messages import Event, Reply, Request
from bots import words
from bots.handover import hand_over
from bots.house_rules import House
from bots.queues import Queues, Ticket
from bots.standing import Queue, Standing
from bots.status import Status
from bots.surface import ChatError, Order, Surface
from tools import signals
from tools.errors import VfxbError

log = logging.getLogger(__name__)


LOOK_ABOVE = 15.0
"""Seconds of rendering from which people get something to see meanwhile."""


class Agent(Protocol):
    """What of ``VideoAgent`` the chats need."""

    async def versions(self, conversation: str) -> tuple[str, ...]:
        """Names of the versions of a conversation, oldest first."""
        ...

    def stream(self, request: Request) -> AsyncIterator[Event]:
        """Answer one message and tell what happens meanwhile; the ``Reply`` comes last."""
        ...


@dataclass(slots=True, eq=False)
class _Turn:
    """A turn under way.

    Attributes:
        order: What is asked.
        surface: Where it is shown.
        name: What its Cancel button carries.
        work: The task to cancel; None before it starts.
        parting: Tells the last words if it is cancelled; None while it is not.
        withdrawn: Whether the person took it back, so that there is nothing to say.
        reply: What is being delivered, so that nothing is left to cancel; None before.
        came: When it came, on the monotonic clock.
        waits: Whether its turn has not come yet.
    """

    order: Order
    surface: Surface
    name: str = field(default_factory=lambda: secrets.token_hex(6))
    work: asyncio.Task[None] | None = None
    parting: Callable[[], str] | None = None
    withdrawn: bool = False
    reply: Reply | None = None
    came: float = field(default_factory=monotonic)
    waits: bool = True

    def stop(self, parting: Callable[[], str]) -> None:
        self.parting = self.parting or parting
        if self.work:
            self.work.cancel()


class Turns:
    """All turns of a bot.

    Args:
        agent: Answers them.
        house: Who may ask for how much.

    Attributes:
        house: The same; one without rules where none was given.
    """

    def __init__(self, agent: Agent, house: House | None = None) -> None:
        self._agent = agent
        self.house = house or House()
        self._queues = Queues()
        self._running: dict[str, _Turn] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    def begin(self, order: Order, surface: Surface) -> None:
        """Take a message on. It is answered in the order in which messages of a chat came."""
        orders = [turn.order for turn in self._running.values()]
        mine = sum(each.user == order.user for each in orders)
        of_group = sum(each.group == order.group for each in orders)
        told = self.house.command(order, len(orders), mine, of_group)
        if told := told or self.house.refusal(order, mine, of_group):
            self._keep(asyncio.create_task(_tell(surface, told)))
            return
        turn = _Turn(order, surface)
        self._running[turn.name] = turn
        ticket = self._queues.join(order.conversation)
        with signals.identified(turn.name):
            turn.work = asyncio.create_task(self._work(turn, ticket))
            self._keep(asyncio.create_task(self._see_through(turn, turn.work)))
        turn.work.add_done_callback(lambda _: ticket.leave())
        if self._closing:
            turn.stop(_restarting)

    def _keep(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    @property
    def health(self) -> str:
        """How it goes, in a line without anybody's words."""
        return self.house.stats(len(self._running))

    @property
    def standing(self) -> Standing:
        """How it goes, in figures."""
        running = tuple(self._running.values())
        waiting = [turn.came for turn in running if turn.waits]
        oldest = monotonic() - min(waiting) if waiting else 0.0
        return Standing(
            queues={"turns": Queue(len(waiting), oldest)},
            under_way=len(running),
            ready=not (self._closing or self.house.paused),
        )

    def cancel(self, name: str, user: str) -> str:
        """Cancel a turn for the person who asked for it; what to tell the one who pressed."""
        turn = self._running.get(name)
        if turn is None or turn.reply:
            return words.NOTHING_TO_CANCEL
        if turn.order.user != user and not self.is_admin(user):
            return words.NOT_YOURS
        turn.stop(_cancelled)
        return words.CANCELLING

    def cancel_all(self, conversation: str, user: str) -> bool:
        """Cancel all that a person has under way in a conversation; whether there was any."""
        mine = [
            turn
            for turn in self._running.values()
            if (turn.order.conversation, turn.order.user) == (conversation, user) and not turn.reply
        ]
        for turn in mine:
            turn.stop(_cancelled)
        return bool(mine)

    def withdraw(self, message: str, said: str | None = None) -> bool:
        """End the turn of a message that its writer takes back, without a word.

        Args:
            message: Name of the message.
            said: What it says now; None when it was deleted.

        Returns:
            Whether one was under way, and the message says something else now.
        """
        turns = [
            turn
            for turn in self._running.values()
            if turn.order.message == message and turn.order.text != said and not turn.reply
        ]
        for turn in turns:
            turn.withdrawn = True
            turn.stop(_cancelled)
        return bool(turns)

    async def versions(self, conversation: str) -> tuple[str, ...]:
        """Names of the versions of a conversation, oldest first."""
        return await self._agent.versions(conversation)

    def is_admin(self, user: str) -> bool:
        """Whether somebody may decide for others."""
        return user in self.house.rules.admins

    async def close(self, grace: float) -> None:
        """Let running turns finish; hand back new ones, and those that take too long.

        Args:
            grace: How many seconds are too long.
        """
        self._closing = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=grace)
        for turn in self._running.values():
            turn.stop(_restarting)
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _see_through(self, turn: _Turn, work: asyncio.Task[None]) -> None:
        """Wait for a turn and say how it ended, where it did not say so itself."""
        await asyncio.wait({work})
        del self._running[turn.name]
        if work.cancelled() and turn.withdrawn:
            await turn.surface.vanish()
            return
        if work.cancelled():
            last_words = (turn.parting or _restarting)()
        elif error := work.exception():
            last_words = _told(error, turn.reply)
        else:
            return
        try:
            await turn.surface.say(last_words)
        except ChatError as error:
            log.warning("could not say how a turn ended: %s", error)

    async def _work(self, turn: _Turn, ticket: Ticket) -> None:
        async with turn.surface.working():
            async with Status(turn.surface, turn.name) as status:
                status.show(words.WAITING if ticket.waits else words.STARTED)
                await ticket.come_up()
                turn.waits = False
                with TemporaryDirectory(prefix="vfxb-") as folder:
                    most = turn.surface.max_bytes
                    reply = await self._answer(turn.order, Path(folder), status, most)
            turn.reply = reply
            self.house.answered(turn.order, reply)
            await hand_over(reply, turn.surface, self.house.links)

    async def _answer(self, order: Order, folder: Path, status: Status, max_bytes: int) -> Reply:
        files = []
        for number, clip in enumerate(order.clips):
            status.show(words.fetching(clip.name))
            target = folder / str(number)
            target.mkdir()
            files.append(await clip.fetch(target))
        status.show(words.STARTED)
        request = Request(
            conversation=order.conversation,
            user=order.user,
            text=order.text,
            attachments=files,
            preview=order.person.quality == "draft",
            version=order.version,
            group=order.group,
            max_bytes=max_bytes,
            look_above=LOOK_ABOVE,
            ask_above_usd=order.person.cost,
            ask_above_seconds=order.person.time,
            likes=order.person.likes,
        )
        reply: Reply | None = None
        async for event in self._agent.stream(request):
            if isinstance(event, Reply):
                reply = event
            else:
                status.tell(event)
        if reply is None:
            raise RuntimeError("a turn ends with a reply")
        return reply


def _cancelled() -> str:
    return words.CANCELLED


def _restarting() -> str:
    return words.RESTARTING


async def _tell(surface: Surface, text: str) -> None:
    """Say something that takes no turn."""
    try:
        await surface.say(text)
    except ChatError as error:
        log.warning("could not answer: %s", error)


def _told(error: BaseException, reply: Reply | None) -> str:
    """What to tell the person about an error; what is a bug goes to the log with its trace."""
    if isinstance(error, VfxbError):
        return str(error)
    if isinstance(error, ChatError):
        log.warning("a reply could not be delivered: %s", error)
        return words.undelivered(str(error), reply.version if reply else "")
    log.error("a turn failed unexpectedly", exc_info=error)
    return words.BUG
