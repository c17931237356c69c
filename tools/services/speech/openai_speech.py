"""OpenAI speech: its own library, on its own servers or any that speak its protocol."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from tools.operations import Utterance
from tools.services.failures import ServiceError
from tools.services.openai_client import NAME, SECONDS, OpenAIEngine
from tools.services.speech.tempo import change_tempo
from tools.services.speech.wave_file import write_wave

DEFAULT_MODEL = "gpt-4o-mini-tts"

VOICES: Mapping[str, str] = MappingProxyType(
    {
        "professional_male": "ash",
        "professional_female": "nova",
        "casual_male": "echo",
        "casual_female": "coral",
        "narrator_male": "onyx",
        "narrator_female": "sage",
        "child_voice": "shimmer",
        "elderly_male": "fable",
        "elderly_female": "alloy",
    }
)
"""Which of its voices stands for which; all of its models have these."""

# Models of this kind are told how to speak, and take no speed.
_INSTRUCTED = "gpt-"
_SPEAKERS: Mapping[str, str] = MappingProxyType(
    {
        "professional": "a professional speaker, clear and even",
        "casual": "a relaxed and lively speaker",
        "narrator": "a narrator of stories, slow and deep",
        "child": "a young child",
        "elderly": "an old person",
    }
)
_MOODS: Mapping[str, str] = MappingProxyType(
    {
        "neutral": "",
        "calm": " Calm and soft.",
        "excited": " Excited, with a lot of energy.",
        "dramatic": " Dramatic, with pauses for effect.",
    }
)


class OpenAISpeech(OpenAIEngine):
    """The engine.

    Args:
        key: The key; empty where none is set.
        url: The address of the server, where it is not OpenAI's own.
        model: Which model speaks.
        seconds: How long it may be silent.
    """

    def __init__(
        self,
        key: str,
        url: str | None = None,
        model: str = DEFAULT_MODEL,
        seconds: float = SECONDS,
    ) -> None:
        super().__init__(key, url, model, seconds)

    async def speak(self, utterance: Utterance, target: Path) -> None:
        """Speak into a WAV file.

        Raises:
            BadInput: The words take too long.
            ServiceError: It does not do it.
        """
        instructed = self._model.startswith(_INSTRUCTED)
        manner: dict[str, Any] = (
            {"instructions": instructions(utterance)} if instructed else {"speed": utterance.speed}
        )
        async with (
            self.client() as client,
            client.audio.speech.with_streaming_response.create(
                model=self._model,
                voice=VOICES[utterance.voice],
                input=utterance.text,
                response_format="wav",
                **manner,
            ) as response,
        ):
            kind = response.headers.get("content-type", "")
            if kind.startswith(("text/", "application/json", "image/")):
                raise ServiceError(NAME, "answer", f"it is {kind}")
            await write_wave(response.iter_bytes(), target, NAME)
        if instructed:
            await change_tempo(target, utterance.speed)


def instructions(utterance: Utterance) -> str:
    """How a model is told to speak."""
    speaker = _SPEAKERS[utterance.voice.partition("_")[0]]
    return f"Speak as {speaker}, as in {utterance.content}.{_MOODS[utterance.style]}"
