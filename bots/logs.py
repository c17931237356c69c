"""Logs: what a bot writes down about its work, with one id through each turn.

Keys never get into a log. As JSON, no words of people do either: of an error it says the kind and
the place, not the message, which may quote them.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from agent.settings import Settings
from tools import signals
from tools.signals import Looked, Signal

log = logging.getLogger(__name__)

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
HIDDEN = "***"
_LEAST_SECRET = 6
"""Characters of a key below which hiding it would hide ordinary words."""

# These log addresses, and Telegram's carry the token; the last one each table of a font.
_CHATTY = ("httpx", "httpcore", "stamina", "aiohttp.access", "fontTools")


@contextmanager
def logging_as(settings: Settings) -> Iterator[None]:
    """Log to standard error as the settings say, what signals tell included."""
    handler = logging.StreamHandler()
    secrets = tuple(secrets_of(settings))
    handler.setFormatter(JsonLines(secrets) if settings.log_format == "json" else Text(secrets))
    handler.addFilter(_with_turn)
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    with signals.listening(note):
        yield


def note(signal: Signal) -> None:
    """Log what a part of the work told; looks into caches are too many for that."""
    if not isinstance(signal, Looked):
        told = asdict(signal)
        told.pop("ended", None)
        log.info("%s", type(signal).__name__.lower(), extra={"told": told})


def secrets_of(settings: Settings) -> Iterator[str]:
    """Everything that the settings hold and nobody may see."""
    for _, value in settings:
        if isinstance(value, SecretStr) and len(value.get_secret_value()) >= _LEAST_SECRET:
            yield value.get_secret_value()


class Text(logging.Formatter):
    """Lines for people.

    Args:
        secrets: What is hidden wherever it turns up.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__(TEXT)
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line, with the figures of a signal, and the id of its turn."""
        figures = " ".join(f"{key}={_short(value)}" for key, value in _told(record).items())
        turn = getattr(record, "turn", "")
        line = " ".join(filter(None, (super().format(record), figures, turn and f"[{turn}]")))
        return _hidden(line, self._secrets)


class JsonLines(logging.Formatter):
    """One JSON object in a line for each record.

    Args:
        secrets: What is hidden wherever it turns up.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _wordless(record),
        }
        if turn := getattr(record, "turn", ""):
            line["turn"] = turn
        line |= {key: _short(value) for key, value in _told(record).items()}
        if record.exc_info and record.exc_info[1]:
            line["error"] = _error(record.exc_info[1])
        return _hidden(json.dumps(line, ensure_ascii=False), self._secrets)


def _with_turn(record: logging.LogRecord) -> bool:
    """Note the turn that a record belongs to, while its context is known."""
    record.turn = signals.turn.get()
    return True


def _told(record: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = getattr(record, "told", None) or _retry(vars(record))
    return told


def _retry(about: dict[str, Any]) -> dict[str, Any]:
    """Which call is made again, when, and why, which the library leaves out of its message."""
    if "stamina.callable" not in about:
        return {}
    return {
        "call": about["stamina.callable"].replace(".<locals>", ""),
        "after": about["stamina.wait_for"],
        # What an error says may be somebody's words: its kind.
        "reason": about["stamina.caused_by"].partition("(")[0],
    }


def _short(value: Any) -> Any:
    return round(value, 3) if isinstance(value, float) else value


def _wordless(record: logging.LogRecord) -> str:
    """The message, with the kind of an error in place of what it says."""
    args = record.args if isinstance(record.args, tuple) else (record.args,)
    shown = tuple(_kind(arg) if isinstance(arg, BaseException) else arg for arg in args)
    try:
        return str(record.msg) % shown if record.args else str(record.msg)
    except (TypeError, ValueError):
        return str(record.msg)


def _error(error: BaseException) -> dict[str, Any]:
    """What kind of error, and where; what it says may be somebody's words."""
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": _kind(error),
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _kind(error: BaseException) -> str:
    cause = error.__cause__
    return f"{type(error).__name__}{f' ({type(cause).__name__})' if cause else ''}"


def _hidden(line: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        line = line.replace(secret, HIDDEN)
    return line
