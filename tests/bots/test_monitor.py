"""Monitor: what Prometheus and a load balancer see of a running program."""

from __future__ import annotations

import socket
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from agent.settings import Settings
from bots.metrics import Metrics
from bots.monitor import Check, monitoring, reaching
from bots.standing import Queue, Standing
from memory.errors import StoreFailed
from tests.bots.fronts import FRONTS
from tests.bots.scripted_agent import ScriptedAgent
from tools import signals
from tools.errors import ToolFailed
from tools.signals import (
    Called,
    Cleaned,
    Delivered,
    Ended,
    Joined,
    Looked,
    Ran,
    Staged,
    Waiting,
)

IDLE = Standing(queues={"turns": Queue(0, 0.0)}, under_way=0, ready=True)


def port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        number: int = server.getsockname()[1]
        return number


def figures(text: str) -> dict[str, float]:
    """All samples by name and labels, as Prometheus' own parser reads them."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(f"{key}={value}" for key, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def test_signals_become_figures(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a").write_bytes(b"x" * 1000)
    (tmp_path / "vfxb.sqlite").write_bytes(b"x" * 10)
    standing = Standing(
        queues={"render": Queue(3, 12.5), "preview": Queue(0, 0.0)}, under_way=5, ready=False
    )
    metrics = Metrics(tmp_path, lambda: standing)
    for signal in (
        Ended(outcome="edit", seconds=4, usd=0.25),
        Ended(outcome="failed", seconds=1),
        Staged(stage="render", seconds=3),
        Ran(outcome="ok", seconds=2, media_seconds=10),
        Ran(outcome="failed", seconds=2, media_seconds=10),
        Called(service="model", seconds=0.4),
        Called(service="model", seconds=0.4, error="Timeout"),
        Looked(cache="passes", hit=True),
        Looked(cache="passes", hit=False),
        Delivered(way="link"),
        Cleaned(freed=77),
        Joined(here=2, elsewhere=1),
        Waiting(what="bucket", begins=True),
        Waiting(what="bucket", begins=True),
        Waiting(what="bucket", begins=False),
    ):
        metrics.heard(signal)
    found = figures(metrics.text().decode())
    expected = {
        "vfxb_turns_total{outcome=edit}": 1,
        "vfxb_turns_total{outcome=failed}": 1,
        "vfxb_turn_seconds_sum": 5,
        "vfxb_stage_seconds_sum{stage=render}": 3,
        "vfxb_ffmpeg_runs_total{outcome=failed}": 1,
        "vfxb_ffmpeg_speed_sum": 5,
        "vfxb_service_seconds_count{service=model}": 2,
        "vfxb_service_errors_total{kind=Timeout,service=model}": 1,
        "vfxb_spend_usd_total": 0.25,
        "vfxb_cache_lookups_total{cache=passes,result=hit}": 1,
        "vfxb_deliveries_total{way=link}": 1,
        "vfxb_cleaned_bytes_total": 77,
        "vfxb_divided_renders_total": 1,
        "vfxb_parts_total{where=here}": 2,
        "vfxb_parts_total{where=elsewhere}": 1,
        "vfxb_waiting_for{what=bucket}": 1,
        "vfxb_waiting_for{what=disk}": 0,
        "vfxb_queue_depth{queue=render}": 3,
        "vfxb_queue_age_seconds{queue=render}": 12.5,
        "vfxb_turns_under_way": 5,
        "vfxb_ready": 0,
        "vfxb_disk_bytes{part=assets}": 1000,
        "vfxb_disk_bytes{part=other}": 10,
    }
    assert {name: found[name] for name in expected} == expected
    assert found["vfxb_disk_free_bytes"] > 0


async def test_it_is_seen_at_a_port_of_its_own(tmp_path: Path) -> None:
    problem = fault = ""

    async def check() -> str:
        return problem

    async def read() -> None:
        if fault:
            raise StoreFailed(fault)

    settings = Settings(home=tmp_path, monitor_listen=("127.0.0.1", port()))
    checks: dict[str, Check] = {"bot": check, "state": reaching(read)}
    async with monitoring(settings, lambda: IDLE, checks), httpx.AsyncClient() as client:
        at = f"http://127.0.0.1:{(settings.monitor_listen or ('', 0))[1]}"
        signals.emit(Ended(outcome="edit", seconds=1))
        answer = await client.get(f"{at}/metrics")
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        assert figures(answer.text)["vfxb_turns_total{outcome=edit}"] == 1
        assert (await client.get(f"{at}/health")).json() == {"status": "ok"}
        assert (await client.get(f"{at}/ready")).status_code == 200
        problem, fault = "the connection ended", "the database is gone"
        answer = await client.get(f"{at}/ready")
        assert answer.status_code == 503
        assert answer.json()["wrong"] == {
            "bot": "the connection ended",
            "state": "the database is gone",
        }
        assert (await client.get(f"{at}/health")).status_code == 200
        assert (await client.get(f"{at}/")).status_code == 404


async def test_without_an_address_it_only_counts(tmp_path: Path) -> None:
    async with monitoring(Settings(home=tmp_path), lambda: IDLE, {}) as metrics:
        signals.emit(Ended(outcome="edit", seconds=1))
    signals.emit(Ended(outcome="edit", seconds=1))
    assert figures(metrics.text().decode())["vfxb_turns_total{outcome=edit}"] == 1


async def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        settings = Settings(home=tmp_path, monitor_listen=taken.getsockname())
        with pytest.raises(ToolFailed, match="Set VFXB_MONITOR_LISTEN to another"):
            async with monitoring(settings, lambda: IDLE, {}):
                pass


async def test_turns_of_a_bot_that_wait_are_its_queue(agent: ScriptedAgent, beach: Path) -> None:
    front = FRONTS[0]
    async with (
        front.serve() as server,
        front.running(agent, front.settings(server.url)) as bot,
    ):
        assert bot.turns.standing == IDLE
        await server.send("very slow", beach)
        await server.until(lambda: len(agent.requests) == 1)
        await server.send("brighter")
        await server.until(lambda: bot.turns.standing.under_way == 2)
        assert bot.turns.standing.queues["turns"].waiting == 1
        await server.until(lambda: len(server.by_bot()) == 2)
        for shown in server.by_bot():
            await server.press(shown, "Cancel")
        await server.until(lambda: bot.turns.standing.under_way == 0)
