"""Last words: what is said where a turn ends without its reply, or where there is none to take."""

from __future__ import annotations

import logging

from agent.messages import Reply
from bots import words
from bots.language import translated
from bots.surface import ChatError, Surface
from tools.errors import VfxbError

log = logging.getLogger(__name__)


def cancelled() -> str:
    """Of a turn that somebody ended."""
    return words.CANCELLED


def restarting() -> str:
    """Of a turn that ends with the bot."""
    return words.RESTARTING


def told(error: BaseException, reply: Reply | None) -> str:
    """Of a turn that failed; what is a bug goes to the log with its trace.

    Args:
        error: Why it failed.
        reply: What was being delivered, if anything was.
    """
    if isinstance(error, VfxbError):
        return translated(str(error))
    if isinstance(error, ChatError):
        log.warning("a reply could not be delivered: %s", error)
        return words.undelivered(str(error), reply.version if reply else "")
    log.error("a turn failed unexpectedly", exc_info=error)
    return words.BUG


async def say(surface: Surface, text: str) -> None:
    """Say something that is no reply; a chat that takes it no more is no reason to fail."""
    try:
        await surface.say(text)
    except ChatError as error:
        log.warning("could not be said: %s", error)
