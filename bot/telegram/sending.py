"""The way out: an answer as Telegram messages that stand alone when they are forwarded."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import httpx
from telegram.constants import MessageLimit, ParseMode
from telegram.error import BadRequest, NetworkError

from bot.render import to_html, to_text, units

if TYPE_CHECKING:
    from telegram import Message

    from bot.model import Answer
    from bot.wording import Wording

# Seconds between attempts.
PAUSES = (1.0, 3.0, 10.0, 30.0)
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout)

_log = logging.getLogger(__name__)


async def send_answer(message: Message, answer: Answer, wording: Wording, *, shown: int) -> None:
    """Answer ``message`` with at most ``shown`` passages, each together with its source."""
    try:
        for bubble in to_html(answer, wording, shown=shown):
            await send_text(message, bubble, parse_mode=ParseMode.HTML)
    except BadRequest as problem:
        if not _is_about_the_text(problem):
            raise
        _log.error("An answer was refused as HTML and goes out as plain text: %s", problem)
        await send_text(message, _plain(answer, wording, shown=shown))


async def send_text(message: Message, text: str, *, parse_mode: str | None = None) -> None:
    """Answer ``message`` with ``text``; in a group as a reply.

    What surely did not leave is sent again for a while. What may have arrived, with only its
    confirmation lost, is sent once more and not again.
    """
    for pause in PAUSES:
        try:
            await message.reply_text(text, parse_mode=parse_mode)
        except BadRequest:
            raise  # the library counts it among the errors of the network
        except NetworkError as problem:
            await asyncio.sleep(pause)
            if not isinstance(problem.__cause__, _NEVER_LEFT):
                break
        else:
            return
    await message.reply_text(text, parse_mode=parse_mode)


def _is_about_the_text(problem: BadRequest) -> bool:
    sentence = problem.message.lower()
    return "parse entities" in sentence or "too long" in sentence


def _plain(answer: Answer, wording: Wording, *, shown: int) -> str:
    """The answer as plain text, with as many of ``shown`` passages as one message holds."""
    texts = (to_text(answer, wording, shown=count) for count in range(shown, 1, -1))
    fitting = (text for text in texts if units(text) <= MessageLimit.MAX_TEXT_LENGTH)
    return next(fitting, None) or to_text(answer, wording, shown=1)
