"""VibeVoice: an own server that streams speech over a web socket.

One connection is one utterance. We send a JSON message with ``text``, ``style``, ``seed`` and
``profile``; the server sends a WAV file in binary messages as it is made, and then closes the
connection, or says ``{"type": "end"}``. What goes wrong it says as ``{"type": "error", "message":
...}``. Its state is served as JSON at ``/health`` of the same address.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

from tools.operations import Utterance
from tools.services.engine import Report
from tools.services.failures import ServiceError, from_status, message_in
from tools.services.speech.tempo import change_tempo
from tools.services.speech.wave_file import write_wave

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

NAME = "VibeVoice"
CONNECT_SECONDS = 10.0
CHUNK_SECONDS = 5.0
"""So often at least something has to come."""
TRIES = 2
"""How often it is asked before another engine is."""
SEED = 42

_PROFILES: Mapping[str, str] = MappingProxyType(
    {"professional": "professional", "narrator": "professional", "casual": "casual"}
)
_STYLES: Mapping[str, str] = MappingProxyType(
    {"neutral": "neutral", "calm": "calm", "excited": "excited", "dramatic": "excited"}
)
_ENDS = frozenset({"end", "done", "complete", "completed", "finished"})
_LARGEST_MESSAGE = 8 << 20
_GOING_AWAY, _NORMAL = 1001, 1000
# What its server tells of itself, and in which words we tell it.
_TOLD = (
    ("memory", "memory"),
    ("load", "load"),
    ("temperature", "temperature"),
    ("active_streams", "streams"),
    ("queue_depth", "waiting"),
)


class VibeVoice:
    """The engine.

    Args:
        url: Address of its web socket, such as ``ws://127.0.0.1:8765/tts``; empty where none is
            set.
        seed: What its chance starts from: the same seed says the same words the same way.
        connect_seconds: How long it may take to answer a connection.
        chunk_seconds: How long it may be silent while it speaks.
    """

    name = NAME
    product = "vibevoice"
    tries = TRIES
    paid = False
    local = False
    languages: frozenset[str] | None = frozenset({"en"})
    longest: float | None = None

    def __init__(
        self,
        url: str,
        seed: int = SEED,
        connect_seconds: float = CONNECT_SECONDS,
        chunk_seconds: float = CHUNK_SECONDS,
    ) -> None:
        self._url = url
        self._seed = seed
        self._connect_seconds = connect_seconds
        self._chunk_seconds = chunk_seconds
        self.version = f"1 {seed}"

    async def ready(self) -> str | None:
        """Whether there is a server."""
        return None if self._url else "no address is set; set VFXB_VIBEVOICE_URL"

    async def speak(self, utterance: Utterance, target: Path) -> None:
        """Speak into a WAV file, which grows as the sound comes.

        Raises:
            BadInput: The words take too long.
            ServiceError: It does not do it.
        """
        kind = utterance.voice.partition("_")[0]
        order = {
            "text": utterance.text,
            "style": _STYLES[utterance.style],
            "seed": self._seed,
            "profile": _PROFILES.get(kind, "default"),
        }
        async with self._connected() as socket:
            await socket.send(json.dumps(order))
            await write_wave(self._chunks(socket), target, NAME)
        await change_tempo(target, utterance.speed)

    async def report(self) -> Report:
        """What its server tells of itself."""
        from tools.services import web

        parts = urlsplit(self._url)
        scheme = "https" if parts.scheme == "wss" else "http"
        address = urlunsplit((scheme, parts.netloc, "/health", "", ""))
        async with web.client(seconds=self._chunk_seconds) as over:
            told = web.json_of(NAME, await web.send(NAME, over, "GET", address))
        known = told if isinstance(told, dict) else {}
        machine = {words: str(known[name]) for name, words in _TOLD if known.get(name) is not None}
        return Report(reachable=True, machine=machine)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[ClientConnection]:
        """The connection; what the library raises within comes out as ours."""
        from websockets.asyncio.client import connect
        from websockets.exceptions import (
            ConnectionClosed,
            InvalidStatus,
            InvalidURI,
            WebSocketException,
        )

        try:
            async with connect(
                self._url,
                open_timeout=self._connect_seconds,
                close_timeout=0.5,
                max_size=_LARGEST_MESSAGE,
                proxy=None,
            ) as socket:
                yield socket
        except InvalidStatus as error:
            answer = error.response
            headers = dict(answer.headers.raw_items())
            body = _decoded(answer.body or b"") or (answer.body or b"").decode("utf-8", "replace")
            raise from_status(NAME, answer.status_code, body, headers) from error
        except TimeoutError as error:
            raise ServiceError(NAME, "unreachable", "it did not take the connection") from error
        except ConnectionClosed as error:
            raise ServiceError(NAME, "answer", "it broke off") from error
        except InvalidURI as error:
            raise ServiceError(NAME, "unreachable", "its address is none") from error
        except (OSError, WebSocketException) as error:
            raise ServiceError(NAME, "unreachable") from error

    async def _chunks(self, socket: ClientConnection) -> AsyncIterator[bytes]:
        """The sound as it comes, until the server says or shows that this is all."""
        from websockets.exceptions import ConnectionClosed

        while True:
            try:
                async with asyncio.timeout(self._chunk_seconds):
                    message = await socket.recv()
            except TimeoutError as error:
                detail = f"nothing came for {self._chunk_seconds:g} s"
                raise ServiceError(NAME, "timeout", detail) from error
            except ConnectionClosed as error:
                if error.rcvd is not None and error.rcvd.code in {_NORMAL, _GOING_AWAY}:
                    return
                raise
            if isinstance(message, bytes):
                yield message
            elif _is_end(message):
                return


def _is_end(message: str) -> bool:
    """Whether a message in words says that all has come.

    Raises:
        ServiceError: It says that something went wrong.
    """
    told = _decoded(message) or {}
    kind = str(told.get("type") or told.get("event") or told.get("status") or "").lower()
    if kind == "error" or told.get("error"):
        code = told.get("code")
        if isinstance(code, int) and code >= 400:
            raise from_status(NAME, code, told)
        raise ServiceError(NAME, "broken", message_in(told) or str(told.get("message") or ""))
    return kind in _ENDS


def _decoded(text: str | bytes | bytearray) -> dict[str, Any] | None:
    try:
        told = json.loads(text)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
