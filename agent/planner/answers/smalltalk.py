"""Small talk: greetings, thanks, "what can you do?"; a kind and short answer to each."""

from __future__ import annotations

import re

from agent.planner.choosing.index import Index
from agent.planner.choosing.refusal import lacking
from agent.planner.draft import Draft
from agent.planner.reading.message import Reader
from tools.clip import Clip

_ABOUT = re.compile(
    r"^(?:; |so |and |okay |hey |hi |hello |please |, )*(?:what (?:all )?(?:can|do|could) (?:you|i|"
    r"we) (?:do|edit|make|help)|what (?:are|is) (?:you|your) "
    r"(?:able|capable|capabilities|features|functions|skills)|help(?: me)?(?: ;)?$|what (?:edits|"
    r"effects|filters|tools|features|"
    r"commands|options|else) (?:can|do|are|have)|(?:how|what) (?:does|do) (?:this|it|you) work|"
    r"commands$|menu$|"
    r"(?:show|list|tell)(?: me)? (?:all |the |your |what )*(?:commands|features|tools|capabilities|"
    r"effects|filters|you can do)|"
    r"how (?:do|can) i use (?:you|this|it)|what is this(?: ;)?$)"
)
# "can you add subtitles?" asks what there is; "could you add some" and "can you add a" want it.
_CAPABLE = re.compile(
    r"^(?:; |so |and |okay |hey |hi |hello |, |but )*(?:can|do|are|will|does) "
    r"(?:you|it|this|vfxb|the bot)(?: also| even| ever)? "
    r"(?:able to |support |do |handle |know how to |capable of |offer |have |make |add |edit |"
    r"remove |work with |read |open |(?=\w+ (?:\w+ )?(?:videos|clips|files|movies|gifs)(?: ;|$)))"
    r"(?P<what>(?!some |an? |more ).+?)(?: ;)*$"
)
_OBJECT = re.compile(r"(?:^| )(?:it|this|that|the|my|first|last|from|at|me|<\w+>)(?: |$)")
_ANYTHING_ELSE = "Tell me if you want anything else changed."
_LEFT = "All right, I leave it as it is."
_INSULT = (
    r"^(?:you|your|you are|this (?:bot|thing) is|bot) (?:are |is )?(?:so |too |really |very |"
    r"such an? )*"
    r"(?:slow|bad|stupid|dumb|useless|terrible|awful|suck|sucks|stink|idiot|annoying|wrong)$"
)
_SAID = (
    (r"\b(?:thanks|thank you|thank|thx|cheers|appreciated)\b",
     f"You are welcome! {_ANYTHING_ELSE}"),
    (r"^(?:hi|hello|hey|yo|hiya|good (?:morning|evening|afternoon)|greetings|sup|howdy)\b", ""),
    (r"^(?:(?:okay|thanks|thank you|well|so|and|,|;|have a|that is all) )*(?:bye|goodbye|see you|"
     r"good night|cya|take care)\b(?:(?: \S+){0,3})$",
     "Goodbye! Your clip and its versions stay here for when you come back."),
    (r"\bhow are you\b|\bwhat is up\b", "Fine, thank you! What shall I do with your clip?"),
    (r"^(?:who|what) are you\b|\bare you (?:a |an )?(?:bot|human|robot|ai|real)\b|\byour name\b",
     "I am VFXB, a video editor that you talk to. Send a clip and say what you want, such as "
     "“trim to 0:02-0:10 and make it black and white”."),
    (r"^(?:who|what company|which company) (?:made|built|wrote|created|programmed|owns|designed) "
     r"(?:you|this|vfxb)\b|\bwho is your (?:maker|creator|boss|owner)\b",
     "I am VFXB, a video editor that you talk to; more about my makers stands in my README. What "
     "shall I do with your clip?"),
    (_INSULT, "Sorry that you are not happy with me. Tell me what to change about the clip, or say "
     "“undo” to take the last edit back."),
    (r"\b(?:tell me a joke|joke)\b",
     "I would, but I only know how to cut things short. What shall I edit?"),
    (r"^(?:never ?mind|nevermind|forget it|leave it|nothing|no thanks?)\b|"
     r"^(?:cancel|stop)(?: (?:it|that|this|now|please|everything|all|editing|rendering|there))*$",
     _LEFT),
    (r"^(?:yes|okay|sure|yep)\b", "Good. What shall I do next?"),
    (r"^(?:actually |wait |oh |hmm )*no\b", f"{_LEFT} What should I do instead?"),
    (r"^(?:wait|hold on|hang on|one (?:moment|second|minute)|<num> seconds?)(?: please)?$",
     "Take your time. Tell me when you know what to do with the clip."),
    (r"\b(?:love|like) (?:it|this|that)\b|\bwell done\b|\b(?:good|great|nice) (?:job|work|bot)\b",
     f"Glad you like it! {_ANYTHING_ELSE}"),
    (r"\b(?:i do not like|hate|terrible|ugly|awful|bad|sucks|horrible)\b",
     "Sorry about that. Say “undo” to take the last edit back, or tell me what to change."),
    (r"^(?:good|great|nice|perfect|awesome|cool|super|wow|excellent|amazing|lovely|fantastic|fine|"
     r"well|beautiful|brilliant|wonderful)\b",
     f"Glad you like it! {_ANYTHING_ELSE}"),
)  # fmt: skip

NOTHING_SAID = (
    "What shall I do with the clip? You could say “trim to the first 5 seconds”, “make it black "
    "and white” or “add the title “Hello””."
)
NOT_MY_FIELD = (
    "I only know about editing your clips, so I cannot say. Is there something to cut, change or "
    "add in one?"
)
WHAT_BETTER = (
    "Gladly. What should I change: the picture, the sound or the length? You could say “sharpen it "
    "a bit”, “upscale it”, “remove the grain”, “make the voice clearer” or “trim to the first 5 "
    "seconds”."
)
_BETTER = re.compile(
    r"\b(?:better|nicer|improve|improved|enhance|cool|cooler|professional|amazing|fancy|fun|funny|"
    r"interesting|beautiful|epic|awesome|magic|surprise|viral|polish|fix|something nice)\b|"
    r"\b(?:higher|better|more|good|high|max|maximum|best|great|increase|raise|boost|improve)\b"
    r"(?: \S+){0,2} quality\b"
)
_KNOWN_FOR = (
    "cut and trim, change the speed, crop and resize, apply looks such as black and white or "
    "vintage, brighten, blur and sharpen, write titles, speak voice-overs, clean up, mute or "
    "change "
    "the sound, and make GIFs and other formats"
)


def wants_better(line: str) -> bool:
    """Whether a wish is only for something nicer."""
    return bool(_BETTER.search(line))


def insults(line: str) -> bool:
    """Whether somebody is only angry: no edit is meant by "you are so slow"."""
    return bool(re.match(_INSULT, line))


def asks_what(line: str) -> bool:
    """Whether a line of spelled words asks what there is to do."""
    return bool(_ABOUT.search(line))


def abilities(clip: Clip | None) -> str:
    """What can be done, with a request to copy."""
    start = "Try “trim to the first 5 seconds and make it black and white”."
    if clip is None:
        start = f"Send me a clip and say what you want. {start}"
    return f"I can {_KNOWN_FOR}. Say several things at once if you like, and “undo” any. {start}"


def capability(line: str, index: Index, reader: Reader, draft: Draft) -> str:
    """The answer to "can you do slow motion?"; empty when it asks for the edit itself."""
    from agent.planner.choosing.choose import choose
    from agent.planner.wishes.split import Wish

    found = _CAPABLE.match(line)
    if not found or _OBJECT.search(found["what"]):
        return ""
    what = found["what"].strip(" ;,.?")
    items = reader.read(what).items
    if not items:
        return ""
    choice = choose(Wish((items,)), what, index, draft.clip.facts if draft.clip else None)
    if choice is not None and not lacking(what, index, choice):
        example = choice.entry.spec.examples[0]
        summary = choice.entry.spec.summary.rstrip(".")
        return f"Yes: I can {summary[0].lower()}{summary[1:]}. Say, for example, “{example}”."
    if missing := lacking(what, index):
        return f"No, {missing.reason}. {missing.nearest}".strip()
    return ""


_LISTED = re.compile(
    r"^(?:; |so |and |okay |hey |, )*(?:what|which|list|show|tell)\b.*?\b(?P<what>filters?|looks?|"
    r"effects?|voices?|formats?|codecs?|styles?|positions?|layouts?|transitions?|animations?|"
    r"platforms?|channels?|engines?|counters?|sounds?|motions?|fonts?|settings?|options?|"
    r"parameters?)\b"
    r"(?! (?:is|does|was|of|the (?:clip|video|file))\b)"
)
_ALIKE = {"look": "filter", "effect": "filter", "counter": "kind", "channel": "layout"}
_TOLD = {
    "font": "Any font that is installed on this machine can be named, and some come along; without "
    "one I take a clear sans serif. Say, for example, “add the title “Hello” in the font Arial”.",
    "setting": "Every edit has settings of its own, such as how strong, where, in which colour and "
    "from when to when: say them along, such as “blur the left half by 30% from 2 to 5 s”. "
    "`vfxb tools` lists them all. Those of the program itself are environment variables; "
    "docs/settings.md tells each.",
}
_TOLD["option"] = _TOLD["parameter"] = _TOLD["setting"]


def choices_of(line: str, index: Index) -> str:
    """What there is to choose from, for "what filters do you have?"; empty for other lines."""
    found = _LISTED.match(line)
    if not found or not re.search(r"\b(?:you|there|list|available|all|your|can i|choose)\b|"
                                  r"\bare$", line):  # fmt: skip
        return ""
    word = found["what"].rstrip("s")
    if word in _TOLD:
        return _TOLD[word]
    word = _ALIKE.get(word, word)
    for entry in index.clip_tools:
        for slot in entry.slots:
            if slot.choices and word in {slot.name, *slot.name.split("_")}:
                named = ", ".join(choice.replace("_", " ") for choice in slot.choices)
                return f"There are {named}. Say, for example, “{entry.spec.examples[0]}”."
    return ""


_COOL = re.compile(
    r"^(?:please |and |just |; )*make (?:it|this|that|the (?:video|clip)) (?:look |really |very |"
    r"super |so |more )*(?:cool|nice|pretty|great|good|fancy|amazing|awesome|epic|beautiful)$"
)


def wants_only_better(line: str) -> bool:
    """“make it cool”: no look is named, least of all a cold one."""
    return bool(_COOL.match(line))


def introduces(line: str) -> bool:
    """Whether somebody only tells a name: "my name is Bob"."""
    return bool(_NAMED.match(line))


_NAMED = re.compile(
    r"^(?:hi |hello |hey |, |; )*(?:my name is|i am called|call me) (?:<quote>|\w+)$"
)
MET = "Nice to meet you! What shall I do with your clip?"


def reply(line: str, clip: Clip | None) -> str:
    """A kind answer to what is no request; empty when it is none of that."""
    for pattern, said in _SAID:
        if re.search(pattern, line):
            return said or _hello(clip)
    return ""


def _hello(clip: Clip | None) -> str:
    if clip is None:
        return (
            "Hello! Send me a clip and say what you want, such as “trim to 0:02-0:10 and make it "
            "black and white”."
        )
    return f"Hello! I have “{clip.source.name}” here. What shall I do with it?"
