"""A local server that speaks OpenAI's chat-completions protocol, answering from a script."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from tests.raw_server import Asked, RawServer, listening


@dataclass(frozen=True)
class Say:
    """An answer in words."""

    text: str


@dataclass(frozen=True)
class Use:
    """An answer with tool calls, each a name and its arguments; a string is sent as it is."""

    calls: Sequence[tuple[str, Mapping[str, Any] | str]]


@dataclass(frozen=True)
class Fault:
    """An answer that is an error of the server."""

    status: int
    message: str = "scripted fault"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """An answer of status 200 whose body is anything."""

    body: str
    content_type: str = "application/json"


@dataclass(frozen=True)
class Hang:
    """No answer for so many seconds."""

    seconds: float


USAGE = {"prompt_tokens": 2_000, "completion_tokens": 50, "total_tokens": 2_050}
"""What every answer is said to have taken."""

Answer = Say | Use | Fault | Raw | Hang


@dataclass
class OpenAIServer(RawServer):
    """The running server.

    Attributes:
        url: What OPENAI_BASE_URL is to be.
        bodies: The requests that came, decoded.
        headers: Their headers, names in lower case.
    """

    script: list[Answer]
    bodies: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    async def answer(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        body = asked.json
        self.headers.append(dict(asked.headers))
        self.bodies.append(body)
        known = asked.path.endswith("/chat/completions")
        answer = self.script.pop(0) if known and self.script else Fault(404, "nothing scripted")
        if isinstance(answer, Hang):
            await asyncio.sleep(answer.seconds)
            return False
        status, extra, content_type, text = _encoded(answer, body, len(self.bodies))
        data = text.encode()
        writer.write(
            f"HTTP/1.1 {status} Scripted\r\ncontent-type: {content_type}\r\n"
            f"content-length: {len(data)}\r\n".encode()
            + "".join(f"{name}: {value}\r\n" for name, value in extra.items()).encode()
            + b"\r\n"
            + data
        )
        await writer.drain()
        return True


@asynccontextmanager
async def openai_server(*script: Answer) -> AsyncIterator[OpenAIServer]:
    """Run a server that gives these answers, one per request."""
    async with listening(OpenAIServer(list(script)), "/v1") as server:
        yield server


def _encoded(
    answer: Say | Use | Fault | Raw, body: Mapping[str, Any], number: int
) -> tuple[int, Mapping[str, str], str, str]:
    """Status, headers, content type and body of an answer."""
    if isinstance(answer, Fault):
        error = {"error": {"message": answer.message, "type": "scripted", "code": None}}
        return answer.status, answer.headers, "application/json", json.dumps(error)
    if isinstance(answer, Raw):
        return 200, {}, answer.content_type, answer.body
    message = _message(answer, number)
    reason = "tool_calls" if "tool_calls" in message else "stop"
    base = {"id": f"chatcmpl-{number}", "created": 0, "model": body.get("model", "")}
    if not body.get("stream"):
        choice = {"index": 0, "message": message, "finish_reason": reason}
        whole = {**base, "object": "chat.completion", "choices": [choice], "usage": USAGE}
        return 200, {}, "application/json", json.dumps(whole)
    parts = [{"choices": [{"index": 0, "delta": delta}]} for delta in _deltas(message)]
    parts.append({"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]})
    if (body.get("stream_options") or {}).get("include_usage"):
        parts.append({"choices": [], "usage": USAGE})
    events = [json.dumps({**base, "object": "chat.completion.chunk", **part}) for part in parts]
    text = "".join(f"data: {event}\n\n" for event in [*events, "[DONE]"])
    return 200, {}, "text/event-stream", text


def _message(answer: Say | Use, number: int) -> dict[str, Any]:
    if isinstance(answer, Say):
        return {"role": "assistant", "content": answer.text}
    calls = [
        {
            "id": f"call_{number}_{index}",
            "type": "function",
            "function": {
                "name": name,
                "arguments": args if isinstance(args, str) else json.dumps(args),
            },
        }
        for index, (name, args) in enumerate(answer.calls)
    ]
    return {"role": "assistant", "content": None, "tool_calls": calls}


def _deltas(message: dict[str, Any]) -> Iterable[dict[str, Any]]:
    """The message in pieces, as a streaming server sends it."""
    yield {"role": "assistant", "content": ""}
    for word in (message["content"] or "").split():
        yield {"content": f"{word} "}
    for index, call in enumerate(message.get("tool_calls", ())):
        name, text = call["function"]["name"], call["function"]["arguments"]
        yield {
            "tool_calls": [{**call, "index": index, "function": {"name": name, "arguments": ""}}]
        }
        for start in range(0, len(text), 7):
            piece = {"arguments": text[start : start + 7]}
            yield {"tool_calls": [{"index": index, "function": piece}]}
