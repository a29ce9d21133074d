"""What is done from time to time, one row a job.

A job of its own module is a row here that names its function.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from bot.telegram.services import FILES_PER_TURN, Services

_DAY = 24 * 60 * 60

_log = logging.getLogger(__name__)


async def forget_old_questions(services: Services) -> None:
    """Remove the questions that are older than the settings let them be kept."""
    oldest = int(time.time()) - services.config.telegram.keep_days * _DAY
    if count := services.store.answers.forget_before(oldest):
        _log.info("%d questions were too old to be kept.", count)


async def read_changed_articles(services: Services) -> None:
    """Read articles that were changed in place, a few at a time, so that nobody waits long."""
    changed = False
    while services.engine.reload(thorough=True, most=FILES_PER_TURN):
        changed = True
        await asyncio.sleep(0)
    if changed:
        _log.info("The articles have changed: %d.", services.engine.reach.articles)


@dataclass(frozen=True, slots=True)
class Job:
    """Something done at the start, and again ``every`` so many seconds after it has been done.

    The state file or the disk may fail it (sqlite3.Error, OSError): it is tried again then.
    """

    name: str
    every: int
    run: Callable[[Services], Awaitable[None]]


JOBS = (
    Job("forget old questions", 600, forget_old_questions),
    Job("read changed articles", 600, read_changed_articles),
)


class Maintenance:
    """Does the jobs beside the answering."""

    def __init__(self, services: Services, jobs: Sequence[Job] = JOBS) -> None:
        self._services, self._jobs = services, jobs
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin with all jobs, in the order of the rows."""
        self._tasks = [asyncio.create_task(self._repeat(job)) for job in self._jobs]

    async def stop(self) -> None:
        """End them."""
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _repeat(self, job: Job) -> None:
        while True:
            try:
                await job.run(self._services)
            except (sqlite3.Error, OSError) as problem:
                _log.error("The job '%s' failed and is tried again later: %s", job.name, problem)
            await asyncio.sleep(job.every)
