"""What is slow or priced waits for a yes of the person who asked for it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agent import Reply
from agent import turn as turns
from agent.messages import Quote
from tests.agent.scripted import call
from tests.agent.turning import MUTE, TRIM, Opener, events, kept, left_over, say
from tests.media import Media
from tests.tools.services.servers.elevenlabs import paid_speech


async def test_a_slow_edit_waits_for_a_yes(opened: Opener, media: Media) -> None:
    async with opened(TRIM, approve_above_seconds=0.01) as agent:
        seen = await events(agent, say("first second", media.clip()))
        quotes = [event for event in seen if isinstance(event, Quote)]
        assert [event.seconds > 0 for event in quotes] == [True]
        asked = seen[-1]
        assert isinstance(asked, Reply)
        assert asked.kind == "approve"
        assert "Shall I do it?" in asked.text
        assert not asked.files
        done = await agent.handle(say("yes please"))
        assert done.kind == "edit"
        assert [step.tool for step in done.steps] == ["trim_video"]
        dialogue = (await kept(agent))["dialogue"]
    assert [words for who, words in dialogue if who == "person"] == ["first second", "yes please"]


async def test_the_question_survives_a_restart(opened: Opener, media: Media) -> None:
    async with opened(TRIM, approve_above_seconds=0.01) as agent:
        assert (await agent.handle(say("first second", media.clip()))).kind == "approve"
    async with opened(approve_above_seconds=0.01) as agent:
        done = await agent.handle(say("ok"))
    assert done.kind == "edit"
    assert done.receipt.seconds < 60


async def test_a_no_leaves_everything_as_it_was(opened: Opener, media: Media) -> None:
    async with opened(TRIM, approve_above_seconds=0.01) as agent:
        await agent.handle(say("first second", media.clip()))
        reply = await agent.handle(say("nope"))
        assert reply.kind == "answer"
        assert not reply.steps
        # Nothing waits any more: a later yes is a message like any other.
        assert (await agent.handle(say("yes"))).kind == "clarify"


@pytest.mark.parametrize("answer", ["no", "yes"])
async def test_an_answer_is_about_the_quote_that_was_made(
    opened: Opener, media: Media, home: Path, answer: str
) -> None:
    """Whatever the limits, the prices and the pace are by the time of the answer."""
    async with paid_speech(usd=0.01) as paid:
        async with opened([call("generate_voice", text="Hello there")], **paid) as agent:
            asked = await agent.handle(say("say hello", media.clip()))
            assert asked.kind == "approve"
        async with opened(approve_above_usd=100, **paid) as agent:
            reply = await agent.handle(say(answer))
    assert reply.kind == {"no": "answer", "yes": "edit"}[answer]
    assert bool(left_over(home)) == (answer == "yes")
    assert reply.receipt.cost == (pytest.approx(0.11) if answer == "yes" else 0)


async def test_any_other_message_takes_the_place_of_the_question(
    opened: Opener, media: Media
) -> None:
    script = [TRIM, [], [call("describe_clip")]]
    async with opened(*script, approve_above_seconds=0.01) as agent:
        await agent.handle(say("first second", media.clip()))
        reply = await agent.handle(say("how long is it?"))
        assert reply.kind == "answer"
        assert "dropped what was waiting" in reply.text
        assert not reply.steps


@pytest.mark.parametrize("text", ["yes", "no", "make it sepia"])
async def test_nobody_else_decides_about_a_quote(
    opened: Opener, media: Media, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    async with opened(TRIM, approve_above_seconds=0.01) as agent:
        await agent.handle(say("first second", media.clip()))
        reply = await agent.handle(replace(say(text), user="u2"))
        assert reply.kind == "answer"
        assert "only the person who asked" in reply.text
        assert "u1" not in reply.text
        assert not reply.steps
        monkeypatch.setattr(turns, "QUOTE_HOLDS", 0)
        late = await agent.handle(replace(say("yes"), user="u2"))
        assert "only the person who asked" in late.text
        done = await agent.handle(say("yes"))
    assert [step.tool for step in done.steps] == ["trim_video"]


async def test_a_quote_does_not_hold_up_others_for_ever(
    opened: Opener, media: Media, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(TRIM, [], [call("describe_clip")], approve_above_seconds=0.01) as agent:
        await agent.handle(say("first second", media.clip()))
        monkeypatch.setattr(turns, "QUOTE_HOLDS", 0)
        reply = await agent.handle(replace(say("how long is it?"), user="u2"))
    assert reply.kind == "answer"
    assert "I dropped what was waiting for a yes: trimmed" in reply.text


async def test_priced_speech_waits_for_a_yes_once(opened: Opener, media: Media) -> None:
    voice = [call("generate_voice", text="Hello there")]
    async with paid_speech(usd=0.01) as paid, opened(voice, [], MUTE, **paid) as agent:
        asked = await agent.handle(say("say hello", media.clip()))
        assert asked.kind == "approve"
        assert "$0.11" in asked.text
        paid = await agent.handle(say("sure"))
        assert paid.receipt.cost == pytest.approx(0.11)
        # What was spoken before costs nothing again.
        reply = await agent.handle(say("mute the rest"))
        assert reply.kind == "edit", reply.text
