"""How many renders a machine carries out at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.settings import Settings
from agent.slots import usual_slots
from tools.machine import disk_bytes


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


def test_the_cache_takes_little_of_a_small_disk(tmp_path: Path) -> None:
    most = disk_bytes(tmp_path / "not" / "there")
    assert Settings(home=tmp_path).cache_bytes == min(2_048 << 20, most // 10)
    assert Settings(home=tmp_path, cache_mb=10_000_000).cache_bytes == 10_000_000 << 20
    assert Settings(home=tmp_path, cache_mb=0).cache_bytes == 0
