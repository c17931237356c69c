"""What a process has and does not work on is found, but not what is only on its way."""

from __future__ import annotations

from bots.jobs.job import Job
from bots.jobs.missed import LOST_SECONDS, Missed


def job(name: str) -> Job:
    return Job(
        name=name, lane="turns", state="running", user="u", rank=1, process="p", came=0.0,
        given={}, facts={},
    )  # fmt: skip


def test_a_job_is_lost_once_it_was_missed_for_long() -> None:
    now = [0.0]
    missed = Missed(lambda: now[0])
    mine = [job("worked on"), job("lost"), job("late")]
    assert missed.lost(mine, {"worked on"}) == []
    now[0] = LOST_SECONDS - 1
    assert missed.lost(mine, {"worked on", "late"}) == []
    now[0] = LOST_SECONDS + 1
    assert [each.name for each in missed.lost(mine, {"worked on"})] == ["lost"]
    # It is put back; who takes it has as long as everybody.
    now[0] += 1
    assert missed.lost(mine, {"worked on"}) == []
    # What has ended is not there any more, and forgotten.
    now[0] += 2 * LOST_SECONDS
    assert missed.lost([], set()) == []
    assert missed.lost([job("lost")], set()) == []
