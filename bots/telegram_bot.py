"""The Telegram bot: messages and buttons in, turns out."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any

from telegram import BotCommand, LinkPreviewOptions, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    ApplicationBuilder,
    ApplicationHandlerStop,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    Defaults,
    ExtBot,
    MessageHandler,
    TypeHandler,
    filters,
)

from agent.settings import Settings
from bots import preferences, words
from bots.asking import Agent
from bots.house_rules import House
from bots.language import LANGUAGES, catalogue, language_of, speak
from bots.people import People
from bots.surface import ChatError, Order, RemoteClip, Surface
from bots.telegram_albums import Albums
from bots.telegram_calls import patiently
from bots.telegram_chat import TelegramChat, keyboard_of
from bots.telegram_files import TelegramFiles
from bots.telegram_limits import CLOUD, OWN_SERVER
from bots.telegram_presses import Presses
from bots.telegram_receiving import App, receiving
from bots.telegram_updates import (
    Attached,
    conversation_of,
    group_of,
    meant_for,
    name_of_message,
    user_of,
    wish_of,
)
from bots.turn import Keeper
from bots.turns import Turns
from tools.errors import BadInput, Outage

log = logging.getLogger(__name__)

GRACE_SECONDS = 20.0
"""How long running turns may go on after the bot was told to stop."""
_REMEMBERED_UPDATES = 10_000
_LOOK_SECONDS = 0.05
_WANTED = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY]

CONNECTIONS, POOL_TIMEOUT = 64, 120.0
"""Calls at the same time, and seconds that others wait for hundreds of chats to be answered."""
CALL_TIMEOUT = 30.0
"""Seconds for a call: one that Telegram may have carried out is not made again, and so is lost."""

# The first language is for everybody whose own is missing.
_MENUS = {language: language if number else None for number, language in enumerate(LANGUAGES)}


class TelegramBot:
    """The handlers, and what they need.

    Args:
        app: The application of the library, already initialized.
        agent: Answers.
        own_server: Whether a Bot API server other than Telegram's own is used.
        people: What everybody set for themselves.
        house: Who may ask for how much.
        keeper: Goes on with turns after a restart; None where nobody does.
    """

    def __init__(
        self,
        app: App,
        agent: Agent,
        *,
        own_server: bool,
        people: People,
        house: House | None = None,
        keeper: Keeper | None = None,
    ) -> None:
        self._bot = app.bot
        self._updates = app.update_queue
        self._limits = OWN_SERVER if own_server else CLOUD
        self._files = TelegramFiles(app.bot, self._limits, own_server=own_server)
        self._albums = Albums()
        self._seen: deque[int] = deque(maxlen=_REMEMBERED_UPDATES)
        self.people = people
        self.turns = Turns(agent, house, keeper)
        # Polling goes on through all errors.
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        app.add_handler(TypeHandler(Update, self.once), group=-1)
        app.add_handler(CallbackQueryHandler(Presses(app.bot, self.turns, people, self._limits)))
        app.add_handler(CommandHandler(("start", "help"), self.help))
        app.add_handler(CommandHandler("cancel", self.cancel))
        app.add_handler(CommandHandler("settings", self.settings))
        app.add_handler(CommandHandler(("voices", "voice"), self.voices))
        app.add_handler(MessageHandler(~filters.StatusUpdate.ALL, self.message))
        app.add_error_handler(self.failed)

    async def taken_on(self) -> None:
        """Wait until what came is taken on for good. Further parts of an album wait for nothing."""

        async def handled() -> None:
            await self._updates.join()
            await self.turns.taken_on()

        waiting = asyncio.create_task(handled())
        try:
            while not waiting.done() and not self._albums.collecting:
                await asyncio.wait({waiting}, timeout=_LOOK_SECONDS)
        finally:
            waiting.cancel()

    def surface(self, address: dict[str, Any]) -> Surface:
        """The place that an ``address`` tells of."""
        return TelegramChat.at(self._bot, address, self._limits)

    def clip(self, ref: dict[str, Any]) -> RemoteClip:
        """The clip that a ``ref`` tells of."""
        return self._files.clip(Attached(**ref))

    async def once(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer an update that comes again only once."""
        if update.update_id in self._seen:
            raise ApplicationHandlerStop
        self._seen.append(update.update_id)
        if user := update.effective_user:
            chosen = self.people.of(user_of(user)).language
            speak(chosen or language_of(user.language_code))

    async def message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take a message on as a turn; one that is edited meanwhile begins anew."""
        message, user = update.effective_message, update.effective_sender
        if message is None or user is None:
            return
        album = await self._albums.whole(message) if update.message else (message,)
        if not any(meant_for(part, self._bot.bot) for part in album):
            return
        wish = wish_of(album, self._bot.bot)
        name = name_of_message(message)
        if update.message is None and (wish.refusal or not self.turns.withdraw(name, wish.text)):
            return
        chat = TelegramChat(self._bot, message, user.id, self._limits)
        if wish.refusal:
            await chat.say(wish.refusal)
            return
        order = Order(
            message=name,
            person=self.people.of(user_of(user)),
            conversation=conversation_of(message),
            user=user_of(user),
            text=wish.text,
            clips=tuple(self._files.clip(clip) for clip in wish.clips),
            version=wish.version,
            spoken=self._files.clip(wish.spoken) if wish.spoken else None,
            group=group_of(message),
        )
        self.turns.begin(order, chat)

    async def help(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell how this works."""
        if update.message:
            message = update.message
            await patiently(lambda: message.reply_text(words.HELP))

    async def settings(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what a person set."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        text, row = preferences.page(self.people.of(user_of(user)), str(user.id))
        await patiently(lambda: message.reply_text(text, reply_markup=keyboard_of(row)))

    async def voices(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Let the voice speak that is named; else it is a request like others."""
        message, user = update.message, update.effective_user
        if message is None or user is None:
            return
        called = " ".join(context.args or ())
        if told := preferences.voice_chosen(self.people, user_of(user), called):
            await patiently(lambda: message.reply_text(told))
        else:
            await self.message(update, context)

    async def cancel(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Cancel what the person has under way in this chat."""
        message, user = update.message, update.effective_sender
        if message is None or user is None:
            return
        if not self.turns.cancel_all(conversation_of(message), user_of(user)):
            await patiently(lambda: message.reply_text(words.NOTHING_TO_CANCEL))

    async def failed(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """What a handler could not do: nothing for the chat out of reach, a trace for a bug."""
        if isinstance(context.error, (ChatError, TelegramError)):
            log.warning("an update was not answered: %s", context.error)
        else:
            log.error("a handler failed unexpectedly", exc_info=context.error)
            message = update.effective_message if isinstance(update, Update) else None
            if message is not None:
                with suppress(ChatError):
                    await patiently(lambda: message.reply_text(words.BUG))


@asynccontextmanager
async def running(
    agent: Agent, settings: Settings, keeper: Keeper | None = None
) -> AsyncIterator[TelegramBot]:
    """The bot, answering while the block runs; then it stops gracefully.

    Raises:
        BadInput: The token is missing or refused.
        Outage: Telegram is out of reach.
    """
    app = _application(settings)
    try:
        await _sign_in(app, settings)
        bot = TelegramBot(
            app,
            agent,
            own_server=settings.telegram_api_url is not None,
            people=People(settings.home / "people"),
            house=House.of(settings, "telegram"),
            keeper=keeper,
        )
        await _set_menu(app.bot)
        await app.start()
        try:
            async with receiving(app, settings, _WANTED, bot.taken_on):
                log.info("Telegram knows me as @%s", app.bot.username)
                yield bot
        finally:
            await bot.turns.close(GRACE_SECONDS)
            await app.stop()
    finally:
        await app.shutdown()
        await app.bot.shutdown()  # The application leaves it open when it could not sign in.


async def _sign_in(app: App, settings: Settings) -> None:
    try:
        await app.initialize()
    except InvalidToken as error:
        raise BadInput("Telegram refused the token. Is VFXB_TELEGRAM_TOKEN right?") from error
    except TelegramError as error:
        at = settings.telegram_api_url or "api.telegram.org"
        raise Outage(
            f"Telegram could not be reached at {at}: {error}. Check the network, and "
            "VFXB_TELEGRAM_API_URL if you set it.",
            "chat",
        ) from error


def _application(settings: Settings) -> App:
    if settings.telegram_token is None:
        raise BadInput(
            "VFXB_TELEGRAM_TOKEN is not set. @BotFather on Telegram gives a token: send /newbot."
        )
    builder = (
        ApplicationBuilder()
        .token(settings.telegram_token.get_secret_value())
        # Handlers only start turns; a slow network must not let one chat hold up the others.
        .concurrent_updates(True)
        .connection_pool_size(CONNECTIONS)
        .pool_timeout(POOL_TIMEOUT)
        .connect_timeout(CALL_TIMEOUT)
        .read_timeout(CALL_TIMEOUT)
        .write_timeout(CALL_TIMEOUT)
        # The last call of all, which marks what came as read, begins while the poll before it ends.
        .get_updates_connection_pool_size(2)
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
    )
    if settings.telegram_api_url:
        at = settings.telegram_api_url.rstrip("/")
        builder = builder.base_url(f"{at}/bot").base_file_url(f"{at}/file/bot")
    return builder.build()


async def _set_menu(bot: ExtBot[Any]) -> None:
    try:
        for language, name in _MENUS.items():
            about = catalogue(language)["commands"]
            menu = [BotCommand(command, about[command]) for command in words.COMMANDS]
            await patiently(partial(bot.set_my_commands, menu, language_code=name))
    except ChatError as error:
        log.warning("the menu of commands was not set: %s", error)
