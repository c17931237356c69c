"""Drawing settings: who draws pictures anew."""

from __future__ import annotations

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings


class DrawingSettings(BaseSettings):
    """Replicate, whose models draw pictures anew."""

    replicate_api_token: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("replicate_api_token", "REPLICATE_API_TOKEN"),
        description="Key for Replicate: upscaling, faces, styles, colours and backgrounds by its "
        "models.",
    )
    replicate_url: str = Field(
        default="https://api.replicate.com",
        description="Address of a proxy in place of Replicate's own.",
    )
    replicate_style_model: str | None = Field(
        default=None,
        description="Model at Replicate that restyles whole clips, such as owner/name or "
        "owner/name:version; it takes video, prompt, strength and guidance_scale.",
    )
    replicate_poll_seconds: float = Field(
        default=2.0, gt=0, description="Seconds between two looks at a prediction of Replicate."
    )
    replicate_give_up_seconds: float = Field(
        default=300.0,
        gt=0,
        description="Seconds after which a prediction of Replicate is cancelled.",
    )
