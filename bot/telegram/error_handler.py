"""The one error handler: a line in the log, and a word to whoever waits for an answer."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.render.translations import Translations
from bot.telegram.access.gate import Gate
from bot.telegram.sending import answer_button, send_text

_REFUSALS = ("not found", "rights", "write_forbidden", "closed")
_HOPELESS = (Forbidden, ChatMigrated, InvalidToken, NetworkError, RetryAfter)

_log = logging.getLogger(__name__)


class ErrorHandler:
    """Handles what a handler raised."""

    def __init__(self, gate: Gate, translations: Translations) -> None:
        self._gate = gate
        self._translations = translations

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the error of ``context``, and answer where an answer can be sent.

        Raises:
            ApplicationHandlerStop: Always for an update: without it the library would go on to
                the next group of handlers.
        """
        problem = context.error
        if not isinstance(update, Update):
            # Errors of the polling itself have been told where they came up, in ``connection``.
            if not isinstance(problem, TelegramError):
                _log.error("An error outside of any update.", exc_info=problem)
            return
        if isinstance(problem, ChatMigrated) and update.effective_chat:
            self._gate.move(update.effective_chat.id, problem.new_chat_id)
        if isinstance(problem, TelegramError) and _is_of_the_chat(problem):
            _log.warning("Update %d: the answer was not delivered: %s", update.update_id, problem)
        else:
            _log.error("Update %d could not be handled.", update.update_id, exc_info=problem)
            await self._apologise(update)
        raise ApplicationHandlerStop

    async def _apologise(self, update: Update) -> None:
        text = self._translations.say("telegram.failed")
        try:
            if update.message:
                await send_text(update.message, text)
            elif update.callback_query:
                await answer_button(update.callback_query, text)
        except TelegramError as problem:
            _log.warning("Update %d: nor could that be said: %s", update.update_id, problem)


def _is_of_the_chat(problem: TelegramError) -> bool:
    """Whether the chat or the network would not take another message either."""
    if isinstance(problem, BadRequest):
        sentence = problem.message.lower()
        return any(sign in sentence for sign in _REFUSALS)
    return isinstance(problem, _HOPELESS)
