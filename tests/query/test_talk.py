"""What is said to the bot and asked of no archive; tests/cases/talk.yaml."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.model import Intent, Talk
from bot.query.parse import parse_query
from bot.query.talk import find_talk
from tests.conftest import CASES
from tests.faker import TODAY

_CASES: dict[str, list[Any]] = yaml.safe_load((CASES / "talk.yaml").read_text(encoding="utf-8"))
_TALK = [(said, kind) for kind in Talk for said in _CASES[kind.value]]


@pytest.mark.parametrize(("said", "kind"), _TALK)
def test_talk_is_told_from_questions(said: str, kind: Talk) -> None:
    query = parse_query(said, TODAY)
    assert (query.talk, query.intent) == (kind, Intent.CHAT)


@pytest.mark.parametrize("question", _CASES["asked"])
def test_a_question_is_no_talk(question: str) -> None:
    assert parse_query(question, TODAY).talk is None


@pytest.mark.parametrize(("said", "kind"), _TALK)
def test_a_day_beside_it_makes_it_a_question(said: str, kind: Talk) -> None:
    assert parse_query(f"{said}, 20 januari 2026 ada apa", TODAY).talk is None


def test_nothing_at_all_is_no_talk() -> None:
    assert find_talk("", []) is None
