"""The time of the delivery layer: pauses of minutes take milliseconds in a test."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Collection
from typing import Any


class Clock:
    """The time, and waiting for it; tests have one that runs faster.

    Only the time limits of the network are no matter of it: the other side keeps to real time.
    """

    def now(self) -> float:
        """The seconds since 1970."""
        return time.time()

    def ticks(self) -> float:
        """Seconds of a clock that nobody sets: only differences say something."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Return when the time has passed."""
        await asyncio.sleep(seconds)

    async def wait(self, tasks: Collection[asyncio.Task[Any]], seconds: float) -> None:
        """Return when all ``tasks`` are done, or when the time has passed, whichever is first."""
        pause = asyncio.ensure_future(self.sleep(seconds))
        waiting = set(tasks)
        try:
            while waiting and not pause.done():
                first = asyncio.FIRST_COMPLETED
                done, _ = await asyncio.wait({pause, *waiting}, return_when=first)
                waiting -= done
        finally:
            pause.cancel()
