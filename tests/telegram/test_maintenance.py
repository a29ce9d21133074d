"""Jobs by the clock: done at the start, done again, and not ended by a disk that fails."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import date

import pytest

from bot.config import Config
from bot.store import Asked, Store
from bot.telegram.maintenance import JOBS, Job, Maintenance
from tests.faker import make_article, make_engine, make_services

DAY = 86_400


@pytest.fixture
def services(tmp_path):
    store = Store.open(tmp_path / "state.sqlite")
    yield make_services(make_engine(make_article("Donor darah.")), Config(), store)
    store.close()


def run(services, jobs, done):
    """Let the jobs run until ``done`` holds."""

    async def until():
        maintenance = Maintenance(services, None, jobs)
        maintenance.start()
        async with asyncio.timeout(5):
            while not done():
                await asyncio.sleep(0)
        await maintenance.stop()
        return asyncio.all_tasks() - {asyncio.current_task()}

    assert asyncio.run(until()) == set()


def test_questions_too_old_to_be_kept_are_forgotten_at_the_start(services):
    answers, keep_days = services.store.answers, Config().telegram.keep_days
    old, new = (
        answers.add(Asked(0, 1, 1, "apa?", (), date(2026, 1, 1)), at=int(time.time()) - age)
        for age in ((keep_days + 1) * DAY, (keep_days - 1) * DAY)
    )
    jobs = [job for job in JOBS if job.name != "introduce the bot"]
    run(services, jobs, lambda: answers.find(old) is None)
    assert answers.find(new)


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (OSError("the disk is full"), "Tried again in 0 s: to fail once failed: the disk is full"),
        (ValueError("a mistake"), "Tried again in 0 s: to fail once failed."),
    ],
)
def test_a_job_that_fails_is_done_again_and_hinders_no_other(services, caplog, problem, told):
    done = []

    async def fail_once(*_):
        done.append("tried")
        if done.count("tried") == 1:
            raise problem

    async def count(*_):
        done.append("counted")

    jobs = (Job("fail once", 0, fail_once, again=0), Job("count", 0, count))
    with caplog.at_level(logging.ERROR):
        run(services, jobs, lambda: done.count("tried") > 1 and "counted" in done)
    assert [record.getMessage() for record in caplog.records] == [told]
