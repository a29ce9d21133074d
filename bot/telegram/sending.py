"""The way out: texts as Telegram messages that stand alone when they are forwarded."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable, Callable
from html import unescape
from typing import Any, TypeVar

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    Message,
    ReactionTypeEmoji,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_TAG = re.compile(r"<[^>]*>")
_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


async def send_text(
    message: Message,
    text: str,
    *,
    parse_mode: str | None = None,
    markup: InlineKeyboardMarkup | None = None,
) -> Message:
    """Answer ``message`` with ``text``. The message that was sent.

    It is a reply in a group, and in private to what may have come together with others.
    """
    quoting = _is_one_of_several(message)
    return await message.reply_text(
        text, parse_mode=parse_mode, reply_markup=markup, do_quote=quoting
    )


def _is_one_of_several(message: Message) -> bool | None:
    """True for what is forwarded, or a part of an album; else the library decides by the chat."""
    return bool(message.forward_origin or message.media_group_id) or None


async def react(message: Message, emoji: str) -> bool:
    """Answer ``message`` with a reaction; False where its chat does not take it."""
    try:
        # The library has some emoji with a sign too many, and takes those without for custom ones.
        await message.set_reaction(ReactionTypeEmoji(emoji))
    except BadRequest as problem:
        _log.info("A reaction was refused: %s", problem)
        return False
    return True


async def send_bubble(
    message: Message, text: str, markup: InlineKeyboardMarkup | None = None
) -> int:
    """Answer ``message`` with an HTML text; its number."""
    bubble = await _as_html(
        text, lambda it, mode: send_text(message, it, parse_mode=mode, markup=markup)
    )
    return bubble.message_id


async def send_to_chat(
    bot: Bot, chat: int, text: str, markup: InlineKeyboardMarkup | None = None
) -> int:
    """Send an HTML text where there is no message to answer; its number."""
    bubble = await _as_html(
        text, lambda it, mode: bot.send_message(chat, it, parse_mode=mode, reply_markup=markup)
    )
    return bubble.message_id


async def send_letter(bot: Bot, letter: dict[str, Any]) -> int | None:
    """Send what ``Services.post`` was given; None where the chat is not open to the bot."""
    chat, text, number = letter["chat"], letter["text"], letter["number"]
    markup = InlineKeyboardMarkup.de_json(letter["markup"], bot) if letter["markup"] else None
    try:
        if number is None:
            return await send_to_chat(bot, chat, text, markup)
        return number if await edit_bubble(bot, chat, number, text, markup) else None
    except (BadRequest, Forbidden) as problem:
        _log.info("%d could not be told: %s", chat, problem)
        return None


async def edit_bubble(
    bot: Bot, chat: int, number: int, text: str, markup: InlineKeyboardMarkup | None = None
) -> bool:
    """Put an HTML text in the place of an earlier one; False where that message is gone."""
    return await _edit_what_is_there(
        _as_html(
            text,
            lambda it, mode: bot.edit_message_text(
                it, chat_id=chat, message_id=number, parse_mode=mode, reply_markup=markup
            ),
        )
    )


async def edit_keyboard(
    bot: Bot, chat: int, number: int, markup: InlineKeyboardMarkup | None
) -> None:
    """Put another keyboard under a message; one that is gone is left alone."""
    await _edit_what_is_there(bot.edit_message_reply_markup(chat, number, reply_markup=markup))


async def _edit_what_is_there(edit: Awaitable[object]) -> bool:
    """Await ``edit``; False where the message is gone, or can be edited no more."""
    try:
        await edit
    except BadRequest as problem:
        sentence = problem.message.lower()
        if "not modified" in sentence:
            return True
        if not any(sign in sentence for sign in _GONE):
            raise
        return False
    return True


async def delete_message(bot: Bot, chat: int, number: int) -> None:
    """Delete a message of the bot; one that is gone, or too old for it, is left alone."""
    try:
        await bot.delete_message(chat, number)
    except BadRequest as problem:
        _log.info("A message was not deleted: %s", problem)


async def answer_button(query: CallbackQuery, text: str = "", *, stays: bool = False) -> None:
    """Answer a pressed button, with a line where there is one; what fails here harms nothing else.

    Args:
        query: The press.
        text: The line, of 200 characters at most.
        stays: Whether the line is to be closed by hand; else it goes by itself.
    """
    try:
        await query.answer(text or None, show_alert=stays or None)
    except TelegramError as problem:
        _log.info("A button could not be answered: %s", problem)


def to_plain(text: str) -> str:
    """An HTML text without its markup; all else in it is escaped.

    >>> to_plain("<b>a &lt; b</b> &amp; c")
    'a < b & c'
    """
    return unescape(_TAG.sub("", text))


async def _as_html(text: str, send: Callable[[str, str | None], Awaitable[Result]]) -> Result:
    """Send the HTML ``text``, or what can be read of it where it is refused as HTML."""
    try:
        return await send(text, ParseMode.HTML)
    except BadRequest as problem:
        if "parse entities" not in problem.message.lower():
            raise
        _log.error("An answer was refused as HTML and goes out as plain text: %s", problem)
    return await send(to_plain(text), None)
