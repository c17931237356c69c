"""Steps: by which words the steps of a recipe may be called."""

from __future__ import annotations

from agent.planner.choosing.index import Index, tokens
from agent.planner.draft import Draft
from agent.planner.reading.items import Items
from tools.recipe import Step


def step_named(
    named: frozenset[str], index: Index, draft: Draft, *, wholly: bool = False
) -> int | None:
    """Number of the latest step that the words name best, counted from 1.

    Args:
        named: Tokens of the words.
        index: The tools.
        draft: The recipe.
        wholly: Whether every word has to be about the step.
    """
    best, number = 0.0, None
    for at, step in enumerate(draft.history.steps, 1):
        known = step_tokens(step, index)
        if wholly and not named <= known:
            continue
        score = sum(index.weight(token) for token in named & known)
        if score and score >= best:
            best, number = score, at
    return number


def step_tokens(step: Step, index: Index) -> frozenset[str]:
    """The words by which a step may be called: its tool's distinctive ones and its own values."""
    entry = index.entries.get(step.tool)
    values = [str(value) for value in step.args.values() if isinstance(value, str)]
    own: set[str] = set()
    for text in [step.tool.replace("_", " "), *values]:
        own |= tokens(_items(text, index))
    if entry is not None and not any(slot.choices and slot.required for slot in entry.slots):
        own |= {t for t in entry.vocabulary if not t.startswith("<")} - {"keep", "remove"}
    return frozenset(own)


def _items(text: str, index: Index) -> Items:
    return index.reader.read(text[:200]).items
