"""Limit settings: how large clips, messages and results may be."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from pydantic import Field
from pydantic_settings import BaseSettings

if TYPE_CHECKING:
    from tools.engine.limits import Limits

MEGABYTE = 1024 * 1024


class LimitSettings(BaseSettings):
    """How large clips, messages and results may be."""

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

    @cached_property
    def limits(self) -> Limits:
        """Limits of the engine."""
        from tools.engine.limits import Limits

        return Limits(
            seconds=self.max_render_seconds,
            memory=int(self.max_memory_mb * MEGABYTE),
            output_bytes=int(self.max_output_mb * MEGABYTE),
            pixels=self.max_pixels,
            duration=self.max_clip_seconds,
            source_bytes=int(self.max_source_mb * MEGABYTE),
        )
