"""Whom people name to do something: it arrives at the right tool, or the reply says why not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from agent.history import History
from tests.agent.planner.talk import SOURCE, Args, Talk
from tools.recipe import Step


@dataclass(frozen=True)
class Named:
    """A message, and the calls that it means."""

    said: str
    calls: tuple[tuple[str, Args], ...]


def _one(said: str, tool: str, **args: Any) -> Named:
    return Named(said, ((tool, args),))


ARRIVES = (
    _one("let a HeyGen presenter say hello", "present", text="hello", engine="HeyGen"),
    _one('say "Hello" with HeyGen', "present", text="Hello", engine="HeyGen"),
    _one('say "Hello" with ElevenLabs', "generate_voice", text="Hello", engine="elevenlabs"),
    _one('say "Hello" with eleven labs, please', "generate_voice", engine="elevenlabs"),
    _one('say "Hello" with the OpenAI voice', "generate_voice", text="Hello", engine="openai"),
    _one("say hello with ElevenLabs", "generate_voice", text="hello", engine="elevenlabs"),
    _one("make it a cartoon with Replicate", "style_transfer", style="cartoon", engine="Replicate"),
    _one("vintage look with replicate", "style_transfer", style="vintage", engine="Replicate"),
    _one("use Replicate to upscale it", "upscale_video", engine="Replicate"),
    _one("upscale it using Real-ESRGAN", "upscale_video", engine="Real-ESRGAN"),
    _one("remove the background via Replicate", "remove_background", engine="Replicate"),
    _one("colorize it with Replicate", "colorize_video"),
    _one("transcribe it with whisper", "transcribe", engine="faster-whisper"),
    _one("let OpenAI transcribe it", "transcribe", engine="OpenAI"),
    Named(
        "upscale it with Replicate and transcribe it with OpenAI",
        (("upscale_video", {"engine": "Replicate"}), ("transcribe", {"engine": "OpenAI"})),
    ),
    _one("in the style of Van Gogh", "style_transfer", words="in the style of Van Gogh"),
    _one("paint it like monet", "style_transfer", words="in the style of monet"),
    _one("make it in the style of Van Gogh with Replicate", "style_transfer",
         words="in the style of Van Gogh", engine="Replicate"),
)  # fmt: skip


@pytest.mark.parametrize("case", ARRIVES, ids=lambda case: case.said)
async def test_a_named_engine_arrives_at_the_right_tool(case: Named) -> None:
    plan = await Talk().plan(case.said)
    assert [call.tool for call in plan.calls] == [tool for tool, _ in case.calls], plan
    for call, (_, args) in zip(plan.calls, case.calls, strict=True):
        assert {name: call.args.get(name) for name in args} == args
        assert case.said.startswith(call.wish) or len(case.calls) > 1


SHOWN = (
    _one("add the text powered by OpenAI", "add_text", text="powered by OpenAI"),
    _one('add the title "made with Runway"', "add_text", text="made with Runway"),
    _one('say "I use ElevenLabs"', "generate_voice", text="I use ElevenLabs", engine=None),
    _one("make it a cartoon", "apply_filter", engine=None),
)


@pytest.mark.parametrize("case", SHOWN, ids=lambda case: case.said)
async def test_words_that_are_shown_or_quoted_name_nobody(case: Named) -> None:
    ((tool, args),) = case.calls
    (call,) = (await Talk().plan(case.said)).calls
    assert call.tool == tool
    assert {name: call.args.get(name) for name in args} == args


@dataclass(frozen=True)
class Refused:
    """A message that names somebody who cannot do it, and what the reply says of it."""

    said: str
    says: str
    rest: tuple[str, ...] = field(default=())


REFUSED = (
    Refused('say "Hello" with Google', "I cannot ask Google. This can be done by ElevenLabs"),
    Refused("upscale it with Topaz", "I cannot ask Topaz. This can be done by Real-ESRGAN"),
    Refused("upscale it with OpenAI", "OpenAI does not do that; it makes voices"),
    Refused("use Midjourney", "I cannot ask Midjourney"),
    Refused("mute it and upscale it with Topaz", "I cannot ask Topaz", ("mute_audio",)),
    Refused("trim to the first 2 seconds with OpenAI", "OpenAI does not do", ("trim_video",)),
    Refused("analyze the video with OpenAI", "cannot be chosen: OpenAI", ("analyze_video",)),
    Refused("add captions with whisper", "cannot be chosen: faster-whisper", ("add_captions",)),
)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.said)
async def test_who_cannot_do_it_is_not_passed_over_silently(case: Refused) -> None:
    calls = (await Talk().plan(case.said)).calls
    *rest, last = calls
    assert tuple(call.tool for call in rest) == case.rest
    assert last.tool == ("leave_out" if rest else "decline")
    assert case.says in last.args["reason"]


async def test_a_voice_that_is_there_changes_hands() -> None:
    said = Step("generate_voice", {"text": "Hello"})
    history = History(source=SOURCE, steps=(said,), phrases=("said “Hello”",))
    (call,) = (await Talk(history).plan("use OpenAI's voice")).calls
    assert (call.tool, dict(call.args)) == (
        "change_edit",
        {"step": 1, "args": {"engine": "openai"}},
    )


async def test_who_was_named_is_kept_over_our_question() -> None:
    talk = Talk()
    await talk.say("use the ElevenLabs voice")
    assert "What should the voice say?" in talk.question
    (call,) = (await talk.plan("“Welcome to my channel”")).calls
    assert (call.tool, call.args["engine"]) == ("generate_voice", "elevenlabs")
    (other,) = (await talk.plan("never mind, mute it")).calls
    assert other.tool == "mute_audio"


REFUSAL = (
    "faster-whisper cannot be used: it is not installed. You asked for faster-whisper, so I used "
    "nothing else; say so if I may: OpenAI or PocketSphinx."
)


@pytest.mark.parametrize(
    ("answer", "engine"),
    [("yes", "OpenAI"), ("ok do it", "OpenAI"), ("use PocketSphinx", "PocketSphinx"),
     ("with pocketsphinx then", "PocketSphinx"), ("OpenAI", "OpenAI")],
)  # fmt: skip
async def test_another_one_takes_its_place_where_the_person_says_so(
    answer: str, engine: str
) -> None:
    talk = Talk(question=REFUSAL, asked_about="transcribe it with whisper")
    (call,) = (await talk.plan(answer)).calls
    assert (call.tool, call.args["engine"]) == ("transcribe", engine)


@pytest.mark.parametrize("answer", ["no", "mute it"])
async def test_who_does_not_say_so_gets_nobody_else(answer: str) -> None:
    talk = Talk(question=REFUSAL, asked_about="transcribe it with whisper")
    assert all(call.tool == "mute_audio" for call in (await talk.plan(answer)).calls)


@pytest.mark.parametrize("said", ["read this aloud", "read it out loud with the elderly voice"])
async def test_what_is_to_be_read_aloud_is_asked(said: str) -> None:
    talk = Talk()
    (call,) = (await talk.plan(said)).calls
    assert "What should the voice say?" in call.args["question"]


async def test_who_is_asked_what_an_engine_should_do() -> None:
    (call,) = (await Talk().plan("use HeyGen")).calls
    assert "What should HeyGen do? It makes presenters" in call.args["question"]
