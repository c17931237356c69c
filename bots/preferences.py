"""Preferences: the pages of ``/settings``, the same in every chat; buttons lead through them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from bots import words
from bots.buttons import Button, Press
from bots.language import LANGUAGES, sentence
from bots.people import Field, People, Person
from tools.values.voices import SPEECH_ENGINES, VOICES

FIELDS: tuple[Field, ...] = get_args(Field)

_COSTS = ("0", "1", "5", "20")
_MINUTES = (1, 5, 15, 60)
_RESET = "reset"


def choices(field: Field) -> Mapping[str, str]:
    """What can be set: labels by value. The first one leaves it to what is usual."""
    usual = sentence("as_the_app" if field == "language" else "as_usual")
    match field:
        case "language":
            return {"": usual, **LANGUAGES}
        case "voice":
            return {"": usual} | {name: name.replace("_", " ") for name in VOICES}
        case "engine":
            return {"": usual} | {str(name): label for name, label in SPEECH_ENGINES.items()}
        case "cost":
            return {"": usual} | {dollars: f"${dollars}" for dollars in _COSTS}
        case "time":
            return {"": usual} | {f"{60 * m}": sentence("minutes", count=m) for m in _MINUTES}
        case "quality":
            return {"": sentence("quality_full"), "draft": sentence("quality_draft")}


def page(person: Person, user: str, about: str = "") -> tuple[str, Sequence[Button]]:
    """A page: what is set, or the choices for one of the fields; with the buttons below it.

    Args:
        person: What the person set.
        user: The person, as the platform numbers them: nobody else may press.
        about: The field; empty for all of them.
    """
    if about in FIELDS:
        offered = [
            Button(label, Press("set", user, f"{about}={value}"))
            for value, label in choices(about).items()
        ]
        return sentence(f"settings_{about}"), (*offered, Button(words.BACK, Press("set", user)))
    shown = {field: _shown(person, field) for field in FIELDS}
    fields = [Button(sentence(each), Press("set", user, each)) for each in FIELDS]
    return sentence("settings", **shown), (*fields, Button(words.RESET, Press("set", user, _RESET)))


def pressed(people: People, name: str, request: str) -> Person:
    """Do what a button of a page says.

    Args:
        people: Where it is kept.
        name: Name of the person.
        request: What the button carries: ``language=es``, ``reset``, or the name of a page.
    """
    field, chosen, value = request.partition("=")
    if request == _RESET:
        return people.reset(name)
    if chosen and field in FIELDS and value in choices(field):
        return people.change(name, field, value)
    return people.of(name)


def voice_chosen(people: People, name: str, called: str) -> str:
    """Let a voice speak for a person from now on; what to tell them, empty where there is none.

    Args:
        people: Where it is kept.
        name: Name of the person.
        called: What they call the voice.
    """
    voice = called.strip().lower().replace(" ", "_")
    if voice not in VOICES:
        return ""
    people.change(name, "voice", voice)
    return sentence("voice_chosen", voice=voice.replace("_", " "))


def _shown(person: Person, field: Field) -> str:
    value = getattr(person, field)
    stored = "" if value is None else f"{value:g}" if isinstance(value, float) else value
    return choices(field).get(stored) or choices(field)[""]
