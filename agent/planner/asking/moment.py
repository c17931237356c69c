"""Moment: "mute the part where he swears": an edit of a part that only its times can tell."""

from __future__ import annotations

from agent.planner.choosing.choose import Choice
from agent.planner.draft import Meant
from agent.planner.reading.sayings import SAYING
from agent.planner.reading.scenes import SCENE
from agent.planner.wishes.split import Wish

_TIMES = frozenset({"<span>", "<moment>", "<for>", "<length>", "<every>"})
_LONGEST = 60


def ask_when(choice: Choice, wish: Wish) -> Meant | None:
    """The question when a part is, where the tool does not look for it; None where none is named.

    The whole clip would be the wrong answer to a wish for a part of it.
    """
    if choice.entry.answers or any(item.word in _TIMES for item in wish.items):
        return None
    parts = [item for item in wish.items if item.word in {SCENE, SAYING}]
    unread = [item for item in parts if item not in choice.form.used]
    if not unread:
        return None
    what = " ".join(str(unread[0].value).split())[:_LONGEST]
    find = f"find the part where {what}" if " " in what else f"find the {what} part"
    if unread[0].word == SAYING:
        find = f"find where he says “{what}”"
    return Meant(
        question=f"From when to when is that part (“{what}”)? Say for example “from 0:02 to 0:05”; "
        f"“{find}” looks for it.",
        about="value",  # The times take the place of what tells them.
        tool=choice.entry.name,
    )
