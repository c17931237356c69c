"""Thrift: what a language model need not be asked, because the answer is known.

A message that the built-in planner understands with certainty is planned by it. A message that
was planned before, for the same person, on an equal clip, recipe and memory, is planned in the
same way again. What was spared is counted.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from agent.planner.builtin import BuiltinPlanner
from agent.planner.lexicon.reading import word_set
from agent.planner.plan import Call, Plan, Situation
from agent.summary import described_facts
from memory.ledger import KeptPlan, Ledger
from tools import SPECS
from tools.spec import ToolSpec

KEPT = "kept"
"""Name of the brain that planned from memory."""

_FORM = 1
"""Raised when plans are made in another way, so that older ones are not used."""

# A message with such words means something that was said before, which no key tells.
_REFERRING = word_set(
    """
    again same other instead before no not yes that those like earlier yesterday previous rather
    meant mean also too still undo redo back forget remember always
    """
)
_POLITE = word_set(
    """
    please thanks thank you hi hello hey now can could would just kindly the a an ; , .
    """
)


@dataclass(frozen=True, slots=True)
class Spared:
    """A plan that no language model made.

    Attributes:
        plan: The plan.
        brain: Who made it.
        tokens: About what asking would have taken.
    """

    plan: Plan
    brain: str
    tokens: int


class Thrift:
    """Plans without asking where that is as good.

    Args:
        ledger: Where plans that worked are kept.
        builtin: The planner that knows when it is certain.
        model: Name of the language model: another one plans otherwise.
    """

    def __init__(self, ledger: Ledger, builtin: BuiltinPlanner, model: str) -> None:
        self._ledger = ledger
        self._builtin = builtin
        self._model = model

    async def spare(self, situation: Situation, key: str, user: str, group: str) -> Spared | None:
        """The plan for a message, if nobody need be asked for it.

        Args:
            situation: The message, and all there is to know; no call was run yet.
            key: What ``key`` says of it.
            user: Who wrote it.
            group: The group in which it was written.
        """
        from agent.models import estimate

        plan = await self._builtin.plan(situation)
        if plan.certain:
            return Spared(plan, self._builtin.name, estimate(situation).total)
        kept = await self._ledger.plan(user, key, group) if key else None
        if kept is None or any(call["tool"] not in situation.tools for call in kept.calls):
            return None
        return Spared(_plan(kept), KEPT, kept.tokens)

    def key(self, situation: Situation) -> str:
        """What a plan depends on; empty where that cannot be said."""
        said = self._normal(situation)
        if not said or situation.question or situation.clip is None:
            return ""
        history, memory = situation.history, situation.memory
        content = [
            _FORM,
            self._model,
            _catalogue(tuple(situation.tools.values())),
            said,
            described_facts(situation.clip.facts),
            [[step.tool, step.args] for step in history.steps],
            [source.id for source in history.at_hand],
            [asdict(preference) for preference in memory.preferences],
            [[look.name, look.steps] for look in memory.looks],
            sorted(memo.text for memo in memory.facts),
        ]
        plain = json.dumps(content, sort_keys=True, default=str)
        return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()

    async def keep(
        self, key: str, calls: Sequence[Call], tokens: int, user: str, group: str
    ) -> None:
        """Keep a plan that worked as it was, if it only edits."""
        if all(call.tool in SPECS for call in calls):
            plain = [{"tool": call.tool, "args": dict(call.args)} for call in calls]
            await self._ledger.keep_plan(user, key, plain, tokens=tokens, group=group)

    def _normal(self, situation: Situation) -> list[str]:
        """The message without what makes no difference: spelling, numerals, politeness.

        What is written may be what the person wants to see written, so capitals count.
        """
        text = situation.text
        reading = self._builtin.index(situation.tools).reader.read(text)
        words = [
            f"{item.word}={item.value!r}" if item.is_value else item.word
            for item in reading.items
            if item.word not in _POLITE
        ]
        if not words or _REFERRING & {*words, *reading.line.split()}:
            return []
        capitals = (word.strip(".,;!?") for word in re.findall(r"(?<=\s)\S*[A-ZÀ-ÞА-Я]\S*", text))
        return [*words, "", *(word for word in capitals if word.casefold() not in _POLITE)]


def _plan(kept: KeptPlan) -> Plan:
    return Plan(calls=tuple(Call(tool=call["tool"], args=call["args"]) for call in kept.calls))


@lru_cache(maxsize=4)
def _fingerprint(described: tuple[str, ...]) -> str:
    return hashlib.sha256("\0".join(described).encode()).hexdigest()


def _catalogue(specs: tuple[ToolSpec, ...]) -> str:
    """What changes whenever a tool does."""
    return _fingerprint(tuple(f"{spec.name} {spec.summary} {_schema(spec)}" for spec in specs))


def _schema(spec: ToolSpec) -> str:
    schema: Mapping[str, Any] = spec.schema
    return json.dumps(schema, sort_keys=True, default=str)
