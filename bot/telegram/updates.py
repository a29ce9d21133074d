"""What an update brings, where the filters of a handler have already seen that it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from telegram import CallbackQuery, InlineQuery, Message, Update

Part = TypeVar("Part")


def message_of(update: Update) -> Message:
    """The message, new, edited or a guest's.

    Raises:
        LookupError: ``update`` brings none.
    """
    message = update.message or update.edited_message or update.guest_message
    return _need(message, "message", update)


def query_of(update: Update) -> CallbackQuery:
    """The press of a button.

    Raises:
        LookupError: ``update`` brings none.
    """
    return _need(update.callback_query, "press of a button", update)


def inline_query_of(update: Update) -> InlineQuery:
    """The inline query.

    Raises:
        LookupError: ``update`` brings none.
    """
    return _need(update.inline_query, "inline query", update)


def _need(part: Part | None, name: str, update: Update) -> Part:
    if part is None:
        raise LookupError(f"update {update.update_id}: expected a {name}")
    return part
