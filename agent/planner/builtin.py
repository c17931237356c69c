"""Built-in planner: understands requests with no key, no network and no weights.

A message runs through small stages, a file each: ``reading`` (language, spelling, numbers, times,
quantities), ``split`` (into wishes), ``choose`` and ``fill`` (a tool and its arguments), ``refer``
and ``revise`` (what was done before), ``draft`` (tried on the described clip). Out come calls, one
question, or an answer. It never guesses: what it did not understand, it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from agent.planner import exchange, questions, remember, smalltalk
from agent.planner.asking import NO_CLIP
from agent.planner.certainty import certain
from agent.planner.choose import choose
from agent.planner.draft import Draft, Meant
from agent.planner.index import Index, tokens
from agent.planner.interpret import Interpreter
from agent.planner.negation import step_made
from agent.planner.objection import means_other
from agent.planner.plan import Call, Plan, Situation
from agent.planner.reading import Reading
from agent.planner.refusal import (
    NEAREST_TO_COMMANDS,
    NOT_FOR_COMMANDS,
    lacking,
    trespasses,
)
from agent.planner.revise import LISTING, revises
from agent.planner.second import thoughts
from agent.planner.split import Wish
from tools.spec import ToolSpec

MOST_CHARACTERS = 8_000
"""Longest message that is read; a voice-over of 3,000 characters fits in easily."""
MOST_ITEMS = 400
"""Most words and values, quoted text aside, that a request is taken to have."""


class BuiltinPlanner:
    """The planner that is always there."""

    name = "built-in"

    async def plan(self, situation: Situation) -> Plan:
        """The calls that the message asks for, one question, or an answer."""
        if situation.rounds:
            return _after_rounds(situation)
        if len(situation.text) > MOST_CHARACTERS:
            return _decline(
                f"That message is {len(situation.text):,} characters long, more than I can read.",
                "Tell me the edit in a few sentences.",
            )
        if trespasses(situation.text):
            return _decline(NOT_FOR_COMMANDS, NEAREST_TO_COMMANDS)
        index = self.index(situation.tools)
        turn = _Turn(situation, index)
        answered = situation.question and situation.asked_about and turn.answered()
        return answered or turn.plan(situation.text)

    def index(self, specs: Mapping[str, ToolSpec]) -> Index:
        """The index of these tools; built once for a set of tools."""
        return _index(tuple(specs.values()))


@lru_cache(maxsize=4)
def _index(specs: tuple[ToolSpec, ...]) -> Index:
    return Index({spec.name: spec for spec in specs})


class _Turn:
    """One message on its way to a plan."""

    def __init__(self, situation: Situation, index: Index) -> None:
        self._situation = situation
        self._index = index

    def plan(self, text: str) -> Plan:
        reading = self._index.reader.read(text)
        if len(reading.items) > MOST_ITEMS:
            return _decline(
                "That is more than I can take in at once.", "Tell me the edit in a few sentences."
            )
        return self._spoken(reading) or self._edits(reading)

    def answered(self) -> Plan | None:
        """The plan for an earlier message together with this answer to our question about it."""
        situation = self._situation
        reading = self._index.reader.read(situation.text)
        line = reading.line.strip(" ;,.")
        if exchange.says_no(line):
            return Plan(text="All right, I leave it as it is.")
        if len(situation.asked_about) > MOST_CHARACTERS or trespasses(situation.asked_about):
            return None
        asked = self._asked()
        if asked is None:
            return None
        if exchange.says_yes(line):
            return (
                self.plan(exchange.replaced(situation.asked_about, asked, asked.suggestion))
                if (asked.suggestion)
                else None
            )
        if exchange.is_titled(situation.text):
            alone = False
        elif self._speaks_anew(reading, line):
            return None
        else:
            alone = asked.about != "text" or exchange.commands(line)
        if alone and self._stands_alone(reading):
            return self.plan(exchange.replaced(situation.asked_about, asked, situation.text))
        together = exchange.joined(situation.asked_about, asked, situation.text)
        found, draft = self._interpreted(self._index.reader.read(together))
        if draft.calls and not any(m.question or not m.understood for m in found):
            made = {call.tool for call in draft.calls}
            return _plan(found, draft) if not asked.tool or asked.tool in made else None
        return None

    def _speaks_anew(self, reading: Reading, line: str) -> bool:
        """Whether a message is no answer: it asks something, or goes back in the history."""
        if tokens(reading.items) & {"undo", "redo"} or revises(line):
            return True
        return reading.message.rstrip().endswith("?") and self._spoken(reading) is not None

    def _asked(self) -> Meant | None:
        """The wish of the earlier message that our question was about."""
        reading = self._index.reader.read(self._situation.asked_about)
        found, _ = self._interpreted(reading)
        return next((meant for meant in found if meant.question), None) or next(
            (meant for meant in found if not meant.understood), None
        )

    def _stands_alone(self, reading: Reading) -> bool:
        """Whether an answer is a whole request by itself."""
        found, draft = self._interpreted(reading)
        spoken = [i for i in reading.items if not i.is_value and self._index.knows(i.word)]
        return bool(spoken and draft.calls) and all(m.calls and m.understood for m in found)

    def _spoken(self, reading: Reading) -> Plan | None:
        """An answer to what is no edit: memory, questions, small talk."""
        line = reading.line.strip(" ;,.")
        clip = self._situation.clip
        if remember.remembers(line):
            return Plan(calls=remember.remember(reading, self._index).calls)
        if LISTING.search(line) and clip is not None:
            return Plan(calls=(Call(tool="show_edits", wish=reading.message.strip()),))
        if said := self._talked(line):
            return Plan(text=said)
        if what_if := questions.hypothetical(reading):
            return self._imagined(what_if)
        asks = questions.about_clip(line) and not revises(line)
        if clip is not None and asks and ";" not in line:
            said = questions.answer(line, clip)
            return Plan(text=said) if said else Plan(calls=(Call(tool="describe_clip", wish=line),))
        if reading.message.rstrip().endswith("?") and (told := self._whether_done(line)):
            return Plan(text=told)
        draft = self._draft()
        if able := smalltalk.capability(line, self._index, self._index.reader, draft):
            return Plan(text=able)
        if not lacking(line, self._index) and (general := questions.general(line)):
            return Plan(text=general)
        return None

    def _talked(self, line: str) -> str:
        """An answer to what asks for no edit and for nothing about the clip's data."""
        clip = self._situation.clip
        if listed := smalltalk.choices_of(line, self._index):
            return listed
        if smalltalk.introduces(line):
            return smalltalk.MET
        if questions.wonders(line):
            return questions.general(line) or questions.cause(line, clip)
        return smalltalk.abilities(clip) if smalltalk.asks_what(line) else ""

    def _whether_done(self, line: str) -> str:
        """The answer to "is it black and white?", from the steps; empty for other questions."""
        what = questions.about_edits(line)
        items = self._index.reader.read(what).items if what else ()
        facts = self._situation.clip.facts if self._situation.clip else None
        choice = choose(Wish((items,)), what, self._index, facts) if items else None
        if choice is None or choice.entry.answers:
            return ""
        history = self._situation.history
        number = step_made(choice, history.steps)
        if number is None:
            return "No, nothing like that was done so far. Tell me if you want it."
        phrase = history.phrases[number - 1] if number <= len(history.phrases) else ""
        return f"Yes: I {phrase}." if phrase else f"Yes, that is step {number}."

    def _imagined(self, edit: str) -> Plan | None:
        """How long the clip would be after an edit that is not made."""
        situation = self._situation
        if situation.clip is None:
            return Plan(calls=(_ask(NO_CLIP),))
        found, draft = self._interpreted(self._index.reader.read(edit))
        if not draft.calls or draft.clip is None or any(m.question or m.reason for m in found):
            asked = next((m.question for m in found if m.question), "")
            return Plan(calls=(_ask(asked),)) if asked else None
        return Plan(text=questions.answer_length(draft.clip))

    def _edits(self, reading: Reading) -> Plan:
        situation = self._situation
        found, draft = self._interpreted(reading)
        if not draft.calls and not any(m.question or m.understood for m in found):
            return self._beside_the_point(reading, found)
        if situation.clip is None and not _without_clip(found, draft):
            return Plan(calls=(_ask(NO_CLIP),))
        plan = _plan(found, draft)
        return replace(plan, certain=certain(reading, found, plan.calls, self._index))

    def _beside_the_point(self, reading: Reading, found: list[Meant]) -> Plan:
        """Nothing was understood: small talk, a question about the world, or nonsense."""
        line = reading.line.strip(" ;,.")
        clip = self._situation.clip
        if said := smalltalk.reply(line, clip):
            return Plan(text=said)
        if questions.is_question(reading.message, line):
            return Plan(text=smalltalk.NOT_MY_FIELD)
        if clip is None:
            return Plan(calls=(_ask(NO_CLIP),))
        if not any(map(str.isalnum, line)):
            return Plan(text=smalltalk.NOTHING_SAID)
        if smalltalk.wants_better(line):
            return Plan(calls=(_ask(smalltalk.WHAT_BETTER),))
        return _not_understood([meant.wish for meant in found] or [reading.message.strip()])

    def _interpreted(self, reading: Reading) -> tuple[list[Meant], Draft]:
        draft = self._draft()
        found: list[Meant] = []
        parts = thoughts(reading.message)
        if len(parts) == 1 and not parts[0].corrects or means_other(reading.line):
            return Interpreter(self._index, reading, draft).all(), draft
        for thought in parts:
            if thought.drops:
                found, draft = [], self._draft()
            elif thought.corrects:
                found = [meant for meant in found if not meant.question and meant.understood]
            part = self._index.reader.read(thought.text)
            interpreter = Interpreter(self._index, part, draft, corrects=thought.corrects)
            found += interpreter.all()
        return found, draft

    def _draft(self) -> Draft:
        situation = self._situation
        return Draft(situation.tools, situation.history, situation.clip)


def _plan(found: list[Meant], draft: Draft) -> Plan:
    """One plan from what all wishes mean: a question goes before everything."""
    asked = next((meant for meant in found if meant.question), None)
    if asked is not None:
        return Plan(calls=(_ask(asked.question, asked.choices),))
    calls = draft.calls
    refused = [meant for meant in found if meant.reason]
    if calls:
        return Plan(calls=(*calls, *(_leave_out(meant) for meant in refused)))
    if not refused and (answers := [meant.text for meant in found if meant.text]):
        return Plan(text=answers[0])
    strange = [meant for meant in refused if not meant.understood]
    if strange and len(strange) == len(refused):
        return _not_understood([meant.wish for meant in strange])
    known = [meant for meant in refused if meant.understood]
    said = dict.fromkeys(f"{_about(meant, len(known))}{meant.reason}." for meant in known)
    nearest = dict.fromkeys(meant.nearest for meant in known if meant.nearest)
    return _decline(" ".join(said), " ".join(list(nearest)[:2]))


def _about(meant: Meant, wishes: int) -> str:
    """The wish that a reason is about, where there are several."""
    return f"“{meant.wish[:60]}”: " if wishes > 1 else ""


def _without_clip(found: list[Meant], draft: Draft) -> bool:
    """Whether a message makes sense although no clip was sent."""
    return all(meant.calls for meant in found) and all(
        call.tool in {"show_edits"} for meant in found for call in meant.calls
    )


def _not_understood(wishes: list[str]) -> Plan:
    named = " and ".join(f"“{wish[:80]}”" for wish in wishes[:3] if wish)
    return Plan(
        calls=(
            _ask(
                f"I did not understand {named or 'that'}. What should I do with the clip? You "
                "could say “trim to the first 5 seconds”, “make it black and white” or “add the "
                "title “Hello””."
            ),
        )
    )


def _after_rounds(situation: Situation) -> Plan:
    """The calls were run: done, or the error of one becomes a question."""
    errors = [outcome.error for outcome in situation.rounds[-1] if outcome.error]
    return Plan(calls=(_ask(errors[0]),)) if errors else Plan()


def _ask(question: str, choices: tuple[str, ...] = ()) -> Call:
    args: dict[str, object] = {"question": question}
    if choices:
        args["choices"] = list(choices)
    return Call(tool="ask_person", args=args)


def _decline(reason: str, nearest: str = "") -> Plan:
    return Plan(calls=(Call(tool="decline", args={"reason": reason, "nearest": nearest}),))


def _leave_out(meant: Meant) -> Call:
    args = {"wish": meant.wish[:120], "reason": f"{meant.reason[0].lower()}{meant.reason[1:]}"
            if not meant.reason.startswith("I ") else meant.reason}  # fmt: skip
    return Call(tool="leave_out", args=args, wish=meant.wish)
