"""File server: hands out results to whoever has a signed link; it lists nothing."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import web

from agent.settings import Settings
from bots.links import Expired, Links
from bots.web import serving

NOT_THERE = "There is nothing here. Ask for the link once more.\n"
EXPIRED = "This link does not work any more. Ask for the clip once more in the chat.\n"


@asynccontextmanager
async def file_server(settings: Settings) -> AsyncIterator[str]:
    """Hand out results while the block runs, if the settings say so; the address, or nothing.

    Raises:
        ToolFailed: Nothing can listen there, or the key cannot be kept.
    """
    links = Links.of(settings)
    if links is None:
        yield ""
        return
    async with serving(application(links), settings.files_listen, "VFXB_FILES_LISTEN") as address:
        yield address


def application(links: Links) -> web.Application:
    """What answers at the file server's port."""

    async def fetch(request: web.Request) -> web.StreamResponse:
        asked, query = request.match_info, request.query
        try:
            file = links.file(
                asked["folder"], asked["name"], query.get("until", ""), query.get("sign", "")
            )
        except Expired:
            return web.Response(status=410, text=EXPIRED)
        if file is None or file.is_symlink() or not file.is_file():
            return web.Response(status=404, text=NOT_THERE)
        # It answers requests for ranges and for what was changed since.
        return web.FileResponse(file, headers=headers(file))

    app = web.Application()
    app.router.add_get("/{folder}/{name}", fetch)
    return app


def headers(file: Path) -> dict[str, str]:
    """What a browser is told about a file: what it is, and to save it and to run nothing of it."""
    kind, _ = mimetypes.guess_type(file.name)
    return {
        "Content-Type": kind or "application/octet-stream",
        "Content-Disposition": f'attachment; filename="{file.name}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, max-age=3600",
        "Referrer-Policy": "no-referrer",
    }
