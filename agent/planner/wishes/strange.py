"""Strange: what is not understood: a whole wish, or how a thing is to be: "as mov prores".

Where a detail is strange, the edit is made all the same, and it is told that these words had no
part in it, so that nobody takes it for done. Only what stands where details stand is told: many a
message names what is to be seen in the clip, which no edit is about.
"""

from __future__ import annotations

from collections.abc import Iterator

from agent.planner.choosing.choose import TOLD
from agent.planner.choosing.index import Index, tokens
from agent.planner.draft import Draft, Meant
from agent.planner.reading.items import Item
from agent.planner.reading.message import Reading
from agent.planner.wishes.split import Wish

_DETAILING = frozenset({"with", "as", "in", "like", "using"})
_ENDING = frozenset({";", ",", ".", "!", "?", "and", "then", "but", "or", "so", "because", "please",
                     "for", "from", "to", "at", "on", "of", "that", "which", "while", "when",
                     *_DETAILING})  # fmt: skip
# A detail of more words than this is a story.
_MOST = 4


def not_known(wish: Wish) -> Meant:
    """A wish that nothing was made of."""
    if any(item.word in TOLD for item in wish.items):
        return Meant(
            reason="I have no tool for that yet",
            nearest="Ask “what can you do?” to see what I can.",
        )
    return Meant(understood=False, reason="I did not understand that")


def unheard(reading: Reading, index: Index, draft: Draft, found: list[Meant]) -> list[Meant]:
    """The details that were asked for in words that no tool knows.

    Args:
        reading: The message.
        index: The tools.
        draft: The plan for it.
        found: What its wishes were understood as.
    """
    if not draft.calls or any(meant.question for meant in found):
        return []
    told = " ".join(meant.wish.lower() for meant in found if meant.reason)
    left = []
    for detail in _details(reading):
        strange = _trailing(detail, index)
        if strange and reading.message[strange[-1].end :].startswith("-"):
            continue  # half a word: "built-in"
        words = reading.message[strange[0].start : strange[-1].end] if strange else ""
        if words and words.lower() not in told:
            left.append(Meant(understood=False, reason="I did not understand that", wish=words))
    return left


def _details(reading: Reading) -> Iterator[list[Item]]:
    """What stands behind "with", "as" and the like, up to the end of the phrase."""
    items = reading.items
    for at, item in enumerate(items):
        if item.word not in _DETAILING:
            continue
        detail = []
        for each in items[at + 1 :]:
            if each.word in _ENDING:
                break
            detail.append(each)
        if 0 < len(detail) <= _MOST:
            yield detail


def _trailing(detail: list[Item], index: Index) -> list[Item]:
    """The unknown words that a detail ends with."""
    strange: list[Item] = []
    for item in reversed(detail):
        if item.is_value or not tokens((item,)) or any(map(index.knows, tokens((item,)))):
            break
        strange.insert(0, item)
    return strange
