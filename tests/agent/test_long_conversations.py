"""Turn 500 costs what turn 5 costs: what a model is told, and what is kept between turns."""

from __future__ import annotations

import json

import pytest
from langchain_core.messages import convert_to_openai_messages

from agent import revision, tokens
from agent.families import all_tools
from agent.history import History, Version, from_json, to_json
from agent.models import _messages
from agent.planner.plan import Situation
from agent.relevance import relevant
from agent.state import CONTEXT_MESSAGES, KEPT_MESSAGES
from agent.toolbox import described
from memory.memory import Memo, Preference, Recalled
from tests.agent.scripted import described_source
from tools.recipe import Step

WORDS = "make the title a little bigger and put it at the top of the picture, please"
REPLY = "I put the title “Summer at the lake” at the top. v{n} is 0:20 long, 1280x720, MP4. " * 3


def turn(history: History, number: int, per_clip: int) -> History:
    """The conversation after one more edit; now and then a new clip is sent."""
    if number % per_clip == 0:
        history = history.with_source(described_source(name=f"{number}.mp4", id=f"{number:064}"))
    step = Step("add_text", {"text": f"Summer at the lake, part {number}", "position": "top"})
    said = f"put the title “part {number}” at the top"
    history = history.with_step(step, (*history.phrases, said))
    version = Version(
        id=history.next_version(),
        steps=history.steps,
        parent=history.head,
        description=f"put the title “Summer at the lake, part {number}” at the top",
        source_id=history.source.id if history.source else "",
    )
    return history.as_delivered(version)


def after(turns: int, per_clip: int) -> tuple[History, list[tuple[str, str]]]:
    history, dialogue = History(source=described_source()), []
    for number in range(1, turns + 1):
        history = turn(history, number, per_clip)
        dialogue += [("person", WORDS), ("vfxb", REPLY.format(n=number))]
    return history, dialogue[-KEPT_MESSAGES:]


def cost(turns: int, per_clip: int) -> int:
    """Tokens of the request for the next turn."""
    history, dialogue = after(turns, per_clip)
    made = {"steps": [{"tool": "add_text", "args": {}}]}
    memos = tuple(Memo(f"{WORDS} {n}", made) for n in range(5))
    likes = tuple(Preference(f"p{n}", f"{WORDS} {n}") for n in range(min(turns, 100)))
    state = Situation(
        text="make it black and white",
        history=history,
        clip=described(history),
        tools=all_tools(),
        dialogue=tuple(dialogue[-CONTEXT_MESSAGES:]),
        memory=Recalled(preferences=likes, turns=memos, recipes=memos, facts=memos),
    )
    messages = convert_to_openai_messages(_messages(state))
    assert isinstance(messages, list)
    return tokens.count_prompt(messages, [told.described for told in relevant(state)])


@pytest.mark.parametrize("per_clip", [6, 1_000], ids=["many clips", "one clip"])
def test_turn_500_tells_a_model_no_more_than_turn_5(per_clip: int) -> None:
    early, late = cost(5, per_clip), cost(500, per_clip)
    assert late < 1.35 * early, (early, late)
    assert late < 6_000


def size(turns: int, per_clip: int) -> int:
    """Bytes of what is kept between turns."""
    history, dialogue = after(turns, per_clip)
    return len(json.dumps([to_json(history), dialogue]))


def test_what_is_kept_between_turns_grows_no_faster_than_the_recipe() -> None:
    assert size(500, 6) < 1.25 * size(300, 6)
    assert size(500, 1_000) < 3 * size(200, 1_000) < 600_000


def test_a_packed_history_is_the_same_again() -> None:
    history, _ = after(60, 25)
    undone = revision.undo(history).history
    for each in (History(), history, undone, revision.undo(undone, "everything").history):
        plain = json.loads(json.dumps(to_json(each)))
        assert from_json(plain) == each
        assert to_json(from_json(plain)) == plain
