"""A conversation in Spanish, from clip to versions: every front end, a real agent, real files."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from agent import VideoAgent
from tests.bots.discord_server import DiscordServer
from tests.bots.fronts import EVERYWHERE, Front, Place, TerminalFront
from tests.bots.telegram_server import TelegramServer
from tests.bots.terminal_board import terminal
from tests.media import Media

OPENING = 60.0
_ENGLISH = re.compile(r"\b(?:the|is|and|of|with|from|to|it|was|you|made|not|trimmed|long)\b")


@asynccontextmanager
async def in_spanish(front: Front | TerminalFront, home: Path) -> AsyncIterator[Place]:
    """A chat with somebody whose application speaks Spanish."""
    opened = VideoAgent.open(home=home)
    if isinstance(front, TerminalFront):
        async with terminal(opened, "es") as chat:
            yield chat
        return
    async with opened as agent, front.chat(agent) as chat:
        if isinstance(chat, TelegramServer):
            chat.language = "es"
        elif isinstance(chat, DiscordServer):
            # Discord tells the language with commands, and not with messages.
            chat.locale = "es-419"
            await chat.slash("help")
        yield chat


@pytest.mark.parametrize("front", EVERYWHERE, ids=lambda front: front.id)
async def test_all_of_it_is_told_in_spanish(
    front: Front | TerminalFront, media: Media, tmp_path: Path
) -> None:
    async with in_spanish(front, tmp_path / "home") as chat:
        await chat.send("quédate con el primer segundo y ponlo en blanco y negro", media.clip(2.0))
        # At the terminal the program opens first.
        await chat.until(lambda: any(shown.content for shown in chat.by_bot()), OPENING)
        edit = await chat.result()
        told = "Recorté de 0:00 a 0:01 (1 s) y lo pasé a blanco y negro. v1: 1 s, 320x180, MP4"
        assert told in edit.text
        assert "✓ ponlo en blanco y negro" in edit.text

        await chat.send("recorta de 0:40 a 0:50")
        error = await chat.saying("El principio, 0:40, queda fuera del clip, que dura 1 s.")

        await chat.send("hazme un café")
        question = await chat.saying("¿Qué hago con el clip?")

        await chat.send("deshaz lo último")
        undone = await chat.result(2)
        assert "Deshice el paso 2 (lo pasé a blanco y negro)." in undone.text

        await chat.send("¿qué versiones hay?")
        versions = await chat.saying("Versiones:")
        assert "v1: recorté de 0:00 a 0:01 (1 s) y lo pasé a blanco y negro" in versions.text
        assert "v2 (ahora): deshice el paso 2 (lo pasé a blanco y negro)" in versions.text

        for shown in (edit, error, question, undone, versions):
            assert not _ENGLISH.search(shown.text), shown.text
