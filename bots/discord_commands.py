"""Commands of Discord: the slash commands, and “Edit this clip” in the menu of a message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import Attachment, Interaction, Message, app_commands

from bots import words
from bots.discord_messages import wish_about, wish_with
from bots.wish import Wish

if TYPE_CHECKING:
    from bots.discord_bot import DiscordBot

_LONGEST_REQUEST = 2000
# https://docs.discord.com/developers/interactions/application-commands#autocomplete, November 2026.
_MOST_CHOICES = 25


def command_tree(bot: DiscordBot) -> app_commands.CommandTree[DiscordBot]:
    """All commands, each ending in ``DiscordBot.take``."""
    tree = app_commands.CommandTree(bot)
    tree.error(bot.command_failed)

    @tree.command(name="edit", description=words.about("edit"))
    @app_commands.describe(request=words.WHAT_TO_DO, clip="The clip; else the latest one here")
    async def edit(interaction: Interaction, request: str, clip: Attachment | None = None) -> None:
        await bot.take(interaction, wish_with(request, [clip]) if clip else Wish(text=request))

    @tree.context_menu(name=words.EDIT_THIS)
    async def edit_this(interaction: Interaction, message: Message) -> None:
        await interaction.response.send_modal(_Asking(bot, message))

    @tree.command(name="cancel", description=words.about("cancel"))
    async def cancel(interaction: Interaction) -> None:
        await bot.cancel_all(interaction)

    @tree.command(name="help", description=words.about("help"))
    async def help_(interaction: Interaction) -> None:
        await bot.whisper(interaction, words.HELP)

    @tree.command(name="look", description=words.about("look"))
    @app_commands.describe(name="Which look; else I list them")
    @app_commands.autocomplete(name=_looks)
    async def look(interaction: Interaction, name: str = "") -> None:
        await bot.take(interaction, Wish(text=words.command("look", name)))

    for name in words.REQUESTS.keys() - {"edit", "look"}:
        tree.add_command(_request(bot, name))
    return tree


async def _looks(_interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Looks whose names hold what was typed so far."""
    found = [name for name in looks() if typed.strip().lower() in name]
    return [app_commands.Choice(name=name, value=name) for name in found[:_MOST_CHOICES]]


def looks() -> list[str]:
    """Names of all looks, as people write them."""
    from tools import SPECS

    choices = (
        SPECS["apply_look"].schema["properties"]["name"]["enum"]
        + SPECS["apply_filter"].schema["properties"]["filter_type"]["enum"]
    )
    return [str(name).replace("_", " ") for name in choices]


def _request(bot: DiscordBot, name: str) -> app_commands.Command[Any, ..., Any]:
    """A command that is short for a request; those that can name something take words."""
    private = name in words.PERSONAL

    async def alone(interaction: Interaction) -> None:
        await bot.take(interaction, Wish(text=words.command(name, "")), private=private)

    @app_commands.describe(what="Which one, in your words; else the latest")
    async def with_words(interaction: Interaction, what: str = "") -> None:
        await bot.take(interaction, Wish(text=words.command(name, what)), private=private)

    return app_commands.Command(
        name=name,
        description=words.about(name),
        callback=with_words if name in {"undo", "forget"} else alone,
    )


class _Asking(discord.ui.Modal, title=words.EDIT_THIS):
    """Asks what to do with the clip of a message."""

    def __init__(self, bot: DiscordBot, message: Message) -> None:
        super().__init__()
        self._bot = bot
        self._message = message
        self._request: discord.ui.TextInput[_Asking] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph,
            max_length=_LONGEST_REQUEST,
            placeholder="trim to 0:10-0:30 and make it black and white",
        )
        self.add_item(discord.ui.Label(text=words.WHAT_TO_DO, component=self._request))

    async def on_submit(self, interaction: Interaction) -> None:
        """Take the request on."""
        if self._bot.user is None:
            return
        wish = wish_about(self._message, self._request.value, self._bot.user)
        if not wish.clips and not wish.version and not wish.refusal:
            wish = Wish(refusal=words.NO_CLIP_THERE)
        await self._bot.take(interaction, wish)

    # The library calls it without an item, as its documentation says; the stub is that of views.
    async def on_error(self, interaction: Interaction, error: Exception, /) -> None:  # type: ignore[override]
        """What could not be done."""
        await self._bot.failed(error, interaction)
