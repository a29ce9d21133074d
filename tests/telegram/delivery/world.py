"""What the tests of faults share: the bot as a process beside a service, in either mode."""

from __future__ import annotations

import contextlib
import random
import socket
import sqlite3
import time
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from pathlib import Path

from tests.botapi import (
    TOKEN,
    BotProcess,
    Service,
    error,
    serving,
)
from tests.conftest import CORPUS

QUESTION = "apa yang terjadi pada 20 Januari 2026?"
TEMPO = "event.tempo.co/read/2081968/"
SECRET = "rahasia_Webhook-0123456789"
MODES = ["polling", "webhook"]
JAKARTA = timezone(timedelta(hours=7))
DAY = 86_400.0
BLOCKED = error(403, "Forbidden: bot was blocked by the user")
# What a test sets up for a chat that is to be left alone in the meantime.
FAILING = error(500, "Internal Server Error")


@dataclass
class World:
    """A service, its address, and the bots beside it."""

    service: Service
    address: str
    folder: Path
    mode: str
    bots: list[BotProcess] = field(default_factory=list)

    def build(self, *, speed=1.0, watched=False, name="bot", **settings):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        if self.mode == "webhook":
            settings["telegram"] = webhook_settings()
        chosen = {"corpus": str(CORPUS), "access": {"open": True}, **settings}
        bot = BotProcess(folder, self.address, self.service, speed=speed, watched=watched, **chosen)
        bot._environment["TELEGRAM_WEBHOOK_SECRET"] = SECRET
        self.bots.append(bot)
        return bot

    def start(self, **options):
        bot = self.build(**options)
        bot.start()
        return bot

    def end(self):
        for bot in self.bots:
            with contextlib.suppress(AssertionError):
                bot.kill()


@contextlib.contextmanager
def world_of(folder, mode):
    service = Service()
    with serving(service) as address:
        world = World(service, address, folder, mode)
        try:
            yield world
        finally:
            world.end()
    for bot in world.bots:
        assert "Traceback" not in bot.output, bot.output
        assert TOKEN not in bot.output
        assert SECRET not in bot.output
        assert len(bot.output) < 50_000
    assert service.violations == []
    assert service.refusals == []


def webhook_settings():
    port = free_port()
    hook = {"url": f"http://127.0.0.1:{port}/masuk", "listen": "127.0.0.1", "port": port}
    return {"mode": "webhook", "webhook": hook}


def free_port() -> int:
    """A port below those that the system gives to connections."""
    for port in random.sample(range(15_000, 30_000), 100):
        with socket.socket() as taken, contextlib.suppress(OSError):
            taken.bind(("127.0.0.1", port))
            return port
    raise OSError("expected a free port")


def until(holds, seconds, what):
    """The seconds after which ``holds`` did, which are at most ``seconds``."""
    began = time.monotonic()
    while not holds():
        took = time.monotonic() - began
        assert took < seconds, f"not within {seconds} s: {what() if callable(what) else what}"
        time.sleep(0.01)
    return time.monotonic() - began


def texts(service, chat):
    """What was sent into a chat, whatever became of it, oldest first."""
    return [sent.text for sent in service.sends() if sent.chat == chat]


def wait_texts(service, chat, count=1, seconds=20.0):
    until(lambda: len(texts(service, chat)) >= count, seconds, lambda: texts(service, chat))
    return texts(service, chat)


def calls_for(service, chat, method="sendMessage"):
    return [call for call in service.called(method) if call.parameters.get("chat_id") == chat]


def settle(seconds=0.4):
    """Time for what should not happen to happen."""
    time.sleep(seconds)


def pending(bot):
    """How many updates the state still holds to be handled."""
    with contextlib.closing(sqlite3.connect(bot.state)) as connection:
        return connection.execute("SELECT count(*) FROM updates WHERE body IS NOT NULL").fetchone()[
            0
        ]


def new_lines(bot, before):
    return bot.output.removeprefix(before).splitlines()
