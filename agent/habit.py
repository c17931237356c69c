"""Habit: what a person asks for again and again is noticed, and asked about once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from inspect import Parameter
from typing import Any

from agent.history import History
from agent.planner.choosing.kinds import slots_of
from agent.planner.plan import Outcome
from memory.habits import NOTICED, comparable
from memory.memory import Recalled
from tools import SPECS
from tools.spec import ToolSpec

# Where and when differs from clip to clip, and so do words.
_NO_STYLE = frozenset({"start", "end", "at", "span_length", "text", "x", "y", "source", "file"})


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a person asked for, although it could be left open.

    Attributes:
        tool: The tool.
        argument: The argument.
        value: The value, a plain JSON value as in the recipe.
        said: The value as it was asked for.
    """

    tool: str
    argument: str
    value: Any
    said: str

    @property
    def plain(self) -> tuple[str, str, Any]:
        """As memory counts it."""
        return (self.tool, self.argument, self.value)


def choices(rounds: Iterable[Iterable[Outcome]], history: History) -> tuple[Choice, ...]:
    """What the successful calls of a turn chose."""
    made = [o.call for outcomes in rounds for o in outcomes if not o.error and o.call.tool in SPECS]
    found: dict[tuple[str, str], Choice] = {}
    for call in made:
        step = next((s for s in reversed(history.steps) if s.tool == call.tool), None)
        stored: Mapping[str, Any] = step.args if step else {}
        for name in _styles(SPECS[call.tool]):
            if call.args.get(name) is not None and name in stored:
                said = str(call.args[name])
                found[call.tool, name] = Choice(call.tool, name, stored[name], said)
    return tuple(found.values())


def noticed(made: Iterable[Choice], recalled: Recalled) -> Choice | None:
    """What has been asked for often enough by now to ask whether it is meant always."""
    known = {(p.tool, p.argument) for p in recalled.preferences}
    often = {(h.tool, h.argument, comparable(h.value)) for h in recalled.habits
             if h.times + 1 >= NOTICED}  # fmt: skip
    return next(
        (
            choice
            for choice in made
            if (choice.tool, choice.argument) not in known
            and (choice.tool, choice.argument, comparable(choice.value)) in often
        ),
        None,
    )


def question(choice: Choice) -> str:
    """What the person is asked, once."""
    return (
        f"You have asked for {_wish(choice)} {NOTICED} times now. Shall I always take that when "
        "you do not say otherwise? (yes / no; I will not ask again)"
    )


def wish(choice: Choice) -> str:
    """The preference in words."""
    return f"always {_wish(choice)}"


def _wish(choice: Choice) -> str:
    what = choice.tool.replace("_", " ")
    return f"{choice.argument.replace('_', ' ')} {choice.said} with “{what}”"


def _styles(spec: ToolSpec) -> list[str]:
    """Arguments that may be left open and are no matter of the single clip."""
    kinds = {slot.name: slot.kind for slot in slots_of(spec)}
    return [
        name
        for name, parameter in spec.parameters.items()
        if parameter.default is not Parameter.empty and kinds.get(name) not in _NO_STYLE
    ]
