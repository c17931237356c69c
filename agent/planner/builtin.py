"""Built-in planner: understands requests with no key, no network and no weights.

A message runs through small stages, a folder each: ``reading`` (language, spelling, numbers, times,
quantities), ``wishes`` (what is wished for, piece by piece), ``choosing`` and ``filling`` (a tool
and its arguments), ``referring`` (to what was done before), and ``draft`` (tried on the described
clip). ``asking`` and ``answers`` are for words; ``remembering`` for what is to be kept. Out come
calls, one question, or an answer. It never guesses: what it did not understand, it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from agent.planner.answers import voices
from agent.planner.asking.accepting import accepted
from agent.planner.asking.answering import MOST_CHARACTERS, Answering
from agent.planner.choosing.index import Index
from agent.planner.choosing.refusal import NEAREST_TO_COMMANDS, NOT_FOR_COMMANDS, trespasses
from agent.planner.plan import Plan, Situation
from agent.planner.plans import decline, failed
from agent.planner.turn import Turn
from agent.planner.wishes.engines import in_own_words, planned
from agent.planner.wishes.styles import put_plainly
from tools.spec import ToolSpec


class BuiltinPlanner:
    """The planner that is always there."""

    name = "built-in"

    async def plan(self, situation: Situation) -> Plan:
        """The calls that the message asks for, one question, or an answer."""
        plain = replace(situation, text=put_plainly(situation.text))
        return in_own_words(planned(plain, self._planned), plain.text, situation.text)

    def _planned(self, situation: Situation) -> Plan:
        """The same for a message that names no engine."""
        if situation.rounds:
            return failed(situation) or Turn(situation, self.index(situation.tools)).resumed()
        if len(situation.text) > MOST_CHARACTERS:
            return decline(
                f"That message is {len(situation.text):,} characters long, more than I can read.",
                "Tell me the edit in a few sentences.",
            )
        if trespasses(situation.text):
            return decline(NOT_FOR_COMMANDS, NEAREST_TO_COMMANDS)
        index = self.index(situation.tools)
        turn = Turn(situation, index)
        asked = situation.question and situation.asked_about
        text = "" if asked else accepted(situation.text, situation.dialogue)
        if asked and (plan := voices.answered(situation, turn.plan)):
            return plan
        return asked and Answering(turn).plan() or turn.plan(text or situation.text)

    def index(self, specs: Mapping[str, ToolSpec]) -> Index:
        """The index of these tools; built once for a set of tools."""
        return _index(tuple(specs.values()))


@lru_cache(maxsize=4)
def _index(specs: tuple[ToolSpec, ...]) -> Index:
    return Index({spec.name: spec for spec in specs})
