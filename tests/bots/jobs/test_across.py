"""A render that a worker carries out ends when the person takes the message back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from time import monotonic

from tests.bots.discord_server import discord_server
from tests.bots.discord_shapes import TOKEN
from tests.media import Media
from tests.soak.programs import Program, Programs, environment, renders

PATIENCE = 90.0
"""Seconds within which a program is there, however busy the machine is."""
GONE_SECONDS = 10.0
"""Within so many seconds nothing renders any more."""


async def test_what_a_worker_renders_ends_with_the_message(media: Media, tmp_path: Path) -> None:
    async with discord_server() as chat:
        env = environment(
            tmp_path / "home", "", "", workers="true", discord_token=TOKEN, discord_api_url=chat.url
        )
        programs = Programs(
            {
                "bot": Program(["discord"], env, tmp_path / "bot.log"),
                "worker": Program(["worker"], env, tmp_path / "worker.log"),
            }
        )
        try:
            await programs.up("bot")
            worker = await programs.up("worker")
            sent = await chat.send(
                "loop it 20 times, slow it down to 0.25x, and blur it", media.clip(2.0)
            )
            await chat.until(lambda: any(renders(worker.pid)), PATIENCE)
            status = await chat.status()
            await chat.remove(sent)
            began = monotonic()
            await chat.until(lambda: not any(renders(worker.pid)), GONE_SECONDS)
            await chat.until(lambda: status.deleted, GONE_SECONDS)
            await asyncio.sleep(max(0.0, 2.0 - (monotonic() - began)))
            assert not any(renders(worker.pid)), "it began again"
            assert chat.by_bot() == []
        finally:
            programs.end()
