from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.config import Config, GateSettings, parse_config, read_config, read_secrets
from bot.errors import ConfigError
from tests.conftest import ROOT

TOKEN = "123456789:" + "A" * 35


def test_without_a_file_the_defaults_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_config() == Config()
    assert parse_config("") == Config()


def test_nobody_may_ask_by_default() -> None:
    access = Config().access
    assert not access.open
    assert not access.admins | access.users | access.groups


def test_the_file_that_ships_is_valid_and_closed() -> None:
    config = read_config(ROOT / "config.yaml")
    assert config.corpus == ROOT / "corpus"
    assert config.access == Config().access
    assert config.abbreviations["HBI"] == "Hari Bhakti Imigrasi"


def test_what_the_file_that_ships_shows_as_defaults_are_the_defaults() -> None:
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    shown = [line for line in text.splitlines() if line.startswith("# ") and ":" in line]
    settings = "\n".join(
        line[2:] for line in shown if line[2:].split(":")[0].strip().isidentifier()
    )
    assert parse_config(settings) == Config()


def test_the_file_that_ships_explains_each_weight_of_the_gate() -> None:
    text = (ROOT / "config.yaml").read_text(encoding="utf-8")
    shown = re.findall(r"^#     (\w+): \S+ +# \w", text, re.MULTILINE)
    assert shown == [field.name for field in fields(GateSettings)]


def test_every_kind_of_setting_is_read() -> None:
    config = parse_config(
        "corpus: artikel\ntimezone: Asia/Makassar\nlanguage: en\n"
        "access: {admins: [1], users: [2, 3], groups: [-4], open: true}\n"
        "telegram: {mode: polling, history: 0}\nanswer: {passages: 5, quote: 300}\n"
        "search: {coverage: 0.5, gate: {bias: -2, least: 1.5}}\n"
        "abbreviations: {NTT: Nusa Tenggara Timur}\n"
    )
    assert config.timezone == ZoneInfo("Asia/Makassar")
    assert config.access.users == {2, 3}
    assert config.access.groups == {-4}
    assert (config.answer.passages, config.search.coverage) == (5, 0.5)
    assert (config.search.gate.bias, config.search.gate.least) == (-2.0, 1.5)
    assert config.search.gate.mass == Config().search.gate.mass


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("korpus: x", "config.yaml: korpus: no such setting; did you mean 'corpus'?"),
        ("answer: {pasages: 2}", "config.yaml: answer.pasages: no such setting; did you mean"),
        ("zzz: 1", "config.yaml: zzz: no such setting; known are corpus, state"),
        ("answer: 3", "config.yaml: answer: expected settings as 'key: value' lines, got 3"),
        ("answer: {passages: 0}", "config.yaml: answer.passages: expected a whole number from 1"),
        ("answer: {passages: two}", "config.yaml: answer.passages: expected a whole number"),
        ("answer: {passages: true}", "config.yaml: answer.passages: expected a whole number"),
        (
            "search: {coverage: 2}",
            "config.yaml: search.coverage: expected a number from 0 to 1, got",
        ),
        ("search: {date: .nan}", "config.yaml: search.date: expected a number from 0 to 5"),
        ("search: {match: 0.5}", "config.yaml: search.match: no such setting; known are article,"),
        ("search: {gate: {mas: 1}}", "config.yaml: search.gate.mas: no such setting; did you mean"),
        (
            "search: {gate: {least: 21}}",
            "config.yaml: search.gate.least: expected a number from -20 to 20, got 21",
        ),
        ("search: {gate: 1}", "config.yaml: search.gate: expected settings as 'key: value' lines"),
        ("access: {users: 7}", "config.yaml: access.users: expected a list of Telegram ids"),
        ("access: {users: ['7']}", "config.yaml: access.users: expected a list of Telegram ids"),
        ("access: {open: 1}", "config.yaml: access.open: expected true or false, got 1"),
        (
            "telegram: {mode: webhok}",
            "config.yaml: telegram.mode: expected polling or webhook, got 'webhok'",
        ),
        ("timezone: Asia/Nowhere", "config.yaml: timezone: expected a time zone such as"),
        ("language: jv", "config.yaml: language: expected id or en, got 'jv'"),
        ("corpus: ''", "config.yaml: corpus: expected a path"),
        ("corpus:", "config.yaml: corpus: expected a path, got None"),
        ("abbreviations: {HBI: 1}", "config.yaml: abbreviations: expected pairs such as"),
        ("- corpus", "config.yaml: expected settings as 'key: value' lines"),
        ("a: [", "config.yaml: line 1: expected YAML"),
        ("a: 2026-02-30", "config.yaml: expected YAML"),
    ],
)
def test_a_wrong_setting_is_named_with_what_was_expected(text: str, sentence: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text)
    assert str(caught.value).startswith(sentence)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="expected a file of settings, but: No such file"):
        read_config(tmp_path / "lain.yaml")


def test_paths_count_from_the_folder_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text("corpus: artikel\n", encoding="utf-8")
    assert read_config(tmp_path / "c.yaml").corpus == tmp_path / "artikel"


def test_the_token_comes_from_the_environment_and_is_never_shown() -> None:
    secrets = read_secrets({"TELEGRAM_BOT_TOKEN": f" {TOKEN}\n"})
    assert secrets.token == TOKEN
    assert secrets.api_url == "https://api.telegram.org"
    assert TOKEN not in repr(secrets)


@pytest.mark.parametrize(
    "token", ["", "  ", "kosong", "987654321", "987654321:", ":" + "A" * 35, "1 2:x"]
)
def test_a_missing_or_malformed_token_is_refused_without_repeating_it(token: str) -> None:
    with pytest.raises(ConfigError, match="TELEGRAM_BOT_TOKEN: expected") as caught:
        read_secrets({"TELEGRAM_BOT_TOKEN": token})
    assert caught.value.exit_code == 2
    assert not token.strip() or token not in str(caught.value)


@pytest.mark.parametrize("url", ["localhost:8081", "ftp://x", "http://"])
def test_an_address_of_another_kind_is_refused(url: str) -> None:
    with pytest.raises(ConfigError, match="TELEGRAM_API_URL: expected http"):
        read_secrets({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url})


def test_a_slash_at_the_end_of_the_address_does_no_harm() -> None:
    secrets = read_secrets({"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": "http://127.0.0.1:1/"})
    assert secrets.api_url == "http://127.0.0.1:1"
