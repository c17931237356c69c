"""Hearing: which piece of a message is a wish of its own, and which says nothing to be done."""

from __future__ import annotations

import re
from functools import lru_cache

from agent.planner.choosing.index import Index, tokens
from agent.planner.choosing.refusal import speaks_of_field
from agent.planner.lexicon.places import COLORS
from agent.planner.lexicon.words import FILLERS, PRAISE
from agent.planner.reading.items import Item, Items
from agent.planner.reading.message import Reading
from agent.planner.referring.correction import turns_round
from agent.planner.referring.objection import means_other
from agent.planner.referring.revise import revises
from agent.planner.wishes import negation
from agent.planner.wishes.split import Wish, is_part

# "50% transparent": how something is shown that is brought in.
_CLEARNESS = frozenset({"transparent", "transparency", "opacity", "opaque", "translucent"})
_PARTLY = frozenset({"half", "semi", "partly", "partially", "fully"})
_COUNTED = frozenset(
    {"speed", "zoom", "loop", "upscale", "resize", "size", "volume", "scale", "repeat", "crop"}
)
_HOW_LOUD = frozenset({"quiet", "loud", "gentle", "soft", "silently", "quietly"})
_SOFT = frozenset({"<more>", "<less>", "<small>", "<large>"})
_AROUND = re.compile(
    rf"^(?:(?:and|with|in|on|an?|the|some|{COLORS}|thick|thin|bold|soft|dark|drop|text|big|"
    r"small) )*"
    r"(?:outlines?|shadows?|strokes?|edges?|glow)(?: (?:around|behind|under) (?:it|them|the \w+))?$"
)
_LETTERS = frozenset({"font", "bold", "italic", "letter", "typeface", "size"})
_MOVING = re.compile(
    r"^(?:then |please |and |now )*(?:put|move|make|set|place|turn|shift|show|change|give|color|"
    r"paint) "
    r"(?:it|them|that|this|the (?:text|title|caption|words))\b"
)
# Values that say themselves what is wanted, once somebody wants something.
_TELLING = frozenset({"<aspect>", "<lines>", "<size>", "<mb>", "<lufs>", "<degrees>"})
_CHANGING = re.compile(r"\b(?:make|turn|convert|change|set|get|bring)\b")
_POLITE = PRAISE | {"would", "be", "that", "is", "this", "so", "very", "you", "i", "all"}
_THANKS = re.compile(r"\b(?:thanks|thank|appreciate|appreciated|grateful|cheers)\b")
_LINE = re.compile(r"(?:(?:and|the|first|second|third|next|last|<num>) )*lines?\b")
_DOING = re.compile(r"(?:then |please |and |now )*(?:make|get|turn)\b")
_ADDED = re.compile(r"(?:in|with|at|on|using|by|for|over|inside|near|under) ")
_WRITING = re.compile(
    r"(?:then |please |and |now |also )*(?:add|put|place|show|insert|overlay|write|stick|display|"
    r"slap|throw|"
    r"pop|drop|paste)\b"
)
_TAKING = re.compile(
    r"^(?:then |please |and |now |i want |create |make |give me )*(?:take|grab|use|extract|select|"
    r"get|isolate|pull|pick|"
    r"a new video|a new clip|new video|a video|a clip)\b(?!.*\b(?:audio|sound|frame|frames|image|"
    r"picture|gif)\b)"
)
_TEASER = re.compile(r"\b(?:teaser|trailer|snippet|excerpt|cutdown|version)$")
_CUTTING = frozenset({"cut", "trim", "clip", "keep", "remove", "shorten", "crop", "chop", "fit"})
# A piece that begins like a detail is a wish of its own from this score on.
_OWN = 0.75
# Why something is wanted, told after it.
_REASON = ("some parts", "some bits", "some places", "some moments", "some of it", "parts of it",
           "sometimes", "because", "in some")  # fmt: skip
_CARRYING = re.compile(
    r"^(?:then |please |and |now )*(?:move|put|place|bring|stick|paste) (?:it|them|that|this)\b"
)
_STATEMENT = (
    "it is for", "this is", "i filmed", "i recorded", "i made", "i shot", "it is my", "it is our",
    "i have a",
    "because", "so that", "i will", "we are", "it was", "that is", "here is", "there is",
)  # fmt: skip


class Hearing:
    """Tells wishes from what is only said along with them.

    Args:
        index: The tools.
        reading: The message.
    """

    def __init__(self, index: Index, reading: Reading) -> None:
        self._index = index
        self._reading = reading
        self._details = _details(index)

    def speaks(self, piece: Items) -> bool:
        """Whether a piece is a wish of its own."""
        if means_other(self._reading.line):
            return piece[-1].end == self._reading.items[-1].end
        return self._has_own(piece)

    def _has_own(self, piece: Items) -> bool:
        """Whether a piece is a wish of its own, and not only details of the one beside it."""
        words = [item.word for item in piece]
        line = self._reading.spelled_under(piece)
        if words[0] in PRAISE and len(words) <= 2 or self._is_formed(piece, line):
            return True
        if "<quote>" in words and _LINE.match(line):
            return False
        values = [item for item in piece if item.is_value and item.word not in _SOFT]
        if "<quote>" in words and (_WRITING.match(line) or self._is_lettered(piece)):
            return True
        if _is_length(piece) or self._goes_on(piece, line):
            return False
        if self._is_shaped(piece, line) or values and (_MOVING.match(line) or _takes(words, line)):
            return True
        own = _own(piece, line, values)
        return not self._is_look(own, piece, line) and self._is_wish(own, piece, values)

    def _is_look(self, own: set[str], piece: Items, line: str) -> bool:
        """“in small white font”, "quietly": how something is done, and nothing to be done."""
        if self._writes_before(piece) and (own <= _LETTERS or _AROUND.match(line)):
            return bool(own)
        return (
            bool(own) and own <= _HOW_LOUD and not (_DOING.match(line) or line.startswith("how "))
        )

    def _is_wish(self, own: set[str], piece: Items, values: list[Item]) -> bool:
        """Whether the words of a piece are about something that is to be done."""
        line = self._reading.spelled_under(piece)
        words = [item.word for item in piece]
        partly = values or set(words) & (_SOFT | _PARTLY)
        clear = own & _CLEARNESS and own <= _CLEARNESS | _PARTLY and partly
        if not own or (own == {"size"} or clear) and not _DOING.match(line):
            return False
        if not own & _CUTTING and _ADDED.match(line):
            # "in an old woman's voice" is a detail, "in slow motion" a wish.
            ranked = self._index.rank(frozenset(own))
            return bool(ranked) and ranked[0][0] >= _OWN or speaks_of_field(line)
        known = own & _CUTTING or any(self._index.knows(token) for token in own)
        if known or speaks_of_field(line):
            return True
        return not values and not own & self._details

    def _is_formed(self, piece: Items, line: str) -> bool:
        """Whether the form of a piece makes it a wish, whatever it is about."""
        if len(piece) == 1 and self._is_pace(piece[0]):
            return True
        if _refers(line) or revises(line) or negation.negated(line, Wish((piece,))):
            return True
        return is_part(piece, line) and piece[0].start == self._reading.items[0].start

    def _is_shaped(self, piece: Items, line: str) -> bool:
        """“turn it into 9:16”; "I want it 9:16, but ...", where it stands first."""
        if any(item.word in _TELLING for item in piece) and _CHANGING.search(line):
            return True
        said = [item.word for item in piece if item.word not in FILLERS]
        first = piece[0].start == self._reading.items[0].start
        return said == ["<aspect>"] and first and piece[-1].end < self._reading.items[-1].end

    def _writes_before(self, piece: Items) -> bool:
        """Whether words to be shown were told before, whose letters this may be about."""
        before = (item.word for item in self._reading.items if item.start < piece[0].start)
        return "<quote>" in before

    def _is_lettered(self, piece: Items) -> bool:
        """“..., with captions saying hello”: words that stand for themselves, and nothing else."""
        before = [item.word for item in self._reading.items if item.start < piece[0].start]
        said = [item.word for item in piece if item.word not in FILLERS]
        named = "title" in said or said[:1] == ["<quote>"] and "<position>" in said
        return named and not {"title", "voiceover", "<quote>"} & set(before)

    def _goes_on(self, piece: Items, line: str) -> bool:
        """“take the last 4 s and move it to the start”: where the part goes that was named."""
        before = [item for item in self._reading.items if item.end <= piece[0].start]
        edges = [i for i in piece if i.word == "<moment>" and getattr(i.value, "is_edge", False)]
        named = any(item.word == "<span>" for item in before)
        return bool(edges and named and _CARRYING.match(line))

    def _is_pace(self, item: Item) -> bool:
        """“b&w, 2x, mute”: a bare factor is a speed, where nothing else is counted so."""
        written = self._reading.message[item.start : item.end].lower()
        words = {each.word for each in self._reading.items}
        return item.word == "<times>" and "x" in written and not words & _COUNTED

    def is_idle(self, wish: Wish) -> bool:
        """Praise, politeness and what is told by the way."""
        content = tokens(wish.items)
        words = self._reading.spelled_under(wish.items).split()
        if all(word in _POLITE or not any(map(str.isalnum, word)) for word in words):
            return bool(set(words) & PRAISE) and not any(item.is_value for item in wish.items)
        if means_other(self._reading.line):
            return False
        line = self._reading.spelled_under(wish.items)
        if line.startswith(_REASON) and wish.items[0].start != self._reading.items[0].start:
            return True
        if not content and "keep" not in words:
            line = self._reading.spelled_under(wish.items)
            return not (_refers(line) or revises(line))
        known = any(self._index.knows(token) for token in content) or _CUTTING & set(words)
        line = self._reading.spelled_under(wish.items)
        told = line.startswith(_STATEMENT) or bool(_THANKS.search(line))
        return not known and told and not speaks_of_field(line)


@lru_cache(maxsize=4)
def _details(index: Index) -> frozenset[str]:
    """What arguments are called and no tool is asked for by."""
    return frozenset().union(*(entry.called - entry.core for entry in index.clip_tools))


def _takes(words: list[str], line: str) -> bool:
    """Whether a part of the clip is wanted."""
    return bool(_TAKING.match(line) or "keep" in words and _TEASER.search(line))


def _is_length(piece: Items) -> bool:
    """“..., 10 seconds long”: how long something is to be, and of what the piece before tells."""
    said = {item.word for item in piece if item.word not in FILLERS}
    return bool(said & {"<length>", "<for>"}) and said <= {"<length>", "<for>", "long"}


def _own(piece: Items, line: str, values: list[Item]) -> set[str]:
    """The words of a piece that may make it a wish: "only at the end" keeps nothing."""
    words = {item.word for item in piece}
    own = {t for t in tokens(piece) if not t.startswith("<")} | (_CUTTING & words)
    told = values or words & _SOFT
    return own - {"keep"} if told and not re.match(r"(?:please )?keep\b", line) else own


def _refers(line: str) -> bool:
    """Whether words without content still ask for something: "again", "the other way"."""
    if turns_round(line):
        return True
    return "again" in line.split() or "once more" in line or "one more time" in line
