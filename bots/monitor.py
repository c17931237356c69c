"""Monitor: how a running program is seen from outside: /metrics, /health and /ready."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from agent.settings import Settings
from bots.metrics import CONTENT_TYPE, Metrics
from bots.standing import Standing
from bots.web import serving
from memory.errors import MemoryFault
from tools import signals
from tools.errors import VfxbError

LEAST_ROOM = 1 << 30
"""Free bytes below which a render is likely to fail."""
CHECK_SECONDS = 5.0
"""How long a check of readiness may take."""

Check = Callable[[], Awaitable[str]]
"""What keeps the program from working, in a few words; empty when nothing does."""


@asynccontextmanager
async def monitoring(
    settings: Settings, standing: Callable[[], Standing], checks: Mapping[str, Check]
) -> AsyncIterator[Metrics]:
    """Count what happens while the block runs, and show it where the settings say.

    Args:
        settings: Where to listen, if anywhere; and what is measured.
        standing: How the program stands now.
        checks: What has to hold for it to take work on, by name, as it is whenever somebody asks;
            the disk is always looked at.

    Raises:
        ToolFailed: Nothing can listen there.
    """
    metrics = Metrics(settings.home, standing)
    disk = room(settings.home)
    with signals.listening(metrics.heard):
        if settings.monitor_listen is None:
            yield metrics
            return
        app = application(metrics, lambda: {**checks, "disk": disk})
        async with serving(app, settings.monitor_listen, "VFXB_MONITOR_LISTEN"):
            yield metrics


def application(metrics: Metrics, checks: Callable[[], Mapping[str, Check]]) -> web.Application:
    """What answers at the monitor's port."""

    async def measured(_request: web.Request) -> web.Response:
        text = await asyncio.to_thread(metrics.text)
        return web.Response(body=text, headers={"Content-Type": CONTENT_TYPE})

    async def alive(_request: web.Request) -> web.Response:
        # To answer at all is what it means: the event loop turns.
        return web.json_response({"status": "ok"})

    async def ready(_request: web.Request) -> web.Response:
        now = checks()
        found = await asyncio.gather(*(_checked(check) for check in now.values()))
        wrong = {name: problem for name, problem in zip(now, found, strict=True) if problem}
        if wrong:
            return web.json_response({"status": "not ready", "wrong": wrong}, status=503)
        return web.json_response({"status": "ready"})

    app = web.Application()
    app.router.add_get("/metrics", measured)
    app.router.add_get("/health", alive)
    app.router.add_get("/ready", ready)
    return app


def reaching(state: Callable[[], Awaitable[None]]) -> Check:
    """The check that what is kept can be read.

    Args:
        state: Reads some of it; what it raises is what is wrong.
    """

    async def check() -> str:
        await state()
        return ""

    return check


def room(home: Path) -> Check:
    """The check that there is room on the disk."""

    async def check() -> str:
        free = shutil.disk_usage(home).free
        return "" if free >= LEAST_ROOM else f"{free / 1e6:.0f} MB are left under VFXB_HOME"

    return check


async def _checked(check: Check) -> str:
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            return await check()
    except TimeoutError:
        return f"no answer within {CHECK_SECONDS:g} s"
    except (MemoryFault, VfxbError) as error:
        return str(error)
    except OSError as error:
        return error.strerror or type(error).__name__
