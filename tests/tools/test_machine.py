"""What a process may use is what its control groups leave of the machine."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.machine import cores, memory_bytes

GIB = 1 << 30


@dataclass(frozen=True)
class Case:
    """Control groups, as files, and what they leave; None for all that the machine has."""

    id: str
    groups: str
    files: Mapping[str, str]
    cores: int | None = None
    memory: int | None = None


CASES = (
    Case("none", "", {}),
    Case("no limit", "0::/\n", {"cpu.max": "max 100000\n", "memory.max": "max\n"}),
    Case("a container", "0::/\n", {"cpu.max": "100000 100000", "memory.max": str(GIB)}, 1, GIB),
    Case("part of a core", "0::/\n", {"cpu.max": "25000 100000"}, 1),
    Case("a group above", "0::/pod/one\n", {"pod/cpu.max": "100000 100000"}, 1),
    Case(
        "older groups",
        "4:memory:/docker/x\n3:cpu,cpuacct:/docker/x\n",
        {
            "memory/memory.limit_in_bytes": str(GIB),
            "cpu,cpuacct/cpu.cfs_quota_us": "100000",
            "cpu,cpuacct/cpu.cfs_period_us": "100000",
        },
        1,
        GIB,
    ),
    Case(
        "older groups without limits",
        "4:memory:/\n3:cpu,cpuacct:/\n",
        {
            "memory/memory.limit_in_bytes": "9223372036854771712",
            "cpu,cpuacct/cpu.cfs_quota_us": "-1",
            "cpu,cpuacct/cpu.cfs_period_us": "100000",
        },
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_a_process_may_use(case: Case, tmp_path: Path) -> None:
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/cgroup").write_text(case.groups)
    for name, text in case.files.items():
        file = tmp_path / "sys/fs/cgroup" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    physical = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    assert cores(tmp_path) == (case.cores or len(os.sched_getaffinity(0)))
    assert memory_bytes(tmp_path) == (case.memory or physical)
