"""What outlives the process: nobody is lost, and nothing is done twice."""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3

import pytest
from telegram.error import NetworkError

from bot.telegram.delivery.in_hand import CURRENT
from bot.telegram.delivery.queue import DAY
from tests.telegram.delivery.queueing import (
    PROBLEM,
    Bot,
    Wire,
    age,
    bot_over,
    change,
    commits,
    fail,
    failing,
    for_ever,
    killed_after,
    letter,
    locked,
    message,
    move,
    moved,
    saying,
    stored,
    unknown,
)
from tests.telegram.delivery.receiving import lines, until

pytestmark = pytest.mark.usefixtures("as_the_bot_counts", "short_grace")


# What was left


def test_what_was_left_is_taken_up_in_its_order_and_before_what_is_new(path):
    async def check():
        async with killed_after(path, answer=for_ever) as bot:
            await bot.take(*(message(number, chat=number % 2) for number in (5, 3, 4, 1, 2)))
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.take(message(7, chat=1), message(6, chat=0))
            await bot.idle()
            assert [it for it in bot.begun if it in (5, 3, 1, 7)] == [5, 3, 1, 7]
            assert [it for it in bot.begun if it in (4, 2, 6)] == [4, 2, 6]

    asyncio.run(check())
    assert stored(path) == {}


def test_twenty_updates_outlive_two_kills(path):
    async def check():
        for _ in range(2):
            async with killed_after(path, answer=for_ever) as bot:
                await bot.queue.restore()
                await bot.take(*(message(number, chat=number) for number in range(1, 21)))
                await until(lambda: bot.begun)
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert sorted(bot.begun) == list(range(1, 21))
            assert bot.apologies == []

    asyncio.run(check())


@pytest.mark.parametrize("seed", range(5))
def test_whenever_the_process_is_killed_nobody_is_lost_and_each_chat_keeps_its_order(path, seed):
    chance, chats, answered = random.Random(seed), 4, []

    async def check():
        async def answer(number):
            # As a first call does: so no kill, which is none of its doing, counts against it.
            await bot.queue.note(CURRENT.get())
            await asyncio.sleep(chance.random() / 100)
            if chance.random() < 0.3:
                fail()
            else:
                answered.append(number)

        numbers = list(range(1, 41))
        for first in range(0, 40, 10):
            async with killed_after(path, speed=1000, answer=answer) as bot:
                await bot.queue.restore()
                await bot.take(*(message(it, it % chats) for it in numbers[first : first + 10]))
                await until(lambda: bot.begun)
                await asyncio.sleep(chance.random() / 20)
        async with bot_over(path, speed=1000, answer=answer) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.apologies == []
        firsts = list(dict.fromkeys(answered))
        assert sorted(firsts) == numbers
        for chat in range(chats):
            own = [it for it in firsts if it % chats == chat]
            assert own == sorted(own)

    asyncio.run(check())
    assert stored(path) == {}


def test_what_the_file_holds_and_cannot_be_read_is_dropped_with_one_line(path, caplog):
    async def check():
        async with killed_after(path, answer=for_ever) as bot:
            await bot.take(message(1), message(2, chat=2), message(3, chat=3))
        change(path, "UPDATE updates SET body = '{' WHERE id = 1")
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.begun == [2, 3]

    asyncio.run(check())
    assert len(lines(caplog, "is unreadable, dropped")) == 1
    assert stored(path) == {}


def test_what_the_file_holds_is_struck_even_if_it_would_not_be_kept_any_more(path):
    async def check():
        async with bot_over(path, answer=for_ever) as bot:
            await bot.take(message(1))
        async with bot_over(path) as bot:
            # As when the bot has got another name meanwhile.
            bot.kept = lambda _: False
            await bot.queue.restore()
            await bot.idle()

    asyncio.run(check())
    assert stored(path) == {}


@pytest.mark.parametrize("calls", ["{", "5", "null", "[[1]]", '{"made": 1}'])
def test_a_damaged_journal_loses_no_question(path, calls):
    async def check():
        async with killed_after(path, answer=for_ever) as bot:
            await bot.take(message(1), message(2), message(3, chat=3))
        change(path, "UPDATE updates SET calls = ? WHERE id = 1", calls)
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert sorted(bot.begun) == [1, 2, 3]
            assert bot.apologies == []

    asyncio.run(check())
    assert stored(path) == {}


# What was done


def test_an_answer_of_two_messages_goes_on_where_it_was(path):
    async def check():
        wire = Wire(two=[NetworkError(PROBLEM)] * 3)
        async with bot_over(path, speed=100) as bot:
            bot.answers_with(saying(wire, "one", "two"))
            await bot.take(message(1))
            await bot.idle()
        assert wire.sent == ["one", "two", "two", "two", "two"]

    asyncio.run(check())


def test_so_it_does_after_a_restart(path):
    async def check():
        wire = Wire(two=[NetworkError(PROBLEM)])
        async with bot_over(path, speed=5) as bot:
            bot.answers_with(saying(wire, "one", "two"))
            await bot.take(message(1))
            await until(lambda: stored(path)[1].tries)
        async with bot_over(path, speed=100) as bot:
            bot.answers_with(saying(wire, "one", "two"))
            await bot.queue.restore()
            await bot.idle()
        assert wire.sent == ["one", "two", "two"]

    asyncio.run(check())


def test_what_may_have_arrived_and_was_repeated_is_not_sent_a_third_time_after_a_kill(path):
    async def check():
        wire = Wire(one=[unknown()], two=["hangs"])
        async with killed_after(path, speed=20) as bot:
            bot.answers_with(saying(wire, "one", "two"))
            await bot.take(message(1))
            await until(lambda: "two" in wire.sent)
        async with bot_over(path, speed=20) as bot:
            bot.answers_with(saying(wire, "one", "two"))
            await bot.queue.restore()
            await bot.idle()
        assert wire.sent.count("one") == 2

    asyncio.run(check())


@pytest.mark.parametrize("end", [Bot.stop, Bot.kill])
def test_an_end_between_two_messages_does_not_send_the_first_again(path, monkeypatch, end):
    monkeypatch.setattr("bot.telegram.delivery.queue.GRACE", 0.1)

    async def check():
        wire = Wire()
        bot = Bot(path)
        bot.answers_with(saying(wire, "one", "two"))
        await bot.take(message(1))
        await until(lambda: wire.sent == ["one"])
        await asyncio.sleep(0.2)
        await end(bot)
        async with bot_over(path, speed=20) as bot:
            bot.answers_with(saying(wire, "one", "two"))
            await bot.queue.restore()
            await bot.idle()
        assert wire.sent == ["one", "two"]

    asyncio.run(check())


def test_a_letter_is_not_posted_twice_when_the_process_ends_while_it_is_sent(path, monkeypatch):
    monkeypatch.setattr("bot.telegram.delivery.queue.AT_ONCE", 0.3)

    async def check():
        async def answer(_):
            await bot.queue.post(letter("one", chat=7))

        async with killed_after(path, answer=answer, send=for_ever) as bot:
            await bot.take(message(1))
            await until(lambda: bot.begun == [1, "one"])
        async with bot_over(path, answer=answer) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.begun.count("one") == 1

    asyncio.run(check())


def test_an_apology_that_may_have_arrived_is_repeated_once_over_restarts(path):
    async def check():
        wire = Wire(sorry=[unknown()] * 4)
        async with bot_over(path, answer=failing(1)) as bot:
            await bot.take(message(1))
            await until(lambda: stored(path)[1].tries)
        age(path, DAY + 10)
        for _ in range(3):
            async with bot_over(path, speed=5) as bot:
                bot.apologises_with(saying(wire, "sorry"))
                await bot.queue.restore()
                tried = len(wire.sent)
                await until(lambda tried=tried: len(wire.sent) > tried or bot.queue.is_idle)
                await asyncio.sleep(0.05)
            change(path, "UPDATE updates SET due = 0")
        assert wire.sent == ["sorry"] * 2

    asyncio.run(check())


# What was written


def writing(told, *numbers):
    """Who writes the numbers, and then tells what came back and in how many transactions."""

    def connect(bot):
        async def answer(_):
            found = commits(bot)
            results = [await bot.queue.write(move(number)) for number in numbers]
            told.append((results, len(found)))
            await asyncio.Event().wait()

        return answer

    return connect


def test_a_write_and_its_journal_are_one_transaction(path):
    async def check():
        async with killed_after(path) as bot:
            bot.answers_with(writing(told, 7))
            await bot.take(message(1))
            await until(lambda: told)
            assert moved(path) == -7
            assert json.loads(stored(path)[1].calls)["made"] == {"write None None 1": [7]}

    told = []
    asyncio.run(check())
    assert told == [([7], 1)]


def test_what_was_written_is_not_written_again_and_comes_back_the_same(path):
    async def check():
        for ends, numbers in enumerate([(7, 8), (70, 80, 90)]):
            async with killed_after(path) as bot:
                bot.answers_with(writing(told, *numbers))
                await bot.queue.restore()
                await bot.take(message(1))
                await until(lambda ends=ends: len(told) > ends)

    told = []
    asyncio.run(check())
    assert told == [([7, 8], 2), ([7, 8, 90], 1)]
    assert moved(path) == -90


def test_what_cannot_be_kept_in_the_journal_is_not_written(path, caplog):
    async def check():
        async def answer(_):
            await bot.queue.write(lambda state: state.move_group(-1, -7) or {1, 2})

        async with bot_over(path, answer=answer) as bot:
            await bot.take(message(1))
            await bot.idle()

    asyncio.run(check())
    assert moved(path) is None
    assert lines(caplog, "Update 1 could not be handled.")


def test_a_write_that_failed_is_made_when_the_update_is_tried_again(path):
    async def check():
        async def answer(_):
            try:
                told.append(await bot.queue.write(move(7)))
            except sqlite3.Error:
                told.append(None)
                fail()

        async with bot_over(path, patience=0.05, speed=20, answer=answer) as bot:
            with locked(path):
                await bot.take(message(1))
                await until(lambda: told)
            await bot.idle()

    told = []
    asyncio.run(check())
    assert (told[0], told[-1]) == (None, 7)
    assert moved(path) == -7


def test_what_is_written_for_nobody_and_for_what_is_not_kept_leaves_no_journal(path):
    async def check():
        async def answer(_):
            told.append(await bot.queue.write(move(8)))

        async with bot_over(path, answer=answer) as bot:
            told.append(await bot.queue.write(move(7)))
            await bot.take(message(1, text="talk"))
            await bot.idle()
        assert moved(path) == -8

    told = []
    asyncio.run(check())
    assert told == [7, 8]
    assert stored(path) == {}


def test_a_letter_and_that_it_is_posted_are_one_transaction(path, monkeypatch):
    monkeypatch.setattr("bot.telegram.delivery.queue.AT_ONCE", 0.05)

    async def check():
        async def answer(_):
            found = commits(bot)
            await bot.queue.post(letter("one", chat=7))
            told.append(len(found))
            await asyncio.Event().wait()

        async with killed_after(path, answer=answer, send=for_ever) as bot:
            await bot.take(message(1))
            await until(lambda: told)
            assert set(stored(path)) == {1, -1}
            assert json.loads(stored(path)[1].calls)["made"] == {"post 7 None 1": [None]}

    told = []
    asyncio.run(check())
    assert told == [1]
