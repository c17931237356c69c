"""Approval: whether a message says yes or no to a quote."""

from __future__ import annotations

import re
from typing import Literal

LONGEST_ANSWER = 60
"""Characters. Who writes more than that says something else, too."""

_Phrases = frozenset[tuple[str, ...]]

_BETWEEN = re.compile(r"[\s,.!…-]+")


def _phrases(listed: str) -> _Phrases:
    return frozenset(tuple(phrase.split()) for phrase in listed.split("|"))


# Apostrophes are left out, as many people do.
_YES = _phrases(
    "yes|yeah|yep|yup|ya|y|sure|ok|okay|okey|k|kk|fine|go|do it|go ahead|go for it|proceed|"
    "continue|of course|absolutely|definitely|certainly|please do|confirm|confirmed|approve|"
    "approved|accept|accepted|sounds good|good|great|perfect|alright|all right|lets go|lets do it|"
    "why not|make it so|si|sí|vale|claro|adelante|dale|venga|hazlo|de acuerdo|por supuesto|oui|ja|"
    "da|да|sim|👍|👌|✅"
)
_NO = _phrases(
    "no|nope|nah|n|not now|no way|dont|do not|dont do it|do not do it|stop|cancel|cancel it|"
    "cancel that|abort|never mind|nevermind|forget it|leave it|skip it|skip|rather not|"
    "too expensive|too long|too slow|too much|thats too expensive|thats too long|thats too slow|"
    "thats too much|déjalo|dejalo|mejor no|ahora no|cancela|cancélalo|cancelalo|non|nein|nee|нет|"
    "não|nao|👎|❌|🚫"
)
_FILLER = _phrases(
    "please|pls|plz|thanks|thank you|thx|then|it|that|this|with it|for it|now|por favor|gracias"
)


def answer_in(text: str) -> Literal["yes", "no", ""]:
    """What the message answers; empty when it is about something else."""
    text = text.strip()
    if len(text) > LONGEST_ANSWER:
        return ""
    words = [word for word in _BETWEEN.split(re.sub("['’]", "", text.lower())) if word]
    if _says(words, _NO):
        return "no"
    return "yes" if _says(words, _YES) else ""


def _says(words: list[str], answers: _Phrases) -> bool:
    """Whether the words are answers from the first to the last, but for fillers."""
    # How far phrases get from the start, and whether an answer is among them.
    reached = {(0, False)}
    for start in range(len(words)):
        for phrases, answered in ((answers, True), (_FILLER, False)):
            ends = [start + len(phrase) for phrase in phrases if _stands(phrase, words, start)]
            befores = [before for before in (False, True) if (start, before) in reached]
            reached |= {(end, before or answered) for end in ends for before in befores}
    return (len(words), True) in reached


def _stands(phrase: tuple[str, ...], words: list[str], start: int) -> bool:
    return tuple(words[start : start + len(phrase)]) == phrase
