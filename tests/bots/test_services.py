"""What people at a terminal see of services and money."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from agent.engines import running_in, steering_in
from bots.logs import JsonLines
from bots.terminal import app
from memory.memory import Memory
from memory.spendings import Call, Caps
from tests.tools.services.engines_here import Stub, ask, policy_in
from tests.tools.services.servers.elevenlabs import elevenlabs_server
from tools.services.breaker import Breakers
from tools.services.health import Health
from tools.services.rates import Rates


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VFXB_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def vfxb(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def call(**fields: Any) -> Call:
    known: dict[str, Any] = {
        "capability": "speech", "engine": "ElevenLabs", "product": "p", "units": {}, "usd": 0.25,
        "person": "telegram:1", "group": "", "job": "", "request": "r",
    }  # fmt: skip
    return Call(**{**known, **fields})


def spend(home: Path) -> None:
    async def work() -> None:
        async with Memory.open(home) as memory:
            number = await memory.spendings.reserve(call(), Caps())
            await memory.spendings.close(number, state="done", usd=0.25, ms=1_200)
            for _ in range(2):
                await memory.spendings.note(call(), state="done", ms=0, cached=True)
            failed = call(request="r2", person="telegram:2")
            number = await memory.spendings.reserve(failed, Caps())
            await memory.spendings.close(number, state="broken", usd=0, ms=50)

    asyncio.run(work())


def test_usage_tells_what_was_spent_and_saved(home: Path) -> None:
    spend(home)
    told = vfxb("usage")
    assert told.exit_code == 0
    assert told.stdout.startswith(
        "Everybody together spent $0.25 of $10.00 on services today and $0.25 of $100.00 this "
        "month. The cache saved $0.50 this month."
    )
    line = "- speech by ElevenLabs: 2 calls, 1 failed, 2 from the cache; $0.25, $0.50 saved"
    assert line in told.stdout
    assert "You spent $0.25 of $1.00" in vfxb("usage", "--person", "telegram:1").stdout
    assert "You spent $0.00 of $1.00" in vfxb("usage", "--person", "telegram:2").stdout


def test_usage_as_json(home: Path) -> None:
    spend(home)
    told = json.loads(vfxb("usage", "--json").stdout)
    (use,) = told["today"]
    assert (use["calls"], use["failed"], use["cached"], use["usd"]) == (2, 1, 2, 0.25)
    assert told["caps"]["person_day"] == 1.0
    assert told["model"]["turns"] == 0


@pytest.mark.usefixtures("home")
def test_services_tell_what_is_missing() -> None:
    told = vfxb("services")
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert "speech" in lines
    assert "  ok  espeak-ng: ready" in lines
    assert "  --  ElevenLabs: no key is set; set ELEVENLABS_API_KEY" in lines


def test_services_tell_health_quota_and_speed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spend(home)
    breakers = Breakers()
    health = Health(breakers, Rates({}), running_in(home))
    with health.at_work("ElevenLabs"):
        breakers.failed("ElevenLabs", "credit")
        health.tell(at_once=True)

        async def asked() -> Result:
            async with elevenlabs_server() as (server, _):
                monkeypatch.setenv("ELEVENLABS_API_KEY", "sk_of_a_test")
                monkeypatch.setenv("VFXB_ELEVENLABS_URL", server.url)
                return await asyncio.to_thread(vfxb, "services", "--json")

        told = asyncio.run(asked())
    found = [each for each in json.loads(told.stdout) if each["engine"] == "ElevenLabs"]
    speech = next(each for each in found if each["capability"] == "speech")
    assert (speech["breaker"], speech["queue"], speech["usable"]) == ("open", 1, False)
    assert speech["vitals"]["calls"] == 2
    assert speech["vitals"]["errors"] == 0.5
    assert speech["vitals"]["p50"] == speech["vitals"]["p95"] == 1_200
    assert any(each["report"] and each["report"]["reachable"] for each in found)
    assert any("of 30,000" in (each["report"] or {}).get("quota", "") for each in found)
    assert "sk_of_a_test" not in told.stdout


def test_a_service_that_does_not_answer_is_told_by_the_doctor(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VFXB_VIBEVOICE_URL", "ws://127.0.0.1:9/tts")
    told = vfxb("doctor", "--json")
    (found,) = [each for each in json.loads(told.stdout) if each["name"] == "services"]
    assert not found["ok"]
    assert "VibeVoice: not reachable" in found["text"]
    assert "vfxb services" in found["remedy"]
    monkeypatch.setenv("VFXB_OFFLINE", "1")
    assert "not asked while VFXB works offline" in vfxb("services").stdout


def test_steering_takes_hold_in_the_file_that_processes_read(home: Path) -> None:
    told = vfxb(
        "services", "--share", "speech vibevoice 5%", "--force", "transcription pocketsphinx"
    )
    assert told.exit_code == 0
    assert told.stdout.splitlines() == [
        "transcription: everything goes to PocketSphinx",
        "speech: 5 % to VibeVoice",
    ]
    assert json.loads(steering_in(home).read_text()) == {
        "share": {"speech": {"VibeVoice": 0.05}},
        "force": {"transcription": "PocketSphinx"},
    }
    assert "PocketSphinx: ready; everything is forced to it" in vfxb("services").stdout
    told = vfxb("services", "--release", "transcription", "--release", "speech")
    assert "Nothing is steered" in told.stdout


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ("--force", "speech Nobody"),
            "There is no engine 'Nobody' for speech. Engines: VibeVoice",
        ),
        (("--force", "singing OpenAI"), "There is no 'singing'. There are: planning"),
        (("--force", "speech"), "It looks like this: 'speech ElevenLabs'"),
        (("--share", "speech VibeVoice"), "is not understood"),
        (("--share", "speech VibeVoice much"), "'much' is no number of per cent"),
        (("--share", "speech VibeVoice 101"), "not between 0 and 100"),
    ],
)
def test_steering_that_makes_no_sense_is_refused(words: tuple[str, ...], says: str) -> None:
    told = vfxb("services", *words)
    assert told.exit_code == 2
    assert says in told.stderr


def test_a_damaged_database_is_told_calmly(home: Path) -> None:
    home.mkdir()
    (home / "vfxb.db").write_bytes(os.urandom(4_096))
    for command in ("usage", "services"):
        told = vfxb(command)
        assert told.exit_code == 1
        assert "vfxb.db failed" in told.stderr


async def test_a_call_is_one_structured_line_in_the_log_of_a_bot(tmp_path: Path) -> None:
    lines = io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("tools.services.asking")
    logger.addHandler(handler)
    level = logger.level
    logger.setLevel(logging.INFO)
    try:
        await ask(policy_in(tmp_path), [Stub("A")], key="private words", seconds=2.5)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
    (line,) = map(json.loads, lines.getvalue().splitlines())
    assert (line["message"], line["engine"], line["outcome"]) == ("service", "A", "done")
    assert (line["media_seconds"], line["usd"], line["fallback"]) == (2.5, 0, [])
    assert "private" not in lines.getvalue()
