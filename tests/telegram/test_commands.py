"""The table of commands, and what is made from it."""

from __future__ import annotations

import asyncio
import re
from types import SimpleNamespace

import pytest
from telegram import Bot, Update
from telegram.constants import BotCommandLimit
from telegram.ext import CommandHandler

from bot.config import LANGUAGES, Config, Secrets
from bot.render.translations import read_translations
from bot.telegram.addressing import command_handlers, obeyed_command
from bot.telegram.app import TelegramBot
from bot.telegram.commands import COMMANDS, help_line
from bot.telegram.delivery.clock import Clock
from tests.botapi import ME, TOKEN
from tests.conftest import ROOT
from tests.faker import make_article, make_engine


def test_every_command_is_carried_out_and_no_other(tmp_path):
    engine = make_engine(make_article("Donor darah digelar 17 Januari 2023."))
    config = Config(state=tmp_path / "state.sqlite")
    bot = TelegramBot(engine, config, Secrets(TOKEN), Clock())
    handlers = [handler for group in bot.application.handlers.values() for handler in group]
    asyncio.run(bot.close())
    bound = [it.commands for it in handlers if isinstance(it, CommandHandler)]
    assert set().union(*bound) == set(COMMANDS)


BOT = Bot(TOKEN)
BOT._bot_user = SimpleNamespace(id=ME["id"], username=ME["username"])


def give(text, *, chat="private", **more):
    """An update with a command; its entity is set as Telegram sets it."""
    entity = {"type": "bot_command", "offset": 0, "length": len(text.split()[0])}
    person = {"id": 5, "is_bot": False, "first_name": "Ani"}
    message = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": chat}, "from": person}
    message |= {"text": text, "entities": [entity], **more}
    return Update.de_json({"update_id": 1, "message": message}, BOT)


FORWARDED = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "Budi"}}
WAYS = [
    ("", {}),
    (" 5 x", {}),
    (f"@{ME['username']}", {}),
    (f"@{ME['username'].upper()} 5", {}),
    ("@other_bot", {}),
    ("x", {}),
    ("", {"chat": "supergroup"}),
    (f"@{ME['username']}", {"chat": "supergroup"}),
    ("", FORWARDED),
    ("", {"via_bot": dict(ME)}),
]


@pytest.mark.parametrize("row", COMMANDS.values(), ids=COMMANDS)
@pytest.mark.parametrize(("after", "more"), WAYS)
def test_the_gate_sees_a_command_wherever_it_would_be_carried_out(row, after, more):
    async def nothing(*_):
        pass

    (handler,) = command_handlers(None, **{row.name: nothing})
    for name in (row.name, row.name.upper()):
        update = give(f"/{name}{after}", **more)
        would_be = handler.check_update(update) not in (None, False)
        assert (obeyed_command(update) is row) == would_be


def test_commands_for_administrators_are_obeyed_in_private_only_and_where_they_are_own_words():
    for row in COMMANDS.values():
        if row.for_admins:
            assert obeyed_command(give(f"/{row.name}")) is row
            assert obeyed_command(give(f"/{row.name}", chat="supergroup")) is None
            assert bool(obeyed_command(give(f"/{row.name}", **FORWARDED))) == row.forwarded


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_its_texts(language):
    translations = read_translations(language)
    for name, row in COMMANDS.items():
        line = translations.say(f"telegram.commands.{name}")
        assert 0 < len(line) <= BotCommandLimit.MAX_DESCRIPTION
        assert translations.say(row.refusal)
    assert all(f"/{name}" in help_line(translations) for name, it in COMMANDS.items() if it.in_help)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_about_a_command_that_is_none(language):
    keys = read_translations(language).texts
    named = {key.rpartition(".")[2] for key in keys if re.match(r"telegram\.(com|glo)", key)}
    assert named == set(COMMANDS)


def test_the_readme_has_the_table_of_the_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    _, _, rest = readme.partition("<!-- commands -->\n")
    table, _, _ = rest.partition("\n<!-- /commands -->")
    translations = read_translations("en")
    lines = ["| command | what it does | for | where |", "|---|---|---|---|"]
    for row in COMMANDS.values():
        what = translations.say(f"telegram.commands.{row.name}")
        who = "administrators" if row.for_admins else "whoever is let in"
        lines.append(f"| `/{row.name}` | {what} | {who} | {row.groups.value} |")
    assert table == "\n".join(lines)
