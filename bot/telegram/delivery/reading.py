"""From JSON, received or kept, to what is in hand, and what is to be done with it."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import Update

from bot.store import StoredUpdate
from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.in_hand import Delivery

# Seconds that an update is at rest at most when it is taken up after a start.
LONGEST_REST = 300.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Handling:
    """What the bot does with what it gets.

    Attributes:
        read: An update from its JSON; it may raise anything where that is none.
        keeps: Whether an update is to be kept until it is done: it is meant for the bot, and not
            too old to be answered later.
        handle: Answers an update.
        apologise: Tells whoever sent an update that it could not be answered.
        send: Sends a letter; the number of the message, None where it was refused for good.
    """

    read: Callable[[Any], Update]
    keeps: Callable[[Update], bool]
    handle: Callable[[Update], Awaitable[None]]
    apologise: Callable[[Update], Awaitable[None]]
    send: Callable[[Any], Awaitable[int | None]]


class Reader:
    """Makes deliveries of updates and letters."""

    def __init__(self, handling: Handling, clock: Clock) -> None:
        self._handling, self._clock = handling, clock

    def read(self, item: Any) -> Delivery | None:
        """The delivery of an update as it was received; None, with a log line, if it is none."""
        try:
            update = self._handling.read(item)
            now, is_kept = int(self._clock.now()), self._handling.keeps(update)
            return self._delivery(update, now, is_kept=is_kept)
        except Exception as problem:  # foreign data: whatever is wrong with it
            number = item.get("update_id") if isinstance(item, dict) else None
            _log.warning(
                "Update %s: expected one that the Bot API describes, got one that cannot be read, "
                "which is passed over: %s",
                number,
                problem,
            )
            return None

    def _delivery(self, update: Update, taken: int, *, is_kept: bool) -> Delivery:
        place = update.effective_chat or update.effective_user
        message = update.effective_message if update.callback_query is None else None
        asked = (message.edit_date or message.date).timestamp() if message else taken
        return Delivery(
            id=update.update_id,
            handle=lambda: self._handling.handle(update),
            # What is too old to be tried later does not wait for what is.
            lane=(place.id if place else 0, is_kept),
            chat=update.effective_chat.id if update.effective_chat else None,
            taken=taken,
            asked=asked,
            update=update,
            is_kept=is_kept,
            # Somebody looks at the button.
            may_pass=update.callback_query is not None,
        )

    def letter(
        self, number: int, letter: Any, taken: int, told: asyncio.Future[int | None] | None = None
    ) -> Delivery:
        """The delivery of a letter; ``told`` gets the number of its message."""

        async def send() -> None:
            message = await self._handling.send(letter)
            if told:
                told.set_result(message)

        chat = letter["chat"]
        return Delivery(number, send, lane=("letter", chat), chat=chat, taken=taken, asked=taken)

    def revive(self, row: StoredUpdate) -> Delivery | None:
        """The delivery that the state file holds; None, with a log line, if it is none."""
        try:
            item = json.loads(row.body)
            delivery = (
                self.letter(row.id, item["letter"], row.taken)
                if row.id < 0
                else self._delivery(self._handling.read(item), row.taken, is_kept=True)
            )
        except Exception as problem:  # written by another version, or damaged
            _log.warning("Update %d is unreadable, dropped: %r", row.id, problem)
            return None
        with suppress(ValueError, TypeError, KeyError):  # damaged: what was sent is sent again
            delivery.read_journal(row.calls)
        delivery.deaths, delivery.tries = row.deaths, row.tries
        delivery.rest = max(0.0, min(row.due - self._clock.now(), LONGEST_REST))
        return delivery
