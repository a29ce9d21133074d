"""What the tests of receiving share: who takes updates, and how to wait for what happens."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from bot.errors import ConfigError
from bot.telegram.delivery.connection import Connection
from bot.telegram.delivery.polling import Poller
from tests.botapi import TOKEN
from tests.telegram.delivery.clock import FastClock

ALLOWED = ["message"]
PERSON = 11
PATIENCE = 20.0


class Taken:
    """What was handed on; it is safe as soon as ``safe`` is set, which it is at first."""

    def __init__(self) -> None:
        self.updates: list[dict[str, Any]] = []
        self.safe = asyncio.Event()
        self.safe.set()

    async def __call__(self, updates: Any) -> None:
        self.updates += updates
        await self.safe.wait()

    def numbers(self) -> list[int]:
        return [update["update_id"] for update in self.updates]

    async def wait(self, count: int) -> None:
        await until(lambda: len(self.updates) >= count)


async def until(holds: Callable[[], object]) -> None:
    """Return when ``holds`` does."""
    async with asyncio.timeout(PATIENCE):
        while not holds():
            await asyncio.sleep(0.01)


def write(service: Any, text: str) -> int:
    """The id of the update by which a message comes."""
    service.write(PERSON, text)
    return service.last_update


def lines(caplog: Any, words: str) -> list[str]:
    """The lines of the log in which ``words`` stand."""
    return [text for text in caplog.messages if words in text]


@contextlib.contextmanager
def logs_as_the_bot_does(caplog: Any) -> Iterator[None]:
    """All from INFO on but what httpx says, for that holds the token."""
    httpx = logging.getLogger("httpx")
    level = httpx.level
    httpx.setLevel(logging.WARNING)
    with caplog.at_level(logging.INFO):
        yield
    httpx.setLevel(level)


@contextlib.asynccontextmanager
async def running(task: asyncio.Task[None]) -> AsyncIterator[asyncio.Task[None]]:
    """The task, which is cancelled at the end."""
    try:
        yield task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError, ConfigError):
            await task


@contextlib.asynccontextmanager
async def polling(
    address: str, take: Any, speed: float = 1.0, long_poll: int = 1
) -> AsyncIterator[asyncio.Task[None]]:
    """A poller that runs meanwhile, and is cancelled then."""
    clock = FastClock(speed)
    connection = Connection(address, TOKEN, clock)
    poller = Poller(connection, take, clock, allowed=ALLOWED, long_poll=long_poll)
    try:
        async with running(asyncio.create_task(poller.run())) as task:
            yield task
    finally:
        await connection.close()
