"""A clock of which minutes pass in milliseconds."""

from __future__ import annotations

import asyncio
import time

from bot.telegram.delivery.clock import Clock


class FastClock(Clock):
    """Runs ``speed`` times as fast as a real one, from now on."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._start, self._began = time.time(), time.monotonic()

    def now(self) -> float:
        return self._start + (time.monotonic() - self._began) * self._speed

    def ticks(self) -> float:
        return self.now()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._speed)
