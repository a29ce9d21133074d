"""The bot as a process: what is measured of it, and the watchdog that says who held its loop."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.botapi import BotProcess, Service, serving
from tests.botapi.watchdog import watching
from tests.conftest import CORPUS, ROOT

SETTINGS = {"corpus": str(CORPUS), "access": {"users": [22]}}


def sleep_through():
    time.sleep(0.1)


def work_through():
    ends = time.thread_time() + 0.1
    while time.thread_time() < ends:
        pass


def holds_of(tmp_path, callback):
    """The lines that the watchdog leaves of a loop that calls ``callback``."""

    async def run():
        await asyncio.sleep(0.02)
        callback()

    file = tmp_path / "holds.txt"
    with watching(file, Path(__file__).parent):
        asyncio.run(run())
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


@pytest.mark.parametrize(("callback", "kind"), [(sleep_through, "blocked"), (work_through, "busy")])
def test_who_holds_the_loop_is_named_with_its_place(tmp_path, callback, kind):
    (line,) = holds_of(tmp_path, callback)
    place = rf"tests/botapi/test_process\.py:\d+ {callback.__name__} < tests/\S+:\d+ run"
    pattern = rf"(\d+) ms \(processor (\d+), unscheduled \d+\) {kind}: {place}"
    wall, cpu = map(int, re.fullmatch(pattern, line).groups())
    assert wall >= 100
    assert (cpu >= 99) == (kind == "busy")


def test_a_loop_that_is_held_for_a_moment_only_leaves_no_line(tmp_path):
    assert holds_of(tmp_path, lambda: time.sleep(0.02)) == []


def test_what_a_thread_does_beside_the_loop_leaves_no_line(tmp_path):
    thread = threading.Thread(target=time.sleep, args=(0.1,))
    assert holds_of(tmp_path, thread.start) == []
    thread.join()


STOPPED = """
import asyncio, os, subprocess, sys, time
from pathlib import Path
from tests.botapi.watchdog import watching

def work():
    ends = time.thread_time() + 0.04
    while time.thread_time() < ends:
        pass

async def run():
    stop = f"kill -STOP {os.getpid()}; sleep 0.3; kill -CONT {os.getpid()}"
    stopping = subprocess.Popen(["sh", "-c", stop])
    while stopping.poll() is None:
        asyncio.get_running_loop().call_soon(work)
        await asyncio.sleep(0)

with watching(Path(sys.argv[1])):
    asyncio.run(run())
"""


def test_what_the_machine_gave_to_others_is_nobodys_hold(tmp_path):
    file = tmp_path / "holds.txt"
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", STOPPED, str(file)], timeout=20, check=True, cwd=ROOT)
    assert time.monotonic() - started > 0.3
    assert not file.exists(), file.read_text(encoding="utf-8")


def test_a_running_bot_is_measured(tmp_path):
    service = Service()
    with serving(service) as address:
        bot = BotProcess(tmp_path, address, service, watched=True, **SETTINGS)
        bot.start()
        service.write(22, "apa yang terjadi pada 20 Januari 2026?")
        service.wait_sent(22, 1)
        assert 20e6 < bot.rss() < 2e9
        assert 5 < bot.handles() < 500
        assert 2 <= bot.threads() < 100
        assert 0.1 < bot.cpu_seconds() < 60
        assert bot.stop() == 0
    assert all(re.match(r"\d+ ms ", line) for line in bot.holds())


def test_errors_end_a_watched_bot_as_they_end_the_bot(tmp_path):
    service = Service(token="another")
    with serving(service) as address:
        bot = BotProcess(tmp_path, address, service, watched=True, **SETTINGS)
        bot.launch()
        assert bot.wait() == 2
    assert bot.output.count("\n") == 1


def test_a_fast_clock_makes_a_minute_pass_in_a_moment():
    pytest.importorskip("bot.telegram.delivery.clock")
    from tests.botapi.fast import build_clock

    since = time.time()
    clock, started = build_clock(600, since), time.monotonic()
    asyncio.run(clock.sleep(60))
    assert 0.1 <= time.monotonic() - started < 5
    assert clock.now() - since >= 60
