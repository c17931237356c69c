"""Already: what is left of a wish that is so by now: "vertical for reels", "under 60 seconds"."""

from __future__ import annotations

from agent.planner.lexicon.words import FILLERS
from agent.planner.wishes.split import Wish
from tools.facts import Facts

# Shapes that differ by less are the same.
_ALIKE = 0.01


def is_so(rest: Wish, facts: Facts | None) -> bool:
    """Whether the clip has the shape by now, or is no longer than it may be.

    Args:
        rest: What a tool left of a wish.
        facts: The clip as it is by now.
    """
    said = [item for item in rest.items if item.word not in FILLERS - {"max"}]
    words = [item.word for item in said]
    if facts is None or facts.video is None:
        return False
    if words == ["<aspect>"]:
        width, height = said[0].value
        return bool(abs(facts.video.width / facts.video.height - width / height) < _ALIKE)
    if words != ["keep", "max", "<length>"]:
        return False
    return bool(said[-1].value.seconds(facts) >= facts.duration)
