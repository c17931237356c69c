"""The graph of a turn: ingest, recall, plan and act in rounds, quote, approve, render, reply.

Habits are noticed before the reply; what was done is remembered last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from langgraph.graph import END, START, StateGraph

from agent.nodes.act import act
from agent.nodes.approve import approve
from agent.nodes.ingest import ingest
from agent.nodes.notice import notice
from agent.nodes.plan import plan
from agent.nodes.quote import quote
from agent.nodes.recall import recall
from agent.nodes.remember import remember
from agent.nodes.render import render
from agent.nodes.reply import reply
from agent.services import Services
from agent.state import TurnState

if TYPE_CHECKING:
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph

MAX_ROUNDS = 6
# Every node once, plan and act in every round, of both planners, and a few questions whether
# something may cost what it costs.
MAX_STEPS = 10 + 4 * MAX_ROUNDS + 2 + 8


def route_ingest(state: TurnState) -> Literal["recall", "quote", "reply"]:
    """A message that cannot be worked on, or needs no planning, takes the short way."""
    if state["refusal"] or state["asking"]:
        return "reply"
    return "quote" if state["planned"] else "recall"


def route_plan(state: TurnState) -> Literal["act", "quote", "reply"]:
    """Calls are run; without calls the plan is complete."""
    if state["refusal"]:
        return "reply"
    return "act" if state["calls"] else _finished(state)


def route_act(state: TurnState) -> Literal["plan", "quote", "approve", "reply"]:
    """The planner sees what became of its calls, unless the person is asked or it is enough."""
    if state["refusal"] or state["asking"]:
        return "reply"
    if state["waits"]:
        return "approve"
    return "plan" if len(state["rounds"]) < MAX_ROUNDS else _finished(state)


def route_quote(state: TurnState) -> Literal["approve", "render"]:
    """What is cheap and quick needs no yes."""
    return "approve" if state["waits"] else "render"


def route_approve(state: TurnState) -> Literal["act", "render", "reply"]:
    """After a yes it goes on where it stopped; nothing is done after a no."""
    if state["approval"] == "no":
        return "reply"
    return "act" if state["calls"] else "render"


def route_render(state: TurnState) -> Literal["approve", "notice"]:
    """What turns out to cost more than was agreed to is asked about."""
    return "approve" if state["waits"] else "notice"


def build_graph(
    checkpointer: BaseCheckpointSaver[Any] | None,
) -> CompiledStateGraph[TurnState, Services, TurnState, TurnState]:
    """The compiled graph.

    Args:
        checkpointer: Where conversations are kept; None keeps nothing.
    """
    graph = StateGraph(TurnState, context_schema=Services)
    graph.add_node("ingest", ingest)
    graph.add_node("recall", recall)
    graph.add_node("plan", plan)
    graph.add_node("act", act)
    graph.add_node("quote", quote)
    graph.add_node("approve", approve)
    graph.add_node("render", render)
    graph.add_node("notice", notice)
    graph.add_node("reply", reply)
    graph.add_node("remember", remember)
    graph.add_edge(START, "ingest")
    graph.add_conditional_edges("ingest", route_ingest)
    graph.add_edge("recall", "plan")
    graph.add_conditional_edges("plan", route_plan)
    graph.add_conditional_edges("act", route_act)
    graph.add_conditional_edges("quote", route_quote)
    graph.add_conditional_edges("approve", route_approve)
    graph.add_conditional_edges("render", route_render)
    graph.add_edge("notice", "reply")
    graph.add_edge("reply", "remember")
    graph.add_edge("remember", END)
    return graph.compile(checkpointer=checkpointer, name="vfxb")


def _finished(state: TurnState) -> Literal["quote", "reply"]:
    """What changed is rendered; so is what was asked for as a file, be it the same once more."""
    draft, start = state["draft"], state["start"]
    changed = any(draft[key] != start[key] for key in ("steps", "source", "head"))
    wanted = {"render_full", "preview_edit", *(["back_to"] if draft["head"] else [])}
    named = any(
        outcome["call"]["tool"] in wanted and not outcome["error"]
        for outcomes in state["rounds"]
        for outcome in outcomes
    )
    return "quote" if changed or named else "reply"
