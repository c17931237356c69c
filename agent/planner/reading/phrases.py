"""Phrases: several words that mean one thing become the one word, or value, that they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from agent.planner.lexicon.degrees import DIRECTIONS
from agent.planner.lexicon.places import COLORS, LINES, PLACES
from agent.planner.lexicon.synonyms import ACTIONS, MEANINGS
from agent.planner.lexicon.words import CHATTER
from agent.planner.reading.items import Item, Items, Rule, rewrite
from agent.planner.reading.turns import TURNS
from agent.planner.reading.wording import WORDING

Reading = tuple[tuple[str, Any], ...]
"""What a phrase becomes: words and kinds, each with its value or None."""


class Phrases:
    """A table of phrases; the longest one that stands in a row wins."""

    def __init__(self, table: Mapping[str, Reading]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Reading]]] = {}
        for phrase, reading in table.items():
            words = tuple(phrase.split())
            self._by_first.setdefault(words[0], []).append((words, reading))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    @property
    def words(self) -> set[str]:
        """Every word that stands in a phrase."""
        return {w for entries in self._by_first.values() for words, _ in entries for w in words}

    def apply(self, items: Items) -> Items:
        """The row with every phrase replaced."""
        row: list[Item] = []
        at = 0
        while at < len(items):
            for words, reading in self._by_first.get(items[at].word, ()):
                covered = items[at : at + len(words)]
                if tuple(item.word for item in covered) == words:
                    start, end = covered[0].start, covered[-1].end
                    row += [Item(word, start, end, value) for word, value in reading]
                    at += len(words)
                    break
            else:
                row.append(items[at])
                at += 1
        return tuple(row)


def _reading(canonical: str) -> Reading:
    """A canonical reading: ``"speed <times:2>"`` is a word and a factor."""
    parts: list[tuple[str, Any]] = []
    for part in canonical.split():
        kind, _, value = part.strip("<>").partition(":")
        if not part.startswith("<"):
            parts.append((part, None))
        elif kind == "aspect":
            width, height = value.split(":")
            parts.append(("<aspect>", (float(width), float(height))))
        else:
            parts.append((f"<{kind}>", float(value) if value else kind))
    return tuple(parts)


def _spread(table: Mapping[str, str]) -> Iterable[tuple[str, Reading]]:
    """Each phrase with its reading; people leave "the" out."""
    for canonical, phrases in table.items():
        for phrase in phrases.split("|"):
            if " the " in phrase:
                yield phrase.replace(" the ", " "), _reading(canonical)
    for canonical, phrases in table.items():
        for phrase in phrases.split("|"):
            yield phrase, _reading(canonical)


@cache
def meanings() -> Phrases:
    """Synonyms, directions, degrees, actions, places, colours and resolutions."""
    table = dict(_spread(ACTIONS))
    table.update(_spread(DIRECTIONS))
    table.update(_spread(MEANINGS))
    for place, phrases in PLACES.items():
        table.update((phrase, (("<position>", place),)) for phrase in phrases.split("|"))
    table.update((color, (("<color>", color),)) for color in COLORS.split("|"))
    table.update((name, (("<lines>", lines),)) for name, lines in LINES.items())
    return Phrases(table)


@cache
def chatter() -> Phrases:
    """What says nothing about an edit."""
    return Phrases(dict.fromkeys(CHATTER.split("|"), ()))


_VERBS = "speed|slow|turn|cut|take|trim|chop|bring|crank|brighten|clean|tone|clip|snip|leave|edit"
_PARTICLES = "up|down|off|out|away"

# "turn the music up" is "turn up the music"; "cut 3 s off the end" keeps its "off the end".
_SEPARABLE = Rule(
    rf"(?P<verb>{_VERBS}) (?P<what>(?:(?!{_PARTICLES}|and|then|,|;|(?<!the )speed up)\S+ ){{1,6}}?)"
    rf"(?P<particle>{_PARTICLES})(?! (?:of|the|from|both|each|either|beginning|start|end|"
    rf"<span>)\b)",
    lambda found: [found["verb"], found["particle"], *found.under("what")],
)

# "take 2 s off the end" removes them.
_TAKEN_OFF = Rule(
    r"(?P<verb>take|taking|knock|knocking) (?P<what>(?:(?!and|then|,|;|to|back)\S+ ){1,5}?)"
    r"(?P<off>off|away)(?: from)?(?= (?:of )?(?:the|its|my|both|each|either) "
    r"(?:very )?(?:start|beginning|front|end|ends|back|sides?|tail|intro|outro))",
    lambda f: [f["verb"].saying("remove"), *f.under("what"), f["off"].saying("off")],
)

# "without changing the pitch", "keep the right half clear": nothing that would have to be done.
_CONSTRAINT = Rule(
    r"(?:, )?(?:(?:but |and |while )?(?:without|not) (?:changing|affecting|losing|lose|altering|"
    r"touching|"
    r"distorting|hurting|ruining|messing up|changing|cutting|reencoding)"
    r"(?: (?!and |then |,|;|by |to |from |at )\S+){0,5}"
    r"|(?:but |and |while )*(?:keep|keeping|leave|leaving|preserve|preserving)"
    r"(?: (?:the|its|my|original|same|all|full|rest|of|it|right|left|top|bottom|other|second|first|"
    r"half|part|everything|else|video|picture|clip|voices?|pitch|sounds?|sounding|speech|people))*"
    r" (?:audio|sound|quality|rest|same|clear|sharp|untouched|unchanged|as is|as it is|color|"
    r"normal|natural|"
    r"in color|pitch|resolution|length|alone|intact)(?= |$))",
    lambda found: [],
)
# "lower the music" is about its volume.
_HEARD = Rule(
    r"(?P<way><more>|<less>) (?:the |my |its |this )?(?:background |original |own |main )?"
    r"(?P<what>audio|music|voice|voices|dialogue|speech|noise)",
    lambda found: [found["way"], found["what"].saying("volume")],
)


# "quick stabilization for handheld footage" is about no speed.
_QUICK = Rule(r"^(?:a |just a |do a )?quick(?= \w+)(?! (?:motion|speed|mode))", lambda found: [])

# "make the second one red" is about no second of time.
_POINTING = Rule(
    r"(?<=the )(?:first|second|third|2nd|3rd) (?P<one>one|text|title|caption)",
    lambda found: [found["one"]],
)

# "too much bass" wants less of it, "not enough light" more.
_TOO_MUCH = Rule(
    r"(?:way |far |a bit |a little )*too (?:much|many)(?= (?!and|,|;)\w)",
    lambda found: [Item("<less>", found.items[0].start, found.items[-1].end, "less")],
)
_NOT_ENOUGH = Rule(
    r"(?:not enough|too little)(?= (?!and|,|;)\w)",
    lambda found: [Item("<more>", found.items[0].start, found.items[-1].end, "more")],
)

# "the sound is horrible, can you clean it".
_CLEANED = Rule(
    r"(?P<what>audio|volume|voice)(?: (?!and|,|;)\S+){0,5}? clean(?: (?:it|that|this))?(?: up)?",
    lambda found: [found["what"].saying("noise_reduction")],
)

# "could the colours be stronger".
_STRONGER_COLORS = Rule(
    r"colors?(?P<how>(?: (?:be|is|are|look|looks|get|a|<small>|<large>))+)? (?P<way><more>|<less>)",
    lambda found: [
        found.items[0].saying("saturation"),
        *(item for item in found.items[1:] if item.is_value),
    ],
)
# "the background music is too loud" is about the volume.
_TOO_LOUD = Rule(
    r"(?:background )?(?:audio|music|song|voices?|noise) (?:is|are|was|were|sounds?|seems?|be)"
    r"(?: <small>| <large>)?(?= volume )",
    lambda found: [item for item in found.items if item.is_value],
)

# "cut the low end" is about tones.
_FEWER_TONES = Rule(
    r"(?:remove|cut|trim|drop) (?:out )?(?:the |some |all |of )*(?P<what>bass|treble|mid)(?= |$)",
    lambda found: [Item("<less>", found.items[0].start, found.items[0].end, "less"), found["what"]],
)

# "make everything blue-ish".
_TINGED = Rule(
    r"(?P<color><color>) ish", lambda found: [found["color"].saying("tint"), found["color"]]
)

# "Create a social media version: crop it ..." only announces what follows.
_HEADING = Rule(
    r"^(?:(?!and|then|,|;|<quote>)\S+ ){1,8}?(?:versions?|edits?|following|steps|changes|things|"
    r"post|reel|teaser|trailer)(?: (?:of|for|from|to) (?:\S+ ){1,3}?| )?:(?= \S+ \S+)",
    lambda found: [],
)

# "cut it into 3 parts" keeps all of it.
_PARTING = Rule(
    r"(?:cut|chop|divide|break|slice|separate|trim|crop)(?: (?!and|then|,|;)\S+){0,3}?(?: up)? "
    r"in(?:to)?"
    r"(?= (?:\S+ ){0,4}?(?:parts?|pieces?|chunks?|segments?|clips|files|sections?|halves|thirds|"
    r"quarters|videos|bits)(?: |$)| <num>(?: (?:and|at|,|;)|$))",
    lambda found: [found.items[0].saying("split"), found.items[-1].saying("into")],
)

# "slowly zoom in" is about how it comes, and not about the speed of the clip.
_COMING = (
    r"(?:zoom|zooms|zooming|fade|fades|fading|pan|push|pull|rise|rises|grow|grows|appear|appears|"
    r"disappear|disappears|dissolve|vanish|blur|darken|brighten|turn|turns)"
)
_GENTLY = Rule(rf"slow(?:ly)?(?= {_COMING}\b)", lambda found: "gradually")
_GENTLY_LATER = Rule(
    rf"(?P<what>{_COMING}(?: (?!and|then|,|;)\S+){{0,5}}?) slowly",
    lambda found: [*found.under("what"), found.items[-1].saying("gradually")],
)

# 'say "hello"' is spoken, 'show "hello"' is written.
_SAID = Rule(
    r"(?:^|(?<=; )|(?<=, )|(?<=and )|(?<=then ))say(?= <quote>)", lambda found: "voiceover"
)
_SHOWN = Rule(
    r"(?:show|display|overlay|superimpose|type|print)(?= (?:the )?(?:words? )?<quote>)",
    lambda found: "title",
)
# "put this before it", "add the other clip at the beginning": a file joins the clip.
_CLIP = r"(?:it|this|that|the (?:(?:first|other|old|present|main) )?(?:clip|video|one|footage))"
_FRONT = re.compile(r"before|front|first|beginning|start|intro")
_JOINED = Rule(
    r"(?:add|put|place|insert|attach|stick|use|set|play) (?:this|that|these|them|both|"
    r"(?:the|my) (?:second|other|new|next|last|intro|outro))"
    r"(?: (?:one|clip|clips|video|videos|file|files|footage|movie))? "
    rf"(?P<where>(?:before|in front of|after|behind) {_CLIP}|in front|first|last|"
    rf"(?:at|to|on|in|as) the (?:very )?(?:beginning|start|front|end|intro|outro)"
    rf"(?: of {_CLIP})?)",
    lambda found: [
        found.items[0].saying("join"),
        found.items[-1].saying("front" if _FRONT.search(found.word("where")) else "end"),
    ],
)


_BEFORE = (*WORDING, *TURNS, _JOINED, _HEADING, _QUICK, _POINTING, _CONSTRAINT, _PARTING,
           _GENTLY, _GENTLY_LATER, _TAKEN_OFF, _SEPARABLE, _TOO_MUCH, _NOT_ENOUGH, _SAID,
           _SHOWN)  # fmt: skip
# "I want that the music be lower".
_HEARD_BEHIND = Rule(
    r"(?P<what>audio|music|song|soundtrack)(?: (?:be|is|are|was|to be|should be|must be|has to be|"
    r"needs to be))? (?P<way><more>|<less>)(?= (?:,|;|and|when|while|than|in|at|from|for|by|during|"
    r"please|<[^mls])|$)",
    lambda found: [found["way"], found["what"].saying("volume")],
)
# "a bit more red in it".
_MORE_COLOR = Rule(
    r"<more> (?:of the |of )?(?P<color><color>)(?= (?:in|to|tones?|tint|on|,|;|and|please)|$)",
    lambda found: [found["color"].saying("tint"), found["color"]],
)
# "a thick red frame" is no picture of the clip.
_FRAMED = Rule(
    r"(?P<color><color>) frame(?! (?:at|from|of|<moment>|<num>(?! px)))",
    lambda found: [found["color"], found.items[-1].saying("border")],
)
# "convert my clip to vertical": a shape is made, and no format.
_SHAPED = Rule(
    r"(?:convert|change|switch|turn|export|save)(?: (?:it|this|that|the|my|our|whole|clip|video|"
    r"film|movie|footage|recording|from|<aspect>|horizontal|orientation|picture|shape|format))*"
    r" (?:to|into|in|as|for)(?: an?| the)?(?= <aspect>)",
    lambda found: [found.items[0].saying("make")],
)
_AFTER = (
    _SHAPED,
    _FRAMED,
    _MORE_COLOR,
    _HEARD_BEHIND,
    _STRONGER_COLORS,
    _TOO_LOUD,
    _HEARD,
    _CLEANED,
    _FEWER_TONES,
    _TINGED,
)


def read_phrases(items: Items) -> Items:
    """The row with separable verbs put together, chatter left out and phrases replaced."""
    plain = rewrite(chatter().apply(items), _BEFORE)
    return rewrite(meanings().apply(plain), _AFTER)
