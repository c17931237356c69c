"""Captions: words to be shown or spoken that stand in no quotes become quoted text.

"title it My Holiday", "put it's 5 o'clock: 100% done at the bottom", "a voice saying hello
everyone at the start". What is taken is the person's own spelling, up to where the sentence goes
on about place, time, look or the next wish. This comes before anything else reads the words.
"""

from __future__ import annotations

import re
from dataclasses import replace

from agent.planner.lexicon.field import field_things
from agent.planner.lexicon.places import COLORS, THINGS
from agent.planner.reading.capitals import capitals
from agent.planner.reading.items import Found, Item, Items, Rule, rewrite

_SHOWN = (
    r"(?:titles?|captions?|texts?|headlines?|headings?|subtitles?|words?|labels?|lettering|message|"
    r"cards?|(?<!green )(?<!blue )(?<!split )screens?)"
)
_ADDING = (
    r"(?:add|put|write|show|insert|display|overlay|use|place|create|give|with|include|type|print|"
    r"superimpose|want|need|slap|stick|have|slide|fade|animate|pop|fly|scroll|bounce|flash|a|an|"
    r"another|new)"
)
DOING = (
    r"(?:make|makes|put|add|cut|trim|crop|resize|speed|slow|mute|turn|convert|export|save|give|"
    r"remove|delete|apply|blur|sharpen|rotate|flip|reverse|loop|fade|keep|change|set|then|drop|"
    r"brighten|darken|lower|raise|increase|decrease|reduce|boost|also|move|write|show|use|undo|"
    r"chop|shorten|scale|split|zoom|insert|play|say|narrate|send|upload|normalize|compress|pad|"
    r"extract|place|render|deliver|finally|next|afterwards|overlay|stabilize|desaturate)"
)
"""Words by which the next wish begins, as a pattern."""
_PLACE_WORD = (
    r"(?:top|bottom|upper|lower|middle|center|centre|left|right|corner|screen|frame|picture|very|"
    r"image|video|clip|beginning|start|end|intro|outro|first|last|opening|final|whole|entire|"
    r"background)"
)
_COLOR = "|".join(COLORS.split("|"))
_LOOK = (
    rf"(?:{_COLOR}|bold|italic|big|small|"
    r"large|huge|tiny|medium|uppercase|capitals|caps|comic|arial|serif|font|an?|my|the|her|his)"
)
_VOICES = (
    r"(?:female|male|woman|womans|woman's|man|man's|mans|child|child's|kid|kid's|old|elderly|"
    r"narrator|narrator's|professional|casual|friendly|deep|young|robot|voice|girl|boy|lady|guy)"
)
_WHEN = (
    r"(?:<num>(?! (?:pm|am|o'clock|oclock)\b)|<time>|<percent>|<fraction>|halfway|second|frame|"
    r"about|around|a|half)"
)
_TERM = (
    r"(?:;"
    rf"|,? ?(?:and )?(?:an? |the )?{_SHOWN} (?::|=)"
    rf"|,? ?(?:at|in|on|to|onto|across|along|over|near|from)(?: the| my| your| its)? "
    rf"{_PLACE_WORD}\b"
    rf"|,? ?(?:from|at|for|between|until|till|during|after|before|starting|@)(?: the)? {_WHEN}"
    rf"|,? ?in {_LOOK}(?: |$)|,? ?(?:with|using|by|as) (?:an? |the |my )?(?:\S+ )?{_VOICES}\b"
    rf"|,? ?in (?:an? |the )?(?:\S+ ){{0,2}}voice\b|,? ?with (?:an? |the )?\S+ (?:font|color|box|"
    rf"outline|shadow)\b"
    rf"|, {_PLACE_WORD}\b|, (?:{_LOOK}) |,? ?and(?: then)? (?:please )?{DOING}\b|, (?:and "
    rf")?{DOING}\b"
    rf"|{DOING} (?:(?:it|up|down|to|by) )*(?:<times>|<lines>|<size>|<aspect>|<percent>)"
    r"|(?:export|convert|save|render|deliver)(?: it| this)? (?:as|to|in|into) (?:an? )?"
    r"(?:gif|mp4|webm|mov|mkv|avi)\b"
    r"|make it (?:<aspect>|vertical|square|black and white|b&w|bw|faster|slower|brighter|darker|"
    r"louder|quieter|shorter|loop)\b"
    r"|,? ?(?:top|bottom|upper|lower) (?:left|right|center|middle)(?: corner)?(?= |$)"
    rf"|then {DOING}\b|throughout\b|for the (?:whole|entire)|,? ?please(?= ;| ,|$)"
    r"|,? ?(?:small|big|large|huge|bold|centered)(?= ,| ;|$)|, (?:no|480p|<lines>|<size>)|<span>)"
)
_FREE = rf"(?P<free>(?:(?!<quote>|<free>)\S+ )*?(?!<quote>|<free>)\S+)(?= {_TERM}|$)"
_FREE_LISTED = (
    rf"(?P<free>(?:(?!<quote>|<free>)\S+ )*?(?!<quote>|<free>)\S+)(?=(?: ,)? (?:and )?(?:the )?"
    rf"{_SHOWN} (?:at|in|on|:|=|saying) | {_TERM}|$)"
)
_SPEAKING = (
    r"(?:saying|says|say|that says|which says|that reads?|which reads?|reads|reading|called|named|"
    r"titled)"
)
_TALKING = r"(?:presenter|avatar|talking head|newsreader|host|voice|voice ?over|narrator)"
# What may not begin a caption: it would be about a title, and not its words.
_NOT_WORDS = (
    r"(?!(?:at|in|on|to|from|for|with|of|is|and|then|should|,|;|:|=|-|it|that|this|over|overlay|"
    r"smaller|centered|transparent|everything|every|"
    r"automatically|automatic|auto|instead|again|too|please|bigger|smaller|larger|a|an|the|"
    r"<color>|up|down|off|away|here|there|as|by|into|size|color|position|style|font|box|where|when|until|till|after|before|which|"
    rf"so(?= (?:\S+ ){{1,5}}can )|files?|"
    rf"appear|fade|more|less|much|very|be|was|has|<num>)(?: |$)|(?:{_COLOR})"
    r"(?= (?:,|;|and|at|in|on|with|for|from)\b|$))"
)
_LOOKS = re.compile(_LOOK)
_BETWEEN = re.compile(r"and|,|very|really|in|letters|lettering|style|please")
_QUOTED_LATER = r"(?!(?:[^;]* )?<quote>)"
_LITERAL_FIRST = r"(?!(?:an?|the|my|some|this|that|these|those|it|them|him|her|your|our) )"
_PUT_PLACE = (
    r"(?:at|in|on|across|along)(?: the| my)?(?: very)? "
    r"(?:top|bottom|upper|lower|middle|center|left|right|corner|screen)"
)


_IN_LOOK = rf"(?:(?:in|with) (?:an? |the )?(?:(?:{_LOOK}|letters|font|text|style|letter) )+)"


def _take(found: Found) -> list[Item] | None:
    """What stands around the free words, and they as one item; how letters look is no text."""
    free = found.under("free")
    looks = [item.word for item in free if not _BETWEEN.fullmatch(item.word)]
    many = any(item.word in {"captions", "subtitles"} for item in found.items)  # no text of ours
    if (many or len(free) > 1) and all(w == "<color>" or _LOOKS.fullmatch(w) for w in looks):
        return None
    token = Item("<free>", free[0].start, free[-1].end)
    before = [item for item in found.items if item.start < free[0].start]
    return [*before, token]


def _take_spoken(found: Found) -> list[Item] | None:
    taken = _take(found)
    if taken is None:
        return None
    when = found.under("when") if found.match.groupdict().get("when") else []
    return [taken[0].saying("voiceover"), *when, taken[-1]]


def _take_named(found: Found) -> list[Item] | None:
    """“call it Summer”, but not “name it final.mp4”: that is a file."""
    named = any(item.word in {"<file>", "<url>"} for item in found.under("free"))
    return None if named else _take(found)


def _take_put(found: Found) -> list[Item] | None:
    words = [item.word for item in found.under("free")]
    known = field_things() | THINGS
    if words in (["it"], ["that"], ["this"], ["them"]) or known.intersection(words):
        return None
    return _take(found)


_LETTERED = (
    r"(?:watermarks?|stamps?|banners?|badges?|stickers?|signs?|credits?|taglines?|slogans?|handles?|"
    r"usernames?|copyrights?|signatures?|captions|websites?|url|address)"
)
# "put hello in the middle and bye at the end": what is written elsewhere, by the same verb.
_ANOTHER = Rule(
    rf"(?:put|place|write|show|display|add|type|print|slap|stick|{_SHOWN})"
    r"(?: (?!;|then|and|,|<quote>|<free>)\S+){0,4} (?:<quote>|<free>)(?: (?!;|then)\S+){2,24}?"
    rf"(?: ,| and| , and) {_NOT_WORDS}{_LITERAL_FIRST}(?!{DOING} )"
    r"(?P<free>(?:(?!<quote>|<free>|and |,)\S+ ){0,7}?(?!<quote>|<free>|and |,)\S+)"
    rf"(?= (?:{_PUT_PLACE}|(?:at|from|on|near|to|for|after|between|in)(?: the)?(?: very)? "
    rf"(?:{_PLACE_WORD}|{_WHEN})|in (?:{_COLOR}))(?= |$))",
    _take_put,
)

RULES: tuple[Rule, ...] = (
    # "text at the top: Day 1", "title (red): Hello".
    Rule(rf"{_SHOWN}(?: (?!(?:and|then|;|,|:|to|that|{_SPEAKING}|<quote>)(?: |$))\S+){{1,6}} : "
         rf"{_QUOTED_LATER}{_FREE_LISTED}", _take),
    # "write in the middle in pink: girls trip".
    Rule(rf"(?:write|put|add|show|type|print|display)(?: (?:in|at|on|the|my|very|of|<color>|"
         rf"{_PLACE_WORD}|{_LOOK})){{1,10}} : {_QUOTED_LATER}{_FREE}", _take),
    # "name tag: Bob".
    Rule(rf"name ?tags?(?: (?:with|saying|of|for|:|reading))+ {_QUOTED_LATER}{_FREE}",
         lambda found: [found.items[0].saying("title"), Item("<free>", found["free"].start,
                        found.under("free")[-1].end)]),
    # "title: My Holiday", "text = hello".
    Rule(rf"{_SHOWN} (?:: |= |- ){_QUOTED_LATER}{_FREE}", _take),
    # "voiceover: now in stores".
    Rule(rf"(?:voice ?over|narration|narrator|voice) : {_QUOTED_LATER}{_FREE}", _take),
    # "a caption at the bottom that says Don't stop", "an avatar in the corner saying hi".
    Rule(rf"(?:{_SHOWN}|{_TALKING})(?: (?!and|then|,|;|<quote>|what)\S+){{1,5}} (?:(?:that |which |"
         rf"who )?(?:says|reads)|saying|reading) (?:: )?{_QUOTED_LATER}(?!<times>|<num> ){_FREE}",
         _take),
    # 'a title that says Love & Peace, 100% "real"': quotes inside are part of the words.
    Rule(rf"{_SHOWN} (?:to )?{_SPEAKING} (?:: )?{_NOT_WORDS}(?P<free>(?!<quote>|<times>)"
         rf"(?:(?!;|then |voice|{_SHOWN}|{DOING} )\S+ ){{1,12}}?<quote>)(?= {_TERM}|$)", _take),
    # "a title saying Welcome", "a voice that says hello".
    Rule(rf"(?<!\bby )(?<!\bwhat )(?:{_SHOWN}|{_LETTERED}|voice|voice ?over|narration|narrator|"
         rf"someone|man|woman|it|track|speech|speaker|child|kid|(?:presenter|avatar|head|newsreader|"
         rf"host)"
         rf"(?: video| clip| intro| outro)?) (?:who |to )?{_SPEAKING} (?:: )?"
         rf"{_QUOTED_LATER}(?!<times>|<num> )" + _FREE, _take),
    Rule(rf"(?:^|(?<=; )|(?<=and )|(?<=then )|(?<=, ))(?:please )?(?:say|narrate|speak|announce|"
         rf"read out loud|read out|read aloud|read)(?: (?:it|this)(?= :))? "
         rf"(?:: {_QUOTED_LATER}|{_QUOTED_LATER}{_NOT_WORDS}){_FREE}", _take),
    # "read this out loud: welcome".
    Rule(rf"(?:read|say|speak|narrate) (?:it|this)(?: (?:out|aloud|loud|out loud))?"
         rf"(?: (?P<when>(?:at|from|after|slowly|in|by)(?: (?!:)\S+){{0,4}}))? : "
         rf"{_QUOTED_LATER}{_FREE}", _take_spoken),
    # "title it My Holiday", "call it Summer".
    Rule(rf"(?:title|caption|label|name|call|headline) (?:it|this|the (?:video|clip))(?: as| :)? "
         rf"{_QUOTED_LATER}(?!at |in |on |and |then |, ){_FREE}", _take_named),
    # "change the title to Goodbye".
    Rule(rf"(?:change|set|rename|update|make|edit)(?: the| my| that| its)? {_SHOWN} "
         rf"(?:to|say|read|into|to say|to read) {_QUOTED_LATER}(?!<color>|(?:{_LOOK}) |"
         rf"(?:{_LOOK})$|(?:the )?{_PLACE_WORD}\b|bigger|smaller|larger){_FREE}", _take),
    # "my name ANNA", "the word SALE".
    # "the hashtag #summer", "the date 12.05.2024".
    Rule(r"(?:the |today's |my )?(?:hashtags?|tags?|dates?) <quote>",
         lambda found: [found.items[0].saying("title"), found.items[-1]]),
    Rule(rf"(?:my name|name|the words?|the letters|the (?:date|year|place|city|"
         rf"price|phrase|slogan|sentence|hashtags?)) (?:is |: |, )?{_QUOTED_LATER}"
         rf"{_NOT_WORDS}(?P<free>(?:(?!,|<quote>)\S+ )*?(?!,|<quote>)\S+)(?= , | {_TERM}|$)",
         _take),
    # "add the text HELLO at the top".
    Rule(rf"{_ADDING} (?:(?:in|up|out|the|a|an|some|big|small|bold|large|<color>|my|new|nice|white|"
         rf"red|yellow|blue|black|short|simple) ){{0,4}}{_SHOWN} {_QUOTED_LATER}{_NOT_WORDS}"
         rf"{_FREE}", _take),
    Rule(rf"(?:^|(?<=; )|(?<=and )|(?<=then )|(?<=, ))(?:please )?(?:write|type|print|caption|"
         rf"title) {_QUOTED_LATER}{_NOT_WORDS}{_FREE}", _take),
    # "put it's 5 o'clock: 100% done at the bottom".
    # "make it brighter add hello at the top": nothing parts the wishes of who speaks.
    Rule(rf"(?<=\S )(?<!not )(?<!to )(?<!never )(?<!i )(?<!you )(?:put|add|write|slap|stick) "
         rf"{_QUOTED_LATER}{_LITERAL_FIRST}"
         rf"(?P<free>(?:(?!<quote>|<free>)\S+ )*?(?!<quote>|<free>)\S+)(?= {_IN_LOOK}?"
         rf"{_PUT_PLACE}\b)", _take_put),
    Rule(rf"(?:^|(?<=; )|(?<=and )|(?<=then )|(?<=, ))(?:please )?(?:put|place|show|display|add|"
         rf"write|"
         rf"slap|stick) {_QUOTED_LATER}{_LITERAL_FIRST}"
         rf"(?P<free>(?:(?!<quote>|<free>)\S+ )*?(?!<quote>|<free>)\S+)(?= {_IN_LOOK}?"
         rf"{_PUT_PLACE}\b)", _take_put),
    *[_ANOTHER] * 3,
    # 'watermark "© me"', "captions that say <quote>": words, whatever they are called.
    Rule(rf"{_LETTERED}(?: (?:with|of|text|the|words?|:|=|that|which|says?|saying|reads?|reading))*"
         r"(?= (?:<quote>|<free>))", lambda found: [found.items[0].saying("title")]),
    Rule(r"caption(?: (?:it|this|that|the (?:clip|video)))?(?: (?:with|as|:|saying))*(?= <quote>)",
         lambda found: [found.items[0].saying("title")]),
    Rule(r"captions(?: (?:that|which))? (?:says?|saying|reads?|reading)(?: :)?"
         r"(?= (?:<quote>|<free>))", lambda found: [found.items[0].saying("title")]),
)  # fmt: skip

_NEAR = 4
_TAGS = frozenset({"<tag>", "<date>"})
_WRITING = re.compile(rf"{_SHOWN}|{_ADDING}|hashtags?|tags?|date|saying|says")
_NAMING = re.compile(rf"{_SHOWN}|website|site|url|link|write|type|print|saying|says|reading|reads")

_QUOTES = "\"'“”‘’«»"
_TRIM = " \t\r\n,:;-–—"


def read_captions(message: str, items: Items) -> Items:
    """The row with free words to show or speak as ``<quote>`` values."""
    row = capitals(message, _tagged(_original_contractions(message, items)), _NAMING)
    return tuple(
        Item("<quote>", item.start, item.end, _words(message, item))
        if item.word == "<free>"
        else item
        for item in rewrite(row, RULES)
    )


def _tagged(items: Items) -> Items:
    """Hashtags and dates that are to be shown as quoted text; others say nothing."""
    row: list[Item] = []
    shown = False
    for item in items:
        if item.word == "<url>" and any(_NAMING.fullmatch(each.word) for each in row[-_NEAR:]):
            item = replace(item, word="<quote>")  # "write my website www.example.com"
        if item.word in _TAGS and not shown:
            continue
        shown = shown or bool(_WRITING.fullmatch(item.word))
        row.append(replace(item, word="<quote>") if item.word in _TAGS else item)
    return tuple(row)


def _words(message: str, item: Item) -> str:
    """The person's own spelling, with the "!" or "?" that ends it."""
    mark = re.match(r"[!?]+", message[item.end : item.end + 3])
    text = message[item.start : item.end].strip(_TRIM) + (mark[0] if mark else "")
    text = re.sub(r"\s+", " ", text)
    # Quotes around it all are no part of it; those around a word of it are.
    if text[:1] in _QUOTES or sum(text.count(mark) for mark in _QUOTES) % 2:
        return text.strip(_QUOTES)
    return text


def _original_contractions(message: str, items: Items) -> Items:
    """“it's” is no reference to a thing, so it stays one word here."""
    row: list[Item] = []
    for item in items:
        written = message[item.start : item.end]
        parted = row and (row[-1].start, row[-1].end) == (item.start, item.end)
        short = "'" in written or "’" in written
        if parted and not item.is_value and short and item.word != "not":
            row[-1] = item.saying("it's") if row[-1].word.startswith("it") else row[-1]
        else:
            row.append(item)
    return tuple(row)
