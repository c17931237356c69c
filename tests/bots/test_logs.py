"""Logs: one id through a turn, figures of signals, and nobody's words or keys."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from agent.settings import Settings
from bots import logs
from bots.logs import JsonLines, Text
from tests.bots.fronts import FRONTS, Front
from tests.bots.scripted_agent import ScriptedAgent
from tools import signals
from tools.errors import BadInput
from tools.signals import Ended, Ran

SECRET = "sk-very-secret"
WORDS = "grandmother's birthday"


@contextmanager
def written(formatter: logging.Formatter) -> Iterator[io.StringIO]:
    """What is logged in that form."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.addFilter(logs._with_turn)
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    try:
        with signals.listening(logs.note):
            yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_json_lines_carry_the_turn_and_the_figures_of_signals() -> None:
    with written(JsonLines()) as stream, signals.identified("t1"):
        signals.emit(Ran(outcome="ok", seconds=1.23456, media_seconds=2))
    (line,) = lines(stream)
    assert line["turn"] == "t1"
    assert (line["message"], line["outcome"], line["seconds"]) == ("ran", "ok", 1.235)
    assert line["level"] == "info"
    assert line["time"].endswith("+00:00")


def test_a_call_that_is_made_again_says_which_and_why() -> None:
    import stamina

    @stamina.retry(on=OSError, attempts=2, wait_initial=0.01, wait_max=0.01)
    def reach() -> None:
        if not reached:
            reached.append(1)
            raise OSError(WORDS)

    reached: list[int] = []
    # The commands of other tests keep it silent.
    logging.getLogger("stamina").setLevel(logging.WARNING)
    with written(JsonLines()) as stream:
        reach()
    (line,) = lines(stream)
    assert line["call"].endswith("says_which_and_why.reach")
    assert (line["reason"], line["after"] <= 0.01) == ("OSError", True)
    assert WORDS not in stream.getvalue()


def test_outside_of_a_turn_there_is_no_id() -> None:
    with written(JsonLines()) as stream:
        logging.getLogger("vfxb").info("begun")
    assert "turn" not in lines(stream)[0]


def test_an_error_is_told_by_kind_and_place_only(error_log: list[object]) -> None:
    log = logging.getLogger("vfxb")
    with written(JsonLines()) as stream:
        try:
            raise BadInput(f"no look named '{WORDS}'")
        except BadInput as error:
            log.warning("refused: %s", error)
            log.error("a turn failed", exc_info=error)
    error_log.clear()
    refused, failed = lines(stream)
    assert refused["message"] == "refused: BadInput"
    assert failed["error"]["type"] == "BadInput"
    assert "test_logs.py" in failed["error"]["at"][0]
    assert WORDS not in stream.getvalue()


def test_a_message_that_cannot_be_filled_is_written_as_it_is() -> None:
    with written(JsonLines()) as stream:
        record = logging.LogRecord("a", logging.INFO, "", 0, "%d of %d", ("one",), None)
        for handler in logging.getLogger().handlers:
            if getattr(handler, "stream", None) is stream:
                handler.handle(record)
    assert lines(stream)[0]["message"] == "%d of %d"


@pytest.mark.parametrize("formatter", [Text, JsonLines])
def test_keys_are_hidden(formatter: type[Text | JsonLines]) -> None:
    settings = Settings(openai_api_key=SecretStr(SECRET), files_secret=SecretStr("ab"))
    assert list(logs.secrets_of(settings)) == [SECRET]
    with written(formatter(logs.secrets_of(settings))) as stream:
        logging.getLogger("vfxb").info("calling https://x/%s", SECRET)
    assert SECRET not in stream.getvalue()
    assert "https://x/***" in stream.getvalue()


def test_lines_of_text_end_with_the_turn() -> None:
    with written(Text()) as stream, signals.identified("t2"):
        signals.emit(Ended(outcome="edit", seconds=2.0))
    assert stream.getvalue().rstrip().endswith("ended outcome=edit seconds=2.0 usd=0.0 [t2]")


@pytest.mark.parametrize("front", FRONTS, ids=lambda front: front.id)
async def test_a_turn_of_a_bot_has_one_id_and_no_words_in_the_log(
    front: Front, agent: ScriptedAgent, beach: Path
) -> None:
    with written(JsonLines()) as stream:
        async with front.chat(agent) as server:
            await server.send(f"sepia for {WORDS}", beach)
            await server.result()
            await server.send(f"bad {WORDS}")
            await server.saying("That cannot be used")
    assert WORDS not in stream.getvalue()
    told = [line for line in lines(stream) if line["message"] == "delivered"]
    assert [line["way"] for line in told] == ["file"]
    assert told[0]["turn"]
