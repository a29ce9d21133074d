"""Updates in hand: in which order they are worked on, until when, and what outlives a process.

Files, threads and the queue are real; who answers is told by the test.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
from collections import Counter
from itertools import pairwise

import pytest
from telegram import Update
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.store import MOST_DEATHS, Store
from bot.store.updates import CALLING
from bot.telegram.delivery.calls import Calls
from bot.telegram.delivery.http import HttpError
from bot.telegram.delivery.in_hand import CURRENT
from bot.telegram.delivery.limits import Limits
from bot.telegram.delivery.queue import DAY, LONGEST_PAUSE, Handling, UpdateQueue
from bot.telegram.delivery.writer import Writer
from tests.telegram.delivery.clock import FastClock
from tests.telegram.delivery.receiving import lines, until

_DATE = 1_700_000_000
_PROBLEM = "Bad Gateway"


def message(number, chat=1, text="kapan?", **given):
    chat_kind = {"id": chat, "type": "private", "first_name": "A"}
    body = {"message_id": number, "date": _DATE, "chat": chat_kind, "text": text, **given}
    return {"update_id": number, "message": body}


def fail(problem=None):
    """What the calls do when an answer cannot be delivered."""
    CURRENT.get().fail(problem or NetworkError(_PROBLEM))


class Bot:
    """A queue over the state file, and who answers.

    ``answer`` is awaited for each update, ``send`` for each letter; where there is none, all ends
    well at once. What begins is kept in ``begun``, as the id or the letter, with its moment.
    """

    def __init__(self, path, *, speed=1.0, patience=20.0, answer=None, send=None, sorry=None):
        self.store = Store.open(path, patience=0.02)
        self.writer, self.clock = Writer(self.store, patience=patience), FastClock(speed)
        self._answer, self._send_letter, self._sorry = answer, send, sorry
        self.begun, self.moments, self.apologies = [], [], []
        handling = Handling(
            read=self._read,
            keeps=lambda update: update.effective_message.text != "talk" and self.kept(update),
            handle=self._handle,
            apologise=self._apologise,
            send=self._send,
        )
        self.kept = lambda _: True
        lowest = self.store.updates.lowest()
        self.queue = UpdateQueue(
            self.writer, self.clock, handling, first_letter=lowest, chance=random.Random(1)
        )

    def _read(self, item):
        return Update.de_json(item, None)

    async def _handle(self, update):
        await self._begin(update.update_id, self._answer)

    async def _apologise(self, update):
        self.apologies.append(update.update_id)
        if self._sorry:
            await self._sorry(update.update_id)

    async def _send(self, letter):
        return await self._begin(letter["text"], self._send_letter)

    async def _begin(self, what, work):
        self.begun.append(what)
        self.moments.append(self.clock.now())
        return await work(what) if work else None

    def answers_with(self, connect):
        self._answer = connect(self)

    def apologises_with(self, connect):
        self._sorry = connect(self)

    async def take(self, *items):
        await self.queue.take(items)

    async def idle(self):
        await until(lambda: self.queue.is_idle)

    async def kill(self):
        """Let nothing of what is in memory be written any more."""
        tasks = [*self.queue._tasks.values(), *self.queue._beside]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.writer.close(within=5)

    async def stop(self):
        await self.queue.stop()
        await self.writer.close(within=5)


@pytest.fixture(autouse=True)
def as_the_bot_counts(monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    # What hangs in a test hangs for ever.
    monkeypatch.setattr("bot.telegram.delivery.queue.GRACE", 1.0)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state.sqlite"


@contextlib.asynccontextmanager
async def bot_over(path, **given):
    bot = Bot(path, **given)
    try:
        yield bot
    finally:
        await bot.stop()


@contextlib.asynccontextmanager
async def killed_after(path, **given):
    bot = Bot(path, **given)
    try:
        yield bot
    finally:
        await bot.kill()


@contextlib.contextmanager
def locked(path):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


def stored(path):
    store = Store.open(path)
    found = {update.id: update for update in store.updates.unfinished()}
    store.close()
    return found


def age(path, seconds):
    """As if all had been taken in so long before."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE updates SET taken = taken - ?, due = 0", (int(seconds),))
    connection.close()


async def for_ever(_):
    await asyncio.Event().wait()


async def soon(holds):
    """Return when ``holds`` does, which takes no longer than the loop needs."""
    async with asyncio.timeout(2):
        await until(holds)


class Wire:
    """The way to the service, for the texts of messages.

    What becomes of a text is told for each time that it is sent: an exception, "hangs", or else
    it arrives; where nothing is told, it arrives.
    """

    def __init__(self, **outcomes):
        self.outcomes, self.sent = outcomes, []

    async def __call__(self, method, data):
        if method == "sendChatAction":
            return True
        text = data["text"].splitlines()[-1]
        self.sent.append(text)
        outcome = (self.outcomes.get(text) or [None]).pop(0)
        if outcome == "hangs":
            await asyncio.Event().wait()
        if outcome:
            raise outcome
        chat = {"id": data["chat_id"], "type": "private"}
        return {"message_id": len(self.sent), "date": 1, "chat": chat}


def saying(wire, *texts):
    """Who answers each update with the texts, as a handler does that ends at the first failure."""

    def connect(bot):
        calls = Calls(
            Limits(bot.clock),
            bot.clock,
            say_late=lambda _: "late",
            note=bot.queue.note,
            move=for_ever,
        )

        async def answer(_):
            for text in texts:
                data = {"chat_id": 1, "text": text}
                await calls.process_request(wire, (), {}, "sendMessage", data, None)

        return answer

    return connect


def unknown():
    """The request went out, and nothing came back in time."""
    problem = TimedOut()
    problem.__cause__ = HttpError("no reply", is_unknown=True)
    return problem


def failing(times):
    """Who answers each update only after so many failures."""
    tried = Counter()

    async def answer(number):
        tried[number] += 1
        if tried[number] <= times:
            fail()

    return answer


def failing_for(*numbers):
    """Who can answer all but these."""

    async def answer(number):
        if number in numbers:
            fail()

    return answer


# The order


def test_updates_of_a_chat_are_answered_in_order_and_one_at_a_time(path):
    async def check():
        at_work = set()

        async def answer(number):
            at_work.add(number)
            assert len(at_work) == 1
            await asyncio.sleep(0.002)
            at_work.remove(number)

        async with bot_over(path, answer=answer) as bot:
            await bot.take(*(message(number) for number in range(1, 6)))
            await bot.take(*(message(number) for number in range(6, 11)))
            await bot.idle()
            assert bot.begun == list(range(1, 11))

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


# What is kept


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


def test_what_need_not_be_kept_is_never_written(path):
    async def check():
        async with bot_over(path) as bot:
            await bot.take(message(1, text="talk"), message(2, text="talk", chat=2))
            await bot.idle()
            assert bot.begun == [1, 2]
            assert bot.store._connection.execute("SELECT count(*) FROM updates").fetchone() == (0,)

    asyncio.run(check())


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
    assert len(lines(caplog, "is unreadable and passed over")) == 1


def test_what_the_file_holds_and_cannot_be_read_is_dropped_with_one_line(path, caplog):
    async def check():
        async with killed_after(path, answer=for_ever) as bot:
            await bot.take(message(1), message(2, chat=2), message(3, chat=3))
        connection = sqlite3.connect(path)
        with connection:
            connection.execute("UPDATE updates SET body = '{' WHERE id = 1")
            connection.execute("UPDATE updates SET calls = '[[1]]' WHERE id = 2")
        connection.close()
        async with bot_over(path) as bot:
            await bot.queue.restore()
            await bot.idle()
            assert bot.begun == [3]

    asyncio.run(check())
    assert len(lines(caplog, "is unreadable, dropped")) == 2
    assert stored(path) == {}


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
        connection = sqlite3.connect(path)
        with connection:
            connection.execute("UPDATE updates SET tries = 600, due = 0")
        connection.close()
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


def test_what_is_hopeless_is_not_tried_again(path, caplog):
    async def check():
        async def answer(_):
            CURRENT.get().fail(TimedOut(), hopeless=True)

        async with bot_over(path, answer=answer) as bot:
            await bot.take(message(1))
            await bot.idle()
            assert bot.begun == [1]

    asyncio.run(check())
    assert stored(path) == {}
    assert len(lines(caplog, "Update 1: given up")) == 1


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


# After an end


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


# Letters


def letter(text, chat=1):
    return {"chat": chat, "text": text}


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


def test_nothing_is_left_in_memory_of_what_is_done(path):
    async def check():
        async with bot_over(path, answer=failing(1), speed=1000) as bot:
            await bot.take(*(message(number, chat=number) for number in range(1, 101)))
            await bot.idle()
            assert len(bot.queue._lanes) == len(bot.queue._tasks) == len(bot.queue._active) == 0
            assert len(asyncio.all_tasks()) == 1

    asyncio.run(check())


def test_an_answer_of_two_messages_goes_on_where_it_was(path):
    async def check():
        wire = Wire(two=[NetworkError(_PROBLEM)] * 3)
        async with bot_over(path, speed=100) as bot:
            bot.answers_with(saying(wire, "one", "two"))
            await bot.take(message(1))
            await bot.idle()
        assert wire.sent == ["one", "two", "two", "two", "two"]

    asyncio.run(check())


def test_so_it_does_after_a_restart(path):
    async def check():
        wire = Wire(two=[NetworkError(_PROBLEM)])
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


# What is wrong: nobody is answered any more


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


def test_a_pause_of_many_days_does_not_take_the_place_of_the_apology(path):
    async def check():
        async def answer(_):
            fail(RetryAfter(30 * DAY))

        async with bot_over(path, speed=200_000, answer=answer) as bot:
            await bot.take(message(1))
            await soon(lambda: bot.apologies)

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


# What is wrong: twice


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


def test_an_update_that_comes_twice_in_one_list_is_answered_once(path):
    async def check():
        async with bot_over(path) as bot:
            await bot.take(message(1), message(1))
            await bot.idle()
            assert bot.begun == [1]

    asyncio.run(check())


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
            connection = sqlite3.connect(path)
            with connection:
                connection.execute("UPDATE updates SET due = 0")
            connection.close()
        assert wire.sent == ["sorry"] * 2

    asyncio.run(check())


# What is wrong: the innocent, the guilty, and what stays


def test_who_ended_the_process_twice_is_not_begun_again_when_the_apology_fails(path):
    async def check():
        for _ in range(2):
            async with killed_after(path, answer=for_ever) as bot:
                await bot.queue.restore()
                await bot.take(message(1))
                await until(lambda: bot.begun == [1])
        wire = Wire(sorry=[NetworkError(_PROBLEM)])
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


def test_talk_is_not_heaped_up_behind_an_answer_that_waits(path):
    async def check():
        async with bot_over(path, answer=failing_for(1)) as bot:
            await bot.take(message(1))
            await until(lambda: stored(path)[1].tries)
            await bot.take(*(message(number, text="talk") for number in range(2, 500)))
            await asyncio.sleep(0.3)
            assert sum(map(len, bot.queue._lanes.values())) == 1

    asyncio.run(check())


def test_an_edited_question_was_asked_when_it_was_edited(path):
    async def check():
        asked = []

        async def answer(_):
            asked.append(CURRENT.get().asked)

        async with bot_over(path, answer=answer) as bot:
            edited = message(1, edit_date=_DATE + 5000)
            edited["edited_message"] = edited.pop("message")
            await bot.take(edited)
            await bot.idle()
        assert asked == [_DATE + 5000]

    asyncio.run(check())


def test_a_letter_that_cannot_be_sent_leaves_no_trace_of_the_program_in_the_log(path, caplog):
    async def check():
        async def send(_):
            problem = NetworkError(_PROBLEM)
            fail(problem)
            raise problem

        async with bot_over(path, send=send) as bot:
            posting = asyncio.create_task(bot.queue.post(letter("one")))
            await until(lambda: -1 in stored(path) and stored(path)[-1].tries)
            posting.cancel()

    asyncio.run(check())
    assert [record for record in caplog.records if record.exc_info] == []


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
