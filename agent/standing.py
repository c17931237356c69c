"""Standing: how every engine is: set up, reachable, left alone, how fast and how dear."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from agent.engines import engines_of, running_in, steering_in
from agent.replies import dollars
from tools.services.engine import Engine, Report, Reporting
from tools.services.failures import ServiceError
from tools.services.health import Pulse, running
from tools.services.keeper import ModelKeeper
from tools.services.pending import Pending
from tools.services.policy import Policy
from tools.services.results import Results
from tools.services.share import Shares, Steering

if TYPE_CHECKING:
    from agent.settings import Settings
    from memory.usage import Vitals

REPORT_SECONDS = 10.0
"""Longest that an engine is waited for that is asked how it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineStanding:
    """How an engine is.

    Attributes:
        capability: What it does.
        engine: Its name.
        idle: Why it cannot be used; empty when it can.
        report: What it says itself; None where it was not asked.
        pulses: What running processes know of it.
        vitals: How it did in the last day; None where it was not asked for anything.
        steering: What the operator set for it: "forced", "5 %"; empty for nothing.
    """

    capability: str
    engine: str
    idle: str = ""
    report: Report | None = None
    pulses: Sequence[Pulse] = ()
    vitals: Vitals | None = None
    steering: str = ""

    @property
    def usable(self) -> bool:
        """Whether it can do something now, as far as is known."""
        reachable = self.report is None or self.report.reachable
        return not self.idle and reachable and self.breaker != "open"

    @property
    def breaker(self) -> str:
        """The worst of the breakers of the running processes."""
        states = {pulse.breaker for pulse in self.pulses}
        return next((state for state in ("open", "trying") if state in states), "closed")

    @property
    def queue(self) -> int:
        """Requests that are worked on or wait, in all processes."""
        return sum(pulse.active + pulse.waiting for pulse in self.pulses)

    @property
    def in_words(self) -> str:
        """The same for people, in a line."""
        if self.idle:
            return self.idle
        parts = [*self._reported(), *self._working()]
        if self.steering:
            parts.append(self.steering)
        return "; ".join(parts)

    @property
    def plain(self) -> dict[str, Any]:
        """The same as plain JSON."""
        return {
            **asdict(self),
            "report": self.report and {**asdict(self.report), "machine": dict(self.report.machine)},
            "usable": self.usable,
            "breaker": self.breaker,
            "queue": self.queue,
        }

    def _reported(self) -> list[str]:
        if self.report is None:
            return ["ready"]
        if not self.report.reachable:
            return [f"not reachable: {self.report.problem}"]
        machine = [f"{name} {value}" for name, value in self.report.machine.items()]
        return ["reachable", *filter(None, (self.report.problem, self.report.quota)), *machine]

    def _working(self) -> list[str]:
        parts = []
        if self.breaker != "closed":
            wait = max(pulse.seconds for pulse in self.pulses)
            parts.append(f"breaker {self.breaker} for {wait:.0f} s")
        if self.queue:
            parts.append(f"{self.queue} in the queue")
        if self.vitals is not None:
            seen = self.vitals
            calls = f"{seen.calls:,} {'call' if seen.calls == 1 else 'calls'} in a day"
            parts.append(f"{calls}, {seen.errors * 100:.0f} % failed")
            if seen.errors < 1:
                parts[-1] += f", half within {_time(seen.p50)}, 95 % within {_time(seen.p95)}"
            if seen.usd:
                parts.append(dollars(seen.usd))
        return parts


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of all engines together."""

    reports: Mapping[int, Report] = field(default_factory=dict)
    pulses: Mapping[str, Sequence[Pulse]] = field(default_factory=dict)
    vitals: Mapping[tuple[str, str], Vitals] = field(default_factory=dict)
    steering: Steering = field(default_factory=Steering)


def engines_here(settings: Settings) -> Mapping[str, Sequence[Engine]]:
    """The engines that the settings allow; nothing is opened for them."""
    folder = settings.home / "cache" / "services"
    policy = Policy(Results(folder), offline=settings.offline)
    pending = Pending(settings.home / "services" / "pending")
    return engines_of(settings, policy, pending, ModelKeeper())


async def standing_of(settings: Settings) -> list[EngineStanding]:
    """How every engine is, by capability and best first.

    Services are asked how they are, which costs nothing, unless VFXB works offline.
    """
    from memory.memory import Memory

    engines = engines_here(settings)
    every = [engine for each in engines.values() for engine in each]
    async with Memory.open(
        settings.home, database_url=settings.database_url, chroma_url=settings.chroma_url
    ) as memory:
        vitals = await memory.usage.vitals()
    pulses: dict[str, list[Pulse]] = {}
    for told in running(running_in(settings.home)).values():
        for name, pulse in told.items():
            pulses.setdefault(name, []).append(pulse)
    known = _Known(
        await _reports(every, offline=settings.offline),
        pulses,
        vitals,
        Shares(steering_in(settings.home)).steering,
    )
    return [
        await _standing(capability, engine, known, offline=settings.offline)
        for capability, some in engines.items()
        for engine in some
    ]


async def _standing(
    capability: str, engine: Engine, known: _Known, *, offline: bool
) -> EngineStanding:
    idle = await engine.ready() or ""
    if not idle and offline and not engine.local:
        idle = "not asked while VFXB works offline"
    return EngineStanding(
        capability=capability,
        engine=engine.name,
        idle=idle,
        report=known.reports.get(id(engine)),
        pulses=known.pulses.get(engine.name, ()),
        vitals=known.vitals.get((capability, engine.name)),
        steering=_steered(known.steering, capability, engine.name),
    )


async def _reports(engines: Sequence[Engine], *, offline: bool) -> dict[int, Report]:
    """What those say that can be asked, by their identity."""
    asked = [
        engine
        for engine in engines
        if isinstance(engine, Reporting)
        and await engine.ready() is None
        and (engine.local or not offline)
    ]
    told = await asyncio.gather(*map(_report, asked))
    return {id(engine): report for engine, report in zip(asked, told, strict=True)}


async def _report(engine: Reporting) -> Report:
    try:
        async with asyncio.timeout(REPORT_SECONDS):
            return await engine.report()
    except TimeoutError:
        return Report(reachable=False, problem=f"no answer within {REPORT_SECONDS:g} s")
    except ServiceError as error:
        return Report(reachable=error.kind not in _AWAY, problem=error.what)


_AWAY = frozenset({"unreachable", "timeout", "broken"})


def _steered(steering: Steering, capability: str, engine: str) -> str:
    if steering.force.get(capability) == engine:
        return "everything is forced to it"
    share = steering.share.get(capability, {}).get(engine)
    return "" if share is None else f"gets {share * 100:.4g} %"


def _time(ms: float) -> str:
    return f"{ms:.0f} ms" if ms < 1000 else f"{ms / 1000:.1f} s"
