"""Health: what this process knows of the engines it asks, told to others through a small file."""

from __future__ import annotations

import contextlib
import json
import os
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.services.breaker import Breakers
from tools.services.rates import Rates

_PAUSE = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """How it goes with an engine in a running process.

    Attributes:
        breaker: ``closed``, ``open`` or ``trying``.
        seconds: For how long it is still left alone.
        active: Requests that it works on.
        waiting: Requests that wait for their turn.
    """

    breaker: str
    seconds: float
    active: int
    waiting: int


class Health:
    """Counts what is under way.

    Args:
        breakers: The breakers.
        rates: The limits.
        folder: Where the file of each process lies; None tells nobody.
    """

    def __init__(self, breakers: Breakers, rates: Rates, folder: Path | None = None) -> None:
        self._breakers = breakers
        self._rates = rates
        self._file = folder / f"{os.getpid()}.json" if folder else None
        self._active: dict[str, int] = {}
        self._told = 0.0

    @contextmanager
    def at_work(self, engine: str) -> Iterator[None]:
        """The engine works on something within the block."""
        self._active[engine] = self._active.get(engine, 0) + 1
        self.tell()
        try:
            yield
        finally:
            self._active[engine] -= 1
            self.tell(at_once=self._breakers.state(engine) != "closed")

    def pulses(self) -> Mapping[str, Pulse]:
        """How it goes now, by engine."""
        return {
            name: Pulse(
                breaker=self._breakers.state(name),
                seconds=round(self._breakers.wait(name), 1),
                active=active,
                waiting=self._rates.waiting(name),
            )
            for name, active in self._active.items()
        }

    def tell(self, *, at_once: bool = False) -> None:
        """Write it down for other processes, once a second at most."""
        if self._file is None or (not at_once and time.monotonic() - self._told < _PAUSE):
            return
        self._told = time.monotonic()
        plain = {
            "at": time.time(),
            "engines": {name: asdict(pulse) for name, pulse in self.pulses().items()},
        }
        # What only informs must not fail a call.
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part = self._file.with_name(f".{uuid.uuid4().hex}")
            part.write_text(json.dumps(plain), "utf-8")
            part.replace(self._file)

    def close(self) -> None:
        """The process ends."""
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.unlink()
            self._file = None


def running(folder: Path) -> Mapping[int, Mapping[str, Pulse]]:
    """What the processes that run tell, by their number."""
    found: dict[int, Mapping[str, Pulse]] = {}
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        try:
            os.kill(int(path.stem), 0)
            plain = json.loads(path.read_text("utf-8"))
            told = {name: Pulse(**pulse) for name, pulse in plain["engines"].items()}
        except ProcessLookupError:
            path.unlink(missing_ok=True)  # It was killed.
        except (OSError, ValueError, KeyError, TypeError):
            continue  # Another's, or just being written.
        else:
            found[int(path.stem)] = told
    return found
