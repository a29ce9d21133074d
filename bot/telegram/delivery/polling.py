"""Receiving by asking: an update is confirmed to the service only when it is safe on disk.

The service forgets every update below the offset of a poll. So the offset stays where the first
update is that is not safe yet, and what comes again meanwhile is passed over.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from http import HTTPStatus
from typing import Any, TypeGuard

from bot.errors import TanyaError
from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.connection import CallError, Connection, RefusedError

Json = dict[str, Any]
Take = Callable[[Sequence[Any]], Awaitable[None]]

# The seconds for which the service holds a poll that has nothing to bring.
LONG_POLL = 10
# What a poll may take on top of them.
REPLY_TIMEOUT = 5.0
DELETE_TIMEOUT = 10.0
MOST_UPDATES = 100
# Between two polls while updates are not safe yet: what comes after them waits so long at most.
BESIDE_A_TAKE = 0.5
WHERE_STUCK = 1.0
# The last poll, in real seconds: without it the service delivers again, which does no harm.
FAREWELL = 1.0
# Ids are whole numbers from 1 on, and JSON keeps them exact up to here.
LARGEST_ID = 2**53

# Who has polled for so long without a conflict goes on where another one comes.
SETTLED_AFTER = 30.0
# Who waits comes back within 6 minutes; who did not come within 7 is gone.
GONE_AFTER = 420.0
AFTER_CONFLICT = 1.0
# Who goes on is back after a conflict, and has confirmed what it holds, well before this.
TAKEN_BY_ANOTHER_WITHIN = 5.0
FIRST_WAIT, LONGEST_WAIT = 30.0, 300.0
MOST_JITTER = 0.2
# With nothing but conflicts for so long, the other one goes on as well, and one must wait.
GIVES_WAY_AFTER = 300.0

_MOST_NOTED = 1000
_MOST_SHOWN = 80

_log = logging.getLogger(__name__)


class Rivalry:
    """Which of two programs with one token goes on, told by nothing but conflicts (HTTP 409).

    The service ends whichever poll stands open as another one comes, so both see conflicts. Each
    must find for itself whether it was there first.
    """

    def __init__(self, clock: Clock, chance: random.Random) -> None:
        self._clock, self._chance = clock, chance
        self._is_settled = False
        self._quiet_since: float | None = None
        self._conflicts_since: float | None = None
        self._wait = FIRST_WAIT
        self._told = ""

    def polled(self, began: float) -> bool:
        """A poll that began then, in seconds since 1970, brought no conflict.

        Returns:
            Whether what it brought is this program's. The first poll of one that waited may find
            what the other has in hand and is about to confirm.
        """
        is_first_back = self._conflicts_since is not None and not self._is_settled
        self._conflicts_since = None
        if self._quiet_since is None:
            self._quiet_since = began
        quiet = self._clock.now() - self._quiet_since
        if quiet >= SETTLED_AFTER and not self._is_settled:
            self._settle()
        elif quiet >= GONE_AFTER and self._told:
            self._told = ""
            _log.info("No other program asks for this bot's messages any more.")
        return not is_first_back

    def conflicted(self) -> float:
        """The seconds until the next poll, after one that brought a conflict."""
        now = self._clock.now()
        self._quiet_since = None
        if self._conflicts_since is None:
            self._conflicts_since = now
        if now - self._conflicts_since >= GIVES_WAY_AFTER:
            self._is_settled = False
        if self._is_settled:
            self._tell("this one goes on; stop the other, or give it a token of its own")
            return AFTER_CONFLICT
        self._tell("this one waits, and takes over when the other is gone")
        wait, self._wait = self._wait, min(2 * self._wait, LONGEST_WAIT)
        return wait * (1 + self._chance.uniform(0, MOST_JITTER))

    def _settle(self) -> None:
        self._is_settled, self._wait = True, FIRST_WAIT
        if self._told:
            self._told = ""
            _log.info("The other program is gone: this one receives the bot's messages now.")

    def _tell(self, consequence: str) -> None:
        if self._told != consequence:
            begin = "Another program asks for this bot's messages with the same token"
            _log.warning("%s: %s", begin, consequence)
        self._told = consequence


class Intake:
    """Hands updates on, and notes once what is none."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._noted: deque[str] = deque(maxlen=_MOST_NOTED)

    def is_update(self, item: object) -> TypeGuard[Json]:
        """Whether ``item`` has an id by which it can be confirmed; one that has none is noted."""
        if isinstance(item, dict) and _is_id(item.get("update_id")):
            return True
        self.note(item)
        return False

    def note(self, item: object) -> None:
        """Say once in the log that ``item`` is passed over."""
        shown = repr(item)[:_MOST_SHOWN]
        if shown not in self._noted:
            self._noted.append(shown)
            _log.warning("Expected an update with an update_id, got %s: passed over.", shown)

    async def hand_on(self, updates: Sequence[Json]) -> None:
        """Return when ``updates`` are safe, or when it is clear that they cannot be."""
        try:
            await self._take(updates)
        except Exception as problem:
            # They are being worked on; delivered again, they would be answered again.
            ids = ", ".join(str(update["update_id"]) for update in updates)
            _log.error("Updates %s could not be made safe: %r", ids, problem)


class Poller:
    """Asks for updates and hands them on.

    Args:
        connection: Where they are asked for.
        take: Starts on raw updates at once, and returns when all of them are safe, or need not be.
        clock: The time.
        allowed: The kinds of updates that are wanted.
        long_poll: The whole seconds for which the service may hold a poll.
    """

    def __init__(
        self,
        connection: Connection,
        take: Take,
        clock: Clock,
        *,
        allowed: Sequence[str],
        long_poll: int = LONG_POLL,
    ) -> None:
        self._connection, self._clock = connection, clock
        self._intake = Intake(take)
        self._allowed, self._long_poll = list(allowed), long_poll
        self._rivalry = Rivalry(clock, random.Random())  # noqa: S311
        # Whether each update is safe that was handed on and is not known to be confirmed.
        self._safe: dict[int, bool] = {}
        self._takes: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Receive until cancelled.

        Raises:
            ConfigError: The token is refused.
        """
        try:
            await self._delete_webhook()
            while True:
                await self._receive()
        except asyncio.CancelledError:
            await self._bid_farewell()
            raise
        finally:
            for task in self._takes:
                task.cancel()

    async def _receive(self) -> None:
        """One poll, and what follows from it."""
        began, offset = self._clock.now(), self._offset()
        try:
            items = await self._poll(offset)
        except CallError as problem:
            await self._wait_after(problem)
            return
        if not self._rivalry.polled(began) and items:
            # The next poll brings again what is nobody's.
            await self._clock.sleep(TAKEN_BY_ANOTHER_WITHIN)
            return
        self._hand_on(items)
        if self._takes:
            await self._clock.wait(self._takes, BESIDE_A_TAKE)
        is_stuck = self._offset() <= offset
        if is_stuck and self._clock.now() - began < BESIDE_A_TAKE:
            # Nothing but junk, or a server that does not hold a poll: never spin.
            await self._clock.sleep(WHERE_STUCK)

    async def _poll(self, offset: int) -> list[Any]:
        hold = 0 if self._takes else self._long_poll
        items: list[Any] = await self._connection.call(
            "getUpdates",
            within=hold + REPLY_TIMEOUT,
            offset=offset,
            limit=MOST_UPDATES,
            timeout=hold,
            allowed_updates=self._allowed,
        )
        self._safe = {number: safe for number, safe in self._safe.items() if number >= offset}
        return items

    async def _wait_after(self, problem: CallError) -> None:
        if isinstance(problem, RefusedError) and problem.status == HTTPStatus.CONFLICT:
            self._connection.reached()
            await self._clock.sleep(self._rivalry.conflicted())
            if "webhook" in problem.description:
                # Somebody has set one meanwhile, and the service polls for nobody beside it.
                await self._delete_webhook()
        else:
            await self._connection.wait_after(problem)

    async def _delete_webhook(self) -> None:
        await self._connection.insist(
            "deleteWebhook", within=DELETE_TIMEOUT, drop_pending_updates=False
        )

    def _hand_on(self, items: list[Any]) -> None:
        updates = [item for item in items if self._intake.is_update(item)]
        new = {item["update_id"]: item for item in updates if item["update_id"] not in self._safe}
        if new:
            self._safe.update(dict.fromkeys(new, False))
            task = asyncio.create_task(self._take(new))
            self._takes.add(task)
            task.add_done_callback(self._takes.discard)

    async def _take(self, updates: dict[int, Json]) -> None:
        await self._intake.hand_on(list(updates.values()))
        self._safe.update(dict.fromkeys(updates, True))

    def _offset(self) -> int:
        """The first update that is not safe; 0 while there is nothing to confirm."""
        unsafe = [number for number, safe in self._safe.items() if not safe]
        return min(unsafe) if unsafe else max(self._safe, default=-1) + 1

    async def _bid_farewell(self) -> None:
        """Confirm what is safe; what the service brings with it, it brings again another time."""
        if self._takes:
            await self._clock.wait(self._takes, BESIDE_A_TAKE)
        if not (offset := self._offset()):
            return
        with contextlib.suppress(TanyaError, TimeoutError):
            async with asyncio.timeout(FAREWELL):
                await self._connection.call(
                    "getUpdates", within=FAREWELL, offset=offset, limit=1, timeout=0
                )


def _is_id(number: object) -> bool:
    return type(number) is int and 0 < number < LARGEST_ID
