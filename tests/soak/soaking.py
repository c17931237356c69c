"""Soaking: turns are asked for, programs killed, and what is delivered is counted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.bots.telegram_server import TOKEN, TelegramServer, telegram_server
from tests.media import Media
from tests.soak.figures import Figures, results, told
from tests.soak.programs import Program, Programs, environment

_WISHES = (
    "make it black and white", "blur it", "turn it upside down", "make it sepia",
    "slow it down to 0.5x", "make it brighter", "speed it up 2x", "mirror it",
)  # fmt: skip

PATIENCE = 180.0
"""Seconds without a delivery after which nothing more is expected."""


async def soak(
    turns: int,
    kills: int,
    *,
    workers: int = 0,
    people: int = 10,
    pause: float = 4.0,
    at_once: bool = False,
    keep: Path | None = None,
) -> Figures:
    """Have turns asked for and programs killed, and count what is delivered.

    Args:
        turns: How many messages are sent.
        kills: How many programs are killed meanwhile.
        workers: How many workers render; 0 lets the bot render.
        people: By how many people they are sent.
        pause: Seconds that pass at most from one kill to the next.
        at_once: Whether messages do not wait for kills, but come as fast as people type.
        keep: Where logs are kept; None keeps none.
    """
    figures = Figures(turns)
    started = monotonic()
    with ExitStack() as stack:
        folder = keep or Path(stack.enter_context(TemporaryDirectory(prefix="vfxb-soak-")))
        database = stack.enter_context(_database(workers))
        clip = Media(folder / "media").clip(1.0, width=160, height=90, fps=10)
        async with telegram_server() as chat:
            programs = _programs(folder, chat.url, workers, database)
            stack.callback(programs.end)
            programs.start()
            killing = asyncio.create_task(_keep_killing(programs, kills, figures, pause))
            try:
                for number in range(turns):
                    while not at_once and sum(figures.kills.values()) * turns < number * kills:
                        if killing.done():
                            break
                        await asyncio.sleep(0.1)
                    chat.chat = 1000 + number % people
                    await chat.send(_WISHES[number % len(_WISHES)], clip, user=chat.chat)
                    await asyncio.sleep(random.uniform(0.0, 0.4))
                await killing
                programs.start()
                await _quiet(chat, turns)
            finally:
                killing.cancel()
                programs.end()
            figures.count(chat)
            for line in told(chat):
                print(line)  # noqa: T201 - that is what it is for
    figures.fallen = programs.fallen
    figures.seconds = monotonic() - started
    return figures


def _programs(folder: Path, api_url: str, workers: int, database: str) -> Programs:
    home = folder / "home"
    more = {"database_url": database} if database else {}
    more |= {"workers": "true"} if workers else {}
    env = environment(home, api_url, TOKEN, **more)
    commands = {"bot": ["telegram"]} | {f"worker {n}": ["worker"] for n in range(workers)}
    return Programs(
        {
            name: Program(command, env, folder / f"{name.replace(' ', '-')}.log")
            for name, command in commands.items()
        }
    )


async def _keep_killing(programs: Programs, kills: int, figures: Figures, pause: float) -> None:
    """Kill programs at random moments, each kind equally often; they are started again."""
    kinds: list[str] = []
    while sum(figures.kills.values()) < kills:
        kinds = kinds or random.sample(programs.kinds, len(programs.kinds))
        kind = kinds.pop()
        figures.kills[kind] += await programs.kill(kind, pause)
        programs.start()


async def _quiet(chat: TelegramServer, turns: int) -> None:
    """Wait until all is delivered, or nothing is any more."""
    last, since = -1, monotonic()
    while monotonic() - since < PATIENCE:
        delivered = sum(results(chat).values())
        if delivered != last:
            last, since = delivered, monotonic()
        if delivered >= turns:
            await asyncio.sleep(3.0)  # Should something come twice, it comes now.
            return
        await asyncio.sleep(0.2)


@contextmanager
def _database(workers: int) -> Iterator[str]:
    """A database server for several programs; none where there is one program."""
    if not workers:
        yield ""
        return
    from tests.postgres_server import postgres_server

    server = postgres_server()
    try:
        yield server.url
    finally:
        server.close()
