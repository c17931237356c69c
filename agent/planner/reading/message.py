"""Reading: a message through all stages that turn its words into meaning, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agent.planner.reading.captions import read_captions
from agent.planner.reading.items import Items, rewrite, words_of
from agent.planner.reading.language import read_language
from agent.planner.reading.numberwords import read_numbers
from agent.planner.reading.phrases import read_phrases
from agent.planner.reading.quantities import read_quantities
from agent.planner.reading.sayings import read_sayings
from agent.planner.reading.scan import scan
from agent.planner.reading.scenes import read_scenes
from agent.planner.reading.spelling import Speller
from agent.planner.reading.times import read_times
from agent.planner.reading.turns import WHOLE
from agent.planner.reading.within import read_places
from agent.planner.reading.wording import FIRST

# How many words before a wish tell what it is said for.
_NEAR = 4


@dataclass(frozen=True)
class Reading:
    """A message as it was understood.

    Attributes:
        message: What the person wrote.
        spelled: Its words in English and in their right spelling.
        items: The same with phrases, times and quantities as values.
    """

    message: str
    spelled: Items
    items: Items

    @property
    def line(self) -> str:
        """The spelled words as one line, quoted text left out."""
        return words_of(self.spelled)

    def spelled_under(self, items: Items) -> str:
        """The spelled words that stand where these items stand."""
        if not items:
            return ""
        start, end = min(i.start for i in items), max(i.end for i in items)
        return words_of(item for item in self.spelled if start <= item.start and item.end <= end)

    def spelled_before(self, items: Items) -> str:
        """The spelled words right before these items, as far back as a sentence begins."""
        start = min((item.start for item in items), default=0)
        return words_of([item for item in self.spelled if item.end <= start][-_NEAR:])


class Reader:
    """Reads messages.

    Args:
        words: Further words that matter to the spelling: those of the tools.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._speller = Speller(words)

    def stem(self, word: str) -> str:
        """The form under which a word is compared."""
        return self._speller.stem(word) or word

    def read(self, message: str) -> Reading:
        """The message, understood as far as it goes without a clip or tools."""
        spelled = self._speller.apply(read_language(scan(message)))
        spelled = rewrite(spelled, (*FIRST, *WHOLE))
        captioned = read_captions(message, read_scenes(message, read_sayings(message, spelled)))
        items = read_phrases(read_numbers(captioned))
        return Reading(message, captioned, read_quantities(read_places(read_times(items))))
