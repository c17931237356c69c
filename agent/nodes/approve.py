"""Approve: a step that costs money or long minutes waits for the person's yes."""

from __future__ import annotations

from typing import Any

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from agent.history import History, from_json
from agent.messages import Planned, Quote
from agent.replies import done_phrases, joined, quote_text
from agent.services import Services
from agent.state import TurnState, load_rounds
from agent.toolbox import described
from tools.clip import Clip
from tools.errors import VfxbError
from tools.operations import Mix, Utterance


async def approve(state: TurnState, runtime: Runtime[Services]) -> dict[str, Any]:
    """Announce the plan; quote it and stop where it is priced or slow."""
    services = runtime.context
    clip = described(from_json(state["draft"]))
    steps = done_phrases(load_rounds(state["rounds"])) or clip.done
    runtime.stream_writer(Planned(steps=steps))
    paid = _spoken_before(from_json(state["base"]))
    quote = Quote(
        what=joined(steps) or "delivered it as it is",
        seconds=services.pace.estimate(clip),
        cost=_price(clip, paid, services),
    )
    settings = services.settings
    within = (
        quote.cost <= settings.approve_above_usd and quote.seconds <= settings.approve_above_seconds
    )
    if within or state["request"]["preview"] and quote.cost <= settings.approve_above_usd:
        return {"approval": "", "quoted": _plain(quote)}
    runtime.stream_writer(quote)
    resumed = interrupt(_plain(quote))
    request = state["request"]
    return {
        "approval": resumed["answer"],
        "quoted": _plain(quote),
        "request": {**request, "answered": resumed["text"], "started": resumed["at"]},
        "dialogue": [
            *(state.get("dialogue") or []),
            ["person", request["text"]],
            ["vfxb", quote_text(quote)],
        ],
    }


def _plain(quote: Quote) -> dict[str, Any]:
    return {"what": quote.what, "seconds": quote.seconds, "cost": quote.cost}


def _spoken_before(history: History) -> frozenset[Utterance]:
    """Words that were spoken, and paid for, in an earlier turn."""
    try:
        operations = described(history).operations
    except VfxbError:
        return frozenset()
    return frozenset(o.sound for o in operations if isinstance(o, Mix))


def _price(clip: Clip, paid: frozenset[Utterance], services: Services) -> float:
    """What the clip's new words will cost, in US dollars."""
    words = {o.sound for o in clip.operations if isinstance(o, Mix)} - paid
    spoken = sum(len(utterance.text) for utterance in words)
    return spoken * services.settings.speech_usd_per_1000_characters / 1000
