"""Web: the one way to the servers of providers, and to the files that they point to.

What a provider's server says is not trusted: an answer has a size that is never passed, the kind
that was promised, and its address is not inside this network, unless that is where the operator
put the provider itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import httpx

from tools.errors import ToolFailed
from tools.services.addresses import Guarded, check_address, trusted
from tools.services.failures import ServiceError, from_status

Promised = Literal["image", "video", "audio"]

MOST_BYTES = 1 << 30
"""Largest result that is fetched, unless the caller allows less."""
MOST_ANSWER = 32 << 20
"""Largest answer that is not a file."""
CONNECT_SECONDS = 10.0

_MOST_REDIRECTS = 3
_HEAD = 64
_A_PROMISE = {"image": "a picture", "video": "a video", "audio": "sound"}
# How files begin, at which byte, and what they are.
_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image"),
    (0, b"\xff\xd8\xff", "image"),
    (0, b"GIF8", "image"),
    (8, b"WEBP", "image"),
    (4, b"ftypavif", "image"),
    (4, b"ftypheic", "image"),
    (8, b"WAVE", "audio"),
    (0, b"ID3", "audio"),
    (0, b"fLaC", "audio"),
    (0, b"OggS", "audio"),
    (4, b"ftypM4A", "audio"),
    (8, b"AVI ", "video"),
    (4, b"ftyp", "video"),
    (0, b"\x1aE\xdf\xa3", "video"),
)
_MPEG_SOUND = (0xFF, 0xE0)
_ENCODINGS = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def client(*, headers: Mapping[str, str] | None = None, seconds: float = 30.0) -> httpx.AsyncClient:
    """A client for a provider's own server, at the address that the operator set.

    It follows no redirect: whoever sends a key sends it to that address alone. SDKs that take an
    ``httpx.AsyncClient`` get this one.

    Args:
        headers: Sent with every request; a key goes here.
        seconds: Longest silence of the server.
    """
    return httpx.AsyncClient(
        headers=dict(headers or {}),
        timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
        follow_redirects=False,
        verify=trusted(),
    )


@contextmanager
def translated(engine: str) -> Iterator[None]:
    """Errors of httpx within the block are raised as ``ServiceError``."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise ServiceError(engine, "unreachable") from error
    except httpx.TimeoutException as error:
        raise ServiceError(engine, "timeout") from error
    except httpx.RemoteProtocolError as error:
        raise ServiceError(engine, "answer", "the answer broke off") from error
    except httpx.TransportError as error:
        raise ServiceError(engine, "unreachable", "the connection broke", begun=True) from error
    except (httpx.InvalidURL, httpx.DecodingError, httpx.StreamError) as error:
        raise ServiceError(engine, "answer", type(error).__name__) from error


async def send(
    engine: str,
    over: httpx.AsyncClient,
    method: str,
    url: str,
    *,
    most_bytes: int = MOST_ANSWER,
    **rest: Any,
) -> httpx.Response:
    """The whole answer to a request, of at most so many bytes.

    Args:
        engine: Who is asked.
        over: The client.
        method: Such as "POST".
        url: Where.
        most_bytes: Longest answer.
        **rest: As for ``httpx.AsyncClient.stream``: json, data, files, headers ...

    Raises:
        ServiceError: No connection, no answer, an error, or an answer that is cut off or too long.
    """
    with translated(engine):
        async with over.stream(method, url, **rest) as response:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > most_bytes:
                    raise ServiceError(engine, "too_large", f"more than {_size(most_bytes)}")
    if response.status_code >= 300:
        raise from_status(engine, response.status_code, _decoded(bytes(body)), response.headers)
    return httpx.Response(
        response.status_code,
        headers=[(k, v) for k, v in response.headers.multi_items() if k not in _ENCODINGS],
        content=bytes(body),
        request=response.request,
    )


def json_of(engine: str, response: httpx.Response) -> Any:
    """The JSON in an answer.

    Raises:
        ServiceError: It is none.
    """
    try:
        return response.json()
    except ValueError as error:
        kind = response.headers.get("content-type", "no type").split(";")[0]
        raise ServiceError(engine, "answer", f"{kind} where JSON was promised") from error


async def fetch(
    engine: str,
    url: str,
    target: Path,
    *,
    promised: Promised,
    base_url: str,
    most_bytes: int = MOST_BYTES,
    seconds: float = 60.0,
) -> Path:
    """Fetch a result from the address that a provider named, into a new file.

    The address is resolved once, checked, and exactly that is connected to; so is each redirect.
    No key is sent along.

    Args:
        engine: Who named the address.
        url: The address.
        target: The file to write; removed again where this fails.
        promised: What it has to be.
        base_url: Where the operator put the provider: inside this network only what lies on the
            same machine as it may be fetched.
        most_bytes: Largest result.
        seconds: Longest silence of the server.

    Raises:
        ServiceError: It could not be fetched, or is not what was promised.
        ToolFailed: It could not be written.
    """
    try:
        with translated(engine):
            check_address(engine, httpx.URL(url))
            async with (
                httpx.AsyncClient(
                    transport=Guarded(engine, base_url),
                    timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
                    follow_redirects=True,
                    max_redirects=_MOST_REDIRECTS,
                ) as over,
                over.stream("GET", url) as response,
            ):
                if response.status_code >= 300:
                    raise from_status(engine, response.status_code, None, response.headers)
                await _write(engine, response, target, promised, most_bytes)
    except httpx.TooManyRedirects as error:
        raise ServiceError(engine, "answer", "redirects without an end") from error
    except OSError as error:
        with contextlib.suppress(OSError):
            await asyncio.to_thread(target.unlink)
        raise ToolFailed(
            f"The result of {engine} could not be written: {error.strerror}. Make room under "
            "VFXB_HOME."
        ) from error
    except BaseException:
        with contextlib.suppress(OSError):
            await asyncio.to_thread(target.unlink)
        raise
    return target


def kind_of(head: bytes) -> str:
    """What a file is by its first bytes: ``image``, ``video``, ``audio``; empty for neither."""
    for start, magic, kind in _MAGIC:
        if head[start : start + len(magic)] == magic:
            return kind
    first, mask = _MPEG_SOUND
    if len(head) > 1 and head[0] == first and head[1] & mask == mask:
        return "audio"
    return ""


def check_kind(engine: str, head: bytes, promised: Promised) -> None:
    """See whether a result is what was promised, by its first bytes.

    Raises:
        ServiceError: It is something else.
    """
    found = kind_of(head)
    # Sound alone may come in the container of a video.
    if found == promised or (promised == "audio" and found == "video"):
        return
    what = _A_PROMISE.get(found, "something else")
    raise ServiceError(engine, "answer", f"{what} where {_A_PROMISE[promised]} was promised")


async def _write(
    engine: str, response: httpx.Response, target: Path, promised: Promised, most_bytes: int
) -> None:
    announced = int(response.headers.get("content-length") or 0)
    if announced > most_bytes:
        raise ServiceError(engine, "too_large", f"{_size(announced)}, {_size(most_bytes)} at most")
    written = 0
    checked = False
    head = b""
    with target.open("xb") as file:
        async for chunk in response.aiter_bytes():
            written += len(chunk)
            if written > most_bytes:
                raise ServiceError(engine, "too_large", f"more than {_size(most_bytes)}")
            if not checked:
                head = (head + chunk)[:_HEAD]
                if checked := len(head) == _HEAD:
                    check_kind(engine, head, promised)
            await asyncio.to_thread(file.write, chunk)
    if not checked:
        check_kind(engine, head, promised)


def _decoded(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB" if count >= 10**9 else f"{count / 1e6:.0f} MB"
