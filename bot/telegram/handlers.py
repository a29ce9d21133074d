"""What the bot does with the messages that are meant for it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from telegram.constants import ParseMode
from telegram.ext import BaseHandler, CommandHandler, ContextTypes, MessageHandler, filters

from bot.render import reach_line
from bot.telegram.addressing import HELP_COMMAND, QUESTION_COMMAND, Addressed, find_question
from bot.telegram.conversations import Conversations, conversation_of
from bot.telegram.sending import send_answer, send_text

if TYPE_CHECKING:
    from datetime import date

    from telegram import Message, Update

    from bot.config import Config
    from bot.engine import Engine

# A plain TEXT filter would also catch edited, business and guest messages, whose replies fail.
_NEW = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
_PRIVATE = filters.ChatType.PRIVATE


class Desk:
    """Answers messages from ``engine``; who may ask has been decided before."""

    def __init__(self, engine: Engine, config: Config) -> None:
        self._engine = engine
        self._config = config
        self._wording = engine.wording(config.language)
        self._conversations = Conversations(config.telegram.history)

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The handlers, in the order in which they are tried."""
        addressed = Addressed()
        return [
            CommandHandler(QUESTION_COMMAND, self.ask, _NEW & addressed),
            CommandHandler(HELP_COMMAND, self.help, _NEW & addressed),
            CommandHandler("start", self.start, _NEW & _PRIVATE),
            MessageHandler(_NEW & filters.TEXT & ~filters.COMMAND & addressed, self.ask),
            MessageHandler(_NEW & _PRIVATE & (filters.COMMAND | filters.ATTACHMENT), self.no_text),
        ]

    async def ask(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer the question in the message, or say how to ask one."""
        message = _message(update)
        question = find_question(message, message.get_bot())
        if not question:
            await send_text(message, self._wording.say("telegram.ask"))
            return
        key = conversation_of(message)
        history = self._conversations.questions(key)
        shown = self._config.answer.passages
        self._engine.reload()
        answer = self._engine.ask(question, self._today(message), history, limit=shown)
        self._conversations.note(key, question)
        wording = self._engine.wording(answer.query.language)
        await send_answer(message, answer, wording, shown=shown)

    async def help(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how to ask, and how far the archive reaches."""
        reach = escape(reach_line(self._engine.reach, self._wording))
        text = self._wording.say("telegram.help", reach=reach)
        await send_text(_message(update), text, parse_mode=ParseMode.HTML)

    async def start(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet whoever opened the chat."""
        message = _message(update)
        name = message.from_user.first_name if message.from_user else ""
        await send_text(message, self._wording.say("telegram.start", name=name))

    async def no_text(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that only written questions are read."""
        await send_text(_message(update), self._wording.say("telegram.no_text"))

    def _today(self, message: Message) -> date:
        """The day on which the message was written, where the readers are.

        An update that waited is answered for the day on which it was asked.
        """
        return message.date.astimezone(self._config.timezone).date()


def _message(update: Update) -> Message:
    """The message that the filters have seen."""
    assert update.message is not None  # noqa: S101
    return update.message
