"""Utterings: where words and phrases are said, and where somebody hesitates or swears."""

from __future__ import annotations

from collections.abc import Sequence

from tools.errors import BadInput
from tools.operations import Span
from tools.said import Said, Word, plain_word
from tools.values import format_seconds

_SOUNDS = "um umm uhm uh uhh uhhh ah ahh aah er err erm hm hmm hmmm mm mmm eh ehm ahm ohm euh heu"
FILLERS = frozenset(_SOUNDS.split())
"""Sounds of hesitation, in English and its neighbours, without marks."""

HESITATIONS = "the ums and uhs"
"""What stands for all of them among the words that are wished for."""

SWEARING = "the swear words"
"""What stands for all of them among the words that are wished for."""

_STEMS = (
    "fuck", "motherfuck", "shit", "bullshit", "asshole", "arsehole", "bastard", "bitch", "cunt",
    "damn", "goddamn", "piss", "bollock", "wank", "scheiss",
)  # fmt: skip
"""How swear words begin, in English and its neighbours, without marks."""
_WHOLE = frozenset({"ass", "arse", "crap", "dick", "hell", "mierda", "joder", "puta", "merde"})

_CALLED = {
    HESITATIONS: ("filler", "fillers", "filler word", "filler words", "hesitation", "hesitations"),
    SWEARING: (
        "swearing", "swear word", "swear words", "swears", "curse word", "curse words", "cursing",
        "cuss words", "profanity", "profanities", "bad word", "bad words", "bad language",
        "f word", "f words", "f bombs", "expletives",
    ),
}  # fmt: skip
_SHOWN = 60
_CLOSE, _MOST_CLOSE = 70.0, 2
_MOST_NAMED = 6


def wishes_of(words: str) -> list[str]:
    """The words and phrases that a person named, parted by commas; those of a kind as one."""
    asked = (part.strip() for part in words.split(","))
    return list(dict.fromkeys(_kind(each) or each for each in asked if plain_word(each)))


def _kind(words: str) -> str:
    """The kind of words that is meant: ``HESITATIONS``, ``SWEARING``, or empty for none."""
    plain = plain_word(words)
    if plain in FILLERS or plain.rstrip("s") in FILLERS:
        return HESITATIONS
    called = words.lower().replace("-", " ").removeprefix("all ").removeprefix("the ")
    return next((kind for kind, names in _CALLED.items() if called in names), "")


def _is_swearing(plain: str) -> bool:
    return plain in _WHOLE or plain.startswith(_STEMS)


def shown(wish: str) -> str:
    """A wish as it stands in a sentence."""
    return wish if wish in _CALLED else f"“{wish[:_SHOWN]}”"


def places_of(words: str, said: Sequence[Word]) -> list[Span]:
    """Where a word or a phrase is said, in the order of time.

    Where it is not said to the letter, its other forms count: "bananas" for "banana".
    """
    if words == HESITATIONS:
        return [Span(each.start, each.end) for each in said if each.plain in FILLERS]
    if words == SWEARING:
        return [Span(each.start, each.end) for each in said if _is_swearing(each.plain)]
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


def places(wanted: Sequence[str], said: Sequence[Word]) -> list[Span]:
    """Where any of the words and phrases is said, in the order of time."""
    return sorted({place for each in wanted for place in places_of(each, said)})


def named(wanted: Sequence[str], found: Sequence[Span]) -> str:
    """What was found where, as it stands in a sentence: "“banana” at 0:02.5 and 0:07"."""
    what = " and ".join(map(shown, wanted))
    if len(found) > _MOST_NAMED:
        return f"{what}, {len(found)} times"
    return f"{what} at {', '.join(format_seconds(each.start) for each in found)}"


def heard_within(wanted: Sequence[str], heard: Said, within: Span) -> list[Span]:
    """Where any of the words and phrases is said within a part, in the order of time.

    Raises:
        BadInput: None of them is.
    """
    found = [
        each
        for each in places(wanted, heard.words)
        if within.start <= (each.start + each.end) / 2 < within.end
    ]
    if not found:
        raise BadInput(_not_heard(wanted, heard.words, rough=heard.rough))
    return found


def _not_heard(wanted: Sequence[str], said: Sequence[Word], *, rough: bool) -> str:
    """That none of the words and phrases is said, and what comes nearest to them.

    Args:
        wanted: The words and phrases.
        said: All words that were heard.
        rough: Whether the recogniser overhears much.
    """
    if wanted in ([HESITATIONS], [SWEARING]):
        why = " The built-in recogniser overhears many of them." if rough else ""
        what = "ums or uhs" if wanted == [HESITATIONS] else "swear words"
        return f"I hear no {what} in it.{why}"
    close = [word for each in wanted if each not in _CALLED for word in nearest(each, said)]
    hint = " Say “transcribe it” for all the words that I hear."
    if close:
        near = " or ".join(f"“{each.plain}” at {format_seconds(each.start)}" for each in close[:2])
        hint = f" Nearest to it is {near}: say that word, or name the times."
    asked = " or ".join(map(shown, wanted))
    return f"I do not hear {asked} there.{hint}"
