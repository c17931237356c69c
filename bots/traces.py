"""Traces: each turn as a span of OpenTelemetry, with its stages, runs and calls below it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

from agent.settings import Settings
from tools import signals
from tools.errors import BadInput
from tools.signals import Called, Ended, Ran, Signal, Staged

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor

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
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ImportError as error:
        raise BadInput(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and OpenTelemetry is not installed. "
            "In the clone of VFXB, install it with: pip install '.[traces]'"
        ) from error
    exporter = OTLPSpanExporter(endpoint=f"{settings.otlp_endpoint.rstrip('/')}/v1/traces")
    traces = Traces(BatchSpanProcessor(exporter))
    try:
        with signals.listening(traces.heard):
            yield
    finally:
        traces.close()


class Traces:
    """Makes spans of signals. Their ids follow from the turn's: any process can add its part.

    Args:
        export: Gets the spans.
    """

    def __init__(self, export: SpanProcessor) -> None:
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider

        self._ids = _ids()
        self._lock = Lock()
        self._provider = TracerProvider(
            resource=Resource.create({"service.name": "vfxb"}), id_generator=self._ids
        )
        self._provider.add_span_processor(export)
        self._tracer = self._provider.get_tracer("vfxb")

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()

    def heard(self, signal: Signal) -> None:
        """Write down a turn, or a part of one."""
        if turn := signals.turn.get():
            if isinstance(signal, Ended):
                self._ended(turn, signal)
            elif isinstance(signal, Timed):
                self._part(turn, signal)

    def _ended(self, turn: str, signal: Ended) -> None:
        from opentelemetry.trace import Status, StatusCode

        attributes: dict[str, str | float] = {
            "vfxb.turn": turn,
            "vfxb.outcome": signal.outcome,
            "vfxb.usd": signal.usd,
        }
        with self._lock, self._ids.those_of(turn):
            span = self._tracer.start_span("turn", start_time=_began(signal), attributes=attributes)
        if signal.outcome in {"failed", "bug"}:
            span.set_status(Status(StatusCode.ERROR))
        span.end(int(signal.ended * _NANO))

    def _part(self, turn: str, part: Timed) -> None:
        from opentelemetry.trace import (
            NonRecordingSpan,
            SpanContext,
            TraceFlags,
            set_span_in_context,
        )

        trace, whole = ids_of(turn)
        flags = TraceFlags(TraceFlags.SAMPLED)
        within = NonRecordingSpan(SpanContext(trace, whole, is_remote=True, trace_flags=flags))
        name, attributes = _described(part)
        span = self._tracer.start_span(
            name,
            context=set_span_in_context(within),
            start_time=_began(part),
            attributes=attributes,
        )
        span.end(int(part.ended * _NANO))


def ids_of(turn: str) -> tuple[int, int]:
    """Numbers of the trace of a turn, and of the span that is all of it."""
    digest = hashlib.sha256(turn.encode()).digest()
    return int.from_bytes(digest[:16]), int.from_bytes(digest[16:24])


def _ids() -> Any:
    """What numbers spans: by chance, but for the one that is a whole turn."""
    from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

    class Ids(RandomIdGenerator):
        _next: tuple[int, int] | None = None

        @contextmanager
        def those_of(self, turn: str) -> Iterator[None]:
            self._next = ids_of(turn)
            yield
            self._next = None

        def generate_trace_id(self) -> int:
            return self._next[0] if self._next else super().generate_trace_id()

        def generate_span_id(self) -> int:
            return self._next[1] if self._next else super().generate_span_id()

    return Ids()


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
