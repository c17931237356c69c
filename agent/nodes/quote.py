"""Quote: what the edit takes, told once; so much stands when the person answers, come what may."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from langgraph.runtime import Runtime

from agent.history import from_json
from agent.messages import Planned, Quote
from agent.previews import wanted
from agent.pricing import Bill, bill_for
from agent.replies import done_phrases, joined
from agent.services import Services
from agent.state import TurnState, load_rounds
from agent.toolbox import described
from tools.clip import Clip
from tools.services.account import account

if TYPE_CHECKING:
    from tools.engine.compile.preview import Preview


async def quote(state: TurnState, runtime: Runtime[Services]) -> dict[str, Any]:
    """Announce the plan and estimate it; say whether it has to wait for a yes."""
    services = runtime.context
    clip = described(from_json(state["draft"]))
    steps = done_phrases(load_rounds(state["rounds"])) or clip.done
    runtime.stream_writer(Planned(steps=steps, suffix=_suffix(clip, wanted(state))))
    bill = await bill_for(clip, services.capabilities)
    made = Quote(
        what=(joined(steps) or "delivered it as it is") + _besides(bill),
        seconds=services.pace.estimate(clip) + bill.seconds,
        cost=bill.usd,
        unpriced=bill.unpriced,
    )
    most_seconds, most_usd = _most(state, services)
    drawn = bill.seconds > services.settings.approve_above_drawing_seconds
    slow = (made.seconds > most_seconds or drawn) and wanted(state) is None
    dear = made.cost > 0 and made.cost + account().allowance.spent > most_usd
    waits = slow or dear or bool(made.unpriced or bill.fetched)
    if waits:
        runtime.stream_writer(made)
    return {"quoted": asdict(made), "waits": waits}


def _besides(bill: Bill) -> str:
    """What is sent or fetched for it: " (250 pictures by Replicate)"."""
    fetched = [f"{what}, fetched once" for what in bill.fetched]
    return f" ({joined([*bill.calls, *fetched])})" if bill.calls or fetched else ""


def _most(state: TurnState, services: Services) -> tuple[float, float]:
    """Seconds and US dollars that need no yes: the person's own limits, else the operator's."""
    request, settings = state["request"], services.settings
    seconds, usd = request.get("ask_above_seconds"), request.get("ask_above_usd")
    return (
        settings.approve_above_seconds if seconds is None else seconds,
        settings.approve_above_usd if usd is None else usd,
    )


def _suffix(clip: Clip, preview: Preview | None) -> str:
    """What the name of the file will end with."""
    made = preview.of(clip) if preview else clip
    return ".zip" if made.zipped else f".{made.encoding.container}"
