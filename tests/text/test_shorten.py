from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.characters import utf16_length, utf16_slice
from bot.text.shorten import shorten


@given(st.text(), st.integers(1, 40), st.booleans(), st.sampled_from([len, utf16_length]))
def test_a_shortened_text_fits_and_begins_as_the_whole(text, most, words, length) -> None:
    short = shorten(text, most, words=words, length=length)
    assert length(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("Kantor Imigrasi Kupang", 22, "Kantor Imigrasi Kupang"),
        ("Kantor Imigrasi Kupang", 21, "Kantor Imigrasi…"),
        ("Kantor, Imigrasi", 10, "Kantor…"),
        ("Kantorwilayah", 7, "Kantor…"),
    ],
)
def test_a_cut_after_a_word_leaves_no_mark_behind(text: str, most: int, cut: str) -> None:
    assert shorten(text, most, words=True) == cut


@given(st.text(), st.text(), st.text())
def test_a_slice_by_units_is_the_part_between(before: str, part: str, after: str) -> None:
    start = utf16_length(before)
    whole = before + part + after
    assert utf16_slice(whole, start, start + utf16_length(part)) == part
