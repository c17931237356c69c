"""Listening: who writes down what is said, by the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.services.transcription.openai_transcription import OpenAITranscription
from tools.services.transcription.sphinx import Sphinx
from tools.services.transcription.whisper import Whisper

if TYPE_CHECKING:
    from agent.settings import Settings
    from tools.services.transcription.protocol import Transcription


def transcription_of(settings: Settings) -> tuple[Transcription, ...]:
    """The recognisers of speech, best first, the built-in one last.

    Args:
        settings: Models, keys and addresses.
    """
    engines: list[Transcription] = []
    if settings.whisper_model:
        engines.append(
            Whisper(
                settings.home / "models" / "whisper",
                settings.whisper_model,
                settings.whisper_url,
                offline=settings.offline,
            )
        )
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    openai = OpenAITranscription(key, settings.openai_base_url, settings.transcription_model)
    return (*engines, openai, Sphinx())
