"""HeyGen: avatars that speak. A job is begun, asked about until it is done, and its film fetched.

Its API is described at https://docs.heygen.com/reference; jobs take minutes.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from tools.operations import Presentation
from tools.services import jobs, web
from tools.services.engine import Report
from tools.services.failures import ServiceError
from tools.services.pending import Pending
from tools.services.presenting.protocol import Tell
from tools.values.languages import LANGUAGES

NAME = "HeyGen"
URL = "https://api.heygen.com"
SECONDS = 30.0
"""How long it may be silent."""
EVERY, GIVE_UP = 5.0, 20 * 60.0
"""Seconds from one question to the next, and after which nobody waits any more."""

# So often in a row may a question fail that is only about how far it is.
_MOST_MISSED = 10
_PATIENCE = frozenset({"unreachable", "timeout", "overloaded", "broken", "answer"})
_HD, _SIDE = (1280, 720), 720
_SLOWEST, _FASTEST = 0.5, 1.5
_WAITING = frozenset({"pending", "waiting", "processing", "draft"})


class HeyGen:
    """The engine.

    Args:
        key: The key; empty where none is set.
        pending: Where jobs are noted that were begun.
        url: The address of the service, where it is not HeyGen's own.
        avatar: Id of the avatar; empty takes one that fits the voice.
        voice: Id of the voice; empty takes one of the language that fits.
        every: Seconds from one question about a job to the next.
        give_up: Seconds after which nobody waits any more.
        seconds: How long it may be silent.
    """

    name = NAME
    version = "1"
    product = "heygen/avatar"
    paid = True
    local = False
    languages: frozenset[str] | None = None
    longest: float | None = None
    shows_pictures = False

    def __init__(
        self,
        key: str,
        pending: Pending,
        url: str | None = None,
        *,
        avatar: str = "",
        voice: str = "",
        every: float = EVERY,
        give_up: float = GIVE_UP,
        seconds: float = SECONDS,
    ) -> None:
        self._key = key
        self._pending = pending
        self._url = (url or URL).rstrip("/")
        self._avatar = avatar
        self._voice = voice
        self._every = every
        self._give_up = give_up
        self._seconds = seconds

    async def ready(self) -> str | None:
        """Whether there is a key."""
        return None if self._key else "no key is set; set HEYGEN_API_KEY"

    async def report(self) -> Report:
        """What is left of the account.

        Raises:
            ServiceError: It does not answer.
        """
        async with self._client() as over:
            left = await self._ask(over, "GET", "/v2/user/remaining_quota")
        quota = left.get("remaining_quota")
        # It counts in sixtieths of a credit, of which one is a minute.
        told = f"{quota / 60:.1f} credits" if isinstance(quota, int | float) else ""
        return Report(reachable=True, quota=told)

    async def present(self, wanted: Presentation, key: str, target: Path, tell: Tell) -> None:
        """Begin a job, or find the one that was begun before, and fetch its film.

        Raises:
            ServiceError: It fails, is not done in time, or its result is of no use.
            ToolFailed: The disk does not take a note of the job, so it was cancelled.
        """
        async with self._client() as over:
            known = self._pending.find(NAME, key)
            job = known
            if job is None:
                job = await jobs.begun(self._begin(over, wanted), self._cancel)
            try:
                if known is None:
                    self._pending.keep(NAME, key, job)
                film = await self._awaited(over, job, tell)
            except ServiceError as error:
                if error.kind in {"failed", "lost", "model"}:
                    self._pending.drop(NAME, key)
                raise
            except BaseException:
                await self._cancel(job)
                self._pending.drop(NAME, key)
                raise
        await jobs.collected(
            NAME,
            film,
            target,
            promised="video",
            base_url=self._url,
            drop=partial(self._pending.drop, NAME, key),
        )

    async def _begin(self, over: httpx.AsyncClient, wanted: Presentation) -> str:
        """The id of a new job."""
        script, female = wanted.script, "female" in wanted.script.voice
        avatar = self._avatar or await self._fitting_avatar(over, female=female)
        voice = self._voice or await self._fitting_voice(over, script.language, female=female)
        width, height = _dimension(wanted)
        speed = min(_FASTEST, max(_SLOWEST, script.speed))
        order = {
            "video_inputs": [
                {
                    "character": {
                        "type": "avatar", "avatar_id": avatar, "avatar_style": "normal",
                    },
                    "voice": {
                        "type": "text", "input_text": script.text, "voice_id": voice,
                        "speed": speed,
                    },
                    "background": {"type": "color", "value": "#f6f6fc"},
                }
            ],
            "dimension": {"width": width, "height": height},
        }  # fmt: skip
        data = await self._ask(over, "POST", "/v2/video/generate", json=order)
        return _text(data, "video_id")

    async def _fitting_avatar(self, over: httpx.AsyncClient, *, female: bool) -> str:
        data = await self._ask(over, "GET", "/v2/avatars")
        return _text(_fitting(_rows(data, "avatars"), female=female), "avatar_id")

    async def _fitting_voice(self, over: httpx.AsyncClient, tag: str, *, female: bool) -> str:
        language = LANGUAGES.get(tag, tag).lower()
        data = await self._ask(over, "GET", "/v2/voices")
        rows = _rows(data, "voices")
        mine = [row for row in rows if str(row.get("language", "")).lower().startswith(language)]
        if not mine:
            raise ServiceError(NAME, "request", f"it has no voice for {LANGUAGES.get(tag, tag)}")
        return _text(_fitting(mine, female=female), "voice_id")

    async def _awaited(self, over: httpx.AsyncClient, job: str, tell: Tell) -> str:
        """The address of the film, once it is there. Networks may fail meanwhile."""
        until = time.monotonic() + self._give_up
        missed = 0
        while time.monotonic() < until:
            try:
                state = await self._ask(over, "GET", "/v1/video_status.get", video_id=job)
                missed = 0
            except ServiceError as error:
                if error.kind == "model":
                    raise ServiceError(NAME, "lost", job[:40]) from error
                missed += 1
                if error.kind not in _PATIENCE or missed > _MOST_MISSED:
                    raise
                await asyncio.sleep(max(self._every, error.retry_after or 0.0))
                continue
            if film := _film(state):
                return film
            tell(f"{NAME} is making the presenter ({state.get('status')})")
            await asyncio.sleep(self._every)
        raise ServiceError(NAME, "timeout", f"not done after {self._give_up / 60:.0f} minutes")

    async def _cancel(self, job: str) -> None:
        """Let it stop working; who cancels does not wait for long, nor hear of what fails."""
        with contextlib.suppress(ServiceError, TimeoutError):
            async with asyncio.timeout(self._seconds), self._client() as over:
                await self._ask(over, "DELETE", "/v1/video.delete", video_id=job)

    def _client(self) -> httpx.AsyncClient:
        return web.client(headers={"X-Api-Key": self._key}, seconds=self._seconds)

    async def _ask(
        self,
        over: httpx.AsyncClient,
        method: str,
        path: str,
        *,
        json: Mapping[str, Any] | None = None,
        **query: str,
    ) -> Mapping[str, Any]:
        """The data of an answer."""
        response = await web.send(
            NAME, over, method, f"{self._url}{path}", json=json, params=query or None
        )
        body = web.json_of(NAME, response)
        if not isinstance(body, Mapping):
            raise ServiceError(NAME, "answer", "it is not the JSON that was agreed")
        if error := body.get("error"):
            raise ServiceError(NAME, "request", _words(error))
        data = body.get("data")
        return data if isinstance(data, Mapping) else {}


def _film(state: Mapping[str, Any]) -> str:
    """The address of the film; empty while it is being made."""
    status = state.get("status")
    if status == "completed":
        if not state.get("video_url"):
            raise ServiceError(NAME, "failed", "it has no video_url")
        return _text(state, "video_url")
    if status == "failed":
        raise ServiceError(NAME, "failed", _words(state.get("error")))
    if status not in _WAITING:
        raise ServiceError(NAME, "answer", f"a state that is not known: {str(status)[:40]}")
    return ""


def _dimension(wanted: Presentation) -> tuple[int, int]:
    """A size that it makes, of the shape that is wanted."""
    ratio = wanted.width / wanted.height
    if 0.8 <= ratio <= 1.25:
        return _SIDE, _SIDE
    return _HD if ratio > 1 else (_HD[1], _HD[0])


def _fitting(rows: Sequence[Mapping[str, Any]], *, female: bool) -> Mapping[str, Any]:
    """The first that is of the wanted sex, or else the first."""
    wanted = "female" if female else "male"
    fitting = (row for row in rows if str(row.get("gender", "")).lower() == wanted)
    found = next(fitting, None) or next(iter(rows), None)
    if found is None:
        raise ServiceError(NAME, "answer", "the account has no avatars or voices")
    return found


def _rows(data: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = data.get(name)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value:
        raise ServiceError(NAME, "answer", f"it has no {name}")
    return value


def _words(error: object) -> str:
    """The provider's own words of an error."""
    if isinstance(error, Mapping):
        return str(error.get("detail") or error.get("message") or error.get("code") or "")
    return str(error or "")
