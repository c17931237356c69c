"""Presses on Telegram: what the buttons of all messages do, and the pages of ``/settings``."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from telegram import Bot, CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bots import preferences, words
from bots.buttons import Press
from bots.language import language_of, speak
from bots.limits import Limits
from bots.people import People
from bots.surface import ChatError, Order
from bots.telegram_calls import patiently, settled
from bots.telegram_chat import TelegramChat, keyboard_of
from bots.telegram_updates import conversation_of, group_of, user_of
from bots.turns import Turns


@dataclass(frozen=True, slots=True)
class Presses:
    """Answers presses of buttons.

    Attributes:
        bot: Sends.
        turns: What is under way.
        people: What everybody set for themselves.
        limits: What chats take.
    """

    bot: Bot
    turns: Turns
    people: People
    limits: Limits

    async def __call__(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what a button says."""
        query = update.callback_query
        if query is None:
            return
        press, message = Press.read(query.data), query.message
        if press is None or not isinstance(message, Message):
            await _tell(query, words.STALE)
        elif press.action == "cancel":
            await _tell(query, self.turns.cancel(press.about, user_of(query.from_user)))
        elif press.action == "say":
            await self._take(query, message, press, query.from_user.id)
        elif press.action == "set":
            await self._set(query, message, press)
        else:
            await self._decide(query, message, press)

    async def _decide(self, query: CallbackQuery, message: Message, press: Press) -> None:
        """Go ahead with what was quoted, or leave it: for whoever asked, or an admin for them."""
        mine = press.about == str(query.from_user.id)
        if not mine and not self.turns.is_admin(user_of(query.from_user)):
            await _tell(query, words.NOT_YOURS)
            return
        with suppress(ChatError):
            await settled(lambda: message.edit_reply_markup(None))
        await self._take(query, message, press, int(press.about))

    async def _take(self, query: CallbackQuery, message: Message, press: Press, asker: int) -> None:
        """Take a press on as a turn of whoever it is for."""
        user = f"telegram:{asker}"
        order = Order(
            conversation=conversation_of(message),
            user=user,
            text=press.request,
            version=press.version,
            group=group_of(message),
            person=self.people.of(user),
        )
        self.turns.begin(order, TelegramChat(self.bot, message, asker, self.limits))
        await _tell(query, "")

    async def _set(self, query: CallbackQuery, message: Message, press: Press) -> None:
        """Set something for the person who pressed, and show the page that comes next."""
        if press.about != str(query.from_user.id):
            await _tell(query, words.NOT_YOURS)
            return
        person = preferences.pressed(self.people, user_of(query.from_user), press.request)
        # What was set may be the language.
        speak(person.language or language_of(query.from_user.language_code))
        text, row = preferences.page(person, press.about, press.request)
        with suppress(ChatError):
            await settled(lambda: message.edit_text(text, reply_markup=keyboard_of(row)))
        await _tell(query, "")


async def _tell(query: CallbackQuery, text: str) -> None:
    """Answer a press. One that is too old to be answered needs no answer."""
    with suppress(ChatError):
        await patiently(lambda: query.answer(text or None))
