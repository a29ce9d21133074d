"""Questions that go on from earlier ones; tests/cases/follow_ups.yaml."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from bot.model import FollowUp, Query, Span, Turn
from bot.query.parse import parse_query
from tests.conftest import CASES
from tests.faker import TODAY

_CASES: list[dict[str, Any]] = yaml.safe_load(
    (CASES / "follow_ups.yaml").read_text(encoding="utf-8")
)


def name_of(case: dict[str, Any]) -> str:
    return " | ".join([*case["before"], case["question"]])


def read(case: dict[str, Any]) -> Query:
    return parse_query(case["question"], TODAY, [Turn(asked) for asked in case["before"]])


def look_at(query: Query) -> dict[str, Any]:
    """What a case may say of a query, by the words that it says it in."""
    return {
        "kind": query.follow_up,
        "subject": query.subject,
        "days": [[span.first, span.last] for span in query.asked.spans],
        "asks": query.answer_type,
        "moved": query.moved,
        "line": query.line,
        "outside": query.asked.outside,
        "places": [place.surface for place in query.places],
        "ordinals": list(query.ordinals),
        "sides": len(query.sides),
        "outlets": [outlet.spoken for outlet in query.outlets],
    }


@pytest.mark.parametrize("case", _CASES, ids=name_of)
def test_a_question_goes_on_from_what_it_names_or_lacks(case: dict[str, Any]) -> None:
    query = read(case)
    found = look_at(query)
    assert {key: found[key] for key in case if key in found} == {
        key: said for key, said in case.items() if key in found
    }
    content = {term.word for term in query.terms if term.content}
    assert set(case.get("has", ())) <= content
    assert not set(case.get("lacks", ())) & content


def test_there_is_a_case_of_each_kind() -> None:
    assert {case["kind"] for case in _CASES} == {None, *FollowUp}


@pytest.mark.parametrize("case", _CASES, ids=name_of)
def test_only_what_goes_on_has_a_subject(case: dict[str, Any]) -> None:
    query = read(case)
    assert (query.subject is None) == (query.follow_up is None)
    if query.follow_up in (FollowUp.MORE, FollowUp.WHOLE, FollowUp.SOURCE):
        assert query.subject == case["before"][-1]


def test_a_lent_word_counts_half_beside_one_typed() -> None:
    weights = {term.word: term.weight for term in ask("mereka lahir di mana", "berapa pendonor")}
    assert weights["pendonor"] == 0.5 * weights["lahir"]
    alone = {term.word: term.weight for term in ask("di mana?", "berapa pendonor")}
    assert alone["pendonor"] == 1.0


def ask(question: str, *before: str) -> tuple[Any, ...]:
    return parse_query(question, TODAY, [Turn(asked) for asked in before]).terms


def test_a_bare_day_is_the_one_of_the_matter_that_was_answered() -> None:
    days = [date(2025, 12, 3), date(2025, 12, 17), date(2024, 5, 17)]
    history = [Turn("kapan donor darah di Kupang?")]
    query = parse_query("kalau tanggal 17?", TODAY, history, days=days)
    assert query.asked.spans == (Span(days[1], days[1]),)
    other = parse_query("kalau tanggal 9?", TODAY, history, days=days)
    assert days[0] not in [span.first for span in other.asked.spans]


def test_a_bare_day_is_of_the_month_that_was_asked_about() -> None:
    days = [date(2023, 1, 17)]
    history = [Turn("ada apa di Kupang 20 Januari 2026")]
    query = parse_query("kalau tanggal 17?", TODAY, history, days=days)
    assert query.asked.spans == (Span(date(2026, 1, 17), date(2026, 1, 17)),)


def test_a_bare_day_that_nobody_told_is_the_nearest_to_the_matter() -> None:
    history = [Turn("kapan donor darah di Kupang?")]
    days = [date(2024, 5, 17)]
    near = parse_query("kalau tanggal 20?", TODAY, history, days=days)
    assert near.asked.spans == (Span(date(2024, 5, 20), date(2024, 5, 20)),)
    whole = parse_query("kalau tgl 18 november?", TODAY, history, days=days)
    assert whole.asked.spans[0].first not in (date(2024, 5, 18), None)


def test_what_was_asked_of_a_subject_before_is_not_lent() -> None:
    terms = {term.text for term in ask("luas lahannya?", "gedung baru kanim semarang alamatnya")}
    assert {"luas", "gedung", "semarang"} <= terms
    assert "alamat" not in terms


@pytest.mark.parametrize(
    ("turns", "question", "day"),
    [
        ([("kemarin ada apa di kupang", 21)], "siapa yang hadir?", 20),
        ([("kemarin ada apa di kupang", 21)], "kalau kemarin?", 24),
        ([("hari ini ada apa di kupang", 19), ("kalau kemarin?", 23)], "di mana?", 22),
        ([("kemarin ada apa di kupang", None)], "siapa yang hadir?", 24),
    ],
)
def test_each_question_of_a_chat_counts_from_the_day_on_which_it_was_asked(
    turns: list[tuple[str, int | None]], question: str, day: int
) -> None:
    history = [Turn(asked, on and date(2026, 1, on)) for asked, on in turns]
    query = parse_query(question, date(2026, 1, 25), history)
    assert query.asked.spans == (Span(date(2026, 1, day), date(2026, 1, day)),)
