"""Approval: whether a message says yes or no to a quote."""

from __future__ import annotations

import re
from typing import Literal

_YES = (
    "yes|yeah|yep|yup|ya|y|sure|ok|okay|okey|k|kk|fine|go|do it|go ahead|go for it|proceed|"
    "continue|of course|absolutely|definitely|certainly|please do|yes do it|confirm|confirmed|"
    "approve|approved|accept|accepted|sounds good|good|great|perfect|alright|all right|let'?s go|"
    "let'?s do it|why not|make it so|si|sí|oui|ja|da|да|sim|👍|👌|✅"
)
_NO = (
    "no|nope|nah|n|not now|no way|don'?t|do not|don'?t do it|please don'?t|stop|cancel|"
    "cancel it|cancel that|abort|never ?mind|forget it|leave it|skip it|skip|rather not|"
    "too (?:expensive|long|slow|much)|that'?s too (?:expensive|long|slow|much)|non|nein|nee|нет|"
    "não|nao|👎|❌|🚫"
)
_FILLER = r"(?:please|pls|plz|thanks|thank you|thx|then|it|that|this|with it|for it|now)"


def _whole(words: str) -> re.Pattern[str]:
    filler = rf"(?:[\s,.!…-]*{_FILLER})*"
    return re.compile(
        rf"(?:{_FILLER}[\s,.!…-]*)*(?:{words})(?:[\s,.!…-]+(?:{words}))*{filler}[\s,.!…]*",
        re.IGNORECASE,
    )


_SAYS_YES, _SAYS_NO = _whole(_YES), _whole(_NO)


def answer_in(text: str) -> Literal["yes", "no", ""]:
    """What the message answers; empty when it is about something else."""
    words = text.strip().replace("’", "'")
    if _SAYS_NO.fullmatch(words):
        return "no"
    return "yes" if _SAYS_YES.fullmatch(words) else ""
