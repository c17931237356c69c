"""Styles: a manner of drawing that is told in words, such as "in the style of Van Gogh"."""

from __future__ import annotations

import re

_IT = r"(?:it|this|that|everything|(?:the|my|this) (?:clip|video|picture|film|footage|movie))"
_WHO = r"(?P<who>[^\x00\"“”,.;!?\n]{2,60}?)"
_END = r"(?=\s+(?:and|then|but|please|with|using|from|for)\b|\s*[,.;!?\n]|\s*$)"
_WAYS = (
    re.compile(
        rf"\b(?:(?:make|paint|restyle|redraw|render|turn|draw|style|do|put|show|transform|convert)\s+"
        rf"{_IT}\s+(?:look\s+)?)?(?:in|into)\s+the\s+(?:artistic\s+|painting\s+)?style\s+of\s+"
        rf"{_WHO}{_END}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:paint|draw|style|restyle|redraw)\s+{_IT}\s+(?:like|as)\s+(?:if\s+)?"
        rf"(?P<how>(?:an?\s+)?(?:painting|picture|drawing|artwork)\s+(?:by|from|of)\s+)?{_WHO}{_END}",
        re.IGNORECASE,
    ),
)
# These have names, or are about something else that has a style.
_NAMED = re.compile(
    r"\b(?:oils?|water ?colou?rs?|cartoons?|sketch\w*|pencil|cyberpunk|vintage|comics?|clips?|"
    r"videos?|first|other|last|title|text|it|that|this|black|retro|old)\b",
    re.IGNORECASE,
)
_LETTERS = re.compile(
    r"\b(?:title|text|caption|subtitle|font|letter|word|voice|music|song|logo|say|narrat)\w*\b",
    re.IGNORECASE,
)
_ALOUD = re.compile(
    r"\bread\s+(?:this|it|that)\s+(?:out\s+loud|aloud|out(?!\s+loud))\b"
    r"(?!\s*:|\s+(?:at|from|after)\s[^:\n]{1,20}:)",
    re.IGNORECASE,
)


def put_plainly(message: str) -> str:
    """The message with styles in words, and "read this aloud", as the tools' examples say them."""

    def style(found: re.Match[str]) -> str:
        before = message[: found.start()].rpartition(",")[2]
        who = found["who"].strip()
        if _NAMED.search(who) or _LETTERS.search(before):
            return found[0]
        how = found.groupdict().get("how") or "in the style of "
        return f'style transfer "{how}{who}"'

    for way in _WAYS:
        message = way.sub(style, message)
    return _ALOUD.sub("add a voice-over", message)
