"""What the bot does with the messages that are meant for it."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from typing import Any

from telegram import Message, Update
from telegram.constants import ParseMode
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.render.layout import reach_line
from bot.telegram.addressing import (
    NEW_MESSAGE,
    Addressed,
    command_handlers,
    find_question,
    readable,
)
from bot.telegram.article import turning_handler
from bot.telegram.ask.answers import Responder, link_to
from bot.telegram.ask.buttons import Buttons
from bot.telegram.ask.conversations import Conversations, conversation_of
from bot.telegram.callback_data import AnswerPress
from bot.telegram.commands import help_line
from bot.telegram.sending import send_text
from bot.telegram.services import Services
from bot.telegram.updates import message_of, press_handler
from bot.text.sentences import split_sentences

_EDITED = filters.UpdateType.EDITED_MESSAGE & ~filters.VIA_BOT
_PRIVATE = filters.ChatType.PRIVATE
_WORDS = filters.TEXT & ~filters.COMMAND
_LONGEST_FORWARDED = 900
_LINK = re.compile(r"a(\d{1,18}).*")


class QuestionHandlers:
    """Answers messages from the engine; who may ask has been decided before."""

    def __init__(
        self, services: Services, responder: Responder, conversations: Conversations
    ) -> None:
        self._services, self._responder = services, responder
        self._conversations = conversations
        self._buttons = Buttons(services, responder, conversations)

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handlers, in the order in which they are tried."""
        addressed = Addressed()
        forwarded = NEW_MESSAGE & _PRIVATE & filters.FORWARDED & (filters.TEXT | filters.CAPTION)
        return [
            MessageHandler(forwarded, self.ask_forwarded),
            *command_handlers(tanya=self.ask, help=self.help, start=self.start),
            MessageHandler(NEW_MESSAGE & _WORDS & addressed, self.ask),
            CommandHandler("tanya", self.ask_edited, _EDITED & addressed),
            MessageHandler(_EDITED & _WORDS & addressed, self.ask_edited),
            MessageHandler(
                NEW_MESSAGE & _PRIVATE & (filters.COMMAND | filters.ATTACHMENT), self.no_text
            ),
            press_handler(AnswerPress, self._buttons.press),
            turning_handler(self._services),
        ]

    async def ask(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer the question in the message, or say how to ask one."""
        message = message_of(update)
        question = find_question(message, message.get_bot())
        if question:
            await self._answer(message, question)
            return
        await self._say(message, "telegram.ask")

    async def ask_edited(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer the edited question where the answer to it stood before it was edited."""
        message = message_of(update)
        question = find_question(message, message.get_bot())
        answers = self._services.store.answers
        asked = answers.find_by_message(message.chat_id, message.message_id)
        if not question or (asked and asked.question == question):
            return
        if asked is None or not asked.shown_in:
            await self._answer(message, question)
            return
        answers.rewrite(asked.id, question)
        self._conversations.correct(conversation_of(message), asked.question, question)
        await self._responder.edit(message, replace(asked, question=question))

    async def ask_forwarded(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer whether the forwarded text was reported."""
        message = message_of(update)
        text = first_sentences(readable(message.text or message.caption or ""), _LONGEST_FORWARDED)
        if text:
            await self._answer(message, text, forwarded=True)
        else:
            await self.no_text(update, context)

    async def _answer(self, message: Message, question: str, *, forwarded: bool = False) -> None:
        key = conversation_of(message)
        asked = self._responder.save(
            message,
            question,
            person=_writer(message),
            history=() if forwarded else self._history(message),
            asked_in=message.message_id,
            forwarded=forwarded,
        )
        if not forwarded:
            self._conversations.remember(key, question)
        await self._responder.reply(message, asked)

    def _history(self, message: Message) -> tuple[str, ...]:
        """The questions before this one: those behind the answer that it replies to, or the last."""
        replied = message.reply_to_message
        if replied is not None:
            found = self._services.store.answers.find_by_answer(message.chat_id, replied.message_id)
            if found is not None:
                return (*found.history, found.question)
        return self._conversations.questions(conversation_of(message))

    async def help(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how to ask, and how far the archive reaches."""
        message = message_of(update)
        translations = self._services.translations(message.from_user)
        reach = escape(reach_line(self._services.engine.reach, translations))
        days = self._services.config.telegram.keep_days
        bot = message.get_bot().username
        browse = help_line(translations)
        text = translations.say("telegram.help", browse=browse, reach=reach, bot=bot, days=days)
        await send_text(message, text, parse_mode=ParseMode.HTML)

    async def start(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet whoever opened the chat, or show the answer to which a link led."""
        message = message_of(update)
        payload = " ".join(context.args or ())
        if link := _LINK.fullmatch(payload):
            number = int(link[1])
            genuine = link_to(number, message.get_bot().token) == payload
            await self._show_again(message, number if genuine else 0)
            return
        name = message.from_user.first_name if message.from_user else ""
        await self._say(message, "telegram.start", name=name)

    async def _show_again(self, message: Message, number: int) -> None:
        """Show an answer again; that to another's question only where links are wanted."""
        asked = self._services.store.answers.find(number)
        person = _writer(message)
        if asked is None or (asked.person != person and not self._services.config.telegram.links):
            await self._say(message, "under.link_gone")
            return
        # What another asked is shown and not kept again: it is theirs to have removed.
        await self._responder.reply(message, replace(asked, id=0, chat=message.chat_id))

    async def no_text(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that only written questions are read."""
        await self._say(message_of(update), "telegram.no_text")

    async def _say(self, message: Message, key: str, **values: object) -> None:
        translations = self._services.translations(message.from_user)
        await send_text(message, translations.say(key, **values))


def first_sentences(text: str, most: int) -> str:
    """As many of the sentences of ``text`` as have ``most`` characters; of one alone, the words.

    >>> first_sentences("Satu. Dua tiga. Empat.", 16)
    'Satu. Dua tiga.'
    >>> first_sentences("Satu dua tiga", 9)
    'Satu dua'
    """
    text = text.strip()
    if len(text) <= most:
        return text
    stops = [stop for _, stop in split_sentences(text) if stop <= most]
    return text[: max(stops)] if stops else text[:most].rpartition(" ")[0] or text[:most]


def _writer(message: Message) -> int:
    """The id of whoever wrote, or of the chat where nobody is named."""
    return message.from_user.id if message.from_user else message.chat_id
