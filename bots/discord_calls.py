"""Calls to Discord: tried again where that helps, and its errors in our words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import stamina
from aiohttp import ClientError
from discord import DiscordServerError, Forbidden, HTTPException, NotFound, RateLimited

from bots.surface import Busy, ChatError, Ended, Gone

T = TypeVar("T")

ATTEMPTS = 3
PATIENCE = 120.0
"""Seconds after which a call is not tried again."""

# https://docs.discord.com/developers/topics/opcodes-and-status-codes
_INVALID_TOKEN = 50027
"""The token of an interaction is used up: 15 minutes have passed."""
_UNKNOWN_WEBHOOK = 10015
"""It was so long ago that Discord does not know the interaction any more."""
_UNAVAILABLE = 503


async def patiently(call: Callable[[], Awaitable[T]]) -> T:
    """The result of a call; tried again where the library itself does not.

    The library waits when it is told to, and tries 500, 502 and 504 again. It gives up at once on
    503 and on a connection that breaks.

    Raises:
        ChatError: As for ``translated``.
    """
    caller = stamina.AsyncRetryingCaller(attempts=ATTEMPTS, timeout=PATIENCE, wait_jitter=0.3)
    with translated():
        return await caller.on(_worth_another)(call)


@contextmanager
def translated() -> Iterator[None]:
    """Turns errors of the library into ours.

    Raises:
        Busy: Discord asks to wait for longer than the library does by itself.
        Ended: An interaction ended.
        Gone: The message or the channel is gone, or the bot was shut out.
        ChatError: Anything else.
    """
    try:
        yield
    except RateLimited as error:
        raise Busy(error.retry_after) from error
    except NotFound as error:
        ended = error.code == _UNKNOWN_WEBHOOK
        raise (Ended if ended else Gone)(error.text or "not found") from error
    except Forbidden as error:
        raise Gone(error.text or "not found") from error
    except HTTPException as error:
        if error.code == _INVALID_TOKEN:
            raise Ended("the interaction has ended") from error
        raise ChatError(error.text or f"error {error.status}") from error
    except (ClientError, OSError) as error:
        raise ChatError(f"the connection to Discord broke ({type(error).__name__})") from error


def _worth_another(error: Exception) -> bool:
    if isinstance(error, DiscordServerError):
        return error.status == _UNAVAILABLE
    return isinstance(error, (ClientError, OSError))
