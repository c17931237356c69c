"""VideoAgent: the one door to the agent, for every front end."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from time import monotonic, time
from typing import TYPE_CHECKING, Any

from agent.approval import answer_in
from agent.history import from_json
from agent.messages import Event, Quote, Receipt, Reply, Request
from agent.replies import quote_text
from agent.settings import Settings, read_settings
from agent.state import TurnState, fresh_turn, load_reply
from tools.errors import ToolFailed, VfxbError
from tools.recipe import Step

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
    from langgraph.types import Command

    from agent.planner.plan import Planner
    from agent.services import Services

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
        saver: Where conversations are kept.
    """

    def __init__(self, services: Services, saver: AsyncSqliteSaver) -> None:
        from agent.graph import build_graph
        from agent.turns import Turns

        self._services = services
        self._saver = saver
        self._graph = build_graph(saver)
        self._turns = Turns(services.settings.home / "locks")
        self._tasks: set[asyncio.Task[Reply]] = set()
        self._running: dict[str, asyncio.Task[Any]] = {}

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
            services, saver = await assemble(chosen, planner, stack)
            agent = cls(services, saver)
            stack.push_async_callback(agent._stop_all)
            yield agent

    async def handle(self, request: Request) -> Reply:
        """Answer one message.

        Cancelling the awaiting task stops the turn, and leaves the conversation as it was.
        """
        return await self._start(request, lambda event: None)

    async def stream(self, request: Request) -> AsyncIterator[Event]:
        """Answer one message and tell what happens meanwhile; the ``Reply`` comes last.

        Closing the iterator early stops the turn, and leaves the conversation as it was.
        """
        events: asyncio.Queue[Event | None] = asyncio.Queue()
        turn = asyncio.create_task(self._start(request, events.put_nowait))
        turn.add_done_callback(lambda _: events.put_nowait(None))
        try:
            while (event := await events.get()) is not None:
                yield event
            yield await turn
        finally:
            turn.cancel()
            await asyncio.wait({turn})

    def cancel(self, conversation: str) -> bool:
        """Stop what is being done in a conversation; its reply says that it was stopped.

        Returns:
            Whether there was something to stop.
        """
        task = self._running.get(conversation)
        return task is not None and task.cancel()

    async def _start(self, request: Request, emit: Callable[[Event], None]) -> Reply:
        """Run the turn as a task of its own, and see how it ends."""
        started = monotonic()
        before: dict[str, Any] = {}
        task = asyncio.create_task(self._serve(request, before, emit))
        self._tasks.add(task)
        try:
            await asyncio.wait({task})
        finally:
            # Reached with the task unfinished only when the caller itself was cancelled.
            task.cancel()
            await asyncio.wait({task})
            self._tasks.discard(task)
        if task.cancelled():
            return _unchanged(before, _STOPPED, started)
        error = task.exception()
        if error is None:
            return task.result()
        if isinstance(error, VfxbError):
            return _unchanged(before, str(error), started)
        log.error("a turn failed unexpectedly", exc_info=error)
        return _unchanged(before, _BUG, started)

    async def _serve(
        self, request: Request, before: dict[str, Any], emit: Callable[[Event], None]
    ) -> Reply:
        """Wait for the conversation to be free, and take the turn.

        Args:
            request: The message.
            before: Filled with the conversation as it stood before the turn.
            emit: Takes the events.
        """
        made: list[Path] = []
        try:
            async with self._turns.turn(request.conversation):
                if task := asyncio.current_task():
                    self._running[request.conversation] = task
                try:
                    before.update(await self._state(request.conversation))
                    reply = await self._turn(request, before, made, emit)
                    made.clear()
                    return reply
                finally:
                    self._running.pop(request.conversation, None)
        except (OSError, sqlite3.Error) as error:
            raise ToolFailed(f"The conversation could not be saved: {error}.") from error
        finally:
            for path in made:  # Rendered, but the turn did not come to its end.
                path.unlink(missing_ok=True)

    async def _turn(
        self,
        request: Request,
        before: dict[str, Any],
        made: list[Path],
        emit: Callable[[Event], None],
    ) -> Reply:
        from agent.checkpoints import prune

        reply: Reply | None = None
        updates: AsyncIterator[Any] = self._graph.astream(
            _message(request, before),
            self._thread(request.conversation),
            context=self._services,
            stream_mode=["custom", "updates"],
            durability="exit",
        )
        async for mode, payload in updates:
            if mode == "custom":
                emit(payload)
            else:
                rendered = (payload.get("render") or {}).get("rendered") or {}
                made += [Path(rendered["path"])] if rendered.get("new") else []
                reply = _reply_in(payload, before) or reply
        if reply is None:
            raise RuntimeError("every path through the graph ends with a reply")
        await prune(self._saver, request.conversation)
        return reply

    async def _state(self, conversation: str) -> dict[str, Any]:
        """The conversation as it stands, with the quote that waits for an answer, if any."""
        snapshot = await self._graph.aget_state(self._thread(conversation))
        state: dict[str, Any] = dict(snapshot.values)
        if snapshot.interrupts:
            state["waiting"] = Quote(**snapshot.interrupts[0].value)
        return state

    def _thread(self, conversation: str) -> RunnableConfig:
        from agent.graph import MAX_STEPS

        return {"configurable": {"thread_id": conversation}, "recursion_limit": MAX_STEPS}

    async def _stop_all(self) -> None:
        tasks = set(self._tasks)
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


def _message(request: Request, before: dict[str, Any]) -> TurnState | Command[Any]:
    """What goes into the graph: the answer to a quote that waits for one, or a new message."""
    from langgraph.types import Command

    waiting: Quote | None = before.get("waiting")
    answer = answer_in(request.text) if waiting and not request.attachments else ""
    if answer:
        return Command(resume={"answer": answer, "text": request.text, "at": time()})
    message = fresh_turn(request, time())
    if waiting:
        message["told"] = [f"I dropped what was waiting for your yes: {waiting.what}."]
        message["history"] = before["base"]  # A clip that came with it stays.
        message["dialogue"] = [
            *(before.get("dialogue") or []),
            ["person", before["request"]["text"]],
            ["vfxb", quote_text(waiting)],
        ]
    return message


def _reply_in(update: dict[str, Any], before: dict[str, Any]) -> Reply | None:
    """The reply, where this update of the graph brings it."""
    if interrupts := update.get("__interrupt__"):
        quote = Quote(**interrupts[0].value)
        return Reply(kind="approve", text=quote_text(quote), steps=_steps(before))
    written = (update.get("reply") or {}).get("reply")
    return load_reply(written) if written else None


def _unchanged(before: dict[str, Any], text: str, started: float) -> Reply:
    """The reply to a turn that did not come to its end."""
    return Reply(
        kind="refuse",
        text=text,
        steps=_steps(before),
        receipt=Receipt(not_done=(text,), seconds=monotonic() - started),
        failed=True,
    )


def _steps(before: dict[str, Any]) -> tuple[Step, ...]:
    return from_json(before.get("history") or {}).steps
