from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis import analyze, fold
from bot.sentences import split_sentences


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Satu. Dua.", ["Satu.", "Dua."]),
        ("Mgr. Hironimus hadir. Selesai.", ["Mgr. Hironimus hadir.", "Selesai."]),
        ("Hadir Dian L.R. Lenggu. Selesai.", ["Hadir Dian L.R. Lenggu.", "Selesai."]),
        ("Pukul 08.30 dibuka. Pukul 12.00 tutup.", ["Pukul 08.30 dibuka.", "Pukul 12.00 tutup."]),
        ("“Siap.” Ia pergi.", ["“Siap.”", "Ia pergi."]),
        ("“Siap?” tanya dia. “Ya!”", ["“Siap?” tanya dia.", "“Ya!”"]),
        ("Tanpa titik", ["Tanpa titik"]),
        ("Baris satu\nBaris dua", ["Baris satu", "Baris dua"]),
        ("Lahir 5 s.d. 26 Januari 2026. Selesai.", ["Lahir 5 s.d. 26 Januari 2026.", "Selesai."]),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [text[start:stop] for start, stop in split_sentences(text)] == expected


@given(st.text(alphabet=' abA.!?"”\n1', max_size=60))
def test_every_letter_lies_in_exactly_one_sentence(text: str) -> None:
    parts = split_sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in parts) == "".join(text.split())
    assert all(early[1] <= late[0] for early, late in pairwise(parts))
