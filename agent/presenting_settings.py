"""Presenting settings: who lets presenters speak, as a part of ``Settings``."""

from __future__ import annotations

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings


class PresentingSettings(BaseSettings):
    """HeyGen's key and address, and who presents."""

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
