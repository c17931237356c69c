"""A local server that speaks HeyGen's protocol: avatars, voices, jobs, films, the quota."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.raw_server import Asked
from tests.tools.services.servers.speech_days import Answer, Server, serving

AVATARS = [
    {"avatar_id": "Tyler", "avatar_name": "Tyler", "gender": "male"},
    {"avatar_id": "Daisy", "avatar_name": "Daisy", "gender": "female"},
]
VOICES = [
    {"voice_id": "v-en-m", "language": "English", "gender": "male", "name": "Paul"},
    {"voice_id": "v-en-f", "language": "English", "gender": "female", "name": "Ann"},
    {"voice_id": "v-fr-f", "language": "French", "gender": "Female", "name": "Anne"},
]


@dataclass
class Studio:
    """What the server knows.

    Attributes:
        film: The file that comes of every job.
        states: What the next questions about a job are answered with; then it is completed.
        orders: What was ordered.
        deleted: Jobs that were deleted.
        film_url: Where a film is said to lie; None names the server's own place.
        film_kind: Content type of a film.
    """

    film: Path
    url: str = ""
    states: list[dict[str, Any]] = field(default_factory=list)
    orders: list[dict[str, Any]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    film_url: str | None = None
    film_kind: str = "video/mp4"

    def respond(self, asked: Asked) -> Answer:
        """What HeyGen answers on a good day."""
        parts = urlsplit(asked.path)
        if parts.path == "/films/1.mp4":
            assert "x-api-key" not in asked.headers  # the film lies elsewhere: no key goes there
            return Answer(self.film.read_bytes(), self.film_kind)
        if asked.headers.get("x-api-key") is None:
            return _json({"code": 401, "message": "Unauthorized"}, 401)
        job = parse_qs(parts.query).get("video_id", [""])[0]
        match asked.method, parts.path:
            case "GET", "/v2/avatars":
                return _data({"avatars": AVATARS, "talking_photos": []})
            case "GET", "/v2/voices":
                return _data({"voices": VOICES})
            case "GET", "/v2/user/remaining_quota":
                return _data({"remaining_quota": 600, "details": {"api": 600}})
            case "POST", "/v2/video/generate":
                self.orders.append(asked.json)
                return _data({"video_id": f"job{len(self.orders)}"})
            case "GET", "/v1/video_status.get":
                return self._state(job)
            case "DELETE", "/v1/video.delete":
                self.deleted.append(job)
                return _data({})
        return _json({"error": {"code": "not_found", "message": "no such page"}}, 404)

    def _state(self, job: str) -> Answer:
        done = {"status": "completed", "video_url": self.film_url or f"{self.url}/films/1.mp4"}
        state = self.states.pop(0) if self.states else done
        if "http" in state:
            return _json({"error": state.get("error")}, state["http"])
        return _json({"code": 100, "message": "Success", "data": {"id": job, **state}})


def _data(data: object) -> Answer:
    return _json({"error": None, "data": data})


def _json(body: object, status: int = 200) -> Answer:
    return Answer(json.dumps(body).encode(), "application/json", status)


@asynccontextmanager
async def heygen_server(film: Path) -> AsyncIterator[tuple[Server, Studio]]:
    """Run it, with what it knows."""
    studio = Studio(film)
    async with serving(studio.respond) as server:
        studio.url = server.url
        yield server, studio
