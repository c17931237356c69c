"""Sayings: words that somebody says in the clip are one value: "where he says banana".

This comes before anything else reads the words: what is said in a clip may hold any words, those
of tools as well. It ends where the sentence goes on with a time or with the next wish.
"""

from __future__ import annotations

import re

from agent.planner.lexicon.places import COLORS
from agent.planner.reading.captions import DOING
from agent.planner.reading.items import Found, Item, Items, Rule, rewrite

SAYING = "<saying>"

_WHO = (
    r"(?:he|she|they|i|we|you|it|someone|somebody|anyone|anybody|everyone|people|(?:the|this|that|"
    r"a|my) (?:man|woman|guy|girl|boy|lady|person|speaker|narrator|host|presenter|teacher|voice|"
    r"actor|announcer|singer|kid|child|video|clip|audio)|the two|[a-z]+(?= says ))"
)
_SAYS = (
    r"(?:(?:keeps? |kept |is |are |was |am )?(?:say|says|said|saying|mention|mentions|mentioned|"
    r"mentioning|utter|utters|uttered|swear|swears|pronounce|pronounces))"
)
_WORD = (
    r"(?:(?:the|a|an)? ?(?:swear |bad |filler |curse |rude |single )?"
    r"(?:words?|phrases?|names?) )?"
)
# Times and the next wish end what is said.
_TIME = (
    r"(?:<|[0-9]|the (?:first|last|beginning|end|start|second|whole)\b|about |around |second |"
    r"minute )"
)
_END = (
    rf"(?= ;| \.|(?: ,)? (?:and|then|but)(?: then| also)? (?:please )?{DOING}\b"
    rf"| , (?:and )?{DOING}\b"
    rf"| (?:between|from|after|before|until|in|within|during|at) {_TIME}"
    r"|(?: ,)? (?:and |or )?(?:all |also )?(?:the )?<hesitations>"
    r"| (?:in|from|out of|of) (?:it|this|that|the (?:clip|video|audio|film|whole)|my (?:clip|video)"
    r")\b|(?: ,)? please\b| out$| out ;| anywhere\b"
    r"| (?:wherever|whenever|everywhere|each time|every time|throughout)\b|$)"
)
_FREE = r"(?!;|<quote>|<hesitations>)\S+"
_SAID = (
    r"(?P<said><quote>|(?!<|(?:in|at|what|it|that|this|something|anything) )"
    rf"(?:{_FREE} )*?{_FREE}){_END}"
)
_HESITATION = (
    r"(?:u+m+s?|u+h+s?|a+h+s?|er+s?|erms?|uhms?|umms?|hmm+s?|filler words?|filler sounds?|fillers|"
    r"hesitations?|hesitation (?:words?|sounds?))"
)
_SWEARING = (
    r"(?:(?:swear|curse|cuss|bad|f|dirty) words?|swearing|cursing|swearwords?|profanit(?:y|ies)|"
    r"expletives?|(?:bad|foul) language|f bombs?|swears|curses)"
)
_REMOVING = (
    r"(?:cut|remove|delete|drop|take|edit|get|lose|strip|clean|erase|ditch|trim|snip|clip|chop|"
    r"eliminate|omit|kill|discard|find|locate|where|when|bleep|beep|censor|mute|silence|mask|cover)"
)
_START = r"(?:^|(?<=; )|(?<=and )|(?<=then )|(?<=, )|(?<=please ))"


def _take(found: Found) -> list[Item]:
    """What stands around the words, and they as one item."""
    said = found.under("said")
    token = Item("<said>", said[0].start, said[-1].end, said[0].value)
    before = [item for item in found.items if item.start < said[0].start]
    after = [item for item in found.items if item.start > said[-1].start]
    return [*before, token, *after]


def _hesitations(found: Found) -> list[Item]:
    said = found.under("said")
    before = [item for item in found.items if item.start < said[0].start]
    return [*before, Item("<hesitations>", said[0].start, said[-1].end, "um, uh")]


def _swearing(found: Found) -> list[Item]:
    said = found.under("said")
    before = [item for item in found.items if item.start < said[0].start]
    return [*before, Item("<hesitations>", said[0].start, said[-1].end, "swear words")]


def _together(found: Found) -> list[Item]:
    """A caption's look stays with it: what stands between is left out, "burn them in" as well."""
    also = found.under("also") if found.match["also"] else []
    between = [*also, *found.under("between")]
    return [item for item in found.items if item not in between]


def _as_file(found: Found) -> list[Item]:
    file = found.under("file")
    before = [item for item in found.items if item.start < file[0].start]
    return [*before, Item("txt", file[0].start, file[-1].end)]


_CAPTIONS = r"(?:captions?|subtitles?|subtitled|captioned|transcribe|karaoke|subs)"
_LOOK = (
    rf"(?:{COLORS}|big|large|small|huge|bold|boxed|tiktok|karaoke|classic|highlight(?:ed|ing)?|"
    r"one word|word by word|(?:spoken|current|active|highlighted) words?|letters|"
    r"no highlight\w*|plain|simple)"
)

_RULES: tuple[Rule, ...] = (
    # "subtitle what he says, yellow words at the bottom": the look is no wish of its own.
    Rule(rf"{_CAPTIONS}(?: (?!;|,|and |then )\S+){{0,8}}(?: (?P<also>and (?:burn|hardcode)"
         r" (?:them|it)(?: in| on)?))? (?P<between>,(?: and)?|and)"
         rf"(?= (?:(?:in|with|the|a|an|each|use|make) ){{0,2}}{_LOOK}(?: |$))", _together),
    Rule(r"(?:transcri\w+|write down|written)(?: (?!;|,)\S+){0,6}? (?P<file>(?:text|txt|plain text)"
         r" (?:file|document))", _as_file),
    # "remove the ums and ahs", "without the filler words".
    Rule(rf"(?:(?:{_REMOVING}|out|away|rid of|without|no|all|every|each|any|the|those|these|my|"
         r"his|her|their|of|and) )+"
         rf"(?P<said>{_HESITATION}(?:(?: ,)?(?: and| or| &)? (?:all )?(?:the )?{_HESITATION})*)",
         _hesitations),
    # "bleep all the swear words", "censor the swearing"; "the bad word damn" names one.
    Rule(rf"(?:(?:{_REMOVING}|out|away|rid of|over|without|no|all|every|each|any|the|those|these|"
         rf"my|his|her|their|of|and) )+(?P<said>{_SWEARING})"
         r"(?= ;| [.,]| (?:and|please|in|with|from|out|between|for)\b|$)", _swearing),
    # "cut out where he says banana", "every time she mentions the price".
    Rule(rf"(?:where|when|whenever|times?|in which|parts?|moments?|bits?|places?) (?:that )?{_WHO} "
         rf"{_SAYS} {_WORD}{_SAID}", _take),
    # "does he say hello?", "do they mention the price?".
    Rule(rf"(?:does|do|did|can (?:you|i) hear) {_WHO} (?:ever |actually )?{_SAYS} {_WORD}{_SAID}",
         _take),
    # "when is banana said?", "how often is my name mentioned".
    Rule(rf"(?:when|where|how often|how many times) (?:is|are|was|were) {_WORD}"
         r"(?P<said><quote>|(?:\S+ ){0,4}?\S+) (?=(?:said|mentioned|spoken)(?: |$))", _take),
    # "take out the word actually", 'cut every "like" out of it'.
    Rule(rf"{_START}{_REMOVING}(?: out| away| rid of| me)?(?: every| all| each| any)?(?: time)? "
         rf"(?:the |of the |instances? of )*(?:swear |bad |curse |rude |filler )?words? {_SAID}",
         _take),
    Rule(rf"{_START}{_REMOVING}(?: out| away| rid of| me)? (?P<said><quote>)"
         r"(?= (?:everywhere|each time|every time|whenever|wherever|throughout))", _take),
    Rule(rf"{_START}{_REMOVING}(?: out| away| rid of| me)? (?:every|all|each|any)"
         rf"(?: (?:the|time|instances?|of|her|his|my))* (?P<said><quote>)", _take),
)  # fmt: skip
_SPACE = re.compile(r"\s+")


def read_sayings(message: str, items: Items) -> Items:
    """The row with words that are said in the clip as ``<saying>`` values."""
    row = []
    for item in rewrite(items, _RULES):
        if item.word == "<hesitations>":
            row.append(Item(SAYING, item.start, item.end, item.value))
        elif item.word == "<said>":
            row.append(Item(SAYING, item.start, item.end, item.value or _words(message, item)))
        else:
            row.append(item)
    return tuple(row)


def _words(message: str, item: Item) -> str:
    return _SPACE.sub(" ", message[item.start : item.end]).strip(" \t\r\n,:;.!?\"'“”‘’")
