"""Book: how much of a bot people and groups used, kept from one run of the bot to the next."""

from __future__ import annotations

import json
import logging
import os
import time
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)

HOUR, DAY = 3600.0, 86_400.0


@dataclass(slots=True)
class Use:
    """What somebody used.

    Attributes:
        turns: When each of their messages of the last hour was taken on.
        delivered: When something was delivered in the last day, and how many seconds of clips.
        disk: Bytes that their clips and results take.
    """

    turns: deque[float] = field(default_factory=deque)
    delivered: deque[tuple[float, float]] = field(default_factory=deque)
    disk: int = 0

    def forget_before(self, now: float) -> None:
        """Drop what no limit counts any more."""
        while self.turns and now - self.turns[0] >= HOUR:
            self.turns.popleft()
        while self.delivered and now - self.delivered[0][0] >= DAY:
            self.delivered.popleft()

    @property
    def minutes(self) -> float:
        """Minutes of clips that were delivered."""
        return sum(seconds for _, seconds in self.delivered) / 60

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return not (self.turns or self.delivered or self.disk)


class Book:
    """What everybody used.

    Args:
        file: Where it is kept; None keeps it for as long as the program runs.
        clock: Seconds since the epoch.
    """

    def __init__(self, file: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self.clock = clock
        self._uses: defaultdict[str, Use] = defaultdict(Use)
        self._groups: dict[str, str] = {}
        self._read()

    def use(self, name: str) -> Use:
        """What a person or a group used up to now."""
        use = self._uses[name]
        use.forget_before(self.clock())
        return use

    def busiest(self, most: int) -> list[str]:
        """Who sent most messages within the last hour."""
        for use in self._uses.values():
            use.forget_before(self.clock())
        used = [name for name, use in self._uses.items() if use.turns]
        return sorted(used, key=lambda name: -len(self._uses[name].turns))[:most]

    def take_on(self, conversation: str, user: str, group: str) -> None:
        """Note that a message was taken on."""
        for name in filter(None, (user, group)):
            self._uses[name].turns.append(self.clock())
        if group:
            self._groups[conversation] = group

    def deliver(self, user: str, group: str, seconds: float, bytes_: int) -> None:
        """Note what was delivered."""
        for name in filter(None, (user, group)):
            use = self._uses[name]
            use.delivered.append((self.clock(), seconds))
            use.disk += bytes_

    def measured(self, people: Mapping[str, int], conversations: Mapping[str, int]) -> None:
        """Take over what was found on the disk.

        Args:
            people: Bytes by person.
            conversations: Bytes by conversation; those of a group are added up.
        """
        groups: defaultdict[str, int] = defaultdict(int)
        for conversation, size in conversations.items():
            if group := self._groups.get(conversation):
                groups[group] += size
        for name in {*self._uses, *people, *groups}:
            self._uses[name].disk = people.get(name, 0) + groups.get(name, 0)

    def save(self) -> None:
        """Keep it. A disk that is full is no reason to stop: the limits are a courtesy."""
        if self._file is None:
            return
        now = self.clock()
        for use in self._uses.values():
            use.forget_before(now)
        uses = {
            name: [list(use.turns), list(use.delivered), use.disk]
            for name, use in self._uses.items()
            if not use.is_empty
        }
        part = self._file.with_name(f".{self._file.name}-{os.getpid()}.part")
        try:
            part.write_text(json.dumps({"uses": uses, "groups": self._groups}))
            part.replace(self._file)
        except OSError as error:
            log.warning("what people used is not kept: %s", error.strerror)
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _read(self) -> None:
        if self._file is None:
            return
        try:
            kept: dict[str, Any] = json.loads(self._file.read_text())
            for name, (turns, delivered, disk) in kept["uses"].items():
                pairs = deque((float(at), float(seconds)) for at, seconds in delivered)
                self._uses[name] = Use(deque(map(float, turns)), pairs, int(disk))
            self._groups = {str(key): str(value) for key, value in kept["groups"].items()}
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("what people used before is not known any more: %s", error)
