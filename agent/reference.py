"""Reference: which step or version a person means by the words they use for it."""

from __future__ import annotations

import os.path
import re

from rapidfuzz import fuzz

from agent.history import History, Version
from tools.errors import BadInput

_NUMBERED = re.compile(r"^(?:the\s+)?(?:step|edit|number|no\.?|#)?\s*(\d+)$", re.I)
_NOISE = frozenset(
    {"a", "an", "the", "that", "this", "my", "your", "our", "of", "it", "its", "to", "in", "on"}
    | {"at", "and", "or", "step", "edit", "effect", "thing", "bit", "one", "please", "pls"}
)
# Below it, a word of the person is not the word of the step, however it is spelled.
_SAME_WORD = 80.0
# "trimming" and "trimmed" share this part of the longer one, and so many letters at least.
_SAME_STEM, _STEM_LETTERS = 0.6, 4
# A word that only the tool's description has, such as "title" for add_text, counts half.
_DESCRIBED = 0.5
# Below it, what the person says is about something else than the step.
_MEANT = 0.4


def find_step(history: History, what: str) -> int:
    """Index of the step that is meant; of several alike, the latest.

    Raises:
        BadInput: None is.
    """
    if numbered := _NUMBERED.match(what.strip()):
        index = int(numbered[1]) - 1
        if not 0 <= index < len(history.steps):
            raise BadInput(f"There is no step {index + 1}. {listed(history)}")
        return index
    words = [word for word in _split(what) if word not in _NOISE]
    if not words:
        return len(history.steps) - 1
    scores = [_likeness(words, history, index) for index in range(len(history.steps))]
    best = max(scores)
    if best < _MEANT:
        raise BadInput(f"No edit matches '{what[:60]}'. {listed(history)}")
    return max(index for index, score in enumerate(scores) if score == best)


def name_of(history: History, index: int) -> str:
    """What that step did, as a phrase."""
    known = index < len(history.phrases)
    return history.phrases[index] if known else history.steps[index].tool


def listed(history: History) -> str:
    """The steps, numbered, a line each."""
    if not history.steps:
        return "No edits yet: the clip is as you sent it."
    names = [f"{i + 1}. {name_of(history, i)}" for i in range(len(history.steps))]
    return "\n".join(["Edits:", *names])


def _split(text: str) -> list[str]:
    # "voice-over" is also written "voiceover".
    return re.findall(r"[^\W_]+", text.lower().replace("-", ""))


def _likeness(words: list[str], history: History, index: int) -> float:
    """How much of what the person says is about this step, 0 to 1."""
    from tools import SPECS

    step = history.steps[index]
    values = " ".join(str(value) for value in step.args.values())
    own = _split(f"{step.tool} {values} {name_of(history, index)}")
    # What follows a colon names choices that this step may not have taken.
    about = _split(SPECS[step.tool].summary.split(":")[0]) if step.tool in SPECS else []
    weights = (
        1.0 if _among(word, own) else _DESCRIBED if _among(word, about) else 0.0 for word in words
    )
    return sum(weights) / len(words)


def _among(word: str, known: list[str]) -> bool:
    return any(_same(word, other) for other in known)


def _same(word: str, other: str) -> bool:
    stem = len(os.path.commonprefix((word, other)))
    longer = max(len(word), len(other))
    if stem >= max(_STEM_LETTERS, _SAME_STEM * longer):
        return True
    return fuzz.ratio(word, other) >= _SAME_WORD


def find_version(history: History, name: str) -> Version:
    """The version that is meant.

    Raises:
        BadInput: There is none of that name.
    """
    if not history.versions:
        raise BadInput("There is no version yet: nothing was delivered so far.")
    if number := re.search(r"\d+", name):
        found = history.version(f"v{int(number[0])}")
    elif re.search(r"\bfirst\b", name, re.I):
        found = history.versions[0]
    elif re.search(r"\b(last|latest|newest)\b", name, re.I):
        found = history.versions[-1]
    else:
        head = history.version(history.head)
        found = history.version(head.parent) if head else None
    if found is None:
        known = ", ".join(version.id for version in history.versions)
        raise BadInput(f"There is no version '{name[:40]}'. Versions: {known}.")
    return found
