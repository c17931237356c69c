"""How many renders a machine carries out at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.settings import Settings
from agent.slots import usual_slots


@pytest.mark.parametrize(
    ("memory", "count", "why"),
    [(1 << 28, 1, "GB of memory"), (1 << 62, None, "cores")],
    ids=["little memory", "as many as cores allow"],
)
def test_slots_follow_the_machine(memory: int, count: int | None, why: str, tmp_path: Path) -> None:
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/cgroup").write_text("0::/\n")
    (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
    (tmp_path / "sys/fs/cgroup/memory.max").write_text(str(memory))
    slots = usual_slots(tmp_path)
    assert slots.count == (count or slots.count) >= 1
    assert why in slots.why


def test_what_the_operator_sets_holds() -> None:
    assert Settings(parallel_renders=7).parallel_renders == 7
    assert Settings().parallel_renders == usual_slots().count
