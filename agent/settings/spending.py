"""Spending settings: what services may cost, and how often they are asked."""

from __future__ import annotations

from pydantic import Field
from pydantic_settings import BaseSettings


class SpendingSettings(BaseSettings):
    """What services may cost, what waits for a yes, and how often they are asked."""

    approve_above_usd: float = Field(
        default=0.0,
        ge=0,
        description="Edits that would cost more than this wait for a yes, US dollars.",
    )
    approve_above_seconds: float = Field(
        default=600.0,
        ge=0,
        description="Edits estimated to render longer than this wait for a yes.",
    )
    approve_above_drawing_seconds: float = Field(
        default=60.0,
        ge=0,
        description="Edits that draw pictures anew on this machine for longer than this, as far "
        "as can be told before, wait for a yes.",
    )
    prices: dict[str, float] = Field(
        default_factory=dict,
        description="What you pay for services where that is not what the table of prices says, as "
        "JSON: US dollars for one unit, by product and unit, such as "
        '`{"openai/tts-1 characters": 0.000015}`.',
    )
    person_usd_per_day: float | None = Field(
        default=1.0,
        ge=0,
        description="Most that services may charge for one person in a day, US dollars; `none` "
        "for any. Days and months are those of UTC.",
    )
    person_usd_per_month: float | None = Field(
        default=10.0, ge=0, description="The same in a month."
    )
    group_usd_per_day: float | None = Field(
        default=5.0, ge=0, description="Most that they may charge for one group in a day."
    )
    group_usd_per_month: float | None = Field(
        default=50.0, ge=0, description="The same in a month."
    )
    usd_per_day: float | None = Field(
        default=10.0, ge=0, description="Most that they may charge for everybody in a day."
    )
    usd_per_month: float | None = Field(default=100.0, ge=0, description="The same in a month.")
    openai_per_minute: int = Field(
        default=60,
        ge=0,
        description="Requests a minute that OpenAI is sent, those that plan included; 0 for any "
        "number.",
    )
    replicate_per_minute: int = Field(
        default=30, ge=0, description="Requests a minute that Replicate is sent, likewise."
    )
    elevenlabs_per_minute: int = Field(
        default=100, ge=0, description="Requests a minute that ElevenLabs is sent, likewise."
    )
    service_tries: int = Field(
        default=3, ge=1, le=10, description="How often a request to a service is tried in all."
    )
