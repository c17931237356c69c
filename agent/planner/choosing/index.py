"""Index: what every tool answers to, and which one a wish asks for.

A tool is known by its name, its docstring and the examples in it, all read through the same
stages as a person's message. A wish is compared with every example; rare words weigh more than
common ones. So a tool that brings good examples is understood, and nothing here names one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from typing import get_type_hints

from agent.planner.choosing.kinds import Slot, choice_phrases, slots_of
from agent.planner.draft import subject_of
from agent.planner.lexicon.field import field_things
from agent.planner.lexicon.words import FILLERS
from agent.planner.reading.items import Item, Items
from agent.planner.reading.message import Reader
from agent.planner.wishes.frames import framed
from agent.planner.wishes.split import Wish
from tools.spec import ToolSpec

# Values under one name: an example with "2x" also stands for "50%".
_ALIKE = {
    "<span>": "<time>", "<moment>": "<time>", "<length>": "<time>", "<for>": "<time>",
    "<percent>": "<times>", "<fraction>": "<times>", "<px>": "<width>", "<height>": "<width>",
    "<size>": "<width>", "<x>": "<width>", "<y>": "<width>",
}  # fmt: skip
# Several stretches of time in one wish.
SEVERAL = "<several>"
# Values that any tool may come with say little about which one is meant.
_FAINT = {"<time>": 0.25, "<more>": 0.3, "<less>": 0.3, "<num>": 0.15, "<times>": 0.35,
          "<color>": 0.4, "<position>": 0.35, "<region>": 0.5, "<every>": 0.5, "<quote>": 0.6,
          "gradually": 0.15, SEVERAL: 0.4}  # fmt: skip
_SILENT = frozenset({"<small>", "<large>", "<file>", "<url>"})
_MEMBER = re.compile(r"[a-z]+")
# Weight of a word that neither tools nor our field know: it is most likely told by the way.
_BY_THE_WAY = 0.25
# How much of an example may go unmentioned: people are brief.
_UNSAID = 0.5
# Share of an example's words that a wish has to have, where none of them stands for the tool.
_MOST = 0.6
# From here on a wish is for a tool on the recipe.
_CERTAIN = 0.8
# A word that more tools than this answer to is a verb for many things: "convert", "keep".
_FEW = 4


def tokens(items: Iterable[Item]) -> frozenset[str]:
    """What counts when a tool is chosen."""
    row = tuple(items)
    found = {SEVERAL} if sum(map(_is_told, row)) > 1 else set()
    for item in row:
        word = _ALIKE.get(item.word, item.word)
        if word in _SILENT or word in FILLERS or not (word[0].isalnum() or word[0] == "<"):
            continue
        found.add(_singular(word))
    return frozenset(found)


def _is_told(item: Item) -> bool:
    """Whether an item is a stretch of time by its times, and not only "the middle part"."""
    return item.word == "<span>" and not getattr(item.value, "vague", False)


def _singular(word: str) -> str:
    """One form for a thing and several of it; the same cut on both sides of a comparison."""
    plural = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if plural else word


@dataclass(frozen=True)
class Entry:
    """A tool as the index knows it.

    Attributes:
        spec: The tool.
        slots: Its arguments.
        examples: The tokens of each of its examples.
        core: The tokens by which it is asked for: those of its examples, choices and name.
        heads: Those that stand for it by themselves: of its name, its choices, and what
            several examples say.
        leads: The words that its examples begin with.
        options: The tokens of its closed choices.
        named: The tokens of its name.
        called: The tokens of its name and of its arguments' names.
        vocabulary: All tokens that it answers to.
        answers: Whether it gives words and changes nothing.
        subject: What its first argument is: ``clip``, ``history``, ``mind`` or ``dialogue``.
    """

    spec: ToolSpec
    slots: tuple[Slot, ...]
    examples: tuple[frozenset[str], ...]
    called: frozenset[str]
    core: frozenset[str]
    heads: frozenset[str]
    leads: frozenset[str]
    options: frozenset[str]
    named: frozenset[str]
    vocabulary: frozenset[str]
    answers: bool
    subject: str

    @property
    def name(self) -> str:
        """Name of the tool."""
        return self.spec.name

    @cached_property
    def required(self) -> tuple[Slot, ...]:
        """Arguments that it cannot do without."""
        return tuple(slot for slot in self.slots if slot.required)

    def slot(self, *kinds: str) -> Slot | None:
        """Its first argument of one of these kinds."""
        return next((slot for slot in self.slots if slot.kind in kinds), None)


class Index:
    """All tools.

    Args:
        specs: The tools by name.
    """

    def __init__(self, specs: Mapping[str, ToolSpec]) -> None:
        self.reader = Reader(_words(specs.values()))
        self._read: dict[str, Items] = {}
        self._names = frozenset().union(*(self._tokens(name.replace("_", " ")) for name in specs))
        self.entries = {name: self._entry(spec) for name, spec in specs.items()}
        self.clip_tools = tuple(e for e in self.entries.values() if e.subject == "clip")
        known = [entry.vocabulary for entry in self.clip_tools if entry.examples]
        self._known = frozenset().union(
            *(e.core for e in self.entries.values() if e.subject in {"clip", "history"})
        )
        self._count = max(1, len(known))
        self._df: dict[str, int] = {}
        for vocabulary in known:
            for token in vocabulary:
                self._df[token] = self._df.get(token, 0) + 1
        self.weight = lru_cache(maxsize=4096)(self._weight)
        self.rank = lru_cache(maxsize=256)(self._rank)

    def _weight(self, token: str) -> float:
        """How much a token tells."""
        seen = self._df.get(token, 0)
        if not seen and token not in field_things():
            return _BY_THE_WAY * log(self._count + 1)
        return _FAINT.get(token, 1.0) * log((self._count + 1) / (seen + 0.5))

    def tells(self, token: str) -> float:
        """How much of a wish a word is; one that no tool knows counts as much as a rare one."""
        known = self._df.get(token, 0)
        return self.weight(token) if known else log(self._count + 1)

    def _says_enough(self, standing: frozenset[str], words: frozenset[str], entry: Entry) -> bool:
        """Whether more is said than a verb that many tools have, unless that is all they need."""
        if not all(map(self.vague, standing)):
            return True
        return any(worded and worded <= words for worded in map(_worded, entry.examples))

    def alone(self, wanted: frozenset[str], entry: Entry) -> bool:
        """Whether a value that is wanted is one that only this tool speaks of."""
        return any(self._df.get(token) == 1 for token in wanted & entry.core)

    def vague(self, token: str) -> bool:
        """Whether so many tools answer to the token that it chooses none by itself."""
        return self._df.get(token, 0) > _FEW

    def rests(self, wanted: frozenset[str], entry: Entry) -> bool:
        """Whether a wish says what the tool is for, and not a lone word of one of its examples."""
        words = _worded(wanted)
        standing = words & (entry.heads | entry.leads | entry.options)
        if not words or standing and self._says_enough(standing, words, entry):
            return True
        if not any(self._df.get(word) for word in words):
            # "4:5 for instagram": what no tool speaks of is told by the way.
            return any(token not in _FAINT for token in wanted - words)
        return any(
            sum(map(self.tells, words & example)) >= _MOST * sum(map(self.tells, _worded(example)))
            for example in entry.examples
            if words & example
        )

    def knows(self, token: str) -> bool:
        """Whether some tool answers to the token."""
        return token in self._known or _singular(token) in self._known

    def _rank(self, wanted: frozenset[str]) -> tuple[tuple[float, Entry], ...]:
        """The tools on clips that fit what is wanted, best first, with scores from 0 to 1.1."""
        total = sum(map(self.weight, wanted))
        if not total:
            return ()
        scored = ((self._score(wanted, total, entry), entry) for entry in self.clip_tools)
        fitting = (pair for pair in scored if pair[0] > 0)
        return tuple(sorted(fitting, key=lambda pair: pair[0], reverse=True))

    def _score(self, wanted: frozenset[str], total: float, entry: Entry) -> float:
        covered = sum(self.weight(token) for token in wanted & entry.vocabulary) / total
        if not covered:
            return 0.0
        # What a wish of values alone leaves unsaid is most likely not meant.
        left_open = _UNSAID if any(not t.startswith("<") for t in wanted) else 1.0
        best = 0.0
        for example in entry.examples:
            if wanted & example:
                met = sum(map(self.weight, wanted & (example | entry.called)))
                unsaid = sum(map(self.weight, example - wanted))
                best = max(best, met / (total + left_open * unsaid))
        named = sum(self.weight(token) for token in wanted & entry.named) / total
        return 0.7 * best + 0.3 * covered + 0.1 * named

    def _entry(self, spec: ToolSpec) -> Entry:
        slots = slots_of(spec)
        examples = [self._tokens(example) for example in spec.examples]
        named = self._tokens(spec.name.replace("_", " "))
        choices = [found for slot in slots for c in slot.choices for phrase in choice_phrases(c)
                   if (found := self._tokens(phrase)) and (slot.required
                       or _worded(found) and not found <= self._names - named)]  # fmt: skip
        main = [found for slot in slots[:1] for c in slot.choices for phrase in choice_phrases(c)
                if (found := self._tokens(phrase))]  # fmt: skip
        called = named | {
            _singular(word)
            for slot in slots
            for word in slot.name.split("_")
            if word not in FILLERS
        }
        core = frozenset().union(*examples, *choices, named)
        subject = subject_of(spec)
        return Entry(
            spec=spec,
            slots=slots,
            examples=tuple(example for example in [*examples, *choices, named] if example),
            called=called,
            named=named,
            answers=get_type_hints(spec.function).get("return") is str,
            core=core,
            heads=_heads(examples, [*main, named]),
            options=frozenset().union(*choices),
            leads=self._leading(spec),
            vocabulary=core | called,
            subject=subject,
        )

    def _leading(self, spec: ToolSpec) -> frozenset[str]:
        """The word that each example begins with: what it is about, or what is to be done."""
        rows = ([t for i in self._items(example) for t in tokens([i])]
                for example in spec.examples)  # fmt: skip
        worded = ([token for token in row if not token.startswith("<")] for row in rows)
        return frozenset(row[0] for row in worded if row)

    def plain_history(self, wanted: frozenset[str]) -> Entry | None:
        """The tool on the recipe, one that takes no arguments, that a wish surely asks for."""
        total = sum(self.weight(token) for token in wanted)
        if not total or not any(not token.startswith("<") for token in wanted):
            return None
        plain = [e for e in self.entries.values() if e.subject == "history" and not e.slots]
        scored = [(self._score(wanted, total, entry), entry.name) for entry in plain]
        best = max(scored, default=(0.0, ""))
        ranked = self.rank(wanted)
        beaten = bool(ranked) and ranked[0][0] >= best[0]
        return self.entries[best[1]] if best[0] >= _CERTAIN and not beaten else None

    def _tokens(self, text: str) -> frozenset[str]:
        items = self._items(text)
        return tokens(framed(Wish((items,))).items) if items else frozenset()

    def _items(self, text: str) -> Items:
        """The words of a tool, read once: names and choices come again and again."""
        if text not in self._read:
            self._read[text] = self.reader.read(text).items
        return self._read[text]


def _heads(examples: list[frozenset[str]], names: list[frozenset[str]]) -> frozenset[str]:
    """Words that stand for a tool, and not only beside what does in one example of it."""
    seen = Counter(token for example in examples for token in example)
    alone = frozenset().union(*(example for example in examples if len(_worded(example)) == 1))
    return alone.union(*names, (token for token, times in seen.items() if times > 1))


def _worded(found: frozenset[str]) -> frozenset[str]:
    return frozenset(token for token in found if not token.startswith("<"))


def _words(specs: Iterable[ToolSpec]) -> set[str]:
    """Every word by which the tools speak of themselves."""
    texts: list[str] = []
    for spec in specs:
        texts += [spec.name.replace("_", " "), *spec.examples, *spec.parameters]
        texts += [choice.replace("_", " ") for slot in slots_of(spec) for choice in slot.choices]
    return {word for text in texts for word in _MEMBER.findall(text.lower()) if len(word) > 2}
