"""Handover: a reply goes out to the person; what is too large for the chat goes as a link."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from agent.messages import Reply
from bots import house_words
from bots.links import Linking
from bots.surface import Surface
from tools.signals import Delivered, emit

_PARTS = 3


class Receiver(Protocol):
    """What of ``VideoAgent`` fetches results of other machines."""

    async def received(self, made: dict[str, Any]) -> dict[str, Any]:
        """What another process made, with the paths of this machine."""
        ...


async def at_hand(reply: Reply, receiver: Receiver) -> Reply:
    """A reply that another machine may have made, with files that lie here.

    Args:
        reply: The reply.
        receiver: Fetches what does not lie here.

    Raises:
        ToolFailed: A file cannot be fetched.
    """
    if all(file.is_file() for file in reply.files):
        return reply
    # The last parts of a path are the same everywhere: folder of results, conversation, name.
    written = ["/".join(file.parts[-_PARTS:]) for file in reply.files]
    made = await receiver.received({"files": written})
    return replace(reply, files=tuple(map(Path, made["files"])))


async def hand_over(reply: Reply, surface: Surface, links: Linking | None) -> None:
    """Deliver a reply, and tell those who watch which way its files took.

    Args:
        reply: What to deliver.
        surface: Where it goes.
        links: Makes links to results; None where there are to be none.

    Raises:
        ChatError: It could not be sent.
    """
    way = ""
    if reply.files:
        largest = max(file.stat().st_size for file in reply.files)
        way = "file" if len(reply.files) == 1 else "files"
        if largest > surface.max_bytes:
            made = linked(reply, links, largest, surface.max_bytes) if links else None
            reply, way = (made, "link") if made else (reply, "none")
    delivered = False
    try:
        await surface.deliver(reply)
        delivered = True
    finally:
        if way:
            emit(Delivered(way=way if delivered else "failed"))


def linked(reply: Reply, links: Linking, size: int, limit: int) -> Reply | None:
    """The reply with links in place of its files; None where one of them cannot have any.

    Args:
        reply: The reply.
        links: Makes the links.
        size: Bytes of its largest file.
        limit: Bytes that can be sent.
    """
    found = [links.link(file) for file in reply.files]
    if not all(found):
        return None
    told = house_words.linked(found, size, limit, links.hours)
    return replace(reply, files=(), text=f"{reply.text}\n{told}")
