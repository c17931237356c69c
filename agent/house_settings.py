"""House settings: what whoever runs bots can set, as a part of ``Settings``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AliasChoices, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode


def _names(value: object) -> object:
    """Names between commas or blanks."""
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _address(value: object) -> object:
    """Host and port."""
    if not isinstance(value, str):
        return value
    host, colon, port = value.rpartition(":")
    if not (colon and host and port.isdigit() and int(port) < 1 << 16):
        raise ValueError("it needs an address and a port, such as 127.0.0.1:8080")
    return host.strip("[]"), int(port)


Address = Annotated[tuple[str, int], NoDecode, BeforeValidator(_address)]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)]


class HouseSettings(BaseSettings):
    """Bots, their limits, what is kept for how long, and what can be seen from outside."""

    telegram_token: SecretStr | None = Field(
        default=None, description="Token of the Telegram bot; @BotFather gives it."
    )
    telegram_api_url: str | None = Field(
        default=None,
        description="Address of a local Bot API server, or of a proxy, in place of Telegram's own.",
    )
    discord_token: SecretStr | None = Field(
        default=None, description="Token of the Discord bot; the developer portal gives it."
    )
    discord_api_url: str | None = Field(
        default=None,
        description="Address of a proxy in place of Discord's own: REST, gateway and attachments.",
    )
    telegram_webhook_url: str | None = Field(
        default=None,
        description="Public https address at which Telegram delivers messages, through a proxy "
        "that speaks TLS. Default: the bot asks for them itself.",
    )
    telegram_webhook_listen: Address = Field(
        default=("127.0.0.1", 8443),
        description="Where that proxy finds the bot: address and port.",
    )
    telegram_webhook_secret: SecretStr | None = Field(
        default=None,
        description="Word by which Telegram is known there: letters, digits, _ and -. "
        "Default: a new one with each start.",
    )
    assets: str | None = Field(
        default=None,
        description="Bucket that holds clips and results for all machines, such as "
        "`s3://bucket/prefix?endpoint=https://host:9000`; `&public=` adds its address for people. "
        "Default: a folder under home.",
    )
    s3_access_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("s3_access_key", "AWS_ACCESS_KEY_ID"),
        description="Key for the bucket.",
    )
    s3_secret_key: SecretStr | None = Field(
        default=None,
        validation_alias=AliasChoices("s3_secret_key", "AWS_SECRET_ACCESS_KEY"),
        description="Its secret.",
    )
    workers: bool = Field(
        default=False,
        description="Whether `vfxb worker` programs render, so that bots only talk; by default a "
        "bot renders itself.",
    )
    bot_allow: Names = Field(
        default=(),
        description="Who may use the bots: people or groups such as telegram:123, discord:456. "
        "Default: everybody.",
    )
    bot_deny: Names = Field(default=(), description="Who may not use the bots, likewise.")
    bot_admins: Names = Field(
        default=(),
        description="People who may use /stats, /quota of others, /pause and /resume, likewise; "
        "limits do not hold for them.",
    )
    bot_turns_per_hour: int = Field(
        default=60,
        ge=0,
        description="Messages of one person that a bot takes on in an hour; 0 for any number.",
    )
    bot_minutes_per_day: float = Field(
        default=0,
        ge=0,
        description="Minutes of clips that one person gets in a day; 0 for any.",
    )
    bot_at_once: int = Field(
        default=5,
        ge=0,
        description="Messages of one person that wait or are worked on at once; 0 for any number.",
    )
    bot_turn_seconds: float = Field(
        default=4 * 3600,
        ge=0,
        description="Longest that a bot works on one message, waiting for a free renderer "
        "included, seconds; 0 for any time.",
    )
    bot_disk_mb: float = Field(
        default=0,
        ge=0,
        description="Disk space that clips and results of one person may take; 0 for any.",
    )
    bot_group_turns_per_hour: int = Field(
        default=0, ge=0, description="Messages of all people of one group in an hour; 0 for any."
    )
    bot_group_minutes_per_day: float = Field(
        default=0, ge=0, description="Minutes of clips that one group gets in a day; 0 for any."
    )
    bot_group_at_once: int = Field(
        default=0,
        ge=0,
        description="Messages of one group that wait or are worked on at once; 0 for any.",
    )
    bot_group_disk_mb: float = Field(
        default=0,
        ge=0,
        description="Disk space that clips and results of one group may take; 0 for any.",
    )
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
    keep_results_days: float = Field(
        default=30,
        ge=0,
        description="Days for which results are kept; later ones are rendered again when they are "
        "asked for. 0 keeps them.",
    )
    keep_conversations_days: float = Field(
        default=0,
        ge=0,
        description="Days after its last message for which a conversation, with its clips and "
        "versions, is kept. 0 keeps it.",
    )
    clean_hours: float = Field(
        default=6,
        ge=0,
        description="Hours from one clean-up to the next while a bot runs; 0 for none.",
    )
