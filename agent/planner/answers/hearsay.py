"""Hearsay: questions about what is said in the clip: the words, and when one of them comes."""

from __future__ import annotations

import re

from agent.planner.choosing.index import Index
from agent.planner.filling.fill import fill
from agent.planner.plan import Call
from agent.planner.reading.message import Reading
from agent.planner.reading.sayings import SAYING
from tools.facts import Facts

_POLITE = (
    r"(?:(?:and|so|but|okay|hey|now|please|can you|could you|would you|i want to know|do you know|"
    r"i wonder|just|tell me|show me|;|,) )*"
)
_WHO = (
    r"(?:he|she|they|i|we|it|this|that|someone|somebody|the \S+|those \S+|these \S+|everyone|"
    r"people|this \S+|my \S+)"
)
_ASKS_WORDS = re.compile(
    rf"^{_POLITE}(?:what (?:do|does|did|is|are|was|were) {_WHO}(?: (?:just|even|actually|exactly))?"
    r" (?:say|saying|talk|talking|said|telling|tell|speaking|speak|singing|sing)\b"
    r"|what (?:is|was|gets|are) (?:being )?(?:said|spoken|talked)\b"
    r"|what(?: it is)? (?:he|she|they|i|it) (?:say|says|said|is saying|are saying|am saying)\b"
    r"|write down (?:what|everything|all)\b|read (?:out )?what\b"
    r"|(?:what are|what is) (?:the|her|his|their) (?:words?|lyrics)\b)"
)
_ASKS_WHEN = re.compile(
    rf"^{_POLITE}(?:when|where|at (?:what|which)|how (?:often|many)|does|do|did|is|are|find|locate|"
    r"search|look for|tell me when|what time|can you hear|spot|count)\b"
)


# "what do they say between 2 and 8" quotes nobody.
_TIMES = re.compile(
    r"(?:between|from|at|in|during|until|after|before|for|around)\b.*(?:\d|first|last|start|end)|"
    r"now\b|here\b",
    re.IGNORECASE,
)


def heard(reading: Reading, index: Index, facts: Facts | None) -> Call | None:
    """The call that answers a question about what is said; None for anything else.

    Args:
        reading: The message.
        index: The tools.
        facts: The clip as it is.
    """
    line = reading.line.strip(" ;,.")
    if ";" in line:
        return None
    said = [item for item in reading.items if item.word == SAYING and not _TIMES.match(item.value)]
    if said and _ASKS_WHEN.match(line):
        return _call("find_words", reading, index, facts)
    if not said and _ASKS_WORDS.match(line):
        return _call("transcribe", reading, index, facts)
    return None


def _call(tool: str, reading: Reading, index: Index, facts: Facts | None) -> Call | None:
    entry = index.entries.get(tool)
    if entry is None:
        return None
    times = [i.value for i in reading.items if i.word == SAYING and _TIMES.match(i.value)]
    told = (item for value in times for item in index.reader.read(value).items)
    form = fill(entry, (*reading.items, *told), reading.message, facts)
    if form.missing:
        return None
    return Call(tool=tool, args=form.args, wish=reading.message.strip())
