from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.sentences import split_sentences


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
