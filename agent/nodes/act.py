"""Act: run the planned calls on the described clip. Nothing is rendered yet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, cast

from langgraph.runtime import Runtime

from agent.accounts import quoted_for
from agent.analyst import Analyst
from agent.approval import answer_in
from agent.control import Dialogue
from agent.drawing import check_drawable
from agent.history import from_json, to_json
from agent.mind import Mind
from agent.planner.plan import Outcome
from agent.recording import recorded
from agent.services import Services
from agent.state import TurnState, dump, load_call, load_documents, load_recalled
from agent.studio import Studio
from agent.toolbox import Bench, run
from tools.services.spending import Unapproved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from agent.studio import Keeper


async def act(state: TurnState, runtime: Runtime[Services]) -> dict[str, Any]:
    """Run each call; wrong ones come back to the planner with the reason.

    One that takes a look which costs money waits for a yes, with those after it.
    """
    services, request = runtime.context, state["request"]
    bench = Bench(
        history=from_json(state["draft"]),
        mind=Mind(
            services.memory,
            request["user"],
            group=request.get("group", ""),
            conversation=request["conversation"],
            assets=services.assets,
            afterwards=services.afterwards,
            erasure=services.erasure,
        ),
        said=_own_words(state),
        recalled=load_recalled(state["recalled"]),
        dialogue=Dialogue(left_out=list(state["left_out"])),
        notes=list(state["notes"]),
        answers=list(state["answers"]),
        suggestions=list(state["suggestions"]),
        documents=load_documents(state["documents"]),
        look=Analyst(services, runtime.stream_writer),
        studio=studio_of(state, services),
        able=partial(check_drawable, capabilities=services.capabilities),
    )
    outcomes: list[Outcome] = []
    asks: dict[str, Any] = {"calls": []}
    for place, call in enumerate(state["calls"]):
        try:
            outcomes.append(await run(load_call(call), bench))
        except Unapproved as error:
            # It goes on here after a yes; what was done is done, and not done again.
            asks = {"calls": state["calls"][place:], "quoted": quoted_for(error), "waits": True}
            break
    done = [[dump(outcome) for outcome in outcomes]] if outcomes else []
    return asks | {
        "draft": to_json(bench.history),
        "recalled": dump(bench.recalled),
        "rounds": [*state["rounds"], *done],
        "asking": bench.dialogue.question,
        "refusal": bench.dialogue.refusal,
        "left_out": bench.dialogue.left_out,
        "notes": bench.notes,
        "answers": bench.answers,
        "suggestions": bench.suggestions,
        "documents": [dump(document) for document in bench.documents],
    }


def studio_of(state: TurnState, services: Services) -> Studio:
    """The voices of the person, and what they were asked last."""
    return Studio(
        user=state["request"]["user"],
        book=services.memory.voices,
        policy=services.capabilities.policy,
        keepers=cast("Sequence[Keeper]", services.capabilities.of("voices")),
        voices=services.voices,
        record=partial(recorded, services),
        question=state.get("question") or "",
        message=state["request"]["text"],
    )


def _own_words(state: TurnState) -> str:
    """What the person says: the message, and the question that it says yes to."""
    text: str = state["request"]["text"]
    if answer_in(text) == "no":
        return text
    return "\n".join([text, state.get("asked_about") or "", state.get("question") or ""])
