"""Previewing: a wish to look at the edit before it is made in full."""

from __future__ import annotations

from agent.planner.choosing.index import Index, tokens
from agent.planner.draft import Draft
from agent.planner.filling.fill import fill
from agent.planner.plan import Call
from agent.planner.reading.message import Reading
from agent.planner.wishes.split import Wish

_TOOL = "preview_edit"
# One frame of the clip is a picture of it, and no preview of an edit.
_PICTURES = frozenset({"thumbnail", "frame", "screenshot", "image", "still"})


def previewed(wish: Wish, reading: Reading, index: Index, draft: Draft) -> Call | None:
    """The call for a preview; None where the wish is for something else."""
    said = tokens(wish.items)
    if _TOOL not in draft.tools or "preview" not in said or said & _PICTURES:
        return None
    facts = draft.clip.facts if draft.clip is not None else None
    form = fill(index.entries[_TOOL], wish.items, reading.message, facts)
    return Call(tool=_TOOL, args=form.args, wish=wish.words(reading.message))
