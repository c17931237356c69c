"""Settings: everything an operator can set. This file alone reads the environment."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import platformdirs
from pydantic import AliasChoices, Field, SecretStr, ValidationError
from pydantic_settings import SettingsConfigDict

from agent.drawing_settings import DrawingSettings
from agent.house_settings import HouseSettings, Names
from agent.listening_settings import ListeningSettings
from agent.presenting_settings import PresentingSettings
from agent.slots import usual_slots
from tools.errors import BadInput
from tools.machine import disk_bytes

if TYPE_CHECKING:
    from tools.engine.limits import Limits

_MEGABYTE = 1024 * 1024
# One of so many parts of a disk is for what can be made again.
_CACHED_PART = 10

# Variables that other programs read as well.
_OTHERS = ("OPENAI_", "OTEL_", "ELEVENLABS_API", "REPLICATE_API", "HEYGEN_API")


class Settings(DrawingSettings, ListeningSettings, PresentingSettings, HouseSettings):
    """What can be set, each as an environment variable.

    Names start with ``VFXB_``, except for those that other programs read as well. The README's
    table of settings is made from this class.
    """

    model_config = SettingsConfigDict(
        env_prefix="VFXB_",
        env_ignore_empty=True,
        env_parse_none_str="none",
        extra="ignore",
        frozen=True,
        populate_by_name=True,
    )

    home: Path = Field(
        default_factory=lambda: platformdirs.user_data_path("vfxb", appauthor=False),
        description="Folder that holds all state: clips, results, conversations, memory.",
    )
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
    offline: bool = Field(
        default=False, description="Whether nothing may be reached over the network."
    )
    ffmpeg: Path | None = Field(
        default=None, description="ffmpeg to use in place of the one that is installed along."
    )
    hardware: Literal["auto", "off", "nvenc", "qsv", "vaapi", "videotoolbox"] = Field(
        default="auto",
        description="Which encoders of a graphics processor are used: the first kind that works, "
        "none (`off`), or one of them. `vfxb doctor` tells what was chosen and why.",
    )
    database_url: str | None = Field(
        default=None,
        repr=False,  # It may hold a password.
        description="SQLAlchemy URL of the database; a SQLite file under home by default. "
        "PostgreSQL needs its driver as well: `pip install '.[postgres]'`.",
    )
    chroma_url: str | None = Field(
        default=None,
        repr=False,  # It may hold a password.
        description="Address of a Chroma server; an embedded one under home by default.",
    )
    embedding_model: str | None = Field(
        default=None,
        description="Model that turns memories into vectors, on the language model's server. "
        "Default: OpenAI's own where a key and no other address is set, else a built-in one.",
    )
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
    vision_model: str | None = Field(
        default=None,
        description="Model that looks at key frames of clips. Default: one of OpenAI's on its own "
        "servers; at another address none, unless it is named.",
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
    models_mb: float = Field(
        default=4_096,
        gt=0,
        description="Memory that local models may take together, megabytes; those not used for "
        "longest are unloaded for others.",
    )
    warm: Names = Field(
        default=(),
        description="Kinds of work whose local models are loaded as soon as VFXB starts, such as "
        "transcription. Default: when they are first needed.",
    )
    models_idle_seconds: float = Field(
        default=600,
        ge=0,
        description="Seconds after which a local model that is not used is unloaded.",
    )
    cache_mb: float = Field(
        default=2_048,
        ge=0,
        description="Disk space for results of expensive operations, which a changed title then "
        "does not repeat; 0 keeps none. Default: 2,048, and at most a tenth of the disk.",
    )
    parallel_renders: int = Field(
        default_factory=lambda: usual_slots().count,
        ge=1,
        description="How many renders may run at once; more wait their turn. "
        "Default: one for each two cores and GB of memory, in a container those of the container.",
    )
    render_parts: int = Field(
        default=0,
        ge=0,
        le=64,
        description="Into how many parts a long render is divided, which workers share. 0 divides "
        "where workers on other machines are free and it is faster; 1 never does.",
    )
    max_message_characters: int = Field(
        default=8_000, ge=1, description="Longest message that is read, characters."
    )
    max_attachments: int = Field(
        default=10, ge=1, description="Most attachments that a message may have."
    )
    max_source_mb: float = Field(
        default=4_096, gt=0, description="Largest clip that is taken, megabytes."
    )
    max_output_mb: float = Field(default=4_096, gt=0, description="Largest result, megabytes.")
    max_clip_seconds: float = Field(default=4 * 3600, gt=0, description="Longest clip, seconds.")
    max_pixels: int = Field(
        default=8192 * 4352, ge=1, description="Largest picture, width times height."
    )
    max_render_seconds: float = Field(default=3_600, gt=0, description="Longest render, seconds.")
    max_memory_mb: float = Field(
        default=8_192, gt=0, description="Most memory of one render, megabytes."
    )

    @property
    def uses_model(self) -> bool:
        """Whether a language model plans."""
        if self.planner != "auto":
            return self.planner == "model"
        return not self.offline and bool(self.openai_api_key or self.openai_base_url)

    @property
    def cache_bytes(self) -> int:
        """Disk space for results of expensive operations: by itself little of a small disk."""
        wanted = int(self.cache_mb * _MEGABYTE)
        if "cache_mb" in self.model_fields_set:
            return wanted
        return min(wanted, disk_bytes(self.home) // _CACHED_PART)

    @cached_property
    def limits(self) -> Limits:
        """Limits of the engine."""
        from tools.engine.limits import Limits

        return Limits(
            seconds=self.max_render_seconds,
            memory=int(self.max_memory_mb * _MEGABYTE),
            output_bytes=int(self.max_output_mb * _MEGABYTE),
            pixels=self.max_pixels,
            duration=self.max_clip_seconds,
            source_bytes=int(self.max_source_mb * _MEGABYTE),
        )


def read_settings() -> Settings:
    """The settings of the environment.

    Raises:
        BadInput: A variable makes no sense; the message names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        problems = []
        for problem in error.errors(include_url=False):
            name = str(problem["loc"][0]).upper()
            variable = name if name.startswith(_OTHERS) else f"VFXB_{name}"
            problems.append(f"{variable} is '{problem['input']}': {problem['msg'].lower()}.")
        raise BadInput(" ".join(problems)) from error
