"""Turns: what is said beside the point of the picture, the file and its purpose, put plainly.

"square for instagram" says what a square is for, "this gif" what is to be put on the picture, and
"as small as it gets" how small.
"""

from __future__ import annotations

from agent.planner.lexicon.places import COLORS
from agent.planner.reading.items import Built, Found, Rule

_SITES = r"(?:instagram|insta|ig|facebook|fb|linkedin|snapchat|pinterest|vimeo|tumblr|threads|vk)"
_PLATFORMS = r"(?:whatsapp|telegram|discord|tiktok|youtube|reels|shorts|twitter)"
_KINDS = r"(?: (?:feed|story|stories|posts?|profile|page|channel|ads?|dms?))*"
_SHAPE = (
    r"(?:<size>|<aspect>|<lines>|square|vertical|portrait|landscape|horizontal|(?:format|video|"
    r"clip|mb|px|wide|tall|fps)(?= for))"
)
_SCREEN = r"(?:(?:green|blue) ?(?:screen|background|backdrop)|chroma)"

_WORDS = r"(?:text|title|caption|captions|subtitles?|words?|letters)"
_LOOK = (
    rf"(?:{COLORS}|big|bigger|large|larger|huge|small|smaller|tiny|bold|italic|thin|thick|fat|"
    r"capital|block|bright|neon|colou?red|golden)"
)


def _pictured(found: Found) -> Built:
    """A file that is a picture, as one."""
    file = found["file"]
    if not str(file.value).lower().endswith((".png", ".jpg", ".jpeg", ".webp", ".gif")):
        return None
    how = [item for item in found.under("how") if item.word not in {"picture", "image", "file"}]
    picture = [file.saying("picture")]
    return [*how, *([] if how[-1].word == "logo" else picture), file]


def _left_out(found: Found) -> Built:
    """The part of the time that is left as it is; another part is no matter."""
    what = found.under("what")
    timed = any(item.word in _TIMED or item.word == "<time>" for item in what)
    return [found.items[0].saying("except"), *what] if timed else None


_TIMED = frozenset({"seconds", "second", "sec", "secs", "s", "minute", "minutes", "min", "intro",
                    "outro", "beginning", "start", "end", "ending"})  # fmt: skip


def _decade(found: Found) -> Built:
    return "vintage" if found.value("n") in _DECADES else None


_DECADES = frozenset(float(base + ten) for base in (0, 1900) for ten in range(20, 100, 10))

_PICTURE = r"(?:picture|frame|image|shot|screen|view)"
WHOLE = (
    # "4:5 with a blurred background": what fills the sides.
    Rule(r"(?P<what>(?:<aspect>|square|vertical|portrait|landscape|widescreen|horizontal)"
         r"(?: (?!;|then)\S+){0,8}? (?:with|on|over|using|and|,)(?: (?:an?|the|use|add))*)"
         r" (?:blurred|blurry|blur|blurring)(?: the)? (?:background|backdrop)",
         lambda found: [*found.under("what"), found.items[-1].saying("blurred"),
                        found.items[-1].saying("sides")]),
    Rule(rf"(?P<what><aspect>(?: (?!;|then|and|,)\S+){{0,5}}? (?:with|on|over|in)(?: an?| the)?"
         rf" (?:{COLORS})) (?:background|backdrop)",
         lambda found: [*found.under("what"), found.items[-1].saying("bars")]),
    # "keep everything in the picture", "don't cut off anything": another shape takes bars.
    Rule(rf"(?:keep|keeping|show|showing|leave|leaving|with)(?: (?:everything|everyone|all of it|"
         rf"all|the (?:whole|entire|full) {_PICTURE}))(?: (?:in|inside|within) (?:the )?"
         rf"{_PICTURE}| visible)(?= |$)|(?:keep|keeping|show|showing) (?:the (?:whole|entire|full)|"
         rf"all of the) {_PICTURE}", lambda found: "do not crop"),
    Rule(r"(?:do not|never) (?:cut|cutting|crop|cropping|lose|losing|chop|chopping)"
         r"(?: (?:off|out|away))? (?:anything|something|the sides|the edges|any of (?:it|the "
         r"picture)|stuff|people|heads)(?: (?:off|out|away))?", lambda found: "do not crop"),
)  # fmt: skip
"""How people say that nothing of the picture is to be lost, put plainly before anything else."""

TURNS: tuple[Rule, ...] = (
    # "make it old and grainy" wants the grain, "it is grainy" wants it gone.
    Rule(r"(?P<how>(?:make|making|look|looks|looking like|want)(?: (?!and|then|,|;|is|are|was|not|"
         r"less|too|no)\S+){0,7}(?: ,| and| , and)?(?: (?:a bit|kinda|really|very|more))?) grainy"
         r"(?! (?:video|footage|clip|picture|film|image|shots?))",
         lambda found: [*found.under("how"), found.items[-1].saying("grain")]),
    # "make it look blurry" is no complaint.
    Rule(r"(?P<v>make|makes|making|let)(?P<what>(?: (?!and|then|,|;)\S+){1,4}) (?:look|be|appear|"
         r"seem|become|get)(?= (?:a bit |really |very |so )?(?:blurry|blurred|out of focus|dark|"
         r"bright|unsharp))", lambda found: [found["v"], *found.under("what")]),
    # "no longer than 10 seconds".
    Rule(r"(?:no|not|nothing|be|is|at|to)* ?(?:no|not|nothing) (?:longer|more|over|above) than"
         r"(?= (?:about |around )?<num> (?:s|secs?|seconds?|mins?|minutes?)(?: |$))",
         lambda found: "max"),
    # "1080x1350 for instagram" says why.
    Rule(rf"(?P<what>{_SHAPE}) (?:for|on) (?:my |an? |the )?{_SITES}{_KINDS}",
         lambda found: found.under("what")),
    # "add this gif as a sticker": a picture, and no format.
    Rule(r"(?P<how>(?:add|put|place|overlay|stick|insert|use|show|paste|include)(?: in| on)?"
         r"(?: (?:this|that|the|my|attached|an?|animated|little))+) gif",
         lambda found: [*found.under("how"), found.items[-1].saying("picture")]),
    # "put my logo.png in the corner", "with beach.jpg".
    Rule(r"(?P<how>(?:(?:add|put|place|overlay|insert|use|show|stick|paste)(?: (?:this|that|the|my|"
         r"in|picture|image|photo|logo|file))*|with|by)) (?P<file><file>)", _pictured),
    # "playable on whatsapp".
    Rule(r"(?:playable|viewable|compatible|suitable|sendable|shareable|friendly|good|fine) (?:on|"
         r"in|with|for|via|through)(?= (?:\w+ )?(?:whatsapp|telegram|discord|tiktok|youtube|reels|"
         r"shorts|instagram|x|twitter)(?: |$))", lambda found: "ready for"),
    # "it is very dark": a complaint, whether "too" is said or not.
    Rule(r"(?<!so )(?<!that )(?<!until )(?<!sure )(?<!if )(?<!when )(?:it|everything|(?:the |my |"
         r"this )?(?:whole |entire )?(?:video|clip|picture|footage|film|image|shot|scene)) (?:is|"
         r"looks|seems|was|came out|turned out)(?: (?:so|very|really|kinda|kind of|pretty|quite|a "
         r"bit|a little|way|super|just|still|extremely|rather|all|a tad))* (?P<what>dark|dim|"
         r"bright|saturated|warm|cold|pale|flat|slow|fast)(?= |$)(?! enough)",
         lambda found: [found["what"].saying("too"), found["what"]]),
    # "the bit between 4 and 6 s" is a part, and no degree.
    Rule(r"(?P<how>the|that|this|first|last) bit(?= (?:between|from|where|at|when|after|before|"
         r"until)(?: |$))", lambda found: [found["how"], found.items[-1].saying("part")]),
    # "a version for twitter".
    Rule(r"(?:(?:make|create|give me|do|need|want|me|an?|the|another|one) )*(?:version|edit|cut|"
         rf"copy) for(?= {_PLATFORMS}(?: |$))", lambda found: "make it ready for"),
    # "no more than 8 mb".
    Rule(r"(?:no|not) (?:more|bigger|larger|heavier|over|above)(?: than)?(?= <num> (?:mb|mbs|megs?|"
         r"megabytes?|kb)(?: |$))", lambda found: "under"),
    # "too wide for tiktok".
    Rule(r"(?:(?:it|this|that|the|my|video|clip|file|is|way|far) )*too (?:wide|long|big|large|"
         r"heavy|tall|high) for(?= "
         rf"{_PLATFORMS}(?: |$))", lambda found: "ready for"),
    # "compress it as much as possible", "as small as you can".
    Rule(r"as (?P<how>much|far|hard|well|many|strongly|strong) as (?:possible|you can|it gets|it "
         r"goes|can be|one can)", lambda found: []),
    Rule(r"as (?P<how>\w+) as (?:possible|you can|it gets|it goes|can be|one can)",
         lambda found: found.under("how")),
    # "join them with a dissolve".
    Rule(r"(?P<how>(?:join|merge|combine|stitch|connect|glue|concatenate|put|link)(?: (?!;|,)\S+)"
         r"{0,6}?) (?:cross )?(?:dissolve|dissolves|dissolving)",
         lambda found: [*found.under("how"), found.items[-1].saying("crossfade")]),
    # "remove the green screen and make the background blue": one goes for the other.
    Rule(rf"(?:remove|rmv|delete|key out|take out|get rid of|drop)(?: the| my)? (?P<screen>"
         rf"{_SCREEN})(?: ,)? and(?: then)? (?:make|put|set|add|use|turn)(?: (?:the|an?|my|it|"
         rf"background|behind|to|into|be))* (?P<color>{COLORS})(?: background)?"
         r"(?: behind(?: (?:it|me|him|her|them))?)?",
         lambda found: [found.items[0].saying("replace"), found.items[0].saying("the"),
                        *found.under("screen"), found["color"].saying("with"),
                        *found.under("color")]),
    # "huge red letters" are how a text looks.
    Rule(rf"(?P<look>{_LOOK}) (?:letters|lettering|characters)(?! by)",
         lambda found: found.under("look")),
    # "make the background of the text black" is about what stands around its letters.
    Rule(rf"(?:background|backdrop|box) (?:of|behind|for|around|under) (?:the |my |its )?"
         rf"(?P<what>{_WORDS})|(?P<whose>{_WORDS}) (?:background|backdrop)",
         lambda found: [*found.under("what" if found.has("what") else "whose"),
                        found.items[-1].saying("box")]),
    # "black bars left and right": where bars lie, their shape tells.
    Rule(r"(?P<what>bars|borders)(?: (?:on|at|to|in))?(?: the| both| either)* (?:left and(?: the)? "
         r"right|top and(?: the)? bottom|sides|ends)(?: sides?)?",
         lambda found: [found["what"]]),
    # "black and white but keep the last 2 seconds in colour": a part that is left out.
    Rule(r"(?:,|but|and|while|, but|, and)? ?(?:keep|keeping|leave|leaving) (?P<what>(?:(?!and|"
         r"then|,|;)\S+ ){1,7}?)(?:in (?:full |normal |original )?color|colored|normal|as it "
         r"is|as is|unchanged|untouched|alone|sharp|clear|original)(?= |$)", _left_out),
    # "contrast up, brightness down".
    Rule(r"(?P<what>brightness|contrast|saturation|exposure|volume|audio|sound|bass|treble|"
         r"temperature|highlights|shadows) (?P<way>up|down)(?= |$)",
         lambda found: [found["way"].saying("increase" if found.word("way") == "up" else "reduce"),
                        found["what"]]),
    # "smaller in mb".
    Rule(r"in (?:mb|mbs|megabytes?|file ?size|data size)(?= |$)", lambda found: "file size"),
    # "darken the edges".
    Rule(r"(?:darken|dim|shade|blacken)(?: (?:the|all|its|four))* (?:edges|corners|borders|sides)|"
         r"(?:make|with|have|get)(?: (?:the|all|its|four))* (?P<w>edges|corners|borders) (?:darker|"
         r"dark|black)|(?:dark|darker|shaded) (?P<v>edges|corners)",
         lambda found: "vignette"),
    # "an 80s look" is about no seconds.
    Rule(r"(?:the |an? |early |late )*(?P<n><num>) s(?P<how> (?:retro|style|look|looks|vibes?|feel|"
         r"feeling|film|movie|aesthetic|tv|camcorder|tape|effect|filter))+", _decade),
)  # fmt: skip
"""What is put plainly after the turns of ``wording``, in order."""
