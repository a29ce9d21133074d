"""What the tests of the queue share: a queue over a state file, and who answers.

Files, threads and the queue are real; who answers is told by the test.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
from collections import Counter

from telegram import Update
from telegram.error import NetworkError, TimedOut

from bot.store import Store
from bot.telegram.delivery.calls import Calls
from bot.telegram.delivery.http import HttpError
from bot.telegram.delivery.in_hand import CURRENT
from bot.telegram.delivery.limits import Limits
from bot.telegram.delivery.queue import UpdateQueue
from bot.telegram.delivery.reading import Handling
from bot.telegram.delivery.writer import Writer
from tests.telegram.delivery.clock import FastClock
from tests.telegram.delivery.receiving import until

DATE = 1_700_000_000
PROBLEM = "Bad Gateway"


def message(number, chat=1, text="kapan?", **given):
    chat_kind = {"id": chat, "type": "private", "first_name": "A"}
    body = {"message_id": number, "date": DATE, "chat": chat_kind, "text": text, **given}
    return {"update_id": number, "message": body}


def letter(text, chat=1):
    return {"chat": chat, "text": text}


def fail(problem=None):
    """What the calls do when an answer cannot be delivered."""
    CURRENT.get().fail(problem or NetworkError(PROBLEM))


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
            self.writer, self.clock, handling, last_letter=lowest, chance=random.Random(1)
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
        tasks = [
            *self.queue._turns._tasks.values(),
            *self.queue._restoring._tasks,
            *self.queue._records._later._tasks,
        ]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.writer.close(within=5)

    async def stop(self):
        await self.queue.stop()
        await self.writer.close(within=5)


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
    """What another process does to the file that writes to it for long."""
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


def change(path, statement, *values):
    """What another version, or time, has done to the file."""
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(statement, values)
    connection.close()


def age(path, seconds):
    """As if all had been taken in so long before."""
    change(path, "UPDATE updates SET taken = taken - ?, due = 0", int(seconds))


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


def commits(bot):
    """The list to which each transaction that is kept adds a line."""
    found = []
    bot.writer._store._connection.set_trace_callback(lambda it: it == "COMMIT" and found.append(it))
    return found


def move(number):
    """An act that shows in the file, and whose result is ``number``."""

    def act(state):
        state.move_group(-1, -number)
        return number

    return act


def moved(path):
    """What ``move`` has left in the file; None where it has left nothing."""
    store = Store.open(path)
    found = store.moved_groups().get(-1)
    store.close()
    return found
