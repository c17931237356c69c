"""What people say about voices, to the calls that it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from agent.planner.answers.voices import of_voices, rewritten
from agent.studio import consents
from tests.agent.planner.talk import Talk


@dataclass(frozen=True)
class Said:
    """Words, and the call that they mean.

    Attributes:
        words: What a person says.
        tool: The tool; empty where it is about no voice.
        args: Its arguments.
    """

    words: str
    tool: str = ""
    args: dict[str, Any] = field(default_factory=dict)


SAID = (
    Said("list the voices", "list_voices"),
    Said("what voices do you have?", "list_voices"),
    Said("Which voices are there", "list_voices"),
    Said("please show me my voices", "list_voices"),
    Said("what are your voices?", "list_voices"),
    Said("clone my voice from this clip and call it Anna", "clone_voice", {"name": "Anna"}),
    Said("can you clone my voice as “Anna Lee”", "clone_voice", {"name": "Anna Lee"}),
    Said("clone the voice from 0:05 to 0:40 and name it Tom", "clone_voice",
         {"name": "Tom", "start": "0:05", "end": "0:40"}),
    Said("make a voice called Bert from the recording I sent", "clone_voice",
         {"name": "Bert", "recording": "the latest one"}),
    Said("create a copy of my voice named Me", "clone_voice", {"name": "Me"}),
    Said("clone her voice from interview.mp3 and call it Eve", "clone_voice",
         {"name": "Eve"}),
    Said("delete the voice Anna", "delete_voice", {"name": "Anna"}),
    Said("remove my cloned voice Bert please", "delete_voice", {"name": "Bert"}),
    Said("delete Anna's voice", "delete_voice", {"name": "Anna"}),
    Said("delete my cloned voice", "delete_voice", {"name": "my voice"}),
    Said("make the voice more stable", "voice_settings", {"stability": "more"}),
    Said("make the voice-over a bit less expressive", "voice_settings", {"expression": "less"}),
    Said("make my voice Anna closer to the recording", "voice_settings",
         {"voice": "Anna", "similarity": "more"}),
    Said("set the voice stability to 80%", "voice_settings", {"stability": "80%"}),
    Said("what are the voice settings?", "voice_settings"),
    Said("show me the settings of my voice Anna", "voice_settings", {"voice": "Anna"}),
    Said("delete the voice-over"),
    Said("delete the voice over"),
    Said("remove the voice from the song"),
    Said("remove the voices"),
    Said("make the voice louder"),
    Said("make the voice clearer"),
    Said("clone the clip"),
    Said("copy my voice to the other clip"),
    Said("call it Anna"),
)  # fmt: skip


@pytest.mark.parametrize("said", SAID, ids=lambda said: said.words)
def test_words_about_voices(said: Said) -> None:
    call = of_voices(said.words)
    assert (call.tool if call else "") == said.tool
    assert (dict(call.args) if call else {}) == said.args


SPOKEN = (
    Said("read this out loud in a calm woman's voice: welcome to the show", "generate_voice",
         {"text": "welcome to the show", "voice": "professional_female", "style": "calm"}),
    Said("add a voice-over at 3 s saying 'Hi' by a child", "generate_voice",
         {"text": "Hi", "voice": "child_voice", "at": 3.0}),
    Said('say "and the winner is" excitedly with ElevenLabs', "generate_voice",
         {"text": "and the winner is", "style": "excited", "engine": "elevenlabs"}),
    Said('use my voice Anna to say "see you"', "generate_voice",
         {"text": "see you", "voice": "my voice anna"}),
    Said('say "see you" in Anna\'s voice', "generate_voice",
         {"text": "see you", "voice": "my voice anna"}),
    Said('say "only today, fifty percent off" and make it last 3 seconds', "generate_voice",
         {"text": "only today, fifty percent off", "lasting": 3.0}),
    Said('add a dramatic voice saying "in a world"', "generate_voice",
         {"text": "in a world", "style": "dramatic"}),
    Said('say "sale" as an announcement with the built-in voice', "generate_voice",
         {"text": "sale", "content": "announcement", "engine": "builtin"}),
)  # fmt: skip


@pytest.mark.parametrize("said", SPOKEN, ids=lambda said: said.words)
async def test_words_that_are_to_be_spoken(said: Said) -> None:
    plan = await Talk().plan(said.words)
    assert [(call.tool, dict(call.args)) for call in plan.calls] == [(said.tool, said.args)]


@pytest.mark.parametrize(
    "words", ["say it in a child's voice", "in Child's voice", "use the voice"]
)
def test_voices_of_everybody_are_nobodys(words: str) -> None:
    assert rewritten(words) == words


@pytest.mark.parametrize(
    ("answer", "may"),
    [("yes", True), ("yes, it is mine", True), ("it's my own voice", True), ("I may use it", True),
     ("she gave me permission", True), ("no", False), ("it is not mine", False), ("maybe", False),
     ("I don't have permission", False), ("make it louder", False), ("", False)],
)  # fmt: skip
def test_consent_is_said_and_not_guessed(answer: str, may: bool) -> None:
    assert consents(answer) == may
