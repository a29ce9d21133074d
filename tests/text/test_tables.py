"""Tables of words: what a row is, and that a wrong one is told with its line."""

from __future__ import annotations

import pytest

from bot.text.tables import parse_table


def test_comments_and_empty_lines_are_no_rows():
    assert parse_table("# words\n\nyg: yang\n  utk :  untuk \n", "spelling") == {
        "yg": "yang",
        "utk": "untuk",
    }


@pytest.mark.parametrize("line", ["yg yang", "yg:", ": yang"])
def test_a_line_that_is_no_row_is_named(line):
    with pytest.raises(ValueError, match="spelling, line 2: expected 'key: value'"):
        parse_table(f"utk: untuk\n{line}\n", "spelling")


def test_a_key_stands_once():
    with pytest.raises(ValueError, match="line 2: 'yg' stands there twice"):
        parse_table("yg: yang\nyg: lagi\n", "spelling")
