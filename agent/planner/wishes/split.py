"""Split: a message becomes wishes, each for one tool, each with what was said to go with it.

Only a piece that brings an action or a thing of its own is a wish. "the last 4 seconds", "320 px
wide", "in red" belong to the wish beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from agent.planner.lexicon.words import CONNECTORS, FILLERS
from agent.planner.reading.items import Item, Items, raw, words_of
from agent.planner.reading.moments import Moment

# "then return to colour", "keep the rest": what an effect on a part implies anyway.
_REST = re.compile(
    r"^(?:then |and )*(?:the )?(?:<span> )?(?:in |with )?(?:(?:return|go|switch|come|get|change|"
    r"turn|resume|continue|keep|leave|"
    r"play)(?: it| on)?"
    r"(?: back)?(?: to| at| in| with)?(?: the| its)?|back to|the|as)?"
    r"(?: ?(?:normal|color|colors|regular|original|rest|usual|full color|normally|before))+"
    r"(?: speed| color| playback| of it| as is| as it is| again| of the (?:video|clip))*$"
    r"|^(?:then |and )*(?:glue|stitch|put|join|stick|splice|merge|combine|tape|paste)"
    r"(?: them| those| these| both| all| the parts| the pieces| it)* (?:back )?together(?: again)?$"
    r"|^(?:then |and )*(?:remove|trim|ignore|forget)(?: out| off| away)? (?:all )?(?:the )?"
    r"(?:rest|others?|remaining|remainder|everything else)(?: parts?| bits?)?(?: of it)?$"
)
_VERSION = re.compile(r"v\d+")
# A part that is named by itself: "gimme the first five seconds only".
_PART = re.compile(
    r"^(?:(?:please|just|only|okay|i|want|need|would|like|give|get|me|take|use|and|the|my|very|"
    r"so) )*"
    r"(?:first|last|final|opening|closing|middle|initial)\b"
)
_KEEPING = frozenset({"keep", "only", "just", "take", "clip", "seconds"})


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that is wanted.

    Attributes:
        pieces: What was said for it: the wish itself, then what was added in further breaths.
        together: Whether it is said in one breath with the wish before, so that both speak of the
            clip as it was before them.
        aside: Whether it only says how the result of the wish before is to be: what cannot be done
            about it is told, and nothing is asked.
    """

    pieces: tuple[Items, ...]
    together: bool = False
    aside: bool = False

    @property
    def items(self) -> Items:
        """All its items in a row."""
        return tuple(item for piece in self.pieces for item in piece)

    @property
    def extent(self) -> tuple[int, int]:
        """Where it begins and ends in the message."""
        return min(i.start for i in self.items), max(i.end for i in self.items)

    def words(self, message: str) -> str:
        """The person's own words for it."""
        return raw(message, self.items).strip(" ,;.!-")

    def having(self, piece: Items) -> Wish:
        """This wish with another piece."""
        return replace(self, pieces=(*self.pieces, piece))


Judge = Callable[[Items], bool]
"""Tells whether a piece speaks of an action or a thing, and not only of a time or a place."""


def split(items: Items, speaks: Judge) -> tuple[Wish, ...]:
    """The wishes of a row of items.

    Args:
        items: The row.
        speaks: Whether a piece is a wish of its own.
    """
    wishes: list[Wish] = []
    leading: list[Items] = []
    for piece, joint, inside in _pieces(items):
        if joint == ";" and leading and _stands_alone(leading):
            wishes.append(Wish(tuple(leading)))
            leading = []
        if (
            wishes
            and _is_rest(piece)
            or inside
            and wishes
            and not any(item.is_value for item in piece)
        ):
            continue
        if wishes and _is_pace_of_voice(piece, wishes[-1]):
            wishes[-1] = wishes[-1].having(piece)
        elif speaks(piece) and not (inside and wishes):
            wishes.append(Wish((piece, *leading), together=joint in {"and", ","} and bool(wishes)))
            leading = []
        elif wishes and joint != ";":
            wishes[-1] = wishes[-1].having(piece)
        elif any(item.is_value for item in piece):
            leading.append(piece)
    if leading and wishes:
        wishes[-1] = Wish((*wishes[-1].pieces, *leading), wishes[-1].together)
    elif leading:
        wishes.append(Wish(tuple(leading)))
    return tuple(wishes)


def _is_pace_of_voice(piece: Items, before: Wish) -> bool:
    """“..., slowly”, behind what a voice is to say: nobody slows the clip down with it."""
    words = {item.word for item in piece if item.word not in FILLERS}
    spoken = any(item.word == "voiceover" for item in before.items)
    return spoken and "speed" in words and words <= {"speed", "<less>", "<more>", "<small>"}


def _stands_alone(pieces: list[Items]) -> bool:
    """“30 fps / 10 s / no sound”: values that say themselves what they are for."""
    values = [item for piece in pieces for item in piece if item.is_value]
    return bool(values) and all(item.word in _SELF_TOLD for item in values)


_SELF_TOLD = frozenset({"<fps>", "<lines>", "<size>", "<aspect>", "<mb>", "<kbps>", "<length>"})


def _pieces(items: Items) -> list[tuple[Items, str, bool]]:
    """Pieces between connectors, with the strongest connector before and whether in brackets."""
    pieces: list[tuple[Items, str, bool]] = []
    current: list[Item] = []
    joint = joint_before = ""
    inside = False
    for at, item in enumerate(items):
        if item.word == "and" and _pairs(items, at):
            continue
        if _begins_anew(items, at, current):
            pieces.append((tuple(current), joint_before, inside))
            current, joint = [], ","
        if item.word in CONNECTORS or item.word in {"(", ")"}:
            if current:
                pieces.append((tuple(current), joint_before, inside))
                current, joint = [], ""
            joint = _stronger(joint, item.word)
            inside = item.word == "(" or inside and item.word != ")"
        else:
            if not current:
                joint_before = joint
            current.append(item)
    if current:
        pieces.append((tuple(current), joint_before, inside))
    return pieces


# Verbs by which a wish begins, where no comma parts it from the one before.
_BEGINNING = frozenset(
    {"make", "add", "remove", "crop", "rotate", "resize", "convert", "export", "mute", "put",
     "stabilize", "reverse", "loop", "trim", "cut", "keep", "blur", "sharpen", "flip", "change",
     "compress", "split", "write", "show", "title", "apply", "freeze", "turn", "mirror", "denoise"}
)  # fmt: skip
_FOLLOWING = frozenset(
    {"it", "the", "this", "that", "my", "all", "to", "a", "an", "some", "title", "audio", "as",
     "into", "everything", "captions", "subtitles", "music", "background", "saying"}
)  # fmt: skip
_TOLD = frozenset(
    {"<span>", "<length>", "<times>", "<quote>", "<aspect>", "<size>", "<lines>", "<percent>",
     "<for>", "<db>", "<num>", "<degrees>", "<position>", "<color>", "<moment>", "<fps>", "<mb>",
     "<more>", "<less>", "<px>", "blackwhite", "backwards", "sepia", "vintage"}
)  # fmt: skip


_WAYS = frozenset({"<more>", "<less>"})
_LOOKS = _WAYS | {"<color>", "<position>", "<num>"}
_PLACED = frozenset({"<span>", "<moment>", "<position>", "<for>"})
_LONG = frozenset({"<length>", "<for>"})


def _begins_anew(items: Items, at: int, current: list[Item]) -> bool:
    """Whether a wish is complete where the next verb follows: "cut 5 s make it b&w"."""
    if not current or items[at - 1] is not current[-1]:
        return False
    told = _by_its_word(items, at, current)
    if told is not None:
        return told
    if current[-1].word not in _TOLD and (current[-1].word != "it" or _leads(current)):
        return False
    after = items[at + 1].word if at + 1 < len(items) else ""
    if items[at].word == "speed":
        begins = after in {"<more>", "<less>", "<times>"} and not _is_paced(current)
    else:
        begins = items[at].word in _BEGINNING and (after in _FOLLOWING or after in _TOLD)
    spoken = [item.word for item in current if not item.is_value and item.word not in FILLERS]
    doing = {"make", "add", "put", "title"} & {item.word for item in current}
    return begins and bool(spoken or doing)


def _is_paced(current: list[Item]) -> bool:
    """'narrate "Hello" slowly', "2x speed": whether a speed is one of what stands before it."""
    counted = current[-1].word in {"<times>", "<percent>", "<num>"}
    return counted or any(item.word == "voiceover" for item in current)


def _by_its_word(items: Items, at: int, current: list[Item]) -> bool | None:
    """The same for words that begin a wish in their own way; None for all others."""
    after = items[at + 1].word if at + 1 < len(items) else ""
    before = current[-1]
    match items[at].word:
        case "fade":
            return after in {"in", "out"} and _fades_anew(items, at, current)
        case "<more>" | "<less>" if before.word in _WAYS:  # "brighter turn up the volume"
            return after in {"the", "my", "its"}
        case "<quote>":  # '"One" 0-2 s "Two" 2-4 s'
            return before.word in _PLACED and "<quote>" in {item.word for item in current}
        case "title" if before.word in _LOOKS:  # "with big yellow text WOW"
            return False
        case "keep" if after in _BEGINNING:  # "... just add bars"
            return not _leads(current)
        case "no":
            return before.is_value and before.word not in _WAYS | {"<quote>"}
        case _:
            return None


def _fades_anew(items: Items, at: int, current: list[Item]) -> bool:
    """“fade in 1 s fade out 2 s”, but "a 2 s fade in"."""
    then = items[at + 2].value if at + 2 < len(items) else None
    edge = isinstance(then, Moment) and then.is_edge and current[-1].word not in _LONG
    return "fade" in {item.word for item in current} or edge and current[-1].is_value


def _leads(current: list[Item]) -> bool:
    """“make it ...”: whether what is to become of it is still to be told."""
    return all(item.is_value or item.word in FILLERS for item in current)


def _pairs(items: Items, at: int) -> bool:
    """Whether "and" only pairs two of a kind: "swap left and right", "v1 and v2"."""
    if not 0 < at < len(items) - 1:
        return False
    first, second = items[at - 1].word, items[at + 1].word
    return (first, second) in {("in", "out"), ("<position>", "<position>")} or bool(
        _VERSION.fullmatch(first) and _VERSION.fullmatch(second)
    )


def _stronger(first: str, second: str) -> str:
    order = ["", ",", "and", "(", ")", "plus", "also", "but", "next", "afterwards", "then", ";"]
    return max(first, second, key=lambda word: order.index(word) if word in order else 0)


def _is_rest(piece: Items) -> bool:
    return bool(_REST.match(words_of(item for item in piece if item.word != "<color>")))


def is_part(piece: Items, line: str) -> bool:
    """“first 3 seconds, fade out”: whether a piece only names a part, which is to be kept.

    Args:
        piece: The piece.
        line: Its spelled words.
    """
    said = [i.word for i in piece if not (i.word in FILLERS or i.word in _KEEPING)]
    return said == ["<span>"] and bool(_PART.match(line))
