"""The Discord bot: messages, commands and buttons in, turns out."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import discord
from aiohttp import ClientError, ClientSession
from discord import Attachment, Interaction, Message

from agent.settings import Settings
from bots import words
from bots.asking import Agent
from bots.discord_calls import patiently, translated
from bots.discord_chat import MessageChat, chat_of
from bots.discord_commands import Translations, command_tree
from bots.discord_files import DiscordFiles
from bots.discord_interaction import InteractionChat
from bots.discord_limits import limits
from bots.discord_messages import (
    conversation_of,
    group_of,
    locale_of,
    meant_for,
    name_of_message,
    user_of,
    wish_of,
)
from bots.discord_presses import pressed
from bots.discord_redirect import redirected
from bots.discord_sign_in import sign_in
from bots.house_rules import House
from bots.language import language_of, speak
from bots.people import People
from bots.surface import ChatError, Order, RemoteClip, Surface
from bots.turn import Keeper
from bots.turns import Turns
from bots.wish import Wish
from tools.errors import BadInput

if TYPE_CHECKING:
    from discord.types.message import Attachment as AttachmentPayload

log = logging.getLogger(__name__)

GRACE_SECONDS = 20.0
"""How long running turns may go on after the bot was told to stop."""
LONGEST_WAIT = 30.0
"""Seconds that the library waits by itself when Discord asks to; it takes no less."""
_REMEMBERED_MESSAGES = 10_000


class DiscordBot(discord.AutoShardedClient):
    """The handlers, and what they need.

    Nothing is done when the library says that it is ready: that can come seconds after the first
    messages, and again after each lost connection.

    Args:
        agent: Answers.
        files: Fetches clips.
        house: Who may ask for how much.
        keeper: Goes on with turns after a restart; None where nobody does.

    Attributes:
        turns: What is under way.
        people: What everybody set for themselves.
        connected: Set when the first connection stands.
        ended: Done when the connection ended for good, with the reason.
    """

    def __init__(
        self,
        agent: Agent,
        files: DiscordFiles,
        people: People,
        house: House | None = None,
        keeper: Keeper | None = None,
    ) -> None:
        super().__init__(
            # Neither of these is privileged: no reading of what is not for the bot.
            intents=discord.Intents(guilds=True, guild_messages=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            max_ratelimit_timeout=LONGEST_WAIT,
        )
        self._files = files
        self._seen: deque[int] = deque(maxlen=_REMEMBERED_MESSAGES)
        self._locales: dict[int, str] = {}
        self.turns = Turns(agent, house, keeper)
        self.people = people
        self.connected = asyncio.Event()
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.tree = command_tree(self)

    def surface(self, address: dict[str, Any]) -> Surface:
        """The place that an ``address`` tells of."""
        kind = InteractionChat if "interaction" in address else MessageChat
        return kind.at(self, address, limits(upload=address["upload"]))

    def clip(self, ref: dict[str, Any]) -> RemoteClip:
        """The clip that a ``ref`` tells of."""
        data = cast("AttachmentPayload", ref)
        return self._files.clip(Attachment(data=data, state=self._connection))

    async def setup_hook(self) -> None:
        """Tell Discord the commands."""
        await self.tree.set_translator(Translations())
        try:
            await patiently(self.tree.sync)
        except ChatError as error:
            log.warning("the commands were not set: %s", error)

    async def on_connect(self) -> None:
        """Messages come from now on."""
        self.connected.set()

    async def on_message(self, message: Message) -> None:
        """Take a message on as a turn, unless it comes again or is not for the bot."""
        if self.user is None or message.id in self._seen or not meant_for(message, self.user):
            return
        self._seen.append(message.id)
        self._greet(message.author, locale_of(message))
        wish = wish_of(message, self.user)
        if wish.refusal:
            await chat_of(message).say(wish.refusal)
            return
        self._begin(message, wish)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Begin anew what a message under way asked for, if it asks for something else now."""
        message = payload.message
        if self.user is None or not meant_for(message, self.user):
            return
        self._greet(message.author, locale_of(message))
        wish = wish_of(message, self.user)
        if not wish.refusal and self.turns.withdraw(name_of_message(message.id), wish.text):
            self._begin(message, wish)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """End what a message under way asked for: whoever wrote it took it back."""
        self.turns.withdraw(name_of_message(payload.message_id))

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """End what those messages asked for."""
        for number in payload.message_ids:
            self.turns.withdraw(name_of_message(number))

    async def on_interaction(self, interaction: Interaction) -> None:
        """Do what a button says; commands have handlers of their own."""
        if interaction.type is not discord.InteractionType.component:
            return
        self.greet(interaction)
        await pressed(self, interaction)

    def greet(self, interaction: Interaction) -> None:
        """Speak the language of whoever presses or types."""
        self._locales[interaction.user.id] = str(interaction.locale)
        self._greet(interaction.user)

    def _greet(self, user: discord.abc.Snowflake, locale: str | None = None) -> None:
        chosen = self.people.of(user_of(user)).language
        speak(chosen or language_of(self._locales.get(user.id, locale)))

    async def take(
        self,
        interaction: Interaction,
        wish: Wish[Attachment],
        *,
        private: bool = False,
        asker: discord.abc.Snowflake | None = None,
    ) -> None:
        """Take a command or a press on as a turn, which Discord wants to know within 3 seconds.

        Args:
            interaction: The command or the press.
            wish: What is wanted.
            private: Whether only the one who asked sees the answer.
            asker: For whom it is, where that is not the one who pressed.
        """
        if wish.refusal:
            await self.whisper(interaction, wish.refusal)
            return
        if interaction.channel is None:
            return
        with translated():
            await interaction.response.defer(thinking=True, ephemeral=private)
        most = limits(upload=interaction.filesize_limit)
        chat = InteractionChat(interaction, most, private=private)
        self.turns.begin(self._order(interaction.channel, asker or interaction.user, wish), chat)

    async def whisper(self, interaction: Interaction, text: str) -> None:
        """Tell something that only the one who pressed or typed sees."""
        with translated():
            await interaction.response.send_message(text, ephemeral=True)

    async def cancel_all(self, interaction: Interaction) -> None:
        """Cancel what the person has under way in this channel."""
        channel = interaction.channel
        stopped = channel is not None and self.turns.cancel_all(
            conversation_of(channel), user_of(interaction.user)
        )
        await self.whisper(interaction, words.CANCELLING if stopped else words.NOTHING_TO_CANCEL)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """What the handler of an event could not do."""
        error = sys.exception()
        about = args[0] if args else None
        await self.failed(error, about if isinstance(about, (Message, Interaction)) else None)

    async def command_failed(
        self, interaction: Interaction, error: discord.app_commands.AppCommandError
    ) -> None:
        """What a command could not do."""
        await self.failed(getattr(error, "original", error), interaction)

    async def failed(
        self, error: BaseException | None, about: Message | Interaction | None
    ) -> None:
        """Nothing more for a channel out of reach; a trace and a calm line for a bug."""
        if isinstance(error, (ChatError, discord.DiscordException, ClientError)):
            log.warning("an event was not answered: %s", error)
            return
        log.error("a handler failed unexpectedly", exc_info=error)
        with suppress(ChatError):
            if isinstance(about, Message):
                await patiently(lambda: about.reply(words.BUG))
            elif about is not None and not about.response.is_done():
                await self.whisper(about, words.BUG)

    def _begin(self, message: Message, wish: Wish[Attachment]) -> None:
        order = self._order(message.channel, message.author, wish)
        self.turns.begin(replace(order, message=name_of_message(message.id)), chat_of(message))

    def _order(
        self,
        channel: discord.abc.Snowflake,
        user: discord.abc.Snowflake,
        wish: Wish[Attachment],
    ) -> Order:
        return Order(
            conversation=conversation_of(channel),
            user=user_of(user),
            text=wish.text,
            clips=tuple(self._files.clip(clip) for clip in wish.clips),
            version=wish.version,
            spoken=self._files.clip(wish.spoken) if wish.spoken else None,
            group=group_of(channel),
            person=self.people.of(user_of(user)),
        )


@asynccontextmanager
async def running(
    agent: Agent, settings: Settings, keeper: Keeper | None = None
) -> AsyncIterator[DiscordBot]:
    """The bot, answering while the block runs; then it stops gracefully.

    Raises:
        BadInput: The token is missing or refused.
        Outage: Discord is out of reach.
    """
    if settings.discord_token is None:
        raise BadInput(
            "VFXB_DISCORD_TOKEN is not set. The developer portal of Discord gives a token: "
            "https://discord.com/developers/applications, under Bot."
        )
    # The library would warn that it cannot speak in voice channels, which nobody asked for.
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    async with ClientSession() as session:
        bot = DiscordBot(
            agent,
            DiscordFiles(session, settings.discord_api_url),
            People(settings.home / "people"),
            House.of(settings, "discord"),
            keeper,
        )
        with redirected(bot, settings.discord_api_url):
            try:
                await sign_in(bot, settings.discord_token.get_secret_value(), settings)
                try:
                    yield bot
                finally:
                    await bot.turns.close(GRACE_SECONDS)
            finally:
                await bot.close()
                if isinstance(bot.ended, asyncio.Task):
                    await asyncio.wait({bot.ended})
