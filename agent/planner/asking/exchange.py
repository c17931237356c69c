"""Exchange: a question of ours and the answer to it are one request."""

from __future__ import annotations

import re

from agent.planner.draft import Meant

_YES = re.compile(
    r"^(?:yes|yep|yeah|okay|sure|correct|right|exactly|please do|do it|of course|y)\b"
)
_NO = re.compile(
    r"^(?:no|nope|never ?mind|cancel|stop|forget it|leave it|nothing|skip it)\b[ ;,.!]*(?:thanks|"
    r"thank you|please)?[ ;,.!]*$"
)


_COMMAND = re.compile(
    r"^(?:please |no |just )*(?:make|cut|trim|mute|undo|redo|crop|resize|speed|slow|convert|export|"
    r"blur|sharpen|remove|delete|rotate|flip|reverse|keep|add|turn|give|brighten|darken|zoom|loop|"
    r"fade|lower|raise|increase|reduce|shorten|rescale|scale|compress|save|normalize|invert|tint|"
    r"pixelate|mirror|play|take|drop|get rid|never mind|i want|can you|could you|do not|boost|"
    r"repeat|freeze|stop)\b"
)


def commands(line: str) -> bool:
    """Whether a line of spelled words orders something, and is no title."""
    return bool(_COMMAND.match(line))


def asks_for_words(question: str) -> bool:
    """Whether a question of ours was for the words of a title or of a voice."""
    return question.startswith(("What should it say", "What should the voice say"))


def is_titled(message: str) -> bool:
    """Whether a message is words to show and no order: in quotes, or Each Word Like a Title."""
    text = message.strip()
    if re.fullmatch(r"[\"“«„'‘].*[\"”»“'’]", text, re.DOTALL):
        return True
    words = re.findall(r"[^\W\d_]{3,}", text)
    return len(words) > 1 and all(word[0].isupper() for word in words)


def says_yes(line: str) -> bool:
    """Whether a line of spelled words agrees."""
    return bool(_YES.match(line)) and len(line.split()) <= 4


def says_no(line: str) -> bool:
    """Whether it calls the whole thing off."""
    return bool(_NO.match(line))


_NTH = re.compile(
    r"(?:the |option |number |no )*(?:(?P<first>first|1st|former|<num> 1|a)|"
    r"(?P<second>second|2nd|latter|last|b))(?: one| option)?(?: please)?"
)


def chosen(asked: Meant, line: str) -> str:
    """The choice that an answer picks: by its number, or by words that only it has."""
    said = {word for word in line.split() if word not in _LITTLE}
    if nth := _NTH.fullmatch(line):
        at = 0 if nth["first"] else len(asked.choices) - 1
        return asked.choices[at] if asked.choices else ""
    alike = [c for c in asked.choices if said and said <= set(c.lower().split())]
    return alike[0] if len(alike) == 1 else ""


_LITTLE = frozenset({"the", "it", "them", "what", "please", "is", "that", "one", "to", "i", "want"})


def joined(asked_about: str, asked: Meant, answer: str) -> str:
    """The earlier message, completed by the answer to our question about one of its wishes.

    Args:
        asked_about: The earlier message.
        asked: The wish of it that the question was about.
        answer: What the person answered.
    """
    told = answer.strip().rstrip(".")
    if asked.about == "text" and not re.search(r"[\"“”«»]", told):
        told = f'"{told}"'
    if asked.about == "verb":  # "keep them": the answer is the verb, the earlier words the time
        times = " ".join(re.findall(r"\d\S*(?: (?:s|secs?|seconds?|min\w*|frames?)\b)?",
                                    asked_about[asked.start : asked.end]))  # fmt: skip
        return f"{asked_about[: asked.start]}{told} {times}{asked_about[asked.end :]}"
    if asked.about == "whole":
        return told
    kept = asked.plain if asked.about == "value" else asked_about[asked.start : asked.end]
    return f"{asked_about[: asked.start]}{kept.rstrip(' .,;')} {told}{asked_about[asked.end :]}"


def replaced(asked_about: str, asked: Meant, answer: str) -> str:
    """The earlier message with another wish in the place of the one that was asked about."""
    begin = asked_about.find(asked.choices[0]) if asked.choices else -1
    start = min(begin, asked.start) if begin >= 0 else asked.start  # both of two that clash go
    return f"{asked_about[:start]}{answer.strip()}{asked_about[asked.end :]}"
