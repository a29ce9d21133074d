"""Who may have ended the process: found out without harm to the innocent."""

from __future__ import annotations

import asyncio

import pytest
from telegram.error import NetworkError

from bot.store import MOST_DEATHS
from bot.store.updates import ACCOMPANIED, ALONE, CALLING
from bot.telegram.delivery.in_hand import CURRENT
from tests.telegram.delivery.queueing import (
    PROBLEM,
    Wire,
    bot_over,
    failing_for,
    for_ever,
    killed_after,
    letter,
    message,
    saying,
    soon,
    stored,
)
from tests.telegram.delivery.receiving import lines, until

pytestmark = pytest.mark.usefixtures("as_the_bot_counts", "short_grace")


# One by one


def test_suspects_are_begun_one_by_one_and_all_others_after_them(path):
    async def check():
        async with killed_after(path, answer=for_ever) as bot:
            await bot.take(*(message(number, chat=number % 3) for number in range(1, 7)))
            await until(lambda: len(bot.begun) == 3)
        passes = asyncio.Semaphore(0)

        async def answer(_):
            await passes.acquire()

        async with bot_over(path, answer=answer) as bot:
            await bot.queue.restore()
            await bot.take(message(9, chat=9))
            for number in (1, 2, 3):
                await until(lambda number=number: bot.begun[-1:] == [number])
                await asyncio.sleep(0.02)
                assert bot.begun == list(range(1, number + 1))
                passes.release()
            await until(lambda: len(bot.begun) == 7)
            for _ in range(4):
                passes.release()
            await bot.idle()
            assert sorted(bot.begun) == [1, 2, 3, 4, 5, 6, 9]

    asyncio.run(check())


def test_a_suspect_is_none_any_more_when_it_comes_to_its_first_call(path):
    async def check():
        async with killed_after(path, answer=for_ever) as bot:
            await bot.take(message(1), message(2, chat=2))
            await until(lambda: len(bot.begun) == 2)

        async def answer(_):
            await bot.queue.note(CURRENT.get())
            await asyncio.Event().wait()

        async with killed_after(path, answer=answer) as bot:
            await bot.queue.restore()
            await until(lambda: bot.begun == [1, 2])
            await until(lambda: all(it.working == CALLING for it in stored(path).values()))

    asyncio.run(check())
    assert {it.deaths for it in stored(path).values()} == {0}


def test_a_suspect_that_is_dropped_does_not_hold_up_all_others_for_ever(path, monkeypatch):
    monkeypatch.setattr("bot.telegram.delivery.queue.AT_ONCE", 0.05)

    async def check():
        async with killed_after(path, send=for_ever) as bot:
            await bot.queue.post(letter("one"))
        async with killed_after(path, send=for_ever) as bot:
            await bot.queue.restore()
            await until(lambda: bot.begun == ["one"])
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.take(message(1))
            await soon(lambda: bot.begun == [1])

    asyncio.run(check())


def test_two_suspects_of_a_chat_that_cannot_be_reached_hold_up_no_other_chat(path):
    async def check():
        async with killed_after(path, answer=for_ever) as bot:
            await asyncio.gather(bot.take(message(1)), bot.take(message(2)))
            await until(lambda: bot.begun)
        async with bot_over(path, answer=failing_for(1)) as bot:
            await bot.queue.restore()
            await bot.take(message(3, chat=2))
            await soon(lambda: 3 in bot.begun)

    asyncio.run(check())


# The guilty


def test_who_ended_the_process_twice_alone_gets_an_apology_and_the_others_their_answers(
    path, caplog
):
    async def check():
        async def answer(number):
            if number == 1:
                await asyncio.Event().wait()

        for _ in range(2):
            async with killed_after(path, answer=answer) as bot:
                await bot.queue.restore()
                await bot.take(message(1), message(2))
                await until(lambda: bot.begun == [1])
        async with bot_over(path, answer=answer) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.apologies == [1]
            assert bot.begun == [2]

    asyncio.run(check())
    assert len(lines(caplog, "Update 1 ended the bot again and again and is given up")) == 1
    assert stored(path) == {}


def test_who_ended_the_process_twice_is_not_begun_again_when_the_apology_fails(path):
    async def check():
        for _ in range(2):
            async with killed_after(path, answer=for_ever) as bot:
                await bot.queue.restore()
                await bot.take(message(1))
                await until(lambda: bot.begun == [1])
        wire = Wire(sorry=[NetworkError(PROBLEM)])
        async with bot_over(path) as bot:
            bot.apologises_with(saying(wire, "sorry"))
            await bot.queue.restore()
            await until(lambda: stored(path)[1].tries)
        async with bot_over(path, speed=100) as bot:
            bot.apologises_with(saying(wire, "sorry"))
            await bot.queue.restore()
            await bot.idle()
            assert bot.begun == []

    asyncio.run(check())


def test_who_ends_the_process_after_its_first_call_is_not_begun_for_ever(path):
    async def check():
        wire = Wire(two=["hangs"] * MOST_DEATHS)
        for ends in range(1, MOST_DEATHS + 1):
            async with killed_after(path, speed=20) as bot:
                bot.answers_with(saying(wire, "one", "two"))
                await bot.queue.restore()
                await bot.take(message(1))
                await until(lambda ends=ends: wire.sent.count("two") == ends or bot.apologies)
                assert bot.apologies == []
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.begun == []
            assert bot.apologies == [1]

    asyncio.run(check())


def test_a_stop_before_what_was_left_is_taken_up_does_not_take_back_a_suspicion(path):
    async def check():
        async with killed_after(path, answer=for_ever) as bot:
            await bot.take(message(1))
            await until(lambda: bot.begun)
        async with bot_over(path):
            pass

    asyncio.run(check())
    assert [it.working for it in stored(path).values()] == [1]


# The innocent


def test_stopping_leaves_what_is_in_hand_for_the_next_start_and_suspects_nobody(path, monkeypatch):
    monkeypatch.setattr("bot.telegram.delivery.queue.GRACE", 0.2)

    async def check():
        for _ in range(3):
            async with bot_over(path, answer=for_ever) as bot:
                await bot.queue.restore()
                await bot.take(message(1), message(2))
                await until(lambda: bot.begun == [1])
            found = stored(path)
            assert [(it.id, it.working, it.deaths) for it in found.values()] == [
                (1, 0, 0),
                (2, 0, 0),
            ]
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.begun == [1, 2]

    asyncio.run(check())


def test_who_was_in_work_beside_what_is_not_kept_is_not_given_up(path):
    async def check():
        for _ in range(2):
            async with killed_after(path, answer=for_ever) as bot:
                await bot.queue.restore()
                await bot.take(message(1), message(2, chat=2, text="talk"))
                await until(lambda: sorted(bot.begun) == [1, 2])
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.begun == [1]

    asyncio.run(check())


def test_who_waits_for_its_turn_does_not_count_as_in_work(path):
    async def check():
        async with bot_over(path, answer=for_ever) as bot:
            await asyncio.gather(*(bot.take(message(number)) for number in (1, 2, 3)))
            await until(lambda: bot.begun)
            assert [it.id for it in stored(path).values() if it.working] == [1]

    asyncio.run(check())


@pytest.mark.parametrize(
    "lists",
    [
        [[1], [2]],
        [[2], [1]],
        [[1, 2]],
        [[2, 1]],
    ],
)
def test_a_kept_one_beside_what_is_not_kept_is_not_counted_alone(path, lists):
    async def check():
        items = {1: message(1), 2: message(2, chat=2, text="talk")}
        async with killed_after(path, answer=for_ever) as bot:
            for numbers in lists:
                await bot.take(*(items[number] for number in numbers))
                await until(lambda numbers=numbers: set(numbers) <= set(bot.begun))
            await until(lambda: sorted(bot.begun) == [1, 2])

    asyncio.run(check())
    assert stored(path)[1].working == ACCOMPANIED


def test_who_begins_after_what_is_not_kept_has_ended_is_alone(path):
    async def check():
        async def answer(number):
            if number == 1:
                await asyncio.Event().wait()

        async with killed_after(path, answer=answer) as bot:
            await bot.take(message(2, chat=2, text="talk"))
            await bot.idle()
            await bot.take(message(1))
            await until(lambda: bot.begun == [2, 1])

    asyncio.run(check())
    assert stored(path)[1].working == ALONE
