"""OpenAI client: the library, for one attempt, with its errors as ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from tools.services.failures import ServiceError, from_status
from tools.services.web import CONNECT_SECONDS

if TYPE_CHECKING:
    from openai import AsyncOpenAI

NAME = "OpenAI"
SECONDS = 30.0
"""How long it may be silent."""

# A server on the person's own machine wants no key, but the library insists on one.
_NO_KEY = "none"


def charges(key: str) -> bool:
    """Whether a server that speaks its protocol may charge for what it does.

    One that wants no key cannot know whom to charge. One that wants a key may be anybody's: what it
    charges is told by ``VFXB_PRICES``, or else asked about.
    """
    return bool(key)


@asynccontextmanager
async def opened(key: str, url: str | None, seconds: float = SECONDS) -> AsyncIterator[AsyncOpenAI]:
    """The library's client; what it raises within the block comes out as ours.

    Args:
        key: The key; empty where a server wants none.
        url: The address of the server, where it is not OpenAI's own.
        seconds: How long it may be silent.

    Raises:
        ServiceError: It cannot be reached, refuses, or its answer breaks off.
    """
    # It takes a second to load; others go on meanwhile.
    await asyncio.to_thread(import_module, "openai")
    import httpx2
    from openai import APIConnectionError, APIStatusError, APITimeoutError, AsyncOpenAI

    client = AsyncOpenAI(
        api_key=key or _NO_KEY,
        base_url=url,
        timeout=httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
        max_retries=0,
    )
    async with client:
        try:
            yield client
        except APIStatusError as error:
            headers = error.response.headers
            raise from_status(NAME, error.status_code, error.body, headers) from error
        except (APITimeoutError, httpx2.TimeoutException) as error:
            raise ServiceError(NAME, "timeout") from error
        except httpx2.RemoteProtocolError as error:
            raise ServiceError(NAME, "answer", "the answer broke off") from error
        except (APIConnectionError, httpx2.HTTPError) as error:
            broke = isinstance(error.__cause__, httpx2.RemoteProtocolError)
            if broke:
                raise ServiceError(NAME, "answer", "the answer broke off") from error
            raise ServiceError(NAME, "unreachable") from error
