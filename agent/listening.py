"""Listening: who writes down what is said, and who translates it, by the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.services.transcription.openai_transcription import OpenAITranscription
from tools.services.transcription.sphinx import Sphinx
from tools.services.transcription.whisper import Whisper
from tools.services.translation.openai_translation import OpenAITranslation

if TYPE_CHECKING:
    from agent.settings import Settings
    from tools.services.keeper import ModelKeeper
    from tools.services.transcription.protocol import Transcription
    from tools.services.translation.protocol import Translator


def translation_of(settings: Settings) -> tuple[Translator, ...]:
    """The translators, best first: the language model, where there is one.

    Args:
        settings: Keys, addresses and models.
    """
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    return (OpenAITranslation(key, settings.openai_base_url, settings.model),)


def transcription_of(settings: Settings, keeper: ModelKeeper) -> tuple[Transcription, ...]:
    """The recognisers of speech, best first, the built-in one last.

    Args:
        settings: Models, keys and addresses.
        keeper: Keeps models in memory.
    """
    engines: list[Transcription] = []
    if settings.whisper_model:
        engines.append(
            Whisper(
                settings.home / "models" / "whisper",
                settings.whisper_model,
                settings.whisper_url,
                offline=settings.offline,
                keeper=keeper,
            )
        )
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    openai = OpenAITranscription(key, settings.openai_base_url, settings.transcription_model)
    return (*engines, openai, Sphinx(keeper))
