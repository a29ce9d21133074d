"""What the state file says of the updates in hand, and what becomes of it where the file fails."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Collection, Sequence
from typing import TypeVar

from bot.store import Store, StoredUpdate, is_of_the_file, surviving
from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.in_hand import Delivery
from bot.telegram.delivery.tasks import TaskSet
from bot.telegram.delivery.writer import Act, Writer

# Seconds until the file is tried again.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 300.0

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class Records:
    """Keeps of each delivery what must outlive the process.

    Where the file fails, the bot goes on from memory; what is done is struck as soon as it can be.
    """

    def __init__(self, writer: Writer, clock: Clock) -> None:
        self._writer, self._clock = writer, clock
        # What is done, but still stands in the file.
        self._unstruck: dict[int, Act[None]] = {}
        self._later = TaskSet()

    async def add(
        self, rows: Sequence[StoredUpdate], poster: Delivery | None = None
    ) -> frozenset[int]:
        """The ids of those that were never added before; all where the file fails.

        The journal of ``poster``, for whom they are, is kept in the same transaction.
        """
        journal = poster.journal if poster else ""

        def add(state: Store) -> frozenset[int]:
            if poster and poster.is_kept:
                state.updates.keep(poster.id, journal)
            return state.updates.add(rows)

        try:
            return await self._writer.write(add)
        except sqlite3.Error as problem:
            _log.error("Updates are only in memory, for the state file fails: %s", problem)
            return frozenset(row.id for row in rows)

    async def restore(self, but: Collection[int]) -> tuple[StoredUpdate, ...] | None:
        """What an earlier process left, ``but`` for these; None where the file fails."""
        with surviving("What was left unfinished is taken up later"):
            return await self._writer.write(lambda state: state.updates.restore(but))
        return None

    async def begin(self, delivery: Delivery, working: int) -> None:
        """Keep that work on it begins; see ``Updates.begin``."""
        delivery.works = True
        with surviving("A start was not kept"):
            await self._writer.write(
                lambda state: state.updates.begin(delivery.id, working), durable=False
            )

    def accompany(self, deliveries: Sequence[Delivery]) -> None:
        """Keep that they are not alone at work; nobody waits for that."""
        ids = [delivery.id for delivery in deliveries]
        self._writer.note(lambda state: state.updates.accompany(ids), "The innocent are suspected")

    async def write(self, act: Act[Result], delivery: Delivery, key: str) -> Result:
        """What ``act`` returns; that it was done is kept in the same transaction."""

        def write(state: Store) -> Result:
            result = act(state)
            if delivery.is_kept:
                state.updates.keep(delivery.id, delivery.journal_with(key, result))
            return result

        return await self._writer.write(write)

    async def progress(self, delivery: Delivery) -> None:
        """Keep what was done for it so far, and what is to be written along with its answer."""
        news, acts, number = delivery.take_news(), delivery.along, delivery.id
        if not delivery.is_kept or not (news is not None or acts or delivery.works):
            return
        delivery.along, delivery.works = [], False
        journal = delivery.journal

        def keep(state: Store) -> None:
            for act in acts:
                act(state)
            state.updates.progress(number, journal)

        try:
            await self._writer.write(keep, durable=False)
        except sqlite3.Error as problem:
            _log.error("A call may be made twice, for the state file fails: %s", problem)
            delivery.along = acts

    def wait(self, delivery: Delivery, *, due: float) -> None:
        """Keep when it is to be tried again, in seconds since 1970; nobody waits for that."""
        delivery.take_news()
        number, tries, journal = delivery.id, delivery.tries, delivery.journal
        self._writer.note(
            lambda state: state.updates.wait(number, tries=tries, due=due, calls=journal),
            "After a kill an update is tried at once",
        )

    async def finish(self, delivery: Delivery) -> None:
        """Act[None] it, and write what is to be written then."""
        acts, number = [*delivery.along, *delivery.at_end], delivery.id

        def strike(state: Store) -> None:
            for act in acts:
                act(state)
            state.updates.finish(number)

        if not await self._try_to_strike(number, strike):
            self._later.start(self._strike_later(number, strike))

    def drop(self, number: int) -> None:
        """Act[None] what cannot be read; nobody waits for that."""
        self._writer.note(
            lambda state: state.updates.finish(number), "What cannot be read is not struck"
        )

    async def close(self, *, was_restored: bool) -> None:
        """Write what could not be written before, and that nothing is being worked on.

        Where it ``was_restored``: else what is suspected stays so.
        """
        await self._later.stop()
        for strike in self._unstruck.values():
            self._writer.note(strike, "An update will be answered again")
        if was_restored:
            self._writer.note(lambda state: state.updates.put_back(), "Updates will be suspected")

    async def _strike_later(self, number: int, strike: Act[None]) -> None:
        pause, self._unstruck[number] = FIRST_PAUSE, strike
        await self._clock.sleep(pause)
        while not await self._try_to_strike(number, strike):
            pause = min(2 * pause, LONGEST_PAUSE)
            await self._clock.sleep(pause)
        if self._unstruck[number] is strike:
            del self._unstruck[number]

    async def _try_to_strike(self, number: int, strike: Act[None]) -> bool:
        """Whether that is settled; where ``strike`` has a mistake, the update alone is struck."""
        try:
            await self._writer.write(strike, durable=False)
        except Exception as problem:
            if is_of_the_file(problem):
                _log.error(
                    "Update %d is not struck yet, for the state file fails: %s", number, problem
                )
                return False
            _log.exception("Update %d: what was to be kept of it is not.", number)
            alone: Act[None] = lambda state: state.updates.finish(number)  # noqa: E731
            self._later.start(self._strike_later(number, alone))
        return True
