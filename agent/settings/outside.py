"""Outside settings: what of VFXB can be seen from outside."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasChoices, Field, SecretStr
from pydantic_settings import BaseSettings

from agent.settings.values import Address


class OutsideSettings(BaseSettings):
    """Large results, and what can be seen from outside."""

    files_url: str | None = Field(
        default=None,
        description="Public address of the file server, which then hands out results that are too "
        "large for a chat; `bucket` has the bucket of VFXB_ASSETS do that. Default: nobody does.",
    )
    files_listen: Address = Field(
        default=("127.0.0.1", 8800), description="Where the file server listens: address and port."
    )
    files_secret: SecretStr | None = Field(
        default=None,
        description="Signs the links; the same for all bots that share results. "
        "Default: one that is kept under home.",
    )
    files_hours: float = Field(default=24, gt=0, description="Hours for which a link works.")
    monitor_listen: Address | None = Field(
        default=None,
        description="Address and port of /metrics, /health and /ready, such as 127.0.0.1:9464. "
        "Default: none.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text",
        description="How the bots log: lines of `text`, or `json` objects without anybody's words.",
    )
    otlp_endpoint: str | None = Field(
        default=None,
        validation_alias=AliasChoices("otlp_endpoint", "OTEL_EXPORTER_OTLP_ENDPOINT"),
        description="OpenTelemetry collector that gets a trace of each turn, over HTTP, such as "
        "http://127.0.0.1:4318. Needs `pip install '.[traces]'`.",
    )
