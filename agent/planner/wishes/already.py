"""Already: what is left of a wish that is so by now: "vertical for reels", "under 60 seconds"."""

from __future__ import annotations

from agent.planner.filling.fill import Form
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


_CAPS = frozenset({"max", "maximum", "under", "within", "below", "most"})


def length_left(form: Form, wish: Wish) -> Wish | None:
    """“make it square, 10 seconds long”: a length that the tool has no place for."""
    timed = form.entry.slot("start", "end", "at", "span_length", "ranges", "moments")
    lengths = [item for item in form.unused if item.word == "<length>"]
    if len(lengths) != 1 or timed is not None:
        return None
    lasts = lengths[0]
    at = wish.items.index(lasts)
    near = (*wish.items[max(0, at - 2) : at], *wish.items[at + 1 : at + 2])
    cap = (lasts.saying("max"),) if _CAPS & {item.word for item in near} else ()
    return Wish(((lasts.saying("keep"), *cap, lasts),))
