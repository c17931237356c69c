"""Previews: what of an edit is only to be looked at, in this turn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agent.families import HISTORY_TOOLS
from agent.history import from_json
from agent.state import TurnState, load_rounds
from agent.toolbox import described
from tools.values import format_seconds

if TYPE_CHECKING:
    from tools.engine.compile.preview import Preview

TOOL, FULL = "preview_edit", "render_full"
LOOK_SECONDS = 5.0
"""How long a preview is that has a start and no end."""


def wanted(state: TurnState) -> Preview | None:
    """What the person wants to look at; None where the whole edit is to be delivered.

    It was said in words, or by the front end for all of the clip.
    """
    from tools.engine.compile.preview import Preview

    for outcomes in reversed(load_rounds(state["rounds"])):
        for outcome in reversed(outcomes):
            if outcome.call.tool == FULL and not outcome.error:
                return None
            if outcome.call.tool == TOOL and not outcome.error:
                clip = described(from_json(state["draft"]))
                args = HISTORY_TOOLS[TOOL].parse(outcome.call.args, clip.facts)
                start, end = args.get("start"), args.get("end")
                if start is not None and end is None:
                    end = min(start + LOOK_SECONDS, clip.facts.duration)
                return Preview(start, end, sheet=args.get("kind") == "sheet")
    return Preview() if state["request"]["preview"] else None


def part_of(preview: Preview) -> str:
    """What to tell of a preview that shows a part; empty for one of the whole clip."""
    if preview.start is None and preview.end is None:
        return ""
    end = format_seconds(preview.end) if preview.end is not None else "its end"
    return f"It shows {format_seconds(preview.start or 0.0)} to {end}."
