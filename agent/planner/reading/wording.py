"""Wording: turns of phrase that are put plainly before the table of synonyms reads them.

"more fast" is faster, "start blurry and become sharp" a blur that goes away, and "write what he
says" asks for captions.
"""

from __future__ import annotations

import re

from agent.planner.lexicon.places import COLORS
from agent.planner.reading.captions import DOING
from agent.planner.reading.items import Built, Found, Item, Rule

# How an adjective is said in the comparative, for who writes "more fast".
_COMPARED = {
    "fast": "faster", "quick": "faster", "rapid": "faster", "slow": "slower", "short": "shorter",
    "long": "longer", "low": "lower", "high": "higher", "big": "bigger", "large": "bigger",
    "small": "smaller", "loud": "louder", "quiet": "quieter", "silent": "quieter",
    "bright": "brighter", "clear": "clearer", "dark": "darker", "sharp": "sharper",
    "warm": "warmer", "cold": "colder", "deep": "deeper", "strong": "stronger", "weak": "weaker",
    "soft": "softer", "thick": "thicker", "thin": "thinner", "early": "earlier", "late": "later",
}  # fmt: skip
_OPPOSITES = {
    "fast": "slower", "slow": "faster", "loud": "quieter", "quiet": "louder", "long": "shorter",
    "short": "longer", "big": "smaller", "small": "bigger", "high": "lower", "low": "higher",
    "strong": "weaker", "thick": "thinner", "thin": "thicker",
}  # fmt: skip

_CHANGED = (
    r"(?:blurry|blurred|blur|out of focus|unfocused|black and white|black white|b&w|b/w|bw|"
    r"grayscale|gray|dark|sepia|vintage|pixelated|desaturated|colorless)"
)
_PLAIN = (
    r"(?:sharp|clear|normal|in focus|focused|focus|in color|color|colored|colorful|colors|bright|"
    r"light|crisp|clean|the original|original)"
)
_STATE = rf"(?:in |as |with )?(?:{_CHANGED}|{_PLAIN})"
_TURNING = (
    r"(?:become|becomes|becoming|turn|turns|turning|get|gets|getting|go|goes|going|end|ends|ending|"
    r"fade|fades|change|changes|to|into|until|till)"
)
_PACE = r"(?:slow|slowly|slower|fast|faster)"
_NOISY = (
    r"(?:remove|reduce|clean|fix|lower|less|delete|drop|get rid of|take out|take away|filter out|"
    r"denoise|suppress|kill|eliminate|lose)"
)
_PICTURE = r"(?:video|picture|image|footage|film|frames?|clip|pictures|shot|visuals?)"
_SPEAKER = (
    r"(?:he|she|they|i|we|you|people|everyone|everybody|someone|somebody|anyone|"
    r"(?:the|this|that|my|our) \w+(?: \w+)?)"
)


def _compared(found: Found) -> Built:
    table = _COMPARED if found.match[0].startswith("more") else _OPPOSITES
    return table[found.word("adjective")]


def _become(found: Found) -> Built:
    """An effect that goes away, or that comes, little by little, or at a time that is told."""
    before, after = found.under("before"), found.under("after")
    changed = [bool(Rule(_CHANGED, _compared).regex.search(found.word(g))) for g in _ENDS]
    if changed[0] == changed[1]:
        return None
    effect = before if changed[0] else after
    effect = [item for item in effect if item.word not in {"in", "as", "with"}]
    if found.has("when") and not _SLOW.search(found.match[0]):
        return [*effect, effect[-1].saying("until" if changed[0] else "after")]
    how = [effect[-1].saying("gradually")]
    return [*effect, *how, effect[-1].saying("away")] if changed[0] else [*effect, *how]


_ENDS = ("before", "after")
_SLOW = re.compile(r"\b(?:slow(?:ly)?|gradual(?:ly)?|fad(?:e|es|ing)|smooth(?:ly)?)\b")


def _off_color(found: Found) -> Built:
    """What is wrong with the colours, as what would be right."""
    if found.word("color") in {"yellow", "orange", "gold"}:
        return "cool"
    return "warm" if "blue" in found.word("color") else "temperature"


def _ramped(found: Found) -> Built:
    """A change of pace that comes little by little."""
    before, after = (found.word(group)[0] for group in ("a", "b"))
    if before == after:
        return None
    return "gradually slower" if after == "s" else "gradually faster"


def _captions(found: Found) -> Built:
    return [Item("captions", found.items[0].start, found.items[-1].end)]


_CAPTIONED = Rule(
    rf"(?:write|put|show|display|print|type|burn|add)(?: (?:out|in|on|up))? (?:what|everything|"
    rf"whatever|all|every word|all the words|the words)(?: that| which)? (?:{_SPEAKER}"
    r"(?: (?:is|are|am|was|were))? (?:say|says|said|saying|speak|speaks|talk|talks|talking)|"
    r"(?:is|are|was|gets|being|is being|are being) (?:said|spoken))(?: about)?"
    r"(?!(?: \S+)* (?:file|document|txt|srt|vtt|chat|transcript))",
    _captions,
)
# "I don't want people to see the faces".
_HIDDEN = Rule(
    r"(?:i )?(?:do not want|no one|nobody)(?: (?:anyone|anybody|people|others|them|somebody|"
    r"someone))?(?: (?:to|should|can|must|may))+ (?:see|recognize|recognise|read)",
    lambda found: "hide",
)
# "never mind the fade".
_DISMISSED = Rule(
    r"(?:^|(?<=^okay )|(?<=^no )|(?<=^and )|(?<=^oh ))(?:never mind|nevermind|nvm|forget about)"
    r"(?= (?:the|my) \w)(?! the (?:last|other|first|second) )",
    lambda found: "remove",
)
FIRST = (_CAPTIONED, _HIDDEN, _DISMISSED)
"""What is put plainly before anything else: "write what he says at the bottom"."""

WORDING: tuple[Rule, ...] = (
    # "make an srt": who wants the words as a file wants no edit.
    Rule(r"(?:make|create|generate|produce|build)(?: me| us)? (?:an? |the )?"
         r"(?P<what>(?:srt|vtt|transcript)(?: file)?)",
         lambda f: [f.items[0].saying("give"), *f.under("what")]),
    # "play it forward, then in reverse".
    Rule(r"forwards?(?: ,)?(?: and| then)+ (?:play )?(?:it )?(?:then )?(?:in reverse|backwards?|"
         r"reversed?|back)(?: again)?(?= |$)", lambda found: "boomerang"),
    # "its too dark" is "it is".
    Rule(r"its(?= (?:too|so|very|super|way|not|really|just|upside|still|a bit|a little|kinda|kind|"
         r"all|pretty|quite|sideways|<num>|about|exactly|only|blurry|dark|shaky|noisy|quiet|loud|slow|fast|boring|grainy|muffled)"
         r"(?: |$))", lambda found: "it is"),
    Rule(rf"more (?P<adjective>{'|'.join(_COMPARED)})", _compared),
    Rule(rf"less (?P<adjective>{'|'.join(_OPPOSITES)})", _compared),
    # "first make it square, then ...": the order of wishes is that of the message.
    Rule(r"(?:^|(?<=; ))(?:please )?(?:first|firstly|second|secondly|third|thirdly|last)(?: ,)?"
         rf"(?= (?:please )?{DOING}\b)", lambda found: []),
    # "the second video" is about no second of time.
    Rule(r"(?<!<num> )second(?= (?:video|clip|file|picture|image|footage|photo|song|track|movie)"
         r"(?: |$))",
         lambda found: "other"),
    Rule(rf"(?:let it |make it |have it |it )?(?:start|starts|starting|begin|begins|go|goes|going|"
         rf"change|changing|fade|fading|turn|from)(?: (?:out|off|as|from|with|being|it|the|video|"
         rf"picture))* (?P<before>{_STATE})(?: (?:and|then|,|but|slowly|gradually|it|the|picture))*"
         rf" {_TURNING}(?: (?:up|into|to|back|slowly|gradually|being|again))* (?P<after>{_STATE})"
         r"(?: (?P<when>after|at|from)(?= (?:the )?(?:<num>|<time>|half)))?",
         _become),
    # "slowly speed up" is about how it comes.
    Rule(r"(?:slowly|smoothly|gently)(?= (?:accelerate|accelerates|speed|increase|raise|lower|"
         r"get|gets|become|becomes|dim|slow down|slow it|ramp|reveal|bring|go|lose)\b)",
         lambda found: "gradually"),
    Rule(rf"{_NOISY}(?: (?:the|all|any|some|that|this|up|of|<color>))*(?: (?:visual|video|picture|"
         rf"image|visible|digital))? noise (?:from|in|on|of|out of|off)(?: (?:the|my|this|our|"
         rf"dark))* {_PICTURE}(?! (?:sound|audio|track))",
         lambda found: "denoise picture"),
    # "start slow and get faster".
    Rule(rf"(?:start|starts|starting|begin|begins|go|goes|from)(?: (?:off|out|it))? (?P<a>{_PACE})"
         rf"(?: (?:and|then|,|but|it))* {_TURNING}(?: (?:up|to|gradually))* (?P<b>{_PACE})",
         _ramped),
    Rule(r"(?P<verb>rotate|turn)(?: (?:it|this|that|the|my|video|clip|picture))* (?:to|into)(?: a)?"
         r" (?:portrait|vertical|upright|landscape|horizontal)(?: mode| format| orientation)?"
         r"(?= |$)", lambda found: [found["verb"].saying("rotate")]),
    # "it is a bit yellowish": a complaint, and no wish for more of it.
    Rule(rf"(?:is|are|was|looks?|looking|seems?)(?: (?:a|bit|little|too|so|very|kinda|way|"
         rf"slightly))* (?P<color>{COLORS}) ish", _off_color),
    # "make the left half gray".
    Rule(r"(?P<verb>make|turn) (?P<what>(?:(?!it|that|this|them|and|then|,|;|title|text|border|"
         r"background|letters|words|color|frame|box)\S+ ){1,5})gray(?= (?:,|;|and|then|from|for|at|"
         r"please|<)|$)",
         lambda found: [found["verb"], *found.under("what"), found.items[-1].saying("grayscale")]),
    # "a 5 sec teaser for tiktok" is to be so long.
    Rule(r"(?:an? )?(?P<n><num>) (?P<unit>seconds?|secs?|s|minutes?|mins?)(?: long)? (?:teaser|"
         r"trailer|snippet|excerpt|cutdown|version)",
         lambda found: [found["n"], found["unit"], found.items[-1].saying("keep"),
                        Item(",", found.items[-1].end, found.items[-1].end)]),
    Rule(r"(?:animated )?webp (?:animation|image|picture|file)", lambda found: "webp"),
    # "fade from black" is how it begins.
    Rule(r"fade(?= from (?:black|white)(?! and white)(?!.* to ))(?! in)", lambda found: "fade in"),
    # "trim the picture to 16:9" is about its shape.
    Rule(r"(?:trim|cut|clip|shave)(?P<what>(?: (?!and|then|,|;)\S+){0,4})"
         r" (?P<to>to|into)(?= <aspect>)",
         lambda found: [found.items[0].saying("crop"), *found.under("what"), found["to"]]),
    # "swap the background for this".
    Rule(r"(?:swap|exchange|switch|trade)(?: out)? (?P<what>(?:(?!left|right|channels?|half|halves|"
         r"first|second|and|then|,|;)\S+ ){1,4}?)(?P<link>for|with|against|by)"
         r"(?= (?:this|that|the|a|an|my|<file>|another)(?: |$))",
         lambda found: [found.items[0].saying("replace"), *found.under("what"),
                        found["link"].saying("with")]),
    # "use this as the soundtrack", "the other recording instead of the original sound".
    Rule(r"(?P<verb>use|take|put|set) (?P<what>(?:(?!and|then|,|;|for)\S+ ){1,4}?)(?:in )?as"
         r"(?: (?:the|its|my|a|new|only))* (?P<sound>soundtrack|sound|audio)(?: track)?"
         r"(?= (?:,|;|and|please)|$)",
         lambda found: [found["verb"].saying("replace"), found["sound"].saying("audio"),
                        found["verb"].saying("with"), *found.under("what")]),
    Rule(r"(?P<verb>use|take|put|want) (?P<what>(?:(?!and|then|,|;|for)\S+ ){1,4}?)instead of"
         r"(?: (?:the|its|my|this|original|old|own))* (?P<sound>soundtrack|sound|audio)(?: track)?"
         r"(?= (?:,|;|and|please)|$)",
         lambda found: [found["verb"].saying("replace"), found["sound"].saying("audio"),
                        found["verb"].saying("with"), *found.under("what")]),
    Rule(r"(?P<verb>change|switch)(?: the| my| its)? (?P<sound>soundtrack|sound|audio|music)"
         r" (?P<to>to|into)(?= (?:this|that|<file>|my (?:song|track|file|recording|mp3))(?: |$))",
         lambda found: [found["verb"].saying("replace"), found["sound"].saying("audio"),
                        found["to"].saying("with")]),
    # "pic at 7 sec".
    Rule(r"(?:^|(?<=; ))(?:(?:a|one|get|take|give|grab|make|me|i|need|"
         r"want) )*(?:picture|photo|image)s? (?P<at>at|from|of)(?= (?:<num>|<time>|second|frame|"
         r"the (?:first|last|middle|end|start|beginning|very)|halfway)(?: |$))",
         lambda found: [found.items[0].saying("screenshot"), found["at"]]),
    Rule(r"(?:cut|chop|slice)(?P<what>(?: (?:it|this|the|video|clip))*) in half(?= .*\b(?:both|two|"
         r"halves|pieces|parts|files)\b)",
         lambda found: [found.items[0].saying("split"), *found.under("what"),
                        *found.items[-2:]]),
    # "the song underneath": no place on the picture.
    Rule(r"(?P<what>song|music|track|tune|soundtrack|recording|mp3) (?:underneath|below|beneath)",
         lambda found: [found["what"]]),
    # "so that deaf people can follow" says why.
    Rule(r"(?:, )?so (?:that )?(?!i |we |it |that )(?:\S+ ){1,4}?(?:can|could|will)(?: not)?"
         r"(?: (?!and|then|,|;)\S+){1,6}(?= (?:and|then|,|;)|$)", lambda found: []),
    # 'say it in German: "Hallo"'.
    Rule(r"(?:(?<=^)|(?<=; )|(?<=, )|(?<=and )|(?<=then ))(?:say|speak|tell)"
         r"(?P<how>(?: (?!and|then|,|;|<quote>)\S+){0,5}?)(?: :)?(?= <quote>)",
         lambda found: [found.items[0].saying("voiceover"), *found.under("how")]),
    # "turn this landscape video into a tiktok": what it is now is not what it is to be.
    Rule(r"(?:this|that|my|the|our) (?:landscape|horizontal|widescreen|wide|portrait|vertical|16:9|"
         r"4:3) (?P<what>video|clip|footage|recording|film|movie)(?= (?:in)?to |"
         r" (?:ready )?for )", lambda found: [found["what"]]),
    # "10 frames evenly spaced" are pictures, and no length of time.
    Rule(r"(?P<n><num>) frames(?= (?:evenly|equally|spread|spaced|throughout|(?:over|across|from|"
         r"out of) the (?:whole|entire|clip|video))(?: |$))",
         lambda found: [found["n"], found.items[-1].saying("stills")]),
    # "make a 5 second clip from the middle".
    Rule(r"(?:(?:make|create|cut|extract|give me|get me|i want) (?P<new>a |an |one ))?"
         r"(?P<n><num>) (?P<unit>seconds?|secs?|s|minutes?|min)(?: long)?(?: (?:clip|video|part|"
         r"piece|bit|section|excerpt|snippet))? (?:from|out of|in|around) the (?P<middle>middle|"
         r"center)(?: of (?:it|this|the (?:clip|video|film)))?(?= |$)",
         lambda found: [*([found.items[0].saying("keep")] if found.has("new") else []),
                        found["middle"].saying("the"), found["middle"].saying("middle"),
                        found["n"], found["unit"]]),
    # "only keep the sound between 5 and 10" cuts nothing off the picture.
    Rule(r"(?:(?:only|just) (?:keep|leave)|(?:keep|leave) (?:only|just))(?: the| its| my)? "
         r"(?:sound|audio)(?= (?:from|between|in the|during|of the|for the|in|at the)(?: |$))",
         lambda found: [found.items[0].saying("mute"), found.items[0].saying("except")]),
    # "turn it 180".
    Rule(r"(?P<verb>rotate|rotated|turn|turned|spin|tilt)(?P<what>(?: (?:it|this|the|my|video|clip|"
         r"picture|image|by|around|to))*) (?P<n><num>)(?= (?:,|;|and|then|please|to|clockwise|"
         r"counterclockwise|left|right)|$)",
         lambda found: [found["verb"], *found.under("what"),
                        Item("<degrees>", found["n"].start, found["n"].end, found["n"].value)]),
)  # fmt: skip
"""What is put plainly, in order."""
