"""Turn: one message on its way to a plan: what is said beside the point, or its wishes."""

from __future__ import annotations

from dataclasses import replace

from agent.history import History
from agent.planner.answers import guidance, questions, smalltalk, topics
from agent.planner.answers.comparing import comparison
from agent.planner.answers.hearsay import heard
from agent.planner.answers.lookup import lookup
from agent.planner.answers.seeking import sought
from agent.planner.answers.voices import of_voices, rewritten
from agent.planner.asking.back import NO_CLIP
from agent.planner.choosing.certainty import certain
from agent.planner.choosing.choose import choose
from agent.planner.choosing.index import Index
from agent.planner.choosing.refusal import lacking
from agent.planner.draft import Draft, Meant, subject_of
from agent.planner.interpret import Interpreter
from agent.planner.plan import Call, Plan, Situation
from agent.planner.plans import ask, decline, not_understood, plan_of, without_clip
from agent.planner.reading.message import Reading
from agent.planner.referring.objection import means_other
from agent.planner.referring.revise import LISTING, revises
from agent.planner.remembering import remember
from agent.planner.remembering.keepsakes import dropped, keepsake
from agent.planner.wishes.negation import step_made
from agent.planner.wishes.second import thoughts
from agent.planner.wishes.split import Wish
from tools.analysis import Unseen
from tools.clip import Clip

NOTHING_TO_COMPARE = (
    "There are no versions to compare yet: each edit that I hand you makes one. What should I do?"
)
MOST_ITEMS = 400
"""Most words and values, quoted text aside, that a request is taken to have."""


class Turn:
    """One message on its way to a plan.

    Args:
        situation: The message, and all that is known with it.
        index: The tools.
    """

    def __init__(self, situation: Situation, index: Index) -> None:
        self.situation = situation
        self.index = index

    def plan(self, text: str) -> Plan:
        """The plan for a text in this situation."""
        reading = self.index.reader.read(rewritten(text))
        if len(reading.items) > MOST_ITEMS:
            return decline(
                "That is more than I can take in at once.", "Tell me the edit in a few sentences."
            )
        return self.spoken(reading) or self._edits(reading)

    def resumed(self) -> Plan:
        """What is left of the message after a call for which the clip was looked at."""
        situation = self.situation
        outcomes = [outcome for outcomes in situation.rounds for outcome in outcomes]
        done = [outcome.call for outcome in outcomes if not outcome.error]
        steps = [call for call in done if subject_of(situation.tools[call.tool]) == "clip"]
        if len(outcomes) == 1 and outcomes[0].in_vain and self._answers(outcomes[0].call):
            return Plan()  # It was a question, and why it has no answer is told.
        in_vain = any(outcome.in_vain for outcome in situation.rounds[-1])
        if len(steps) != len(done) or not (in_vain or self._was_blind(done)):
            return Plan()
        found, draft = self._again(done)
        rest = tuple(draft.calls[len(done) :])
        plan = plan_of(found, draft)
        behind = tuple(call for call in plan.calls if call not in draft.calls)
        known = [call.tool for call in draft.calls[: len(done)]] == [call.tool for call in done]
        return Plan(calls=(*rest, *behind)) if known and (rest or in_vain) else Plan()

    def _answers(self, call: Call) -> bool:
        entry = self.index.entries.get(call.tool)
        return entry is not None and entry.answers

    def _was_blind(self, done: list[Call]) -> bool:
        """Whether the last of these calls was made before the clip had been looked at."""
        base = replace(self._before(done), findings={})
        try:
            clip = Draft(self.situation.tools, base, None).clip_of(base)
        except Unseen:
            return False
        draft = Draft(self.situation.tools, base, clip)
        return bool(done) and not any(map(draft.add, done)) and draft.blind == len(done) - 1

    def _before(self, done: list[Call]) -> History:
        """The recipe as it was before these calls."""
        history = self.situation.history
        made = sum(not self.index.entries[call.tool].answers for call in done)
        return replace(history, steps=history.steps[: len(history.steps) - made])

    def _again(self, done: list[Call]) -> tuple[list[Meant], Draft]:
        """The whole message once more, now that what is in the clip is known."""
        base = self._before(done)
        draft = Draft(self.situation.tools, base, None)
        clip = draft.clip_of(base)
        turn = Turn(replace(self.situation, history=base, clip=clip, rounds=()), self.index)
        return turn.interpreted(self.index.reader.read(self.situation.text))

    def spoken(self, reading: Reading) -> Plan | None:
        """An answer to what is no edit: memory, questions, small talk."""
        line = reading.line.strip(" ;,.")
        clip = self.situation.clip
        if kept := self._in_mind(reading, line):
            return kept
        if said := self._talked(line):
            return Plan(text=said)
        if compared := self._open(reading):
            return compared
        if clip is not None and (call := self._looked_up(reading, clip)):
            return Plan(calls=(call,))
        if what_if := questions.hypothetical(reading):
            return self._imagined(what_if)
        asks = questions.about_clip(line) and not revises(line)
        if clip is not None and asks and ";" not in line:
            said = questions.answer(line, clip)
            return Plan(text=said) if said else Plan(calls=(Call(tool="describe_clip", wish=line),))
        if reading.message.rstrip().endswith("?") and (told := self._whether_done(line)):
            return Plan(text=told)
        draft = self._draft()
        if able := smalltalk.capability(line, self.index, self.index.reader, draft):
            return Plan(text=able)
        if not lacking(line, self.index) and (general := topics.general(line)):
            return Plan(text=general)
        return None

    def _open(self, reading: Reading) -> Plan | None:
        """The comparison of two versions, where there are any; or what "make it cool" means."""
        call = comparison(reading.message)
        if call is None:
            better = smalltalk.wants_only_better(reading.line.strip(" ;,."))
            return Plan(calls=(ask(smalltalk.WHAT_BETTER),)) if better else None
        known = bool(self.situation.history.versions)
        return Plan(calls=(call,)) if known else Plan(text=NOTHING_TO_COMPARE)

    def _looked_up(self, reading: Reading, clip: Clip) -> Call | None:
        """The call that answers what only a look at the clip tells."""
        said = heard(reading, self.index, clip.facts)
        found = said or sought(reading, self.index)
        return found or lookup(reading, self.index, clip.facts)

    def _in_mind(self, reading: Reading, line: str) -> Plan | None:
        """What is to be remembered, forgotten or brought back, and what was done so far."""
        if call := keepsake(reading.message):
            return Plan(calls=(call,))
        looks = [look.name for look in self.situation.memory.looks]
        if call := dropped(reading.message, looks):
            return Plan(calls=(call,))
        if call := of_voices(reading.message):
            return Plan(calls=(call,))
        if remember.remembers(line):
            return Plan(calls=remember.remember(reading, self.index).calls)
        if LISTING.search(line) and self.situation.clip is not None:
            return Plan(calls=(Call(tool="show_edits", wish=reading.message.strip()),))
        return None

    def _talked(self, line: str) -> str:
        """An answer to what asks for no edit and for nothing about the clip's data."""
        clip = self.situation.clip
        if guided := guidance.how_to(line) or guidance.abilities_about(line, self.index):
            return guided
        if listed := smalltalk.choices_of(line, self.index):
            return listed
        if smalltalk.introduces(line):
            return smalltalk.MET
        if smalltalk.insults(line):
            return smalltalk.reply(line, clip)
        if questions.wonders(line):
            return topics.general(line) or questions.cause(line, clip)
        return smalltalk.abilities(clip) if smalltalk.asks_what(line) else ""

    def _whether_done(self, line: str) -> str:
        """The answer to "is it black and white?", from the steps; empty for other questions."""
        what = questions.about_edits(line)
        items = self.index.reader.read(what).items if what else ()
        facts = self.situation.clip.facts if self.situation.clip else None
        choice = choose(Wish((items,)), what, self.index, facts) if items else None
        if choice is None or choice.entry.answers:
            return ""
        history = self.situation.history
        number = step_made(choice, history.steps)
        if number is None:
            return "No, nothing like that was done so far. Tell me if you want it."
        phrase = history.phrases[number - 1] if number <= len(history.phrases) else ""
        return f"Yes: I {phrase}." if phrase else f"Yes, that is step {number}."

    def _imagined(self, edit: str) -> Plan | None:
        """How long the clip would be after an edit that is not made."""
        situation = self.situation
        if situation.clip is None:
            return Plan(calls=(ask(NO_CLIP),))
        found, draft = self.interpreted(self.index.reader.read(edit))
        if not draft.calls or draft.clip is None or any(m.question or m.reason for m in found):
            asked = next((m.question for m in found if m.question), "")
            return Plan(calls=(ask(asked),)) if asked else None
        return Plan(text=questions.answer_length(draft.clip))

    def _edits(self, reading: Reading) -> Plan:
        situation = self.situation
        found, draft = self.interpreted(reading)
        if not draft.calls and not any(m.question or m.understood for m in found):
            return self._beside_the_point(reading, found)
        if situation.clip is None and not without_clip(found, draft):
            return Plan(calls=(ask(NO_CLIP),))
        if draft.blind is not None and len(draft.calls) > draft.blind + 1:
            return Plan(calls=tuple(draft.calls[: draft.blind + 1]))
        plan = plan_of(found, draft)
        return replace(plan, certain=certain(reading, found, plan.calls, self.index))

    def _beside_the_point(self, reading: Reading, found: list[Meant]) -> Plan:
        """Nothing was understood: small talk, a question about the world, or nonsense."""
        line = reading.line.strip(" ;,.")
        clip = self.situation.clip
        if said := smalltalk.reply(line, clip):
            return Plan(text=said)
        if questions.is_question(reading.message, line):
            return Plan(text=smalltalk.NOT_MY_FIELD)
        if clip is None:
            return Plan(calls=(ask(NO_CLIP),))
        if not any(map(str.isalnum, line)):
            return Plan(text=smalltalk.NOTHING_SAID)
        if smalltalk.wants_better(line):
            return Plan(calls=(ask(smalltalk.WHAT_BETTER),))
        return not_understood([meant.wish for meant in found] or [reading.message.strip()])

    def interpreted(self, reading: Reading) -> tuple[list[Meant], Draft]:
        """What the wishes of a message mean, and the plan that they make."""
        draft = self._draft()
        found: list[Meant] = []
        parts = thoughts(reading.message)
        if len(parts) == 1 and not parts[0].corrects or means_other(reading.line):
            return Interpreter(self.index, reading, draft).all(), draft
        for thought in parts:
            if thought.drops:
                found, draft = [], self._draft()
            elif thought.corrects:
                found = [meant for meant in found if not meant.question and meant.understood]
            part = self.index.reader.read(thought.text)
            interpreter = Interpreter(self.index, part, draft, corrects=thought.corrects)
            found += interpreter.all()
        return found, draft

    def _draft(self) -> Draft:
        situation = self.situation
        return Draft(situation.tools, situation.history, situation.clip)
