"""Utterings: where words and phrases are said, and where somebody hesitates."""

from __future__ import annotations

from collections.abc import Sequence

from tools.operations import Span
from tools.said import Word, plain_word

_SOUNDS = "um umm uhm uh uhh uhhh ah ahh aah er err erm hm hmm hmmm mm mmm eh ehm ahm ohm euh heu"
FILLERS = frozenset(_SOUNDS.split())
"""Sounds of hesitation, in English and its neighbours, without marks."""

HESITATIONS = "the ums and uhs"
"""What stands for all of them among the words that are wished for."""

_CALLED = frozenset({"filler", "fillers", "filler words", "hesitations", "hesitation"})
_SHOWN = 60
_CLOSE, _MOST_CLOSE = 70.0, 2


def wishes_of(words: str) -> list[str]:
    """The words and phrases that a person named, parted by commas; sounds of hesitation as one."""
    found = []
    for each in (part.strip() for part in words.split(",")):
        plain = plain_word(each)
        if plain in FILLERS or plain.rstrip("s") in FILLERS or each.lower() in _CALLED:
            found.append(HESITATIONS)
        elif plain:
            found.append(each)
    return list(dict.fromkeys(found))


def shown(wish: str) -> str:
    """A wish as it stands in a sentence."""
    return wish if wish == HESITATIONS else f"“{wish[:_SHOWN]}”"


def places_of(words: str, said: Sequence[Word]) -> list[Span]:
    """Where a word or a phrase is said, in the order of time.

    Where it is not said to the letter, its other forms count: "bananas" for "banana".
    """
    if words == HESITATIONS:
        return [Span(each.start, each.end) for each in said if each.plain in FILLERS]
    wanted = [plain for each in words.split() if (plain := plain_word(each))]
    if not wanted:
        return []
    spoken = [each.plain for each in said]
    found = _found(wanted, spoken)
    if not found:
        found = _found([_stem(each) for each in wanted], [_stem(each) for each in spoken])
    return [Span(said[at].start, said[at + len(wanted) - 1].end) for at in found]


def nearest(words: str, said: Sequence[Word]) -> list[Word]:
    """Words that sound nearly alike, the first place of each."""
    from rapidfuzz import fuzz

    wanted = plain_word(words)
    first: dict[str, Word] = {}
    for each in said:
        first.setdefault(each.plain, each)
    scored = sorted(
        ((fuzz.ratio(wanted, plain), word) for plain, word in first.items()),
        key=lambda pair: -pair[0],
    )
    return [word for score, word in scored if score >= _CLOSE][:_MOST_CLOSE]


def _found(wanted: list[str], spoken: list[str]) -> list[int]:
    """Where a row of words stands in another one, without overlaps."""
    found, at = [], 0
    while at + len(wanted) <= len(spoken):
        if spoken[at : at + len(wanted)] == wanted:
            found.append(at)
            at += len(wanted)
        else:
            at += 1
    return found


def _stem(word: str) -> str:
    """A word without the endings of plurals and of what belongs to somebody."""
    for ending in ("'s", "s'", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word
