"""Failures: what goes wrong with services, as one error that says what, and what to do next.

A provider's client makes one attempt, and raises ``ServiceError`` for whatever its library or its
server answers; nothing above it knows any other error of a provider. No key, and nothing that a
person wrote, is ever part of a message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal

from tools.errors import ToolFailed

Kind = Literal[
    "unreachable",  # no connection: nothing was asked yet
    "timeout",  # connected, and no answer in time
    "overloaded",  # 429: too many requests
    "broken",  # 5xx
    "key",  # 401, 403
    "credit",  # 402, or a quota that is used up
    "model",  # 404: no such model, voice or page
    "request",  # 400, 413, 422: the provider does not take what was sent
    "answer",  # cut off, of a wrong kind, not what was promised
    "failed",  # the provider's job failed
    "cancelled",  # the provider's job was cancelled there
    "lost",  # the provider knows nothing of the job any more
    "too_large",  # the result is larger than may be taken
    "private_address",  # the result lies at an address inside this network
]

RETRYABLE = frozenset({"unreachable", "timeout", "overloaded", "broken", "answer", "lost"})
"""Kinds that may pass when the same is asked again."""

BEGUN = frozenset({"timeout", "answer", "failed", "cancelled", "lost", "too_large"})
"""Kinds after which the provider may have done, and charged for, the work."""

# What was wrong, and the next step.
_SENTENCES: Mapping[Kind, tuple[str, str]] = {
    "unreachable": (
        "{engine} cannot be reached{detail}",
        "Check the network and the address that is set for it, or try again later.",
    ),
    "timeout": ("{engine} did not answer in time{detail}", "Try again in a few minutes."),
    "overloaded": (
        "{engine} takes no more requests at the moment{detail}",
        "Try again {when}.",
    ),
    "broken": ("{engine} has an error of its own{detail}", "Try again in a few minutes."),
    "key": ("{engine} refuses the key{detail}", "{setting}"),
    "credit": (
        "The account at {engine} has no credit or quota left{detail}",
        "Top it up there, or ask for another engine.",
    ),
    "model": (
        "{engine} does not know what was asked for{detail}",
        "It may have been renamed or withdrawn: choose another one.",
    ),
    "request": ("{engine} does not take this{detail}", "Change that and try again."),
    "answer": (
        "{engine} sent something that cannot be used{detail}",
        "Try again, or ask for another engine.",
    ),
    "failed": (
        "{engine} began and failed{detail}",
        "Try again with a shorter or simpler clip, or ask for another engine.",
    ),
    "cancelled": (
        "{engine} cancelled the work{detail}",
        "Ask for it again if you still want it.",
    ),
    "lost": ("{engine} lost the work that it had begun{detail}", "Ask for it again."),
    "too_large": (
        "The result of {engine} is too large{detail}",
        "Ask for a smaller or shorter one.",
    ),
    "private_address": (
        "{engine} named an address inside this network for its result{detail}, which was not "
        "fetched",
        "Tell whoever runs VFXB.",
    ),
}
_SETTINGS = {
    "ElevenLabs": "ELEVENLABS_API_KEY",
    "OpenAI": "OPENAI_API_KEY",
    "Replicate": "REPLICATE_API_TOKEN",
    "HeyGen": "HEYGEN_API_KEY",
}
_LONGEST_DETAIL = 200
# What keys of providers look like, and whatever is as long and as random.
_KEY = re.compile(r"(?i)\b(?:bearer\s+\S+|(?:sk|r8|xi|hf|pk)[-_][\w*-]{4,}|[\w+/-]{32,})")
_QUOTA = ("quota", "credit", "billing", "insufficient")


class ServiceError(ToolFailed):
    """A service could not do what it was asked.

    Attributes:
        engine: Which one, as people call it.
        kind: What went wrong.
        what: The same in words, without the next step and the full stop.
        retry_after: Seconds that the provider asks to wait; None where it names none.
        retryable: Whether the same may work when it is asked again.
        begun: Whether the provider may have done, and charged for, the work.
    """

    def __init__(
        self,
        engine: str,
        kind: Kind,
        detail: str = "",
        *,
        retry_after: float | None = None,
        begun: bool | None = None,
    ) -> None:
        """Make the error, and its sentence.

        Args:
            engine: Which engine.
            kind: What went wrong.
            detail: The provider's own words or the number; keys in it are taken out.
            retry_after: Seconds that the provider asks to wait.
            begun: Where the client knows better than the kind does.
        """
        told = presentable(detail)
        wrong, step = _SENTENCES[kind]
        self.what = wrong.format(engine=engine, detail=f" ({told})" if told else "")
        name = _SETTINGS.get(engine)
        step = step.format(
            when=f"in {retry_after:.0f} s" if retry_after else "in a minute",
            setting=f"Set {name} to a valid one." if name else "Check the key that is set for it.",
        )
        super().__init__(f"{self.what}. {step}")
        self.engine = engine
        self.kind: Kind = kind
        self.retry_after = retry_after
        self.retryable = kind in RETRYABLE
        self.begun = kind in BEGUN if begun is None else begun


def from_status(
    engine: str, code: int, body: object = None, headers: Mapping[str, str] | None = None
) -> ServiceError:
    """The error for an answer with an HTTP status of 300 or more.

    Args:
        engine: Who answered.
        code: The status.
        body: The answer: decoded JSON, text or bytes; only the provider's own message is used.
        headers: The headers, for ``Retry-After``.
    """
    said = message_in(body)
    detail = f"{code}: {said}" if said else str(code)
    kind = _kind(code, said, body)
    if kind == "key":
        # Providers repeat a part of the key that they refuse.
        detail = str(code) if code == 401 else detail
    hint = retry_after(headers or {}) if kind in {"overloaded", "broken"} else None
    return ServiceError(engine, kind, detail, retry_after=hint)


def _kind(code: int, said: str, body: object) -> Kind:
    fixed: dict[int, Kind] = {
        402: "credit", 403: "key", 404: "model", 408: "timeout", 410: "model",
        413: "request", 504: "timeout",
    }  # fmt: skip
    if code in {401, 403, 429} and _is_quota(said, body):
        return "credit"
    if code in fixed:
        return fixed[code]
    if code == 401:
        return "key"
    if code in {425, 429}:
        return "overloaded"
    if code >= 500:
        return "broken"
    return "request" if code >= 400 else "answer"


def _is_quota(said: str, body: object) -> bool:
    """Whether it is about money: some say so by 401 or 429, with a code in the body."""
    codes = " ".join(_codes(body)).lower()
    return any(word in codes for word in _QUOTA) or "quota exceeded" in said.lower()


def _codes(body: object) -> list[str]:
    if not isinstance(body, Mapping):
        return []
    found = [str(body[name]) for name in ("code", "status", "type") if body.get(name)]
    for name in ("error", "detail"):
        found += _codes(body.get(name))
    return found


def message_in(body: object) -> str:
    """The provider's own words in the body of an error; never what was sent to it."""
    if isinstance(body, list):
        return "; ".join(filter(None, map(message_in, body[:3])))
    if not isinstance(body, Mapping):
        return ""
    # FastAPI's form: the place and what is wrong with it; "input" would repeat what was sent.
    where = body.get("loc")
    said = body.get("msg") or body.get("message") or body.get("title")
    if where and said:
        return f"{'.'.join(str(part) for part in where if part != 'body')}: {said}"
    for name in ("detail", "error"):
        inner: Any = body.get(name)
        if isinstance(inner, str):
            return inner
        if inner and (found := message_in(inner)):
            return found
    return str(said) if said else ""


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds that a server asks to wait: a number or a date; None where it says nothing."""
    said = {name.lower(): value for name, value in headers.items()}
    if milliseconds := said.get("retry-after-ms", ""):
        with_number = _number(milliseconds)
        if with_number is not None:
            return with_number / 1000
    value = said.get("retry-after", "").strip()
    if not value:
        return None
    if (seconds := _number(value)) is not None:
        return seconds
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def presentable(text: str) -> str:
    """A provider's words on one line, of a bearable length, without keys."""
    line = " ".join(_KEY.sub("...", text).split()).rstrip(".")
    return line if len(line) <= _LONGEST_DETAIL else f"{line[:_LONGEST_DETAIL]}..."
