"""Service: a chat bot as a program that runs until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import Any, Literal, Protocol

import typer

from agent.settings import Settings, read_settings
from bots import words
from bots.asking import Agent
from bots.file_server import file_server
from bots.housekeeping import Housekeeping
from bots.logs import logging_as
from bots.monitor import Check, reaching
from bots.people import People
from bots.starting import Start, Stopped
from bots.stopping import stop_signals
from bots.surface import RemoteClip, Surface
from bots.traces import tracing
from bots.turn import Keeper
from bots.turns import Turns
from memory.errors import MemoryFault
from tools.errors import BadInput, ToolFailed, VfxbError

log = logging.getLogger(__name__)

HEALTH_SECONDS = 60.0
"""From one line about how it goes to the next."""

DONE, FAILED, WRONG_INPUT = 0, 1, 2

Platform = Literal["telegram", "discord"]


class Bot(Protocol):
    """A bot that answers.

    Attributes:
        ended: Done when it cannot go on, with the reason.
        turns: What it is working on.
        people: What everybody set for themselves.
    """

    ended: asyncio.Future[None]
    turns: Turns
    people: People

    def surface(self, address: dict[str, Any]) -> Surface:
        """The place that an ``address`` tells of."""
        ...

    def clip(self, ref: dict[str, Any]) -> RemoteClip:
        """The clip that a ``ref`` tells of."""
        ...


Running = Callable[[Agent, Settings, Keeper], AbstractAsyncContextManager[Bot]]


def serve(platform: Platform) -> int:
    """Run a bot until SIGTERM or Ctrl-C; the exit code. A second signal does not wait any more."""
    return run_program(lambda settings: _serve(platform, settings))


def run_program(program: Callable[[Settings], Coroutine[Any, Any, None]]) -> int:
    """Run a program by the settings of the environment, to its exit code.

    Args:
        program: Runs until it is told to stop.
    """
    try:
        settings = read_settings()
    except BadInput as error:
        typer.echo(str(error), err=True)
        return WRONG_INPUT
    with logging_as(settings):
        try:
            with tracing(settings):
                asyncio.run(program(settings))
        except (VfxbError, MemoryFault) as error:
            # It is about settings and addresses, and nobody's words: said in full.
            log.error("%s", str(error))
            return WRONG_INPUT if isinstance(error, BadInput) else FAILED
        except Stopped:
            log.info("stopped before it had started")
        except asyncio.CancelledError:
            log.warning("stopped without waiting")
            return FAILED
        return DONE


def _bot(platform: Platform) -> Running:
    """What runs the bot of a platform.

    Raises:
        BadInput: The library for it is not installed.
    """
    try:
        running: Running = import_module(f"bots.{platform}_bot").running
    except ModuleNotFoundError as error:
        if error.name != platform:
            raise
        raise BadInput(
            f"The library for {platform.capitalize()} is not installed. "
            f"In the clone of VFXB, install it with: pip install '.[{platform}]'"
        ) from error
    return running


async def _serve(platform: Platform, settings: Settings) -> None:
    running = _bot(platform)
    stop = stop_signals()
    async with AsyncExitStack() as stack:
        start = await stack.enter_async_context(Start.seen(settings, stop))
        bot = await start.enter(stack, lambda: _opened(platform, running, settings, start))
        log.info("answering; Ctrl-C stops")
        ends: set[asyncio.Future[Any]] = {stop, bot.ended}
        while not any(end.done() for end in ends):
            await asyncio.wait(ends, timeout=HEALTH_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            log.info("health: %s", bot.turns.health)
            bot.turns.house.book.save()
        if not stop.done():
            raise ToolFailed(f"The connection ended for good: {bot.ended.exception()}.")
        log.info("stopping; running edits get a moment to finish")


@asynccontextmanager
async def _opened(
    platform: Platform, running: Running, settings: Settings, start: Start
) -> AsyncIterator[Bot]:
    """A bot with all that it works with, while the block runs."""
    from agent import VideoAgent
    from bots.jobs.keeper import TurnKeeper

    async with AsyncExitStack() as stack:
        agent = await stack.enter_async_context(VideoAgent.open(settings=settings))
        keeping = TurnKeeper.open(platform, settings, agent, words.place)
        keeper = await stack.enter_async_context(keeping)
        bot = await stack.enter_async_context(running(agent, settings, keeper))
        agent.also_forget(keeper.forget)
        agent.also_forget(bot.people.forget)
        keeper.serve(bot)
        await stack.enter_async_context(file_server(settings))
        house = Housekeeping(agent=agent, book=bot.turns.house.book)
        await stack.enter_async_context(house.running(settings))
        checks = {"bot": _answering(bot), "state": reaching(agent.reach_state)}
        start.done(lambda: bot.turns.standing, checks)
        yield bot


def _answering(bot: Bot) -> Check:
    """The check that a bot takes messages on."""

    async def check() -> str:
        if bot.ended.done():
            return "the connection ended"
        return "" if bot.turns.standing.ready else "paused, or stopping"

    return check
