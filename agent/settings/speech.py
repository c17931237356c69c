"""Speech settings: who speaks, and who lets presenters speak."""

from __future__ import annotations

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings


class SpeechSettings(BaseSettings):
    """Voices and presenters."""

    elevenlabs_api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("elevenlabs_api_key", "ELEVENLABS_API_KEY"),
        description="Key for ElevenLabs, which speaks and clones voices.",
    )
    elevenlabs_url: str | None = Field(
        default=None, description="Address of a proxy in place of ElevenLabs' own."
    )
    elevenlabs_model: str = Field(
        default="eleven_multilingual_v2",
        description="Its model: eleven_multilingual_v2, eleven_monolingual_v1 (English), "
        "eleven_turbo_v2 (English, faster) or a later one.",
    )
    vibevoice_url: str | None = Field(
        default=None,
        description="Address of your own VibeVoice server, which speaks English, such as "
        "ws://127.0.0.1:8765/tts.",
    )
    vibevoice_seed: int = Field(
        default=42, description="What its chance starts from: another number, another reading."
    )
    openai_speech_model: str | None = Field(
        default=None,
        description="OpenAI's model that speaks, gpt-4o-mini-tts by default; at another address "
        "none, unless it is named.",
    )
    heygen_api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("heygen_api_key", "HEYGEN_API_KEY"),
        description="Key for HeyGen, whose avatars present scripts.",
    )
    heygen_url: str | None = Field(
        default=None, description="Address of a proxy in place of HeyGen's own."
    )
    heygen_avatar: str | None = Field(
        default=None,
        description="Id of the avatar that presents; one that fits the voice by default.",
    )
    heygen_voice: str | None = Field(
        default=None,
        description="Id of its voice at HeyGen; one of the script's language by default.",
    )
