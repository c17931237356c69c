"""Absent: "remove the echo", where no edit added one: it is in the recording, and stays there."""

from __future__ import annotations

from agent.planner.choosing.index import Entry, tokens
from agent.planner.choosing.kinds import choice_phrases
from agent.planner.draft import Meant
from agent.planner.plan import Call
from agent.planner.referring.earlier import Earlier
from agent.planner.wishes.split import Wish

NEAREST_FOR_SOUND = (
    "The nearest I have is: make the voice clearer; for hiss and hum: remove the noise."
)
NEAREST_FOR_PICTURE = "Ask “what filters are there?” to see what I can do to the picture."
_TAKING = frozenset({"remove", "without", "<less>"})


def absent(earlier: Earlier, wish: Wish) -> Meant | None:
    """Why an effect is not taken away that only can be added; None for other wishes.

    Args:
        earlier: The steps so far.
        wish: The wish.
    """
    words = {item.word for item in wish.items}
    if not _TAKING & words or any(i.is_value and i.word not in _SOFT for i in wish.items):
        return None
    named = frozenset(t for t in tokens(wish.items) if not t.startswith("<")) - {"remove"}
    removed = named | {"remove"}
    if any(removed <= example for e in earlier.index.clip_tools for example in e.examples):
        return None  # "remove the grain": there is a tool for that
    for entry in earlier.index.clip_tools:
        if effect := _effect(earlier, entry, named):
            sound = "sound" in entry.name
            return Meant(
                reason=f"I can add “{effect}”, but not take it out of what was recorded",
                nearest=NEAREST_FOR_SOUND if sound else NEAREST_FOR_PICTURE,
            )
    return None


_SOFT = frozenset({"<more>", "<less>", "<small>", "<large>"})


def _effect(earlier: Earlier, entry: Entry, named: frozenset[str]) -> str:
    """The effect of a tool that is all that is named, and that can only be added."""
    slot = next((slot for slot in entry.required if slot.choices), None)
    level = entry.slot("intensity", "level")
    if slot is None or level is None or not named:
        return ""
    for choice in slot.choices:
        own = tokens(earlier.index.reader.read(choice_phrases(choice)[-1]).items)
        made = any(step.args.get(slot.name) == choice for step in earlier.steps)
        if own and own <= named and named - own <= _AROUND and not made:
            down = Call(tool=entry.name, args={slot.name: choice, level.name: -0.3})
            return choice.replace("_", " ") if earlier.draft.copy().add(down) else ""
    return ""


_AROUND = frozenset(
    {"room", "background", "recording", "voice", "audio", "picture", "sound", "filter", "hall"}
)
