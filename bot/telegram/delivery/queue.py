"""The updates in hand: each is worked on in the turn of its chat until it is done.

The page of the folder draws their states.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from itertools import count
from typing import Any, TypeVar

from telegram.error import RetryAfter, TelegramError

from bot.store import ACCOMPANIED, ALONE, MOST_DEATHS, StoredUpdate
from bot.telegram.delivery.calls import seconds_of
from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.in_hand import CURRENT, Delivery
from bot.telegram.delivery.reading import Handling, Reader
from bot.telegram.delivery.records import Records
from bot.telegram.delivery.tasks import TaskSet
from bot.telegram.delivery.turns import Turns
from bot.telegram.delivery.writer import Act, Writer

# Seconds until the next attempt: after the first, at most, and how much more or less by chance.
FIRST_PAUSE, LONGEST_PAUSE, _JITTER = 1.0, 300.0, 0.2
# An answer is tried for a day; that it could not be given is then tried to be told for another.
DAY = 24 * 60 * 60
# Seconds in which what is being worked on may come to its end when the bot is stopped.
GRACE = 5.0
# Seconds within which whoever posts a letter learns what became of it.
AT_ONCE = 3.0
# So many updates are known again even where the state file fails.
_REMEMBERED = 1000

Result = TypeVar("Result")

_log = logging.getLogger(__name__)


class UpdateQueue:
    """Takes in updates and letters, and works on them until they are done.

    Args:
        writer: Keeps them in the state file.
        clock: The time.
        handling: What is done with them.
        last_letter: The id of the letter before; below it they go on.
        chance: Where the pauses get their jitter.
    """

    def __init__(
        self,
        writer: Writer,
        clock: Clock,
        handling: Handling,
        *,
        last_letter: int = 0,
        chance: random.Random | None = None,
    ) -> None:
        self._writer, self._clock, self._handling = writer, clock, handling
        self._reader = Reader(handling, clock)
        self._records, self._turns = Records(writer, clock), Turns(clock, self._attempt)
        self._chance = chance or random.Random()  # noqa: S311 -- no secret
        self._letters = count(last_letter - 1, -1)
        self._seen: deque[int] = deque(maxlen=_REMEMBERED)
        # The lanes whose next is being written as one that is begun at once.
        self._reserved: set[object] = set()
        # What waits until it is known who ended an earlier process; None where nothing does.
        self._held: list[Delivery] | None = None
        self._restoring = TaskSet()
        self._has_restored = False

    # What comes in

    async def take(self, items: Sequence[Any]) -> None:
        """Take in updates as they were received; they are on the disk when this returns.

        What was received before is left out, what cannot be read is noted and passed over. What
        need not be kept is begun at once, the rest as soon as it is kept.
        """
        kept: list[tuple[str, Delivery]] = []
        for item in items:
            delivery = self._reader.read(item)
            if delivery is None or delivery.id in self._seen:
                continue
            self._seen.append(delivery.id)
            if delivery.is_kept:
                kept.append((json.dumps(item), delivery))
            else:
                self._put([delivery])
        if kept:
            new = await self._keep(kept)
            self._put(delivery for _, delivery in kept if delivery.id in new)

    async def restore(self) -> None:
        """Take up what an earlier process left, ahead of anything new.

        Where the state file fails it is taken up as soon as it does not.
        """
        await self._restore()
        if not self._has_restored:
            self._restoring.start(self._restore_later())

    async def post(self, letter: Any) -> int | None:
        """Have ``letter``, any JSON, sent with the patience that an answer has.

        When the update that is being handled is tried again, it is not sent a second time.

        Returns:
            The number of its message; None where it was refused, or is not sent within seconds.
        """
        current = CURRENT.get()
        key = current.to_key("post", letter["chat"]) if current else ""
        if current and key in current.made:
            number: int | None = current.made[key][0]
            return number
        if current:
            current.keep(key, None)
        told: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        delivery = self._reader.letter(next(self._letters), letter, int(self._clock.now()), told)
        self._seen.append(delivery.id)
        await self._keep([(json.dumps({"letter": letter}), delivery)], current)
        self._put([delivery])
        done, _ = await asyncio.wait([told], timeout=AT_ONCE)
        number = told.result() if done else None
        if current:
            current.keep(key, number)
        return number

    async def write(self, act: Act[Result]) -> Result:
        """What ``act`` returns, once it is on the disk; that is any JSON.

        When the update that is being handled is tried again, it is not written a second time.

        Raises:
            sqlite3.Error: The state file fails.
        """
        current = CURRENT.get()
        if current is None:
            return await self._writer.write(act)
        key = current.to_key("write")
        if key not in current.made:
            current.keep(key, await self._records.write(act, current, key))
        result: Result = current.made[key][0]
        return result

    async def note(self, delivery: Delivery) -> None:
        """Keep what was done for ``delivery`` so far; it has come as far as a call."""
        delivery.has_passed.set()
        await self._records.progress(delivery)

    # The end

    @property
    def is_idle(self) -> bool:
        """Whether nothing is in hand."""
        return not self._turns and self._held is None

    @property
    def waiting(self) -> tuple[int, ...]:
        """When each came that could not be delivered and is tried again; seconds since 1970."""
        return tuple(delivery.taken for delivery in self._turns.resting)

    def hurry(self) -> None:
        """Telegram can be reached again: what could not be delivered is due at once."""
        self._turns.hurry()

    async def stop(self) -> None:
        """Begin nothing more; what is being worked on has some seconds to come to its end.

        The rest is taken up after the next start.
        """
        await self._restoring.stop()
        for delivery in await self._turns.stop(GRACE):
            await self._records.progress(delivery)
        await self._records.close(was_restored=self._has_restored)

    # What an earlier process left

    async def _restore(self) -> None:
        rows = await self._records.restore(frozenset(self._seen))
        if rows is None:
            return
        self._has_restored = True
        self._seen.extend(row.id for row in rows)
        found = [(row.is_suspect, delivery) for row in rows if (delivery := self._revive(row))]
        self._held = [delivery for is_suspect, delivery in found if not is_suspect]
        suspects = [delivery for is_suspect, delivery in found if is_suspect]
        if suspects:
            self._restoring.start(self._clear(suspects))
        else:
            self._release()

    def _revive(self, row: StoredUpdate) -> Delivery | None:
        delivery = self._reader.revive(row)
        if delivery is None:
            self._records.drop(row.id)
        return delivery

    async def _restore_later(self) -> None:
        pause = FIRST_PAUSE
        while not self._has_restored:
            await self._clock.sleep(pause)
            await self._restore()
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _clear(self, suspects: list[Delivery]) -> None:
        """Begin those that may have ended the process, and then all others.

        One by one, each when the one before has come as far as its first call: so the next time
        the one is known.
        """
        for suspect in suspects:
            self._turns.line_up(suspect)
            # Behind another of its chat it is not begun yet.
            if self._turns.is_first(suspect):
                await suspect.has_passed.wait()
        self._release()

    def _release(self) -> None:
        held, self._held = self._held or [], None
        self._put(held)

    # Into the lanes

    async def _keep(
        self, found: list[tuple[str, Delivery]], poster: Delivery | None = None
    ) -> frozenset[int]:
        """The ids of those that were never kept before; the journal of ``poster`` is, too."""
        rows, reserved = [], set()
        for body, delivery in found:
            # What is begun at once need not be written a second time.
            is_next = delivery.lane not in self._turns and delivery.lane not in self._reserved
            delivery.works = is_next and self._held is None
            if delivery.works:
                reserved.add(delivery.lane)
                self._reserved.add(delivery.lane)
            working = self._how_alone() if delivery.works else 0
            rows.append(StoredUpdate(delivery.id, body, delivery.taken, working=working))
        try:
            return await self._records.add(rows, poster)
        finally:
            self._reserved -= reserved

    def _put(self, deliveries: Iterable[Delivery]) -> None:
        for delivery in deliveries:
            if self._held is not None and delivery.is_kept:
                self._held.append(delivery)
            else:
                self._turns.line_up(delivery)

    def _how_alone(self) -> int:
        """How the state file calls being worked on; see ``Updates.restore``."""
        return ALONE if all(it.is_kept for it in self._turns.at_work) else ACCOMPANIED

    # The attempts

    async def _attempt(self, delivery: Delivery) -> bool:
        """Whether ``delivery`` is done; else it is to be tried again after its rest."""
        handle = self._choose(delivery)
        if handle is None:
            return await self._finish(delivery)
        delivery.begin()
        await self._mark(delivery)
        current = CURRENT.set(delivery)
        try:
            await handle()
        except TelegramError as problem:
            if not delivery.failure:
                _log.error("%s: the answer was not delivered: %s", delivery, problem)
        except Exception:
            _log.exception("%s could not be handled.", delivery)
        finally:
            CURRENT.reset(current)
        if delivery.failure and delivery.is_kept and not delivery.is_hopeless:
            return self._wait(delivery, delivery.failure)
        return await self._finish(delivery)

    async def _mark(self, delivery: Delivery) -> None:
        """Keep that ``delivery`` is being worked on, or that what is kept is not alone in that."""
        if delivery.is_kept and not delivery.works:
            await self._records.begin(delivery, self._how_alone())
        elif self._how_alone() == ACCOMPANIED:
            # Whichever of them began first.
            self._records.accompany([it for it in self._turns.at_work if it.works])

    def _choose(self, delivery: Delivery) -> Callable[[], Awaitable[None]] | None:
        """What is to be done for ``delivery``; None if nothing is any more."""
        age, update = self._clock.now() - delivery.taken, delivery.update
        is_cause = delivery.deaths >= MOST_DEATHS
        if not (is_cause or delivery.is_given_up or age > DAY):
            return delivery.handle
        if not delivery.is_given_up:
            why = "ended the bot again and again" if is_cause else "was not answered within a day"
            _log.error("%s %s and is given up.", delivery, why)
            delivery.give_up()
        if update is None or age > 2 * DAY:
            return None
        return lambda: self._handling.apologise(update)

    def _wait(self, delivery: Delivery, problem: Exception) -> bool:
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(delivery.tries, 20))
        pause *= self._chance.uniform(1 - _JITTER, 1 + _JITTER)
        if isinstance(problem, RetryAfter):
            pause = max(pause, seconds_of(problem))
        if not delivery.tries:
            _log.warning("%s: not delivered, tried again: %s", delivery, problem)
        now, days = self._clock.now(), 2 if delivery.is_given_up else 1
        # What is not answered by then has something else done for it.
        delivery.rest = max(1.0, min(pause, delivery.taken + days * DAY + 1 - now))
        delivery.tries, delivery.works = delivery.tries + 1, False
        self._records.wait(delivery, due=now + delivery.rest)
        return False

    async def _finish(self, delivery: Delivery) -> bool:
        """Always true: it is done."""
        if delivery.failure and delivery.is_kept:
            _log.error("%s: may have been answered twice, or not: %s", delivery, delivery.failure)
        elif delivery.tries:
            _log.info("%s: done after %d more attempts.", delivery, delivery.tries)
        if delivery.is_kept:
            await self._records.finish(delivery)
        return True
