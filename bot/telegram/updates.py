"""What an update brings, where the filters of a handler have already seen that it does.

Each raises a LookupError where it does not.
"""

from __future__ import annotations

from typing import TypeVar

from telegram import CallbackQuery, InlineQuery, Message, Update

Part = TypeVar("Part")


def message_of(update: Update) -> Message:
    """The message, new, edited or a guest's."""
    return _need(update.message or update.edited_message or update.guest_message, update)


def query_of(update: Update) -> CallbackQuery:
    """The press of a button."""
    return _need(update.callback_query, update)


def inline_query_of(update: Update) -> InlineQuery:
    """The inline query."""
    return _need(update.inline_query, update)


def _need(part: Part | None, update: Update) -> Part:
    if part is None:
        raise LookupError(f"update {update.update_id} is of another kind than its handler expects")
    return part
