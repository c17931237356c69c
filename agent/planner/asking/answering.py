"""Answering: what a message means that answers a question of ours."""

from __future__ import annotations

from dataclasses import replace

from agent.planner.asking import exchange
from agent.planner.choosing.index import tokens
from agent.planner.choosing.refusal import trespasses
from agent.planner.draft import Meant
from agent.planner.lexicon.words import FILLERS
from agent.planner.plan import Plan
from agent.planner.plans import ask, plan_of
from agent.planner.referring.revise import revises
from agent.planner.turn import Turn
from agent.planner.wishes import negation
from agent.planner.wishes.second import thoughts

MOST_CHARACTERS = 8_000
"""Longest message that is read; a voice-over of 3,000 characters fits in easily."""
_DETAILS = frozenset(
    {"<position>", "<color>", "<span>", "<moment>", "<for>", "<length>", "<small>"}
)
_LEFT = "All right, I leave it as it is."


class Answering:
    """A message that may answer a question of ours.

    Args:
        turn: The message in its situation.
    """

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._about = turn.situation.asked_about
        self._text = turn.situation.text
        self._reading = turn.index.reader.read(self._text)
        self._line = self._reading.line.strip(" ;,.")

    def plan(self) -> Plan | None:
        """The plan for the earlier message together with the answer; None when it is none."""
        if exchange.says_no(self._line):
            return Plan(text=_LEFT)
        if len(self._about) > MOST_CHARACTERS or trespasses(self._about):
            return None
        asked = self._asked()
        if asked is None:
            return None
        if exchange.says_yes(self._line):
            return self._instead(asked, asked.suggestion) if asked.suggestion else None
        if picked := exchange.chosen(asked, self._line):
            return self._instead(asked, picked)
        if asked.about == "text" and self._only_details():
            return Plan(calls=(ask(self._turn.situation.question),))
        return self._told(asked)

    def _told(self, asked: Meant) -> Plan | None:
        """The plan where the answer tells what was missing, or is a wish of its own."""
        if not exchange.is_titled(self._text):
            if self._speaks_anew():
                return None
            alone = asked.about != "text" or exchange.commands(self._line) or self._is_edit()
            if alone and self._stands_alone():
                return self._instead(asked, self._text)
        together = exchange.joined(self._about, asked, self._text)
        found, draft = self._turn.interpreted(self._turn.index.reader.read(together))
        if not draft.calls or any(m.question or not m.understood for m in found):
            return None
        made = {call.tool for call in draft.calls}
        # "make it shorter", "by 3 seconds": what goes is told, and not what stays.
        meant = not asked.tool or asked.tool in made or self._line.startswith("by ")
        return plan_of(found, draft) if meant else None

    def _instead(self, asked: Meant, wish: str) -> Plan:
        return self._turn.plan(exchange.replaced(self._about, asked, wish))

    def _asked(self) -> Meant | None:
        """The wish of the earlier message that our question was about."""
        found, _ = self._turn.interpreted(self._turn.index.reader.read(self._about))
        asked = next((meant for meant in found if meant.question), None) or next(
            (meant for meant in found if not meant.understood), None
        )
        if asked and exchange.asks_for_words(self._turn.situation.question):
            return replace(asked, about="text")
        return asked

    def _speaks_anew(self) -> bool:
        """Whether a message is no answer: it asks something, or goes back in the history."""
        if tokens(self._reading.items) & {"undo", "redo"} or revises(self._line):
            return True
        if thoughts(self._text)[0].corrects or negation.unwilling(self._line.split(" , ")[0]):
            return True
        asks = self._text.rstrip().endswith("?")
        return asks and self._turn.spoken(self._reading) is not None

    def _only_details(self) -> bool:
        """Whether an answer says where or how, and no words to show: "at the top"."""
        items = self._reading.items
        words = {item.word for item in items if not item.is_value}
        values = [item for item in items if item.is_value]
        return words <= FILLERS and bool(values) and all(i.word in _DETAILS for i in values)

    def _is_edit(self) -> bool:
        """Whether words in lower case are all about an edit: "black and white" is no title."""
        words = [item.word for item in self._reading.items if not item.is_value]
        known = [word for word in words if word not in FILLERS]
        told = self._text == self._text.lower() and bool(known)
        return told and all(map(self._turn.index.knows, known))

    def _stands_alone(self) -> bool:
        """Whether an answer is a whole request by itself."""
        found, draft = self._turn.interpreted(self._reading)
        items = self._reading.items
        spoken = [i for i in items if not i.is_value and self._turn.index.knows(i.word)]
        return bool(spoken and draft.calls) and all(m.calls and m.understood for m in found)
