"""Metrics: figures for Prometheus about everything that signals tell, and about queues and disk."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import get_args

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from agent.messages import Kind
from bots.standing import Standing
from tools.signals import (
    Called,
    Cleaned,
    Delivered,
    Ended,
    Joined,
    Looked,
    Ran,
    Signal,
    Staged,
    Waiting,
)

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
AWAY = ("disk", "database", "bucket", "chat")
"""What programs wait for."""
OUTCOMES = (*get_args(Kind), "failed", "cancelled", "bug")
RUNS = ("ok", "failed", "stopped")
WAYS = ("file", "files", "link", "none", "failed")
PLACES = ("here", "elsewhere")
LOOKED_AT_SECONDS = 60.0
"""How long sizes of folders hold: adding up a large one takes a while."""

_TURN = (0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600)
_STAGE = (0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600)
_SPEED = (0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32, 64)
_CALL = (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)


class Metrics:
    """All figures of one program.

    Args:
        home: Folder of all state, whose parts are measured.
        standing: How the program stands now.
    """

    def __init__(self, home: Path, standing: Callable[[], Standing]) -> None:
        self.registry = CollectorRegistry()
        counter = partial(Counter, registry=self.registry)
        histogram = partial(Histogram, registry=self.registry)
        self._turns = counter("vfxb_turns", "Turns by their outcome.", ["outcome"])
        self._turn_seconds = histogram(
            "vfxb_turn_seconds", "Seconds from a message to its reply.", buckets=_TURN
        )
        self._stages = histogram(
            "vfxb_stage_seconds", "Seconds by stage of a turn.", ["stage"], buckets=_STAGE
        )
        self._runs = counter("vfxb_ffmpeg_runs", "Runs of ffmpeg by outcome.", ["outcome"])
        self._speed = histogram(
            "vfxb_ffmpeg_speed", "Seconds of clip made in a second.", buckets=_SPEED
        )
        self._calls = histogram(
            "vfxb_service_seconds", "Seconds that services took to answer.", ["service"],
            buckets=_CALL,
        )  # fmt: skip
        self._call_errors = counter(
            "vfxb_service_errors", "Calls of services that failed.", ["service", "kind"]
        )
        self._usd = counter("vfxb_spend_usd", "US dollars that services charged.")
        self._looks = counter("vfxb_cache_lookups", "Looks into caches.", ["cache", "result"])
        self._deliveries = counter("vfxb_deliveries", "Results by their way out.", ["way"])
        self._freed = counter("vfxb_cleaned_bytes", "Bytes that clean-ups freed.")
        self._joined = counter("vfxb_divided_renders", "Long renders that were made in parts.")
        self._parts = counter("vfxb_parts", "Their parts, by where they were made.", ["where"])
        self._waiting = Gauge(
            "vfxb_waiting_for",
            "Pieces of work that wait for something that is full or out of reach.",
            ["what"],
            registry=self.registry,
        )
        self._begin()
        self.registry.register(_Standing(home, standing))

    def _begin(self) -> None:
        """Have figures from the start: of one that comes with its first count, rates miss it."""
        for figure, known in (
            (self._turns, OUTCOMES),
            (self._runs, RUNS),
            (self._deliveries, WAYS),
            (self._parts, PLACES),
            (self._waiting, AWAY),
        ):
            for label in known:
                figure.labels(label)

    def heard(self, signal: Signal) -> None:
        """Count what a part of the work told."""
        match signal:
            case Ended():
                self._turns.labels(signal.outcome).inc()
                self._turn_seconds.observe(signal.seconds)
                self._usd.inc(signal.usd)
            case Staged():
                self._stages.labels(signal.stage).observe(signal.seconds)
            case Ran():
                self._ran(signal)
            case Called():
                self._called(signal)
            case Looked():
                self._looks.labels(signal.cache, "hit" if signal.hit else "miss").inc()
            case Delivered():
                self._deliveries.labels(signal.way).inc()
            case Waiting():
                self._waiting.labels(signal.what).inc(1 if signal.begins else -1)
            case Joined():
                self._divided(signal)
            case Cleaned():
                self._freed.inc(signal.freed)

    def _ran(self, run: Ran) -> None:
        self._runs.labels(run.outcome).inc()
        if run.outcome == "ok" and run.seconds > 0:
            self._speed.observe(run.media_seconds / run.seconds)

    def _called(self, call: Called) -> None:
        self._calls.labels(call.service).observe(call.seconds)
        if call.error:
            self._call_errors.labels(call.service, call.error).inc()

    def _divided(self, render: Joined) -> None:
        self._joined.inc()
        self._parts.labels("here").inc(render.here)
        self._parts.labels("elsewhere").inc(render.elsewhere)

    def text(self) -> bytes:
        """All figures, as Prometheus reads them."""
        return generate_latest(self.registry)


class _Standing(Collector):
    """Figures that are looked up when somebody asks for them."""

    def __init__(self, home: Path, standing: Callable[[], Standing]) -> None:
        self._home = home
        self._now = standing
        self._sizes: dict[str, int] = {}
        self._looked = float("-inf")

    def collect(self) -> Iterable[Metric]:
        now = self._now()
        depth = GaugeMetricFamily("vfxb_queue_depth", "How many wait in a queue.", labels=["queue"])
        age = GaugeMetricFamily(
            "vfxb_queue_age_seconds", "Seconds that the first one waits.", labels=["queue"]
        )
        for name, queue in now.queues.items():
            depth.add_metric([name], queue.waiting)
            age.add_metric([name], queue.oldest)
        yield depth
        yield age
        yield GaugeMetricFamily(
            "vfxb_turns_under_way", "Turns that wait or are worked on.", value=now.under_way
        )
        yield GaugeMetricFamily(
            "vfxb_ready", "Whether it takes work on, 1 or 0.", value=float(now.ready)
        )
        yield from self._disk()

    def _disk(self) -> Iterable[Metric]:
        if time.monotonic() - self._looked > LOOKED_AT_SECONDS:
            self._sizes, self._looked = _sizes(self._home), time.monotonic()
        taken = GaugeMetricFamily(
            "vfxb_disk_bytes", "Bytes that a part of the state takes.", labels=["part"]
        )
        for part, size in self._sizes.items():
            taken.add_metric([part], size)
        yield taken
        free = shutil.disk_usage(self._home).free if self._home.is_dir() else 0
        yield GaugeMetricFamily("vfxb_disk_free_bytes", "Bytes that are left there.", value=free)


def _sizes(home: Path) -> dict[str, int]:
    """Bytes of each part of the state; files outside of a folder are one part."""
    sizes = {"assets": 0, "outputs": 0, "cache": 0, "other": 0}
    for path in home.rglob("*"):
        try:
            size = path.lstat().st_size if path.is_file() else 0
        except OSError:
            continue  # It went meanwhile.
        part = path.relative_to(home).parts[0]
        sizes[part if part in sizes else "other"] += size
    return sizes
