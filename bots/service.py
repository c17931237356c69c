"""Service: a bot as a program that runs until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any, Protocol

from agent import VideoAgent
from agent.settings import Settings
from tools.errors import BadInput, ToolFailed, VfxbError

log = logging.getLogger(__name__)

DONE, FAILED, WRONG_INPUT = 0, 1, 2


class Bot(Protocol):
    """A bot that answers.

    Attributes:
        ended: Done when it cannot go on, with the reason.
    """

    ended: asyncio.Future[None]


Running = Callable[[VideoAgent, Settings], AbstractAsyncContextManager[Bot]]


def serve(bot: Running, settings: Settings) -> int:
    """Run a bot until SIGTERM or Ctrl-C; the exit code.

    Args:
        bot: Opens it; it answers while the context is open and stops gracefully with it.
        settings: What the operator set.
    """
    _log_to_stderr()
    try:
        asyncio.run(_serve(bot, settings))
    except VfxbError as error:
        log.error("%s", error)
        return WRONG_INPUT if isinstance(error, BadInput) else FAILED
    return DONE


async def _serve(bot: Running, settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        # Windows has no handlers in the loop; Ctrl-C then cancels this task, which also closes.
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    async with VideoAgent.open(settings=settings) as agent, bot(agent, settings) as running:
        log.info("answering; Ctrl-C stops")
        told = asyncio.create_task(stop.wait())
        ends: set[asyncio.Future[Any]] = {told, running.ended}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if not told.done():
            told.cancel()
            raise ToolFailed(f"The connection ended for good: {running.ended.exception()}.")
        log.info("stopping; running edits get a moment to finish")


def _log_to_stderr() -> None:
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # These log addresses, and Telegram's carry the token.
    for chatty in ("httpx", "httpcore", "stamina"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
