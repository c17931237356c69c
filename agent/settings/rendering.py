"""Rendering settings: what of this machine renders may use."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings

from agent.settings.values import Names
from agent.slots import usual_slots


class RenderingSettings(BaseSettings):
    """Rendering, and what of this machine it may use."""

    ffmpeg: Path | None = Field(
        default=None, description="ffmpeg to use in place of the one that is installed along."
    )
    hardware: Literal["auto", "off", "nvenc", "qsv", "vaapi", "videotoolbox"] = Field(
        default="auto",
        description="Which encoders of a graphics processor are used: the first kind that works, "
        "none (`off`), or one of them. `vfxb doctor` tells what was chosen and why.",
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
    cache_mb: float = Field(
        default=2_048,
        ge=0,
        description="Disk space for results of expensive operations, which a changed title then "
        "does not repeat; 0 keeps none. Default: 2,048, and at most a tenth of the disk.",
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
