"""What is said in a clip: requests in people's words, and the calls that they mean."""

from __future__ import annotations

from typing import Any

import pytest

from tests.agent.planner.talk import Talk

CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "add subtitles and burn them in, big white letters with black outline": (
        "add_captions",
        {"style": "classic", "color": "white", "edge_color": "black", "size": "large"}),
    "add captions, yellow, large, at the top": (
        "add_captions", {"color": "yellow", "position": "top", "size": "large"}),
    "captions in white on a red box": (
        "add_captions", {"style": "boxed", "color": "white", "edge_color": "red"}),
    "add an end card that says Thanks for watching": (
        "add_card", {"text": "Thanks for watching", "where": "end"}),
    "start with a black screen for 2 seconds": (
        "add_card", {"where": "start", "background": "black", "seconds": 2.0}),
    'add an outro screen with "Subscribe!" in red': (
        "add_card", {"text": "Subscribe!", "where": "end", "color": "red"}),
    'put a white title card "Part 2" at 0:08': (
        "add_card", {"text": "Part 2", "background": "white", "at": 8.0}),
    "put hello on the screen": ("add_text", {"text": "hello"}),
    "split it at every scene change": ("split_clip", {"by": "scene"}),
    "cut it into separate shots": ("split_clip", {"by": "scene"}),
    "bleep out the word damn": ("bleep", {"words": "damn"}),
    "censor all the swearing": ("bleep", {"words": "swear words"}),
    "beep from 0:05 to 0:06": ("bleep", {"cover": "beep", "start": 5.0, "end": 6.0}),
    "mute the word banana": (
        "bleep", {"words": "banana", "cover": "silence"}),
    "add captions": ("add_captions", {}),
    "caption it": ("add_captions", {}),
    "generate captions and burn them in": ("add_captions", {}),
    "add captions in Spanish": ("add_captions", {"language": "es"}),
    "add karaoke captions with the spoken word in green": (
        "add_captions", {"style": "karaoke", "highlight": "green"}),
    "put auto captions on it, tiktok style": ("add_captions", {"style": "bold"}),
    "add captions, big and yellow": (
        "add_captions", {"style": "bold", "color": "yellow", "size": "large"}),
    "cut out every time he says the word kitchen": ("cut_words", {"words": "kitchen"}),
    "put captions at the top": ("add_captions", {"position": "top"}),
    "subtitle what he says, yellow words at the bottom": (
        "add_captions", {"style": "classic", "color": "yellow", "position": "bottom"}),
    "what does she say?": ("transcribe", {}),
    "what is he saying between 0:02 and 0:09?": ("transcribe", {"start": 2.0, "end": 9.0}),
    "write down what is said": ("transcribe", {}),
    "transcribe it": ("transcribe", {}),
    "give me the transcript as srt": ("transcribe", {"format": "srt"}),
    "transcribe the audio to a text file": ("transcribe", {"format": "txt"}),
    "cut out where he says banana": ("cut_words", {"words": "banana"}),
    "remove the ums and ahs": ("cut_words", {"words": "um, uh"}),
    "cut out every um": ("cut_words", {"words": "um, uh"}),
    "remove the filler words": ("cut_words", {"words": "um, uh"}),
    "take out the word actually": ("cut_words", {"words": "actually"}),
    "cut out whenever he mentions the price": ("cut_words", {"words": "the price"}),
    "remove where I say sorry, and the ums": ("cut_words", {"words": "sorry, um, uh"}),
    "cut the part where she says see you later and make it black and white": (
        "cut_words", {"words": "see you later"}),
    "when does he say hello": ("find_words", {"words": "hello"}),
    "when does he say hello?": ("find_words", {"words": "hello"}),
    'find every "you know"': ("find_words", {"words": "you know"}),
    "how many times does he say like?": ("find_words", {"words": "like"}),
    "add chapters": ("chapter_marks", {}),
    "give me youtube chapters": ("chapter_marks", {}),
    "put chapters at 0:03 and 0:07": ("chapter_marks", {"at": [3.0, 7.0]}),
}  # fmt: skip


@pytest.mark.parametrize(("words", "call"), CALLS.items(), ids=CALLS)
async def test_words_mean_a_call(words: str, call: tuple[str, dict[str, Any]]) -> None:
    plan = await Talk().plan(words)
    assert [(plan.calls[0].tool, dict(plan.calls[0].args))] == [call], plan


@pytest.mark.parametrize(
    "words",
    ["umm take that back", "make the title yellow", "add a voice-over saying hello",
     'add the caption "he says banana"', "say hello to everyone"],
)  # fmt: skip
async def test_what_is_not_about_the_words_in_the_clip(words: str) -> None:
    plan = await Talk().plan(words)
    ours = {"cut_words", "find_words", "transcribe", "add_captions"}
    assert not ours & {call.tool for call in plan.calls}, plan
