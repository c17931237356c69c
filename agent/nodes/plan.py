"""Plan: ask the brain for the next calls."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from langgraph.runtime import Runtime
from langgraph.types import StreamWriter

from agent.approval import answer_in
from agent.families import all_tools
from agent.habit import Choice, wish
from agent.history import History, from_json
from agent.messages import Answering
from agent.planner.plan import Call, Outcome, Planner, Situation
from agent.replies import unresolved
from agent.services import Services
from agent.state import CONTEXT_MESSAGES, TurnState, dump, load_recalled, load_rounds
from agent.thrift import KEPT
from agent.toolbox import described
from tools.clip import Clip
from tools.errors import LimitExceeded, ToolFailed, VfxbError
from tools.services.spending import Unwritable

log = logging.getLogger(__name__)

# A model that was wrong this often in one turn will not get it right in a fourth round.
_FAILED_ROUNDS = 3
# Name of the brain that only takes an answer to our own offer.
_OFFER = "offer"
_LEFT_OFF = "{why}, so something may be missing."
_TOOK_OVER = "{why}, so my built-in planner understood this one."


async def plan(state: TurnState, runtime: Runtime[Services]) -> TurnState:
    """Decide what to do next, asking the planner unless the answer is known."""
    services = runtime.context
    change = _offered(state)
    if "calls" not in change:
        change = {**change, **await _known(state, services)}
    if "calls" in change:
        return change
    current: TurnState = {**state, **change}
    asked = await _asked(current, services, runtime.stream_writer)
    return {**change, **asked}


async def _asked(state: TurnState, services: Services, write: StreamWriter) -> TurnState:
    """Ask the planner; the built-in one takes over where the first one fails."""
    change = TurnState()
    planner = _brain(state, services)
    rounds = load_rounds(state["rounds"])
    if planner is not services.fallback and services.fallback and _keeps_failing(rounds):
        planner, rounds = services.fallback, ()
        change = _taken_over(state, planner, "The language model made a plan that does not work")
    try:
        made = await planner.plan(_situation({**state, **change}, rounds, write))
    except (ToolFailed, LimitExceeded) as error:
        if services.fallback is None or planner is services.fallback:
            return {**change, "calls": [], "refusal": str(error), "failed": True}
        log.warning("planner %s failed: %s", planner.name, error)
        if rounds and not unresolved(rounds):
            # All it planned so far works, and is more than the other planner may understand.
            return {
                **change,
                "calls": [],
                "say": "",
                "told": [*state["told"], _LEFT_OFF.format(why=_why(error))],
            }
        planner = services.fallback
        change = _taken_over(state, planner, _why(error))
        made = await planner.plan(_situation({**state, **change}, ()))
    calls = [dump(call) for call in made.calls]
    usage = _added(state, sent=made.usage.sent, answered=made.usage.answered,
                   usd=made.usd)  # fmt: skip
    if not calls:
        _keep(state, rounds, usage, services)
    return {**change, "calls": calls, "say": made.text, "brain": planner.name, "usage": usage}


def _offered(state: TurnState) -> TurnState:
    """The answer to whether a habit is to be a preference; anything else leaves it at that."""
    if state["brain"] == _OFFER:
        return TurnState(calls=[], say="")
    offered = state.get("offered") or {}
    request, done = state["request"], TurnState(offered={})
    if not offered or state["rounds"] or offered["user"] != request["user"]:
        return TurnState()
    answer = "" if request["attachments"] else answer_in(request["text"])
    if not answer:
        return done
    if answer == "no":
        return {**done, "calls": [], "say": "All right, I leave that open.", "brain": _OFFER}
    found = Choice(**{name: offered[name] for name in ("tool", "argument", "value", "said")})
    args = {"text": wish(found), "tool": found.tool, "argument": found.argument}
    call = Call(tool="remember_preference", args={**args, "value": found.value})
    return {**done, "calls": [dump(call)], "brain": _OFFER}


async def _known(state: TurnState, services: Services) -> TurnState:
    """A plan that no language model need be asked for, or what to ask it with."""
    thrift = services.thrift
    if thrift is None:
        return TurnState()
    request = state["request"]
    if state["brain"] == KEPT:
        failed = any(o.error for outcomes in load_rounds(state["rounds"]) for o in outcomes)
        # What worked once does not any more: the model is asked as if nothing had been.
        return _afresh(state) if failed else TurnState(calls=[], say="")
    if state["rounds"] or state["brain"]:
        return TurnState()
    situation = _situation(state, ())
    key = thrift.key(situation)
    spared = await thrift.spare(situation, key, request["user"], request.get("group", ""))
    if spared is None:
        return TurnState(plan_key=key)
    return TurnState(
        calls=[dump(call) for call in spared.plan.calls],
        say=spared.plan.text,
        brain=spared.brain,
        usage=_added(state, spared=spared.tokens),
    )


def _keep(
    state: TurnState,
    rounds: tuple[tuple[Outcome, ...], ...],
    usage: Mapping[str, float],
    services: Services,
) -> None:
    """Keep a plan that worked at once."""
    thrift, key, request = services.thrift, state["plan_key"], state["request"]
    if thrift is None or not key or len(rounds) != 1 or any(o.error for o in rounds[0]):
        return
    calls = [outcome.call for outcome in rounds[0]]
    tokens = int(usage.get("sent", 0) + usage.get("answered", 0))
    user, group = request["user"], request.get("group", "")
    services.afterwards.add(partial(thrift.keep, key, calls, tokens, user, group))


def _added(state: TurnState, **more: float) -> dict[str, float]:
    before = state["usage"]
    return {name: before.get(name, 0) + more.get(name, 0) for name in {*before, *more}}


def _brain(state: TurnState, services: Services) -> Planner:
    fallback = services.fallback
    return fallback if fallback and state["brain"] == fallback.name else services.planner


def _keeps_failing(rounds: tuple[tuple[Outcome, ...], ...]) -> bool:
    return sum(any(o.error for o in outcomes) for outcomes in rounds) >= _FAILED_ROUNDS


def _why(error: VfxbError) -> str:
    """Why the language model does not plan any more."""
    if isinstance(error, LimitExceeded | Unwritable):
        return f"The language model was not asked ({str(error).rstrip('.')})"
    return "The language model could not be reached"


def _taken_over(state: TurnState, planner: Planner, why: str) -> TurnState:
    """The turn as it was before the first planner touched it, told about."""
    told = [*state["told"], _TOOK_OVER.format(why=why)]
    return {**_afresh(state), "brain": planner.name, "told": told}


def _afresh(state: TurnState) -> TurnState:
    """The turn as it was before a planner touched it."""
    return TurnState(
        draft=state["start"],
        rounds=[],
        brain="",
        left_out=[],
        answers=[],
        suggestions=[],
        documents=[],
        notes=[],
        plan_key="",
    )


def _situation(
    state: TurnState, rounds: tuple[tuple[Outcome, ...], ...], write: StreamWriter | None = None
) -> Situation:
    history = from_json(state["draft"])
    situation = Situation(
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
    if write is None:
        return situation
    return replace(situation, tell=lambda words: write(Answering(text=words)))


def _clip(history: History) -> Clip | None:
    if history.source is None:
        return None
    try:
        return described(history)
    except VfxbError:
        # A stored step that fits no more: the planner can still undo it.
        return Clip.of(history.source)
