"""Retention: what is kept, what goes, and why; never what a conversation can still reach."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from agent import Reply, Request, VideoAgent
from agent.cleaning import Cleaned
from agent.retention import DAY, HOUR, Reach, Rule, due
from agent.settings import Settings
from memory.stock import Item, Kind
from tests.media import Media
from tools.errors import ToolFailed

NOW = 1_790_000_000.0
OLD, YOUNG = 100 * DAY, HOUR
ID, OTHER = "a" * 64, "b" * 64
HERE, ELSEWHERE = "1" * 32, "2" * 32
REACH = Reach(
    assets=frozenset({ID}),
    folders=frozenset({HERE}),
    results=frozenset({f"{HERE}/beach-v1.mp4"}),
)
RULE = Rule(results_days=30, conversations_days=0, cache_bytes=1000)


def item(kind: Kind, name: str, age: float, size: int = 10) -> Item:
    return Item(kind=kind, path=Path(name), name=name, size=size, modified=NOW - age)


@dataclass(frozen=True)
class Case:
    id: str
    item: Item
    why: str  # empty: it stays
    rule: Rule = RULE


@pytest.mark.parametrize(
    "case",
    [
        Case("a source that is reached, however old", item("source", ID, OLD), ""),
        Case("a source that nothing reaches", item("source", OTHER, OLD), "can reach it"),
        Case("a source that a turn may be about to reach", item("source", OTHER, YOUNG), ""),
        Case("a result of a version", item("result", f"{HERE}/beach-v1.mp4", 20 * DAY), ""),
        Case("an old one", item("result", f"{HERE}/beach-v1.mp4", OLD), "rendered again"),
        Case(
            "an old one that is to stay",
            item("result", f"{HERE}/beach-v1.mp4", OLD),
            "",
            Rule(results_days=0, conversations_days=0, cache_bytes=0),
        ),
        Case("a preview", item("result", f"{HERE}/beach-preview-1.mp4", 3 * DAY), "no version"),
        Case("a young preview", item("result", f"{HERE}/beach-preview-1.mp4", YOUNG), ""),
        Case("of no conversation", item("result", f"{ELSEWHERE}/a-v1.mp4", 3 * DAY), "is gone"),
        Case("work that broke off", item("leftover", "x.part", 2 * DAY), "killed"),
        Case("work under way", item("leftover", "x.part", YOUNG), ""),
        Case("cached and used", item("cached", "passes/a", 20 * DAY), ""),
        Case("cached and forgotten", item("cached", "passes/a", OLD), "not used for 90 days"),
        Case("speech", item("cached", "speech/a.wav", 8 * DAY), "not used for 7 days"),
        Case("too large for a cache", item("cached", "passes/a", YOUNG, 2000), "may take"),
    ],
    ids=lambda case: case.id,
)
def test_what_goes_and_why(case: Case) -> None:
    found = list(due([case.item], REACH, case.rule, NOW))
    assert [one.item for one in found] == ([case.item] if case.why else [])
    assert all(case.why in one.why for one in found)


def test_a_cache_gives_up_what_was_not_used_for_longest() -> None:
    items = [item("cached", f"passes/{n}", n * HOUR, 400) for n in (3, 1, 2)]
    others = [item("cached", f"looks/{n}", n * HOUR, 400) for n in (1, 2)]
    gone = [one.item.name for one in due([*items, *others], REACH, RULE, NOW)]
    assert gone == ["passes/3"]


# What follows cleans up after a real agent.


@pytest.fixture
async def agent(tmp_path: Path) -> AsyncIterator[VideoAgent]:
    async with VideoAgent.open(settings=Settings(home=tmp_path)) as opened:
        yield opened


async def say(agent: VideoAgent, text: str, *clips: Path, conversation: str = "c1") -> Reply:
    return await agent.handle(
        Request(conversation=conversation, user="u1", text=text, attachments=clips)
    )


def files(home: Path, folder: str) -> list[Path]:
    return sorted(path for path in (home / folder).rglob("*") if path.is_file())


def grow_old(home: Path, days: float) -> None:
    then = time.time() - days * DAY
    for path in home.rglob("*"):
        if path.is_file() and path.suffix != ".sqlite":
            os.utime(path, (then, then))


async def test_results_go_and_come_back_sources_stay(
    agent: VideoAgent, media: Media, tmp_path: Path
) -> None:
    clip = media.clip(1.0)
    first = await say(agent, "make it sepia", clip)
    await say(agent, "make it black and white", media.silent(), conversation="c2")
    # The clip of before stays, too: its versions can be gone back to.
    await say(agent, "make it brighter", media.silent())
    grow_old(tmp_path, 40)
    kept = files(tmp_path, "assets")

    planned = await agent.clean(dry_run=True)
    assert {one.item.kind for one in planned.removals} == {"result"}
    assert len(planned.removals) == 3
    assert planned.freed > 0
    assert first.files[0].is_file()

    done = await agent.clean()
    assert [one.item.name for one in done.removals] == [one.item.name for one in planned.removals]
    assert done.stayed == 0
    assert not files(tmp_path, "outputs")
    assert files(tmp_path, "assets") == kept
    again = await say(agent, "back to v1")
    assert again.kind == "edit", again.text
    assert again.files[0].is_file()
    assert (await agent.clean()).removals == ()


async def test_what_nothing_refers_to_goes(agent: VideoAgent, media: Media, tmp_path: Path) -> None:
    await say(agent, "make it sepia", media.clip(1.0))
    stranger = tmp_path / "assets" / "bb" / OTHER
    result = tmp_path / "outputs" / ELSEWHERE / "a-v1.mp4"
    part = tmp_path / "assets" / "parts" / "x.part"
    for path in (stranger, result, part):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 100)
    assert (await agent.clean()).removals == ()  # It may be about to be referred to.
    grow_old(tmp_path, 3)
    done = await agent.clean()
    assert {one.item.path for one in done.removals} == {stranger, result, part}
    assert not stranger.parent.exists()
    assert not result.parent.exists()
    assert (await say(agent, "make it brighter")).kind == "edit"


async def test_silent_conversations_end_where_the_rule_says_so(
    media: Media, tmp_path: Path
) -> None:
    async with VideoAgent.open(settings=Settings(home=tmp_path)) as agent:
        await say(agent, "make it sepia", media.clip(1.0))
        await say(agent, "make it sepia", media.silent(), conversation="c2")
        people, talks = await agent.taken()
    assert set(people) == {"u1"}
    assert set(talks) == {"c1", "c2"}
    assert people["u1"] == sum(talks.values()) > 0
    with sqlite3.connect(tmp_path / "conversations.sqlite") as database:
        database.execute("DELETE FROM checkpoints WHERE thread_id = 'c2'")
    database.close()
    grow_old(tmp_path, 400)

    settings = Settings(home=tmp_path, keep_conversations_days=300)
    async with VideoAgent.open(settings=settings) as agent:
        # c1 spoke today, whatever its files say; nothing is known of c2 any more.
        done = await agent.clean()
        assert done.ended == 0
        kinds = sorted(one.item.kind for one in done.removals)
        assert kinds.count("source") == 1
        assert len(files(tmp_path, "assets")) == 1
        assert set((await agent.taken())[1]) >= {"c1"}


async def test_an_ended_conversation_is_gone_with_its_clips(
    media: Media, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path, keep_conversations_days=30)
    async with VideoAgent.open(settings=settings) as agent:
        await say(agent, "make it sepia", media.clip(1.0))
        grow_old(tmp_path, 31)
        later = time.time() + 31 * DAY
        monkeypatch.setattr("agent.cleaning.time.time", lambda: later)
        planned: Cleaned = await agent.clean(dry_run=True)
        assert planned.ended == 1
        assert files(tmp_path, "assets")
        done = await agent.clean()
        monkeypatch.undo()
        assert done.ended == 1
        assert not files(tmp_path, "assets")
        assert not files(tmp_path, "outputs")
        people, _ = await agent.taken()
        assert people.get("u1", 0) == 0
        assert (await say(agent, "make it brighter")).kind == "clarify"


async def test_whether_state_can_be_read_is_seen(tmp_path: Path) -> None:
    async with VideoAgent.open(settings=Settings(home=tmp_path)) as agent:
        await agent.reach_state()
        with sqlite3.connect(tmp_path / "conversations.sqlite") as database:
            database.execute("DROP TABLE checkpoints")
        database.close()
        with pytest.raises(ToolFailed, match="Conversations cannot be read"):
            await agent.reach_state()
