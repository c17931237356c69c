"""Parts of Discord's messages: files and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from discord import ButtonStyle, File
from discord.ui import Button as UiButton
from discord.ui import View

from agent.messages import Reply
from bots.buttons import Button
from bots.discord_limits import MOST_DESCRIBED


def file_of(path: Path, described: str = "") -> File:
    """A file to send; its description is read out to those who cannot see it."""
    return File(path, filename=path.name, description=described[:MOST_DESCRIBED] or None)


def result_of(reply: Reply) -> File:
    """The first file of a reply, described by what was done to it."""
    return file_of(reply.files[0], ", ".join(reply.recipe))


def with_row(row: Sequence[Button]) -> dict[str, Any]:
    """The buttons of a new message; it has no way to say that there are none."""
    return {"view": view_of(row)} if row else {}


def view_of(row: Sequence[Button]) -> View | None:
    """Buttons of a message; what they carry says it all, so the library need not remember them."""
    if not row:
        return None
    view = View(timeout=None)
    for button in row:
        view.add_item(
            UiButton(style=ButtonStyle.secondary, label=button.label, custom_id=str(button.press))
        )
    view.stop()
    return view
