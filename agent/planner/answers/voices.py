"""Voices: what a message says about voices themselves: list, clone, delete, how they speak.

Names are kept as they were written, so these are read in the message itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.planner.asking.exchange import says_no
from agent.planner.plan import Call, Plan, Situation
from agent.planner.plans import ask
from agent.studio import CALLED, CONSENT, consents
from tools.services.speech.refused import INSTEAD
from tools.values.voices import SPEECH_ENGINES

if TYPE_CHECKING:
    from collections.abc import Callable

NAMELESS = "What should the voice be called? Say for example: Anna."
_LEFT = "All right, no voice was made."

_START = r"^\W*(?:(?:please|pls|now|and|then|ok|okay|hey|can you|could you|would you)\W+)*"
_END = r"(?:\W+(?:please|pls|now|thanks|thank you|for me|any ?more))*\W*$"
_QUOTES = " \t\n.!?,;:\"'“”«»‘’"
_NAME = r"[\"“']?(?P<name>[^\W\d_][\w .-]{0,38}?)[\"”']?"
# What makes a voice of these two words something else: "the voice over", "voice track".
_OTHER = r"(?!\s*-?\s*(?:overs?|tracks?|memos?|notes?|recordings?|settings?|of|in|from|at|and)\b)"


def _rule(pattern: str) -> re.Pattern[str]:
    return re.compile(_START + pattern + _END, re.IGNORECASE | re.DOTALL)


_LIST = (
    _rule(r"(?:list|show|tell|give|name)(?: me)?(?: all)?(?: of)?(?: the| your| my| available)*"
          r"(?: cloned| own)? voices(?: (?:you have|there are|that there are|i have|available))?"),
    _rule(r"(?:what|which) (?:are (?:the|your|my) )?(?:different |cloned )?voices"
          r"(?: (?:are there|do you have|do i have|have i|have you|can i (?:use|choose|pick)"
          r"(?: from)?|are available|exist|can you do|there are))?"),
)  # fmt: skip
_CLONE = re.compile(
    _START + r"(?:(?:clone|replicate)\s+(?:my|this|the|that|his|her|their|[\w]+['’]s)"
    r"\s+(?:own\s+)?voice|(?:make|create)\s+(?:me\s+)?(?:a\s+)?(?:voice\s+(?:clone|copy)|(?:clone|"
    r"copy)\s+of\s+(?:my|this|the|that|his|her|their)\s+voice|voice\s+(?:called|named)\s+"
    r"(?P<first>[\w-]+)\s+(?:from|out of|of)))\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_CALLED = re.compile(
    r"\b(?:call(?:ed)?|name(?:d)?)\s+(?:it\s+|him\s+|her\s+|the\s+voice\s+|that\s+)?" + _NAME
    + r"(?=\s+(?:from|out of|please)\b|[,;]|\W*$)|\b(?:as|under the name)\s+" + _NAME.replace(
        "name>", "under>") + r"(?=\s+(?:from|out of|please)\b|[,;]|\W*$)",
    re.IGNORECASE,
)  # fmt: skip
_SPAN = re.compile(
    r"\b(?:from|between)\s+(?P<start>\d[\d:.]*\s*(?:s|sec\w*|min\w*)?)\s*(?:to|-|–|until|till|and)\s*"
    r"(?P<end>\d[\d:.]*\s*(?:s|sec\w*|min\w*)?)",
    re.IGNORECASE,
)
_FROM_FILE = re.compile(
    r"\b(?:from|of|out of)\s+(?:the|my|this|that)\s+(?:(?:attached|sent|audio|sound|voice)\s+)*"
    r"(?P<file>recording|file|attachment|audio|mp3|wav|memo|[\w-]+\.\w{2,4})\b",
    re.IGNORECASE,
)
_DELETE = (
    _rule(rf"(?:delete|remove|erase|drop|get rid of) (?:the |my )?(?:own |cloned )?voice{_OTHER}"
          rf"(?: called| named)? {_NAME}"),
    _rule(rf"(?:delete|remove|erase|drop) {_NAME}['’]s (?:cloned )?voice"),
    _rule(r"(?:delete|remove|erase|drop) my (?:cloned|own) voice(?P<name>)"),
)  # fmt: skip
_READ = _rule(
    r"(?:(?:what are|what're|show|list|tell|give)(?: me)?(?: the| my| your| all| current| present)*"
    r" voice settings|(?:what are|show)(?: me)?(?: the)? settings of (?:the|my|this) voice(?: "
    + _NAME + r")?|how is the voice set(?: up)?|(?:the )?voice settings)"
)  # fmt: skip
_VOICE = r"(?:(?:the|my|this|that|its) )?(?:voice(?:[ -]?over)?|narrator|narration|speaker)"
_MANNER = r"(?!(?:an?|much|even|sound|be|speak|more|less|steadier|closer|slightly)\b)"
_WHOSE = (
    rf"(?:{_VOICE}{_OTHER}(?: {_MANNER}{_NAME})?|{_NAME.replace('name>', 'owner>')}['’]s voice)"
)
_TRAITS = {
    "stability": r"stab(?:le|ility)|stead(?:y|ier|iness)|even(?:ness)?|consisten(?:t|cy)|"
                 r"constant|monotonous|monotone",
    "expression": r"expressi(?:ve(?:ness)?|on)|emotional|emotion|exaggerat(?:ed|ion)|style|"
                  r"animated|varied",
    "similarity": r"similar(?:ity)?|close(?:r)?(?: to the (?:original|recording|real one))?|"
                  r"faithful|like the (?:original|recording)",
}  # fmt: skip
_TRAIT = rf"(?P<what>{'|'.join(_TRAITS.values())})"
_MORE = rf"(?P<way>(?:a (?:bit|little) |much |even )?(?:more|less)) {_TRAIT}"
_CHANGE = (
    _rule(rf"(?:make|let|have|keep) {_WHOSE} (?:sound |be |speak )?{_MORE}"),
    _rule(rf"(?:make|let|have|keep) {_WHOSE} (?:sound |be )?(?P<what>steadier|closer)(?: to the "
          r"(?:original|recording))?(?P<way>)"),
    _rule(rf"(?P<way>more|less) (?P<what>stability|expression|expressiveness|similarity)"
          rf"(?: (?:in|for|of) {_WHOSE})?"),
)  # fmt: skip
_SET = _rule(
    r"(?:set|change|put|turn) (?:the )?(?:voice(?:['’]s)? )?(?P<what>stability|similarity|"
    rf"expression|expressiveness)(?: (?:of|for) {_WHOSE})? (?:to|at|=) "
    r"(?P<value>\d[\d.]*\s*(?:%|percent)?)"
)
_IN_A_VOICE = re.compile(
    r"\b(?P<how>in|with|by|using|use) (?:(?P<owner>[A-Z][\w-]+)['’]s voice|the voice(?: of|"
    r" called| named)? (?P<name>[A-Z][\w-]+))\b"
)
_FIT = re.compile(
    r"(?:,|;)?\s*(?:and|so that|so)?\s*(?:make|fit|squeeze|stretch)\s+(?:it|that|the (?:voice"
    r"(?:[ -]?over)?|words|speech|narration))\s+(?:in|into|to|within|last|lasts|take)\s+"
    r"(?:exactly\s+)?"
    r"(?P<time>\d[\d.]*\s*(?:s|secs?|seconds?))\b",
    re.IGNORECASE,
)
_SPEAKING = re.compile(
    r"\b(?:voice[ -]?over|narrat\w+|say(?:s|ing)?|speak|read)\b.*[\"“”«]", re.IGNORECASE | re.DOTALL
)
_EVERYBODYS = frozenset({"Child", "Woman", "Man", "Girl", "Boy", "Grandpa", "Grandma", "Narrator"})


def of_voices(message: str) -> Call | None:
    """The call that a message as a whole asks for; None when it is about something else."""
    words = message.strip()
    readers: tuple[Callable[[str], Call | None], ...] = (
        _listed,
        _cloned,
        _read,
        _changed,
        _deleted,
    )
    return next(filter(None, (read(words) for read in readers)), None)


def rewritten(message: str) -> str:
    """The message with its ways to name an own voice and a length of speech in one spelling."""

    def mine(found: re.Match[str]) -> str:
        name = found["owner"] or found["name"]
        return found[0] if name in _EVERYBODYS else f"{found['how']} my voice {name}"

    text = _IN_A_VOICE.sub(mine, message)
    if _SPEAKING.search(text):
        text = _FIT.sub(lambda found: f" that lasts {found['time']}", text)
    return text


def answered(situation: Situation, plan: Callable[[str], Plan]) -> Plan | None:
    """The plan for an answer to a question about voices, or for a new wish; None for neither.

    Args:
        situation: The question, what it was about, and the answer.
        plan: Plans a message.
    """
    question, text = situation.question, situation.text.strip()
    about = situation.asked_about
    if anew := of_voices(text):
        return Plan(calls=(anew,))
    if question.startswith(CONSENT):
        if not consents(text):
            return Plan(text=_LEFT) if says_no(text.lower()) else None
        return Plan(calls=(_asked_for(situation),))
    if question == NAMELESS:
        name = text.strip(_QUOTES)
        return plan(f"{about.rstrip(_QUOTES)} and call it {name}") if 0 < len(name) <= 40 else None
    if instead := _substitute(question):
        return _instead(situation, plan(about), instead) if consents(text) else None
    return None


def _asked_for(situation: Situation) -> Call:
    """The voice that our question was about: its name stands there, the rest was said before."""
    name = situation.question.removeprefix(CONSENT).removeprefix(CALLED).rstrip(".")
    earlier = [words for who, words in reversed(situation.dialogue) if who == "person"]
    for words in (situation.asked_about, *earlier):
        if _CLONE.match(words.strip()):
            call = _cloned(f"{_CALLED.sub('', words.strip())} and call it {name}")
            return call or Call(tool="clone_voice", args={"name": name}, wish=words)
    return Call(tool="clone_voice", args={"name": name}, wish=situation.asked_about)


def _substitute(question: str) -> str:
    """Name of the engine that was offered in the place of another one."""
    for engine, name in SPEECH_ENGINES.items():
        if question.endswith(INSTEAD.format(instead=name)):
            return engine
    return ""


def _instead(situation: Situation, plan: Plan, engine: str) -> Plan:
    """The plan with another engine, also for what is spoken in the edit already."""
    calls = tuple(
        replace(call, args={**call.args, "engine": engine})
        if call.tool == "generate_voice"
        else call
        for call in plan.calls
    )
    old = tuple(
        Call(tool="change_edit", args={"step": number, "args": {"engine": engine}})
        for number, step in enumerate(situation.history.steps, 1)
        if step.tool == "generate_voice" and step.args.get("engine") not in {None, engine}
    )
    return replace(plan, calls=(*old, *calls))


def _listed(words: str) -> Call | None:
    found = any(rule.match(words) for rule in _LIST)
    return Call(tool="list_voices", wish=words) if found else None


def _cloned(words: str) -> Call | None:
    found = _CLONE.match(words)
    if found is None:
        return None
    rest = found["rest"]
    named = _CALLED.search(rest)
    name = found["first"] or (named and (named["name"] or named["under"])) or ""
    if not name.strip(_QUOTES):
        return ask(NAMELESS)
    args = {"name": name.strip(_QUOTES)}
    if span := _SPAN.search(rest):
        args |= {"start": span["start"].strip(), "end": span["end"].strip()}
    if file := _FROM_FILE.search(f" from {rest}" if found["first"] else rest):
        args["recording"] = file["file"] if "." in file["file"] else "the latest one"
    return Call(tool="clone_voice", args=args, wish=words)


def _deleted(words: str) -> Call | None:
    for rule in _DELETE:
        if found := rule.match(words):
            return Call(tool="delete_voice", args={"name": found["name"] or "my voice"}, wish=words)
    return None


def _read(words: str) -> Call | None:
    found = _READ.match(words)
    if found is None:
        return None
    args = {"voice": found["name"]} if found["name"] else {}
    return Call(tool="voice_settings", args=args, wish=words)


def _changed(words: str) -> Call | None:
    found = next(filter(None, (rule.match(words) for rule in (*_CHANGE, _SET))), None)
    if found is None:
        return None
    said = found.groupdict()
    what = next(t for t, like in _TRAITS.items() if re.fullmatch(like, said["what"], re.I))
    amount = said.get("value") or ("less" if "less" in (said.get("way") or "") else "more")
    whose = (said.get("name") or said.get("owner") or "").strip()
    args = {"voice": whose} if whose else {}
    return Call(tool="voice_settings", args={**args, what: amount.strip()}, wish=words)
