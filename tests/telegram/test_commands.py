"""The table of commands, and what is made from it."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from telegram.constants import BotCommandLimit
from telegram.ext import CommandHandler

from bot.config import LANGUAGES, Config, Secrets
from bot.render.translations import read_translations
from bot.store import Store
from bot.telegram.app import build_application
from bot.telegram.commands import COMMANDS, help_line, to_markdown_table
from bot.telegram.connection import PollingState
from tests.botapi import TOKEN
from tests.conftest import ROOT
from tests.faker import make_article, make_engine


def test_every_command_is_carried_out_and_no_other(tmp_path):
    store = Store.open(tmp_path / "state.sqlite")
    engine = make_engine(make_article("Donor darah digelar 17 Januari 2023."))
    application = build_application(engine, Config(), Secrets(TOKEN), store, PollingState())
    store.close()
    handlers = [handler for group in application.handlers.values() for handler in group]
    bound = Counter(
        name for it in handlers if isinstance(it, CommandHandler) for name in it.commands
    )
    assert set(bound) == set(COMMANDS)


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
    assert table == to_markdown_table("en")
