"""Receiving by asking, against the strict server: what is confirmed when, and who goes on."""

from __future__ import annotations

import asyncio
import contextlib
import random

import pytest

from bot.errors import ConfigError
from bot.telegram.delivery.polling import FIRST_WAIT, MOST_JITTER, Rivalry
from tests.botapi import TOKEN, Service, serving
from tests.telegram.delivery.receiving import (
    PATIENCE,
    Taken,
    lines,
    logs_as_the_bot_does,
    polling,
    until,
    write,
)

JUNK = [
    None,
    5,
    "text",
    [],
    {},
    {"update_id": "7"},
    {"update_id": True, "message": {}},
    {"update_id": -3, "message": {}},
    {"update_id": 1.5},
    {"update_id": 10**30},
]


@pytest.fixture
def service():
    service = Service()
    yield service
    assert service.violations == []
    assert service.refusals == []


@pytest.fixture
def address(service):
    with serving(service) as address:
        yield address


@pytest.fixture(autouse=True)
def as_the_bot_logs(caplog):
    with logs_as_the_bot_does(caplog):
        yield
    assert TOKEN not in caplog.text


def test_an_update_is_handed_on_as_the_service_wrote_it_and_then_confirmed(service, address):
    async def check():
        taken = Taken()
        async with polling(address, taken):
            number = write(service, "halo")
            await taken.wait(1)
            await until(lambda: not service.waiting())
        assert taken.numbers() == [number]
        assert taken.updates[0]["message"]["text"] == "halo"

    asyncio.run(check())


def test_what_is_not_safe_is_not_confirmed_and_comes_again_to_the_next(service, address):
    async def check():
        first, second = Taken(), Taken()
        first.safe.clear()
        number = write(service, "halo")
        async with polling(address, first):
            await first.wait(1)
            await until(lambda: service.polls >= 3)
        assert [update["update_id"] for update in service.waiting()] == [number]
        async with polling(address, second):
            await second.wait(1)
        assert first.numbers() == second.numbers() == [number]

    asyncio.run(check())


def test_a_take_that_waits_does_not_hold_up_newer_updates(service, address):
    async def check():
        taken = Taken()
        taken.safe.clear()
        async with polling(address, taken):
            first = write(service, "satu")
            await taken.wait(1)
            second = write(service, "dua")
            await taken.wait(2)
            await until(lambda: service.polls >= 5)
            assert taken.numbers() == [first, second]
            assert len(service.waiting()) == 2
            taken.safe.set()
            await until(lambda: not service.waiting())

    asyncio.run(check())


def test_of_two_takes_the_later_one_is_not_confirmed_before_the_earlier(service, address):
    async def check():
        held = asyncio.Event()
        seen = []

        async def take(updates):
            seen.extend(updates)
            if updates[0]["message"]["text"] == "satu":
                await held.wait()

        async with polling(address, take, speed=10):
            write(service, "satu")
            await until(lambda: len(seen) == 1)
            write(service, "dua")
            await until(lambda: len(seen) == 2)
            polls = service.polls
            await until(lambda: service.polls >= polls + 3)
            assert len(service.waiting()) == 2
            held.set()
            await until(lambda: not service.waiting())

    asyncio.run(check())


def test_the_end_confirms_what_is_safe(service, address):
    async def check():
        taken = Taken()
        taken.safe.clear()
        write(service, "halo")
        # While a take waits, polls follow one another; it is safe, and the end comes before them.
        async with polling(address, taken):
            await taken.wait(1)
            taken.safe.set()
        assert service.waiting() == []

    asyncio.run(check())


def test_the_end_does_not_wait_for_a_service_that_is_gone(service, address):
    async def check():
        taken = Taken()
        async with polling(address, taken):
            write(service, "halo")
            await taken.wait(1)
            with service.hold("getUpdates", drop=True) as came:
                await asyncio.to_thread(came.wait, PATIENCE)
                await _ends_within(3.0)

    async def _ends_within(seconds):
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        _, late = await asyncio.wait(others, timeout=seconds)
        assert not late

    asyncio.run(check())


def test_a_take_that_fails_is_told_and_ends_nothing(service, address, caplog):
    async def check():
        seen = []

        async def take(updates):
            seen.extend(updates)
            raise OSError("disk full")

        async with polling(address, take):
            for count in (1, 2):
                write(service, "halo")
                await until(lambda count=count: len(seen) == count)
            await until(lambda: not service.waiting())

    asyncio.run(check())
    assert len(lines(caplog, "disk full")) == 2


@pytest.mark.parametrize("junk", JUNK, ids=repr)
def test_what_is_no_update_is_noted_once_and_passed_over(service, address, caplog, junk):
    def put(item):
        with service._changed:
            service._updates.append(item)
            service._changed.notify_all()

    # The strict server compares ids, and so cannot hold what has none.
    service._on_get_updates = _lenient(service)

    async def check():
        taken = Taken()
        async with polling(address, taken, speed=10):
            put(junk)
            await until(lambda: service.polls >= 4)
            before = service.polls
            await asyncio.sleep(0.3)
            assert service.polls - before <= 4
            number = write(service, "halo")
            await taken.wait(1)
        assert taken.numbers() == [number]

    asyncio.run(check())
    (line,) = lines(caplog, "passed over")
    assert len(line) < 200


def _lenient(service):
    """getUpdates of a server that has items without an id among the updates, and keeps them."""

    def get_updates(offset=0, limit=100, timeout=0, allowed_updates=None):
        service._polls += 1
        service._updates = [item for item in service._updates if _number(item) >= offset]
        service._changed.wait_for(lambda: service._updates, timeout)
        return service._updates[:limit]

    def _number(item):
        number = item.get("update_id") if isinstance(item, dict) else None
        return number if type(number) is int and 0 < number < 2**53 else 2**60

    return get_updates


def test_ids_that_begin_anew_are_taken(service, address):
    async def check():
        taken = Taken()
        async with polling(address, taken, speed=10):
            for number in (5_000_000, 7):
                content = {"message": {"message_id": 1, "text": "halo"}}
                service.deliver(content, update_id=number)
                await taken.wait(len(taken.updates) + 1)
                # The offset of what is long confirmed would strike a smaller id.
                await until(lambda: service.called("getUpdates")[-1].parameters["offset"] > 0)
                await until(lambda: service.called("getUpdates")[-1].parameters["offset"] == 0)
        assert taken.numbers() == [5_000_000, 7]

    asyncio.run(check())


def test_a_webhook_is_taken_down_without_losing_what_waits(service, address):
    async def check():
        service.answer(TOKEN, "setWebhook", {"url": "http://127.0.0.1:9/a"})
        number = write(service, "halo")
        taken = Taken()
        async with polling(address, taken):
            await taken.wait(1)
        assert taken.numbers() == [number]

    asyncio.run(check())


def test_a_webhook_that_somebody_sets_meanwhile_is_taken_down(service, address):
    async def scene():
        taken = Taken()
        async with polling(address, taken, speed=100):
            await until(lambda: service.polls)
            service.answer(TOKEN, "setWebhook", {"url": "http://127.0.0.1:9/x"})
            await until(lambda: not service.hook_url)
            write(service, "halo")
            await taken.wait(1)

    asyncio.run(scene())
    # To poll beside a webhook is else a mistake of the bot.
    service.calls.clear()


def test_a_token_that_is_refused_ends_the_polling(service, address):
    async def check():
        async with polling(address, Taken(), speed=10) as task:
            await until(lambda: service.polls >= 1)
            service.token = "123456789:another"
            with pytest.raises(ConfigError, match="TELEGRAM_BOT_TOKEN"):
                await asyncio.wait_for(task, PATIENCE)

    asyncio.run(check())


def test_polling_goes_on_after_errors_of_the_service_and_says_so_once(service, address, caplog):

    async def check():
        taken = Taken()
        service.refuse("getUpdates", 502, "Bad Gateway", times=20)
        write(service, "halo")
        async with polling(address, taken, speed=1000):
            await taken.wait(1)

    asyncio.run(check())
    failed = [call for call in service.refused("getUpdates") if call.refusal == "Bad Gateway"]
    assert len(failed) == 20
    assert len(lines(caplog, "cannot be reached")) == len(lines(caplog, "reached again")) == 1


def test_of_two_pollers_the_settled_one_goes_on_and_the_other_takes_over(service, address, caplog):
    speed = 60

    async def check():
        first, second = Taken(), Taken()
        async with contextlib.AsyncExitStack() as later:
            async with polling(address, first, speed):
                # The first poll took a minute of this clock, so whoever made it is settled.
                await until(lambda: service.polls >= 2)
                await later.enter_async_context(polling(address, second, speed))
                await until(lambda: lines(caplog, "waits,") and lines(caplog, "goes on"))
                for count in range(1, 6):
                    write(service, "halo")
                    await until(lambda n=count: len(first.updates) + len(second.updates) >= n)
                    await asyncio.sleep(0.4)
                assert len(first.updates) >= 4
                assert not lines(caplog, "is gone:")
            await until(lambda: lines(caplog, "is gone:"))
            write(service, "masih ada?")
            await until(lambda: second.updates[-1:] and "masih" in str(second.updates[-1]))

    asyncio.run(check())
    assert len(lines(caplog, "waits,")) == len(lines(caplog, "goes on")) == 1
    assert len(lines(caplog, "is gone:")) == 1


# Who goes on, by the clock alone


class Hand:
    """A clock that is moved by hand."""

    def __init__(self):
        self.time = 1000.0

    def now(self):
        return self.time


@pytest.fixture
def hand():
    return Hand()


@pytest.fixture
def rivalry(hand):
    return Rivalry(hand, random.Random(1))


def poll(rivalry, hand, seconds):
    """Polls of 10 s without a conflict."""
    for _ in range(seconds // 10):
        began = hand.time
        hand.time += 10
        rivalry.polled(began)


def test_a_newcomer_waits_30_s_and_then_twice_as_long_up_to_five_minutes(rivalry, caplog):
    waits = [rivalry.conflicted() for _ in range(7)]
    for wait, least in zip(waits, (30, 60, 120, 240, 300, 300, 300), strict=True):
        assert least <= wait <= least * (1 + MOST_JITTER)
    assert len(set(waits[4:])) == 3
    assert len(lines(caplog, "waits, and takes over")) == 1


def test_who_polled_for_30_s_goes_on_after_a_second(rivalry, hand, caplog):
    poll(rivalry, hand, 20)
    assert rivalry.conflicted() >= FIRST_WAIT
    poll(rivalry, hand, 30)
    caplog.clear()
    assert [rivalry.conflicted() for _ in range(5)] == [1.0] * 5
    assert len(caplog.messages) == 1
    assert "goes on" in caplog.text


def test_the_end_of_a_rivalry_is_told_when_the_other_does_not_come_back(rivalry, hand, caplog):
    poll(rivalry, hand, 30)
    for _ in range(5):
        rivalry.conflicted()
        poll(rivalry, hand, 360)
    assert len(caplog.messages) == 1
    poll(rivalry, hand, 900)
    assert lines(caplog, "No other program") == caplog.messages[1:]
    assert len(caplog.messages) == 2


def test_with_nothing_but_conflicts_for_five_minutes_a_settled_one_gives_way(rivalry, hand, caplog):
    poll(rivalry, hand, 30)
    for _ in range(300):
        assert rivalry.conflicted() == 1.0
        hand.time += 1
    assert rivalry.conflicted() >= FIRST_WAIT
    poll(rivalry, hand, 30)
    assert [line.rpartition(": ")[2][:12] for line in caplog.messages] == [
        "this one goe",
        "this one wai",
        "this one rec",
    ]


def test_a_poll_between_conflicts_keeps_a_settled_one_settled(rivalry, hand):
    poll(rivalry, hand, 30)
    for _ in range(100):
        assert rivalry.conflicted() == 1.0
        poll(rivalry, hand, 10)


def test_who_waited_takes_nothing_of_the_first_poll_back(rivalry, hand):
    assert rivalry.polled(hand.time)
    rivalry.conflicted()
    assert not rivalry.polled(hand.time)
    assert rivalry.polled(hand.time)


def test_who_goes_on_takes_what_each_poll_brings(rivalry, hand):
    poll(rivalry, hand, 30)
    rivalry.conflicted()
    assert rivalry.polled(hand.time)
