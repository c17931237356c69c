"""Some programs are killed while a few turns are worked on; ``make soak`` does it at length."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.soak.soaking import soak


@dataclass(frozen=True)
class Case:
    """How much is asked for, and killed."""

    id: str
    turns: int
    kills: int
    workers: int


CASES = (
    Case("one program", turns=4, kills=2, workers=0),
    Case("a bot and a worker on PostgreSQL", turns=3, kills=2, workers=1),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_what_was_asked_for_is_delivered_once_whatever_dies(case: Case) -> None:
    figures = await soak(case.turns, case.kills, workers=case.workers, people=3, pause=0.8)
    assert (figures.delivered, figures.lost, figures.doubled) == (case.turns, 0, 0), str(figures)
