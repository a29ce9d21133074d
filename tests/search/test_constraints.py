from __future__ import annotations

import pytest

from bot.answer.constraints import as_typed, names_office, names_ordinal, names_place
from tests.faker import TODAY, make_article, make_engine


@pytest.mark.parametrize("text", ["HBI ke-72", "HBI ke 72", "HBI 72", "hbi-72", "the 72nd day"])
def test_an_ordinal_is_named(text: str) -> None:
    assert names_ordinal(make_article(f"Peringatan {text} digelar."), "72")


@pytest.mark.parametrize("text", ["72 kantong darah", "HBI ke-721", "pukul 07.72", "ke-7"])
def test_a_figure_is_no_ordinal(text: str) -> None:
    assert not names_ordinal(make_article(f"Terkumpul {text} di sana."), "72")


def test_a_title_names_things_too() -> None:
    assert names_ordinal(make_article("Isi.", title="Menyongsong HBI ke-73"), "73")


@pytest.mark.parametrize(
    ("text", "office", "named"),
    [
        ("Gubernur NTT hadir.", "gubernur", True),
        ("Wakil Gubernur NTT hadir.", "gubernur", False),
        ("Wakil Gubernur dan Gubernur hadir.", "gubernur", True),
        ("Wali Kota Tangerang hadir.", "walikota", True),
        ("Walikota Tangerang hadir.", "walikota", True),
        ("Kementerian Hukum hadir.", "menteri", False),
    ],
)
def test_an_office_is_not_that_of_its_deputy(text: str, office: str, named: bool) -> None:
    assert names_office(make_article(text), office) is named


def test_a_place_may_be_shortened() -> None:
    article = make_article("Lomba digelar di Yogyakarta.")
    assert names_place(article, "yogya")
    assert not names_place(article, "karta")


def test_what_is_told_has_the_capitals_of_the_question() -> None:
    assert as_typed("jayapura", "donor di Jayapura?") == "Jayapura"
    assert as_typed("50000", "50 ribu bibit") == "50000"


def test_what_is_asked_for_twice_is_missed_once() -> None:
    engine = make_engine(make_article("Donor darah digelar di Kupang."))
    answer = engine.ask("siapa yang donor darah di Jayapura lalu pulang di Jayapura?", TODAY)
    assert not answer.answered
    assert answer.missing == ("Jayapura",)
