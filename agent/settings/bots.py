"""Bot settings: the chat platforms, who may use the bots, and how much."""

from __future__ import annotations

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings

from agent.settings.values import Address, Names


class BotSettings(BaseSettings):
    """The bots: their platforms, who may use them, and how much."""

    telegram_token: SecretStr | None = Field(
        default=None, description="Token of the Telegram bot; @BotFather gives it."
    )
    telegram_api_url: str | None = Field(
        default=None,
        description="Address of a local Bot API server, or of a proxy, in place of Telegram's own.",
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
    discord_token: SecretStr | None = Field(
        default=None, description="Token of the Discord bot; the developer portal gives it."
    )
    discord_api_url: str | None = Field(
        default=None,
        description="Address of a proxy in place of Discord's own: REST, gateway and attachments.",
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
