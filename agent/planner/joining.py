"""Joining: what two pieces of a message tell together about one call."""

from __future__ import annotations

from dataclasses import replace

from agent.planner.draft import Meant
from agent.planner.filling.fill import fill
from agent.planner.plan import Call
from agent.planner.take import Chooser
from agent.planner.wishes.frames import framed
from agent.planner.wishes.split import Wish


def take_along(
    chooser: Chooser, before: Wish | None, asked: list[Meant], meant: list[Meant]
) -> None:
    """“icy fireworks, 4 rockets”: what the question of the first piece had already told.

    Args:
        chooser: The tools and the plan so far.
        before: The piece before.
        asked: What it was understood as.
        meant: What this piece was understood as.
    """
    tool = _asking(asked)
    made = [call for each in meant for call in each.calls]
    calls = chooser.draft.calls
    if before is None or not made or tool != made[0].tool or made[0] not in calls:
        return
    told = fill(chooser.index.entries[tool], before.items, chooser.message, chooser.facts).args
    fresh = {name: value for name, value in told.items() if name not in made[0].args}
    if fresh:
        chooser.draft.amend(calls.index(made[0]), fresh)


def told_aside(wish: Wish, meant: list[Meant]) -> list[Meant]:
    """“a gif under 2 MB”: what cannot be done about how the result is to be is told."""
    if not wish.aside:
        return meant
    return [
        replace(each, question="", choices=(), reason=each.question.rstrip("."))
        if each.question
        else each
        for each in meant
    ]


def shaped(chooser: Chooser, wish: Wish, before: Wish | None, asked: list[Meant]) -> list[Meant]:
    """“follow my face and make it 9:16”: the shape that was missing is told next."""
    entry = chooser.index.entries.get(_asking(asked))
    shape = entry.slot("aspect") if entry else None
    if before is None or entry is None or shape is None or not shape.required:
        return []
    both = Wish((*before.pieces, *wish.pieces))
    form = fill(entry, both.items, chooser.message, chooser.facts)
    call = Call(tool=entry.name, args=form.args, wish=both.words(chooser.message))
    told = any(item.word == "<aspect>" for item in wish.items)
    if not told or form.missing or not chooser.draft.calls:
        return []
    chooser.draft.drop_last()
    error = chooser.draft.add(call)
    return [Meant(question=error)] if error else [Meant(calls=(call,))]


def merged(chooser: Chooser, wish: Wish, before: Wish | None, meant: list[Meant]) -> list[Meant]:
    """“make it 9:16 without cropping, blur the sides”: both together are for one tool."""
    asked = meant[0] if _asking(meant) else None
    if asked is None or asked.about == "value" or before is None or not chooser.draft.calls:
        return []
    both = framed(Wish((*before.pieces, *wish.pieces)))
    trial = chooser.draft.copy()
    trial.drop_last()
    entry = chooser.index.entries[asked.tool]
    form = fill(entry, both.items, chooser.message, trial.clip.facts if trial.clip else None)
    call = Call(tool=entry.name, args=form.args, wish=both.words(chooser.message))
    if form.missing or trial.add(call):
        return []
    chooser.draft.drop_last()
    chooser.draft.add(call)
    return [Meant(calls=(call,))]


def _asking(meant: list[Meant]) -> str:
    """The tool that one question is about; empty where nothing is asked of one."""
    return meant[0].tool if len(meant) == 1 and meant[0].question else ""
