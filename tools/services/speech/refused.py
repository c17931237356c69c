"""Refused: what is asked when the engine that a person named cannot do it."""

from __future__ import annotations

from tools.errors import ToolFailed

INSTEAD = "Shall {instead} speak it instead? (yes / no)"
"""How the message ends: with what a person can say yes to."""

_END = INSTEAD.partition("}")[2]


class Refused(ToolFailed):
    """The engine that the person named cannot do it; another one could, if they like.

    Attributes:
        engine: The one that was named.
        instead: Name of the best other one that knows the voice and the language.
    """

    def __init__(self, what: str, engine: str, instead: str) -> None:
        super().__init__(f"{what} {INSTEAD.format(instead=instead)}")
        self.engine = engine
        self.instead = instead


def asks(message: str) -> bool:
    """Whether a message ends with that question."""
    return message.endswith(_END)
