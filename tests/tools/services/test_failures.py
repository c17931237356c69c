from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tools.services.failures import Kind, ServiceError, from_status, message_in, retry_after


@dataclass(frozen=True)
class Case:
    """A status and a body, as providers send them, and what they mean."""

    id: str
    code: int
    kind: Kind
    body: Any = None
    says: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    wait: float | None = None


ELEVENLABS_QUOTA = {"detail": {"status": "quota_exceeded", "message": "You have 5 credits."}}
ELEVENLABS_KEY = {"detail": {"status": "invalid_api_key", "message": "Invalid API key"}}
OPENAI_MODEL = {"error": {"message": "The model `x` does not exist", "code": "model_not_found"}}
OPENAI_QUOTA = {"error": {"message": "You exceeded", "type": "insufficient_quota"}}
REPLICATE_FIELD = {"title": "Input validation failed", "detail": "- input.scale: must be >= 1"}
FASTAPI = {"detail": [{"loc": ["body", "text"], "msg": "too long", "input": "the words"}]}
HEYGEN = {"error": {"code": "x", "message": "Invalid avatar"}}
CASES = (
    Case("key", 401, "key", ELEVENLABS_KEY, "ElevenLabs refuses the key (401). Set ELEVENLABS"),
    Case("quota by 401", 401, "credit", ELEVENLABS_QUOTA, "You have 5 credits"),
    Case("payment", 402, "credit", {"title": "Insufficient credit"}, "(402: Insufficient credit)"),
    Case("forbidden", 403, "key", {"detail": "Not for this plan"}, "(403: Not for this plan)"),
    Case("model", 404, "model", OPENAI_MODEL, "The model `x` does not exist"),
    Case("withdrawn", 410, "model"),
    Case("time", 408, "timeout"),
    Case("large", 413, "request"),
    Case("field", 422, "request", REPLICATE_FIELD, "- input.scale: must be >= 1"),
    Case("fields", 422, "request", FASTAPI, "(422: text: too long)"),
    Case("other form", 400, "request", HEYGEN, "(400: Invalid avatar)"),
    Case("text", 400, "request", b"<html>", "(400)"),
    Case("early", 425, "overloaded"),
    Case("many", 429, "overloaded", {}, "Try again in 7 s", {"Retry-After": "7"}, 7),
    Case("many, no hint", 429, "overloaded", {}, "Try again in a minute"),
    Case("many, no number", 429, "overloaded", {}, "", {"retry-after": "soon"}),
    Case("many, negative", 429, "overloaded", {}, "", {"retry-after": "-3"}),
    Case("many, ms", 429, "overloaded", {}, "", {"retry-after-ms": "1500"}, 1.5),
    Case("quota by 429", 429, "credit", OPENAI_QUOTA, "You exceeded"),
    Case("error", 500, "broken"),
    Case("down", 503, "broken", None, "", {"retry-after": "30"}, 30),
    Case("gateway", 504, "timeout"),
    Case("redirect", 302, "answer"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_status_becomes_a_sentence(case: Case) -> None:
    error = from_status("ElevenLabs", case.code, case.body, case.headers)
    assert error.kind == case.kind
    assert case.says in str(error)
    assert error.retry_after == case.wait
    assert "the words" not in str(error)
    assert str(error).startswith(error.what)
    assert str(error).endswith((".", "later."))


@pytest.mark.parametrize(
    "key",
    [
        "sk-abcd1234efgh",
        "r8_AbCdEf123456",
        "Bearer abc.def.ghi",
        "a" * 32,
        "xi-12345678",
        "sk-****99",
    ],
)
def test_no_key_is_part_of_a_message(key: str) -> None:
    assert key not in str(ServiceError("OpenAI", "request", f"wrong: {key} here"))
    assert key not in str(from_status("OpenAI", 422, {"error": {"message": f"bad {key}"}}))


def test_a_message_is_one_line_of_bearable_length() -> None:
    text = str(ServiceError("X", "request", "so\n  bad " * 200))
    assert "\n" not in text
    assert len(text) < 350


@pytest.mark.parametrize("body", [None, [], {}, {"error": {}}, {"error": None}, [[]], "words", 7])
def test_a_body_without_a_message_has_none(body: Any) -> None:
    assert message_in(body) == ""


def test_retry_after_may_be_a_date() -> None:
    soon = datetime.now(UTC) + timedelta(seconds=20)
    assert 17 < (retry_after({"Retry-After": format_datetime(soon)}) or 0) <= 20
    past = datetime.now(UTC) - timedelta(hours=1)
    assert retry_after({"Retry-After": format_datetime(past)}) == 0


def test_a_client_may_know_better_whether_the_work_was_begun() -> None:
    assert ServiceError("X", "timeout").begun
    assert not ServiceError("X", "timeout", begun=False).begun
    assert ServiceError("X", "unreachable", begun=True).begun
