"""Traces: each turn as a span of OpenTelemetry, with its stages, runs and calls below it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agent.settings import Settings
from tools import signals
from tools.errors import BadInput
from tools.signals import Called, Ended, Ran, Signal, Staged

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.trace import Tracer

MOST_TURNS = 1_000
"""Turns whose parts are kept until they end; of more, those that began first are given up."""
_NANO = 1_000_000_000

Timed = Staged | Ran | Called


@contextmanager
def tracing(settings: Settings) -> Iterator[None]:
    """Send a trace of each turn that ends within the block, where the settings say.

    Raises:
        BadInput: The library for it is not installed.
    """
    if settings.otlp_endpoint is None:
        yield
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise BadInput(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and OpenTelemetry is not installed. "
            "In the clone of VFXB, install it with: pip install '.[traces]'"
        ) from error
    exporter = OTLPSpanExporter(endpoint=f"{settings.otlp_endpoint.rstrip('/')}/v1/traces")
    provider = TracerProvider(resource=Resource.create({"service.name": "vfxb"}))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    traces = Traces(provider.get_tracer("vfxb"))
    try:
        with signals.listening(traces.heard):
            yield
    finally:
        provider.shutdown()


class Traces:
    """Makes spans of signals, once the turn that they belong to has ended.

    Args:
        tracer: Makes the spans.
    """

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._parts: OrderedDict[str, list[Timed]] = OrderedDict()

    def heard(self, signal: Signal) -> None:
        """Keep a part of a turn; write down the turn when it ends."""
        turn = signals.turn.get()
        if isinstance(signal, Ended):
            self._ended(turn, signal, self._parts.pop(turn, []))
        elif turn and isinstance(signal, Timed):
            self._parts.setdefault(turn, []).append(signal)
            if len(self._parts) > MOST_TURNS:
                self._parts.popitem(last=False)

    def _ended(self, turn: str, signal: Ended, parts: list[Timed]) -> None:
        from opentelemetry.trace import Status, StatusCode, set_span_in_context

        whole = self._tracer.start_span(
            "turn",
            start_time=_began(signal),
            attributes={"vfxb.turn": turn, "vfxb.outcome": signal.outcome, "vfxb.usd": signal.usd},
        )
        if signal.outcome in {"failed", "bug"}:
            whole.set_status(Status(StatusCode.ERROR))
        within = set_span_in_context(whole)
        for part in parts:
            self._part(part, within)
        whole.end(int(signal.ended * _NANO))

    def _part(self, part: Timed, within: Context) -> None:
        name, attributes = _described(part)
        span = self._tracer.start_span(
            name, context=within, start_time=_began(part), attributes=attributes
        )
        span.end(int(part.ended * _NANO))


def _began(signal: Timed | Ended) -> int:
    return int((signal.ended - signal.seconds) * _NANO)


def _described(part: Timed) -> tuple[str, dict[str, str | float]]:
    """Name and attributes of a part's span."""
    match part:
        case Staged():
            return f"stage {part.stage}", {}
        case Ran():
            seconds = part.media_seconds
            return "ffmpeg", {"vfxb.outcome": part.outcome, "vfxb.media_seconds": seconds}
        case Called():
            return f"service {part.service}", {"vfxb.error": part.error}
