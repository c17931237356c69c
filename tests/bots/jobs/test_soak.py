"""Some programs are killed while a few turns are worked on; ``make soak`` does it at length."""

from __future__ import annotations

import pytest

from tests.soak import soak


@pytest.mark.parametrize("workers", [0, 1], ids=["one program", "bot and worker on PostgreSQL"])
async def test_what_was_asked_for_is_delivered_once_whatever_dies(workers: int) -> None:
    figures = await soak(6, 3, workers=workers, people=3)
    assert (figures.delivered, figures.lost, figures.doubled) == (6, 0, 0), str(figures)
