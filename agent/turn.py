"""Turn: one message on its way through the graph. It ends with a reply, or has never been."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import aclosing
from pathlib import Path
from time import monotonic, time
from typing import TYPE_CHECKING, Any

from agent.accounts import account_for
from agent.approval import answer_in
from agent.elsewhere import delivered
from agent.graph import MAX_STEPS
from agent.history import from_json
from agent.messages import Event, Quote, Receipt, Reply, Request
from agent.replies import quote_text
from agent.state import TurnState, fresh_turn, load_reply
from agent.steps import Steps, through
from agent.usage import COMMAND as USAGE
from agent.usage import asked, told_to
from tools.recipe import Step
from tools.services.account import on_behalf_of
from tools.signals import Staged, emit

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.graph.state import CompiledStateGraph
    from langgraph.types import Command

    from agent.checkpoints import Checkpoints
    from agent.services import Services

    Graph = CompiledStateGraph[TurnState, Services, TurnState, TurnState]

log = logging.getLogger(__name__)

QUOTE_HOLDS = 600
"""Seconds for which a quote keeps other people of the conversation waiting."""


class Turn:
    """One turn of a conversation.

    Args:
        request: The message.
        emit: Takes the events.
        steps: Remembers what is done; None where the turn ends with its process.
    """

    def __init__(
        self, request: Request, emit: Callable[[Event], None], steps: Steps | None = None
    ) -> None:
        self._request = request
        self._emit = emit
        self._steps = steps
        self._started = monotonic()
        self._before: dict[str, Any] = {}
        self._waiting: Quote | None = None
        self._checkpoint = ""
        self._made: list[Path] = []
        self._forgets = False

    async def run(self, graph: Graph, checkpoints: Checkpoints, services: Services) -> Reply:
        """Take the turn; the conversation must be free.

        When this is cancelled or raises, the conversation is as it was before, and what was
        rendered is gone.
        """
        thread = self._request.conversation
        await self._look(graph)
        if (reply := self._settled()) is not None:
            return await delivered(reply, thread, services.assets)
        if asked(self._request.text):
            return await self._usage(services)
        if self._waits_for_another():
            return self._not_theirs()
        try:
            with on_behalf_of(account_for(self._request, services.settings, self._approved)):
                reply = await self._follow(graph, through(services, self._steps))
        except BaseException:
            for path in self._made:
                path.unlink(missing_ok=True)
            await _completed(checkpoints.roll_back(thread, self._checkpoint))
            raise
        # The last checkpoint is written: from here on the turn is done, and nothing takes it back.
        try:
            await _completed(checkpoints.prune(thread))
            if self._forgets:
                await _completed(checkpoints.scrub())
        except checkpoints.errors as error:
            log.warning("old checkpoints stay until the next turn: %s", error)
        return reply

    async def _usage(self, services: Services) -> Reply:
        """What services charged the person; the conversation stays as it is."""
        request = self._request
        text = await told_to(request.user, request.group, services.memory.usage, services.settings)
        receipt = Receipt(asked=(USAGE,), seconds=monotonic() - self._started)
        return Reply(kind="answer", text=text, steps=self._recipe, receipt=receipt)

    def unchanged(self, text: str) -> Reply:
        """The reply to a turn that did not come to its end."""
        return Reply(
            kind="refuse",
            text=text,
            steps=self._recipe,
            receipt=Receipt(
                asked=(self._request.text,),
                not_done=(text,),
                seconds=monotonic() - self._started,
            ),
            failed=True,
        )

    def _settled(self) -> Reply | None:
        """The reply of this very turn, where it ended before and nobody was told."""
        turn, settled = self._request.turn, self._before.get("settled") or {}
        if turn and settled.get("turn") == turn:
            return load_reply(settled["reply"])
        asked = self._before.get("request") or {}
        if turn and self._waiting is not None and asked.get("turn") == turn:
            return self._quoted(self._waiting)
        return None

    def _waits_for_another(self) -> bool:
        """Whether this message has to leave a quote alone that somebody else asked for.

        Only they accept or refuse it, however old it is. What else is said in the conversation
        waits for them, too, but not for ever: after ``QUOTE_HOLDS`` it takes the quote's place.
        """
        asked = self._before.get("request") or {}
        if self._waiting is None or asked["user"] == self._request.user:
            return False
        return bool(self._answer) or time() - asked["started"] < QUOTE_HOLDS

    def _not_theirs(self) -> Reply:
        quote = self._waiting
        what = f" ({quote.what})" if quote and quote.what else ""
        text = f"An edit{what} waits for a yes or no, and only the person who asked can give it."
        if not self._answer:
            minutes = QUOTE_HOLDS // 60
            text += f" Please say this again after that, or in {minutes} minutes at the latest."
        receipt = Receipt(
            asked=(self._request.text,),
            not_done=(text,),
            seconds=monotonic() - self._started,
        )
        return Reply(kind="answer", text=text, steps=self._recipe, receipt=receipt)

    @property
    def _answer(self) -> str:
        """What the message answers to a quote; one with a clip is about something else."""
        return "" if self._request.attachments else answer_in(self._request.text)

    @property
    def _approved(self) -> Quote | None:
        """The quote that the message says yes to."""
        return self._waiting if self._answer == "yes" else None

    async def _look(self, graph: Graph) -> None:
        """See how the conversation stands, and whether a quote waits for an answer."""
        snapshot = await graph.aget_state(self._config)
        self._before = dict(snapshot.values)
        self._checkpoint = snapshot.config["configurable"].get("checkpoint_id", "")
        if snapshot.interrupts:
            self._waiting = Quote(**snapshot.interrupts[0].value)

    async def _follow(self, graph: Graph, services: Services) -> Reply:
        reply: Reply | None = None
        updates: Any = graph.astream(
            self._message(),
            self._config,
            context=services,
            stream_mode=["custom", "updates"],
            durability="exit",
        )
        since = monotonic()
        async with aclosing(updates):
            async for mode, payload in updates:
                if mode == "custom":
                    self._emit(payload)
                else:
                    since = _staged(payload, since)
                    reply = self._read(payload) or reply
        if reply is None:
            raise RuntimeError("every path through the graph ends with a reply")
        return reply

    def _message(self) -> TurnState | Command[Any]:
        """What goes into the graph: the answer to the quote that waits, or a new message."""
        from langgraph.types import Command

        request, before = self._request, self._before
        if self._waiting is None:
            return fresh_turn(request, time())
        if answer := self._answer:
            told = {"answer": answer, "text": request.text, "at": time(), "turn": request.turn}
            return Command(resume=told)
        message = fresh_turn(request, time())
        whose = "your" if before["request"]["user"] == request.user else "a"
        message["told"] = [f"I dropped what was waiting for {whose} yes: {self._waiting.what}."]
        message["history"] = before["base"]  # A clip that came with it stays.
        message["dialogue"] = [
            *(before.get("dialogue") or []),
            ["person", before["request"]["text"]],
            ["vfxb", quote_text(self._waiting)],
        ]
        return message

    def _read(self, update: dict[str, Any]) -> Reply | None:
        """The reply, where this update of the graph brings it."""
        self._forgets = self._forgets or (update.get("remember") or {}).get("dialogue") == []
        rendered = (update.get("render") or {}).get("rendered") or {}
        if rendered.get("new"):
            self._made += map(Path, rendered["files"])
        if interrupts := update.get("__interrupt__"):
            return self._quoted(Quote(**interrupts[0].value))
        written = (update.get("reply") or {}).get("reply")
        return load_reply(written) if written else None

    def _quoted(self, quote: Quote) -> Reply:
        receipt = Receipt(asked=(self._request.text,), seconds=monotonic() - self._started)
        return Reply(kind="approve", text=quote_text(quote), steps=self._recipe, receipt=receipt)

    @property
    def _config(self) -> RunnableConfig:
        thread = self._request.conversation
        return {"configurable": {"thread_id": thread}, "recursion_limit": MAX_STEPS}

    @property
    def _recipe(self) -> tuple[Step, ...]:
        return from_json(self._before.get("history") or {}).steps


def _staged(update: dict[str, Any], since: float) -> float:
    """Tell that a stage ended; when the next one begins."""
    now = monotonic()
    for name in update:
        if not name.startswith("__"):
            emit(Staged(stage=name, seconds=now - since))
    return now


async def _completed(work: Coroutine[Any, Any, None]) -> None:
    """Do the work to its end, however often this task is cancelled meanwhile."""
    task = asyncio.ensure_future(work)
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            continue
    task.result()
