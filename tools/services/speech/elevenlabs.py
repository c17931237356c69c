"""ElevenLabs: speech by its own library, in the nine named voices and those of the account."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tools.operations import Utterance
from tools.services.speech.elevenlabs_client import NAME, ONCE, Key, checked, opened
from tools.services.speech.tempo import change_tempo
from tools.services.speech.traits import traits_of
from tools.services.speech.wave_file import Layout, write_wave
from tools.values.voices import own_voice

if TYPE_CHECKING:
    from elevenlabs.types.voice_settings import VoiceSettings

VOICE_IDS: Mapping[str, str] = MappingProxyType(
    {
        "professional_male": "21m00Tcm4TlvDq8ikWAM",
        "professional_female": "AZnzlk1XvdvUeBnXmlld",
        "casual_male": "pNInz6obpgDQGcFmaJgB",
        "casual_female": "XB0fDUnXU5powFXDhCwa",
        "narrator_male": "onwK4e9ZLuTAKqWW03F9",
        "narrator_female": "oWAxZDx7w5VEj9dCyTzz",
        "child_voice": "ThT5KcBeYPX3keUQqHPh",
        "elderly_male": "ZQe5CqHNLWdVhrnuHIhO",
        "elderly_female": "pFGYVqjYTHWd6gLDizzi",
    }
)
"""What ElevenLabs calls the named voices."""

DEFAULT_MODEL = "eleven_multilingual_v2"

# What the service takes as a speed; the rest is done here.
_SLOWEST, _FASTEST = 0.7, 1.2
_RATE = 24_000
# https://elevenlabs.io/docs/models, 2025-11; Norwegian is "no" there.
_MULTILINGUAL = frozenset(
    "ar bg cs da de el en es fi fr hi hr id it ja ko nl pl pt ro ru sk sv tr uk zh".split()  # noqa: SIM905
)
_LATER = _MULTILINGUAL | {"hu", "nb", "vi"}
_LANGUAGES: Mapping[str, frozenset[str] | None] = MappingProxyType(
    {
        "eleven_monolingual_v1": frozenset({"en"}),
        "eleven_multilingual_v2": _MULTILINGUAL,
        "eleven_turbo_v2": frozenset({"en"}),
        "eleven_flash_v2": frozenset({"en"}),
        "eleven_turbo_v2_5": _LATER,
        "eleven_flash_v2_5": _LATER,
    }
)
# These can be told the language; others refuse the request.
_TOLD = frozenset({"eleven_turbo_v2_5", "eleven_flash_v2_5", "eleven_v3"})


class ElevenLabs:
    """The engine.

    Args:
        key: How the account is reached.
        model: Which of its models speaks.
    """

    name = NAME
    paid = True
    local = False
    longest: float | None = None

    def __init__(self, key: Key, model: str = DEFAULT_MODEL) -> None:
        self._key = key
        self._model = model
        self.version = f"1 {model}"
        self.product = f"elevenlabs/{model}"
        self.languages = _LANGUAGES.get(model)

    async def ready(self) -> str | None:
        """Whether there is a key."""
        return self._key.missing

    async def speak(self, utterance: Utterance, target: Path) -> None:
        """Speak into a WAV file, mono at 24,000 Hz.

        Raises:
            BadInput: The words take too long.
            ServiceError: It does not do it.
        """
        own = own_voice(utterance.voice)
        voice = own.id if own else VOICE_IDS[utterance.voice]
        pace = min(_FASTEST, max(_SLOWEST, utterance.speed))
        async with opened(self._key) as client:
            answer = client.text_to_speech.with_raw_response.convert(
                voice,
                text=utterance.text,
                model_id=self._model,
                output_format=f"pcm_{_RATE}",
                voice_settings=_settings(utterance, pace),
                request_options=ONCE,
                **self._language(utterance),
            )
            async with answer as response:
                checked(response.headers, "audio/")
                await write_wave(response.data, target, NAME, Layout(_RATE))
        await change_tempo(target, utterance.speed / pace)

    def _language(self, utterance: Utterance) -> dict[str, Any]:
        """The language, for a model that can be told one."""
        tag = {"nb": "no"}.get(utterance.language, utterance.language)
        return {"language_code": tag} if self._model in _TOLD else {}


def _settings(utterance: Utterance, pace: float) -> VoiceSettings:
    from elevenlabs.types.voice_settings import VoiceSettings

    stability, similarity, style = traits_of(utterance)
    return VoiceSettings(
        stability=stability,
        similarity_boost=similarity,
        style=style,
        use_speaker_boost=True,
        speed=pace,
    )
