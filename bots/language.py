"""Language: what the front ends say themselves, in the language of the person they speak to.

All sentences stand in ``languages/``, a file for each language. Which one is spoken is a matter of
the turn and not of the place in the code: ``speak`` settles it where a message comes in, for the
task that answers it and for all tasks that this one starts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from locale import getlocale
from typing import Any

LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Español"}
"""Names of the languages, in themselves; the first one is for everybody whose own is missing."""

_DEFAULT = "en"
_spoken: ContextVar[str] = ContextVar("language", default=_DEFAULT)


def language_of(locale: str | None) -> str:
    """The language for a locale such as ``es-419`` or ``es_ES.UTF-8``."""
    tag = (locale or "").replace("_", "-").partition("-")[0].lower()
    return tag if tag in LANGUAGES else _DEFAULT


def of_the_terminal() -> str:
    """The language of the locale that this program was started in."""
    return language_of(getlocale()[0])


def speak(language: str) -> None:
    """Speak that language from now on, in this task and in those that it starts."""
    _spoken.set(language)


def spoken() -> str:
    """The language that is spoken here."""
    return _spoken.get()


def sentence(key: str, /, **values: object) -> str:
    """A sentence, with its gaps filled.

    Args:
        key: Its name in the catalogue.
        values: What goes into the gaps. It stays as it is, whatever braces it has.
    """
    found: str = catalogue(spoken())[key]
    return found.format(**values) if values else found


def translated(text: str) -> str:
    """What the agent or a tool says, such as in an error, in the language that is spoken."""
    from agent.tongues.telling import told

    return told(text, spoken())


def listing(key: str) -> Mapping[str, str]:
    """A table of the catalogue: texts by what they are about."""
    found: Mapping[str, str] = catalogue(spoken())[key]
    return found


@cache
def catalogue(language: str) -> Mapping[str, Any]:
    """All that can be said in a language."""
    file = files("bots") / "languages" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
