"""Steps: what of a turn is done once and for all, whatever dies before the turn has ended.

A turn that is taken on for good begins again when its process was killed. What it had planned and
rendered is not done again then: whoever runs the turn brings ``Steps`` that remember.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import TypeAdapter

from agent.messages import Event
from agent.planner.plan import Plan, Planner, Situation

if TYPE_CHECKING:
    from agent.services import Services

Json = dict[str, Any]
Tell = Callable[[Event], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOrder:
    """A render, in plain values: any process that reaches the files can carry it out.

    Attributes:
        conversation: Whose result it is.
        history: The draft, as ``agent.history.to_json`` writes it.
        preview: What is only looked at, by the names of the engine's ``Preview``; None renders all.
        max_bytes: Largest file that can be delivered; 0 for no limit.
        look_above: A render that is expected to take more seconds is preceded by a small one.
        seconds: How long it is expected to take.
        account: On whose behalf services are asked, as ``agent.accounts.to_plain`` writes it.
    """

    conversation: str
    history: Json
    preview: Json | None = None
    max_bytes: int = 0
    look_above: float | None = None
    seconds: float = 0.0
    account: Json = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The same for the same render, and for no other."""
        content = {**asdict(self), "seconds": 0.0, "account": {}}
        return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


class Steps(Protocol):
    """Remembers what was done."""

    async def once(self, name: str, work: Callable[[], Awaitable[Json]]) -> Json:
        """The result of a piece of work: of this time, or of the time before.

        Args:
            name: What the work is called within the turn.
            work: Does it; its result is plain JSON.
        """
        ...

    async def render(self, order: RenderOrder, tell: Tell) -> Json:
        """What ``agent.nodes.render`` makes of an order, wherever it is carried out.

        Args:
            order: The render.
            tell: Takes what happens meanwhile.

        Raises:
            VfxbError: It failed.
        """
        ...


class Remembered:
    """A planner whose plans are made once.

    Args:
        planner: Makes them.
        steps: Remembers them.
    """

    def __init__(self, planner: Planner, steps: Steps) -> None:
        self.name = planner.name
        self._planner = planner
        self._steps = steps
        self._asked = 0

    async def plan(self, situation: Situation) -> Plan:
        """The plan that was made before, or a new one."""
        self._asked += 1

        async def work() -> Json:
            made = await self._planner.plan(situation)
            data: Json = _plans().dump_python(made, mode="json")
            return data

        name = f"planned-{self.name}-{self._asked}"
        return _plans().validate_python(await self._steps.once(name, work))


def through(services: Services, steps: Steps | None) -> Services:
    """The services of a turn whose steps are remembered."""
    if steps is None:
        return services
    fallback = services.fallback
    return replace(
        services,
        planner=Remembered(services.planner, steps),
        fallback=Remembered(fallback, steps) if fallback else None,
        steps=steps,
    )


@cache
def _plans() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)
