"""Turns: messages of a chat become requests, and replies become messages. The same everywhere."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack, suppress
from functools import partial
from time import monotonic
from typing import Any

from agent.messages import Reply
from agent.state import dump, load_reply
from bots import words
from bots.asking import Agent, Asking
from bots.handover import at_hand, hand_over
from bots.house_rules import House
from bots.language import speak, translated
from bots.last_words import cancelled, restarting, say, told
from bots.outages import outlast
from bots.queues import Queues, Ticket
from bots.standing import Queue, Standing
from bots.status import Status
from bots.surface import Order, Surface
from bots.turn import DELIVERED, Keeper, Turn, TurnSteps, limited
from tools import signals
from tools.engine.render.folder import scratch_folder
from tools.errors import Outage

_REMEMBERED_NAMES = 10_000


class Turns:
    """All turns of a bot.

    Args:
        agent: Answers them.
        house: Who may ask for how much.
        keeper: Goes on with them when this process dies; None where nobody does.

    Attributes:
        house: The same; one without rules where none was given.
    """

    def __init__(
        self, agent: Agent, house: House | None = None, keeper: Keeper | None = None
    ) -> None:
        self._agent = agent
        self._keeper = keeper
        self.house = house or House()
        self._queues = Queues()
        self._running: dict[str, Turn] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False
        self._named: deque[str] = deque(maxlen=_REMEMBERED_NAMES)

    def begin(self, order: Order, surface: Surface) -> None:
        """Take a message on. It is answered in the order in which messages of a chat came."""
        orders = [turn.order for turn in self._running.values()]
        mine = sum(each.user == order.user for each in orders)
        of_group = sum(each.group == order.group for each in orders)
        answer = self.house.command(order, len(orders), mine, of_group)
        if answer := answer or self.house.refusal(order, mine, of_group):
            self._keep(asyncio.create_task(say(surface, answer)))
            return
        name = self._name(order)
        if name in self._running:
            return
        turn = self._start(Turn(order, surface, name))
        if self._closing:
            turn.stop(restarting)

    def _name(self, order: Order) -> str:
        """Name of the turn: after a crash a platform may bring a message that was taken on again.

        What comes again while this process runs was changed, and is another turn.
        """
        said = f"{order.conversation}/{order.message}/{order.text}"
        name = hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:12]
        if not order.message or name in self._named:
            return secrets.token_hex(6)
        self._named.append(name)
        return name

    def _start(self, turn: Turn) -> Turn:
        self._running[turn.name] = turn
        ticket = self._queues.join(turn.order.conversation)
        with signals.identified(turn.name):
            turn.work = asyncio.create_task(self._work(turn, ticket))
            turn.over = asyncio.create_task(self._see_through(turn, turn.work))
            self._keep(turn.over)
        turn.work.add_done_callback(lambda _: turn.taken_on.set())
        turn.work.add_done_callback(lambda _: ticket.leave())
        return turn

    async def perform(
        self, name: str, steps: TurnSteps, found: Callable[[], tuple[Order, Surface]]
    ) -> None:
        """Go through with a turn that was taken on for good, now that it has come up.

        Cancelling this ends the turn.

        Args:
            name: Its name.
            steps: What of it is done.
            found: What was asked, and where it is shown: for one that another process began.
        """
        turn = self._running.get(name)
        if turn is None:
            turn = self._start(Turn(*found(), name=name, entrusted=True))
        turn.surface.moved = partial(steps.note, "address")
        await turn.surface.moved(turn.surface.address)
        turn.steps.set_result(steps)
        assert turn.over is not None  # noqa: S101 - it was started
        try:
            await asyncio.wait({turn.over})
        except asyncio.CancelledError:
            turn.stop(cancelled)
            await asyncio.wait({turn.over})
            raise

    async def taken_on(self) -> None:
        """Wait until all messages that came are taken on for good."""
        await asyncio.gather(*(turn.taken_on.wait() for turn in self._running.values()))

    @property
    def waiting(self) -> list[str]:
        """Names of the turns that were taken on for good, and whose turn has not come."""
        return [turn.name for turn in self._running.values() if turn.entrusted and turn.waits]

    def dismiss(self, names: Iterable[str]) -> None:
        """Know no more of turns that other processes went through with."""
        for name in names:
            if turn := self._running.get(name):
                turn.left = True
                turn.stop(cancelled)

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
            queues={
                "turns": Queue(len(waiting), oldest),
                **(self._keeper.queues if self._keeper else {}),
            },
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
        turn.stop(cancelled)
        return words.CANCELLING

    def cancel_all(self, conversation: str, user: str) -> bool:
        """Cancel all that a person has under way in a conversation; whether there was any."""
        mine = [
            turn
            for turn in self._running.values()
            if (turn.order.conversation, turn.order.user) == (conversation, user) and not turn.reply
        ]
        for turn in mine:
            turn.stop(cancelled)
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
            turn.stop(cancelled)
        if self._keeper is not None and said is None and not turns:
            self._keep(asyncio.create_task(self._keeper.withdraw(message)))
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
        if self._keeper is not None:
            self._keeper.leave()
        for turn in self._running.values():
            turn.left = turn.entrusted
            turn.stop(restarting)
        if self._tasks:
            await asyncio.wait(self._tasks)

    async def _see_through(self, turn: Turn, work: asyncio.Task[None]) -> None:
        """Wait for a turn and say how it ended, where it did not say so itself."""
        await asyncio.wait({work})
        del self._running[turn.name]
        if turn.left:
            return
        if self._keeper is not None and turn.entrusted and not turn.steps.done():
            await self._keeper.cancel(turn.name)
        if turn.steps.done() and (work.cancelled() or work.exception()):
            # It has ended, and does not begin again; what follows only says so.
            with suppress(Outage):
                await turn.steps.result().note(DELIVERED, {})
        if work.cancelled() and turn.withdrawn:
            await turn.surface.vanish()
        elif work.cancelled():
            await say(turn.surface, (turn.parting or restarting)())
        elif error := work.exception():
            await say(turn.surface, told(error, turn.reply))

    async def _work(self, turn: Turn, ticket: Ticket) -> None:
        if self._keeper is not None and not turn.entrusted:
            turn.left = not await self._keeper.accept(turn.name, turn.order, turn.surface.address)
            turn.entrusted = True
            if turn.left:
                return
            turn.surface.moved = partial(self._keeper.moved, turn)
        turn.taken_on.set()
        speak(turn.order.language)
        async with AsyncExitStack() as stack:
            async with Status(turn.surface, turn.name) as status:
                status.show(words.WAITING if ticket.waits else words.STARTED)
                steps = None
                if turn.entrusted:
                    # The keeper's queue says who is next: it knows of turns from before a restart.
                    steps = await turn.steps
                else:
                    await ticket.come_up()
                await stack.enter_async_context(turn.surface.working())
                turn.waits = False
                async with limited(self.house.rules.turn_seconds):
                    reply = await self._replied(turn, status, steps)
            turn.reply = reply
            self.house.answered(turn.order, reply)
            await hand_over(reply, turn.surface, self.house.links)
            if steps is not None:
                await steps.note(DELIVERED, {})

    async def _replied(self, turn: Turn, status: Status, steps: TurnSteps | None) -> Reply:
        """The reply: the one that was made before the process died, or a new one."""

        async def work() -> dict[str, Any]:
            with scratch_folder() as folder:
                asking = Asking(turn.order, turn.surface.max_bytes, turn.name, folder)
                return dump(await asking.reply(self._agent, status, steps))

        def waits(outage: Outage) -> None:
            status.show(words.outage(translated(str(outage))))

        if steps is None:
            return load_reply(await work())
        steps.waits = waits

        async def replied() -> Reply:
            return await at_hand(load_reply(await steps.once("replied", work)), self._agent)

        # Begun again it goes on as after a crash: what is done is known.
        return await outlast(replied, waits)
