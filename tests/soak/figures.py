"""Figures: what came of a soak, as the people in the chat see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from bots import words
from tests.bots.chat_server import Board


@dataclass(slots=True)
class Figures:
    """What came of it.

    Attributes:
        turns: How many messages were sent.
        delivered: How many of them were answered with a clip.
        lost: How many were not.
        doubled: How many were answered with more than one.
        waited: How many people were told that something is waited for, in all.
        kills: What was killed, and how often.
        struck: What else went wrong meanwhile, in words.
        fallen: Programs that ended although nobody killed them, with their exit codes.
        memory: Bytes that the bot took after a quarter of the turns, and at the end; nothing where
            it was killed.
        seconds: How long it took.
    """

    turns: int
    delivered: int = 0
    lost: int = 0
    doubled: int = 0
    waited: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    struck: list[str] = field(default_factory=list)
    fallen: dict[str, list[int]] = field(default_factory=dict)
    memory: list[int] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def is_whole(self) -> bool:
        """Whether each turn was delivered once."""
        return (self.delivered, self.lost, self.doubled) == (self.turns, 0, 0)

    def count(self, chat: Board) -> None:
        """Count what was delivered."""
        found = results(chat)
        asked = [message.id for message in chat.messages.values() if not message.by_bot]
        self.delivered = sum(found[number] > 0 for number in asked)
        self.lost = sum(found[number] == 0 for number in asked)
        self.doubled = sum(found[number] > 1 for number in asked)
        said = words.outage("").strip()
        shown = [message for message in chat.messages.values() if message.by_bot]
        self.waited = sum(any(said in text for text in message.texts) for message in shown)

    def __str__(self) -> str:
        killed = ", ".join(f"{what} {times}x" for what, times in sorted(self.kills.items()))
        struck = f"; {'; '.join(self.struck)}, {self.waited} told" if self.struck else ""
        memory = " -> ".join(f"{bytes_ / 1e6:.0f}" for bytes_ in self.memory)
        struck += f"; memory of the bot {memory} MB" if memory else ""
        fallen = f"; ended by itself: {self.fallen}" if self.fallen else ""
        return (
            f"{self.turns} turns: {self.delivered} delivered, {self.lost} lost, "
            f"{self.doubled} doubled; killed: {killed or 'nothing'}{struck}{fallen}; "
            f"{self.seconds:.0f} s"
        )


def results(chat: Board) -> Counter[int]:
    """How many clips answer each message."""
    clips = (m for m in chat.by_bot() if m.content and not m.name.startswith("first-look"))
    return Counter(message.answers for message in clips)


def told(chat: Board) -> Iterator[str]:
    """What became of turns that ended without a clip, in all the words that were shown."""
    found = results(chat)
    for message in chat.messages.values():
        if not message.by_bot and not found[message.id]:
            said = [m.texts for m in chat.messages.values() if m.answers == message.id]
            yield f"{message.id} ({message.text}): {said}"
