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
    from telegram import Message, Update

    from bot.telegram.office import Office

# A plain TEXT filter would also catch edited, business and guest messages, whose replies fail.
_NEW = filters.UpdateType.MESSAGE & ~filters.VIA_BOT
_PRIVATE = filters.ChatType.PRIVATE


class Desk:
    """Answers messages from ``engine``; who may ask has been decided before."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._engine, self._config = office.engine, office.config
        self._conversations = Conversations(office.config.telegram.history)

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
            wording = self._office.wording(message.from_user)
            await send_text(message, wording.say("telegram.ask"))
            return
        key = conversation_of(message)
        history = self._conversations.questions(key)
        shown = self._config.answer.passages
        self._engine.reload()
        today = self._office.today(message.date)
        answer = self._engine.ask(question, today, history, limit=shown)
        self._conversations.note(key, question)
        wording = self._engine.wording(answer.query.language)
        await send_answer(message, answer, wording, shown=shown)

    async def help(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say how to ask, and how far the archive reaches."""
        message = _message(update)
        wording = self._office.wording(message.from_user)
        reach = escape(reach_line(self._engine.reach, wording))
        text = wording.say("telegram.help", reach=reach)
        await send_text(message, text, parse_mode=ParseMode.HTML)

    async def start(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Greet whoever opened the chat."""
        message = _message(update)
        name = message.from_user.first_name if message.from_user else ""
        wording = self._office.wording(message.from_user)
        await send_text(message, wording.say("telegram.start", name=name))

    async def no_text(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say that only written questions are read."""
        message = _message(update)
        wording = self._office.wording(message.from_user)
        await send_text(message, wording.say("telegram.no_text"))


def _message(update: Update) -> Message:
    """The message that the filters have seen."""
    assert update.message is not None  # noqa: S101
    return update.message
