"""What an update brings, where the filters of a handler have already seen that it does.

A LookupError is raised where it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from telegram import CallbackQuery, InlineQuery, Message, Update
from telegram.ext import CallbackQueryHandler

from bot.telegram.callback_data import CallbackData

Part = TypeVar("Part")
Data = TypeVar("Data", bound=CallbackData)


def message_of(update: Update) -> Message:
    """The message, new, edited or a guest's."""
    return _need(update.message or update.edited_message or update.guest_message, update)


def query_of(update: Update) -> CallbackQuery:
    """The press of a button."""
    return _need(update.callback_query, update)


def inline_query_of(update: Update) -> InlineQuery:
    """The inline query."""
    return _need(update.inline_query, update)


def press_handler(
    kind: type[Data], carry_out: Callable[[CallbackQuery, Data], Coroutine[Any, Any, None]]
) -> CallbackQueryHandler[Any, Any]:
    """The handler of the buttons that say a ``kind``; ``carry_out`` gets what they say, too."""

    async def handle(update: Update, _context: object) -> None:
        query = query_of(update)
        await carry_out(query, _need(kind.parse(query.data), update))

    return CallbackQueryHandler(handle, lambda data: kind.parse(data) is not None)


def _need(part: Part | None, update: Update) -> Part:
    if part is None:
        raise LookupError(f"update {update.update_id} is of another kind than its handler expects")
    return part
