"""Plan: ask the brain for the next calls."""

from __future__ import annotations

import logging

from langgraph.runtime import Runtime

from agent.history import History, from_json
from agent.planner.plan import Outcome, Planner, Situation
from agent.replies import unresolved
from agent.services import Services
from agent.state import CONTEXT_MESSAGES, TurnState, dump, load_recalled, load_rounds
from agent.toolbox import all_tools, described
from tools.clip import Clip
from tools.errors import ToolFailed, VfxbError

log = logging.getLogger(__name__)

# A model that was wrong this often in one turn will not get it right in a fourth round.
_FAILED_ROUNDS = 3
_LEFT_OFF = "The language model could not be reached any more, so something may be missing."
_TOOK_OVER = "The language model {why}, so my built-in planner understood this one."


async def plan(state: TurnState, runtime: Runtime[Services]) -> TurnState:
    """Ask the planner what to do next; the built-in one takes over where the first one fails."""
    services = runtime.context
    change = TurnState()
    planner = _brain(state, services)
    rounds = load_rounds(state["rounds"])
    if planner is not services.fallback and services.fallback and _keeps_failing(rounds):
        planner, rounds = services.fallback, ()
        change = _taken_over(state, planner, "made a plan that does not work")
    try:
        made = await planner.plan(_situation({**state, **change}, rounds))
    except ToolFailed as error:
        if services.fallback is None or planner is services.fallback:
            return {**change, "calls": [], "refusal": str(error), "failed": True}
        log.warning("planner %s failed: %s", planner.name, error)
        if rounds and not unresolved(rounds):
            # All it planned so far works, and is more than the other planner may understand.
            return {**change, "calls": [], "say": "", "told": [*state["told"], _LEFT_OFF]}
        planner = services.fallback
        change = _taken_over(state, planner, "could not be reached")
        made = await planner.plan(_situation({**state, **change}, ()))
    calls = [dump(call) for call in made.calls]
    return {**change, "calls": calls, "say": made.text, "brain": planner.name}


def _brain(state: TurnState, services: Services) -> Planner:
    fallback = services.fallback
    return fallback if fallback and state["brain"] == fallback.name else services.planner


def _keeps_failing(rounds: tuple[tuple[Outcome, ...], ...]) -> bool:
    return sum(any(o.error for o in outcomes) for outcomes in rounds) >= _FAILED_ROUNDS


def _taken_over(state: TurnState, planner: Planner, why: str) -> TurnState:
    """The turn as it was before the first planner touched it."""
    return TurnState(
        draft=state["start"],
        rounds=[],
        brain=planner.name,
        left_out=[],
        answers=[],
        notes=[],
        told=[*state["told"], _TOOK_OVER.format(why=why)],
    )


def _situation(state: TurnState, rounds: tuple[tuple[Outcome, ...], ...]) -> Situation:
    history = from_json(state["draft"])
    return Situation(
        text=state["request"]["text"],
        history=history,
        clip=_clip(history),
        tools=all_tools(),
        memory=load_recalled(state["recalled"]),
        dialogue=tuple((who, words) for who, words in state.get("dialogue") or ())[
            -CONTEXT_MESSAGES:
        ],
        question=state.get("question") or "",
        asked_about=state.get("asked_about") or "",
        rounds=rounds,
    )


def _clip(history: History) -> Clip | None:
    if history.source is None:
        return None
    try:
        return described(history)
    except VfxbError:
        # A stored step that fits no more: the planner can still undo it.
        return Clip.of(history.source)
