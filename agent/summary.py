"""Summary: what a language model is told of a conversation, in a length that does not grow.

A long conversation is told by its recipe: the latest steps and those that the message speaks of in
full, the others in a phrase; the versions that can be meant. So turn 500 costs what turn 5 costs.

What somebody else may have written is left out where it can be: the name of a file is told only
when the person speaks of it.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from agent.history import History
from agent.planner.plan import Situation
from memory.lexical import stems
from memory.memory import Memo, Preference
from tools.facts import Facts, Source
from tools.recipe import Step

LATEST_STEPS = 8
"""Steps at the end of a recipe that are told with their arguments."""
NAMED_STEPS = 8
"""Most earlier steps that are, because the message shares words with them."""
PHRASE = 60
"""Characters of a phrase, of a version's description and of an argument's text."""
LATEST_VERSIONS = 4
MOST_PREFERENCES = 10
MOST_FACTS = 4
MOST_LOOKS = 12
# Earlier requests and edits that are told: a hint, not a transcript.
_TURNS = 3
_MEMORY = 160
_MESSAGE = 400


def summary(situation: Situation) -> dict[str, Any]:
    """Clip, recipe, versions and memory as plain values, without what is empty."""
    history, said = situation.history, set(stems(_said(situation)))
    memory = situation.memory
    known: dict[str, Any] = {"clip": _clip(situation, said)}
    known |= _recipe(history, said)
    known["can_redo"] = bool(history.undone)
    known |= _versions(history)
    known["preferences"] = [
        _preference(preference) for preference in memory.preferences[-MOST_PREFERENCES:]
    ]
    known["saved_looks"] = [_short(look.name, PHRASE) for look in memory.looks[-MOST_LOOKS:]]
    known["told_about_clips"] = [_short(memo.text) for memo in memory.facts[:MOST_FACTS]]
    known["similar_edits_before"] = [_short(memo.text) for memo in memory.recipes[:_TURNS]]
    known["similar_requests_before"] = [_turn(memo) for memo in memory.turns[:_TURNS]]
    return {name: value for name, value in known.items() if value or name == "clip"}


def shortened_dialogue(situation: Situation) -> list[tuple[str, str]]:
    """Earlier messages, each of a bearable length and without the names of files."""
    sources = (situation.history.source, *situation.history.earlier)
    names = [source.name for source in sources if source]
    return [(who, _without(names, words)) for who, words in situation.dialogue]


def _said(situation: Situation) -> str:
    return f"{situation.text} {situation.asked_about}"


def _clip(situation: Situation, said: set[str]) -> dict[str, Any] | None:
    if situation.clip is None:
        return None
    return {**_name(situation.clip.source, said), **described_facts(situation.clip.facts)}


def _name(source: Source, said: set[str]) -> dict[str, str]:
    """The name of a file, for who speaks of it."""
    return {"name": _short(source.name)} if said & set(stems(source.name)) else {}


def described_facts(facts: Facts) -> dict[str, Any]:
    """What of a clip matters to a plan."""
    known: dict[str, Any] = {"seconds": round(facts.duration, 3), "format": facts.container}
    if facts.video:
        known |= {
            "width": facts.video.width,
            "height": facts.video.height,
            "fps": round(float(facts.video.fps), 3),
        }
    return known | {"sound": facts.audio is not None}


def _recipe(history: History, said: set[str]) -> dict[str, Any]:
    """The steps: those that may be meant in full, the number of the others."""
    phrases = dict(enumerate(history.phrases, 1))
    numbered = list(enumerate(history.steps, 1))
    earlier = numbered[:-LATEST_STEPS]
    meant = [(n, step) for n, step in earlier if said & _words(step, phrases.get(n, ""))]
    told = [*meant[-NAMED_STEPS:], *numbered[-LATEST_STEPS:]]
    known: dict[str, Any] = {"recipe": [_step(n, step, phrases.get(n, "")) for n, step in told]}
    if len(told) < len(numbered):
        known["recipe_has_further_steps"] = len(numbered) - len(told)
    return known


def _words(step: Step, phrase: str) -> set[str]:
    return set(stems(f"{step.tool.replace('_', ' ')} {phrase}"))


def _step(number: int, step: Step, phrase: str) -> dict[str, Any]:
    args = {name: _value(value) for name, value in step.args.items()}
    return {"step": number, "tool": step.tool, "args": args, "did": _short(phrase, PHRASE)}


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return _short(value, PHRASE)
    plain = json.dumps(value, ensure_ascii=False)
    return value if len(plain) <= PHRASE else _short(plain, PHRASE)


def _versions(history: History) -> dict[str, Any]:
    """The first version, the present one and the latest ones; their number tells of the others."""
    if not history.versions:
        return {}
    latest = history.versions[-LATEST_VERSIONS:]
    present = history.version(history.head)
    told = {v.id: v for v in (history.versions[0], *([present] if present else []), *latest)}
    return {
        "versions": {v.id: _short(v.description, PHRASE) for v in told.values()},
        "now": history.head,
    }


def _preference(preference: Preference) -> dict[str, Any]:
    told = {"text": _short(preference.text)}
    if not preference.argument:
        return told
    return told | {
        "tool": preference.tool,
        "argument": preference.argument,
        "value": _value(preference.value),
    }


def _turn(memo: Memo) -> dict[str, Any]:
    """A request of another day, and what was made of it."""
    steps: Sequence[dict[str, Any]] = memo.data.get("steps") or ()
    return {
        "said": _short(memo.text),
        "became": [
            _short(f"{step['tool']}({json.dumps(step['args'])})") for step in steps[:_TURNS]
        ],
    }


def _short(text: str, most: int = _MEMORY) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _without(names: Iterable[str], words: str) -> str:
    for name in names:
        words = words.replace(f"'{name}'", "the clip")
    return textwrap.shorten(words, _MESSAGE, placeholder=" …") or _short(words, _MESSAGE)
