"""The Discord bot: messages, commands and buttons in, turns out."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import discord
from aiohttp import ClientError, ClientSession
from discord import Attachment, Interaction, Message

from agent.settings import Settings
from bots import words
from bots.buttons import Press
from bots.discord_calls import patiently, translated
from bots.discord_chat import InteractionChat, MessageChat
from bots.discord_commands import command_tree
from bots.discord_files import DiscordFiles
from bots.discord_limits import limits
from bots.discord_messages import conversation_of, group_of, meant_for, user_of, wish_of
from bots.discord_redirect import redirected
from bots.house_rules import House
from bots.surface import ChatError, Order
from bots.turns import Agent, Turns
from bots.wish import Wish
from tools.errors import BadInput, ToolFailed

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

    Attributes:
        turns: What is under way.
        connected: Set when the first connection stands.
        ended: Done when the connection ended for good, with the reason.
    """

    def __init__(self, agent: Agent, files: DiscordFiles, house: House | None = None) -> None:
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
        self.turns = Turns(agent, house)
        self.connected = asyncio.Event()
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.tree = command_tree(self)

    async def setup_hook(self) -> None:
        """Tell Discord the commands."""
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
        level = message.guild.premium_tier if message.guild else 0
        chat = MessageChat(message, limits(level=level))
        wish = wish_of(message, self.user)
        if wish.refusal:
            await chat.say(wish.refusal)
            return
        self.turns.begin(self._order(message.channel, message.author, wish), chat)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Do what a button says; commands have handlers of their own."""
        if interaction.type is not discord.InteractionType.component:
            return
        press = Press.read(interaction.custom_id)
        asker = str(interaction.user.id)
        if press is None:
            await self.whisper(interaction, words.STALE)
        elif press.action == "cancel":
            told = self.turns.cancel(press.about, user_of(interaction.user))
            await self.whisper(interaction, told)
        elif press.action in {"yes", "no"} and press.about != asker:
            await self.whisper(interaction, words.NOT_YOURS)
        elif press.action == "say":
            await self.take(interaction, Wish(text=press.request, version=press.version))
        else:
            await self.take(interaction, Wish(text=press.request))
            if (quote := interaction.message) is not None:
                with suppress(ChatError):
                    await patiently(lambda: quote.edit(view=None))

    async def take(
        self, interaction: Interaction, wish: Wish[Attachment], *, private: bool = False
    ) -> None:
        """Take a command or a press on as a turn, which Discord wants to know within 3 seconds.

        Args:
            interaction: The command or the press.
            wish: What is wanted.
            private: Whether only the one who asked sees the answer.
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
        self.turns.begin(self._order(interaction.channel, interaction.user, wish), chat)

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
            group=group_of(channel),
        )


@asynccontextmanager
async def running(agent: Agent, settings: Settings) -> AsyncIterator[DiscordBot]:
    """The bot, answering while the block runs; then it stops gracefully.

    Raises:
        BadInput: The token is missing or refused.
        ToolFailed: Discord is out of reach.
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
            House.of(settings),
        )
        with redirected(bot, settings.discord_api_url):
            try:
                await _sign_in(bot, settings.discord_token.get_secret_value(), settings)
                try:
                    yield bot
                finally:
                    await bot.turns.close(GRACE_SECONDS)
            finally:
                await bot.close()
                if isinstance(bot.ended, asyncio.Task):
                    await asyncio.wait({bot.ended})


async def _sign_in(bot: DiscordBot, token: str, settings: Settings) -> None:
    """Sign in and connect; what comes from then on is answered.

    Raises:
        BadInput: The token is refused.
        ToolFailed: Discord is out of reach, or ended the connection.
    """
    at = settings.discord_api_url or "discord.com"
    try:
        await bot.login(token)
    except discord.LoginFailure as error:
        raise BadInput("Discord refused the token. Is VFXB_DISCORD_TOKEN right?") from error
    except (discord.HTTPException, ClientError, OSError) as error:
        raise ToolFailed(
            f"Discord could not be reached at {at}: {error}. Check the network, and "
            "VFXB_DISCORD_API_URL if you set it."
        ) from error
    bot.ended = asyncio.create_task(bot.connect())
    connected = asyncio.create_task(bot.connected.wait())
    await asyncio.wait({bot.ended, connected}, return_when=asyncio.FIRST_COMPLETED)
    connected.cancel()
    if bot.ended.done():
        raise ToolFailed(f"Discord ended the connection: {bot.ended.exception()}.")
    log.info("Discord knows me as %s", bot.user)
