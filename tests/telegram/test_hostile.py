"""Two thousand updates that nobody would send by accident leave no unhandled exception."""

from __future__ import annotations

import asyncio
import json
import logging
import random
import urllib.parse
from typing import Any

from telegram.request import BaseRequest

from bot.config import Access, Config, Secrets
from bot.engine import Engine
from bot.telegram import app, commands
from bot.telegram.app import TelegramBot
from tests.botapi import ME, TOKEN, Service
from tests.conftest import CORPUS
from tests.telegram.delivery.clock import FastClock

COUNT = 2000
ADMIN = 11
MARKS = "\u202e\u202d\u2066\u2069\u200f\u200b\u200d\ufeff\u00ad\x00\x1b\ud83d\udc00"
MARKUP = (
    "<b>",
    "</blockquote>",
    "&amp;",
    "&#0;",
    "{name}",
    "{0}",
    "%s",
    "`",
    "[x](tg://user?id=1)",
)
WORDS = ("apa yang terjadi", "20 Januari 2026", "kemarin", "donor darah", "siapa", "HBI ke-73", "?")
COMMANDS = (*commands.COMMANDS, "tidakada")
KINDS = (
    *("message",) * 6,
    *("edited_message", "callback_query", "inline_query") * 2,
    "guest_message",
    "chosen_inline_result",
    "my_chat_member",
    "channel_post",
    "business_message",
    "novelty",
)
DATA = (
    "",
    "x",
    "zz",
    "acc:a:1",
    "acc:b:-9",
    "lang:id",
    "lang:xx",
    "art:00000000:1",
    "v1:",
    "1:2:3:4",
)


class Direct(BaseRequest):
    """Requests that reach the service without a network between."""

    service: Service

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__()

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, method: str, request_data: Any = None, **_: Any) -> Any:
        """The status and the body of the service's reply."""
        token, name = urllib.parse.urlsplit(url).path.strip("/").split("/")[-2:]
        form = dict(request_data.json_parameters) if request_data else {}
        status, reply = self.service.answer(token.removeprefix("bot"), name, form)
        return status, json.dumps(reply).encode()


class Mischief:
    """Makes updates from a seed."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)

    def text(self) -> str:
        """Words, markup, marks and letters of all of Unicode, seldom very many of them."""
        chance = self._chance
        pieces = []
        for _ in range(chance.randrange(12)):
            kind = chance.randrange(5)
            if kind == 0:
                pieces.append(chr(chance.randrange(0x110000)))
            elif kind == 1:
                pieces.append(chance.choice(MARKS) * chance.randrange(1, 9))
            else:
                pieces.append(chance.choice((*MARKUP, *WORDS, f"/{chance.choice(COMMANDS)}")))
        many = chance.choice((1,) * 40 + (300,))
        return chance.choice((" ", "", "\n")).join(pieces) * many

    def command(self) -> dict[str, Any]:
        """A command with something after it."""
        name = f"/{self._chance.choice(COMMANDS)}{self._chance.choice(('', '@' + ME['username']))}"
        entity = {"type": "bot_command", "offset": 0, "length": len(name)}
        return {"text": f"{name} {self.text()}"[:4096], "entities": [entity]}

    def person(self, number: int) -> dict[str, Any]:
        """Somebody, now and then an administrator."""
        who = ADMIN if self._chance.random() < 0.1 else 1000 + number
        code = self._chance.choice((None, "id", "en-US", "", "xx-\u202e"))
        return {"id": who, "is_bot": False, "first_name": self.text()[:64], "language_code": code}

    def chat(self, person: dict[str, Any]) -> dict[str, Any]:
        """A chat of any kind."""
        kind = self._chance.choice(("private",) * 4 + ("group", "supergroup", "channel", "novel"))
        if kind == "private":
            return {"id": person["id"], "type": kind, "first_name": person["first_name"]}
        return {"id": -self._chance.randrange(1, 10**13), "type": kind, "title": self.text()[:99]}

    def message(self, number: int) -> dict[str, Any]:
        """A message, seldom whole."""
        chance, person = self._chance, self.person(number)
        content = self.command() if chance.random() < 0.3 else {"text": self.text()}
        message = {
            "message_id": chance.choice((1, number + 1, 2**31)),
            "date": chance.choice((0, 1_769_000_000, 2**31 - 1)),
            "chat": self.chat(person),
            "from": person,
            **content,
        }
        if chance.random() < 0.2:
            places = {"offset": chance.randrange(-1, 99), "length": chance.randrange(-1, 99)}
            message["entities"] = [{"type": chance.choice(("mention", "bot_command")), **places}]
        if chance.random() < 0.1:
            message["reply_to_message"] = {**message, "message_id": 5, "from": {**ME}}
        if chance.random() < 0.1:
            message["forward_origin"] = {"type": "user", "date": 1, "sender_user": person}
        if chance.random() < 0.15:
            message.pop(chance.choice(("from", "text", "entities")), None)
        return message

    def update(self, number: int) -> dict[str, Any]:
        """An update of any kind."""
        chance, person = self._chance, self.person(number)
        kind = chance.choice(KINDS)
        if kind == "callback_query":
            data = chance.choice((*DATA, self.text()[:64], f"d:{chance.randrange(99)}"))
            within = {"inline_message_id": "x"} if chance.random() < 0.2 else {}
            within = within or {"message": {**self.message(number), "date": chance.choice((0, 9))}}
            body = {"id": str(number), "from": person, "chat_instance": "1", "data": data, **within}
        elif kind in ("inline_query", "chosen_inline_result"):
            body = {"id": str(number), "result_id": self.text()[:64], "from": person}
            body |= {"query": self.text()[:256], "offset": chance.choice(("", "10", "x", "-1"))}
        elif kind == "my_chat_member":
            member = {"status": chance.choice(("member", "left", "kicked")), "user": {**ME}}
            body = {"chat": self.chat(person), "from": person, "date": 1}
            body |= {"old_chat_member": {**member, "until_date": 0}, "new_chat_member": member}
            for status in (body["old_chat_member"], body["new_chat_member"]):
                status["until_date"] = 0
        else:
            body = self.message(number)
            body |= {"guest_query_id": str(number)} if kind == "guest_message" else {}
        return {"update_id": number + 1, kind: body}


def test_two_thousand_hostile_updates_do_no_harm(tmp_path, monkeypatch, caplog):
    Direct.service = Service()
    monkeypatch.setattr(app, "WatchedRequest", Direct)
    config = Config(
        corpus=CORPUS, state=tmp_path / "s", access=Access(admins=frozenset({ADMIN}), open=True)
    )
    asyncio.run(trouble(config, Mischief(2026)))
    unreadable = [record for record in caplog.records if "unreadable" in record.getMessage()]
    assert len(unreadable) < COUNT / 4
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert [record.getMessage() for record in errors] == []
    assert Direct.service.violations == []
    assert len(Direct.service.called("sendMessage")) > COUNT / 10


async def trouble(config: Config, mischief: Mischief) -> None:
    bot = TelegramBot(Engine.open(config), config, Secrets(TOKEN), FastClock(10_000))
    await bot.application.initialize()
    for number in range(COUNT):
        made = mischief.update(number)
        for kind in ("message", "edited_message"):
            if kind in made and "from" in made[kind]:
                Direct.service.open_chat(made[kind]["from"]["id"])
        await bot.queue.take([made])
    while not bot.queue.is_idle:
        await asyncio.sleep(0.01)
    await bot.close()
