"""Replicate's client: what goes in and out, and its library's errors in our words."""

from __future__ import annotations

import asyncio
import base64
import json
import mimetypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tools.services import web
from tools.services.failures import ServiceError, from_status

if TYPE_CHECKING:
    from replicate.client import Client

NAME = "Replicate"

# What is smaller is sent inside the request: https://replicate.com/docs/topics/predictions/input-files
_INLINE_BYTES = 256 * 1024
_MOST_OF_AN_ERROR = 1 << 20


def address_in(output: Any) -> str:
    """The first address in what a model gave: text, a list, or fields; empty without one."""
    if isinstance(output, str):
        return output if output.startswith(("http://", "https://")) else ""
    if isinstance(output, Mapping):
        output = list(output.values())
    if isinstance(output, list):
        return next(filter(None, map(address_in, output)), "")
    return ""


async def sent(client: Client, path: Path) -> str:
    """A file as an address that models read: inside the request where it is small."""
    if (await asyncio.to_thread(path.stat)).st_size > _INLINE_BYTES:
        return (await client.files.async_create(path)).urls["get"]
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    data = base64.b64encode(await asyncio.to_thread(path.read_bytes)).decode()
    return f"data:{kind};base64,{data}"


@contextmanager
def translated(*, begun: bool | None = None) -> Iterator[None]:
    """What the library raises, as ``ServiceError``.

    Args:
        begun: Whether something may have been begun that is charged for, where that is known.
    """
    with web.translated(NAME):
        try:
            yield
        except (ValueError, KeyError, TypeError) as error:
            # Not JSON, or not the fields that it should have.
            raise ServiceError(NAME, "answer", type(error).__name__, begun=begun) from error


class Transport(httpx.AsyncHTTPTransport):
    """Turns refusals into errors before the library asks again by itself: the policy does that."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send, and see how it was taken."""
        response = await super().handle_async_request(request)
        if response.status_code < 300:
            return response
        try:
            body = (await response.aread())[:_MOST_OF_AN_ERROR]
        finally:
            await response.aclose()
        raise from_status(NAME, response.status_code, _decoded(body), response.headers)


def _decoded(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None
