from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.text.sentences import split_sentences
from bot.text.tables import read_table
from tests.conftest import CASES

ENDED = yaml.safe_load((CASES / "sentences.yaml").read_text(encoding="utf-8"))
KINDS = {"name", "number", "number of", "degree", "may end", "letter"}


def split(text: str) -> list[str]:
    return [text[start:stop] for start, stop in split_sentences(text)]


@pytest.mark.parametrize("ended", ENDED)
def test_sentences_end_where_a_reader_ends_them(ended: str) -> None:
    assert split(ended.replace(" | ", " ")) == ended.split(" | ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n", []),
        ("Baris satu\nBaris dua", ["Baris satu", "Baris dua"]),
        ("Hadir Plt.\nDirjen", ["Hadir Plt.", "Dirjen"]),
        ("Syarat:\n1. KTP\n2. Akta. Asli.", ["Syarat:", "1. KTP", "2. Akta.", "Asli."]),
    ],
)
def test_a_line_ends_its_sentence(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_every_short_form_stands_once_and_says_what_decides() -> None:
    rows = read_table("bot.text", "shortened.txt")
    forms = Counter(form for listed in rows for form in listed.split())
    assert set(rows.values()) == KINDS
    assert [form for form, times in forms.items() if times > 1] == []
    assert [form for form in forms if form.endswith(".")] == []


@given(st.text(alphabet=' abA.!?"”\n1', max_size=60))
def test_every_letter_lies_in_exactly_one_sentence(text: str) -> None:
    parts = split_sentences(text)
    assert "".join("".join(text[a:b].split()) for a, b in parts) == "".join(text.split())
    assert all(early[1] <= late[0] for early, late in pairwise(parts))
