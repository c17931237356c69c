"""Results that are too large for a chat, from the request to the file that the person has."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import httpx

from agent import VideoAgent
from bots import discord_bot
from bots.file_server import file_server
from tests.bots.discord_server import discord_server
from tests.bots.fronts import discord_settings
from tests.media import Media, frames


async def test_they_come_as_a_link_where_there_is_a_file_server(
    tmp_path: Path, media: Media
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        listen: tuple[str, int] = free.getsockname()
    async with discord_server() as chat:
        settings = discord_settings(chat.url).model_copy(
            update={
                "home": tmp_path / "home",
                "files_url": f"http://127.0.0.1:{listen[1]}",
                "files_listen": listen,
            }
        )
        async with (
            VideoAgent.open(settings=settings) as agent,
            discord_bot.running(agent, settings),
            file_server(settings),
            httpx.AsyncClient() as client,
        ):
            chat.upload = 3_000
            await chat.slash("edit", media.clip(1.0), request="make it sepia")
            shown = await chat.saying("it waits at this address, for 24 h")
            (link,) = re.findall(r"http://\S+", shown.text)
            answer = await client.get(link)
            assert "Undo" in shown.buttons
    assert answer.headers["Content-Type"] == "video/mp4"
    file = tmp_path / "result.mp4"
    file.write_bytes(answer.content)
    assert len(answer.content) > 3_000
    assert len(frames(file)) == 25


async def test_they_come_in_parts_where_there_is_none(tmp_path: Path, media: Media) -> None:
    async with discord_server() as chat:
        settings = discord_settings(chat.url).model_copy(update={"home": tmp_path / "home"})
        async with (
            VideoAgent.open(settings=settings) as agent,
            discord_bot.running(agent, settings),
        ):
            chat.upload = 12_000
            await chat.slash("edit", media.clip(4.0), request="make it sepia")
            first = await chat.saying("it comes in 4 parts, each of which plays alone")
            await chat.until(lambda: len([one for one in chat.by_bot() if one.name]) == 4)
            parts = [one for one in chat.by_bot() if one.name]
    assert [one.name[-9:] for one in parts] == [f"-v1-{n}.mp4" for n in range(1, 5)]
    assert first.name == parts[0].name
    lengths = []
    for one in parts:
        assert len(one.content) <= 12_000
        file = tmp_path / one.name
        file.write_bytes(one.content)
        lengths.append(len(frames(file)))
    assert all(lengths)
