"""Asking: a message of a chat becomes a request to the agent, and the agent's answer comes back."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from agent.messages import Event, Reply, Request
from agent.steps import Steps
from bots import words
from bots.status import Status
from bots.surface import Order, RemoteClip
from tools.errors import BadInput

LOOK_ABOVE = 15.0
"""Seconds of rendering from which people get something to see meanwhile."""


class Agent(Protocol):
    """What of ``VideoAgent`` the chats need."""

    async def versions(self, conversation: str) -> tuple[str, ...]:
        """Names of the versions of a conversation, oldest first."""
        ...

    async def spoken(self, path: Path, user: str, group: str = "") -> str:
        """The words of a message that was spoken; raises ``VfxbError`` where nobody can listen."""
        ...

    async def received(self, made: dict[str, Any]) -> dict[str, Any]:
        """What another process made, with the paths of this machine."""
        ...

    def stream(self, request: Request, steps: Steps | None = None) -> AsyncGenerator[Event, None]:
        """Answer one message and tell what happens meanwhile; the ``Reply`` comes last."""
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """A message that is put to the agent.

    Attributes:
        order: The message.
        max_bytes: Largest file that can be delivered where it came from.
        turn: Name of the turn.
        folder: Where its clips are brought.
    """

    order: Order
    max_bytes: int
    turn: str
    folder: Path

    async def reply(self, agent: Agent, status: Status, steps: Steps | None) -> Reply:
        """Fetch what came along, listen to what was spoken, and have it answered.

        Args:
            agent: Answers.
            status: Where it is shown how far that is.
            steps: What is done already; None where nobody else goes on with the turn.

        Raises:
            VfxbError: Something could not be had or understood.
        """
        attachments = [clip async for clip in self._fetched(status)]
        spoken = self.order.spoken
        heard = await self._heard(agent, spoken, status) if spoken else ""
        status.show(words.STARTED)
        reply: Reply | None = None
        async for event in agent.stream(self._request(attachments, heard, steps), steps):
            if isinstance(event, Reply):
                reply = event
            else:
                status.tell(event)
        if reply is None:
            raise RuntimeError("a turn ends with a reply")
        # What was understood stands first: it is what the person can correct.
        return replace(reply, text=f"{words.heard(heard)}\n{reply.text}") if heard else reply

    def _request(self, attachments: list[Path], heard: str, steps: Steps | None) -> Request:
        order = self.order
        return Request(
            conversation=order.conversation,
            user=order.user,
            text=heard or order.text,
            attachments=attachments,
            preview=order.person.quality == "draft",
            version=order.version,
            group=order.group,
            max_bytes=self.max_bytes,
            look_above=LOOK_ABOVE,
            ask_above_usd=order.person.cost,
            ask_above_seconds=order.person.time,
            likes=order.person.likes,
            language=order.language,
            turn=self.turn if steps else "",
        )

    async def _fetched(self, status: Status) -> AsyncIterator[Path]:
        for number, clip in enumerate(self.order.clips):
            status.show(words.fetching(clip.name))
            target = self.folder / str(number)
            target.mkdir()
            yield await clip.fetch(target)

    async def _heard(self, agent: Agent, recording: RemoteClip, status: Status) -> str:
        """The words of a spoken wish.

        Raises:
            BadInput: There are none, or they are not understood.
            VfxbError: Nobody can listen.
        """
        status.show(words.LISTENING)
        path = await recording.fetch(self.folder)
        heard = await agent.spoken(path, self.order.user, self.order.group)
        if not heard.strip():
            raise BadInput(words.NOTHING_HEARD)
        return heard
