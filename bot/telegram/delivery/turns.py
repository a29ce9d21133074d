"""Lanes side by side, and in each of them one after the other, each until it is done."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from telegram.error import RetryAfter

from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.in_hand import Delivery

# Seconds until what met a mistake of this program is worked on again.
_AFTER_MISTAKE = 60.0

_log = logging.getLogger(__name__)


class Turns:
    """Works off what is lined up: in a lane, such as a chat, the oldest first.

    Args:
        clock: The time.
        work: Whether a delivery is done; else it is worked on again after its rest, and all that
            is behind it in its lane waits.
    """

    def __init__(self, clock: Clock, work: Callable[[Delivery], Awaitable[bool]]) -> None:
        self._clock, self._work = clock, work
        self._lanes: dict[object, deque[Delivery]] = {}
        self._tasks: dict[object, asyncio.Task[None]] = {}
        self._active: dict[object, Delivery] = {}
        self._again = asyncio.Event()
        self._stops = False

    def line_up(self, delivery: Delivery) -> None:
        """Put ``delivery`` at the end of its lane, or of another where it may pass what rests."""
        if delivery.may_pass and self._rests(delivery.lane):
            delivery.lane = ("passing", delivery.lane)
        lane = self._lanes.setdefault(delivery.lane, deque())
        lane.append(delivery)
        if len(lane) == 1:
            self._tasks[delivery.lane] = asyncio.create_task(self._work_off(delivery.lane, lane))

    def __len__(self) -> int:
        """How many lanes are not empty."""
        return len(self._lanes)

    def __contains__(self, lane: object) -> bool:
        """Whether there is anything in ``lane``."""
        return lane in self._lanes

    def is_first(self, delivery: Delivery) -> bool:
        """Whether ``delivery`` is at the head of its lane."""
        return self._lanes[delivery.lane][0] is delivery

    @property
    def at_work(self) -> tuple[Delivery, ...]:
        """What is being worked on."""
        return tuple(self._active.values())

    @property
    def resting(self) -> tuple[Delivery, ...]:
        """What was worked on without being done, and will be again."""
        return tuple(lane[0] for name, lane in self._lanes.items() if self._rests(name))

    def _rests(self, name: object) -> bool:
        """Whether the first of a lane waits to be worked on again."""
        return name in self._lanes and name not in self._active and self._lanes[name][0].tries > 0

    def hurry(self) -> None:
        """End the rests, but for those that Telegram has asked for."""
        self._again.set()
        self._again = asyncio.Event()

    async def stop(self, grace: float) -> tuple[Delivery, ...]:
        """Begin nothing more; what was cut off, because it was not done within ``grace`` seconds."""
        self._stops = True
        active = {self._tasks[lane] for lane in self._active}
        everything = {*self._tasks.values()}
        for task in everything - active:
            task.cancel()
        if active:
            await asyncio.wait(active, timeout=grace)
        cut_off = self.at_work
        for task in active:
            task.cancel()
        await asyncio.gather(*everything, return_exceptions=True)
        return cut_off

    async def _work_off(self, name: object, lane: deque[Delivery]) -> None:
        while lane and not self._stops:
            delivery = lane[0]
            await self._rest(delivery)
            self._active[name] = delivery
            try:
                if await self._work(delivery):
                    lane.popleft()
            except Exception:
                # A mistake of this program; without a rest it would be made without end.
                _log.exception("%s could not be worked on.", delivery)
                delivery.rest = _AFTER_MISTAKE
            finally:
                delivery.has_passed.set()
                del self._active[name]
            self._let_pass(lane)
        if not lane:
            del self._lanes[name], self._tasks[name]

    def _let_pass(self, lane: deque[Delivery]) -> None:
        if lane and self._rests(lane[0].lane):
            for delivery in [it for it in lane if it.may_pass and it is not lane[0]]:
                lane.remove(delivery)
                self.line_up(delivery)

    async def _rest(self, delivery: Delivery) -> None:
        if delivery.rest <= 0:
            return
        waits: list[asyncio.Future[Any]] = [asyncio.ensure_future(self._clock.sleep(delivery.rest))]
        if not isinstance(delivery.failure, RetryAfter):
            waits.append(asyncio.ensure_future(self._again.wait()))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
