"""What chats need of the agent besides edits: looks, limits of their own, whose clip, once more."""

from __future__ import annotations

from pathlib import Path

from agent import Reply, Request, VideoAgent
from agent.messages import FirstLook
from agent.settings import Settings
from tests.media import Media, frames


def say(text: str, *attachments: Path, user: str = "u1", **more: object) -> Request:
    request = {"conversation": "c1", "user": user, "text": text, "attachments": attachments}
    return Request(**(request | more))  # type: ignore[arg-type]


async def test_a_first_look_comes_before_what_takes_long(media: Media, tmp_path: Path) -> None:
    clip = media.clip(2.0)
    async with VideoAgent.open(tmp_path) as agent:
        seen: list[Path] = []
        async for event in agent.stream(say("make it sepia", clip, look_above=0.0)):
            if isinstance(event, FirstLook):
                seen.append(event.path)
                assert len(frames(event.path)) >= 25
        assert isinstance(event, Reply)
        assert (event.version, len(seen)) == ("v1", 1), event.text
        assert not seen[0].exists()
        some = [e async for e in agent.stream(say("brighter", look_above=900.0))]
        assert not any(isinstance(e, FirstLook) for e in some)


async def test_the_persons_own_limit_counts(media: Media, tmp_path: Path) -> None:
    async with VideoAgent.open(tmp_path) as agent:
        waits = await agent.handle(say("make it sepia", media.clip(2.0), ask_above_seconds=0.0))
        assert waits.kind == "approve"
        assert (await agent.handle(say("yes"))).kind == "edit"
    settings = Settings(home=tmp_path, approve_above_seconds=0.0)
    async with VideoAgent.open(settings=settings) as agent:
        assert (await agent.handle(say("brighter"))).kind == "approve"
        done = await agent.handle(say("brighter", ask_above_seconds=600.0))
        assert done.kind == "edit", done.text


async def test_what_the_person_set_counts_where_a_request_leaves_it_open(
    media: Media, tmp_path: Path
) -> None:
    likes = {"generate_voice.voice": "child_voice"}
    async with VideoAgent.open(tmp_path) as agent:
        left_open = await agent.handle(say('say "hello"', media.clip(2.0), likes=likes))
        assert left_open.steps[-1].args["voice"] == "child_voice"
        named = await agent.handle(say('narrate "bye" with a female voice', likes=likes))
        assert named.steps[-1].args["voice"] == "professional_female"


async def test_whose_clip_it_was_is_known_in_a_group(media: Media, tmp_path: Path) -> None:
    async with VideoAgent.open(tmp_path) as agent:
        own = await agent.handle(say("make it sepia", media.clip(2.0), group="g"))
        other = await agent.handle(say("mute it", user="u2", version="v1", group="g"))
        again = await agent.handle(say("flip it", group="g"))
        assert [reply.owner for reply in (own, other, again)] == ["", "u1", ""]
        assert "sepia" in other.recipe[0]
        assert len(other.recipe) == 2
        assert await agent.versions("c1") == ("v1", "v2", "v3")
        assert await agent.versions("elsewhere") == ()
    async with VideoAgent.open(tmp_path / "alone") as agent:
        await agent.handle(say("make it sepia", media.clip(2.0)))
        assert not (await agent.handle(say("mute it", user="u2"))).owner


async def test_once_more(media: Media, tmp_path: Path) -> None:
    """On the newest clip; where that is the version's own, the file once more."""
    async with VideoAgent.open(tmp_path) as agent:
        first = await agent.handle(say("trim to the first second", media.clip(2.0)))
        same = await agent.handle(say("the same edits again", version="v1"))
        assert (same.kind, same.version, same.files) == ("edit", "v1", first.files), same.text
        await agent.handle(say("make it black and white", media.clip(3.0)))
        newest = await agent.handle(say("the same edits again", version="v1"))
        assert (newest.kind, newest.version) == ("edit", "v3"), newest.text
        assert [step.tool for step in newest.steps] == ["trim_video"]
        assert newest.recipe == ("trimmed to 0:00-0:01 (1 s)",)
        undone = await agent.handle(say("undo"))
        assert [step.tool for step in undone.steps] == ["apply_filter"]


async def test_who_gets_previews_gets_all_of_it_when_they_ask(media: Media, tmp_path: Path) -> None:
    async with VideoAgent.open(tmp_path) as agent:
        small = await agent.handle(say("make it sepia", media.clip(2.0), preview=True))
        whole = await agent.handle(say("full quality", preview=True))
        assert (small.version, whole.version) == ("", "v1")
        mute = await agent.handle(say("mute it", preview=True))
        spoken = await agent.handle(say("give me the final video", preview=True))
        assert (mute.version, spoken.version) == ("", "v2"), spoken.text
