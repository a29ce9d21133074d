"""What is each person's own: the language of the bot, and what it keeps of them."""

from __future__ import annotations

from typing import Any

from telegram import CallbackQuery, InlineKeyboardMarkup
from telegram.ext import BaseHandler

from bot.config import LANGUAGES
from bot.telegram.addressing import command_handlers
from bot.telegram.ask.conversations import Conversations
from bot.telegram.callback_data import LanguageChosen, button
from bot.telegram.sending import answer_button, edit_bubble, send_text
from bot.telegram.services import Services
from bot.telegram.updates import Incoming, press_handler


class Personal:
    """/bahasa and /hapusdata."""

    def __init__(self, services: Services, conversations: Conversations) -> None:
        self._services, self._conversations = services, conversations

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handlers, in the order in which they are tried."""
        return [
            *command_handlers(self._services, bahasa=self.offer, hapusdata=self.forget),
            press_handler(LanguageChosen, self.choose),
        ]

    async def offer(self, incoming: Incoming) -> None:
        """Offer the languages, or take the one that stands after the command."""
        wanted = incoming.words[0].lower() if incoming.words else ""
        engine, person = self._services.engine, incoming.message.from_user
        if person and wanted in LANGUAGES:
            number = person.id
            await self._services.write(lambda state: state.people.set_language(number, wanted))
            await send_text(incoming.message, engine.translations(wanted).say("personal.chosen"))
            return
        names = {it: engine.translations(it).say("personal.name") for it in LANGUAGES}
        row = [button(name, LanguageChosen(it)) for it, name in names.items()]
        await incoming.answer("personal.choose", InlineKeyboardMarkup([row]))

    async def choose(self, query: CallbackQuery, chosen: LanguageChosen) -> None:
        """Keep the language of the button that was pressed, and say so in it."""
        person, language = query.from_user.id, chosen.language
        await self._services.write(lambda state: state.people.set_language(person, language))
        text = self._services.translations(query.from_user).say("personal.chosen")
        await answer_button(query)
        if query.message:
            await edit_bubble(
                query.get_bot(), query.message.chat.id, query.message.message_id, text
            )

    async def forget(self, incoming: Incoming) -> None:
        """Remove what is kept of whoever asks, and say how much that was."""
        person = incoming.writer
        count = await self._services.write(lambda state: state.answers.forget_person(person))
        await self._services.write(lambda state: state.people.set_language(person, None))
        await self._services.writer.shrink()
        self._conversations.forget(person)
        days = self._services.config.telegram.keep_days
        await incoming.answer("personal.forgotten", count=count, days=days)
