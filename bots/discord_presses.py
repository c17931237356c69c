"""Presses on Discord: what the buttons of all messages do, and the pages of ``/settings``."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import discord
from discord import Interaction

from bots import preferences, words
from bots.buttons import Press
from bots.discord_calls import patiently, translated
from bots.discord_messages import user_of
from bots.discord_parts import view_of
from bots.surface import ChatError
from bots.wish import Wish

if TYPE_CHECKING:
    from bots.discord_bot import DiscordBot


async def pressed(bot: DiscordBot, interaction: Interaction) -> None:
    """Do what a button says."""
    press, user = Press.read(interaction.custom_id), user_of(interaction.user)
    if press is None:
        await bot.whisper(interaction, words.STALE)
    elif press.action == "cancel":
        await bot.whisper(interaction, bot.turns.cancel(press.about, user))
    elif press.action == "say":
        await bot.take(interaction, Wish(text=press.request, version=press.version))
    elif press.action == "set":
        await _set(bot, interaction, press)
    else:
        await _decide(bot, interaction, press)


async def show_settings(bot: DiscordBot, interaction: Interaction) -> None:
    """Show what a person set, to them alone."""
    person = bot.people.of(user_of(interaction.user))
    text, row = preferences.page(person, str(interaction.user.id))
    view = view_of(row) or discord.utils.MISSING
    with translated():
        await interaction.response.send_message(text, view=view, ephemeral=True)


async def _decide(bot: DiscordBot, interaction: Interaction, press: Press) -> None:
    """Go ahead with what was quoted, or leave it: for whoever asked, or an admin for them."""
    mine = press.about == str(interaction.user.id)
    if not mine and not bot.turns.is_admin(user_of(interaction.user)):
        await bot.whisper(interaction, words.NOT_YOURS)
        return
    asker = discord.Object(int(press.about))
    await bot.take(interaction, Wish(text=press.request), asker=asker)
    if (quote := interaction.message) is not None:
        with suppress(ChatError):
            await patiently(lambda: quote.edit(view=None))


async def _set(bot: DiscordBot, interaction: Interaction, press: Press) -> None:
    """Set something for the person who pressed, and show the page that comes next."""
    if press.about != str(interaction.user.id):
        await bot.whisper(interaction, words.NOT_YOURS)
        return
    person = preferences.pressed(bot.people, user_of(interaction.user), press.request)
    bot.greet(interaction)  # What was set may be the language.
    text, row = preferences.page(person, press.about, press.request)
    with translated():
        await interaction.response.edit_message(content=text, view=view_of(row))
