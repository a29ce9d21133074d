"""The updates at hand, each kept on disk until it is done: a kill loses no question.

The library confirms an update to Telegram with the next poll, answered or not; what is then only
in memory is lost with the process.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.ext import BaseUpdateProcessor

from bot.store import Store, StoredUpdate, surviving
from bot.telegram.addressing import is_addressed

# An update that ended the process twice would end it for ever.
MOST_STARTS = 2
# Updates of different chats are handled side by side, so that one chat's waiting for the rate
# limit does not hold up the others.
CONCURRENT_UPDATES = 256

_log = logging.getLogger(__name__)


class UpdateQueue(asyncio.Queue[object]):
    """A queue that stores the updates meant for ``bot`` as they are put in.

    What is not meant for it passes through memory only: it is other people's talk.
    """

    def __init__(self, store: Store, bot: Bot) -> None:
        super().__init__()
        self._store = store
        self._bot = bot

    def put_nowait(self, item: object) -> None:
        """Put ``item`` in, unless it is an update that was delivered before."""
        if isinstance(item, Update) and is_kept(item):
            is_new = True
            # An error in the queue would end the polling for good.
            with surviving("An update is only in memory"):
                is_new = self._store.add_update(item.update_id, item.to_json())
            if not is_new:
                _log.info("Update %d was delivered again and is left out.", item.update_id)
                return
        super().put_nowait(item)

    def restore(self) -> None:
        """Put back what an earlier process left unfinished, ahead of anything new."""
        for stored in self._store.unfinished_updates():
            if (update := self._revive(stored)) is None:
                self._store.finish_update(stored.id)
            else:
                super().put_nowait(update)

    def _revive(self, stored: StoredUpdate) -> Update | None:
        if stored.starts >= MOST_STARTS:
            _log.warning("Update %d ended the bot %d times: dropped.", stored.id, stored.starts)
            return None
        try:
            return Update.de_json(json.loads(stored.body), self._bot)
        except (ValueError, TypeError, KeyError, AttributeError, TelegramError) as problem:
            _log.warning("Update %d is unreadable, dropped: %r", stored.id, problem)
            return None


class UpdateProcessor(BaseUpdateProcessor):
    """Runs the handlers of an update, one update of a chat after the other, and strikes it."""

    def __init__(self, store: Store) -> None:
        super().__init__(CONCURRENT_UPDATES)
        self._store = store
        self._turns: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Await ``coroutine``; where the process ends before, the update stays unfinished."""
        if not isinstance(update, Update):
            await coroutine
            return
        place = update.effective_chat or update.effective_user
        async with self._turns.setdefault(place.id if place else 0, asyncio.Lock()):
            with surviving("A start was not counted"):
                self._store.begin_update(update.update_id)
            await coroutine
        with surviving("An update was not struck"):
            self._store.finish_update(update.update_id)

    async def initialize(self) -> None:
        """Nothing to get ready."""

    async def shutdown(self) -> None:
        """Nothing to release."""


def is_kept(update: Update) -> bool:
    """Whether ``update`` is meant for the bot, so that it may be stored.

    Presses of buttons and inline queries are not: they are too old to be answered later.
    """
    message = update.message or update.edited_message
    if message is not None:
        return is_addressed(message)
    return update.guest_message is not None or update.my_chat_member is not None
