"""Remember: what a person wants always, and wants to have forgotten."""

from __future__ import annotations

import re
from typing import Any

from agent.planner.choosing.choose import Choice, choose
from agent.planner.choosing.index import Index
from agent.planner.draft import Meant
from agent.planner.plan import Call
from agent.planner.reading.message import Reading
from agent.planner.wishes.split import Wish

_SHOWING = re.compile(
    r"\b(?:what|which|do|show|list|tell)\b.*\b(?:remember|know|memory|memories|preferences|"
    r"remembered|learned|learnt|stored)\b(?! (?:how|to))"
)
_ABOUT_ME = re.compile(r"\b(?:me|my|preferences|memory|memories|remember|remembered)\b")
_FORGETTING = re.compile(
    r"\b(?:forget|unlearn|(?:do not|stop|never) (?:remember|remembering|using|use|always)|"
    r"(?:delete|remove|clear|erase|wipe) (?:my |the |all |your )*(?:memory|memories|"
    r"preferences?))\b"
    r"(?: about)?(?P<what>.*)"
)
_WHOLE_MEMORY = re.compile(
    r"\b(?:delete|remove|clear|erase|wipe|forget) (?:my |the |all |your |of |whole |entire )*"
    r"(?:memory|memories|data)\b"
)
_ALWAYS = re.compile(
    r"\b(?:always|from now on|by default|in the future|in future|"
    r"(?:every|each) time(?! (?:he|she|they|someone|somebody)\b)|"
    r"remember that|remember to|remember :|remember i|remember my|please remember|going forward|i "
    r"prefer|i usually|i like my|"
    r"my default|default to|as default|as a default|as my default|all my (?:titles|texts|videos|"
    r"clips|gifs|captions|voice|"
    r"voiceovers))\b"
)
# "I do not like blue titles anymore": what was wanted before is wanted no longer.
_NO_LONGER = re.compile(
    r"\b(?:do not|no longer) (?:like|want|need|prefer|love|use)(?: to (?:have|see))? "
    r"(?P<what>.+?)(?: (?:anymore|any more|any longer))?$"
)
_ANYMORE = re.compile(r"\b(?:anymore|any more|any longer|no longer)\b")
_NOTED = re.compile(
    r"^\s*(?:please\s+|can you\s+|could you\s+|por favor\s+)*"
    r"(?:remember(?:\s+that|\s*:|\s+to)?|recuerda(?:\s+que|\s*:)?)\s+",
    re.IGNORECASE,
)
NOT_WHOLE = (
    "I can keep values of edits as standing wishes, such as colours, sizes, voices and formats, "
    "but not a whole edit: it would not happen by itself"
)
NEAREST_TO_WHOLE = "Ask for it with a clip, and I do it then."
ONLY_WHERE_MISSING = (
    "a standing wish only fills in what you leave open when you ask for that edit; it does not "
    "start the edit by itself"
)
_MARKERS = re.compile(
    r"\b(?:please |can you |could you )?(?:always|from now on|by default|every time|each time|in "
    r"(?:the )?future|"
    r"(?:please )?remember(?: that| to| :)?|going forward|as (?:a |my |the )?default|default to|"
    r"i prefer|i usually(?: want| like| use)?|i like|i would like|i want|should be|i never want|"
    r"prefiero|siempre|por defecto|quiero|a partir de ahora|de ahora en adelante|desde ahora)\b"
)


def remembers(line: str) -> bool:
    """Whether a line of spelled words is about what is remembered."""
    return bool(
        _ALWAYS.search(line)
        or _ANYMORE.search(line)
        and _NO_LONGER.search(line)
        or _FORGETTING.search(line)
        and not re.search(r"\bforget it\b", line)
        or _SHOWING.search(line)
        and _ABOUT_ME.search(line)
    )


def remember(reading: Reading, index: Index) -> Meant:
    """The calls on the memory that a message asks for."""
    line = reading.line.strip(" ;,.")
    words = reading.message.strip()
    if _SHOWING.search(line) and not _ALWAYS.search(line):
        return Meant(calls=(Call(tool="show_memory", wish=words),))
    if _ANYMORE.search(line) and (gone := _NO_LONGER.search(line)):
        args = {"what": gone["what"]}
        return Meant(calls=(Call(tool="forget_memory", args=args, wish=words),))
    if (found := _FORGETTING.search(line)) and not _ALWAYS.match(line):
        what = re.sub(
            r"^(?:\s|about|the|my|that i|what i said|for|please|;|,)+|[ ;,.]+$", "", found["what"]
        )
        what = "" if what in {"that", "it", "this", "", "again"} else what
        if not what and _WHOLE_MEMORY.search(line):
            what = "everything"
        args = {"what": what} if what else {}
        return Meant(calls=(Call(tool="forget_memory", args=args, wish=words),))
    return Meant(calls=tuple(_kept(reading, index)))


def _kept(reading: Reading, index: Index) -> list[Call]:
    """One call for each argument that the wish sets, or one for the words alone."""
    words = reading.message.strip().rstrip(".!")
    text = _NOTED.sub("", words)
    bare = _bare(reading)
    items = index.reader.read(bare).items
    choice = choose(Wish((items,)), bare, index, None, whole=False) if items else None
    if choice is None:
        return [Call(tool="remember_preference", args={"text": words}, wish=words)]
    required = {slot.name for slot in choice.entry.required}
    chosen = {name: value for name, value in choice.form.args.items() if name not in required}
    if not chosen:
        whole = {"reason": f"{NOT_WHOLE}.", "nearest": NEAREST_TO_WHOLE}
        return [Call(tool="decline", args=whole, wish=words)]
    calls = []
    for argument, value in chosen.items():
        args: dict[str, Any] = {
            "text": text, "tool": choice.entry.name, "argument": argument, "value": value,
        }  # fmt: skip
        calls.append(Call(tool="remember_preference", args=args, wish=words))
    return [*calls, *_only_where_missing(choice, chosen, text)]


def _only_where_missing(choice: Choice, chosen: dict[str, Any], text: str) -> list[Call]:
    """The honest word where what is kept is all that the edit consists of."""
    main = [slot for slot in choice.entry.slots if slot.choices and slot.name in chosen]
    if choice.entry.required or not main:
        return []
    args = {"wish": text[:120], "reason": ONLY_WHERE_MISSING}
    return [Call(tool="leave_out", args=args, wish=text)]


def _bare(reading: Reading) -> str:
    """The wish without the words that make it one for always, quoted text put back."""
    text = re.sub(r"\s+", " ", _MARKERS.sub(" ", reading.message.lower().replace("’", "'")))
    return text.strip(" ,.;:!")
