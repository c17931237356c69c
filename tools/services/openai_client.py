"""OpenAI client: the library, for one attempt, with its errors as ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from tools.services.failures import ServiceError, from_status
from tools.services.web import CONNECT_SECONDS

if TYPE_CHECKING:
    from openai import AsyncOpenAI

NAME = "OpenAI"
SECONDS = 30.0
"""How long it may be silent."""

NO_KEY = "none"
"""What is sent in place of a key where a server wants none: the library insists on one."""


class OpenAIEngine:
    """What all engines have in common that speak its protocol.

    Args:
        key: The key; empty where none is set.
        url: The address of the server, where it is not OpenAI's own.
        model: The model that is asked; empty where none is known there.
        seconds: How long it may be silent.

    Attributes:
        paid: Whether the server may charge. One that wants no key cannot know whom. One that wants
            a key may be anybody's: what it charges is told by ``VFXB_PRICES``, or asked about.
        setting: What names a model for a server at another address.
    """

    name = NAME
    local = False
    languages: frozenset[str] | None = None
    longest: float | None = None
    setting = ""

    def __init__(
        self, key: str, url: str | None = None, model: str = "", seconds: float = SECONDS
    ) -> None:
        self._key = key
        self._url = url
        self._model = model
        self._seconds = seconds
        self.paid = bool(key)
        self.version = f"1 {model}"
        self.product = f"openai/{model}"

    async def ready(self) -> str | None:
        """Whether there is a key, or a server that needs none, and a model."""
        if not self._key and not self._url:
            return "no key is set; set OPENAI_API_KEY"
        return None if self._model else f"no model is named for that server; set {self.setting}"

    def client(self) -> AbstractAsyncContextManager[AsyncOpenAI]:
        """The library's client; what it raises within the block comes out as ours."""
        return _opened(self._key, self._url, self._seconds)


@asynccontextmanager
async def _opened(key: str, url: str | None, seconds: float) -> AsyncIterator[AsyncOpenAI]:
    # It takes a second to load; others go on meanwhile.
    await asyncio.to_thread(import_module, "openai")
    import httpx2
    from openai import AsyncOpenAI

    client = AsyncOpenAI(
        api_key=key or NO_KEY,
        base_url=url,
        timeout=httpx2.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
        max_retries=0,
    )
    async with client:
        with translated():
            yield client


@contextmanager
def translated() -> Iterator[None]:
    """What the library raises within the block comes out as ours.

    Raises:
        ServiceError: The server cannot be reached, refuses, or its answer breaks off.
    """
    import httpx2
    from openai import APIConnectionError, APIStatusError, APITimeoutError

    try:
        yield
    except APIStatusError as error:
        # Not chained: what a server writes into its errors may hold the key.
        raise from_status(NAME, error.status_code, error.body, error.response.headers) from None
    except (APITimeoutError, httpx2.TimeoutException) as error:
        raise ServiceError(NAME, "timeout") from error
    except httpx2.RemoteProtocolError as error:
        raise ServiceError(NAME, "answer", "the answer broke off") from error
    except (APIConnectionError, httpx2.HTTPError) as error:
        if isinstance(error.__cause__, httpx2.RemoteProtocolError):
            raise ServiceError(NAME, "answer", "the answer broke off") from error
        raise ServiceError(NAME, "unreachable") from error
