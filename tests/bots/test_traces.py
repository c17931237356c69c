"""Traces: a collector gets a span for each turn, with what it consisted of."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from agent.settings import Settings
from bots.traces import tracing
from bots.web import serving
from tools import signals
from tools.signals import Called, Ended, Ran, Staged

AT = 1_790_000_000.0


class Collector:
    """Takes traces as an OpenTelemetry collector does."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.services: set[str] = set()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        if request.headers.get("Content-Encoding") == "gzip" and body[:2] == b"\x1f\x8b":
            body = gzip.decompress(body)
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            names = resource.resource.attributes
            self.services |= {one.value.string_value for one in names if one.key == "service.name"}
            for scope in resource.scope_spans:
                self.spans += scope.spans
        return web.Response(content_type="application/x-protobuf")


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    made = Collector()
    app = web.Application()
    app.router.add_post("/v1/traces", made.take)
    async with serving(app, ("127.0.0.1", 0), "X") as url:
        made.url = url
        yield made


async def traced(collector: Collector, work: object) -> None:
    """Do something under trace; the exporter's last word would block the loop."""

    def run() -> None:
        with tracing(Settings(otlp_endpoint=collector.url)):
            assert callable(work)
            work()

    await asyncio.to_thread(run)


async def test_a_turn_is_a_span_with_its_parts_below(collector: Collector) -> None:
    def turn() -> None:
        with signals.identified("t1"):
            signals.emit(Staged(stage="plan", seconds=1, ended=AT + 1))
            signals.emit(Called(service="model", seconds=0.5, ended=AT + 0.9))
            signals.emit(Ran(outcome="ok", seconds=2, media_seconds=8, ended=AT + 3))
            signals.emit(Ended(outcome="edit", seconds=4, usd=0.5, ended=AT + 4))
        signals.emit(Staged(stage="outside", seconds=1))

    await traced(collector, turn)
    spans = {span.name: span for span in collector.spans}
    assert set(spans) == {"turn", "stage plan", "service model", "ffmpeg"}
    assert collector.services == {"vfxb"}
    whole = spans.pop("turn")
    told = {one.key: one.value for one in whole.attributes}
    assert told["vfxb.turn"].string_value == "t1"
    assert told["vfxb.outcome"].string_value == "edit"
    assert (whole.end_time_unix_nano - whole.start_time_unix_nano) / 1e9 == pytest.approx(4)
    for span in spans.values():
        assert span.parent_span_id == whole.span_id
        assert span.trace_id == whole.trace_id
        assert whole.start_time_unix_nano <= span.start_time_unix_nano
        assert span.end_time_unix_nano <= whole.end_time_unix_nano


async def test_turns_side_by_side_are_kept_apart_and_failures_marked(collector: Collector) -> None:
    def turns() -> None:
        for name in ("t1", "t2"):
            with signals.identified(name):
                signals.emit(Staged(stage=name, seconds=1, ended=AT))
        for name, outcome in (("t1", "failed"), ("t2", "edit")):
            with signals.identified(name):
                signals.emit(Ended(outcome=outcome, seconds=2, ended=AT))

    await traced(collector, turns)
    wholes = [span for span in collector.spans if span.name == "turn"]
    assert [span.status.code for span in wholes] == [2, 0]
    parents = {s.name: s.parent_span_id for s in collector.spans if s.name.startswith("stage")}
    assert parents == {"stage t1": wholes[0].span_id, "stage t2": wholes[1].span_id}


async def test_what_another_process_does_is_part_of_the_turn(collector: Collector) -> None:
    def worker() -> None:
        with signals.identified("t1"):
            signals.emit(Ran(outcome="ok", seconds=2, media_seconds=8, ended=AT + 3))

    def bot() -> None:
        with signals.identified("t1"):
            signals.emit(Ended(outcome="edit", seconds=4, ended=AT + 4))

    await traced(collector, worker)
    await traced(collector, bot)
    run, whole = collector.spans
    assert (run.name, whole.name) == ("ffmpeg", "turn")
    assert run.trace_id == whole.trace_id
    assert run.parent_span_id == whole.span_id
    assert not whole.parent_span_id


def test_without_a_collector_nothing_is_traced() -> None:
    with tracing(Settings()):
        assert not signals._listeners
