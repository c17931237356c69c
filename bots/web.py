"""Web: a small HTTP server that runs beside a bot, in the same event loop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from agent.settings.values import Address
from tools.errors import ToolFailed

SHUTDOWN_SECONDS = 5.0
"""How long answers under way may take when the server stops."""


@asynccontextmanager
async def serving(app: web.Application, at: Address, setting: str) -> AsyncIterator[str]:
    """Serve an application while the block runs; its address, for this machine.

    Args:
        app: What answers.
        at: Address and port; port 0 takes a free one.
        setting: The variable that sets them, for the error.

    Raises:
        ToolFailed: Nothing can listen there.
    """
    host, port = at
    # No access log: addresses hold signatures and what people call their files.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise ToolFailed(
                f"Nothing can listen at {host}:{port}: {error.strerror or error}. "
                f"Set {setting} to another address or port."
            ) from error
        chosen = runner.addresses[0][1]
        yield f"http://{f'[{host}]' if ':' in host else host}:{chosen}"
    finally:
        await runner.cleanup()
