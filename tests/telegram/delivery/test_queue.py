"""Updates in hand: in which order they are worked on, how often, and until when."""

from __future__ import annotations

import asyncio
from itertools import pairwise

import pytest
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.telegram.delivery.in_hand import CURRENT
from bot.telegram.delivery.queue import DAY, LONGEST_PAUSE
from tests.telegram.delivery.queueing import (
    DATE,
    PROBLEM,
    Bot,
    age,
    bot_over,
    change,
    fail,
    failing,
    failing_for,
    for_ever,
    killed_after,
    letter,
    message,
    soon,
    stored,
)
from tests.telegram.delivery.receiving import lines, until

pytestmark = pytest.mark.usefixtures("as_the_bot_counts", "short_grace")


# The order


def test_updates_of_a_chat_are_answered_in_order_and_one_at_a_time(path):
    async def check():
        at_work, together = set(), []

        async def answer(number):
            at_work.add(number)
            together.append(len(at_work))
            await asyncio.sleep(0.002)
            at_work.remove(number)

        async with bot_over(path, answer=answer) as bot:
            await bot.take(*(message(number) for number in range(1, 6)))
            await bot.take(*(message(number) for number in range(6, 11)))
            await bot.idle()
            assert bot.begun == list(range(1, 11))
            assert set(together) == {1}

    asyncio.run(check())
    assert stored(path) == {}


def test_chats_are_answered_side_by_side(path):
    async def check():
        together = asyncio.Barrier(10)

        async def answer(_):
            await together.wait()

        async with bot_over(path, answer=answer) as bot:
            await bot.take(*(message(number, chat=number) for number in range(1, 11)))
            await bot.idle()

    asyncio.run(check())


def test_a_chat_that_cannot_be_reached_holds_up_only_itself(path):
    async def check():
        async with bot_over(path, answer=failing_for(1)) as bot:
            await bot.take(message(1), message(2), message(3, chat=2))
            await until(lambda: 3 not in stored(path))
            assert bot.begun == [1, 3]
            assert set(stored(path)) == {1, 2}

    asyncio.run(check())


def test_updates_taken_in_side_by_side_keep_their_order(path):
    async def check():
        async with bot_over(path) as bot:
            await asyncio.gather(*(bot.take(message(number)) for number in range(1, 30)))
            await bot.idle()
            assert bot.begun == list(range(1, 30))

    asyncio.run(check())


def test_talk_is_not_heaped_up_behind_an_answer_that_waits(path):
    async def check():
        async with bot_over(path, answer=failing_for(1)) as bot:
            await bot.take(message(1))
            await until(lambda: stored(path)[1].tries)
            await bot.take(*(message(number, text="talk") for number in range(2, 500)))
            await asyncio.sleep(0.3)
            assert sum(map(len, bot.queue._turns._lanes.values())) == 1

    asyncio.run(check())


# What is taken in


def test_an_update_is_on_the_disk_when_it_is_taken_in_and_until_it_is_answered(path):
    async def check():
        goes_on = asyncio.Event()

        async def answer(_):
            await goes_on.wait()

        async with bot_over(path, answer=answer) as bot:
            await bot.take(message(1))
            assert set(stored(path)) == {1}
            await until(lambda: bot.begun)
            assert set(stored(path)) == {1}
            goes_on.set()
            await bot.idle()
            assert stored(path) == {}

    asyncio.run(check())


def test_what_was_received_before_is_left_out(path):
    async def check():
        async with bot_over(path) as bot:
            await bot.take(message(1))
            await bot.take(message(1), message(2))
            await bot.idle()
            assert bot.begun == [1, 2]
        async with bot_over(path) as bot:
            await bot.take(message(2), message(3))
            await bot.idle()
            assert bot.begun == [3]

    asyncio.run(check())


def test_an_update_that_comes_twice_in_one_list_is_answered_once(path):
    async def check():
        async with bot_over(path) as bot:
            await bot.take(message(1), message(1))
            await bot.idle()
            assert bot.begun == [1]

    asyncio.run(check())


def test_what_need_not_be_kept_is_never_written(path):
    async def check():
        async with bot_over(path) as bot:
            await bot.take(message(1, text="talk"), message(2, text="talk", chat=2))
            await bot.idle()
            assert bot.begun == [1, 2]
            assert bot.store._connection.execute("SELECT count(*) FROM updates").fetchone() == (0,)

    asyncio.run(check())


def test_what_need_not_be_kept_is_tried_once(path):
    async def check():
        async with bot_over(path, speed=1000, answer=failing(5)) as bot:
            await bot.take(message(1, text="talk"))
            await bot.idle()
            assert bot.begun == [1]

    asyncio.run(check())


@pytest.mark.parametrize("junk", [None, 5, [], "x", {"update_id": 7, "message": {"chat": 5}}])
def test_what_cannot_be_read_is_passed_over_with_one_line(path, caplog, junk):
    async def check():
        async with bot_over(path) as bot:
            await bot.take(message(1), junk, message(2))
            await bot.idle()
            assert bot.begun == [1, 2]

    asyncio.run(check())
    assert len(lines(caplog, "which is passed over")) == 1


def test_an_edited_question_was_asked_when_it_was_edited(path):
    async def check():
        asked = []

        async def answer(_):
            asked.append(CURRENT.get().asked)

        async with bot_over(path, answer=answer) as bot:
            edited = message(1, edit_date=DATE + 5000)
            edited["edited_message"] = edited.pop("message")
            await bot.take(edited)
            await bot.idle()
        assert asked == [DATE + 5000]

    asyncio.run(check())


# Again


def test_who_cannot_be_answered_is_tried_again_with_growing_pauses(path):
    async def check():
        async with bot_over(path, speed=5000, answer=failing(14)) as bot:
            await bot.take(message(1), message(2))
            await bot.idle()
            assert bot.begun == [1] * 15 + [2] * 15
            return [later - earlier for earlier, later in pairwise(bot.moments[:15])]

    pauses = asyncio.run(check())
    for tries, pause in enumerate(pauses[6:], start=6):
        assert pause >= 0.8 * min(LONGEST_PAUSE, 2**tries)


def test_the_pauses_differ_by_chance_and_are_kept(path):
    async def check():
        async with bot_over(path, answer=failing(1)) as bot:
            await bot.take(*(message(number, chat=number) for number in range(1, 21)))
            await until(lambda: all(it.tries for it in stored(path).values()))
            found = zip(bot.begun, bot.moments, strict=True)
            began = dict(found)
            return [it.due - began[it.id] for it in stored(path).values() if it.tries == 1]

    pauses = asyncio.run(check())
    assert all(pause >= 0.8 for pause in pauses)
    assert len({round(pause, 2) for pause in pauses}) > 3


def test_the_longest_pause_is_five_minutes_and_a_fifth_of_it_by_chance(path):
    async def check():
        async with killed_after(path, answer=failing(1)) as bot:
            await bot.take(message(1))
            await until(lambda: stored(path)[1].tries)
        change(path, "UPDATE updates SET tries = 600, due = 0")
        async with bot_over(path, answer=failing(1)) as bot:
            await bot.queue.restore()
            await until(lambda: stored(path)[1].tries == 601)
            pause = stored(path)[1].due - bot.moments[-1]
            assert 0.8 * LONGEST_PAUSE <= pause <= 1.2 * LONGEST_PAUSE + 5

    asyncio.run(check())


def test_a_pause_that_telegram_asks_for_is_kept_to(path):
    async def check():
        async def answer(_):
            if len(bot.begun) == 1:
                fail(RetryAfter(100))

        async with bot_over(path, speed=500, answer=answer) as bot:
            await bot.take(message(1))
            await bot.idle()
            first, second = bot.moments
            assert second - first >= 100

    asyncio.run(check())


def press(number):
    """The update of a button under a message of the chat."""
    said = message(number)["message"]
    person = {"id": 5, "is_bot": False, "first_name": "Ani"}
    query = {"id": "1", "from": person, "chat_instance": "1", "message": said}
    return {"update_id": number, "callback_query": query}


def test_who_presses_a_button_does_not_wait_for_an_answer_of_the_chat(path):
    async def check():
        async with bot_over(path, answer=failing_for(1)) as bot:
            await bot.take(message(1))
            await until(lambda: stored(path)[1].tries)
            await bot.take(press(2))
            await until(lambda: 2 in bot.begun)

    asyncio.run(check())


def test_who_pressed_before_an_answer_failed_goes_on_when_it_has(path):
    async def check():
        async def answer(number):
            if number == 1:
                await goes_on.wait()
                fail()

        goes_on = asyncio.Event()
        async with bot_over(path, answer=answer) as bot:
            await bot.take(message(1), press(2), message(3))
            await until(lambda: bot.begun == [1])
            goes_on.set()
            await until(lambda: 2 in bot.begun)
            assert 3 not in bot.begun

    asyncio.run(check())


def test_what_is_hopeless_is_not_tried_again(path, caplog):
    async def check():
        async def answer(_):
            CURRENT.get().fail(TimedOut(), hopeless=True)

        async with bot_over(path, answer=answer) as bot:
            await bot.take(message(1))
            await bot.idle()
            assert bot.begun == [1]
            assert bot.apologies == []

    asyncio.run(check())
    assert stored(path) == {}
    assert len(lines(caplog, "Update 1: may have been answered twice, or not")) == 1


def test_a_mistake_in_a_handler_is_no_reason_to_try_again(path, caplog):
    async def check():
        async def answer(_):
            raise ValueError("a mistake")

        async with bot_over(path, answer=answer) as bot:
            await bot.take(message(1), message(2))
            await bot.idle()
            assert bot.begun == [1, 2]

    asyncio.run(check())
    assert lines(caplog, "Update 1 could not be handled.")
    assert stored(path) == {}


def test_what_is_written_at_the_end_is_written_with_the_strike_of_the_last_attempt_only(path):
    async def check():
        async def answer(_):
            kept = len(bot.begun)
            CURRENT.get().at_end.append(lambda state: state.move_group(-1, -kept))
            if kept < 3:
                fail()

        async with bot_over(path, speed=1000, answer=answer) as bot:
            await bot.take(message(1))
            await bot.idle()
            assert bot.store.moved_groups() == {-1: -3}

    asyncio.run(check())


def test_an_act_at_the_end_that_fails_does_not_end_the_answers_in_its_chat(path):
    async def check():
        def act(_):
            raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")

        async def answer(number):
            if number == 1:
                CURRENT.get().at_end.append(act)

        async with bot_over(path, answer=answer) as bot:
            await bot.take(message(1), message(2))
            await soon(lambda: 2 in bot.begun)

    asyncio.run(check())


def test_nothing_is_left_in_memory_of_what_is_done(path):
    async def check():
        async with bot_over(path, answer=failing(1), speed=1000) as bot:
            await bot.take(*(message(number, chat=number) for number in range(1, 101)))
            await bot.idle()
            queue, turns = bot.queue, bot.queue._turns
            for left in (
                turns._lanes,
                turns._tasks,
                turns._active,
                queue._reserved,
                queue._restoring,
            ):
                assert len(left) == 0
            assert len(asyncio.all_tasks()) == 1

    asyncio.run(check())


# Given up


def test_after_a_day_whoever_asked_gets_one_apology(path, caplog):
    async def check():
        async with bot_over(path, speed=50_000, answer=failing(10**6)) as bot:
            began = int(bot.clock.now())
            await bot.take(message(1))
            await bot.idle()
            assert bot.apologies == [1]
            assert bot.clock.now() - began > DAY
            assert bot.moments[-1] - bot.moments[0] < 1.2 * DAY

    asyncio.run(check())
    assert len(lines(caplog, "was not answered within a day and is given up")) == 1
    assert stored(path) == {}


def test_after_a_second_day_it_is_dropped(path, caplog):
    async def check():
        async def sorry(_):
            fail()

        async with bot_over(path, speed=50_000, answer=failing(10**6), sorry=sorry) as bot:
            began = int(bot.clock.now())
            await bot.take(message(1), message(2, chat=2))
            await bot.idle()
            assert bot.clock.now() - began > 2 * DAY
            assert set(bot.apologies) == {1, 2}

    asyncio.run(check())
    assert len(lines(caplog, "was not answered within a day and is given up")) == 2
    assert stored(path) == {}


def test_the_days_count_over_restarts(path):
    async def check():
        async with killed_after(path, answer=failing(1)) as bot:
            await bot.take(message(1), message(2, chat=2))
            await until(lambda: all(it.tries for it in stored(path).values()))
        age(path, DAY + 10)
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.begun == []
            assert sorted(bot.apologies) == [1, 2]

    asyncio.run(check())


def test_what_is_two_days_old_is_dropped_at_the_start(path):
    async def check():
        async with killed_after(path, answer=failing(1)) as bot:
            await bot.take(message(1))
            await until(lambda: stored(path)[1].tries)
        age(path, 2 * DAY + 10)
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.begun == bot.apologies == []

    asyncio.run(check())
    assert stored(path) == {}


def test_a_pause_of_many_days_does_not_take_the_place_of_the_apology(path):
    async def check():
        async def answer(_):
            fail(RetryAfter(30 * DAY))

        async with bot_over(path, speed=200_000, answer=answer) as bot:
            await bot.take(message(1))
            await soon(lambda: bot.apologies)

    asyncio.run(check())


# Letters


def test_whoever_posts_a_letter_learns_its_number(path):
    async def check():
        async def send(_):
            return 77

        async with bot_over(path, send=send) as bot:
            assert await bot.queue.post(letter("one")) == 77
            await bot.idle()

    asyncio.run(check())
    assert stored(path) == {}


def test_a_letter_that_is_refused_has_no_number(path):
    async def check():
        async with bot_over(path) as bot:
            assert await bot.queue.post(letter("one")) is None
            assert bot.begun == ["one"]

    asyncio.run(check())


def test_a_letter_that_is_not_sent_within_seconds_is_sent_later(path, monkeypatch):
    monkeypatch.setattr("bot.telegram.delivery.queue.AT_ONCE", 0.1)

    async def check():
        async with bot_over(path, speed=2, send=failing(1)) as bot:
            assert await bot.queue.post(letter("one")) is None
            await bot.idle()
            assert bot.begun == ["one", "one"]

    asyncio.run(check())


def test_letters_to_a_chat_keep_their_order_and_outlive_the_process(path, monkeypatch):
    monkeypatch.setattr("bot.telegram.delivery.queue.AT_ONCE", 0.05)

    async def check():
        async with bot_over(path, send=for_ever) as bot:
            for text in ("one", "two"):
                await bot.queue.post(letter(text))
        async with killed_after(path, send=for_ever) as bot:
            await bot.queue.restore()
            await bot.queue.post(letter("three"))
            assert sorted(stored(path)) == [-3, -2, -1]
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.begun == ["one", "two", "three"]

    asyncio.run(check())
    assert stored(path) == {}


def test_a_letter_does_not_wait_for_the_answers_in_its_chat(path):
    async def check():
        async def answer(_):
            await bot.queue.post(letter("one", chat=1))

        async with bot_over(path, answer=answer) as bot:
            await bot.take(message(1, chat=1))
            async with asyncio.timeout(2):
                await bot.idle()
            assert bot.begun == [1, "one"]

    asyncio.run(check())


def test_a_letter_of_a_day_ago_is_dropped(path, monkeypatch):
    monkeypatch.setattr("bot.telegram.delivery.queue.AT_ONCE", 0.05)

    async def check():
        async with bot_over(path, send=for_ever) as bot:
            await bot.queue.post(letter("one"))
        age(path, DAY + 10)
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.begun == bot.apologies == []

    asyncio.run(check())
    assert stored(path) == {}


def test_a_letter_that_cannot_be_sent_leaves_no_trace_of_the_program_in_the_log(path, caplog):
    async def check():
        async def send(_):
            problem = NetworkError(PROBLEM)
            fail(problem)
            raise problem

        async with bot_over(path, send=send) as bot:
            posting = asyncio.create_task(bot.queue.post(letter("one")))
            await until(lambda: -1 in stored(path) and stored(path)[-1].tries)
            posting.cancel()

    asyncio.run(check())
    assert [record for record in caplog.records if record.exc_info] == []


# The end


def test_what_comes_to_its_end_within_the_grace_is_done_and_nothing_more_begins(path):
    async def check():
        async def answer(_):
            await asyncio.sleep(0.2)

        async with bot_over(path, answer=answer) as bot:
            await bot.take(message(1), message(2))
            await until(lambda: bot.begun)
        assert bot.begun == [1]
        assert set(stored(path)) == {2}

    asyncio.run(check())


def test_who_waits_for_the_next_attempt_does_not_hold_up_the_end(path):
    async def check():
        bot = Bot(path, answer=failing_for(*range(1, 21)))
        await bot.take(*(message(number, chat=number) for number in range(1, 21)))
        await until(lambda: all(it.tries for it in stored(path).values()))
        async with asyncio.timeout(2):
            await bot.stop()

    asyncio.run(check())
    assert len(stored(path)) == 20
