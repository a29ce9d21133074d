"""The updates in hand: each is worked on in the turn of its chat until it is done.

The page of the folder draws their states.
"""

from __future__ import annotations

import asyncio
import json
import logging
import random
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from telegram import Update
from telegram.error import RetryAfter

from bot.store import Store, StoredUpdate, surviving
from bot.telegram.delivery.calls import CURRENT, Delivery, read_calls, seconds_of
from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.writer import Writer

# Seconds until the next attempt: after the first, at most, and how much more or less by chance.
FIRST_PAUSE, LONGEST_PAUSE, _JITTER = 1.0, 300.0, 0.2
# An answer is tried for a day; that it could not be given is then tried to be told for another.
DAY = 24 * 60 * 60
# Who ended the process so often, alone, is not begun again.
MOST_DEATHS = 2
# Seconds in which what is being worked on may come to its end when the bot is stopped.
GRACE = 5.0
# Seconds within which whoever posts a letter learns what became of it.
_AT_ONCE = 3.0

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


class UpdateQueue:
    """Takes in updates and letters, and works on them until they are done.

    Args:
        writer: Keeps them in the state file.
        clock: The time.
        handling: What is done with them.
        first_letter: The id above that of the next letter.
        chance: Where the pauses get their jitter.
    """

    def __init__(
        self,
        writer: Writer,
        clock: Clock,
        handling: Handling,
        *,
        first_letter: int = 0,
        chance: random.Random | None = None,
    ) -> None:
        self._writer, self._clock, self._handling = writer, clock, handling
        self._chance = chance or random.Random()  # noqa: S311 -- no secret
        self._letters = count(first_letter - 1, -1)
        self._lanes: dict[object, deque[Delivery]] = {}
        self._tasks: dict[object, asyncio.Task[None]] = {}
        self._active: set[object] = set()
        self._held: list[Delivery] | None = None
        self._clearing: asyncio.Task[None] | None = None
        self._again = asyncio.Event()
        self._stops = False

    # What comes in

    async def take(self, items: Sequence[Any]) -> None:
        """Take in updates as they were received; they are on the disk when this returns.

        What was received before is left out, what cannot be read is noted and passed over. What
        need not be kept is begun at once, the rest as soon as it is kept.
        """
        read = [(item, delivery) for item in items if (delivery := self._read(item))]
        self._put(delivery for _, delivery in read if not delivery.is_kept)
        if kept := [(item, delivery) for item, delivery in read if delivery.is_kept]:
            new = await self._keep([(json.dumps(item), delivery) for item, delivery in kept])
            self._put(delivery for _, delivery in kept if delivery.id in new)

    async def post(self, letter: Any) -> int | None:
        """Have ``letter``, any JSON, sent with the patience that an answer has.

        The number of its message; None where it was refused, or is not sent within seconds.
        """
        told: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        delivery = self._letter(next(self._letters), letter, int(self._clock.now()), told)
        await self._keep([(json.dumps({"letter": letter}), delivery)])
        self._put([delivery])
        try:
            return await asyncio.wait_for(told, _AT_ONCE)
        except TimeoutError:
            return None

    async def restore(self) -> None:
        """Take up what an earlier process left, ahead of anything new.

        Whoever was in work when it ended is suspected of having ended it. The suspects are begun
        one by one, so that the next time the one is known; all others wait for that.
        """
        rows: tuple[StoredUpdate, ...] = ()
        with surviving("What was left unfinished is not taken up"):
            rows = await self._writer.write(lambda state: state.updates.restore())
        found = [(row.working, delivery) for row in rows if (delivery := self._revive(row))]
        suspects = [delivery for is_suspect, delivery in found if is_suspect]
        others = [delivery for is_suspect, delivery in found if not is_suspect]
        if not suspects:
            self._put(others)
            return
        self._held = others
        self._clearing = asyncio.create_task(self._clear(suspects))

    async def stop(self) -> None:
        """Begin nothing more; what is being worked on has some seconds to come to its end.

        The rest is taken up after the next start.
        """
        self._stops = True
        tasks = {task for lane, task in self._tasks.items() if lane in self._active}
        for task in {*self._tasks.values(), *filter(None, [self._clearing])} - tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=GRACE)
        left = [*self._tasks.values(), *filter(None, [self._clearing])]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self._writer.note(lambda state: state.updates.put_back(), "Updates will be suspected")

    @property
    def is_idle(self) -> bool:
        """Whether nothing is in hand."""
        return not self._lanes and self._held is None

    async def note(self, delivery: Delivery) -> None:
        """Keep what was made for ``delivery`` so far; it has not ended the process."""
        delivery.has_passed.set()
        is_new = delivery.works or delivery.along or len(delivery.made) > delivery.noted
        if not (delivery.is_kept and is_new):
            return
        acts, number, calls = delivery.along, delivery.id, delivery.calls
        delivery.along, delivery.works, delivery.noted = [], False, len(delivery.made)

        def keep(state: Store) -> None:
            for act in acts:
                act(state)
            state.updates.progress(number, calls)

        with surviving("A call may be made twice"):
            await self._writer.write(keep, durable=False)

    # From JSON to deliveries

    def _read(self, item: Any) -> Delivery | None:
        try:
            update = self._handling.read(item)
            return self._delivery(update, int(self._clock.now()))
        except Exception as problem:  # foreign data: whatever is wrong with it
            number = item.get("update_id") if isinstance(item, dict) else None
            _log.warning("Update %s is unreadable and passed over: %r", number, problem)
            return None

    def _delivery(self, update: Update, taken: int) -> Delivery:
        place = update.effective_chat or update.effective_user
        message = update.effective_message if update.callback_query is None else None
        is_kept = self._handling.keeps(update)
        return Delivery(
            id=update.update_id,
            handle=lambda: self._handling.handle(update),
            # What is too old to be tried later does not wait for what is.
            lane=(place.id if place else 0, is_kept),
            chat=update.effective_chat.id if update.effective_chat else None,
            taken=taken,
            asked=message.date.timestamp() if message else taken,
            update=update,
            is_kept=is_kept,
        )

    def _letter(
        self, number: int, letter: Any, taken: int, told: asyncio.Future[int | None] | None = None
    ) -> Delivery:
        async def send() -> None:
            message = await self._handling.send(letter)
            if told and not told.done():
                told.set_result(message)

        chat = letter["chat"]
        return Delivery(number, send, lane=("letter", chat), chat=chat, taken=taken, asked=taken)

    def _revive(self, row: StoredUpdate) -> Delivery | None:
        try:
            item = json.loads(row.body)
            delivery = (
                self._letter(row.id, item["letter"], row.taken)
                if row.id < 0
                else self._delivery(self._handling.read(item), row.taken)
            )
            delivery.made = read_calls(row.calls)
        except Exception as problem:  # written by another version, or damaged
            _log.warning("Update %d is unreadable, dropped: %r", row.id, problem)
            self._strike(row.id)
            return None
        delivery.deaths, delivery.tries, delivery.due = row.deaths, row.tries, row.due
        delivery.noted = len(delivery.made)
        return delivery

    # What is kept

    async def _keep(self, found: list[tuple[str, Delivery]]) -> frozenset[int]:
        """The ids of those that were never kept before."""
        busy, rows = set(self._lanes), []
        for body, delivery in found:
            # What is begun at once need not be written a second time.
            delivery.works = delivery.lane not in busy and self._held is None
            busy.add(delivery.lane)
            rows.append(StoredUpdate(delivery.id, body, delivery.taken, working=delivery.works))
        with surviving("Updates are only in memory"):
            return await self._writer.write(lambda state: state.updates.add(rows))
        return frozenset(row.id for row in rows)

    def _strike(self, number: int) -> None:
        self._writer.note(
            lambda state: state.updates.finish(number), "An update will be answered again"
        )

    # The turns

    def _put(self, deliveries: Iterable[Delivery]) -> None:
        for delivery in deliveries:
            if self._held is not None and delivery.is_kept:
                self._held.append(delivery)
            else:
                self._line_up(delivery)

    def _line_up(self, delivery: Delivery) -> None:
        lane = self._lanes.setdefault(delivery.lane, deque())
        lane.append(delivery)
        if len(lane) == 1:
            self._tasks[delivery.lane] = asyncio.create_task(self._work_off(delivery.lane, lane))

    async def _clear(self, suspects: list[Delivery]) -> None:
        """Begin the suspects, each when the one before has come as far as its first call."""
        for suspect in suspects:
            self._line_up(suspect)
            await suspect.has_passed.wait()
        held, self._held = self._held or [], None
        self._put(held)

    async def _work_off(self, name: object, lane: deque[Delivery]) -> None:
        while lane and not self._stops:
            delivery = lane[0]
            await self._rest(delivery)
            self._active.add(name)
            try:
                if await self._attempt(delivery):
                    lane.popleft()
            finally:
                self._active.discard(name)
        if not lane:
            del self._lanes[name], self._tasks[name]

    async def _rest(self, delivery: Delivery) -> None:
        """Return when ``delivery`` is due, or Telegram can be reached again."""
        pause = self._clock.sleep(delivery.due - self._clock.now())
        if delivery.due <= self._clock.now() or isinstance(delivery.failure, RetryAfter):
            await pause
            return
        waits = {asyncio.ensure_future(pause), asyncio.ensure_future(self._again.wait())}
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def hurry(self) -> None:
        """Telegram can be reached again: what could not be delivered is due at once."""
        self._again.set()
        self._again = asyncio.Event()

    # The attempts

    async def _attempt(self, delivery: Delivery) -> bool:
        """Whether ``delivery`` is done; else it is to be tried again when it is due."""
        handle = self._choose(delivery)
        if handle is None:
            return await self._finish(delivery)
        delivery.begin()
        if delivery.is_kept and not delivery.works:
            with surviving("A start was not kept"):
                await self._writer.write(
                    lambda state: state.updates.begin(delivery.id), durable=False
                )
            delivery.works = True
        current = CURRENT.set(delivery)
        try:
            await handle()
        except Exception:
            _log.exception("Update %d could not be handled.", delivery.id)
        finally:
            CURRENT.reset(current)
            delivery.has_passed.set()
        if delivery.failure and delivery.is_kept and not delivery.is_hopeless:
            return self._wait(delivery, delivery.failure)
        return await self._finish(delivery)

    def _choose(self, delivery: Delivery) -> Callable[[], Awaitable[None]] | None:
        """What is to be done for ``delivery``; None if nothing is any more."""
        age = self._clock.now() - delivery.taken
        if delivery.deaths < MOST_DEATHS and age <= DAY:
            return delivery.handle
        update = delivery.update
        if not delivery.is_given_up:
            why = "ended the bot twice" if age <= DAY else "could not be answered within a day"
            _log.error("Update %d %s and is given up.", delivery.id, why)
            delivery.is_given_up, delivery.made = True, []
        if update is None or age > 2 * DAY:
            return None
        return lambda: self._handling.apologise(update)

    def _wait(self, delivery: Delivery, problem: Exception) -> bool:
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2**delivery.tries)
        pause *= self._chance.uniform(1 - _JITTER, 1 + _JITTER)
        if isinstance(problem, RetryAfter):
            pause = max(pause, seconds_of(problem))
        if not delivery.tries:
            _log.warning("Update %d: not delivered, tried again: %s", delivery.id, problem)
        delivery.tries, delivery.works = delivery.tries + 1, False
        delivery.due = self._clock.now() + pause
        number, tries, due, calls = delivery.id, delivery.tries, delivery.due, delivery.calls
        self._writer.note(
            lambda state: state.updates.wait(number, tries=tries, due=due, calls=calls),
            "After a kill an update is tried at once",
        )
        return False

    async def _finish(self, delivery: Delivery) -> bool:
        acts, number = delivery.at_end, delivery.id

        def strike(state: Store) -> None:
            for act in acts:
                act(state)
            state.updates.finish(number)

        if delivery.failure and delivery.is_kept:
            _log.error("Update %d: given up: %s", number, delivery.failure)
        elif delivery.tries:
            _log.info("Update %d: done after %d more attempts.", number, delivery.tries)
        if delivery.is_kept:
            try:
                await self._writer.write(strike, durable=False)
            except sqlite3.Error as problem:
                _log.error(
                    "Update %d was not struck, for the state file fails: %s", number, problem
                )
        return True
