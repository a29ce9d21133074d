"""Outlets as people call them; tests/cases/outlets.yaml."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.model import Query
from bot.query.outlets import Outlets, spoken_names
from bot.query.parse import parse_query
from bot.query.reading import Reader
from tests.conftest import CASES
from tests.faker import TODAY

_CASES: dict[str, Any] = yaml.safe_load((CASES / "outlets.yaml").read_text(encoding="utf-8"))
_READER = Reader(outlets=Outlets(lambda: _CASES["archive"]))


def ask(question: str) -> Query:
    return parse_query(question, TODAY, reader=_READER)


@pytest.mark.parametrize(("outlet", "names"), _CASES["names"].items())
def test_an_outlet_is_called_by_what_people_say(outlet: str, names: list[str]) -> None:
    spoken = spoken_names(outlet)
    wanted = {name for name in names if not name.startswith("!")}
    assert wanted <= spoken
    assert not {name.removeprefix("!") for name in names if name not in wanted} & spoken


@pytest.mark.parametrize(("question", "outlets"), _CASES["asked"].items())
def test_an_outlet_is_asked_for_where_a_word_announces_one(
    question: str, outlets: dict[str, list[str]]
) -> None:
    assert {each.spoken: list(each.names) for each in ask(question).outlets} == outlets


@pytest.mark.parametrize(("question", "outlets"), _CASES["asked"].items())
def test_who_asks_for_an_outlet_asks_for_reports_and_not_for_its_name(
    question: str, outlets: dict[str, list[str]]
) -> None:
    query = ask(question)
    content = {word for term in query.terms if term.content for word in term.word.split()}
    assert not content & {word for spoken in outlets for word in spoken.split()}
    assert query.reports or not outlets


@pytest.mark.parametrize("word", ["diberitakan", "dimuat", "terbit", "ditulis", "published"])
def test_reports_are_asked_for_without_an_outlet_too(word: str) -> None:
    assert ask(f"apa yang {word} 21 januari 2026").reports


def test_all_outlets_of_a_name_are_meant() -> None:
    outlets = Outlets(lambda: ["kupang.tribunnews.com", "jogja.tribunnews.com"])
    (asked,) = outlets.find(["berita", "tribun"], dated=False)
    assert set(asked.names) == {"kupang.tribunnews.com", "jogja.tribunnews.com"}


def test_an_archive_without_outlets_knows_those_that_everybody_knows() -> None:
    (asked,) = Outlets(lambda: ()).find(["menurut", "kompas"], dated=False)
    assert asked == ("kompas", ())
    assert Outlets(lambda: ()).find([], dated=True) == ()
