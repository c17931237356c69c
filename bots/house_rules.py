"""House rules: who may use a bot, and how much."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from agent.messages import Reply
from agent.settings import Settings
from bots import house_words, words
from bots.book import DAY, HOUR, Book
from bots.language import sentence
from bots.links import Linking, links_of
from bots.surface import Order

_MEGABYTE = 1024 * 1024
_BUSIEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How much one person gets, or one group in all; 0 is no limit.

    Attributes:
        turns_per_hour: Messages that are taken on in an hour.
        minutes_per_day: Minutes of clips that are delivered in a day.
        at_once: Messages that may wait or be worked on.
        disk: Bytes that clips and results may take.
    """

    turns_per_hour: int = 0
    minutes_per_day: float = 0.0
    at_once: int = 0
    disk: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRules:
    """What the operator allows.

    Names are those of people and groups, such as ``telegram:123`` or ``discord:456``.

    Attributes:
        allowed: Who may use the bot; empty for everybody.
        denied: Who may not.
        admins: Who may use the commands for operators; limits do not hold for them.
        person: What each person gets.
        group: What each group gets.
        turn_seconds: Longest that a message is worked on; 0 is no limit.
    """

    allowed: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()
    person: Allowance = Allowance()
    group: Allowance = Allowance()
    turn_seconds: float = 0.0

    @classmethod
    def of(cls, settings: Settings) -> HouseRules:
        """The rules that are set."""
        return cls(
            allowed=frozenset(settings.bot_allow),
            denied=frozenset(settings.bot_deny),
            admins=frozenset(settings.bot_admins),
            person=Allowance(
                turns_per_hour=settings.bot_turns_per_hour,
                minutes_per_day=settings.bot_minutes_per_day,
                at_once=settings.bot_at_once,
                disk=int(settings.bot_disk_mb * _MEGABYTE),
            ),
            group=Allowance(
                turns_per_hour=settings.bot_group_turns_per_hour,
                minutes_per_day=settings.bot_group_minutes_per_day,
                at_once=settings.bot_group_at_once,
                disk=int(settings.bot_group_disk_mb * _MEGABYTE),
            ),
            turn_seconds=settings.bot_turn_seconds,
        )


@dataclass(slots=True)
class House:
    """What whoever runs a bot allows and provides, and who used how much of it.

    Attributes:
        rules: What is allowed.
        book: What was used.
        paused: Whether only admins are answered.
        outcomes: Turns by the kind of their reply.
        links: Makes links to results that are too large for a chat; None without a file server.
    """

    rules: HouseRules = field(default_factory=HouseRules)
    book: Book = field(default_factory=Book)
    paused: bool = False
    outcomes: Counter[str] = field(default_factory=Counter)
    links: Linking | None = None
    _people: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, settings: Settings, platform: str) -> House:
        """A house as the settings say.

        Args:
            settings: What the operator set.
            platform: The platform of the bot; each keeps a book of its own.

        Raises:
            BadInput: A bucket is to hand results out, and there is none.
            ToolFailed: The key of the file server cannot be kept.
        """
        book = Book(settings.home / f"used-{platform}.json")
        return cls(HouseRules.of(settings), book, links=links_of(settings))

    def refusal(self, order: Order, under_way: int, of_group: int = 0) -> str:
        """Why a message is not taken on; empty, and counted, when it is.

        Args:
            order: The message.
            under_way: How many of that person are waiting or worked on.
            of_group: How many of its group are.
        """
        rules, user, group = self.rules, order.user, order.group
        if user not in rules.admins:
            if {user, group} & rules.denied:
                return words.NOT_HERE
            if rules.allowed and not {user, group} & rules.allowed:
                return words.NOT_HERE
            if self.paused:
                return words.PAUSED
            told = self._over(rules.person, user, under_way, shared=False)
            if not told and group:
                told = self._over(rules.group, group, of_group, shared=True)
            if told:
                return told
        self._people.add(user)
        self.book.take_on(order.conversation, user, group)
        return ""

    def _over(self, allowed: Allowance, name: str, under_way: int, *, shared: bool) -> str:
        """Which limit a person or a group has met."""
        now, use = self.book.clock(), self.book.use(name)
        if allowed.at_once and under_way >= allowed.at_once:
            return house_words.too_many_at_once(allowed.at_once, shared=shared)
        if allowed.turns_per_hour and len(use.turns) >= allowed.turns_per_hour:
            left = HOUR - (now - use.turns[0])
            return house_words.too_many_turns(allowed.turns_per_hour, left, shared=shared)
        if allowed.minutes_per_day and use.minutes >= allowed.minutes_per_day:
            left = DAY - (now - use.delivered[0][0])
            return house_words.too_many_minutes(allowed.minutes_per_day, left, shared=shared)
        if allowed.disk and use.disk >= allowed.disk:
            return house_words.too_much_disk(use.disk, allowed.disk, shared=shared)
        return ""

    def answered(self, order: Order, reply: Reply) -> None:
        """Count what a turn ended with."""
        self.outcomes[reply.kind] += 1
        facts = reply.receipt.facts
        if reply.files and facts is not None:
            taken = (facts.size_bytes or 0) * len(reply.files)
            seconds = facts.duration * len(reply.files)
            self.book.deliver(order.user, order.group, seconds, taken)

    def command(self, order: Order, under_way: int, mine: int = 0, of_group: int = 0) -> str | None:
        """The answer to a command about the bot itself; None for anything else.

        Args:
            order: The message.
            under_way: How many turns are waiting or worked on.
            mine: How many of that person are.
            of_group: How many of its group are.
        """
        name, _, about = order.text.strip().lower().removeprefix("/").partition(" ")
        is_admin = order.user in self.rules.admins
        if name == "quota" and (not about or is_admin):
            return self._quota(order, about.strip(), mine, of_group)
        if about or name not in words.ADMIN_COMMANDS or not is_admin:
            return None
        if name == "stats":
            return self.stats(under_way)
        self.paused = name == "pause"
        return words.NOW_PAUSED if self.paused else words.NOW_RUNNING

    def _quota(self, order: Order, about: str, mine: int, of_group: int) -> str:
        """What somebody used, of what they may."""
        if about:
            return self._used(house_words.used_by(about), self.rules.person, about, 0)
        is_admin = order.user in self.rules.admins
        own = Allowance() if is_admin else self.rules.person
        parts = [self._used(sentence("used_by_you"), own, order.user, mine)]
        if order.group:
            group = self._used(sentence("used_by_group"), self.rules.group, order.group, of_group)
            parts.append(group)
        if is_admin and (busiest := self.book.busiest(_BUSIEST)):
            counts = {name: len(self.book.use(name).turns) for name in busiest}
            parts.append(house_words.busiest(counts))
        return "\n\n".join(parts)

    def _used(self, title: str, allowed: Allowance, name: str, under_way: int) -> str:
        use = self.book.use(name)
        return house_words.used(
            title,
            (
                ("quota_turns", f"{len(use.turns)}", f"{allowed.turns_per_hour or ''}"),
                ("quota_minutes", f"{use.minutes:.1f}", f"{allowed.minutes_per_day or ''}"),
                ("quota_at_once", f"{under_way}", f"{allowed.at_once or ''}"),
                ("quota_disk", words.size(use.disk), allowed.disk and words.size(allowed.disk)),
            ),
        )

    def stats(self, under_way: int) -> str:
        """How the bot is doing, in a line."""
        return words.stats(under_way, dict(self.outcomes), len(self._people), paused=self.paused)
