"""A local server that speaks Replicate's protocol: models, files, predictions and their results."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np

from tests.raw_server import Asked
from tests.tools.services.servers.speech_days import Answer, Server, serving

TOKEN = "r8_of_a_test"
VERSION = "5c7d5dc6dd8bf75c1acaa8565735e7986bc5b66206b55cca93cb72c9bf15ccaa"
STYLE_MODEL = "somebody/video-style"


@dataclass
class Prediction:
    """One job.

    Attributes:
        model: What works on it.
        input: What went in, files as their bytes.
        script: How it stands at each look, the last one again and again: "processing",
            "succeeded", "failed", "canceled", or a status of HTTP such as 500.
        looks: How often it was looked at.
    """

    model: str
    input: dict[str, Any]
    script: list[Any]
    looks: int = 0
    status: str = "starting"


@dataclass
class Account:
    """What the server knows.

    Attributes:
        script: How predictions go on from now.
        refusals: By what is asked ("models", "files", "predictions", "cancel"), statuses and
            bodies that are answered first.
        output: What a prediction gives in place of its address; called with that.
        result: What is fetched there in place of the right file.
        predictions: All that were begun, by id.
        cancelled: Those that were cancelled.
        files: What was sent, by id.
        models: Names of models by their versions.
        begun: Set once a prediction was looked at.
    """

    script: list[Any] = field(default_factory=lambda: ["succeeded"])
    refusals: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    output: Callable[[str], Any] | None = None
    result: Answer | None = None
    url: str = ""
    predictions: dict[str, Prediction] = field(default_factory=dict)
    cancelled: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    models: dict[str, str] = field(default_factory=dict)
    begun: asyncio.Event = field(default_factory=asyncio.Event)

    def respond(self, asked: Asked) -> Answer:
        """What Replicate answers."""
        path = asked.path.partition("?")[0]
        if found := re.fullmatch(r"/results/(\w+)", path):
            assert "authorization" not in asked.headers, "a key went to where a result lies"
            return self.result or self._result(self.predictions[found[1]])
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return _json({"title": "Unauthenticated", "detail": f"Bad token {TOKEN}"}, 401)
        for pattern, kind, handle in (
            (r"/v1/models/([\w-]+/[\w.-]+)", "models", self._model),
            (r"/v1/files", "files", self._file),
            (r"/v1/predictions/(\w+)/cancel", "cancel", self._cancel),
            (r"/v1/predictions/(\w+)", "looks", self._look),
            (r"/v1/predictions", "predictions", self._begin),
            (r"/v1/account", "account", self._me),
        ):
            if match := re.fullmatch(pattern, path):
                if refused := self.refusals.get(kind):
                    status, body = refused.pop(0)
                    return _json(body, status)
                return handle(asked, *match.groups())
        return _json({"detail": "Not found"}, 404)

    def _me(self, asked: Asked) -> Answer:
        return _json({"type": "user", "username": "tester", "name": "T", "github_url": ""})

    def _model(self, asked: Asked, name: str) -> Answer:
        version = f"{len(self.models):02d}{VERSION[2:]}"
        self.models[version] = name
        owner, _, short = name.partition("/")
        return _json(
            {
                "url": f"https://replicate.com/{name}",
                "owner": owner,
                "name": short,
                "description": None,
                "visibility": "public",
                "github_url": None,
                "paper_url": None,
                "license_url": None,
                "run_count": 1,
                "cover_image_url": None,
                "default_example": None,
                "latest_version": {
                    "id": version,
                    "created_at": "2026-01-01T00:00:00Z",
                    "cog_version": "0.9",
                    "openapi_schema": {},
                },
            }
        )

    def _file(self, asked: Asked) -> Answer:
        name = f"file{len(self.files)}"
        start = asked.body.index(b"\r\n\r\n") + 4
        self.files[name] = asked.body[start : asked.body.rindex(b"\r\n--")]
        return _json(
            {
                "id": name,
                "name": "sent",
                "content_type": "application/octet-stream",
                "size": len(self.files[name]),
                "etag": "e",
                "checksums": {},
                "metadata": {},
                "created_at": "2026-01-01T00:00:00Z",
                "expires_at": None,
                "urls": {"get": f"{self.url}/v1/files/{name}"},
            },
            201,
        )

    def _begin(self, asked: Asked) -> Answer:
        order = asked.json
        name = f"p{len(self.predictions)}"
        values = {key: self._content(value) for key, value in order["input"].items()}
        model = self.models.get(order["version"], order["version"])
        self.predictions[name] = Prediction(model, values, list(self.script))
        return self._told(name, 201)

    def _look(self, asked: Asked, name: str) -> Answer:
        job = self.predictions.get(name)
        if job is None:
            return _json({"detail": "The requested resource could not be found."}, 404)
        job.looks += 1
        self.begun.set()
        step = job.script.pop(0) if len(job.script) > 1 else job.script[0]
        if isinstance(step, int):
            return _json({"detail": "a bad moment"}, step)
        job.status = step
        return self._told(name)

    def _cancel(self, asked: Asked, name: str) -> Answer:
        self.cancelled.append(name)
        self.predictions[name].status = "canceled"
        return self._told(name)

    def _told(self, name: str, status: int = 200) -> Answer:
        job = self.predictions[name]
        address: Any = f"{self.url}/results/{name}"
        if job.model == "cjwbw/bigcolor":
            address = [{"image": address}]
        succeeded = job.status == "succeeded"
        output = self.output(address) if self.output and succeeded else address
        return _json(
            {
                "id": name,
                "model": job.model,
                "version": VERSION,
                "status": job.status,
                "input": {},
                "output": output if succeeded else None,
                "logs": "",
                "error": "CUDA out of memory" if job.status == "failed" else None,
                "metrics": {},
                "created_at": "2026-01-01T00:00:00Z",
                "started_at": None,
                "completed_at": None,
                "urls": {"get": f"{self.url}/v1/predictions/{name}"},
            },
            status,
        )

    def _content(self, value: Any) -> Any:
        if isinstance(value, str) and value.startswith("data:"):
            return base64.b64decode(value.partition(",")[2])
        if isinstance(value, str) and value.startswith(f"{self.url}/v1/files/"):
            return self.files[value.rpartition("/")[2]]
        return value

    def _result(self, job: Prediction) -> Answer:
        if job.model == STYLE_MODEL:
            return Answer(job.input["video"], "video/mp4")
        sent = job.input.get("image") or job.input["img"]
        image: Any = cv2.imdecode(np.frombuffer(sent, np.uint8), cv2.IMREAD_COLOR)
        scale = job.input.get("scale", 1)
        image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST)
        if job.model == "cjwbw/rembg":
            image = cv2.cvtColor(image, cv2.COLOR_BGR2BGRA)
            image[:, : image.shape[1] // 2, 3] = 0
        if job.model == "cjwbw/bigcolor":
            image[:] = (200, 100, 30)
        return Answer(cv2.imencode(".png", image)[1].tobytes(), "image/png")


@asynccontextmanager
async def replicate_server() -> AsyncIterator[tuple[Server, Account]]:
    """Run it, with what it knows."""
    account = Account()
    async with serving(account.respond) as server:
        account.url = server.url
        yield server, account


def _json(body: object, status: int = 200) -> Answer:
    return Answer(json.dumps(body).encode(), "application/json", status)
