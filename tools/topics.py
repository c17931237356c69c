"""Topics: where somebody who speaks goes on to something else, and what it is about.

Two stretches of speech are about the same as far as they share words that say something. Between
two topics there is a silence or the end of a sentence, and the words change.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tools.operations import Mark
from tools.phrases import phrases
from tools.said import Word

# A chapter lasts about this long, and never less than that: what YouTube lists is 10 s or longer.
_USUAL, SHORTEST = 60.0, 10.0
_FEWEST, _MOST = 3, 20
# Words on each side that are compared.
_WINDOW = 40
# A silence of this length is as good as any.
_LONG = 2.0
_LEAST_PAUSE = 0.35
_TITLE = 40
_END = re.compile(r"[.!?…。！？]['\"”’)]*$")
_COMMON = (
    "a about after all also am an and any are as at be because been before but by can could did do "
    "does for from get go going got had has have he her here him his how i if in into is it its "
    "just know like make me more my no not now of on one or our out over really right said say see "
    "she so some than that the their them then there these they thing things think this those "
    "time to too up us very want was way we well were what when where which who will with would "
    "yeah yes you your i'm it's that's don't let's we're you're going gonna okay ok um uh hello "
    "hi today"
)
_SILENT = frozenset(_COMMON.split())


def chapters_in(words: Sequence[Word], duration: float, count: int | None = None) -> list[Mark]:
    """Where chapters begin, the first one at 0, and their titles.

    Args:
        words: What is said.
        duration: Seconds of the whole.
        count: How many there should be at most; None for as many as there are topics.
    """
    most = count or max(_FEWEST, min(_MOST, round(duration / _USUAL)))
    shortest = min(SHORTEST, duration / max(most, 1) / 2)
    chosen: list[float] = []
    for _, at in sorted(_borders(words), reverse=True):
        edges = [0.0, *chosen, duration]
        if len(chosen) + 1 < most and all(abs(at - edge) >= shortest for edge in edges):
            chosen.append(at)
    starts = [0.0, *sorted(chosen)]
    groups = [
        [word for word in words if start <= word.start < end]
        for start, end in pairwise([*starts, duration + 1])
    ]
    weights = _weights(groups)
    return [
        Mark(round(start, 3), _title(group, weights, number))
        for number, (start, group) in enumerate(zip(starts, groups, strict=True), 1)
    ]


def _borders(words: Sequence[Word]) -> Iterator[tuple[float, float]]:
    """Where a topic may end: how likely, and the moment at which the next one begins."""
    stems = [_stem(word.plain) for word in words]
    for number, (before, after) in enumerate(pairwise(words), 1):
        pause = after.start - before.end
        if pause < _LEAST_PAUSE and not _END.search(before.text):
            continue
        left = Counter(filter(None, stems[max(0, number - _WINDOW) : number]))
        right = Counter(filter(None, stems[number : number + _WINDOW]))
        change = 1 - _alike(left, right)
        yield change + min(1.0, pause / _LONG), max(before.end, after.start - 0.2)


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The cosine between two bags of words."""
    shared = sum(one[word] * other[word] for word in one.keys() & other.keys())
    lengths = math.sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
    return shared / lengths if lengths else 0.0


def _stem(word: str) -> str:
    """A word that says something, without its usual endings; empty for one that says nothing."""
    if word in _SILENT or len(word) < 3:
        return ""
    return re.sub(r"(?:ing|ed|es|s|'s)$", "", word) if len(word) > 5 else word.rstrip("s")


def _weights(groups: Sequence[Sequence[Word]]) -> dict[str, float]:
    """How much each word tells of the chapter that it stands in: more where others lack it."""
    bags = [{_stem(word.plain) for word in group} for group in groups]
    counts = Counter(stem for bag in bags for stem in bag if stem)
    return {stem: math.log(1 + len(bags) / count) for stem, count in counts.items()}


def _title(words: Sequence[Word], weights: dict[str, float], number: int) -> str:
    """The phrase of a chapter that tells most about it."""

    def worth(taken: Sequence[Word]) -> float:
        said = {_stem(word.plain) for word in taken} - {""}
        return sum(weights.get(stem, 0.0) for stem in said) / math.sqrt(len(taken))

    ways = [_trimmed(phrase.words) for phrase in phrases(words, _TITLE)]
    best = max((way for way in ways if way), key=worth, default=())
    text = " ".join(word.text for word in best).strip(' ,.;:!?–-"“”')
    return text[:1].upper() + text[1:] if text else f"Part {number}"


def _trimmed(words: Sequence[Word]) -> Sequence[Word]:
    """A phrase without the words at its ends that say nothing."""
    told = [at for at, word in enumerate(words) if _stem(word.plain)]
    return words[told[0] : told[-1] + 1] if told else ()
