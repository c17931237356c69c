"""Relevance: which tools a language model is told about for one message.

Every word of a tool's description is paid for with every request, so a model is told about the
core tools, about those whose descriptions and examples share words with the message, and about
those in the recipe. When the message shares too few words with any of them, for example because
it is in another language, the model is told about all. Tools that change the recipe are told about
once there is one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from agent.history import History
from agent.planner.plan import Situation
from agent.toolbox import HISTORY_TOOLS
from tools import SPECS
from tools.spec import ToolSpec

CORE = frozenset(
    {"trim_video", "cut_out", "change_speed", "crop_video", "resize_video", "apply_filter"}
    | {"add_text", "enhance_audio", "change_volume", "mute_audio", "generate_voice", "export_gif"}
)
"""What most requests need."""

_MOST = 4
# Tools that fit less than this part as well as the best one are left out.
_CLOSE = 0.4
# Letters that decide: "brightness", "brighter" and "brighten" begin with the same five.
_STEM = 5
# The part of a message's words that some tool must know for the choice to be trusted.
_KNOWN = 0.5


def relevant(situation: Situation) -> dict[str, ToolSpec]:
    """The tools that may matter to a message.

    Args:
        situation: The message, and all there is to know.
    """
    tools = dict(situation.tools)
    if situation.history == History(source=situation.history.source):
        tools = {name: spec for name, spec in tools.items() if name not in HISTORY_TOOLS}
    on_clips = {name: spec for name, spec in tools.items() if name in SPECS}
    if len(on_clips) <= len(CORE) + _MOST:
        return tools
    words = set(_stems(f"{situation.text} {situation.asked_about}"))
    weights = _weights(tuple((name, _described(spec)) for name, spec in tools.items()))
    known = set().union(*weights.values())
    if not words or len(words & known) < _KNOWN * len(words):
        return tools
    scores = {name: sum(weights[name].get(word, 0.0) for word in words) for name in on_clips}
    least = max(scores.values()) * _CLOSE
    best = sorted((n for n, score in scores.items() if score > least), key=scores.__getitem__)
    in_recipe = {step.tool for step in situation.history.steps}
    kept = CORE | set(best[-_MOST:]) | in_recipe
    return {name: spec for name, spec in tools.items() if name not in on_clips or name in kept}


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
