"""Calls to Telegram: tried again where that helps, and its errors in our words."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TypeVar

import stamina
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bots.surface import Busy, ChatError, Gone

log = logging.getLogger(__name__)

T = TypeVar("T")

ATTEMPTS = 4
PATIENCE = 120.0
"""Seconds after which a call is not tried again."""
_SETTLED = "is not modified"
"""What Telegram says where a message is already as it should be."""


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """The result of a call; tried again when Telegram is busy or out of reach for a moment.

    A call that got no answer in time is not: it may have been carried out.

    Raises:
        ChatError: As for ``translated``.
    """
    caller = stamina.AsyncRetryingCaller(attempts=ATTEMPTS, timeout=PATIENCE, wait_jitter=0.3)
    with translated():
        return await caller.on(_worth_another)(call)


async def settled(call: Callable[[], Awaitable[object]]) -> None:
    """Carry out a call that does no harm twice, such as a change of a message.

    It is made again where no answer came in time, too.

    Raises:
        ChatError: As for ``translated``.
    """
    caller = stamina.AsyncRetryingCaller(attempts=ATTEMPTS, timeout=PATIENCE, wait_jitter=0.3)
    try:
        with translated():
            await caller.on(_worth_repeating)(call)
    except ChatError as error:
        if _SETTLED not in str(error):
            raise


@contextmanager
def translated() -> Iterator[None]:
    """Turns errors of the library into ours.

    Raises:
        Busy: Telegram asked to wait.
        Gone: The message or the chat is gone, or the bot was shut out.
        ChatError: Anything else.
    """
    try:
        yield
    except RetryAfter as error:
        raise Busy(seconds(error)) from error
    except (Forbidden, ChatMigrated) as error:
        raise Gone(str(error)) from error
    except BadRequest as error:
        gone = any(word in str(error) for word in ("not found", "can't be edited", "to edit"))
        raise (Gone if gone else ChatError)(str(error)) from error
    except InvalidToken as error:
        # Its message holds the token.
        raise ChatError("the token is no longer accepted") from error
    except TelegramError as error:
        raise ChatError(str(error)) from error


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def _worth_another(error: Exception) -> bool | float:
    if isinstance(error, RetryAfter):
        wait = seconds(error)
        return wait if wait <= PATIENCE else False
    final = (BadRequest, TimedOut, Conflict, InvalidToken)
    return isinstance(error, NetworkError) and not isinstance(error, final) and not _large(error)


def _worth_repeating(error: Exception) -> bool | float:
    return isinstance(error, TimedOut) or _worth_another(error)


def _large(error: Exception) -> bool:
    return "too large" in str(error).lower()
