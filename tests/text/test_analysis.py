from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.analysis import analyze, fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Penyerahan", "menyerahkan"),
        ("IMIGRASI", "imigrasi"),
        ("5.000 paket", "5,000 paket"),
        ("20 ribu bibit", "20.000 bibit"),
        ("2,5 juta", "2.500.000"),
        ("macam-macam", "macam macam"),
        ("ke-76", "ke 76"),
        ("ﬁnal", "final"),
        ("Kemenimipas)", "(kemenimipas"),
    ],
)
def test_these_are_looked_up_as_the_same(one: str, other: str) -> None:
    assert analyze(one) == analyze(other)


@pytest.mark.parametrize(
    ("one", "other"), [("17", "170"), ("1,8 hektare", "18 hektare"), ("5.000", "5")]
)
def test_these_are_looked_up_as_different(one: str, other: str) -> None:
    assert analyze(one) != analyze(other)


@given(st.text())
def test_any_text_has_terms_in_lower_case(text: str) -> None:
    assert all(term and term == term.casefold() for term in analyze(text))


@given(st.text(alphabet="20 ribu,.juta", max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert analyze(fold(text)) == analyze(text)


def test_an_empty_text_has_no_terms() -> None:
    assert analyze(" \n—…") == []
