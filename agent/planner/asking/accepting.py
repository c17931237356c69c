"""Accepting: a yes to what was suggested is a request for it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OFFER = re.compile(r"^Next, if you like: (?P<what>“.+”)\.$", re.MULTILINE)
_QUOTED = re.compile(r"“([^”]+)”")
_DELIVERED = re.compile(r"^I .+\n?.*\bv\d+ is ")
_POLITE = r"(?:\W*(?:please|pls|thanks|thank you|then|now|ok|okay|yes|yeah|yep|sure))*\W*"
_NUMBER = r"(?:first|second|third|fourth|1st|2nd|3rd|4th|last|other|[1-4])\b"
_NAMED = rf"(?:the |number |no\.? ?|#)?{_NUMBER}(?: one| thing)?"
_LISTED = rf"{_NAMED}(?:,? (?:and )?{_NAMED})*"
_YES = re.compile(
    rf"{_POLITE}(?:yes|yeah|yep|sure|ok|okay|please do|go ahead|sounds good){_POLITE}"
)
_DO = re.compile(
    rf"{_POLITE}(?:please )?(?:do|apply|make|let's do|go with|i accept|take) "
    rf"(?P<which>it|that|this|so|them|these|those|both|all|all of (?:it|that|them)|"
    rf"{_LISTED}){_POLITE}"
)
_WHICH = re.compile(rf"{_POLITE}(?:the )?(?P<which>both|all|{_LISTED})(?: of them)?{_POLITE}")
_NUMBERS = {
    "first": 0, "1st": 0, "1": 0, "second": 1, "2nd": 1, "2": 1, "other": 1, "third": 2, "3rd": 2,
    "3": 2, "fourth": 3, "4th": 3, "4": 3, "last": -1,
}  # fmt: skip


def accepted(text: str, dialogue: Sequence[tuple[str, str]]) -> str:
    """The request that a message accepts; empty when it says anything else.

    After an edit a mere "ok" is thanks; after an answer it means what the answer suggests.

    Args:
        text: The message.
        dialogue: Earlier messages, oldest first.
    """
    last = dialogue[-1] if dialogue else ("", "")
    offer = _OFFER.search(last[1]) if last[0] == "vfxb" else None
    if offer is None:
        return ""
    said = text.strip().casefold().replace("’", "'")
    found = _DO.fullmatch(said) or _WHICH.fullmatch(said)
    if found is None and (_DELIVERED.match(last[1]) or not _YES.fullmatch(said)):
        return ""
    offered = _QUOTED.findall(offer["what"])
    chosen = [_NUMBERS[word] for word in _named(found["which"])] if found else []
    if chosen:
        offered = [offered[n] for n in chosen if n < len(offered)]
    return " and ".join(offered)


def _named(which: str) -> list[str]:
    """The numbers that are said, in their order."""
    return [word for word in re.findall(r"\w+", which) if word in _NUMBERS]
