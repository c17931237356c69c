"""Versions: undo and redo deliver earlier ones, and an edit may start from any."""

from __future__ import annotations

from tests.agent.scripted import call
from tests.agent.turning import MUTE, TRIM, Opener, kept, say
from tests.media import Media


async def test_undo_delivers_the_earlier_file_again(opened: Opener, media: Media) -> None:
    async with opened(MUTE, [], TRIM, [], [call("undo")]) as agent:
        first = await agent.handle(say("mute", media.clip()))
        written = first.files[0].stat().st_mtime_ns
        second = await agent.handle(say("first second"))
        third = await agent.handle(say("undo"))
    assert (second.version, third.version) == ("v2", "v1")
    assert third.kind == "edit"
    assert third.files == first.files
    assert third.files[0].stat().st_mtime_ns == written
    assert third.steps == first.steps


async def test_undo_and_redo_of_a_changed_title(opened: Opener, media: Media) -> None:
    title = [call("add_text", text="Hi")]
    yellow = [call("change_edit", step=1, args={"color": "yellow"})]
    undo, redo = [call("undo")], [call("redo")]
    async with opened(title, [], yellow, [], undo, [], redo, [], redo, [], undo, []) as agent:
        replies = [await agent.handle(say("title", media.clip()))]
        for text in ("make it yellow", "undo", "redo", "redo", "undo"):
            replies.append(await agent.handle(say(text)))
    assert [reply.version for reply in replies] == ["v1", "v2", "v1", "v2", "", "v1"]
    assert "nothing to redo" in replies[4].text
    assert replies[5].steps == replies[0].steps


async def test_undo_said_to_a_version_goes_to_what_led_there(opened: Opener, media: Media) -> None:
    undo = [call("undo")]
    async with opened(MUTE, [], TRIM, [], undo, [], undo, []) as agent:
        await agent.handle(say("mute", media.clip()))
        await agent.handle(say("first second"))
        replies = [await agent.handle(say("undo", version=name)) for name in ("v2", "v2")]
    assert [[step.tool for step in reply.steps] for reply in replies] == [["mute_audio"]] * 2


async def test_versions_know_their_parents(opened: Opener, media: Media) -> None:
    script = [MUTE, [], TRIM, [], [call("undo")], [], [call("change_speed", factor=2)], []]
    async with opened(*script, [call("show_edits")]) as agent:
        await agent.handle(say("mute", media.clip()))
        for text in ("first second", "undo", "faster"):
            reply = await agent.handle(say(text))
        told = await agent.handle(say("what did we do?"))
        state = await kept(agent)
    assert reply.version == "v3"
    parents = {v["id"]: v["parent"] for v in state["history"]["versions"]}
    assert parents == {"v1": "", "v2": "v1", "v3": "v1"}
    assert told.kind == "answer"
    assert "v3 (now)" in told.text


async def test_an_edit_may_start_from_an_earlier_version(opened: Opener, media: Media) -> None:
    async with opened(MUTE, [], TRIM, [], [call("change_speed", factor=2)]) as agent:
        await agent.handle(say("mute", media.clip()))
        await agent.handle(say("first second"))
        reply = await agent.handle(say("faster", version="v1"))
        unknown = await agent.handle(say("faster", version="v7"))
    assert [step.tool for step in reply.steps] == ["mute_audio", "change_speed"]
    assert unknown.kind == "refuse"
    assert "v1, v2, v3" in unknown.text
