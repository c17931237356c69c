"""Predictions: one job at Replicate from its beginning to its result, by Replicate's own library.

A prediction is noted on the disk as soon as it has begun: whoever asks for the same after the
program was killed waits for that one, and pays nothing again. Nobody waits for ever: it is
cancelled at Replicate when it takes too long, and when nobody wants it any more.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx

from tools.services import jobs, web
from tools.services.failures import ServiceError
from tools.services.pending import Pending
from tools.services.pictures.replicate_client import NAME, Transport, address_in, sent, translated

if TYPE_CHECKING:
    from replicate.client import Client
    from replicate.prediction import Prediction

URL = "https://api.replicate.com"

_REQUEST_SECONDS = 120.0
_VERSION_SECONDS = 3_600.0
# Requests that may fail on the way without an end of the waiting.
_PASSING = frozenset({"unreachable", "timeout", "overloaded", "broken", "answer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Replicate:
    """An account at Replicate.

    Attributes:
        token: Its key; None without one.
        url: Where it is reached.
        poll_seconds: Seconds between two looks at a prediction.
        give_up_seconds: Seconds after which one is cancelled.
        pending: Where predictions are noted.
        versions: The latest version of each model, and when it was heard.
    """

    token: str | None = field(repr=False)
    url: str = URL
    poll_seconds: float = 2.0
    give_up_seconds: float = 300.0
    pending: Pending
    versions: dict[str, tuple[str, float]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def missing(self) -> str | None:
        """Why it cannot be used; None when it can."""
        return None if self.token else "no key is set; set REPLICATE_API_TOKEN"

    async def run(
        self,
        model: str,
        files: Mapping[str, Path],
        inputs: Mapping[str, Any],
        target: Path,
        *,
        promised: web.Promised,
        key: Any,
    ) -> Path:
        """The result of a prediction.

        Args:
            model: Such as "nightmareai/real-esrgan", with ":version" where one is wanted.
            files: Files that go in, by the name of their input.
            inputs: All other inputs.
            target: The file that the result is written to.
            promised: What it has to be.
            key: Names the work, by hashes of what it is done on.

        Raises:
            ServiceError: It failed, ended otherwise, took too long, or cannot be fetched.
            ToolFailed: The disk does not take a note of it, so it was cancelled.
        """
        async with self._client() as client:
            taken_up = await self._taken_up(client, key)
            prediction = taken_up
            if prediction is None:
                beginning = self._begin(client, model, files, inputs)
                prediction = await jobs.begun(beginning, partial(self._cancel, client))
            try:
                if taken_up is None:
                    self.pending.keep(NAME, key, prediction.id)
                prediction = await self._ended(client, prediction)
            except BaseException as error:
                if not (isinstance(error, ServiceError) and error.kind == "lost"):
                    await self._cancel(client, prediction)
                self.pending.drop(NAME, key)
                raise
            return await self._result(prediction, target, promised, key)

    async def quota(self) -> str:
        """Whose account it is.

        Raises:
            ServiceError: It does not answer.
        """
        async with self._client() as client:
            with translated():
                account = await client.accounts.async_current()
        return f"account {account.username}"

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[Client]:
        from replicate.client import Client

        transport = Transport()
        try:
            yield Client(
                api_token=self.token,
                base_url=self.url,
                timeout=httpx.Timeout(_REQUEST_SECONDS, connect=web.CONNECT_SECONDS),
                transport=transport,
            )
        finally:
            await transport.aclose()

    async def _taken_up(self, client: Client, key: Any) -> Prediction | None:
        """The prediction that was begun for this before, where it still stands."""
        known = self.pending.find(NAME, key)
        if known is None:
            return None
        try:
            with translated():
                found = await client.predictions.async_get(known)
        except ServiceError as error:
            if error.kind != "model":
                raise
            found = None
        if found is None or found.status in {"failed", "canceled"}:
            self.pending.drop(NAME, key)
            return None
        return found

    async def _begin(
        self, client: Client, model: str, files: Mapping[str, Path], inputs: Mapping[str, Any]
    ) -> Prediction:
        with translated(begun=False):
            given = {name: await sent(client, path) for name, path in files.items()}
            version = await self._version(client, model)
        with translated():
            return await client.predictions.async_create(version=version, input={**inputs, **given})

    async def _version(self, client: Client, model: str) -> str:
        """The version that is named with the model, or its latest; asked for once an hour."""
        name, _, version = model.partition(":")
        if version:
            return version
        known, at = self.versions.get(name, ("", 0.0))
        if known and time.monotonic() - at < _VERSION_SECONDS:
            return known
        latest = (await client.models.async_get(name)).latest_version
        if latest is None:
            raise ServiceError(NAME, "model", f"{name} has no version", begun=False)
        self.versions[name] = latest.id, time.monotonic()
        return latest.id

    async def _ended(self, client: Client, prediction: Prediction) -> Prediction:
        """The prediction when it has succeeded."""
        deadline = time.monotonic() + self.give_up_seconds
        while prediction.status not in {"succeeded", "failed", "canceled"}:
            if time.monotonic() >= deadline:
                minutes = self.give_up_seconds / 60
                raise ServiceError(NAME, "timeout", f"not done after {minutes:.3g} min, cancelled")
            await asyncio.sleep(self.poll_seconds)
            prediction = await self._looked(client, prediction)
        if prediction.status == "failed":
            raise ServiceError(NAME, "failed", prediction.error or "")
        if prediction.status == "canceled":
            raise ServiceError(NAME, "cancelled")
        return prediction

    async def _looked(self, client: Client, prediction: Prediction) -> Prediction:
        """How it stands; as before where that cannot be heard just now."""
        try:
            with translated():
                return await client.predictions.async_get(prediction.id)
        except ServiceError as error:
            if error.kind == "model":
                raise ServiceError(NAME, "lost") from error
            if error.kind not in _PASSING:
                raise
            return prediction

    async def _cancel(self, client: Client, prediction: Prediction) -> None:
        if prediction.status in {"succeeded", "failed", "canceled"}:
            return
        with contextlib.suppress(ServiceError, TimeoutError):
            async with asyncio.timeout(jobs.CANCEL_SECONDS):
                with translated():
                    await client.predictions.async_cancel(prediction.id)

    async def _result(
        self, prediction: Prediction, target: Path, promised: web.Promised, key: Any
    ) -> Path:
        """The file that came of it."""
        address = address_in(prediction.output)
        if not address:
            self.pending.drop(NAME, key)
            raise ServiceError(NAME, "answer", "the prediction has no file")
        return await jobs.collected(
            NAME,
            address,
            target,
            promised=promised,
            base_url=self.url,
            drop=partial(self.pending.drop, NAME, key),
            seconds=_REQUEST_SECONDS,
        )
