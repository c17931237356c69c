"""Seeking: questions about what a clip shows: where something is, what it is, what would help."""

from __future__ import annotations

import re

from agent.planner.choosing.index import Index
from agent.planner.plan import Call
from agent.planner.reading.captions import DOING
from agent.planner.reading.message import Reading
from agent.planner.reading.scenes import SCENE

_POLITE = (
    r"(?:(?:and|so|but|okay|hey|now|please|can you|could you|would you|will you|i want you to|"
    r"i want to know|do you know|i wonder|just|first|then|tell me|;|,) )*"
)
_GOES_ON = re.compile(rf"(?:,|\band|\bthen) (?:and |then |also |please )*{DOING}\b")
_ASKS_WHERE = re.compile(
    rf"^{_POLITE}(?:find|locate|search|look|show|tell|identify|spot|point|where|when|which|at|"
    r"do you see|is there|are there|list)\b"
)
_ASKS_WHAT = re.compile(
    rf"^{_POLITE}(?:"
    r"(?:analy[sz]e|review|assess|critique|evaluate|judge)(?! (?:the )?(?:quality|sound|audio|"
    r"loudness|volume)\b)\b"
    r"|(?:give|make|send) (?:me |us )?(?:some |a few |any |your |honest )*(?:feedback|"
    r"recommendations?|suggestions?|tips|advice|a review|an analysis)\b"
    r"|suggest (?:some |a few )?(?:improvements?|changes|edits|what to)\b"
    r"|what (?:do|can) you (?:see|recommend|suggest|think (?:of|about) (?:it|this|my|the))\b"
    r"|what would you (?:recommend|suggest|improve|change|do)\b"
    r"|what (?:is|can be seen|do we see|happens|is happening|is going on|is shown) (?:in|on|wrong "
    r"with|bad about) (?:it|this|the|my)\b"
    r"|what (?:is|are) (?:it|this|this video|this clip|the video|the clip|my video) about\b"
    r"|what (?:could|can|should|needs to) (?:be |i |we )?(?:better|improved?|improve|change)\b"
    r"|how (?:can|could|do|should|would) (?:i|we|you) (?:improve|make (?:it|this|the \w+|my \w+) "
    r"better)\b"
    r"|any (?:suggestions|recommendations|tips|ideas|feedback|advice)\b"
    r"|who is (?:it|this|this video|this clip|the video|the clip) (?:for|made for)\b"
    r"|what (?:kind|type|sort) of (?:video|clip|content|footage) is\b"
    r"|describe what (?:is|you|happens)\b)"
)


def sought(reading: Reading, index: Index) -> Call | None:
    """The call that answers where something is to be seen or what the clip is; None for others.

    Args:
        reading: The message.
        index: The tools.
    """
    line = reading.line.strip(" ;,.")
    message = reading.message.strip()
    asks_what = ";" not in line and not _GOES_ON.search(line) and _ASKS_WHAT.match(line)
    if asks_what and "analyze_video" in index.entries:
        return Call(tool="analyze_video", wish=message)
    scenes = [item for item in reading.items if item.word == SCENE]
    if "find_moment" not in index.entries or len(scenes) != 1 or not _ASKS_WHERE.match(line):
        return None
    behind = reading.items[reading.items.index(scenes[0]) + 1 :]
    if any(item.word.isalpha() for item in behind):
        return None  # A further wish comes behind it.
    return Call(tool="find_moment", args={"what": scenes[0].value}, wish=message)
