"""What an update brings, where the filters of a handler have already seen that it does.

A LookupError is raised where it does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from html import escape
from typing import Any, TypeVar

from telegram import Bot, CallbackQuery, InlineKeyboardMarkup, Message, Update, User
from telegram.constants import ParseMode
from telegram.ext import CallbackQueryHandler, ContextTypes

from bot.render.translations import Translations
from bot.telegram.callback_data import Data, parse_as
from bot.telegram.sending import send_text
from bot.telegram.services import Services

Handle = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]
Part = TypeVar("Part")
_PLACE = re.compile(r"(\d+)/(\d+)")


def need(part: Part | None) -> Part:
    """The ``part`` of an update."""
    if part is None:
        raise LookupError("an update is of another kind than its handler expects")
    return part


def message_of(update: Update) -> Message:
    """The message, new, edited or a guest's."""
    return need(update.message or update.edited_message or update.guest_message)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message, the words after its command, and the texts for whoever wrote it."""

    message: Message
    words: tuple[str, ...]
    translations: Translations

    @property
    def bot(self) -> Bot:
        """The bot that received it."""
        return self.message.get_bot()

    @property
    def at(self) -> int:
        """When it was sent, in seconds since 1970."""
        return int(self.message.date.timestamp())

    @property
    def person(self) -> User:
        """Who wrote it; a LookupError where nobody is named."""
        return need(self.message.from_user)

    @property
    def writer(self) -> int:
        """The id of whoever wrote it, or of the chat where nobody is named."""
        return self.message.from_user.id if self.message.from_user else self.message.chat_id

    async def answer(
        self, key: str, markup: InlineKeyboardMarkup | None = None, **values: object
    ) -> None:
        """Answer with the text under ``key``."""
        await send_text(self.message, self.translations.say(key, **values), markup=markup)

    async def answer_in_html(self, key: str, **values: object) -> None:
        """Answer with the text under ``key``, which has markup, and its values escaped."""
        escaped = {name: escape(str(value)) for name, value in values.items()}
        text = self.translations.say(key, **escaped)
        await send_text(self.message, text, parse_mode=ParseMode.HTML)


def on_message(
    services: Services, carry_out: Callable[[Incoming], Coroutine[Any, Any, None]]
) -> Handle:
    """What a handler calls that has ``carry_out`` get the message of an update."""

    async def handle(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = message_of(update)
        translations = services.translations(message.from_user)
        await carry_out(Incoming(message, tuple(context.args or ()), translations))

    return handle


def press_handler(
    kind: type[Data], carry_out: Callable[[CallbackQuery, Data], Coroutine[Any, Any, None]]
) -> CallbackQueryHandler[Any, Any]:
    """The handler of the buttons that say a ``kind``; ``carry_out`` gets what they say, too."""

    async def handle(update: Update, _context: object) -> None:
        query = need(update.callback_query)
        await carry_out(query, need(parse_as(kind, query.data)))

    return CallbackQueryHandler(handle, lambda data: parse_as(kind, data) is not None)


def place_in_pages(query: CallbackQuery, translations: Translations) -> str:
    """In words what the pressed button shows, "2/5"; empty where it shows no place among pages."""
    message = query.message
    markup = message.reply_markup if isinstance(message, Message) else None
    buttons = [button for row in (markup.inline_keyboard if markup else ()) for button in row]
    label = next((it.text for it in buttons if it.callback_data == query.data), "")
    found = _PLACE.fullmatch(label)
    return translations.say("under.place", page=found[1], count=found[2]) if found else ""
