"""Webhook: Telegram brings messages instead of being asked for them; nobody else can."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from telegram import Update
from telegram.ext import Application

from agent.settings import Settings
from bots import telegram_bot
from bots.telegram_receiving import application
from bots.web import serving
from tests.bots.chat_server import Fault
from tests.bots.fronts import telegram_settings
from tests.bots.scripted_agent import ScriptedAgent
from tests.bots.telegram_server import TelegramServer, telegram_server
from tools.errors import ToolFailed

PUBLIC = "https://bots.example/telegram"


def webhook_settings(server: TelegramServer) -> Settings:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address: tuple[str, int] = free.getsockname()
    server.behind_proxy = f"http://127.0.0.1:{address[1]}/telegram"
    chosen = {"telegram_webhook_url": PUBLIC, "telegram_webhook_listen": address}
    return telegram_settings(server.url).model_copy(update=chosen)


@pytest.fixture
async def server(agent: ScriptedAgent) -> AsyncIterator[TelegramServer]:
    """A server whose bot has a webhook."""
    async with (
        telegram_server() as opened,
        telegram_bot.running(agent, webhook_settings(opened)),
    ):
        yield opened


async def test_messages_that_are_brought_are_answered_once(
    server: TelegramServer, agent: ScriptedAgent, beach: Path
) -> None:
    assert server.webhook["url"] == PUBLIC
    assert "callback_query" in server.webhook["allowed_updates"]
    await server.send("sepia", beach)
    result = await server.result()
    await server.repeat()
    await server.press(result, "Undo")
    await server.until(lambda: len(agent.requests) == 2)
    assert [request.text for request in agent.requests] == ["sepia", "undo"]
    assert "getUpdates" not in server.calls


async def test_only_telegram_can_bring_messages(
    server: TelegramServer, agent: ScriptedAgent
) -> None:
    secret = server.webhook["secret_token"]
    assert len(secret) >= 32
    header = "X-Telegram-Bot-Api-Secret-Token"
    at, right = server.behind_proxy, {header: secret}
    async with httpx.AsyncClient() as client:
        update = {"update_id": 1}
        assert (await client.post(at, json=update)).status_code == 403
        assert (await client.post(at, json=update, headers={header: "guessed"})).status_code == 403
        assert (await client.get(at, headers=right)).status_code == 405
        assert (await client.post(at, content=b"{", headers=right)).status_code == 400
        assert (await client.post(at, content=b"[1]", headers=right)).status_code == 400
        large = await client.post(at, content=b" " * (2 << 20), headers=right)
        assert large.status_code == 413
        assert (await client.post(at, json=update, headers=right)).status_code == 200
    assert not agent.requests


async def test_telegram_is_answered_when_a_message_is_taken_on_for_good() -> None:
    """What is answered, Telegram forgets: a crash before that would lose it."""
    kept = asyncio.Event()

    async def taken_on() -> None:
        await kept.wait()

    app = Application.builder().token("1:x").build()
    at = ("127.0.0.1", 0)
    heads = {"X-Telegram-Bot-Api-Secret-Token": "s"}
    async with (
        serving(application(app, "s", taken_on), at, "X") as address,
        httpx.AsyncClient(headers=heads) as client,
    ):
        bringing = asyncio.create_task(client.post(address, json={"update_id": 1}))
        assert isinstance(await app.update_queue.get(), Update)
        await asyncio.sleep(0.05)
        assert not bringing.done()
        kept.set()
        assert (await bringing).status_code == 200


async def test_a_webhook_that_telegram_refuses_is_told(agent: ScriptedAgent) -> None:
    async with telegram_server() as server:
        server.faults["setWebhook"] = [Fault(status=400, said="Bad Request: bad webhook")]
        with pytest.raises(ToolFailed, match="Is VFXB_TELEGRAM_WEBHOOK_URL a public https"):
            async with telegram_bot.running(agent, webhook_settings(server)):
                pass
