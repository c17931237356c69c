"""Voices by name, how they are to speak, and how long they take to say something."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import WithJsonSchema

from tools.values.choices import also
from tools.values.levels import parse_intensity
from tools.values.reading import reads, tidy

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

# Words behind "my voice" that name none.
_NOT_NAMES = re.compile(
    r"(?:overs?|tracks?|memo|recordings?|message|saying|says?|that|which|who|to|at|on|in|into|from|"
    r"with|and|then|for|of|as|instead|please|is|was|should|must|can|louder|quieter|clearer|deeper|"
    r"higher|lower|faster|slower|an?|the|it|this|more|less)\b"
)
_MINE = re.compile(
    r"my (?:own |cloned? |personal )?voice(?:(?: called| named)? (?P<mine>\S+(?: \S+)?))?"
    r"|(?:the |a )?voice (?:called|named) (?P<called>\S+(?: \S+)?)"
)
_OWN = re.compile(r"(?P<engine>[a-z]{2,20}):(?P<id>[\w-]{1,100}):(?P<name>[^:\n]{1,60})")


@dataclass(frozen=True, slots=True)
class OwnVoice:
    """A voice of somebody's own, or of an account, at one engine.

    Attributes:
        engine: Which engine knows it, as in ``SPEECH_ENGINES``.
        id: What the engine calls it.
        name: What the person calls it.
    """

    engine: str
    id: str
    name: str

    def __str__(self) -> str:
        """As it stands in a recipe, and as ``own_voice`` reads it."""
        return f"{self.engine}:{self.id}:{self.name}"


def own_voice(voice: str) -> OwnVoice | None:
    """The voice that a recipe names in full; None for those that every engine has."""
    found = _OWN.fullmatch(voice)
    return OwnVoice(found["engine"], found["id"], found["name"]) if found else None


def called_voice(voice: str) -> str | None:
    """The name in "my voice Anna"; empty for "my voice", None where no own voice is spoken of."""
    found = _MINE.fullmatch(" ".join(voice.split()).strip(" .,!?\"'“”").lower())
    if found is None:
        return None
    name = found["mine"] or found["called"] or ""
    return None if _NOT_NAMES.match(name) else name


def parse_voice(value: object) -> str:
    """A voice by its name, or by words such as "woman", "an old man", "my voice Anna".

    Raises:
        ValueError: No voice is called that; the message names them all.
    """
    if isinstance(value, str) and (own_voice(value) or called_voice(value) is not None):
        return value
    key = re.sub(r"^(?:an? |the )|[^a-z]", "", tidy(value))
    for name in get_args(VoiceName):
        if key == name.replace("_", "") or key in _SYNONYMS[name].split():
            return str(name)
    raise ValueError(f"'{value}' is not a voice; choose {', '.join(VOICES)}, or say: my voice Anna")


Voice = Annotated[
    VoiceName | str,
    reads(parse_voice),
    WithJsonSchema({"type": "string", "examples": [*get_args(VoiceName), "my voice Anna"]}),
]
"""A voice, by its name or by words such as "woman" or "narrator", or one of the person's own."""

VoiceStyle = Annotated[
    Literal["neutral", "excited", "calm", "dramatic"],
    also(
        {
            "neutral": "neutrally matteroffact",
            "excited": "excitedly enthusiastic energetic lively cheerful upbeat joyful happy",
            "calm": "calmly calming soothing peaceful serene relaxing gentle",
            "dramatic": "dramatically epic theatrical trailer",
        }
    ),
]
"""In what mood words are spoken."""

VoiceContent = Annotated[
    Literal["narration", "conversation", "announcement"],
    also(
        {
            "narration": "",
            "conversation": "conversational dialogue dialog",
            "announcement": "advert commercial promo",
        }
    ),
]
"""What kind of text is spoken."""

EngineName = Literal["vibevoice", "elevenlabs", "openai", "builtin"]

SPEECH_ENGINES: Mapping[EngineName, str] = MappingProxyType(
    {
        "vibevoice": "VibeVoice",
        "elevenlabs": "ElevenLabs",
        "openai": "OpenAI",
        "builtin": "espeak-ng",
    }
)
"""Every speech engine, best first, with what people call it."""

SpeechEngine = Annotated[
    EngineName,
    also(
        {
            "vibevoice": "vibe",
            "elevenlabs": "eleven elevenlab 11labs",
            "openai": "openais",
            "builtin": "espeak espeakng builtinvoice",
        }
    ),
]
"""A speech engine, by name."""

Trait = Annotated[float, reads(parse_intensity), WithJsonSchema({"type": "number"})]
"""How much of something a voice has, 0 to 1."""


def speaking_seconds(text: str, speed: float = 1.0) -> float:
    """About how long it takes to say a text, at 150 words a minute."""
    unspaced = len(_UNSPACED.findall(text))
    words = len(_UNSPACED.sub(" ", text).split()) + unspaced / _LETTERS_PER_WORD
    return words * 60 / _WORDS_PER_MINUTE / speed
