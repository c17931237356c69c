"""Redirect: discord.py behind a proxy. It has no setting for that; only this file reaches in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import ClientWebSocketResponse
from discord import Client
from discord.http import Route
from yarl import URL

_API_PATH = "/api/v10"


@contextmanager
def redirected(client: Client, api_url: str | None) -> Iterator[None]:
    """Lets the library speak to one host only, REST and gateway, while the block runs.

    The address of the gateway comes from several places: from REST at the start, from the gateway
    itself for resuming, and from a constant after an invalid session. All of them pass through
    ``ws_connect``.

    Args:
        client: The client; it must not be connected yet.
        api_url: The host, such as ``http://127.0.0.1:8080``; None changes nothing.
    """
    if not api_url:
        yield
        return
    base, before, connect = URL(api_url), Route.BASE, client.http.ws_connect
    gateway = base.with_scheme("wss" if base.scheme == "https" else "ws")

    async def ws_connect(url: str, *, compress: int = 0) -> ClientWebSocketResponse:
        nonlocal gateway
        asked = URL(url)
        if (asked.host, asked.port) == (gateway.host, gateway.port):
            gateway = asked.with_query(None)
        return await connect(str(gateway.with_query(asked.query)), compress=compress)

    client.http.ws_connect = ws_connect  # type: ignore[method-assign]
    Route.BASE = str(base.with_path(_API_PATH))
    try:
        yield
    finally:
        Route.BASE = before
