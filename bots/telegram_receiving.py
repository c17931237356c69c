"""Receiving: how messages of Telegram come in: the bot asks for them, or Telegram brings them."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, cast

from aiohttp import web
from telegram import Update
from telegram.error import Conflict, TelegramError
from telegram.ext import Application, ExtBot, Updater

from agent.settings import Settings
from bots.web import serving
from tools.errors import ToolFailed

log = logging.getLogger(__name__)

App = Application[ExtBot[None], Any, Any, Any, Any, Any]

# https://core.telegram.org/bots/api#setwebhook, read in November 2026.
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
_HANDLED_SECONDS = 60.0
"""So long the next messages wait at most for the last ones: a database may restart meanwhile."""
MOST_BYTES = 1 << 20
"""Size of an update that nobody sends."""


@asynccontextmanager
async def receiving(
    app: App, settings: Settings, wanted: Sequence[str], taken_on: Callable[[], Awaitable[None]]
) -> AsyncIterator[None]:
    """Have messages handled while the block runs.

    Args:
        app: The application of the library, started.
        settings: Whether Telegram brings them, and where to.
        wanted: Kinds of updates that are.
        taken_on: Waits until what was handled is taken on for good.

    Raises:
        ToolFailed: Nothing can listen where Telegram is to bring them, or it refuses to.
    """
    if settings.telegram_webhook_url is None:
        # There is one unless the builder is told otherwise.
        updater = cast(Updater, app.updater)
        updater.bot = cast(ExtBot[None], _Unhurried(app, taken_on))
        await updater.start_polling(allowed_updates=wanted, error_callback=_not_polled)
        try:
            yield
        finally:
            await updater.stop()
        return
    given = settings.telegram_webhook_secret
    secret = given.get_secret_value() if given else secrets.token_urlsafe(32)
    where = settings.telegram_webhook_listen
    async with serving(application(app, secret, taken_on), where, "VFXB_TELEGRAM_WEBHOOK_LISTEN"):
        try:
            await app.bot.set_webhook(
                settings.telegram_webhook_url, secret_token=secret, allowed_updates=wanted
            )
        except TelegramError as error:
            raise ToolFailed(
                f"Telegram takes no webhook at {settings.telegram_webhook_url}: {error}. Is "
                "VFXB_TELEGRAM_WEBHOOK_URL a public https address?"
            ) from error
        log.info("Telegram brings messages to a webhook")
        # It is left in place at the end: Telegram keeps what comes until the next start.
        yield


class _Unhurried:
    """The bot, but for this: with the next updates that it asks for, Telegram forgets the last.

    So it asks only once those are taken on, or takes them on again after a crash.
    """

    def __init__(self, app: App, taken_on: Callable[[], Awaitable[None]]) -> None:
        self._app = app
        self._taken_on = taken_on

    def __getattr__(self, name: str) -> Any:
        return getattr(self._app.bot, name)

    async def get_updates(self, *args: Any, **options: Any) -> Any:
        """The next updates."""
        await _for_good(self._taken_on)
        return await self._app.bot.get_updates(*args, **options)


async def _for_good(taken_on: Callable[[], Awaitable[None]]) -> None:
    """Wait until what was handled is taken on; nobody is kept from going on for long."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_HANDLED_SECONDS):
            await taken_on()


def application(app: App, secret: str, taken_on: Callable[[], Awaitable[None]]) -> web.Application:
    """What Telegram talks to.

    Args:
        app: Gets the updates.
        secret: What Telegram says with each of them.
        taken_on: Waits until what was handled is taken on for good: what is answered, Telegram
            forgets.
    """

    async def take(request: web.Request) -> web.Response:
        said = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(said.encode("utf-8", "replace"), secret.encode()):
            return web.Response(status=403)
        try:
            update = Update.de_json(json.loads(await request.read()), app.bot)
        except (ValueError, TypeError, KeyError, AttributeError):
            return web.Response(status=400)
        await app.update_queue.put(update)
        await _for_good(taken_on)
        return web.Response()

    made = web.Application(client_max_size=MOST_BYTES)
    # At whatever path the proxy leaves: it is the secret that counts.
    made.router.add_post("/{path:.*}", take)
    return made


def _not_polled(error: TelegramError) -> None:
    """Say why nothing comes in; the library goes on trying."""
    if isinstance(error, Conflict):
        log.error("another program answers for this bot with the same token; stop one of them")
    else:
        log.warning("Telegram is out of reach, trying again: %s", error)
