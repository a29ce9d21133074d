"""How many messages are let go: overall, in a chat, in a group."""

from __future__ import annotations

import asyncio
from heapq import heappop, heappush
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.limits import CHAT, GROUP, OVERALL, Limits, Window

_START = 1000.0
# Rounds of the loop after which whoever can go on has gone on.
_ROUNDS = 5
# Of sums of moments, which are no exact numbers.
_NOTHING = 1e-6


class LeapingClock(Clock):
    """Leaps to the next moment that is waited for as soon as nobody does anything else."""

    def __init__(self) -> None:
        self._now, self._wrong, self._places = _START, 0.0, count()
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self):
        return self._now + self._wrong

    def ticks(self):
        return self._now

    async def sleep(self, seconds):
        woken = asyncio.get_running_loop().create_future()
        heappush(self._waiting, (self._now + max(0.0, seconds), next(self._places), woken))
        await woken

    def set_back(self, seconds):
        """What a wrong clock on the wall does that is put right."""
        self._wrong -= seconds

    async def leap(self, work):
        task = asyncio.ensure_future(work)
        while not task.done():
            for _ in range(_ROUNDS):
                await asyncio.sleep(0)
            if self._waiting and not task.done():
                until, _, woken = heappop(self._waiting)
                self._now = max(self._now, until)
                woken.set_result(None)
        return await task


def sent(*chats):
    """The chats in the order in which they were let go, each with the seconds since the start."""
    clock, told = LeapingClock(), []
    limits = Limits(clock)

    async def ask(chat):
        await limits.wait(chat)
        told.append((chat, clock.ticks() - _START))

    async def ask_all():
        await asyncio.gather(*map(ask, chats))

    asyncio.run(clock.leap(ask_all()))
    return told


def moments(*chats):
    return [moment for _, moment in sent(*chats)]


def is_within(moments, most, seconds):
    return all(
        later - earlier >= seconds - _NOTHING
        for earlier, later in zip(moments, moments[most:], strict=False)
    )


def test_few_messages_go_at_once_and_28_in_any_second():
    found = moments(*range(1, 101))
    assert found[:5] == pytest.approx([0, 0, 0, 0, 1 / 7])
    assert all(is_within(found, *window) for window in OVERALL)
    assert found[-1] == pytest.approx(24 / 7)


def test_four_hundred_chats_are_let_go_in_fourteen_seconds_in_the_order_of_asking():
    found = sent(*range(1, 401))
    assert [chat for chat, _ in found] == list(range(1, 401))
    assert found[-1][1] == pytest.approx(99 / 7)


def test_a_chat_gets_one_message_a_second():
    assert moments(*[7] * 25) == pytest.approx(range(25))


def test_a_group_gets_twenty_messages_a_minute():
    found = moments(*[-7] * 45)
    assert found == pytest.approx([*range(20), *range(60, 80), *range(120, 125)])


def test_a_chat_that_waits_for_its_own_limit_takes_no_place_of_others():
    found = sent(*[1] * 25, *range(2, 5))
    assert [chat for chat, moment in found if moment == 0] == [1, 2, 3, 4]


def test_two_groups_do_not_count_for_each_other():
    assert max(moments(*[-1] * 20, *[-2] * 20)) == pytest.approx(19)


def test_who_waits_for_a_place_of_all_has_it_counted_in_its_chat():
    clock, found = LeapingClock(), []
    limits = Limits(clock)

    async def ask(chat):
        await limits.wait(chat)
        if chat == 99:
            found.append(clock.ticks() - _START)

    async def ask_all():
        await asyncio.gather(*map(ask, [*range(1, 29), 99, 99]))

    asyncio.run(clock.leap(ask_all()))
    assert found == pytest.approx([1, 2])


def test_a_chat_that_telegram_asks_to_wait_waits_alone_and_not_for_ever():
    clock = LeapingClock()
    limits = Limits(clock)
    limits.pause(5, 30)
    assert limits.paused_for(5) == 30
    assert limits.paused_for(6) <= 0
    asyncio.run(clock.leap(clock.sleep(31)))
    limits.pause(6, 30)
    assert limits.paused_for(5) <= 0 < limits.paused_for(6)


def test_ended_pauses_are_forgotten():
    clock = LeapingClock()
    limits = Limits(clock)
    for chat in range(1000):
        limits.pause(chat, 1)
        asyncio.run(clock.leap(clock.sleep(1)))
    assert len(limits._paused) <= 1


def test_only_the_chats_written_to_last_are_remembered(monkeypatch):
    monkeypatch.setattr("bot.telegram.delivery.limits._MOST_CHATS", 10)
    clock = LeapingClock()
    limits = Limits(clock)

    async def ask_all():
        for chat in range(100):
            await limits.wait(chat)

    asyncio.run(clock.leap(ask_all()))
    assert set(limits._chats) == set(range(90, 100))


@given(
    most=some.integers(1, 5),
    seconds=some.integers(1, 60),
    gaps=some.lists(some.integers(0, 40), max_size=40),
)
def test_no_window_ever_holds_more_and_nobody_waits_without_need(most, seconds, gaps):
    window, taken, now = Window(most, seconds), [], 0
    for gap in gaps:
        now = max([now + gap, *taken[-1:]])
        free = window.next_free(now)
        assert free >= now
        window.take(free)
        taken.append(free)
        before = taken[-2] if len(taken) > 1 else 0
        # One whole second earlier it would have been one too many, or before its time.
        assert free == max(now, before) or sum(it > free - 1 - seconds for it in taken) > most
    assert is_within(taken, most, seconds)


@given(chats=some.lists(some.sampled_from([1, 2, -1, -2]), max_size=60))
def test_whatever_is_asked_all_limits_hold(chats):
    found = sent(*chats)
    assert all(is_within([moment for _, moment in found], *window) for window in OVERALL)
    for chat in set(chats):
        own = [moment for it, moment in found if it == chat]
        assert all(is_within(own, *window) for window in (CHAT if chat > 0 else GROUP))
    assert all(earlier <= later for (_, earlier), (_, later) in pairwise(found))


def test_a_clock_that_is_set_back_holds_up_nobody():
    clock = LeapingClock()
    limits = Limits(clock)

    async def ask_all():
        for chat in range(30):
            await limits.wait(chat)
        clock.set_back(3600)
        before = clock.ticks()
        await limits.wait(31)
        return clock.ticks() - before

    assert asyncio.run(clock.leap(ask_all())) < 5


def test_nor_does_it_prolong_a_pause():
    clock = LeapingClock()
    limits = Limits(clock)
    limits.pause(5, 30)
    clock.set_back(3600)
    assert limits.paused_for(5) == 30


def test_a_short_pause_does_not_end_a_longer_one():
    limits = Limits(LeapingClock())
    limits.pause(5, 300)
    limits.pause(5, 3)
    assert limits.paused_for(5) == 300
