from __future__ import annotations

import pytest

from bot.importer.fetch import PAGE_TYPES
from bot.importer.formats import FORMATS, HTML, PDF, TEXT, PageFormat, find_format
from bot.importer.sources import ENDINGS

NAMES = [(name, one) for one in FORMATS for name in (*one.endings, *one.types)]


@pytest.mark.parametrize(("name", "wanted"), NAMES, ids=lambda value: str(value)[:30])
def test_a_row_is_all_that_a_format_takes(name: str, wanted: PageFormat) -> None:
    assert find_format(b"isi", name) is wanted
    assert name in (*ENDINGS, *PAGE_TYPES)


def test_no_name_is_of_two_formats() -> None:
    assert len(dict(NAMES)) == len(NAMES)


@pytest.mark.parametrize(
    ("content", "name", "wanted"),
    [
        (b"%PDF-1.7", ".txt", PDF),
        (b"%PDF-1.7", "text/html", PDF),
        (b"<!-- x --><html>", ".txt", HTML),
        (b"<!doctype html>", "", HTML),
        (b"isi", "", TEXT),
        (b"isi", ".lain", TEXT),
    ],
)
def test_what_the_first_bytes_say(content: bytes, name: str, wanted: PageFormat) -> None:
    assert find_format(content, name) is wanted


def test_the_first_bytes_of_html_say_nothing_against_a_name() -> None:
    assert find_format(b"<html>", ".md") is not HTML
