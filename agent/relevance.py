"""Relevance: which tools a language model is told about for one message, and how fully.

Every word of a tool's description is paid for with every request, so the descriptions have a
budget, however long the catalogue. The core dozen is always told about, briefly; what shares words
with the message is told in full, best first, while the budget lasts. A message in a language that
the built-in planner reads is looked up in English, too. Whatever is not told about can be looked
up by the model with ``find_tools``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from agent import tokens
from agent.english import in_english
from agent.families import CONTROL_TOOLS, HISTORY_TOOLS
from agent.history import History
from agent.planner.plan import Situation
from agent.prompts import describe_tool
from tools.spec import ToolSpec

CORE = frozenset(
    {"trim_video", "cut_out", "change_speed", "crop_video", "resize_video", "apply_filter"}
    | {"add_text", "enhance_audio", "change_volume", "mute_audio", "generate_voice", "export_gif"}
)
"""What most requests need."""

BUDGET = 2_400
"""Tokens for the descriptions of all tools together."""

LOOKUP = "find_tools"

_MOST = 6
# Steps at the end of the recipe whose tools are told about: "a bit more" is about them.
_LATEST = 3
# Tools that fit less than this part as well as the best one are left out.
_CLOSE = 0.35
# Letters that decide: "brightness", "brighter" and "brighten" begin with the same five.
_STEM = 5


@dataclass(frozen=True, slots=True)
class Told:
    """A tool that a model is told about.

    Attributes:
        spec: The tool.
        briefly: Whether without the meaning of its arguments.
    """

    spec: ToolSpec
    briefly: bool

    @property
    def described(self) -> dict[str, Any]:
        """As OpenAI's protocol has it."""
        return describe_tool(self.spec, briefly=self.briefly)


def relevant(situation: Situation) -> tuple[Told, ...]:
    """The tools that may matter to a message, in the order of the catalogue.

    Args:
        situation: The message, and all there is to know.
    """
    tools = situation.tools
    needed, matching = _needed(situation), _ranked(situation)[:_MOST]
    told = dict.fromkeys([*_always(situation), *needed], True)
    left = BUDGET - sum(_cost(tools[name], briefly=True) for name in told)
    # First each that fits the message, then as many of them in full as there is room for.
    for name in matching:
        cost = _cost(tools[name], briefly=True)
        if name not in told and cost <= left:
            told[name], left = True, left - cost
    for name in dict.fromkeys([*needed, *matching]):
        more = _cost(tools[name], briefly=False) - _cost(tools[name], briefly=True)
        if name in needed or name in told and more <= left:
            told[name], left = False, left - more
    return tuple(Told(tools[name], briefly=told[name]) for name in tools if name in told)


def _always(situation: Situation) -> list[str]:
    """What is told about whatever the message says, and first of all."""
    history = situation.history
    names = [*CORE, *CONTROL_TOOLS]
    if history != History(source=history.source):
        names += HISTORY_TOOLS
    names += [step.tool for step in history.steps[-_LATEST:]]
    return [name for name in situation.tools if name in names]


def _needed(situation: Situation) -> list[str]:
    """Tools of which a call went wrong: the model has to see all of what they take."""
    calls = [outcome.call.tool for outcomes in situation.rounds for outcome in outcomes
             if outcome.error]  # fmt: skip
    return [name for name in dict.fromkeys(calls) if name in situation.tools]


def _ranked(situation: Situation) -> list[str]:
    """Tools by what they have in common with the message, best first.

    What the model looked up comes before what the person said.
    """
    candidates = {n: spec for n, spec in situation.tools.items() if n not in CONTROL_TOOLS}
    if situation.history == History(source=situation.history.source):
        candidates = {n: spec for n, spec in candidates.items() if n not in HISTORY_TOOLS}
    weights = _weights(tuple((name, _described(spec)) for name, spec in candidates.items()))
    found: list[str] = []
    for text in (*_looked_up(situation), f"{situation.text} {situation.asked_about}"):
        found += _best(set(_stems(f"{text} {in_english(text)}")), weights)
    return list(dict.fromkeys(found))


def _best(words: set[str], weights: Mapping[str, Mapping[str, float]]) -> list[str]:
    scores = {name: sum(known.get(word, 0.0) for word in words) for name, known in weights.items()}
    least = max(scores.values(), default=0.0) * _CLOSE
    return sorted(
        (name for name, score in scores.items() if score > least),
        key=scores.__getitem__,
        reverse=True,
    )[:_MOST]


def _looked_up(situation: Situation) -> Iterable[str]:
    outcomes = (outcome for outcomes in reversed(situation.rounds) for outcome in outcomes)
    return [
        str(outcome.call.args.get("what", ""))
        for outcome in outcomes
        if outcome.call.tool == LOOKUP and not outcome.error
    ]


def _stems(text: str) -> list[str]:
    return [word[:_STEM] for word in re.findall(r"[^\W_]+", text.lower())]


def _described(spec: ToolSpec) -> str:
    return " ".join([spec.name, spec.summary, *spec.examples, *spec.descriptions.values()])


@lru_cache(maxsize=4)
def _weights(described: tuple[tuple[str, str], ...]) -> Mapping[str, Mapping[str, float]]:
    """For each tool its words with their weights: a word that few tools have says more."""
    words = {name: Counter(_stems(text)) for name, text in described}
    spread = Counter(stem for counts in words.values() for stem in counts)
    return {
        name: {
            stem: math.log(len(words) / spread[stem]) * (1 + math.log(count))
            for stem, count in counts.items()
        }
        for name, counts in words.items()
    }


def _cost(spec: ToolSpec, *, briefly: bool) -> int:
    return tokens.count_prompt([], [describe_tool(spec, briefly=briefly)])
