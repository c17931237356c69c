"""Scenes: "the part where the dog jumps" is one value: what is to be found, in the own words.

This comes before anything else reads the words: a clause of a person's own has no tools in it,
though it may hold words of theirs. It ends where the sentence goes on with the next wish.
"""

from __future__ import annotations

import re

from agent.planner.reading.captions import DOING
from agent.planner.reading.items import Found, Item, Items, Rule, rewrite

SCENE = "<scene>"

_PART = r"(?:parts?|moments?|scenes?|bits?|sections?|segments?|stretch|stretches)"
_TIME = rf"(?:{_PART}|places?|shots?|points?|times?|spots?|frames?|second|instant)"
_WHEN = r"(?:where|when|in which|at which|during which)"
# "add a frame with a white border" is about no part of the clip.
_SHOWING = (
    r"(?:that (?:shows?|has|have|contains?)|which (?:shows?|has|have)|showing|shows?|containing|"
    r"featuring|with)"
)
_OF_CLIP = r"(?: of (?:the|this|my) (?:clip|video|film))?"
_ARTICLE = r"(?:the|a|an|that|this|those|these|every|each|all|all of|any|only|some)"
_END = rf"(?: ;|,? (?:and|then|but)(?: then| also)? (?:please )?{DOING}\b|, {DOING}\b|$)"
_CLAUSE = rf"(?P<scene>(?:(?!;|<quote>|<saying>)\S+ )*?(?!;|<quote>|<saying>)\S+)(?={_END})"
_MOST = (
    r"(?:loudest|quietest|darkest|brightest|fastest|calmest|stillest|busiest|most (?:action|motion|"
    r"movement|colorful|colourful|hectic|exciting)(?:\S*)?|loud|quiet|silent|dark|bright|still|"
    r"black|frozen|static|shaky|noisy|hectic|fast|talking|speaking|dancing|action)"
)
# Pauses, which are found as such.
_PAUSES = r"(?:silent|quiet) (?:parts|bits|moments|sections|stretches)(?= |$)"
# Times and places on the picture are no scenes.
_NOT_SCENE = (
    r"(?!(?:<|(?:from|between|at|until) (?:<|\d)|it (?:starts|ends|begins)\b|"
    r"i (?:say|said|told)\b|the (?:start|end)\b))"
)
_SEVERAL = re.compile(
    r"(?:every|each|all)\b|(?:the |those |these |only |dark |loud |quiet |silent |bright |still |"
    r"black |shaky |noisy |fast )+(?:parts|moments|scenes|bits|places|sections|shots|segments)\b"
)
_AT_START = r"(?:^|(?<=; )|(?<=please )|(?<=you )|(?<=and )|(?<=me ))"

_QUESTION = re.compile(
    r"\b(?:where|when|(?:at|in) (?:which|what) (?:points?|times?|moments?|seconds?|parts?|scenes?)|"
    r"(?:which|what) (?:parts?|scenes?|moments?|bits?|shots?))\s+"
    r"(?:exactly\s+)?(?:in (?:the|this|my) (?:video|clip|film)\s+)?"
    r"(?P<verb>does|do|did|is|are|was|were|can (?:you|i|we) (?:see|hear)|shows?|has|have|"
    r"contains?)\s+(?P<what>.+?)\s*(?:in (?:the|this|my) (?:video|clip|film)\s*)?[?.!\s]*$",
    re.IGNORECASE | re.DOTALL,
)
_BEING = re.compile(r"(?P<who>it|there|this|that)\s+(?P<what>.+)", re.IGNORECASE | re.DOTALL)


def _take(found: Found) -> list[Item]:
    """What stands around the clause, and the clause as one item."""
    scene, link = found.under("scene"), found["link" if found.has("link") else "showing"]
    token = Item("<found>", scene[0].start, scene[-1].end)
    before = [item for item in found.items if item.start < link.start]
    return [*before, link.saying("where"), *_every(found, token), token]


def _every(found: Found, token: Item) -> list[Item]:
    """A word for that all of them are meant, and not the one that fits best."""
    several = _SEVERAL.match(found.match[0])
    return [Item("several", token.start, token.start)] if several else []


def _take_adjective(found: Found) -> list[Item]:
    """“the loudest part”: what it is like tells what is to be found."""
    scene, part = found.under("scene"), found["part"]
    token = Item("<found>", scene[0].start, scene[-1].end)
    before = [item for item in found.items if item.start < scene[0].start]
    where = Item("where", part.end, part.end)
    return [*before, part, where, *_every(found, token), token]


_RULES: tuple[Rule, ...] = (
    # "cut to the part where the dog jumps", "the scenes with people in them".
    Rule(rf"(?:{_ARTICLE} ){{1,2}}(?:only )?(?:{_TIME}{_OF_CLIP} (?P<link>{_WHEN})|"
         rf"{_PART}{_OF_CLIP} (?P<showing>{_SHOWING})) {_NOT_SCENE}{_CLAUSE}", _take),
    # "the loudest part", "all the dark scenes".
    Rule(rf"(?:{_ARTICLE} ){{1,2}}(?!{_PAUSES})(?P<scene>{_MOST}) (?P<part>{_PART}|shots?)(?= |$)",
         _take_adjective),
    # "find where she laughs".
    Rule(rf"{_AT_START}(?:find|show|tell|see|locate|search|look for)(?: me| us)?(?: out)? "
         rf"(?P<link>where|when) {_NOT_SCENE}{_CLAUSE}", _take),
)  # fmt: skip


def read_scenes(message: str, items: Items) -> Items:
    """The row with clauses about what is to be found as ``<scene>`` values."""
    return tuple(
        Item(SCENE, item.start, item.end, _words(message, item)) if item.word == "<found>" else item
        for item in rewrite(items, _RULES)
    )


def _words(message: str, item: Item) -> str:
    return re.sub(r"\s+", " ", message[item.start : item.end]).strip(" \t\r\n,:;.!?")


def asked_scene(question: str) -> str:
    """What "where does a face appear?" asks for; empty where it asks for nothing."""
    found = _QUESTION.search(question)
    if found is None:
        return ""
    what = " ".join(found["what"].split())
    being = _BEING.fullmatch(what)
    if being is not None and found["verb"].lower() in {"is", "was", "are", "were"}:
        return f"{being['who']} {found['verb']} {being['what']}"
    return what
