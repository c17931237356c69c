"""Second thoughts: "cut the first 3 seconds, no wait, the first 5" takes back what was just said.

A message is parted where the person thinks again. What comes before keeps its place in the message,
so that the places of words stay true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|(?<!\w)'[^']*'(?!\w)")
_BREAK = r"[\s,.;:!?…–—-]"
_HEMMING = rf"(?:(?:oh|hm+|uh+|um+|ah|er|well|ok|okay|but|and|sorry|o+ps|who+ps|lol){_BREAK}+)*"
_SAID = "\0"
_VALUE = (
    rf"(?:\d|{_SAID}|(?:top|bottom|left|right|center|middle|red|yellow|white|black|blue|green)\b|"
    r"an?\s+(?:bit|minute|second)|one|two|three|four|five|six|seven|eight|nine|ten|half|the\s+"
    r"(?:first|last|other|second|top|bottom|left|right|middle|whole)|(?:make|do|let)\s+(?:it|that)|"
    r"to\s|from\s|at\s|in\s|on\s|only\s|just\s|"
    r"(?:up|down|higher|lower|later|earlier|sooner|slower|faster|quieter|louder|longer|shorter)\b)"
)
# Said anywhere, these take back what comes before.
_SURE = (
    r"no,?\s+wait|wait,?\s+no|no,?\s+no|correction|or\s+rather|i\s+meant?(?!\s+(?:it|that)\b)|"
    r"on\s+second\s+thoughts?|(?:i\s+)?changed\s+my\s+mind|my\s+bad|"
    rf"actually,?\s+no(?=\s*[,.!…]|\s+{_VALUE})|"
    rf"no,?\s+actually|hold\s+on|make\s+that(?=\s+{_VALUE})"
)
_DROPPING = r"scratch\s+that|strike\s+that|forget\s+that|never\s*mind|nvm"
# These may be part of a wish; they take back only before what goes on like a correction.
_LIKELY = (
    rf"wait(?=\s*[,.!…]|\s+(?:no|not|i|that)\b|\s+{_VALUE})|sorry(?=,?\s+{_VALUE})|"
    rf"actually(?=,?\s+{_VALUE})|no(?=,\s*\S|\s+{_VALUE})|rather(?=\s+{_VALUE})"
)
_MORE = rf"(?:{_BREAK}+(?:no(?=\s*[,.!…])|wait|actually|sorry|i\s+meant?|oh)\b)*{_BREAK}*"
_INSIDE = re.compile(
    rf"(?<={_BREAK}){_HEMMING}(?:(?P<drops>{_DROPPING})|{_SURE}|{_LIKELY})\b{_MORE}(?=\S)",
    re.IGNORECASE,
)
# At the start they are about what was done before; "no thanks" and "no sound" are not.
_AHEAD = re.compile(
    rf"{_HEMMING}(?:{_SURE}|{_LIKELY}|actually(?=,?\s+\S)|no(?=,\s*(?!thank|mute|no\b)\S))\b"
    rf"{_MORE}(?=\S)",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"(?<={_BREAK})(?:i\s+meant?|sorry){_BREAK}*$", re.IGNORECASE)
# "4 actually", "make it 3 to 8 s instead".
_VALUE_BEHIND = re.compile(
    r"^\W*(?:(?:make|let) (?:it|that|them) |(?:to|at|from|the|until|till|only|in|by|of|first|last)"
    r" )*"
    r"[-+]?(?:\d\S*|one|two|three|four|five|six|seven|eight|nine|ten|half)(?: ?[a-z%]+)?"
    r"(?: ?(?:to|and|-|until) ?\d\S*(?: ?[a-z%]+)?)?(?P<thinks>,? (?:actually|instead|rather)\W*)$",
    re.IGNORECASE,
)
_ADDS = re.compile(r"\b(?:also|too|as well|and)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Thought:
    """One part of a message.

    Attributes:
        text: Its words, at the place that they have in the message.
        corrects: Whether it corrects what comes before it, in this message or the last ones.
        drops: Whether what comes before it in this message is not wanted any more.
    """

    text: str
    corrects: bool = False
    drops: bool = False


def thoughts(message: str) -> tuple[Thought, ...]:
    """The message, parted where the person thinks again."""
    masked = _QUOTED.sub(lambda found: _SAID * len(found[0]), message)
    ahead = _AHEAD.match(masked)
    start = ahead.end() if ahead else 0
    corrects = bool(ahead)
    parts: list[Thought] = []
    drops = False
    for found in _INSIDE.finditer(masked, start):
        parts.append(_part(message, start, found.start(), corrects=corrects, drops=drops))
        start, corrects, drops = found.end(), True, bool(found["drops"])
    end = len(message)
    if behind := _BEHIND.search(masked, start):
        corrects, end = True, behind.start()
    elif not start and (value := _VALUE_BEHIND.match(masked)):
        corrects, end = True, value.start("thinks")
    parts.append(_part(message, start, end, corrects=corrects, drops=drops))
    return tuple(parts)


def _part(message: str, start: int, end: int, *, corrects: bool, drops: bool) -> Thought:
    adds = bool(_ADDS.match(message, start)) or message[start:end].rstrip().endswith(" too")
    return Thought(" " * start + message[start:end], corrects and not (adds or drops), drops)
