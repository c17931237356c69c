"""A render belongs to its turn on whichever machine it is carried out."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from agent.steps import RenderOrder, Tell
from bots.jobs.renders import Renders
from memory.notes import Notes
from tools import signals


class Renderer:
    """Notes whose render it carries out."""

    def __init__(self) -> None:
        self.turns: list[str] = []

    async def render(self, order: RenderOrder, emit: Tell) -> dict[str, Any]:
        self.turns.append(signals.turn.get())
        return {}


class NoNotes(Notes):
    """Nobody reads how far a render is."""

    def __init__(self) -> None: ...

    async def drop(self, works: object) -> None: ...


async def test_a_worker_renders_under_the_id_of_the_turn() -> None:
    renderer = Renderer()
    renders = Renders(renderer, NoNotes(), 1)
    order = asdict(RenderOrder(conversation="c", history={}))
    await renders._render("r1", {"order": order, "turn": "t1"})
    assert renderer.turns == ["t1"]
    assert signals.turn.get() == ""
