"""Interpret: a message becomes a list of what its wishes mean, tried in order on the draft."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from agent.planner import joining
from agent.planner.answers import questions
from agent.planner.answers.lookup import looked_up
from agent.planner.asking.back import ask_part
from agent.planner.asking.moment import ask_when
from agent.planner.choosing.choose import Choice, aliased, choose
from agent.planner.choosing.index import Index, tokens
from agent.planner.choosing.refusal import lacking, ruled_out
from agent.planner.draft import Draft, Meant
from agent.planner.lexicon.field import Wanting
from agent.planner.plan import Call
from agent.planner.reading.items import words_of
from agent.planner.reading.message import Reading
from agent.planner.reading.moments import Stretch
from agent.planner.referring.absent import absent
from agent.planner.referring.correction import correction, turned_to
from agent.planner.referring.fitting import named_choice
from agent.planner.referring.lifted import lifted, stays
from agent.planner.referring.refer import Referrer
from agent.planner.referring.revise import revise
from agent.planner.referring.there import taken_there
from agent.planner.remembering.keepsakes import use_of
from agent.planner.take import Chooser
from agent.planner.wishes import bare, negation
from agent.planner.wishes.already import is_so
from agent.planner.wishes.complaint import resolved
from agent.planner.wishes.delivering import delivered, demands
from agent.planner.wishes.frames import framed
from agent.planner.wishes.halves import halves
from agent.planner.wishes.hearing import Hearing
from agent.planner.wishes.manner import manner
from agent.planner.wishes.split import Wish, split
from agent.planner.wishes.spread import spread
from agent.planner.wishes.strange import not_known, unheard
from agent.planner.wishes.variants import apart

# A wish that fits its tool no better and lacks something was most likely not for that tool.
_DOUBTFUL = 0.75


class Interpreter:
    """Reads the wishes of a message one after the other.

    Args:
        index: The tools.
        reading: The message.
        draft: The plan; calls that work are added to it.
        corrects: Whether the message takes back what was said before it.
    """

    def __init__(
        self, index: Index, reading: Reading, draft: Draft, *, corrects: bool = False
    ) -> None:
        self._index = index
        self._reading = reading
        self._draft = draft
        self._chooser = Chooser(index, reading.message, draft)
        self._corrects = corrects
        self._referrer = Referrer(self._chooser, reading, corrects=corrects)
        self._hearing = Hearing(index, reading)

    def all(self) -> list[Meant]:
        """What each wish means, in order."""
        found: list[Meant] = []
        before: Wish | None = None
        asked: list[Meant] = []
        for wish in self._wishes():
            if self._hearing.is_idle(wish) and not self._turns():
                continue
            said = self._said(wish)
            denied = negation.unwilling(said) or (
                self._things(wish) and negation.negated(said, wish)
            )
            bare = wish if denied else negation.unmarked(wish)
            meant = self._wish(framed(bare), wish, 0)
            joining.take_along(self._chooser, before, asked, meant)
            meant = joining.told_aside(wish, meant)
            together = joining.merged(self._chooser, wish, before, meant)
            found += together or joining.shaped(self._chooser, wish, before, asked) or meant
            if any(each.calls or each.question or each.reason for each in meant):
                before, asked = wish, meant
        apart(self._draft, self._index)
        found += manner(self._reading, self._draft, found)
        found += unheard(self._reading, self._index, self._draft, found)
        found = [meant for meant in found if meant != Meant()]
        later = [*found[1:], Meant()]
        return [
            meant
            for meant, after in zip(found, later, strict=False)
            if not (meant.question and meant.tool in {call.tool for call in after.calls})
        ]

    def _turns(self) -> bool:
        """Whether a message only says another way, or another choice, for the edit before."""
        turned = self._corrects and bool(turned_to(self._reading.line))
        return turned or bool(named_choice(self._referrer))

    def _wishes(self) -> list[Wish]:
        items = self._reading.items
        wishes = spread(split(items, self._hearing.speaks), self._reading)
        if self._turns() and not wishes:
            wishes = (Wish((items,)),)  # "no, down"
        return delivered(resolved(wishes, self._reading, self._index), self._index)

    def _wish(self, wish: Wish, whole: Wish, depth: int) -> list[Meant]:
        meant = [taken_there(self._referrer, wish, each) for each in self._one(wish, depth)]
        start, end = whole.extent
        plain = words_of(i for i in whole.items if not i.is_value)
        return [
            replace(
                each,
                wish=each.wish or whole.words(self._reading.message),
                start=start,
                end=end,
                plain=plain,
            )
            if each != Meant()
            else each
            for each in meant
        ]

    def _one(self, wish: Wish, depth: int) -> list[Meant]:
        if not wish.items:
            return []
        said = self._said(wish)
        if found := self._plainly(wish, said, depth) or self._corrected(wish):
            return found
        if never := ruled_out(said, self._reading.spelled_before(wish.items)):
            told = [Meant(reason=never.reason, nearest=never.nearest)]
            parts = [] if depth else demands(wish, self._index)
            return told + [meant for part in parts for meant in self._one(part, depth + 1)]
        return self._halved(wish, depth) or self._chosen(wish, said, depth)

    def _chosen(self, wish: Wish, said: str, depth: int) -> list[Meant]:
        """What the wish means by its words: a change of an earlier edit, or a tool's."""
        choice = choose(wish, self._reading.message, self._index, self._chooser.facts, self._draft)
        if missing := self._lacking(wish, choice):
            return [Meant(reason=missing.reason, nearest=missing.nearest)]
        if meant := self._referrer.refer(wish) or self._unclear(wish):
            return [meant]
        if meant := absent(self._referrer, wish):
            return [meant]
        choice = choice or aliased(wish, self._reading.message, self._index, self._chooser.facts)
        if choice is None:
            return self._otherwise(wish, said, depth)
        if negation.excepts(wish.items):
            return self._excepting(choice, wish)
        if parts := negation.the_rest(choice, wish, self._referrer):
            return self._each(choice, parts, wish)
        meant = ask_when(choice, wish) or self._referrer.correct(choice, wish)
        shape = bare.unstretched(choice, wish, self._chooser.facts)
        first = self._one(shape, depth + 1) if shape and not meant else []
        return [meant] if meant else first + self._taken(choice, wish, depth)

    def _plainly(self, wish: Wish, said: str, depth: int) -> list[Meant]:
        """What the form of a wish tells, whatever tools there are."""
        if own := use_of(wish.words(self._reading.message)):
            self._draft.add(own)
            return [Meant(calls=(own,))]
        facts = self._chooser.facts
        if facts is not None and not depth:
            told = bare.swapped(wish, facts) or bare.shortened(wish) or bare.leveled(wish)
            told = told or (None if self._draft.history.steps else bare.trimmed(wish, said))
            if told is not None:
                return self._one(told, depth + 1)
        if not depth and (softer := negation.softened(said, wish)):
            return self._one(softer, depth + 1)
        if self._draft.base.steps and (less := lifted(self._referrer, wish)):
            return [less]
        if self._draft.calls and stays(self._referrer, wish):
            return [Meant()]
        if negation.negated(said, wish):
            return self._denied(wish, said, depth)
        if self._draft.calls and negation.dismisses(wish):
            return [Meant()]  # "a hum in the background, kill it": that was read already
        if meant := revise(wish, self._reading, self._index, self._draft) or bare.side_off(wish):
            return [meant]
        asks = self._draft.clip is not None and questions.about_clip(said)
        return [self._described(said)] if asks else []

    def _denied(self, wish: Wish, said: str, depth: int) -> list[Meant]:
        """What is not wanted, and what is said beside it: "not the start, begin at 4 s"."""
        found = [self._unwanted(negation.positive(wish, said))]
        rest = tuple(piece for piece in wish.pieces[1:] if any(item.is_value for item in piece))
        return found + (self._one(framed(Wish(rest)), depth + 1) if rest and not depth else [])

    def _corrected(self, wish: Wish) -> list[Meant]:
        """A second thought, where it is about the step made last."""
        changed = correction(self._referrer, wish) if self._corrects else None
        return [changed] if changed else []

    def _unwanted(self, wish: Wish) -> Meant:
        message = self._reading.message
        if negation.spared(wish, self._draft, self._index):
            return Meant()
        choice = choose(wish, message, self._index, self._chooser.facts) if wish.items else None
        return negation.unwanted(choice, self._draft, wish.words(message))

    def _excepting(self, choice: Choice, wish: Wish) -> list[Meant]:
        """“make it grey except the first 3 seconds”: what is left over, part by part."""
        parts = negation.excepted(choice, wish)
        if not parts and not any(isinstance(item.value, Stretch) for item in wish.items):
            return [Meant(reason=negation.NO_PART_LEFT_OUT, nearest=negation.NAME_THE_PART)]
        if not parts:
            return [ask_part([item.word for item in wish.items], self._draft)]
        return self._each(choice, parts, wish)

    def _each(self, choice: Choice, parts: list[dict[str, Any]], wish: Wish) -> list[Meant]:
        """The wish for one part of the time after the other."""
        if self._chooser.shortens(choice.entry.name):
            parts = parts[::-1]  # what is later keeps its place
        forms = (replace(choice.form, args={**choice.form.args, **part}) for part in parts)
        return [self._chooser.take_form(form, wish) for form in forms]

    def _said(self, wish: Wish) -> str:
        return " ".join(self._reading.spelled_under(piece) for piece in wish.pieces)

    def _lacking(self, wish: Wish, choice: Choice | None) -> Wanting | None:
        """What the wish needs and no tool is for: its main piece, or one added to it."""
        before = self._reading.spelled_before(wish.items)
        missing = lacking(self._said(wish), self._index, choice, before=before)
        for piece in wish.pieces[1:]:
            missing = missing or lacking(self._reading.spelled_under(piece), self._index)
        return missing

    def _unclear(self, wish: Wish) -> Meant | None:
        """Whether "trim 5 seconds" keeps or removes them has to be asked."""
        unclear = any(item.word == "unclear" for item in wish.items)
        return self._chooser.unclear(wish) if unclear else None

    def _halved(self, wish: Wish, depth: int) -> list[Meant]:
        """“a title with a light blur”: two things in one breath, if each is understood."""
        message, facts = self._reading.message, self._chooser.facts
        found = [] if depth else halves(wish, message, self._index, facts)
        return [meant for half in found for meant in self._one(half, depth + 1)]

    def _described(self, said: str) -> Meant:
        call = Call(tool="describe_clip", wish=said)
        if not any(made.tool == call.tool for made in self._draft.calls):
            self._draft.add(call)
        return Meant(calls=(call,))

    def _taken(self, choice: Choice, wish: Wish, depth: int) -> list[Meant]:
        if meant := negation.only_a_thing(choice, wish, self._index, self._reading.message):
            return [meant]
        rest, told = self._chooser.rest(choice, wish)
        if rest is not None and depth < 2:
            gone = set(rest.items)
            wish = replace(
                wish, pieces=tuple(tuple(i for i in p if i not in gone) for p in wish.pieces)
            )
            again = choose(wish, self._reading.message, self._index, self._chooser.facts)
            choice = again or choice
        found = [self._chooser.take(choice, wish)]
        if found[0].question and choice.score < _DOUBTFUL:
            return [not_known(wish)]
        if rest is not None and depth < 2 and not is_so(rest, self._chooser.facts):
            parts = bare.apart(rest) or [rest]
            found += [meant for part in parts for meant in self._one(part, depth + 1)]
        elif told and not found[0].question and not found[0].reason:
            found.append(Meant(reason="I have no tool that takes that here", wish=told))
        return found

    def _otherwise(self, wish: Wish, said: str, depth: int) -> list[Meant]:
        """What no tool is plainly for: values that speak for themselves, or a question."""
        if negation.excepts(wish.items):
            return [ask_part([item.word for item in wish.items], self._draft)]
        if meant := bare.lengths(said):
            return [meant]
        if missing := lacking(said, self._index, strictly=True):
            return [Meant(reason=missing.reason, nearest=missing.nearest)]
        if self._chooser.before.completed(wish, self._reading.message, self._chooser.facts):
            return []
        if any(item.word == "<length>" for item in wish.items) and not self._things(wish):
            return [self._chooser.unclear(wish)]
        if depth or not wish.items:
            return [not_known(wish)]
        parts = bare.apart(wish) or [bare.alone(wish, self._index) or bare.completed(wish)]
        if parts != [wish]:
            return [meant for part in parts for meant in self._one(framed(part), depth + 1)]
        said = wish.words(self._reading.message)
        return [looked_up(said, self._index, self._draft) or not_known(wish)]

    @staticmethod
    def _things(wish: Wish) -> frozenset[str]:
        """What a wish says in words that count."""
        return frozenset(t for t in tokens(wish.items) if not t.startswith("<"))
