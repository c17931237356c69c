"""A local server that speaks OpenAI's protocol for models that see: frames in, agreed JSON out."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.raw_server import Asked
from tests.tools.services.servers.speech_days import Answer, Server, serving

DESCRIBED: dict[str, Any] = {
    "kind": "pets and animals",
    "summary": "A dog runs along a beach and jumps into the water.",
    "style": ["handheld", "bright daylight"],
    "audience": "dog owners",
    "issues": ["the camera shakes", "wind in the sound"],
    "advice": ["stabilize", "sound_noise"],
}
LOCATED: dict[str, Any] = {
    "moments": [{"start": 1.0, "end": 1.5, "what": "the dog jumps", "sure": 0.9}]
}


@dataclass
class Model:
    """What the model behind the server says.

    Attributes:
        described: To what a clip is.
        located: To where something is.
        says: In place of both, word for word; None says what was agreed.
        refusal: Why it declines; empty when it does not.
        frames: The frames that it was shown last, as (when, JPEG).
        told: The texts that it was told last.
    """

    described: Any = field(default_factory=lambda: dict(DESCRIBED))
    located: Any = field(default_factory=lambda: dict(LOCATED))
    says: str | None = None
    refusal: str = ""
    frames: list[tuple[float, bytes]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def respond(self, asked: Asked) -> Answer:
        """What OpenAI answers on a good day; a request of another shape is refused."""
        if not asked.path.endswith("/chat/completions"):
            return _json({"error": {"message": "no such page"}}, 404)
        order = asked.json
        shape = order["response_format"]["json_schema"]
        assert shape["strict"] is True
        _strict(shape["schema"])
        self._look(order["messages"])
        agreed = self.described if "kind" in shape["schema"]["properties"] else self.located
        content = json.dumps(agreed) if self.says is None else self.says
        message = {"role": "assistant", "content": content, "refusal": self.refusal or None}
        choice = {"index": 0, "finish_reason": "stop", "message": message, "logprobs": None}
        return _json(
            {
                "id": "chatcmpl-1", "object": "chat.completion", "created": 0,
                "model": order["model"], "choices": [choice],
                "usage": {"prompt_tokens": 900, "completion_tokens": 90, "total_tokens": 990},
            }
        )  # fmt: skip

    def _look(self, messages: list[dict[str, Any]]) -> None:
        rules, shown = messages
        assert (rules["role"], shown["role"]) == ("system", "user")
        self.frames, self.told = [], [rules["content"]]
        when = 0.0
        for part in shown["content"]:
            if part["type"] == "text":
                self.told.append(part["text"])
                if part["text"].endswith(" s:"):
                    when = float(part["text"].removesuffix(" s:"))
                continue
            kind, _, picture = part["image_url"]["url"].partition(";base64,")
            assert kind == "data:image/jpeg"
            self.frames.append((when, base64.b64decode(picture, validate=True)))


def _strict(schema: dict[str, Any]) -> None:
    """What OpenAI demands of a strict schema: everything required, and nothing else."""
    if schema.get("type") == "object":
        assert schema["additionalProperties"] is False
        assert schema["required"] == list(schema["properties"])
        for inner in schema["properties"].values():
            _strict(inner)
    elif schema.get("type") == "array":
        _strict(schema["items"])


def _json(body: object, status: int = 200) -> Answer:
    return Answer(json.dumps(body).encode(), "application/json", status)


@asynccontextmanager
async def openai_vision_server() -> AsyncIterator[tuple[Server, Model]]:
    """Run it, with the model behind it."""
    model = Model()
    async with serving(model.respond) as server:
        server.url = f"{server.url.rstrip('/')}/v1"
        yield server, model
