"""What is done from time to time: old questions forgotten, changed articles read."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.telegram.services import FILES_PER_TURN

if TYPE_CHECKING:
    from bot.telegram.services import Services

# Seconds from one round to the next.
PAUSE = 600
_DAY = 24 * 60 * 60

_log = logging.getLogger(__name__)


class Maintenance:
    """Rounds through what grows old, beside the answering."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin the rounds, the first at once."""
        self._task = asyncio.create_task(self._go_round())

    async def stop(self) -> None:
        """End the rounds."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _go_round(self) -> None:
        while True:
            try:
                self._forget_the_old()
                await self._read_what_changed()
            except (sqlite3.Error, OSError) as problem:
                _log.error("The maintenance failed and is tried again later: %s", problem)
            await asyncio.sleep(PAUSE)

    def _forget_the_old(self) -> None:
        oldest = int(time.time()) - self._services.config.telegram.keep_days * _DAY
        if count := self._services.store.answers.forget_before(oldest):
            _log.info("%d questions were too old to be kept.", count)

    async def _read_what_changed(self) -> None:
        """Reads articles that were changed in place, a few at a time, so that nobody waits long."""
        changed = False
        while self._services.engine.reload(thorough=True, most=FILES_PER_TURN):
            changed = True
            await asyncio.sleep(0)
        if changed:
            _log.info("The articles have changed: %d.", self._services.engine.reach.articles)
