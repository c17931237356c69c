"""Forgetting a person: what they said, what was made for them, and the files of both."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent import Request, VideoAgent
from agent.recollection import means_everything
from agent.settings import Settings
from tests.agent.scripted import ScriptedPlanner, call
from tests.media import Media
from tests.memory.people import anywhere

ALL = call("forget_memory", what="everything about me")
MUTE, BLUR = call("mute_audio"), call("apply_filter", filter_type="blur")


def say(user: str, conversation: str, *clips: Path) -> Request:
    return Request(conversation=conversation, user=user, text="do it", attachments=clips)


def files_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*/*") if path.is_file())


async def test_everything_about_a_person_goes_with_its_files(tmp_path: Path, media: Media) -> None:
    shared, own = media.clip(), media.clip(1.0)
    liking = call("remember_preference", text="titles yellow")
    rounds = [[MUTE], [], [BLUR, liking], [], [MUTE], [], [ALL], [], [call("show_memory")], [],
              [MUTE], []]  # fmt: skip
    planner = ScriptedPlanner(*rounds)
    async with VideoAgent.open(settings=Settings(home=tmp_path), planner=planner) as agent:
        await agent.handle(say("ana", "together", shared))
        await agent.handle(say("ben", "together", shared))
        await agent.handle(say("ben", "alone", own))
        assert len(files_in(tmp_path / "outputs")) == 3
        assert len(files_in(tmp_path / "assets")) == 2

        told = (await agent.handle(say("ben", "alone"))).text
        assert "1 preference, 2 messages, 2 edits" in told
        assert "I deleted 3 files" in told
        assert len(files_in(tmp_path / "outputs")) == 1
        assert len(files_in(tmp_path / "assets")) == 1
        assert len(list((tmp_path / "outputs").iterdir())) == 1

        await agent._services.afterwards.settle()
        known = (await agent.handle(say("ben", "elsewhere"))).text
        assert "no preferences" in known
        assert "also remember" not in known  # not even the wish to forget
        reply = await agent.handle(say("ben", "alone"))
        assert "no clip yet" in reply.text
        extent = await agent._services.memory.extent("ana")
    assert (extent.turns, extent.recipes) == (1, 1)


SECRET = "Xylophone Walrus"


async def test_what_was_said_is_in_no_file_any_more(tmp_path: Path, media: Media) -> None:
    speak = call("generate_voice", text=SECRET)
    title = call("add_text", text=SECRET)
    rounds = [[speak, title], [], [MUTE], [], [MUTE], [], [], [ALL], [], [], []]
    planner = ScriptedPlanner(*rounds)
    mine = Request(conversation="mine", user="ben", text=SECRET, attachments=[media.clip()])
    ours = Request(conversation="ours", user="ben", text=SECRET, attachments=[media.clip()])
    async with VideoAgent.open(settings=Settings(home=tmp_path), planner=planner) as agent:
        for request in (mine, ours, say("ana", "ours", media.clip(1.0))):
            assert (await agent.handle(request)).kind == "edit"
        await agent.handle(Request(conversation="other", user="ben", text=SECRET))
        await agent._services.memory.settle()
        assert list((tmp_path / "cache" / "services").glob("*.wav"))
        assert anywhere(tmp_path, SECRET)

        told = (await agent.handle(say("ben", "fourth"))).text
        assert "what was said in them is gone" in told
        assert not list((tmp_path / "cache" / "services").glob("*"))
        assert anywhere(tmp_path, SECRET) == []
        # Ana's conversation goes on as it was, but for his words.
        again = await agent.handle(say("ana", "ours"))
        assert [step.tool for step in again.steps] == ["mute_audio"]
        assert SECRET not in str(planner.seen[-1].dialogue)
    assert anywhere(tmp_path, SECRET) == []


async def test_forgetting_ends_the_conversation_that_asks_for_it(
    tmp_path: Path, media: Media
) -> None:
    planner = ScriptedPlanner([call("add_text", text=SECRET)], [], [ALL], [], [])
    async with VideoAgent.open(settings=Settings(home=tmp_path), planner=planner) as agent:
        request = Request(conversation="c", user="u", text=SECRET, attachments=[media.clip()])
        assert (await agent.handle(request)).kind == "edit"
        await agent.handle(Request(conversation="c", user="u", text="forget me"))
        assert anywhere(tmp_path, SECRET) == []
        reply = await agent.handle(say("u", "c"))
    assert reply.steps == ()
    assert planner.seen[-1].dialogue == ()
    assert planner.seen[-1].history.source is None


@pytest.mark.parametrize(
    ("what", "all_of_it"),
    [
        ("everything", True),
        ("everything about me", True),
        ("All about me!", True),
        ("everything you know about me", True),
        ("everything that you remember", True),
        ("me", True),
        ("", False),
        ("that", False),
        ("everything about titles", False),
        ("my titles", False),
        ("all titles", False),
    ],
)
def test_what_means_everything(what: str, all_of_it: bool) -> None:
    assert means_everything(what) is all_of_it
