"""Buttons: what they carry. Everything needed is in them, so that they outlive a restart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Self, get_args

from agent.messages import Reply
from bots import words
from tools.export_format import STILLS

Action = Literal["cancel", "yes", "no", "say", "set"]

LATEST = "latest"
"""In place of a version: where the conversation stands."""

_NO_GIF = STILLS | {"gif"}
_PRESS = re.compile(r"vfxb:(\w+):(\w{1,24}):(.{0,50})")


@dataclass(frozen=True, slots=True)
class Press:
    """A button that was, or can be, pressed. At most 64 bytes long, as Telegram wants it.

    Attributes:
        action: What it does.
        about: The turn to cancel, the person who may decide, or the version to start from.
        request: What it says to the agent, or what it sets.
    """

    action: Action
    about: str
    request: str = ""

    @property
    def version(self) -> str:
        """The version to start from; empty goes on from where the conversation stands."""
        return self.about if self.action == "say" and self.about != LATEST else ""

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
    """The buttons under a result; a preview has no version, and asks for the whole thing."""
    if not reply.version:
        return (Button(words.FULL_QUALITY, Press("say", LATEST, "full quality")),)
    row = [
        Button(words.UNDO, Press("say", reply.version, "undo")),
        Button(words.AGAIN, Press("say", reply.version, words.SAME_AGAIN)),
    ]
    facts = reply.receipt.facts
    if facts is not None and facts.video is not None and facts.container not in _NO_GIF:
        row.append(Button(words.GIF, Press("say", reply.version, "make it a gif")))
    row.append(Button(words.VERSIONS, Press("say", LATEST, words.REQUESTS["versions"])))
    return tuple(row)


def shrinking(reply: Reply, wish: str) -> tuple[Button, ...]:
    """The buttons of a result that was too large to send."""
    return (Button(wish.capitalize(), Press("say", reply.version, wish)),)
