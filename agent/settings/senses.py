"""Senses settings: who hears what is said and sees what is shown."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings


class SensesSettings(BaseSettings):
    """Who hears what is said in clips, and sees what they show."""

    whisper_model: str | None = Field(
        default="small",
        description="Model of faster-whisper that writes down what is said, where that is "
        "installed (`pip install 'vfxb[whisper]'`): tiny, base, small, medium, large-v3, or the "
        "name of one at the hub. Fetched when it is first needed; `none` leaves it out.",
    )
    whisper_url: str | None = Field(
        default=None,
        description="Address of a hub in place of huggingface.co, from which it is fetched.",
    )
    transcription_model: str | None = Field(
        default=None,
        description="Model that writes down what is said with the time of each word, on the "
        "language model's server. Default: whisper-1 on OpenAI's own servers; at another address "
        "none, unless it is named.",
    )
    vision_model: str | None = Field(
        default=None,
        description="Model that looks at key frames of clips. Default: one of OpenAI's on its own "
        "servers; at another address none, unless it is named.",
    )
