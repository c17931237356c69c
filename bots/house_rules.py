"""House rules: who may use a bot, and how much. What was used is counted while the bot runs."""

from __future__ import annotations

import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from agent.messages import Reply
from agent.settings import Settings
from bots import words
from bots.links import Links
from bots.surface import Order

HOUR, DAY = 3600.0, 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRules:
    """What the operator allows.

    Names are those of people and groups, such as ``telegram:123`` or ``discord:456``.

    Attributes:
        allowed: Who may use the bot; empty for everybody.
        denied: Who may not.
        admins: Who may use the commands for operators; limits do not hold for them.
        turns_per_hour: Messages of one person that are taken on in an hour; 0 for no limit.
        minutes_per_day: Minutes of clips that are delivered to one person in a day; 0 for no limit.
        at_once: Messages of one person that may wait or be worked on; 0 for no limit.
    """

    allowed: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    turns_per_hour: int = 0
    minutes_per_day: float = 0.0
    at_once: int = 0

    @classmethod
    def of(cls, settings: Settings) -> HouseRules:
        """The rules that are set."""
        return cls(
            allowed=frozenset(settings.bot_allow),
            denied=frozenset(settings.bot_deny),
            admins=frozenset(settings.bot_admins),
            turns_per_hour=settings.bot_turns_per_hour,
            minutes_per_day=settings.bot_minutes_per_day,
            at_once=settings.bot_at_once,
        )


@dataclass(slots=True)
class House:
    """Who used how much of a bot so far.

    Attributes:
        rules: What is allowed.
        clock: Seconds, of which only differences count.
        paused: Whether only admins are answered.
        outcomes: Turns by the kind of their reply.
        links: Makes links to results that are too large for a chat; None without a file server.
    """

    rules: HouseRules = field(default_factory=HouseRules)
    clock: Callable[[], float] = time.monotonic
    paused: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)
    links: Links | None = None
    _turns: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _seconds: defaultdict[str, deque[tuple[float, float]]] = field(
        default_factory=lambda: defaultdict(deque)
    )

    @classmethod
    def of(cls, settings: Settings) -> House:
        """A house as the settings say.

        Raises:
            ToolFailed: The key of the file server cannot be kept.
        """
        return cls(HouseRules.of(settings), links=Links.of(settings))

    def refusal(self, order: Order, under_way: int) -> str:
        """Why a message is not taken on; empty, and counted, when it is.

        Args:
            order: The message.
            under_way: How many of that person are waiting or worked on.
        """
        rules, user = self.rules, order.user
        if user in rules.admins:
            return ""
        if {user, order.group} & rules.denied:
            return words.NOT_HERE
        if rules.allowed and not {user, order.group} & rules.allowed:
            return words.NOT_HERE
        if self.paused:
            return words.PAUSED
        if rules.at_once and under_way >= rules.at_once:
            return words.too_many_at_once(rules.at_once)
        return self._over_limit(user)

    def _over_limit(self, user: str) -> str:
        rules, now = self.rules, self.clock()
        turns = self._turns[user]
        while turns and now - turns[0] >= HOUR:
            turns.popleft()
        if rules.turns_per_hour and len(turns) >= rules.turns_per_hour:
            return words.too_many_turns(rules.turns_per_hour, HOUR - (now - turns[0]))
        delivered = self._seconds[user]
        while delivered and now - delivered[0][0] >= DAY:
            delivered.popleft()
        minutes = sum(seconds for _, seconds in delivered) / 60
        if rules.minutes_per_day and minutes >= rules.minutes_per_day:
            return words.too_many_minutes(rules.minutes_per_day, DAY - (now - delivered[0][0]))
        turns.append(now)
        return ""

    def answered(self, order: Order, reply: Reply) -> None:
        """Count what a turn ended with."""
        self.outcomes[reply.kind] += 1
        facts = reply.receipt.facts
        if reply.files and facts is not None:
            self._seconds[order.user].append((self.clock(), facts.duration * len(reply.files)))

    def command(self, order: Order, under_way: int) -> str | None:
        """The answer to a command for operators; None for anything else, and from others.

        Args:
            order: The message.
            under_way: How many turns are waiting or worked on.
        """
        name = order.text.strip().lower().removeprefix("/")
        if name not in words.ADMIN_COMMANDS or order.user not in self.rules.admins:
            return None
        if name == "stats":
            return self.stats(under_way)
        self.paused = name == "pause"
        return words.NOW_PAUSED if self.paused else words.NOW_RUNNING

    def stats(self, under_way: int) -> str:
        """How the bot is doing, in a line."""
        return words.stats(under_way, dict(self.outcomes), len(self._turns), paused=self.paused)
