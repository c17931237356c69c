"""Hearing: where words are said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tools.services.vision.protocol import Said
from tools.sights import MomentFound

# "where he talks about cats": what comes behind is looked for in what is said.
_SPEAKING = re.compile(
    r"\b(?:says?|said|saying|mentions?|mentioned|mentioning|talks? about|talking about|"
    r"speaks? (?:about|of)|speaking (?:about|of)|tells? (?:us |me |them )?(?:about|that)?|"
    r"explains?|asks?|the words?|introduces?)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SMALL = re.compile(
    r"a|an|the|this|that|these|those|it|is|are|was|were|be|he|she|they|we|you|i|his|her|"
    r"their|my|your|our|of|to|in|on|at|for|and|or|with|about|as|where|when|who|what|how|"
    r"part",
    re.IGNORECASE,
)
_ENDINGS = ("ing", "ed", "es", "s")
_SHORTEST_STEM = 3
# Words of a wish stand this near to each other, and the sentence around them is so long at most.
_NEAR, _AROUND = 12, 5.0
# A pause this long ends a sentence, in seconds; so much stays at its ends.
_PAUSE, _MARGIN = 0.6, 0.15


def asks_for_words(what: str) -> bool:
    """Whether what is looked for is something that is said."""
    return _SPEAKING.search(what) is not None or what.strip().startswith(('"', "“", "'"))


def said_moments(what: str, said: Sequence[Said], length: float) -> list[MomentFound]:
    """Where the words of a wish are said, each with the sentence around it.

    Args:
        what: What is looked for, in the person's words.
        said: The transcript.
        length: Of the clip, in seconds.
    """
    spoken = _SPEAKING.split(what)[-1]
    wanted = _stems(spoken)
    words = [(each, _stem(word)) for each in said for word in _WORD.findall(each.words)]
    if not wanted or not words:
        return []
    found: list[MomentFound] = []
    for number, (_, stem) in enumerate(words):
        if stem not in wanted:
            continue
        near = words[number : number + _NEAR]
        if not set(wanted) <= {each for _, each in near}:
            continue
        last = max(n for n, (_, each) in enumerate(near) if each in wanted)
        start, end = _sentence([each for each, _ in words], number, number + last)
        moment = MomentFound(
            start=round(max(0.0, start - _MARGIN), 2),
            end=round(min(length, end + _MARGIN), 2),
            what=f"“{' '.join(_WORD.findall(spoken))[:60]}” is said",
            sure=0.9,
        )
        if found and moment["start"] <= found[-1]["end"]:
            found[-1]["end"] = max(found[-1]["end"], moment["end"])
        else:
            found.append(moment)
    return found


def _sentence(words: Sequence[Said], first: int, last: int) -> tuple[float, float]:
    """From the pause before these words to the one behind them, or as far as is bearable."""
    start, end = words[first].start, words[last].end
    begin, stop = start, end
    for number in range(first - 1, -1, -1):
        before = words[number]
        if begin - before.end > _PAUSE or start - before.start > _AROUND:
            break
        begin = before.start
    for number in range(last + 1, len(words)):
        after = words[number]
        if after.start - stop > _PAUSE or after.end - end > _AROUND:
            break
        stop = after.end
    return min(begin, start), max(stop, end)


def _stems(text: str) -> list[str]:
    """What counts of the words of a text."""
    stems = (_stem(word) for word in _WORD.findall(text) if not _SMALL.fullmatch(word))
    return list(dict.fromkeys(stems))


def _stem(word: str) -> str:
    plain = word.lower().replace("’", "'")
    plain = plain.removesuffix("'s")
    for ending in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= _SHORTEST_STEM:
            return plain.removesuffix(ending)
    return plain
