"""Model settings: the language model that plans."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings


class ModelSettings(BaseSettings):
    """The language model that plans."""

    planner: Literal["auto", "model", "builtin"] = Field(
        default="auto",
        description="Who plans the edits: a language `model`, the `builtin` planner, or `auto`: "
        "the model where a key or a server address is set, else the built-in one.",
    )
    openai_api_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("openai_api_key", "OPENAI_API_KEY"),
        description="Key for the language model.",
    )
    openai_base_url: str | None = Field(
        default=None,
        validation_alias=AliasChoices("openai_base_url", "OPENAI_BASE_URL"),
        description="Address of a server that speaks OpenAI's protocol, such as Ollama or vLLM.",
    )
    model: str = Field(default="gpt-4.1-mini", description="Name of the language model.")
    model_temperature: float | None = Field(
        default=0.0,
        ge=0,
        le=2,
        description="Temperature of the model; `none` leaves it to the server.",
    )
    model_max_tokens: int = Field(
        default=1_500, ge=64, description="Longest answer of the model, tokens."
    )
    model_timeout: float = Field(default=30.0, gt=0, description="Seconds to wait for the model.")
    model_tries: int = Field(
        default=3,
        ge=1,
        le=10,
        description="How often a request to the model is tried in all; never more often than "
        "one to a service.",
    )
    model_for: Literal["unclear", "all"] = Field(
        default="unclear",
        description="Which requests the model is asked about: those `unclear` to the built-in "
        "planner and not planned before, or `all`.",
    )
    model_stream: bool = Field(
        default=True, description="Whether the model's answer is taken as it comes."
    )
    model_usd_per_million_sent: float = Field(
        default=0.0,
        ge=0,
        description="What the model charges for a million tokens sent to it; 0 leaves it to the "
        "table of prices.",
    )
    model_usd_per_million_answered: float = Field(
        default=0.0,
        ge=0,
        description="What it charges for a million tokens of its answers, likewise.",
    )
    embedding_model: str | None = Field(
        default=None,
        description="Model that turns memories into vectors, on the language model's server. "
        "Default: OpenAI's own where a key and no other address is set, else a built-in one.",
    )
