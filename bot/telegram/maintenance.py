"""What is done from time to time, one row a job.

A job of its own module is a row here that names its function.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from telegram import Bot
from telegram.error import RetryAfter, TelegramError

from bot.telegram.delivery.calls import seconds_of
from bot.telegram.profile import introduce
from bot.telegram.services import FILES_PER_TURN, Services

_DAY = 24 * 60 * 60
# Seconds that a job has to come to its end when the bot is stopped.
_LAST_MOMENT = 1.0

_log = logging.getLogger(__name__)


async def forget_old_questions(services: Services, _bot: Bot) -> None:
    """Remove the questions that are older than the settings let them be kept."""
    oldest = int(services.clock.now()) - services.config.telegram.keep_days * _DAY
    if count := await services.write(lambda state: state.answers.forget_before(oldest)):
        await services.writer.shrink()
        _log.info("%d questions were too old to be kept.", count)


async def read_changed_articles(services: Services, _bot: Bot) -> None:
    """Read articles that were changed in place, a few at a time, so that nobody waits long."""
    changed = False
    while await services.consult(lambda engine: engine.reload(thorough=True, most=FILES_PER_TURN)):
        changed = True
    if changed:
        _log.info("The articles have changed: %d.", services.engine.reach.articles)


@dataclass(frozen=True, slots=True)
class Job:
    """Something done at the start, and again ``every`` so many seconds after it has been done.

    The state file, the disk or the service may fail it (sqlite3.Error, OSError, TelegramError):
    it is tried again after ``again`` seconds, or when the service says. So it is after a mistake in
    it, which the log shows.
    """

    name: str
    every: int
    run: Callable[[Services, Bot], Awaitable[None]]
    again: int = 600


JOBS = (
    Job("introduce the bot", _DAY, introduce, again=60),
    Job("forget old questions", 600, forget_old_questions),
    Job("read changed articles", 600, read_changed_articles),
)


class Maintenance:
    """Does the jobs beside the answering."""

    def __init__(self, services: Services, bot: Bot, jobs: Sequence[Job] = JOBS) -> None:
        self._services, self._bot, self._jobs = services, bot, jobs
        self._tasks: list[asyncio.Task[None]] = []
        self._turns = [asyncio.Lock() for _ in jobs]

    def start(self) -> None:
        """Begin with all jobs, in the order of the rows."""
        rows = zip(self._jobs, self._turns, strict=True)
        self._tasks = [asyncio.create_task(self._repeat(job, turn)) for job, turn in rows]

    async def stop(self) -> None:
        """End them; what is just being done has a moment to come to its end."""
        if self._tasks:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LAST_MOMENT):
                    for turn in self._turns:
                        await turn.acquire()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _repeat(self, job: Job, turn: asyncio.Lock) -> None:
        while True:
            async with turn:
                pause = await self._do(job)
            await self._services.clock.sleep(pause)

    async def _do(self, job: Job) -> float:
        """The seconds until the job is to be done again."""
        try:
            await job.run(self._services, self._bot)
        except (sqlite3.Error, OSError, TelegramError) as problem:
            pause = seconds_of(problem) if isinstance(problem, RetryAfter) else job.again
            _log.error("Tried again in %d s: to %s failed: %s", pause, job.name, problem)
            return pause
        except Exception:
            _log.exception("Tried again in %d s: to %s failed.", job.again, job.name)
            return job.again
        return job.every
