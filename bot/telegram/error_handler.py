"""The one error handler: a line in the log, and a word to whoever waits for an answer."""

from __future__ import annotations

import logging

from telegram import Update
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError
from telegram.ext import ApplicationHandlerStop, ContextTypes

from bot.render.translations import Translations
from bot.telegram.delivery.in_hand import CURRENT
from bot.telegram.sending import answer_button, send_text

_REFUSALS = ("not found", "rights", "write_forbidden", "closed")

_log = logging.getLogger(__name__)


class ErrorHandler:
    """Handles what a handler raised; ``translations`` are those of the settings."""

    def __init__(self, translations: Translations) -> None:
        self._translations = translations

    async def handle(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the error of ``context``, and answer where an answer can be sent.

        Raises:
            ApplicationHandlerStop: Always for an update: without it the library would go on to
                the next group of handlers.
        """
        problem, delivery = context.error, CURRENT.get()
        if not isinstance(update, Update):
            _log.error("An error outside of any update.", exc_info=problem)
            return
        if delivery and delivery.failure and isinstance(problem, TelegramError):
            raise ApplicationHandlerStop  # the queue tells of it, and tries again
        if isinstance(problem, TelegramError) and _is_of_the_chat(problem):
            _log.warning("Update %d: the answer was not delivered: %s", update.update_id, problem)
        else:
            if isinstance(problem, TelegramError):
                _log.error("Update %d: the answer was refused: %s", update.update_id, problem)
            else:
                _log.error("Update %d could not be handled.", update.update_id, exc_info=problem)
            await self.apologise(update, "telegram.failed")
        raise ApplicationHandlerStop

    async def apologise(self, update: Update, key: str) -> None:
        """Say the text ``key`` to whoever sent ``update``; where they cannot be told, a log line."""
        text = self._translations.say(key)
        try:
            if update.message:
                await send_text(update.message, text)
            elif update.callback_query:
                await answer_button(update.callback_query, text, stays=True)
        except TelegramError as problem:
            _log.warning("Update %d: nor could that be said: %s", update.update_id, problem)


def _is_of_the_chat(problem: TelegramError) -> bool:
    """Whether the chat would not take another message either."""
    if isinstance(problem, BadRequest):
        sentence = problem.message.lower()
        return any(sign in sentence for sign in _REFUSALS)
    return isinstance(problem, (Forbidden, ChatMigrated))
