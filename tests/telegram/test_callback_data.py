"""What buttons say: the same texts as under the messages that were sent long ago."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import LANGUAGES
from bot.model import Span
from bot.render.translations import read_translations
from bot.telegram.ask.buttons import BUTTONS
from bot.telegram.callback_data import (
    AccessDecided,
    AccessRequested,
    AnswerPress,
    ArticlePage,
    CalendarMonth,
    EventsOfDay,
    Inert,
    LanguageChosen,
    ListedArticle,
    SourcesPage,
    TimelinePage,
    encode,
    parse,
)

DAY = date(2023, 1, 17)
MONTH = date(2023, 1, 1)
# Under sent messages: none of these may ever be read otherwise.
SENT = {
    "A:12:0:day:2026-01-20": AnswerPress(12, 0, "day", "2026-01-20"),
    "A:999999999999999999:29:page:28": AnswerPress(999999999999999999, 29, "page", "28"),
    "A:7:3:good:": AnswerPress(7, 3, "good"),
    "art:0123456789abcdef:2": ArticlePage("0123456789abcdef", False, 2),
    "art:0123456789abcdef:t2": ArticlePage("0123456789abcdef", True, 2),
    "art:0123456789abcdef:x": ArticlePage("0123456789abcdef", False, None),
    "see:-": Inert(),
    "see:cal:2023-01": CalendarMonth(MONTH),
    "see:day:2023-01-17": EventsOfDay(DAY),
    "see:line:.:1": TimelinePage(Span(None, None), 1),
    "see:line:2023-01-17.:3": TimelinePage(Span(DAY, None), 3),
    "see:line:.2023-01-17:3": TimelinePage(Span(None, DAY), 3),
    "see:line:2023-01-01.2023-01-17:12": TimelinePage(Span(MONTH, DAY), 12),
    "see:src:1:": SourcesPage(1),
    "see:src:2:a:b\n<c>": SourcesPage(2, "a:b\n<c>"),
    "see:art:0123456789abcdef": ListedArticle("0123456789abcdef"),
    "acc:ask": AccessRequested(),
    "acc:a:123456789": AccessDecided("a", 123456789),
    "acc:b:9999999999999999": AccessDecided("b", 9999999999999999),
    "lang:en": LanguageChosen("en"),
}
FORGED = (
    *("", "x", "see:", "see:-:", "see:cal:2023-13", "see:cal:2023-1", "see:cal:٢٠٢٣-٠١"),
    *("see:day:20230117", "see:day:2023-02-30", "see:line:2023-01-02.2023-01-01:1"),
    *("see:line:.:", "see:src:1", "see:src:-1:", "art:0123:1", "art:0123456789abcdef:1\n"),
    *("A:1:0:good", "A:1:0:Good:", "A:-1:0:good:", "acc:x:1", "acc:a:", "lang:xx", "lang:id\n"),
)


@pytest.mark.parametrize(("text", "value"), SENT.items(), ids=SENT)
def test_what_stands_under_sent_messages_is_read_and_written_as_ever(text, value):
    found = parse(text)
    assert (type(found), found) == (type(value), value)
    assert encode(found) == text


@pytest.mark.parametrize("text", FORGED)
def test_what_no_button_says_is_nothing(text):
    assert parse(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_under_an_answer_has_its_text_and_does_one_thing(language):
    texts = read_translations(language).texts
    assert {f"under.{row.label}" for row in BUTTONS if row.label} <= texts.keys()
    pairs = {(row.act, row.perform) for row in BUTTONS}
    assert len(pairs) == len({row.act for row in BUTTONS})
    performed = [perform for _, perform in pairs if perform]
    assert len(performed) == len(set(performed))
    assert all(row.perform or row.build_alone for row in BUTTONS)


def test_what_is_no_text_is_nothing():
    assert parse(None) is None


def test_more_than_telegram_takes_is_refused():
    assert len(encode(SourcesPage(1, "é" * 27)).encode()) == 64
    with pytest.raises(ValueError, match="64 bytes"):
        encode(SourcesPage(1, "é" * 28))


@given(st.integers(1, 10**18 - 1), st.integers(0, 9999), st.sampled_from(BUTTONS), st.dates())
def test_every_press_under_an_answer_comes_back(asked, page, row, day):
    for value in ("", str(page), day.isoformat()):
        data = AnswerPress(asked, page, row.act, value)
        assert parse(encode(data)) == data


@given(st.dates(), st.dates(), st.integers(1, 999_999), st.text(max_size=12))
def test_every_press_in_a_screen_comes_back(one, other, page, words):
    span = Span(min(one, other), max(one, other))
    for data in (
        CalendarMonth(one.replace(day=1)),
        EventsOfDay(one),
        TimelinePage(span, page),
        SourcesPage(page, words),
    ):
        assert parse(encode(data)) == data
