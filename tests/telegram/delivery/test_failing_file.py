"""A state file that fails or is locked: who asks is answered, and what was missed is made good."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3

import pytest

from bot.store import MOST_DEATHS, Store
from bot.store.updates import ALONE
from bot.telegram.delivery.in_hand import CURRENT
from tests.telegram.delivery.queueing import (
    bot_over,
    for_ever,
    killed_after,
    letter,
    locked,
    message,
    move,
    moved,
    soon,
    stored,
)
from tests.telegram.delivery.receiving import lines, until

pytestmark = pytest.mark.usefixtures("as_the_bot_counts", "short_grace")


def test_what_need_not_be_kept_begins_at_once_while_the_file_is_locked(path):
    async def check():
        async with bot_over(path) as bot:
            with locked(path):
                taking = asyncio.create_task(bot.take(message(1), message(2, 2, "talk")))
                await until(lambda: bot.begun == [2])
                assert not taking.done()
            await taking
            await bot.idle()
            assert bot.begun == [2, 1]

    asyncio.run(check())


def test_where_the_file_fails_answers_are_given_from_memory_with_an_error(path, caplog):
    async def check():
        async with bot_over(path, patience=0.05) as bot:
            with locked(path):
                await bot.take(message(1), message(2))
                await bot.idle()
                assert bot.begun == [1, 2]

    asyncio.run(check())
    assert lines(caplog, "Updates are only in memory, for the state file fails: database is locked")
    assert lines(caplog, "Update 1 is not struck yet, for the state file fails: database is locked")


def test_an_update_that_comes_twice_while_the_file_fails_is_answered_once(path):
    async def check():
        async with bot_over(path, patience=0.1) as bot:
            with locked(path):
                await bot.take(message(1))
                await bot.take(message(1))
                await bot.idle()
            assert bot.begun == [1]

    asyncio.run(check())


def test_what_was_answered_while_the_file_was_locked_is_not_answered_again(path):
    async def check():
        goes_on = asyncio.Event()

        async def answer(_):
            await goes_on.wait()

        async with bot_over(path, patience=0.1, answer=answer) as bot:
            await bot.take(message(1))
            await until(lambda: bot.begun)
            with locked(path):
                goes_on.set()
                await bot.idle()
            await bot.take(message(2))
            await bot.idle()
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.begun == []

    asyncio.run(check())


def test_what_was_left_is_taken_up_when_a_lock_at_the_start_is_gone(path):
    async def check():
        async with bot_over(path, answer=for_ever) as bot:
            await bot.take(message(1))
        async with bot_over(path, patience=0.1) as bot:
            with locked(path):
                await bot.queue.restore()
            await bot.take(message(2, chat=2))
            await soon(lambda: 1 in bot.begun)

    asyncio.run(check())


def test_a_strike_that_failed_is_made_good_when_the_file_does_not_fail_any_more(path):
    async def check():
        async with bot_over(path, patience=0.1, speed=20) as bot:
            await bot.take(message(1))
            await bot.idle()
            bot.answers_with(lambda _: holding)
            await bot.take(message(2))
            await until(lambda: bot.begun == [1, 2])
            with locked(path):
                goes_on.set()
                await bot.idle()
                await asyncio.sleep(0.5)
                assert set(stored(path)) == {2}
            await until(lambda: stored(path) == {})

    async def holding(_):
        await goes_on.wait()
        CURRENT.get().at_end.append(move(7))

    goes_on = asyncio.Event()
    asyncio.run(check())
    assert moved(path) == -7


def test_a_strike_that_failed_is_made_good_at_the_end_of_the_process(path, caplog):
    async def check():
        async with bot_over(path, patience=0.1, answer=holding) as bot:
            await bot.take(message(1))
            await until(lambda: bot.begun)
            with locked(path):
                goes_on.set()
                await until(lambda: lines(caplog, "is not struck yet"))

    async def holding(_):
        await goes_on.wait()

    goes_on = asyncio.Event()
    asyncio.run(check())
    assert stored(path) == {}


def test_what_is_written_along_with_an_answer_is_made_good_when_it_failed(path):
    async def check():
        async with bot_over(path, patience=0.1, answer=answer) as bot:
            await bot.take(message(1))
            await until(lambda: bot.begun)
            with locked(path):
                at_work[0].along.append(move(7))
                await bot.queue.note(at_work[0])
            goes_on.set()
            await bot.idle()

    async def answer(_):
        at_work.append(CURRENT.get())
        await goes_on.wait()

    at_work, goes_on = [], asyncio.Event()
    asyncio.run(check())
    assert moved(path) == -7


@pytest.mark.parametrize(
    ("problem", "is_locked"),
    [
        (ValueError("a mistake"), False),
        (ValueError("a mistake"), True),
        (sqlite3.IntegrityError("a mistake"), False),
        (sqlite3.IntegrityError("a mistake"), True),
    ],
)
def test_whoever_is_answered_is_struck_whatever_fails_beside(path, problem, is_locked):
    async def check():
        async with bot_over(path, patience=0.1, speed=20, answer=holding) as bot:
            await bot.take(message(1))
            await until(lambda: bot.begun)
            with locked(path) if is_locked else contextlib.nullcontext():
                goes_on.set()
                await bot.idle()
                await asyncio.sleep(0.3)
            await soon(lambda: stored(path) == {})

    async def holding(_):
        await goes_on.wait()
        CURRENT.get().at_end.append(act)

    def act(_):
        raise problem

    goes_on = asyncio.Event()
    asyncio.run(check())


def test_what_was_left_keeps_its_order_when_a_lock_at_the_start_is_gone(path):
    async def check():
        async with bot_over(path, answer=for_ever) as bot:
            await bot.take(*(message(number, chat=number % 2) for number in range(1, 7)))
        async with bot_over(path, patience=0.05, speed=20) as bot:
            with locked(path):
                await bot.queue.restore()
                await asyncio.sleep(0.3)
                assert bot.begun == []
            await soon(lambda: len(bot.begun) == 6)
            await bot.idle()
            for chat in (0, 1):
                assert [it for it in bot.begun if it % 2 == chat] == [*range(2 - chat, 7, 2)]

    asyncio.run(check())
    assert stored(path) == {}


def test_who_is_in_work_when_what_was_left_is_taken_up_later_has_not_ended_the_process(path):
    async def check():
        Store.open(path).close()
        async with killed_after(path, patience=0.05, speed=2, answer=for_ever) as bot:
            with locked(path):
                await bot.queue.restore()
            await bot.take(message(1))
            await until(lambda: bot.queue._has_restored)
        assert stored(path)[1].deaths == 0
        assert stored(path)[1].working == ALONE

    asyncio.run(check())


def test_who_ended_the_process_is_known_though_another_is_in_work_when_it_is_taken_up(path):
    async def check():
        async with killed_after(path, answer=for_ever) as bot:
            await bot.take(message(1))
            await until(lambda: bot.begun)
        async with killed_after(path, patience=0.05, speed=2, answer=for_ever) as bot:
            with locked(path):
                await bot.queue.restore()
            await bot.take(message(2, chat=2))
            await until(lambda: bot.begun == [2, 1])
        assert stored(path)[1].deaths == MOST_DEATHS / 2

    asyncio.run(check())


def test_a_letter_that_is_in_hand_when_what_was_left_is_taken_up_later_is_sent_once(path):
    async def check():
        Store.open(path).close()
        async with bot_over(path, patience=0.05, speed=2, send=holding) as bot:
            with locked(path):
                await bot.queue.restore()
            posting = asyncio.create_task(bot.queue.post(letter("one")))
            await until(lambda: bot.queue._has_restored and bot.begun)
            goes_on.set()
            await posting
            await bot.idle()
            assert bot.begun == ["one"]

    async def holding(_):
        await goes_on.wait()
        return 7

    goes_on = asyncio.Event()
    asyncio.run(check())
