"""Commands of Discord: the slash commands, and “Edit this clip” in the menu of a message."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import discord
from discord import Attachment, Interaction, Message, app_commands
from discord.app_commands import locale_str

from bots import words
from bots.discord_messages import conversation_of, user_of, wish_about
from bots.discord_presses import show_settings
from bots.language import LANGUAGES, catalogue, language_of
from bots.preferences import voice_chosen
from bots.wish import Wish
from tools.values.voices import VOICES

if TYPE_CHECKING:
    from bots.discord_bot import DiscordBot

_LONGEST_REQUEST = 2000
# https://docs.discord.com/developers/interactions/application-commands#autocomplete, November 2026.
_MOST_CHOICES = 25

Choices = list[app_commands.Choice[str]]


class _Commands(app_commands.CommandTree["DiscordBot"]):
    """All commands; each is answered in the language of whoever uses it."""

    async def interaction_check(self, interaction: Interaction[DiscordBot], /) -> bool:
        """Called before a command, a completion or an entry of a menu."""
        interaction.client.greet(interaction)
        return True


class Translations(app_commands.Translator):
    """Tells Discord what the commands are called and are for, in all our languages."""

    async def translate(
        self,
        string: locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """The text in the language of a locale; None leaves it in the first language."""
        key, language = string.extras.get("key", ""), language_of(str(locale))
        if not key or language == next(iter(LANGUAGES)):
            return None
        found: Any = catalogue(language)
        for part in key.split("."):
            found = found[part]
        return str(found)


def command_tree(bot: DiscordBot) -> app_commands.CommandTree[DiscordBot]:
    """All commands, each ending in ``DiscordBot.take``."""
    tree = _Commands(bot)
    tree.error(bot.command_failed)

    @tree.command(name="edit", description=_said("commands.edit"))
    @app_commands.describe(request=_said("options.request"), clip=_said("options.clip"))
    async def edit(interaction: Interaction, request: str, clip: Attachment | None = None) -> None:
        await bot.take(interaction, Wish(text=request, clips=(clip,) if clip else ()))

    @tree.context_menu(name=_said("edit_this"))
    async def edit_this(interaction: Interaction, message: Message) -> None:
        await interaction.response.send_modal(_Asking(bot, message))

    @tree.command(name="cancel", description=_said("commands.cancel"))
    async def cancel(interaction: Interaction) -> None:
        await bot.cancel_all(interaction)

    @tree.command(name="help", description=_said("commands.help"))
    async def help_(interaction: Interaction) -> None:
        await bot.whisper(interaction, words.HELP)

    @tree.command(name="settings", description=_said("commands.settings"))
    async def settings(interaction: Interaction) -> None:
        await show_settings(bot, interaction)

    _add_with_names(bot, tree)
    for name in ("undo", "redo", "memory", "forget", "quota", "usage"):
        tree.add_command(_request(bot, name))
    return tree


def _add_with_names(bot: DiscordBot, tree: app_commands.CommandTree[DiscordBot]) -> None:
    """The commands that take a name which is completed while it is typed."""

    @tree.command(name="look", description=_said("commands.look"))
    @app_commands.describe(name=_said("options.look"))
    async def look(interaction: Interaction, name: str = "") -> None:
        await bot.take(interaction, Wish(text=words.command("look", name)))

    @tree.command(name="versions", description=_said("commands.versions"))
    @app_commands.describe(name=_said("options.version"))
    async def versions(interaction: Interaction, name: str = "") -> None:
        await bot.take(interaction, Wish(text=words.command("versions", name)))

    @tree.command(name="voices", description=_said("commands.voices"))
    @app_commands.describe(name=_said("options.voice"))
    async def voices(interaction: Interaction, name: str = "") -> None:
        if told := voice_chosen(bot.people, user_of(interaction.user), name):
            await bot.whisper(interaction, told)
        else:
            await bot.take(interaction, Wish(text=words.command("voices", "")))

    @look.autocomplete("name")
    async def some_looks(_interaction: Interaction, typed: str) -> Choices:
        return _choices(looks(), typed)

    @versions.autocomplete("name")
    async def some_versions(interaction: Interaction, typed: str) -> Choices:
        if interaction.channel is None:
            return []
        known = await bot.turns.versions(conversation_of(interaction.channel))
        return _choices(reversed(known), typed)

    @voices.autocomplete("name")
    async def some_voices(_interaction: Interaction, typed: str) -> Choices:
        return _choices((name.replace("_", " ") for name in VOICES), typed)


def _choices(names: Iterable[str], typed: str) -> Choices:
    """Names that hold what was typed so far."""
    found = [name for name in names if typed.strip().lower() in name]
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

    @app_commands.describe(what=_said("options.what"))
    async def with_words(interaction: Interaction, what: str = "") -> None:
        await bot.take(interaction, Wish(text=words.command(name, what)), private=private)

    return app_commands.Command(
        name=name,
        description=_said(f"commands.{name}"),
        callback=with_words if name in {"undo", "forget"} else alone,
    )


def _said(key: str) -> locale_str:
    """A text of the catalogue that Discord shows in the language of each person."""
    found: Any = catalogue(next(iter(LANGUAGES)))
    for part in key.split("."):
        found = found[part]
    return locale_str(found, key=key)


class _Asking(discord.ui.Modal):
    """Asks what to do with the clip of a message."""

    def __init__(self, bot: DiscordBot, message: Message) -> None:
        super().__init__(title=words.EDIT_THIS)
        self._bot = bot
        self._message = message
        self._request: discord.ui.TextInput[_Asking] = discord.ui.TextInput(
            style=discord.TextStyle.paragraph,
            max_length=_LONGEST_REQUEST,
            placeholder=words.SUCH_AS,
        )
        self.add_item(discord.ui.Label(text=words.WHAT_TO_DO, component=self._request))

    async def on_submit(self, interaction: Interaction) -> None:
        """Take the request on."""
        self._bot.greet(interaction)
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
