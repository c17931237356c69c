"""Looks, facts, habits and earlier edits, through the whole agent with the built-in planner."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from agent import Reply, Request, VideoAgent
from agent.days import when
from agent.settings import Settings
from tests.agent.scripted import ScriptedPlanner, call
from tests.media import Media
from tools.values import Color


@pytest.fixture
async def agent(tmp_path: Path) -> AsyncIterator[VideoAgent]:
    async with VideoAgent.open(settings=Settings(home=tmp_path)) as opened:
        yield opened


TITLE = "add the title Hello in yellow"
YELLOW = str(TypeAdapter(Color).validate_python("yellow"))


async def say(
    agent: VideoAgent, text: str, *clips: Path, talk: str = "c", user: str = "u", **more: Any
) -> Reply:
    request = Request(conversation=talk, user=user, text=text, attachments=clips, **more)
    reply = await agent.handle(request)
    await agent._services.afterwards.settle()
    return reply


def tools(reply: Reply) -> list[str]:
    return [step.tool for step in reply.steps]


async def test_a_look_is_saved_used_on_another_clip_and_forgotten(
    agent: VideoAgent, media: Media
) -> None:
    assert "no look to save" in (await say(agent, "save this look as retro", media.clip())).text
    edit = await say(agent, "trim to the first second, make it sepia and blur it from 0 to 1 s")
    assert len(edit.steps) == 3
    saved = await say(agent, "save this look as Retro")
    assert saved.kind == "answer"
    assert "“Retro” (sepia, blur)" in saved.text
    assert "Retro" in (await say(agent, "show my looks")).text

    used = await say(agent, "use my retro look", media.clip(1.0), talk="other")
    assert used.kind == "edit"
    assert tools(used) == ["apply_filter", "apply_filter"]
    assert all("start" not in step.args for step in used.steps), "for the whole of any clip"
    assert "your Retro look" in used.text
    assert "no look called" in (await say(agent, "use my noir look", talk="other")).text

    await say(agent, "forget the retro look")
    assert "no look called" in (await say(agent, "use my retro look", talk="other")).text


async def test_a_look_of_ones_own_comes_before_a_built_in_one(tmp_path: Path, media: Media) -> None:
    sepia = call("apply_filter", filter_type="sepia")
    rounds = [[sepia], [], [call("save_look", name="cinematic")], [],
              [call("apply_look", name="cinematic")], []]  # fmt: skip
    planner = ScriptedPlanner(*rounds)
    async with VideoAgent.open(settings=Settings(home=tmp_path), planner=planner) as agent:
        for clip in (media.clip(), None):
            await say(agent, "do it", *([clip] if clip else []))
        used = await say(agent, "do it", media.clip(1.0), talk="other")
    assert tools(used) == ["apply_filter"]


async def test_an_edit_of_another_conversation_comes_back(agent: VideoAgent, media: Media) -> None:
    assert "no edit of yours" in (await say(agent, "use the edit from today", media.clip())).text
    await say(agent, "make it black and white and trim to the first second", talk="before",
              user="u", keep_edits=False)  # fmt: skip
    first = await say(agent, "make it sepia", media.clip(), talk="before")
    assert tools(first) == ["apply_filter"]
    again = await say(agent, "use the edit from today", media.clip(1.0), talk="later")
    assert (again.kind, tools(again)) == ("edit", ["apply_filter"])
    assert again.steps[0].args["filter_type"] == "sepia"
    none = await say(agent, "use the edit from yesterday", media.clip(), talk="third")
    assert "no edit of yours from yesterday" in none.text
    strange = await say(agent, "use the edit from today", media.clip(), talk="x", user="ana")
    assert "no edit of yours" in strange.text


async def test_facts_are_told_with_the_clip_corrected_and_forgotten(
    agent: VideoAgent, media: Media
) -> None:
    fact = "this clip is from my sister's wedding in 2019"
    kept = await say(agent, f"remember that {fact}", media.clip())
    assert fact in kept.text
    recalled = await agent._services.memory.recall("u", "make it short")
    assert recalled.facts == (), "of no use where another clip is meant"
    source = (await agent._services.memory.assets()).__iter__().__next__()
    recalled = await agent._services.memory.recall("u", "make it short", source_id=source)
    assert [memo.text for memo in recalled.facts] == [fact]
    assert "(this clip)" in (await say(agent, "what do you remember about me?")).text
    await say(agent, "correct my memory: this clip is from the wedding in 2018, not in 2019")
    told = (await say(agent, "what do you remember about me?")).text
    assert "2018" in told
    assert "2019" not in told
    await say(agent, "forget what I said about the wedding")
    assert "wedding" not in (await say(agent, "what do you remember about me?")).text


async def test_memory_is_exported_whole(agent: VideoAgent, media: Media) -> None:
    await say(agent, "I always want my titles yellow")
    await say(agent, "make it sepia", media.clip())
    await say(agent, "save this look as retro")
    await say(agent, "remember that this clip is from the beach")
    data = json.loads((await say(agent, "export my memory")).text)
    assert [row["value"] for row in data["preferences"]] == [YELLOW]
    assert [row["name"] for row in data["looks"]] == ["retro"]
    assert [row["text"] for row in data["facts"]] == ["this clip is from the beach"]
    assert "make it sepia" in [row["text"] for row in data["messages"]]
    assert [len(row["recipe"]) for row in data["edits"]] == [1]
    assert len(data["clips"]) == 1
    assert "nothing about you" in (await say(agent, "export my memory", user="ana")).text
    lengths = [len((await say(agent, "export my memory")).text) for _ in range(4)]
    assert lengths[-1] < lengths[0] + 4 * 3_000, "an export is not exported whole the next time"


async def test_a_habit_is_asked_about_once_and_confirmed(agent: VideoAgent, media: Media) -> None:
    for number in range(2):
        reply = await say(agent, TITLE, media.clip(), talk=str(number))
        assert "times now" not in reply.text
    third = await say(agent, TITLE, media.clip(), talk="third")
    assert "color yellow" in third.text
    assert "Shall I always" in third.text
    agreed = await say(agent, "yes", talk="third")
    assert "I will remember" in agreed.text
    plain = await say(agent, "add the title Bye", media.clip(), talk="4")
    assert plain.steps[0].args["color"] == YELLOW
    for number in range(5, 7):
        assert "times now" not in (await say(agent, TITLE, media.clip(), talk=str(number))).text


@pytest.mark.parametrize("answer", ["no", "make it black and white"])
async def test_who_does_not_want_it_is_not_asked_again(
    agent: VideoAgent, media: Media, answer: str
) -> None:
    for number in range(3):
        reply = await say(agent, TITLE, media.clip(), talk=str(number))
    assert "Shall I always" in reply.text
    await say(agent, answer, talk="2")
    late = await say(agent, "yes", talk="2")
    assert "I will remember" not in late.text
    for _ in range(3):
        assert "Shall I always" not in (await say(agent, TITLE, media.clip(), talk="z")).text
    assert await agent._services.memory.preferences("u") == ()


async def test_only_who_was_asked_can_agree(agent: VideoAgent, media: Media) -> None:
    for number in range(3):
        await say(agent, TITLE, media.clip(), talk=str(number))
    assert "I will remember" not in (await say(agent, "yes", talk="2", user="ana")).text
    assert await agent._services.memory.preferences("ana") == ()


async def test_what_is_said_in_a_group_stays_there(agent: VideoAgent, media: Media) -> None:
    green, red = "I always want my titles green", "I always want my titles red"
    await say(agent, green, talk="alone")
    await say(agent, red, talk="group", group="g")
    colours = {}
    for talk, group in (("alone", ""), ("group", "g"), ("other", "h")):
        told = (await say(agent, "what do you remember about me?", talk=talk, group=group)).text
        assert (green in told, red in told) == (group == "", group == "g")
        title = await say(agent, "add the title Hi", media.clip(), talk=talk, group=group)
        colours[group] = title.steps[0].args.get("color")
    assert colours[""] != colours["g"]
    assert (colours["g"], colours["h"]) == ("#ff0000", None)
    await say(agent, "forget everything about me", talk="alone")
    told = (await say(agent, "what do you remember about me?", talk="group", group="g")).text
    assert red not in told


async def test_many_people_at_once_reach_only_their_own(agent: VideoAgent) -> None:
    colours = ["red", "green", "blue", "yellow", "white", "black", "pink", "orange"]

    async def live(number: int, colour: str) -> str:
        user, talk = f"user-{number}", f"talk-{number}"
        for text in (
            f"I always want my titles {colour}",
            f"remember that this clip is from the holiday of person {number}",
        ):
            await say(agent, text, talk=talk, user=user)
        return (await say(agent, "what do you remember about me?", talk=talk, user=user)).text

    told = await asyncio.gather(*(live(n, colour) for n, colour in enumerate(colours)))
    for number, text in enumerate(told):
        assert f"titles {colours[number]}" in text
        assert f"person {number}" in text
        others = [c for c in colours if c != colours[number] and f"titles {c}" in text]
        assert not others


NOW = datetime(2030, 5, 15, 14, 30, tzinfo=UTC)  # a Wednesday


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("yesterday", "2030-05-14", "2030-05-14"),
        ("the day before yesterday", "2030-05-13", "2030-05-13"),
        ("today", "2030-05-15", "2030-05-15"),
        ("last night", "2030-05-14", "2030-05-14"),
        ("Monday", "2030-05-13", "2030-05-13"),
        ("last Wednesday", "2030-05-08", "2030-05-08"),
        ("three days ago", "2030-05-12", "2030-05-12"),
        ("a week ago", "2030-05-07", "2030-05-15"),
        ("last week", "2030-05-05", "2030-05-13"),
        ("last month", "2030-04-01", "2030-04-30"),
        ("2030-05-01", "2030-05-01", "2030-05-01"),
    ],
)
def test_days_of_the_past(words: str, first: str, last: str) -> None:
    span = when(words, NOW)
    assert span is not None
    start, end = span
    assert f"{start:%Y-%m-%d}" == first
    assert start < end
    assert f"{end:%Y-%m-%d}" > last


@pytest.mark.parametrize("words", ["", "the beach clip", "2030-13-45", "my last edit", "v3"])
def test_words_that_are_no_day(words: str) -> None:
    assert when(words, NOW) is None
