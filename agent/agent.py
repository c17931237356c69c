"""VideoAgent: the one door to the agent, for every front end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from agent.cleaning import Cleaned, Cleaner
from agent.conversations import Conversations
from agent.erasure import PASSES
from agent.messages import Event, Reply, Request
from agent.outages import told_as_failures
from agent.settings import Settings, read_settings
from tools import signals
from tools.errors import Outage, VfxbError
from tools.signals import Ended

if TYPE_CHECKING:
    from agent.checkpoints import Checkpoints
    from agent.erasure import Forget
    from agent.parting import Helpers, PartOrder
    from agent.planner.plan import Planner
    from agent.services import Services
    from agent.steps import RenderOrder, Steps
    from agent.turn import Turn

log = logging.getLogger(__name__)

_BUG = (
    "Something went wrong on my side, and I could not finish that. Nothing is lost: your clip and "
    "your edits are as they were. Please try again, or say it in another way."
)
_STOPPED = "Stopped. Your clip and your edits are as they were."


class VideoAgent:
    """A video editor that is talked to. Made by ``VideoAgent.open``.

    Args:
        services: What the turns work with.
        checkpoints: Where conversations are kept.
        conversations: Who may go on with which.
    """

    def __init__(
        self, services: Services, checkpoints: Checkpoints, conversations: Conversations
    ) -> None:
        from agent.graph import build_graph

        self._services = services
        self._helpers: Helpers | None = None
        self._checkpoints = checkpoints
        self._cleaner = Cleaner(services.settings, checkpoints, services.assets, services.memory)
        self._graph = build_graph(checkpoints.saver)
        self._conversations = conversations
        self._tasks: set[asyncio.Task[Reply]] = set()

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        home: Path | None = None,
        settings: Settings | None = None,
        planner: Planner | None = None,
    ) -> AsyncIterator[VideoAgent]:
        """Open the agent with everything it needs; it is closed with the block.

        Args:
            home: Folder for all state; overrides the one in the settings.
            settings: What the operator set; read from the environment by default.
            planner: The brain; chosen by the settings by default.
        """
        from agent.assembly import assemble

        chosen = settings or read_settings()
        if home is not None:
            chosen = chosen.model_copy(update={"home": Path(home)})
        async with AsyncExitStack() as stack:
            services, checkpoints = await assemble(chosen, planner, stack)
            opening = Conversations.open(chosen.home, chosen.database_url)
            agent = cls(services, checkpoints, await stack.enter_async_context(opening))
            stack.push_async_callback(agent._stop_all)
            yield agent

    async def handle(self, request: Request) -> Reply:
        """Answer one message.

        Cancelling the awaiting task stops the turn, and leaves the conversation as it was.
        """
        return await self._start(request, lambda event: None)

    async def stream(
        self, request: Request, steps: Steps | None = None
    ) -> AsyncGenerator[Event, None]:
        """Answer one message and tell what happens meanwhile; the ``Reply`` comes last.

        Closing the iterator early stops the turn, and leaves the conversation as it was.

        Args:
            request: The message.
            steps: Remembers what a turn with a name did, so that it can begin again.
        """
        events: asyncio.Queue[Event | None] = asyncio.Queue()
        turn = asyncio.create_task(self._start(request, events.put_nowait, steps))
        turn.add_done_callback(lambda _: events.put_nowait(None))
        try:
            while (event := await events.get()) is not None:
                yield event
            yield await turn
        finally:
            turn.cancel()
            await asyncio.wait({turn})

    async def reach_state(self) -> None:
        """See that conversations and memory can be read.

        Raises:
            MemoryFault: Memory cannot be.
            Outage: Conversations cannot be.
        """
        await self._services.memory.is_shared("")
        await self.versions("")

    async def clean(self, *, dry_run: bool = False, due: bool = False) -> Cleaned:
        """Delete what the rules of retention let go.

        Args:
            dry_run: Whether only to tell what would go.
            due: Whether of what machines share only that is done which nobody did lately.

        Raises:
            Outage: Conversations cannot be read, or not be deleted.
        """
        with self._reaching():
            return await self._cleaner.clean(dry_run=dry_run, due=due)

    def also_forget(self, forget: Forget) -> None:
        """Have more deleted when a person has all about them forgotten.

        Args:
            forget: Deletes it, given the name of the person.
        """
        self._services.erasure.others.append(forget)

    async def taken(self) -> tuple[dict[str, int], dict[str, int]]:
        """Bytes that clips and results of each person take, and those of each conversation."""
        return await self._cleaner.taken()

    async def versions(self, conversation: str) -> tuple[str, ...]:
        """Names of the versions of a conversation that can be gone back to, oldest first.

        Raises:
            Outage: Conversations cannot be read.
        """
        from agent.history import from_json

        with self._reaching():
            snapshot = await self._graph.aget_state({"configurable": {"thread_id": conversation}})
        history = from_json(snapshot.values.get("history") or {})
        return tuple(version.id for version in history.versions)

    async def render(self, order: RenderOrder, emit: Callable[[Event], None]) -> dict[str, Any]:
        """Carry out a render that another process planned; it gets the result by ``received``.

        Raises:
            VfxbError: It failed.
        """
        from agent.elsewhere import brought, published
        from agent.nodes.render import carry_out

        assets = self._services.assets
        made = await carry_out(await brought(order, assets), self._services, emit, self._helpers)
        return await published(made, assets)

    def share(self, helpers: Helpers) -> None:
        """Have others make parts of long renders that ``render`` carries out."""
        self._helpers = helpers

    async def render_part(self, order: PartOrder) -> dict[str, Any]:
        """Make a part of a render that another process carries out.

        Raises:
            VfxbError: It failed.
        """
        from agent.parting import carry_out_part

        return await carry_out_part(order, self._services)

    async def received(self, made: dict[str, Any]) -> dict[str, Any]:
        """What a process made of a render, fetched from there if need be.

        Raises:
            ToolFailed: It cannot be fetched.
        """
        from agent.elsewhere import received

        return await received(made, self._services.assets)

    async def spoken(self, path: Path, user: str, group: str = "") -> str:
        """The words of a message that was spoken instead of written, such as a voice note.

        Args:
            path: The file; it stays untouched.
            user: Who spoke.
            group: The group in which they did; empty in private.

        Returns:
            The words on one line; empty where nothing is said.

        Raises:
            VfxbError: It is no sound, too long, or not understood; the sentence says which.
        """
        from tools.services.account import Account, on_behalf_of
        from tools.services.transcription.hearing import Hearing
        from tools.services.transcription.listening import spoken

        services = self._services
        folder = services.assets.cache(PASSES)
        with on_behalf_of(Account(person=user, group=group, job="spoken")):
            hearing = Hearing(services.capabilities)
            return await spoken(path, hearing, folder, services.settings.ffmpeg)

    async def _start(
        self, request: Request, emit: Callable[[Event], None], steps: Steps | None = None
    ) -> Reply:
        """Run the turn, and tell those who watch how it went."""
        from agent.tongues.telling import answered_in, reply_in, telling

        language = answered_in(request.text, request.language)
        started, outcome, usd = monotonic(), "cancelled", 0.0
        with signals.identified():
            try:
                told = telling(emit, language)
                reply, outcome = await self._see_through(request, told, steps)
                usd = reply.receipt.cost
            finally:
                signals.emit(Ended(outcome=outcome, seconds=monotonic() - started, usd=usd))
        return reply_in(reply, language, request.text)

    async def _see_through(
        self, request: Request, emit: Callable[[Event], None], steps: Steps | None
    ) -> tuple[Reply, str]:
        """Run the turn as a task of its own; its reply, and the outcome in a word."""
        from agent.turn import Turn

        turn = Turn(request, emit, steps)
        task = asyncio.create_task(self._take(turn, request.conversation))
        self._tasks.add(task)
        try:
            await asyncio.wait({task})
        finally:
            # Reached with the task unfinished only when the caller itself was cancelled.
            task.cancel()
            await asyncio.wait({task})
            self._tasks.discard(task)
        if task.cancelled():
            return turn.unchanged(_STOPPED), "cancelled"
        error = task.exception()
        if error is None:
            reply = task.result()
            return reply, "failed" if reply.failed else reply.kind
        if isinstance(error, Outage) and steps is not None:
            raise error  # Whoever keeps the steps begins it again when that is over.
        if isinstance(error, VfxbError):
            return turn.unchanged(str(error)), "failed"
        log.error("a turn failed unexpectedly", exc_info=error)
        return turn.unchanged(_BUG), "bug"

    async def _take(self, turn: Turn, conversation: str) -> Reply:
        """Wait for the conversation to be free, and take the turn."""
        try:
            async with self._conversations.free(conversation):
                with told_as_failures():
                    return await turn.run(self._graph, self._checkpoints, self._services)
        except self._checkpoints.errors as error:
            raise Outage(f"The conversation could not be saved: {error}.", "database") from error

    @contextmanager
    def _reaching(self) -> Iterator[None]:
        """Turns errors of where conversations are kept into ours."""
        try:
            yield
        except self._checkpoints.errors as error:
            raise Outage(f"Conversations cannot be read: {error}.", "database") from error

    async def _stop_all(self) -> None:
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
