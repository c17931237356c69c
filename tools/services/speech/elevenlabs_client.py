"""ElevenLabs client: its library, with its errors as ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from tools.services.failures import ServiceError, from_status

if TYPE_CHECKING:
    from elevenlabs.client import AsyncElevenLabs
    from elevenlabs.core.request_options import RequestOptions

NAME = "ElevenLabs"
SECONDS = 60.0
"""How long it may be silent."""

ONCE: RequestOptions = {"max_retries": 0}
"""For every call: the library tries again by itself, which is the policy's business."""


@dataclass(frozen=True, slots=True)
class Key:
    """How an account is reached.

    Attributes:
        secret: The key; empty where none is set.
        url: The address of the service, where it is not its own.
        seconds: How long it may be silent.
    """

    secret: str
    url: str | None = None
    seconds: float = SECONDS

    def __repr__(self) -> str:
        """Without the key."""
        return f"Key(url={self.url!r})"

    @property
    def missing(self) -> str | None:
        """What is not set; None where all is."""
        return None if self.secret else "no key is set; set ELEVENLABS_API_KEY"


@asynccontextmanager
async def opened(key: Key) -> AsyncIterator[AsyncElevenLabs]:
    """The library's client, for one attempt; what it raises within comes out as ours.

    Raises:
        ServiceError: The service cannot be reached, refuses, or its answer breaks off.
    """
    from tools.services import web

    # It takes a second to load; others go on meanwhile.
    await asyncio.to_thread(import_module, "elevenlabs.client")
    from elevenlabs.client import AsyncElevenLabs
    from elevenlabs.core.api_error import ApiError

    async with web.client(seconds=key.seconds) as http:
        client = AsyncElevenLabs(
            api_key=key.secret,
            base_url=key.url.rstrip("/") if key.url else None,
            timeout=key.seconds,
            httpx_client=http,
        )
        with web.translated(NAME):
            try:
                yield client
            except ApiError as error:
                code = error.status_code or 0
                raise from_status(NAME, code, error.body, error.headers) from error


def checked(headers: Mapping[str, str], kind: str) -> None:
    """Make sure that an answer is what was asked for.

    Args:
        headers: The answer's.
        kind: How its content type has to begin.

    Raises:
        ServiceError: It is something else.
    """
    given = {name.lower(): value for name, value in headers.items()}.get("content-type", "")
    if not given.startswith((kind, "application/octet-stream")):
        raise ServiceError(NAME, "answer", f"it is {given or 'of no kind'}")
