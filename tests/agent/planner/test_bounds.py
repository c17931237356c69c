"""Whatever is written, a plan comes back, soon, and it only calls tools that there are."""

from __future__ import annotations

import asyncio
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.families import all_tools
from agent.planner.lexicon.reading import word_set
from tests.agent.planner.talk import PLANNER, Talk

SECONDS = 2.0
"""Far above what a plan takes (milliseconds), far below what a runaway expression would."""

WORDS = sorted(
    word_set(
        """
        trim cut keep remove the first last 3 seconds 0:05 to from - 5s make it black and white blur
        faster slower 2x 50% title "Hello" at bottom top in red , then ; . ! ? not no instead a bit
        more less undo redo gif mp4 with without mute louder -6 dB crop 640x360 480p 9:16 square
        frames half middle of end start until ( ) ' “ ” again that bigger how long is what if would
        always forget remember say voice ½ 1/3 x × 0 -5 1e9 99:99:99 99999999999999999999 de la und
        """
    )
)

anything = st.text(max_size=400)
wordy = st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join)


def plan_in_time(talk: Talk, text: str) -> None:
    began = time.process_time()
    plan = asyncio.run(talk.plan(text))
    assert time.process_time() - began < SECONDS
    assert all(call.tool in all_tools() for call in plan.calls)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(anything)
def test_any_text_gives_a_plan(text: str) -> None:
    plan_in_time(Talk(), text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wordy)
def test_any_row_of_editing_words_gives_a_plan(text: str) -> None:
    plan_in_time(Talk(), text)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(wordy, min_size=2, max_size=3))
def test_any_conversation_goes_on(messages: list[str]) -> None:
    talk = Talk()
    for message in messages:
        plan_in_time(talk, message)
        asyncio.run(talk.say(message))


@pytest.mark.parametrize(
    "text",
    [
        unit * (8_000 // len(unit))
        for unit in (
            '"', "'a ", "1:", "5m", "0.", "` ", "- ", "(", "a", "ab ", "3 s ", "« ", "#", "and ",
            "add text ", "say x ", "the title ", "1/2 ", ", ", "\n", "🎬", "ａ", "ß",
        )
    ],
    ids=lambda text: repr(text[:12]),
)  # fmt: skip
def test_repetition_takes_no_longer(text: str) -> None:
    plan_in_time(Talk(), text)


def test_usual_requests_take_milliseconds() -> None:
    talk = Talk()
    requests = [
        'trim to 2-10 seconds, make it black and white and put the title "Hello" at the bottom',
        "could you please chop off the first second and also lower the music by around 50%?",
        "blakc and white plz",
        "mach das Video schneller und schneide die ersten drei Sekunden ab",
    ] * 5
    asyncio.run(talk.plan(requests[0]))
    taken = []
    for request in requests:
        began = time.process_time()
        asyncio.run(talk.plan(request))
        taken.append(time.process_time() - began)

    assert sorted(taken)[len(taken) // 2] < 0.05


def test_index_is_built_once_for_the_same_tools() -> None:
    assert PLANNER.index(all_tools()) is PLANNER.index(dict(all_tools()))
