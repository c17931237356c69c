"""Programs are killed, and what they need is gone, while a few turns are worked on.

``make soak`` does it at length.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.soak.soaking import soak
from tests.soak.stage import Plan


@dataclass(frozen=True)
class Case:
    """What is asked for, and what goes wrong."""

    id: str
    plan: Plan


CASES = (
    Case("one program", Plan(turns=4, kills=2, people=3, pause=0.8)),
    Case(
        "a bot and a worker on PostgreSQL, which restarts",
        Plan(turns=3, kills=2, workers=1, people=3, pause=0.8, restart_postgres=1.0),
    ),
    Case("one program, on a disk that is full for a while", Plan(turns=3, people=3, disk_full=3.0)),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_what_was_asked_for_is_delivered_once_whatever_dies(case: Case) -> None:
    figures = await soak(case.plan)
    assert figures.is_whole, str(figures)
