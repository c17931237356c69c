"""Surface: where a turn is shown in a chat. Each platform has one; the turns know this only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from agent.messages import Reply
from bots.language import spoken as spoken_language
from bots.people import Person


class ChatError(Exception):
    """The platform did not do what it was asked to; its message says why."""


class Busy(ChatError):
    """The platform wants less from us.

    Attributes:
        seconds: How long to wait.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"asked to wait {seconds:g} s")
        self.seconds = seconds


class Gone(ChatError):
    """The message, the chat or our right to write there is gone; waiting will not help."""


class Ended(Gone):
    """What was answered so far cannot be any more: it was too long ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteClip:
    """A clip that lies at the platform.

    Attributes:
        name: What the person called it, made safe as a file name.
        fetch: Brings it into a folder; gives its path there. Raises ``VfxbError`` with the reason
            where it cannot be had.
        ref: What it can be had by, in another process too: plain JSON.
    """

    name: str
    fetch: Callable[[Path], Awaitable[Path]]
    ref: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A message of a person, before its clips are fetched.

    Attributes:
        conversation: Which conversation it belongs to.
        user: Who wrote it.
        text: What they want.
        clips: Clips that came with it, or that it replies to.
        version: The delivered version that it replies to; empty when it goes on from the latest.
        group: The group that it was written in; empty for a chat with the person alone.
        message: Name of the message, by which it can be taken back; empty for a press or a command.
        person: What they set for themselves.
        spoken: What they want, as a recording; None where they wrote it.
        language: The language in which they are spoken to.
    """

    conversation: str
    user: str
    text: str
    clips: tuple[RemoteClip, ...] = ()
    version: str = ""
    group: str = ""
    message: str = ""
    person: Person = field(default_factory=Person)
    spoken: RemoteClip | None = None
    language: str = field(default_factory=spoken_language)


class Surface(Protocol):
    """Where one turn is shown: a message that changes while it is worked on, then the result.

    Attributes:
        moved: Takes down the address when it changes, so that another process can go on there;
            None where none does.
    """

    moved: Callable[[dict[str, Any]], Awaitable[None]] | None

    @property
    def address(self) -> dict[str, Any]:
        """By what the front end finds this place again, in another process too: plain JSON."""
        ...

    @property
    def pace(self) -> float:
        """Seconds between two changes of the message that the platform allows."""
        ...

    @property
    def max_bytes(self) -> int:
        """Size of the largest file that can be sent there."""
        ...

    def working(self) -> AbstractAsyncContextManager[None]:
        """Shows that work goes on, in the way that the platform has for it."""
        ...

    async def show(self, text: str, turn: str) -> None:
        """Post the status message with a Cancel button, or change it.

        Args:
            text: What to say.
            turn: Name of the turn that the button cancels.

        Raises:
            Busy: It is to be tried again later.
            Gone: Somebody removed the message.
            ChatError: It failed otherwise.
        """
        ...

    async def look(self, path: Path) -> None:
        """Show a first look beside the status message; it goes when that goes.

        Raises:
            ChatError: It could not be shown.
        """
        ...

    async def vanish(self) -> None:
        """Take the status message away; nothing is left of the turn."""
        ...

    async def say(self, text: str) -> None:
        """Make the status message the answer: this text, and no button.

        Raises:
            ChatError: It could not be said.
        """
        ...

    async def deliver(self, reply: Reply) -> None:
        """Send the reply with its files and buttons, in place of the status message.

        Raises:
            ChatError: It could not be sent.
        """
        ...
