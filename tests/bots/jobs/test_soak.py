"""Programs are killed, and what they need is gone, while a few turns are worked on.

``make soak`` does it at length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from tests.bots.chat_server import Board, Shown
from tests.soak.chats import Asked
from tests.soak.fairness import Fairness
from tests.soak.figures import Figures
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
    Case(
        "two bots and three workers on PostgreSQL",
        Plan(turns=6, bots=("telegram", "discord"), workers=3, people=6),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
async def test_what_was_asked_for_is_delivered_once_whatever_dies(case: Case) -> None:
    figures = await soak(case.plan)
    assert figures.is_whole, str(figures)
    assert figures.renders >= case.plan.turns


# How it is judged.

WHOLE = Figures(turns=4, planned=2, delivered=4, renders=4, again=1, kills=Counter(bot=2))


def waits(heavy: Sequence[float], others: Sequence[float]) -> Fairness:
    """Of messages that all were sent at once, with the seconds until their clips came."""
    asked = [(1, wait) for wait in heavy] + [(2 + n, wait) for n, wait in enumerate(others)]
    message = Shown(id=1, chat=1)
    return Fairness.of([Asked(who, Board(), message, 0.1, wait) for who, wait in asked], heavy=1)


@dataclass(frozen=True)
class Judged:
    """Figures, and what is wrong with them; nothing where they are whole."""

    id: str
    figures: Figures
    wrong: str


JUDGED = (
    Judged("whole", WHOLE, ""),
    Judged("lost", replace(WHOLE, delivered=3, lost=1), "not every turn"),
    Judged("doubled", replace(WHOLE, doubled=1), "not every turn"),
    Judged("killed less", replace(WHOLE, kills=Counter(bot=1)), "1 of 2 kills were not"),
    Judged("rendered twice", replace(WHOLE, planned=0, kills=Counter()), "begun again"),
    Judged("rendered twice after a fault", replace(WHOLE, again=3, struck=["a restart"]), ""),
    Judged("ended by itself", replace(WHOLE, fallen={"bot": [1]}), "ended by itself"),
    Judged("fair", replace(WHOLE, fairness=waits((1, 4, 5, 6), (2, 3))), ""),
    Judged("in order", replace(WHOLE, fairness=waits((1, 2, 3, 4), (5, 6))), "not fair"),
    Judged("longer on average", replace(WHOLE, fairness=waits((1, 2, 9, 9), (8, 8))), "not fair"),
)


@pytest.mark.parametrize("judged", JUDGED, ids=lambda judged: judged.id)
def test_a_soak_tells_what_was_not_as_it_should_be(judged: Judged) -> None:
    assert judged.figures.is_whole == (not judged.wrong)
    assert ("WRONG" in str(judged.figures)) == bool(judged.wrong)
    assert judged.wrong in str(judged.figures)
