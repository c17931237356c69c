"""Buttons: what they carry. Everything needed is in them, so that they outlive a restart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Self, get_args

from agent.messages import Reply
from bots import words

Action = Literal["cancel", "yes", "no", "say"]

_PRESS = re.compile(r"vfxb:(\w+):(\w{1,24}):(.{0,50})")


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was, or can be, pressed. At most 64 bytes long, as Telegram wants it.

    Attributes:
        action: What it does.
        about: The turn to cancel, the person who may decide, or the version to start from.
        request: What it says to the agent.
    """

    action: Action
    about: str
    request: str = ""

    def __str__(self) -> str:
        return f"vfxb:{self.action}:{self.about}:{self.request}"

    @classmethod
    def read(cls, data: str | None) -> Self | None:
        """The press that a button carried; None for what is not ours."""
        found = _PRESS.fullmatch(data or "")
        if found is None or found[1] not in get_args(Action):
            return None
        return cls(found[1], found[2], found[3])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Button:
    """A button to show.

    Attributes:
        label: What stands on it.
        press: What it carries.
    """

    label: str
    press: Press


def cancelling(turn: str) -> tuple[Button, ...]:
    """The button of a status message."""
    return (Button(words.CANCEL, Press("cancel", turn)),)


def deciding(user: str) -> tuple[Button, ...]:
    """The buttons of a quote.

    Args:
        user: The person who may decide, as the platform numbers them.
    """
    return (
        Button(words.GO_AHEAD, Press("yes", user, "yes")),
        Button(words.LEAVE_IT, Press("no", user, "no")),
    )


def following(reply: Reply) -> tuple[Button, ...]:
    """The buttons under a result."""
    undo = Button(words.UNDO, Press("say", reply.version, "undo"))
    facts = reply.receipt.facts
    if facts is None or facts.video is None or facts.container == "gif":
        return (undo,)
    return (undo, Button(words.GIF, Press("say", reply.version, "make it a gif")))


def shrinking(reply: Reply, wish: str) -> tuple[Button, ...]:
    """The buttons of a result that was too large to send."""
    return (Button(wish.capitalize(), Press("say", reply.version, wish)),)
