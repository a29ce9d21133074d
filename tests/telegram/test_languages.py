"""A language more costs the bot's own texts in it, and nothing else in this folder."""

from __future__ import annotations

import shutil
import subprocess
import sys

from bot.config import LANGUAGES
from tests.conftest import ROOT

SCRIPT = """
from pathlib import Path
import bot
from bot.config import LANGUAGES, parse_config
from bot.engine import Engine
from bot.store import Store
from bot.telegram.callback_data import LanguageChosen, parse

assert Path(bot.__file__).parent.parent == Path.cwd(), bot.__file__
assert LANGUAGES == ("id", "en", "jv"), LANGUAGES
config = parse_config("language: jv")
assert Engine.open(parse_config("{corpus: artikel}")).translations("jv").say("personal.name") == "Jawa"
assert parse("lang:jv") == LanguageChosen("jv")
store = Store.open(Path("state.sqlite"))
store.people.set_language(1, "jv")
assert store.people.language(1) == "jv"
store.close()
"""


def test_the_languages_are_those_of_the_texts_with_the_default_first():
    files = {path.stem for path in (ROOT / "bot" / "locale").glob("*.yaml")}
    assert ("id", *sorted(files - {"id"})) == LANGUAGES


def test_a_file_of_texts_makes_a_language(tmp_path):
    shutil.copytree(ROOT / "bot", tmp_path / "bot", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "artikel").mkdir()
    texts = (tmp_path / "bot" / "locale" / "id.yaml").read_text(encoding="utf-8")
    own = texts.replace("Bahasa Indonesia", "Jawa")
    (tmp_path / "bot" / "locale" / "jv.yaml").write_text(own, encoding="utf-8")
    command = [sys.executable, "-B", "-c", SCRIPT]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
