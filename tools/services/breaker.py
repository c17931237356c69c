"""Breaker: an engine that fails again and again is left alone for a while."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from tools.services.failures import Kind

FAILURES, WINDOW = 5, 60.0
"""So many failures within so many seconds, without a success between them, open a breaker."""
PAUSE, LONGEST_PAUSE = 30.0, 300.0
"""Seconds for which it is open at first, and at most; each failed trial doubles them."""

_COUNTED: frozenset[Kind] = frozenset(
    {"unreachable", "timeout", "overloaded", "broken", "answer", "lost"}
)
# These do not pass by themselves: nobody need try five times.
_AT_ONCE: frozenset[Kind] = frozenset({"key", "credit"})

State = Literal["closed", "open", "trying"]


@dataclass(slots=True)
class _Circuit:
    failures: deque[float] = field(default_factory=lambda: deque(maxlen=FAILURES))
    until: float = 0.0
    pause: float = 0.0
    trying: bool = False


class Breakers:
    """The breakers of all engines, by name.

    Args:
        clock: Seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._circuits: dict[str, _Circuit] = {}

    def state(self, engine: str) -> State:
        """Closed: it is asked. Open: it is not. Trying: one request finds out whether it works."""
        circuit = self._of(engine)
        if not circuit.pause:
            return "closed"
        return "trying" if circuit.trying or self._clock() >= circuit.until else "open"

    def wait(self, engine: str) -> float:
        """Seconds until it may be asked; 0 where it may be asked now."""
        circuit = self._of(engine)
        if not circuit.pause:
            return 0.0
        left = circuit.until - self._clock()
        return max(left, 1.0) if circuit.trying else max(left, 0.0)

    def begin(self, engine: str) -> None:
        """It is asked now; where it was left alone before, nobody else asks meanwhile."""
        circuit = self._of(engine)
        circuit.trying = bool(circuit.pause)

    def succeeded(self, engine: str) -> None:
        """It works."""
        self._circuits.pop(engine, None)

    def failed(self, engine: str, kind: Kind) -> None:
        """It failed; what says nothing about its health does not count."""
        circuit = self._of(engine)
        now = self._clock()
        if kind in _AT_ONCE:
            self._open(circuit, now)
            return
        if kind not in _COUNTED:
            # It answered, so it is there.
            self._circuits.pop(engine, None)
            return
        circuit.failures.append(now)
        lately = sum(moment > now - WINDOW for moment in circuit.failures)
        if circuit.trying or lately >= FAILURES:
            self._open(circuit, now)

    def left(self, engine: str) -> None:
        """The request ended without telling anything: it was cancelled."""
        self._of(engine).trying = False

    def _open(self, circuit: _Circuit, now: float) -> None:
        circuit.pause = min(circuit.pause * 2 or PAUSE, LONGEST_PAUSE)
        circuit.until = now + circuit.pause
        circuit.trying = False
        circuit.failures.clear()

    def _of(self, engine: str) -> _Circuit:
        return self._circuits.setdefault(engine, _Circuit())
