"""Usage: ``vfxb usage``, what services charged and what the cache saved."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from functools import partial
from json import dumps
from typing import TYPE_CHECKING, Any

import typer

from bots.text import plain
from memory.errors import MemoryFault
from tools.errors import VfxbError

if TYPE_CHECKING:
    from agent.settings import Settings
    from memory.memory import Memory

DONE, FAILED, WRONG_INPUT = 0, 1, 2


def show(*, person: str, group: str, json: bool) -> int:
    """Print what was spent; the exit code.

    Args:
        person: Only by this person, such as ``telegram:123``; empty for everybody.
        group: Only in this group.
        json: Whether as one JSON object.
    """
    try:
        asyncio.run(_show(person, group, json=json))
    except (VfxbError, MemoryFault) as error:
        typer.echo(plain(str(error)), err=True)
        return FAILED if isinstance(error, MemoryFault) else WRONG_INPUT
    return DONE


async def _show(person: str, group: str, *, json: bool) -> None:
    from agent.settings import read_settings
    from memory.memory import Memory

    settings = read_settings()
    async with Memory.open(
        settings.home, database_url=settings.database_url, chroma_url=settings.chroma_url
    ) as memory:
        if json:
            typer.echo(dumps(await _plain(memory, settings, person, group)))
        else:
            typer.echo(plain(await _words(memory, settings, person, group)))


async def _words(memory: Memory, settings: Settings, person: str, group: str) -> str:
    from agent.usage import told_to, told_to_operator

    if person or group:
        return await told_to(person, group, memory.usage, settings)
    model = (await memory.ledger.tally()).in_words
    parts = [await told_to_operator(memory.usage, settings)]
    return "\n\n".join([*parts, *([f"In all, {model}."] if model else [])])


async def _plain(memory: Memory, settings: Settings, person: str, group: str) -> dict[str, Any]:
    from agent.spending import caps_of

    by_engine = partial(memory.usage.by_engine, person=person, group=group)
    return {
        "today": [asdict(use) for use in await by_engine(days=1)],
        "month": [asdict(use) for use in await by_engine()],
        "caps": asdict(caps_of(settings)),
        "model": asdict(await memory.ledger.tally()),
    }
