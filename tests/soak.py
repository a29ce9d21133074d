"""``python -m tests.soak --minutes 10``: questions for minutes on end, with all that can fail.

The bot is a real process. Some forty people and four groups ask it, while calls fail on their way,
updates come that nobody can read, another process locks the state file, and the bot is killed or
told to end each minute. Then everything is repaired, and what has not been answered after 90 s is
lost. The table at the end says what became of the questions; the exit code is 1 where one was lost,
or answered twice although the bot could know, or where the bot ended badly.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.botapi import (
    TOKEN,
    BotProcess,
    Ending,
    Fault,
    Injection,
    Service,
    black_hole,
    error,
    flood,
    hang_up,
    html_error,
    lost_reply,
    serving,
    slow,
)
from tests.conftest import CORPUS
from tests.tally import Question, Tally, Troubles, find_tag, tally, to_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# What the log says of an answer that may have arrived twice, or not at all: by rule it is not sent
# a third time, and where both were lost in silence nobody can know.
UNKNOWN_TWICE = "may have been answered twice, or not"
PEOPLE = range(101, 141)
GROUPS = range(-1004, -1000)
QUESTIONS = (
    "apa yang terjadi pada 20 Januari 2026?",
    "kapan donor darah di Kupang?",
    "apa yang terjadi kemarin?",
    "siapa Menteri Imigrasi dan Pemasyarakatan?",
    "what happened on 20 January 2026?",
)
# The share of its calls that each method loses; a poll that hangs holds up everybody.
SHARES = {
    "sendMessage": 0.15,
    "editMessageText": 0.15,
    "answerCallbackQuery": 0.15,
    "getUpdates": 0.05,
}
FAULTS = (
    error(500),
    error(502),
    html_error(502),
    html_error(504),
    flood(1),
    flood(3),
    hang_up(),
    hang_up(reset=True),
    slow(2),
    slow(7),
    lost_reply(Ending.FIN),
    lost_reply(Ending.RST),
    lost_reply(Ending.SILENCE),
    black_hole(),
)
UNREADABLE: tuple[dict[str, Any], ...] = (
    {"message": "text"},
    {"message": {"message_id": "x", "date": [], "chat": 5}},
    {"callback_query": {"id": 1}},
    {"inline_query": []},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "entities": 3}},
)
TROUBLES = ("calls", "commands", "unreadable", "locks", "blackouts", "ends")
# Seconds between two ends of the bot, for which one chat fails, and to catch up at the end.
PERIOD, BLACKOUT, CATCH_UP = 60.0, 20.0, 90.0
LONGEST_END, MOST_PATIENCE = 10.0, 30.0
_LOCK = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=10, isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
time.sleep(3)
"""


@dataclass(frozen=True, slots=True)
class Sample:
    """What one process used: bytes of memory, open files, threads."""

    process: int
    rss: int
    handles: int
    threads: int


class Life:
    """The bot's process, ended and started again."""

    def __init__(self, bot: BotProcess, **environment: str) -> None:
        self.bot = bot
        self.kills: list[float] = []
        self.exits: list[float] = []
        self.fallen: list[int] = []
        self.samples: list[Sample] = []
        self._environment = environment
        self._launched = 0
        self._hows = itertools.cycle((self.kill, self.terminate, self.kill_twice))

    def launch(self) -> None:
        """Start the process; do not wait for it."""
        self._process = self.bot.launch(**self._environment)
        self._launched += 1

    def end(self) -> None:
        """End the process in the next of the ways, and start another."""
        next(self._hows)()
        self.launch()

    def kill(self) -> None:
        """End the process where it stands."""
        self.kills.append(time.monotonic())
        self.bot.kill()

    def kill_twice(self) -> None:
        """End the process where it stands, and the next one soon after its start."""
        self.kill()
        self.launch()
        time.sleep(2)
        self.kill()

    def terminate(self) -> None:
        """Ask the process to end, and note how long it takes; one that does not is killed."""
        started = time.monotonic()
        self.bot.terminate()
        try:
            self._process.wait(MOST_PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
        self.exits.append(time.monotonic() - started)

    def revive(self) -> None:
        """Start the process again where it has ended by itself, which is noted."""
        if (code := self._process.poll()) is not None:
            self.fallen.append(code)
            self.launch()

    def measure(self) -> None:
        """Note what the process uses now, if there is one."""
        bot, number = self.bot, self._launched
        with contextlib.suppress(OSError, ValueError, IndexError):
            self.samples.append(Sample(number, bot.rss(), bot.handles(), bot.threads()))


class Soak:
    """One run: who asks, what fails, and what is noted of it."""

    def __init__(self, service: Service, life: Life, options: argparse.Namespace) -> None:
        self.service, self.life, self.options = service, life, options
        self.seconds = 60 * options.minutes
        self.questions: list[Question] = []
        self.locks: list[tuple[float, float]] = []
        self.presses: list[str] = []
        # A short run has as much happen in it as a long one, only less of it.
        self.period = min(PERIOD, self.seconds / 3)
        self._over, self._done = threading.Event(), threading.Event()
        self._seeds = itertools.count(1000 * options.seed)
        self._injections = list(self._spoil())

    def run(self) -> None:
        """Ask for the whole time, repair everything, and wait for what is not answered yet."""
        self.life.launch()
        with ThreadPoolExecutor(max_workers=16) as pool:
            futures = [pool.submit(work) for work in self._works()]
            try:
                _wait_for(futures, self.seconds)
                self._repair()
                _wait_for(futures, CATCH_UP, self._is_all_answered)
            finally:
                self._repair()
                self._done.set()
        self.life.terminate()

    def _repair(self) -> None:
        """Let nothing be asked and nothing fail any more."""
        self._over.set()
        for injection in self._injections:
            injection.lift()

    def account(self) -> Tally:
        """What became of the questions."""
        unconfirmed = frozenset(self.service.unconfirmed())
        troubles = Troubles(unconfirmed, tuple(self.life.kills), tuple(self.locks))
        return tally(self.questions, self.service.sends(), troubles)

    def _works(self) -> Iterator[Callable[[], None]]:
        """What goes on side by side."""
        yield self._keep_alive
        yield self._measure
        scale = self.period / PERIOD
        for trouble, mean, act in (
            ("", 1 / self.options.rate, self._ask),
            ("", 1.0, self._press),
            ("unreadable", 7 * scale, self._deliver_unreadable),
            ("locks", 20.0, self._lock),
            ("blackouts", 40 * scale, self._black_out),
        ):
            if trouble in {"", *self.options.troubles}:
                yield partial(self._repeat, mean, act, self._rng())

    def _repeat(self, mean: float, act: Callable[[random.Random], None], rng: random.Random):
        """Do it again and again, after pauses of ``mean`` seconds on the average."""
        due = time.monotonic() + rng.expovariate(1 / mean)
        while not self._over.wait(max(0.0, due - time.monotonic())):
            act(rng)
            due += rng.expovariate(1 / mean)

    def _rng(self) -> random.Random:
        return random.Random(next(self._seeds))

    # What fails

    def _spoil(self) -> Iterator[Injection]:
        """The faults that calls meet by chance from the start."""
        if "commands" in self.options.troubles:
            yield self._inject("setMyCommands", flood(5000), 0.5)
        if "calls" in self.options.troubles:
            for method, fault in itertools.product(SHARES, FAULTS):
                yield self._inject(method, fault, SHARES[method] / len(FAULTS))

    def _inject(self, method: str, fault: Fault, share: float) -> Injection:
        return self.service.inject(method, fault, times=None, share=share, rng=self._rng())

    def _black_out(self, rng: random.Random) -> None:
        """All calls for one chat fail for a while."""
        chat = rng.choice([*PEOPLE, *GROUPS])
        with self.service.inject(None, rng.choice((error(500), hang_up())), times=None, chat=chat):
            self._over.wait(min(BLACKOUT, self.period / 3))

    def _deliver_unreadable(self, rng: random.Random) -> None:
        self.service.deliver_raw(rng.choice(UNREADABLE), numbered=True)

    def _lock(self, rng: random.Random) -> None:
        """Another process keeps the state file from being written for 3 s, once there is one."""
        if not self.service.polls + self.service.hooks:
            return
        started = time.monotonic()
        command = [sys.executable, "-c", _LOCK, str(self.life.bot.state)]
        subprocess.run(command, timeout=MOST_PATIENCE, check=False, stderr=subprocess.DEVNULL)
        self.locks.append((started, time.monotonic()))

    def _keep_alive(self) -> None:
        """End the process each period, and start it where it ended by itself."""
        due = time.monotonic() + self.period
        while not self._done.wait(0.2):
            self.life.revive()
            ends = "ends" in self.options.troubles and not self._over.is_set()
            if ends and time.monotonic() > due:
                self.life.end()
                due += self.period

    def _measure(self) -> None:
        while not self._done.wait(1):
            self.life.measure()

    # What people do

    def _ask(self, rng: random.Random) -> None:
        tag = to_tag(len(self.questions))
        chat = rng.choice([*PEOPLE, *GROUPS])
        person = chat if chat > 0 else rng.choice(PEOPLE)
        command = "" if chat > 0 else "/tanya "
        self.questions.append(Question(tag, chat, time.monotonic()))
        self.service.write(person, f"{command}{rng.choice(QUESTIONS)} {tag}", chat=chat)

    def _press(self, rng: random.Random) -> None:
        """Press a button under the last message of some chat, where there is one."""
        chat = rng.choice(PEOPLE)
        message = next(reversed(self.service.sent(chat)), {})
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        found = [it["callback_data"] for row in rows for it in row if "callback_data" in it]
        # The bot may have changed the keyboard meanwhile.
        with contextlib.suppress(AssertionError):
            if found:
                self.presses.append(self.service.press(chat, message, rng.choice(found)))

    def _is_all_answered(self) -> bool:
        answered = {find_tag(sent.text) for sent in self.service.sends()}
        return all(question.tag in answered for question in self.questions)


def _wait_for(
    futures: list[Future[None]],
    seconds: float,
    holds: Callable[[], bool] = lambda: False,
) -> None:
    """Wait so long, or until ``holds``; what fails in one of the works is raised."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and not holds():
        time.sleep(0.5)
        for future in futures:
            if future.done():
                future.result()


def _rows(soak: Soak, account: Tally) -> Iterator[tuple[str, object]]:
    """The table: what is said, and how much it is."""
    life, output = soak.life, soak.life.bot.output
    yield "questions asked", account.asked
    yield "answered", account.answered
    yield "lost", _listed(account.lost)
    yield "of these: unknown twice, so not sent again", soak.life.bot.output.count(UNKNOWN_TWICE)
    yield "answered twice, outcome known", _listed(account.doubled)
    yield "answered twice, outcome unknown", _listed(account.doubled_in_doubt)
    yield "wait: median, p95, longest (s)", _seconds(*map(account.wait, (0.5, 0.95, 1)))
    yield "kills", len(life.kills)
    yield "exits by SIGTERM, longest (s)", f"{len(life.exits)}, {_seconds(max(life.exits))}"
    yield "ended by itself, exit codes", life.fallen or 0
    yield "memory (MB)", _change(life, lambda sample: round(sample.rss / 1e6))
    yield "handles", _change(life, lambda sample: sample.handles)
    yield "threads", _change(life, lambda sample: sample.threads)
    yield "presses, without answer", f"{len(soak.presses)}, {len(soak.service.unanswered())}"
    yield "sent faster than allowed", soak.service.too_fast
    yield "other mistakes in calls", len(soak.service.refusals)
    if soak.options.watch:
        yield "loop held over 50 ms", _listed(tuple(life.bot.holds()))
    yield "tracebacks in the output", output.count("Traceback")
    yield "token in the output", output.count(TOKEN)
    yield "output (bytes)", len(output.encode())


def _listed(items: tuple[str, ...]) -> str:
    """How many they are, and the first ten."""
    return f"{len(items)} {' '.join(items[:10])}".rstrip()


def _seconds(*values: float) -> str:
    return ", ".join(f"{value:.1f}" for value in values)


def _change(life: Life, pick: Callable[[Sample], int]) -> str:
    """Of the first process and of the last: the middle value, and the last one."""
    groups = [list(group) for _, group in itertools.groupby(life.samples, lambda it: it.process)]
    texts = [f"{pick(group[len(group) // 2])} to {pick(group[-1])}" for group in groups]
    return f"first process {texts[0]}, last {texts[-1]}" if texts else "none"


def _has_failed(soak: Soak, account: Tally) -> bool:
    life, output = soak.life, soak.life.bot.output
    ended_badly = max(life.exits) > LONGEST_END or life.fallen
    return bool(
        len(account.lost) > output.count(UNKNOWN_TWICE)
        or account.doubled
        or ended_badly
        or "Traceback" in output
        or TOKEN in output
    )


def _settings(webhook: bool) -> dict[str, Any]:
    """The config.yaml of the bot."""
    access = {"users": list(PEOPLE), "groups": list(GROUPS), "admins": [PEOPLE[0]]}
    settings: dict[str, Any] = {"corpus": str(CORPUS), "access": access}
    if webhook:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        hook = {"url": f"http://127.0.0.1:{port}/masuk", "listen": "127.0.0.1", "port": port}
        settings["telegram"] = {"mode": "webhook", "webhook": hook}
    return settings


def soak(folder: Path, options: argparse.Namespace) -> int:
    """Run it with its files in ``folder``, print the table, and return the exit code."""
    service = Service(rate_limits=True)
    for group in GROUPS:
        service.add_group(group)
    settings = _settings(options.webhook)
    with serving(service) as address:
        bot = BotProcess(folder, address, service, watched=options.watch, **settings)
        life = Life(bot, TELEGRAM_WEBHOOK_SECRET="rahasia-0123456789")
        run = Soak(service, life, options)
        try:
            run.run()
        finally:
            bot.kill()
    account = run.account()
    for name, value in _rows(run, account):
        print(f"{name:42} {value}")
    return int(_has_failed(run, account))


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=float, default=5, help="questions a second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--webhook", action="store_true", help="updates are posted to the bot")
    parser.add_argument(
        "--troubles", nargs="*", choices=TROUBLES, default=TROUBLES, help="what fails (all of it)"
    )
    parser.add_argument("--watch", action="store_true", help="note who holds the event loop")
    parser.add_argument("--folder", type=Path, help="a new one, for the bot's files to stay")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    chosen = _parse(sys.argv[1:])
    with tempfile.TemporaryDirectory() as place:
        folder = chosen.folder or Path(place, "soak")
        # An earlier run's state would hold this run's updates for known ones.
        folder.mkdir()
        sys.exit(soak(folder, chosen))
