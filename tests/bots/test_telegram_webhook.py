"""Webhook: Telegram brings messages instead of being asked for them; nobody else can."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from agent.settings import Settings
from bots import telegram_bot
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


async def test_a_webhook_that_telegram_refuses_is_told(agent: ScriptedAgent) -> None:
    async with telegram_server() as server:
        server.faults["setWebhook"] = [Fault(status=400, said="Bad Request: bad webhook")]
        with pytest.raises(ToolFailed, match="Is VFXB_TELEGRAM_WEBHOOK_URL a public https"):
            async with telegram_bot.running(agent, webhook_settings(server)):
                pass
