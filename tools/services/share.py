"""Share: which engine a request goes to first, as the operator steers while everything runs.

The steering is a small JSON file that running processes read again when it changes::

    {"share": {"speech": {"VibeVoice": 0.05}}, "force": {"upscaling": "Replicate"}}

``vfxb services --share`` and ``--force`` write it. Equal requests always go the same way, so that
what is cached stays of use.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tools.services.engine import Engine

log = logging.getLogger(__name__)

E = TypeVar("E", bound=Engine)


@dataclass(frozen=True, slots=True)
class Steering:
    """What the operator wants.

    Attributes:
        share: By capability, the share of its traffic that an engine gets, 0 to 1.
        force: By capability, the engine that gets all of it.
    """

    share: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    force: Mapping[str, str] = field(default_factory=dict)


class Shares:
    """Orders engines.

    Args:
        file: Where the steering stands; None for none.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._steering = Steering()

    @property
    def steering(self) -> Steering:
        """What the operator wants now."""
        if self._file is None:
            return self._steering
        try:
            status = self._file.stat()
        except OSError:
            self._stamp, self._steering = None, Steering()
            return self._steering
        stamp = (status.st_mtime_ns, status.st_size)
        if stamp != self._stamp:
            self._stamp = stamp
            self._read(self._file)
        return self._steering

    def write(self, steering: Steering) -> None:
        """Steer this way from now on, in every process."""
        if self._file is None:
            raise ValueError("there is no file to write to")
        self._file.parent.mkdir(parents=True, exist_ok=True)
        plain = {
            "share": {name: dict(shares) for name, shares in steering.share.items()},
            "force": dict(steering.force),
        }
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(plain, indent=2), "utf-8")
        part.replace(self._file)

    def forced(self, capability: str) -> str | None:
        """The engine that gets everything, if the operator forces one."""
        return self.steering.force.get(capability)

    def ordered(self, capability: str, engines: Sequence[E], request: str) -> tuple[E, ...]:
        """The engines in the order in which they are asked.

        Args:
            capability: What they do.
            engines: They, best first.
            request: Names the request; decides to whose share it belongs.
        """
        forced = self.forced(capability)
        shares = self.steering.share.get(capability, {})
        drawn = _drawn(capability, request)
        hit = None
        for name, share in shares.items():
            if drawn < share:
                hit = name
                break
            drawn -= share
        first = forced or hit

        def rank(engine: E) -> int:
            if engine.name == first:
                return 0
            if engine.local:
                return 3
            return 2 if engine.name in shares else 1

        return tuple(sorted(engines, key=rank))

    def _read(self, file: Path) -> None:
        try:
            self._steering = _steering(json.loads(file.read_text("utf-8")))
        except (OSError, ValueError, TypeError, AttributeError) as error:
            # The last good one stays: a slip of the pen must not move all traffic.
            log.warning("%s is not understood and changes nothing: %s", file, error)


def _steering(plain: Any) -> Steering:
    return Steering(
        share={
            str(capability): {str(name): float(part) for name, part in shares.items()}
            for capability, shares in plain.get("share", {}).items()
        },
        force={str(key): str(value) for key, value in plain.get("force", {}).items() if value},
    )


def _drawn(capability: str, request: str) -> float:
    """A number from 0 to 1 that depends on the request alone."""
    digest = hashlib.sha256(f"share {capability} {request}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / float(1 << 64)
