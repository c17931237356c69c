"""Whole conversations with the built-in planner, judged by the files that come out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent import Reply, Request, VideoAgent
from agent.settings import Settings
from tests.media import Media, frames, samples


@pytest.fixture
async def agent(tmp_path: Path) -> AsyncIterator[VideoAgent]:
    async with VideoAgent.open(settings=Settings(home=tmp_path / "home")) as opened:
        yield opened


def say(text: str, *attachments: Path, conversation: str = "c1", user: str = "u1") -> Request:
    return Request(conversation=conversation, user=user, text=text, attachments=attachments)


def colourful(path: Path) -> float:
    """Mean distance between the colour channels of the middle picture, 0 for black and white."""
    pictures = frames(path)
    middle = pictures[len(pictures) // 2].astype(int)
    return float((middle.max(axis=2) - middle.min(axis=2)).mean())


def loudness(path: Path, start: float, end: float) -> float:
    """Root mean square of the sound between two moments."""
    sound = samples(path)[:, int(start * 48_000) : int(end * 48_000)]
    return float((sound**2).mean() ** 0.5)


async def test_four_turns_on_one_clip(agent: VideoAgent, media: Media) -> None:
    clip = media.clip(4.0)
    first = await agent.handle(
        say(
            "trim to 1-3 seconds, make it black and white and put the title "
            '"Hello from VFXB" at the bottom',
            clip,
        )
    )
    assert first.kind == "edit", first.text
    assert [s.tool for s in first.steps] == ["trim_video", "apply_filter", "add_text"]
    assert _seconds(first) == pytest.approx(2, abs=0.05)
    assert colourful(first.files[0]) < 3

    second = await agent.handle(say("undo the black and white"))
    assert [s.tool for s in second.steps] == ["trim_video", "add_text"]
    assert _seconds(second) == pytest.approx(2, abs=0.05)
    assert colourful(second.files[0]) > 20

    third = await agent.handle(say('add a voice-over saying "Welcome to my channel" at the start'))
    assert [s.tool for s in third.steps] == ["trim_video", "add_text", "generate_voice"]
    assert loudness(third.files[0], 0.2, 1.0) > 1.5 * loudness(second.files[0], 0.2, 1.0)

    fourth = await agent.handle(say("give me a gif of the first 1 second"))
    assert fourth.files[0].suffix == ".gif"
    assert fourth.files[0].read_bytes()[:6] == b"GIF89a"
    assert _seconds(fourth) == pytest.approx(1, abs=0.15)
    assert [reply.version for reply in (first, second, third, fourth)] == ["v1", "v2", "v3", "v4"]
    assert all(reply.files[0].is_file() for reply in (first, second, third, fourth))
    for reply in (first, second, third, fourth):
        assert reply.receipt.done
        assert not reply.receipt.not_done
        assert len(reply.suggestions) <= 2


def _seconds(reply: Reply) -> float:
    assert reply.kind == "edit", reply.text
    assert reply.receipt.facts is not None
    return reply.receipt.facts.duration


async def test_a_preference_lasts(tmp_path: Path, media: Media) -> None:
    settings = Settings(home=tmp_path / "home")
    titled = ('make it black and white and add the title "HELLO"', media.clip())
    async with VideoAgent.open(settings=settings) as agent:
        noted = await agent.handle(say("I always want my titles yellow", conversation="today"))
        assert noted.kind == "answer", noted.text
    async with VideoAgent.open(settings=settings) as agent:
        yellow = await agent.handle(say(*titled, conversation="tomorrow"))
        assert yellow.kind == "edit", yellow.text
        assert yellow.steps[1].args["color"] == "#ffe000"
        assert "“I always want my titles yellow”" in yellow.text
        assert _yellow(yellow.files[0]) > 60

        other = await agent.handle(say(*titled, conversation="x", user="u2"))
        assert "color" not in other.steps[1].args

        listed = await agent.handle(say("what do you remember about me?", conversation="later"))
        assert listed.kind == "answer"
        assert "titles yellow" in listed.text

        gone = await agent.handle(say("forget that", conversation="later"))
        assert gone.kind == "answer", gone.text
        empty = await agent.handle(say("what do you remember about me?", conversation="later"))
        assert "no preferences" in empty.text
        plain = await agent.handle(say(*titled, conversation="after"))
        assert "color" not in plain.steps[1].args
        assert _yellow(plain.files[0]) == 0


def _yellow(path: Path) -> int:
    """Yellow pixels in a picture of the file."""
    picture = frames(path)[10].astype(int)
    red, green, blue = picture[..., 0], picture[..., 1], picture[..., 2]
    return int(((red > 140) & (green > 110) & (blue < red - 60)).sum())


async def test_messages_without_a_clip(agent: VideoAgent) -> None:
    edit = await agent.handle(say("make it black and white"))
    assert edit.kind == "clarify"
    assert "clip" in edit.text
    empty = await agent.handle(say("   "))
    assert empty.kind == "clarify"
    assert "Send me a clip" in empty.text
    question = await agent.handle(say("what do you remember about me?"))
    assert question.kind == "answer"


async def test_a_clip_without_words_is_kept_and_asked_about(
    agent: VideoAgent, media: Media
) -> None:
    asked = await agent.handle(say("", media.clip()))
    assert asked.kind == "clarify"
    assert "320x180" in asked.text
    done = await agent.handle(say("make it black and white"))
    assert done.kind == "edit"


async def test_a_new_clip_takes_the_place_of_the_old_one(agent: VideoAgent, media: Media) -> None:
    await agent.handle(say("make it black and white", media.clip()))
    other = media.clip(1.0, width=160, height=90)
    reply = await agent.handle(say("mute it", other))
    assert [step.tool for step in reply.steps] == ["mute_audio"]
    assert reply.receipt.facts is not None
    assert reply.receipt.facts.video is not None
    assert reply.receipt.facts.video.width == 160
    back = await agent.handle(say("back to v1"))
    assert back.kind == "edit", back.text
    assert [step.tool for step in back.steps] == ["apply_filter"]


async def test_the_same_to_another_clip(agent: VideoAgent, media: Media) -> None:
    await agent.handle(say("make it black and white and mute it", media.clip()))
    reply = await agent.handle(
        say("do the same to this one", media.clip(1.0, width=160, height=90))
    )
    assert reply.kind == "edit", reply.text
    assert [step.tool for step in reply.steps] == ["apply_filter", "mute_audio"]
    assert colourful(reply.files[0]) < 3


async def test_of_several_clips_the_first_usable_is_edited(agent: VideoAgent, media: Media) -> None:
    notes = media.text("just words", "notes.txt")
    reply = await agent.handle(
        say("mute it", notes, media.clip(), media.clip(1.0, width=160, height=90))
    )
    assert reply.kind == "edit", reply.text
    assert "notes.txt" in reply.text
    assert "at hand" in reply.text
    assert "160-90" in reply.text


async def test_what_cannot_be_done_is_said_with_what_was(agent: VideoAgent, media: Media) -> None:
    reply = await agent.handle(
        say("make it black and white and translate it to French", media.clip())
    )
    assert [step.tool for step in reply.steps] == ["apply_filter"]
    assert reply.receipt.not_done
    assert "Not done:" in reply.text
