"""Settings: what can be set, all of it. Nothing else reads the environment."""

from __future__ import annotations

from pathlib import Path

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import SettingsConfigDict

from agent.settings.bots import BotSettings
from agent.settings.drawing import DrawingSettings
from agent.settings.limits import MEGABYTE, LimitSettings
from agent.settings.model import ModelSettings
from agent.settings.outside import OutsideSettings
from agent.settings.rendering import RenderingSettings
from agent.settings.senses import SensesSettings
from agent.settings.speech import SpeechSettings
from agent.settings.spending import SpendingSettings
from agent.settings.storage import StorageSettings
from tools.errors import BadInput
from tools.machine import disk_bytes

# One of so many parts of a disk is for what can be made again.
_CACHED_PART = 10

# Variables that other programs read as well.
_OTHERS = ("OPENAI_", "OTEL_", "ELEVENLABS_API", "REPLICATE_API", "HEYGEN_API")


class Settings(
    ModelSettings,
    SpeechSettings,
    SensesSettings,
    DrawingSettings,
    SpendingSettings,
    RenderingSettings,
    LimitSettings,
    StorageSettings,
    BotSettings,
    OutsideSettings,
):
    """What can be set, each as an environment variable.

    Names start with ``VFXB_``, except for those that other programs read as well. The tables of
    docs/settings.md are made from this class and its parts.
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
        description="Folder that holds all state: clips, results, conversations, memory. "
        "Default: the folder of this system for such data, `~/.local/share/vfxb` on Linux.",
    )
    offline: bool = Field(
        default=False, description="Whether nothing may be reached over the network."
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
        wanted = int(self.cache_mb * MEGABYTE)
        if "cache_mb" in self.model_fields_set:
            return wanted
        return min(wanted, disk_bytes(self.home) // _CACHED_PART)


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
