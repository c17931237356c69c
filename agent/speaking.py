"""Speaking: the tool that tells how the voices of an edit speak, and changes that."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, Literal

from agent.revision import Revision, change_edit
from agent.studio import Studio
from memory.recalled import KeptVoice
from tools import SPECS
from tools.answer import Answer
from tools.errors import BadInput
from tools.operations import Mix, Utterance
from tools.recipe import Step, apply
from tools.services.speech.traits import traits_of
from tools.titles import shown
from tools.values import Trait
from tools.values.choices import also
from tools.values.voices import VOICES, called_voice, own_voice

STEP = 0.2
"""How much more or less of a trait "more" and "less" are."""

Amount = Annotated[
    Literal["more", "less"] | Trait | None,
    also({"more": "up higher increase", "less": "down lower decrease"}),
]
"""A value from 0 to 1, or more or less than now."""

_TRAITS = ("stability", "similarity", "expression")
_TOOL = "generate_voice"


async def voice_settings(
    studio: Studio,
    voice: str = "",
    stability: Amount = None,
    similarity: Amount = None,
    expression: Amount = None,
) -> str | Revision:
    """Tell how the voices of this edit speak, or change that: steadier, livelier, closer.

    Args:
        studio: The person's voices.
        voice: Which voice, such as "Anna"; all of the edit's when left out.
        stability: How even, 0 to 1, or "more" or "less" than now.
        similarity: How close to the recorded voice, likewise.
        expression: How much it exaggerates, likewise.

    Examples:
        make the voice more stable
        what are the voice settings?
        set the voice stability to 80%
        make the voice-over less expressive
        make my voice Anna closer to the recording
    """
    asked = {"stability": stability, "similarity": similarity, "expression": expression}
    wanted = {name: amount for name, amount in asked.items() if amount is not None}
    name = called_voice(voice) or voice.strip(" \"'“”.").casefold()
    steps = [at for at, step in enumerate(studio.history.steps) if _speaks(step, name)]
    said = dict(_said(studio, steps))
    if not wanted:
        return Answer(await _told(studio, said, name))
    kept = await studio.mine(name) if name and name not in _shared() else None
    if not steps and kept is None:
        raise BadInput(
            "There is no voice-over in this edit whose voice could be changed. Add one first, such "
            "as: add a voice-over saying “Hello”."
        )
    history, told = studio.history, ""
    for at, utterance in said.items():
        args = {trait: _moved(trait, amount, utterance) for trait, amount in wanted.items()}
        history = replace(change_edit(history, at + 1, args).history, past=history.past)
        told = ", ".join(f"{trait} {value:.0%}" for trait, value in args.items())
    if kept is not None:
        values = {**_usual(kept), **kept.settings}
        settings = {t: _nudged(values[t], amount) for t, amount in wanted.items()}
        await studio.book.change(studio.user, kept.name, settings)
        told = told or ", ".join(f"{trait} {value:.0%}" for trait, value in settings.items())
        if not steps:
            return Answer(f"From now on the voice {kept.name} speaks with {told}.")
    changed = studio.history.changed(history.recipe)
    return Revision(changed, f"changed the voice: {told}")


def _speaks(step: Step, name: str) -> bool:
    """Whether a step is a voice-over in the voice of that name; any without one."""
    if step.tool != _TOOL:
        return False
    voice = str(step.args.get("voice") or "professional_male")
    own = own_voice(voice)
    called = (own.name if own else voice.replace("_", " ")).casefold()
    return not name or name.replace("_", " ") == called


def _said(studio: Studio, steps: list[int]) -> list[tuple[int, Utterance]]:
    """The words of these steps, with their places."""
    history = studio.history
    if history.source is None or not steps:
        return []
    clip = apply(
        history.source, history.steps, SPECS, media=history.at_hand, findings=history.findings
    )
    words = [
        operation.sound
        for operation in clip.operations
        if isinstance(operation, Mix) and isinstance(operation.sound, Utterance)
    ]
    spoken = [at for at, step in enumerate(history.steps) if step.tool == _TOOL]
    return [(at, said) for at, said in zip(spoken, words, strict=False) if at in steps]


async def _told(studio: Studio, said: dict[int, Utterance], name: str) -> str:
    lines = [
        f"“{shown(words.text)}” is spoken by {_called(words)}: {_shares(traits_of(words))}, speed "
        f"{words.speed:g}."
        for words in said.values()
    ]
    for kept in await studio.book.all(studio.user):
        if not name or kept.name.casefold() == name:
            values = {**_usual(kept), **kept.settings}
            lines.append(f"Your voice {kept.name}: {_shares(tuple(values[t] for t in _TRAITS))}.")
    if not lines:
        lines = [
            "No words are spoken in this edit yet. A professional voice narrates with "
            f"{_shares(traits_of(Utterance(text='', voice='professional_male')))}."
        ]
    return "\n".join([*lines, "Say for example: make the voice more stable."])


def _called(words: Utterance) -> str:
    own = own_voice(words.voice)
    return f"your voice {own.name}" if own else f"the {words.voice.replace('_', ' ')} voice"


def _shares(values: tuple[float, ...]) -> str:
    return ", ".join(f"{name} {value:.0%}" for name, value in zip(_TRAITS, values, strict=True))


def _usual(kept: KeptVoice) -> dict[str, float]:
    words = Utterance(text="", voice=f"own:{kept.voice}:{kept.name}")
    return dict(zip(_TRAITS, traits_of(words), strict=True))


def _moved(trait: str, amount: Any, words: Utterance) -> float:
    return _nudged(traits_of(words)[_TRAITS.index(trait)], amount)


def _nudged(value: float, amount: Any) -> float:
    if amount in {"more", "less"}:
        return round(min(1.0, max(0.0, value + (STEP if amount == "more" else -STEP))), 2)
    return float(amount)


def _shared() -> frozenset[str]:
    """Names of the voices that everybody has."""
    return frozenset(VOICES) | frozenset(name.replace("_", " ") for name in VOICES)
