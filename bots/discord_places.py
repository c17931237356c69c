"""Places of Discord, found again by their numbers after a restart."""

from __future__ import annotations

from typing import Any

from discord import Client, Interaction, Message, PartialMessage

from bots.limits import Limits

Json = dict[str, Any]


def plain_message(message: Message | PartialMessage) -> Json:
    """What a message is answered by, as plain JSON."""
    guild = message.guild
    return {
        "message": message.id,
        "channel": message.channel.id,
        "guild": guild.id if guild else None,
    }


def message_again(client: Client, data: Json) -> PartialMessage:
    """The message that ``plain_message`` wrote, without its content."""
    channel = client.get_partial_messageable(data["channel"], guild_id=data["guild"])
    return channel.get_partial_message(data["message"])


def beside(message: Message | PartialMessage, number: int | None) -> PartialMessage | None:
    """Another message of the same channel."""
    if number is None:
        return None
    return PartialMessage(channel=message.channel, id=number)


def plain_interaction(interaction: Interaction[Any], limits: Limits) -> Json:
    """What an interaction is answered by; its token is worth nothing after 15 minutes."""
    user = interaction.user
    return {
        "payload": {
            "id": str(interaction.id),
            "application_id": str(interaction.application_id),
            "type": interaction.type.value,
            "token": interaction.token,
            "version": 1,
            "attachment_size_limit": limits.upload,
            "user": {
                "id": str(user.id),
                "username": user.name,
                "discriminator": user.discriminator,
                "avatar": None,
            },
        },
        "channel": interaction.channel.id if interaction.channel else None,
        "guild": interaction.guild_id,
    }


def interaction_again(client: Client, data: Json) -> Interaction[Any]:
    """The interaction that ``plain_interaction`` wrote, as far as answers need it."""
    # The library makes them from what the gateway sends, and in no other way.
    interaction: Interaction[Any] = Interaction(data=data["payload"], state=client._connection)
    if data["channel"]:
        channel = client.get_partial_messageable(data["channel"], guild_id=data["guild"])
        interaction.channel = channel  # type: ignore[assignment]
    return interaction
