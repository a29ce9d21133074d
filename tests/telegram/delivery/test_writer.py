"""Writing to the state file beside the loop, with a real file and real locks."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
import time

import pytest

from bot.store import Store, StoredUpdate
from bot.telegram.delivery.writer import Writer
from tests.telegram.delivery.receiving import lines, until

_SECRET = b"apa yang terjadi dengan Budi?"


@pytest.fixture
def path(tmp_path):
    Store.open(tmp_path / "state.sqlite").close()
    return tmp_path / "state.sqlite"


@contextlib.asynccontextmanager
async def writing(path, *, patience=20.0):
    writer = Writer(Store.open(path, patience=0.02), patience=patience)
    try:
        yield writer
    finally:
        await writer.close(within=5)


@contextlib.contextmanager
def locked(path):
    """What another process does to the file that writes to it for long."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@contextlib.contextmanager
def busy(writer):
    """The thread of ``writer`` is held up meanwhile, so that what is given waits."""
    goes_on = threading.Event()
    writer.note(lambda _: goes_on.wait(20) and None, "never")
    try:
        yield
    finally:
        goes_on.set()


def adding(number, text="body"):
    return lambda state: state.updates.add([StoredUpdate(number, text, 100)])


def failing(problem):
    def fail(_):
        raise problem

    return fail


def ids(path):
    store = Store.open(path)
    found = [update.id for update in store.updates.unfinished()]
    store.close()
    return found


def commits(store):
    """The list to which each transaction that is kept adds a line."""
    found = []
    store._connection.set_trace_callback(lambda it: it == "COMMIT" and found.append(it))
    return found


def bytes_of(path):
    return b"".join(it.read_bytes() for it in path.parent.iterdir())


async def longest_gap(work):
    """The seconds for which the loop was held at most until ``work`` is done; ``work``'s end."""
    task, longest, last = asyncio.ensure_future(work), 0.0, time.monotonic()
    while not task.done():
        await asyncio.sleep(0.001)
        now = time.monotonic()
        longest, last = max(longest, now - last), now
    return longest, task


def test_what_an_act_returns_comes_back_when_it_is_on_the_disk(path):
    async def check():
        async with writing(path) as writer:
            assert await writer.write(adding(1)) == {1}
            assert ids(path) == [1]
            assert await writer.write(adding(1)) == set()

    asyncio.run(check())


def test_acts_are_carried_out_in_the_order_in_which_they_are_given(path):
    async def check():
        async with writing(path) as writer:
            for number in range(50, 0, -1):
                writer.note(adding(number), "never")
                if number % 7 == 0:
                    await asyncio.sleep(0)

    asyncio.run(check())
    assert ids(path) == list(range(50, 0, -1))


def test_those_that_wait_for_an_act_hear_in_the_order_of_giving(path):
    told = []

    async def give(writer, number):
        await writer.write(adding(number))
        told.append(number)

    async def check():
        async with writing(path) as writer:
            await asyncio.gather(*(give(writer, number) for number in range(30)))

    asyncio.run(check())
    assert told == list(range(30))


def test_what_comes_while_the_file_is_written_is_one_transaction(path):
    async def check():
        async with writing(path) as writer:
            found = commits(writer._store)
            with busy(writer):
                given = [asyncio.ensure_future(writer.write(adding(it))) for it in range(20)]
                await asyncio.sleep(0.01)
            await asyncio.gather(*given)
            assert len(found) == 2

    asyncio.run(check())
    assert len(ids(path)) == 20


@pytest.mark.parametrize("problem", [sqlite3.IntegrityError("no"), ValueError("no")])
def test_an_act_that_fails_fails_alone(path, problem):
    def half(state):
        adding(50)(state)
        raise problem

    async def check():
        async with writing(path) as writer:
            with busy(writer):
                acts = [adding(1), half, adding(2)]
                given = [asyncio.ensure_future(writer.write(act)) for act in acts]
                await asyncio.sleep(0.01)
            assert await asyncio.gather(*given, return_exceptions=True) == [{1}, problem, {2}]

    asyncio.run(check())
    assert ids(path) == [1, 2]


def test_whoever_is_cancelled_takes_back_nothing(path):
    async def check():
        async with writing(path) as writer:
            with busy(writer):
                given = [asyncio.ensure_future(writer.write(adding(it))) for it in (1, 2)]
                await asyncio.sleep(0.01)
                given[0].cancel()
            await given[1]
            assert given[0].cancelled()

    asyncio.run(check())
    assert ids(path) == [1, 2]


def test_a_lock_of_another_is_waited_for_while_the_loop_goes_on(path):
    async def check():
        async with writing(path) as writer:
            with locked(path):
                task = asyncio.ensure_future(writer.write(adding(1)))
                gap, _ = await longest_gap(asyncio.sleep(0.5))
                assert not task.done()
                assert gap < 0.25
            assert await task == {1}
            assert writer.works

    asyncio.run(check())


def test_after_its_patience_a_lock_is_an_error_and_later_acts_are_tried_again(path):
    async def check():
        async with writing(path, patience=0.2) as writer:
            with locked(path):
                began = time.monotonic()
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    await writer.write(adding(1))
                assert 0.2 <= time.monotonic() - began < 5
                assert not writer.works
            assert await writer.write(adding(2)) == {2}
            assert writer.works

    asyncio.run(check())
    assert ids(path) == [2]


def test_a_locked_file_does_not_hold_up_the_end(path, caplog):
    async def check():
        writer = Writer(Store.open(path, patience=0.02), patience=60)
        with locked(path):
            for number in range(5):
                writer.note(adding(number), f"Update {number} is lost")
            began = time.monotonic()
            await writer.close(within=0.3)
            assert 0.3 <= time.monotonic() - began < 5

    asyncio.run(check())
    assert len(lines(caplog, "The state file is locked; what was to be written last is not")) == 1
    assert len(lines(caplog, "is lost, for the state file fails: database is locked")) == 5
    assert ids(path) == []


def test_the_end_waits_for_what_is_to_be_written(path):
    async def check():
        async with writing(path) as writer:
            for number in range(30):
                writer.note(adding(number), "never")

    asyncio.run(check())
    assert len(ids(path)) == 30


def test_a_note_that_fails_is_one_line_that_tells_its_consequence(path, caplog):
    async def check():
        async with writing(path) as writer:
            writer.note(failing(sqlite3.OperationalError("disk I/O error")), "A dog is forgotten")
            await writer.write(adding(1))

    asyncio.run(check())
    assert caplog.messages == ["A dog is forgotten, for the state file fails: disk I/O error"]


def test_shrinking_leaves_nothing_of_what_was_removed_in_the_files(path):
    async def check():
        async with writing(path) as writer:
            await writer.write(adding(1, _SECRET.decode()))
            assert _SECRET in bytes_of(path)
            await writer.write(lambda state: state.updates.finish(1))
            await writer.shrink()
            assert _SECRET not in bytes_of(path)

    asyncio.run(check())


def test_a_reader_sees_what_was_written_and_never_waits_for_it(path):
    async def check():
        reader = Store.open(path, patience=0.0)
        async with writing(path) as writer:
            await writer.write(adding(1))
            with locked(path):
                assert [it.id for it in reader.updates.unfinished()] == [1]
        reader.close()

    asyncio.run(check())


def test_shrinking_comes_to_its_end_when_a_reader_of_another_process_is_gone(path):
    async def check():
        async with writing(path) as writer:
            await writer.write(adding(1, _SECRET.decode()))
            reader = sqlite3.connect(path, isolation_level=None)
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM updates").fetchall()
            await writer.write(lambda state: state.updates.finish(1))
            shrinking = asyncio.ensure_future(writer.shrink())
            await asyncio.sleep(0.3)
            reader.close()
            await shrinking
            await asyncio.sleep(0.3)
            assert _SECRET not in bytes_of(path)

    asyncio.run(check())


def test_a_transaction_that_cannot_even_be_rolled_back_holds_up_nobody_for_ever(path):
    class Broken(Store):
        def roll_back(self):
            super().roll_back()
            if not broken:
                broken.append(True)
                raise sqlite3.OperationalError("disk I/O error")

    async def check():
        # The loop's own line about the exception is no matter here.
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        writer = Writer(Broken.open(path, patience=0.02))
        try:
            writer.note(failing(sqlite3.OperationalError("disk I/O error")), "It is not kept")
            async with asyncio.timeout(2):
                assert await writer.write(adding(1)) == {1}
        finally:
            writer._idle.set()
            await writer.close(within=1)

    broken: list[bool] = []
    asyncio.run(check())


def test_an_act_that_breaks_a_rule_of_the_tables_does_not_say_that_the_file_fails(path):
    async def check():
        async with writing(path) as writer:
            with pytest.raises(sqlite3.IntegrityError):
                await writer.write(failing(sqlite3.IntegrityError("NOT NULL")))
            assert writer.works

    asyncio.run(check())


def test_many_writers_at_once_lose_nothing(path):
    async def give(writer, numbers):
        for number in numbers:
            await writer.write(adding(number))

    async def check():
        async with writing(path) as writer:
            await asyncio.gather(*(give(writer, range(it, 200, 10)) for it in range(10)))
            await until(lambda: len(ids(path)) == 200)

    asyncio.run(check())
    assert sorted(ids(path)) == list(range(200))
