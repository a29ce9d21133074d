"""One process for each state file, with real processes that are really killed."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.errors import ConfigError
from bot.telegram.delivery import ownership as module
from bot.telegram.delivery.ownership import Ownership
from tests.conftest import ROOT
from tests.telegram.delivery.clock import FastClock
from tests.telegram.delivery.receiving import lines, running, until

PROGRAM = """
import asyncio, logging, pathlib, sys
from bot.telegram.delivery.clock import Clock
from bot.telegram.delivery.ownership import Ownership
logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
async def main():
    ownership = Ownership(pathlib.Path(sys.argv[1]))
    await ownership.acquire(Clock())
    print("owner", flush=True)
    await asyncio.sleep(60)
asyncio.run(main())
"""


class Process:
    """Another process that wants to own the state, and what it says."""

    def __init__(self, state):
        command = [sys.executable, "-c", PROGRAM, str(state)]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=pipe, text=True)
        self.number = self._process.pid

    def says(self):
        """Its next line."""
        return self._process.stdout.readline().strip()

    def kill(self):
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process.stdout.close()


def open_files():
    """How many this process has open; a lock lasts as long as its file is open."""
    return len(list(Path("/dev/fd").iterdir()))


@pytest.fixture
def state(tmp_path):
    return tmp_path / "folder" / "state.sqlite"


@pytest.fixture
def start(state):
    """Starts processes that are gone at the end."""
    started = []

    def start():
        started.append(Process(state))
        return started[-1]

    yield start
    for process in started:
        process.kill()


@pytest.fixture(autouse=True)
def all_lines(caplog):
    caplog.set_level("INFO")


def test_the_first_owns_at_once_and_says_nothing(state, caplog):
    ownership = Ownership(state)
    asyncio.run(ownership.acquire(FastClock(1)))
    lock = state.with_name("state.sqlite.lock")
    assert stat.S_IMODE(lock.stat().st_mode) == 0o600
    assert lock.read_text().strip() == str(os.getpid())
    assert not ownership.is_awaited()
    ownership.release()
    assert caplog.messages == []


def test_a_second_one_waits_and_takes_over_when_the_first_is_killed(state, start, caplog):
    first = start()
    assert first.says() == "owner"

    async def check():
        ownership = Ownership(state)
        waiting = asyncio.create_task(ownership.acquire(FastClock(10)))
        await until(lambda: caplog.messages)
        await asyncio.sleep(0.5)
        assert not waiting.done()
        first.kill()
        await asyncio.wait_for(waiting, 5)
        assert not ownership.is_awaited()
        ownership.release()

    asyncio.run(check())
    assert caplog.messages == [
        f"Another process (PID {first.number}) works with this state file: {state}: "
        "waiting until it ends.",
        "The other process has ended: this one works with the state file now.",
    ]


def test_the_owner_learns_that_others_wait_and_says_so_once(state, start, caplog):
    async def check():
        ownership = Ownership(state)
        await ownership.acquire(FastClock(1))
        async with running(asyncio.create_task(ownership.watch(FastClock(1000)))):
            assert not ownership.is_awaited()
            waiting = [start(), start()]
            for process in waiting:
                said = await asyncio.to_thread(process.says)
                assert said.startswith(f"Another process (PID {os.getpid()}) works with this state")
            await until(lambda: lines(caplog, "waits for this one's end"))
            waiting[0].kill()
            await asyncio.sleep(0.2)
            assert ownership.is_awaited()
            assert len(caplog.messages) == 1
            waiting[1].kill()
            await until(lambda: not ownership.is_awaited())
        ownership.release()

    asyncio.run(check())


def test_a_process_that_waits_takes_over_what_is_released(state, start):
    ownership = Ownership(state)
    asyncio.run(ownership.acquire(FastClock(1)))
    other = start()
    assert other.says().startswith("Another process")
    ownership.release()
    assert "has ended" in other.says()
    assert other.says() == "owner"


def test_a_wait_that_is_given_up_is_no_wait_any_more(state, start, caplog):
    first = start()
    assert first.says() == "owner"

    async def check():
        before = open_files()
        ownership = Ownership(state)
        async with running(asyncio.create_task(ownership.acquire(FastClock(10)))):
            await until(lambda: caplog.messages)
        assert open_files() == before
        first.kill()
        await asyncio.wait_for(ownership.acquire(FastClock(1)), 1)
        ownership.release()

    asyncio.run(check())


def test_a_process_that_the_owner_starts_does_not_keep_the_state(state, start):
    ownership = Ownership(state)
    asyncio.run(ownership.acquire(FastClock(1)))
    child = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False
    )
    ownership.release()
    assert start().says() == "owner"
    child.communicate(b"\n")


def test_two_states_have_nothing_to_do_with_each_other(state, tmp_path, start, caplog):
    assert start().says() == "owner"
    ownership = Ownership(tmp_path / "other.sqlite")
    asyncio.run(asyncio.wait_for(ownership.acquire(FastClock(1)), 1))
    ownership.release()
    assert caplog.messages == []


def test_a_lock_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigError, match=r"state: expected a writable file: .*state.sqlite.lock"):
        asyncio.run(Ownership(tmp_path / "file" / "state.sqlite").acquire(FastClock(1)))


def test_where_there_are_no_locks_nobody_waits(state, monkeypatch, start):
    assert start().says() == "owner"
    monkeypatch.setattr(module, "fcntl", None)
    ownership = Ownership(state)
    asyncio.run(asyncio.wait_for(ownership.acquire(FastClock(1)), 1))
    assert not ownership.is_awaited()
    ownership.release()
