"""Voices by name, and how long they take to say something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from tools.values.choices import also
from tools.values.reading import tidy

VoiceName = Literal[
    "professional_male",
    "professional_female",
    "casual_male",
    "casual_female",
    "narrator_male",
    "narrator_female",
    "child_voice",
    "elderly_male",
    "elderly_female",
]

VOICES: Mapping[VoiceName, str] = MappingProxyType(
    {
        "professional_male": "a clear, even man's voice",
        "professional_female": "a clear, even woman's voice",
        "casual_male": "a relaxed, livelier man's voice",
        "casual_female": "a relaxed, livelier woman's voice",
        "narrator_male": "a deep, slow man's voice for stories",
        "narrator_female": "a low, slow woman's voice for stories",
        "child_voice": "a child's voice",
        "elderly_male": "an old man's voice",
        "elderly_female": "an old woman's voice",
    }
)
"""Every voice that a speech engine offers, with what it sounds like."""

MAX_CHARACTERS = 3_000
"""Longest text that is spoken at once."""

MAX_SECONDS = 90.0
"""Longest sound that is made at once."""

_WORDS_PER_MINUTE = 150
_LETTERS_PER_WORD = 2  # of scripts that put no spaces between words
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")

_SYNONYMS = {
    "professional_male": "male man malevoice mansvoice professional default guy deepvoice",
    "professional_female": "female woman femalevoice womansvoice lady girl",
    "casual_male": "casual relaxedmale friendlymale casualman",
    "casual_female": "relaxedfemale friendlyfemale casualwoman",
    "narrator_male": "narrator storyteller narration narratorvoice",
    "narrator_female": "femalenarrator",
    "child_voice": "child kid kidsvoice boy childsvoice",
    "elderly_male": "elderly oldman grandpa grandfather elderlyman",
    "elderly_female": "oldwoman grandma grandmother elderlywoman oldlady",
}

Voice = Annotated[VoiceName, also(_SYNONYMS)]
"""A voice, by its name or by words such as "woman" or "narrator"."""


def parse_voice(value: object) -> VoiceName:
    """A voice by its name, or by words such as "woman", "an old man", "child".

    Raises:
        ValueError: No voice is called that; the message names them all.
    """
    key = re.sub(r"^(?:an? |the )|[^a-z]", "", tidy(value))
    for name in get_args(VoiceName):
        if key == name.replace("_", "") or key in _SYNONYMS[name].split():
            found: VoiceName = name
            return found
    raise ValueError(f"'{value}' is not a voice; choose {', '.join(VOICES)}")


def speaking_seconds(text: str, speed: float = 1.0) -> float:
    """About how long it takes to say a text, at 150 words a minute."""
    unspaced = len(_UNSPACED.findall(text))
    words = len(_UNSPACED.sub(" ", text).split()) + unspaced / _LETTERS_PER_WORD
    return words * 60 / _WORDS_PER_MINUTE / speed
