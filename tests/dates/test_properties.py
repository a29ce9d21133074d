"""What holds of the date grammar for every text."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dates import find_asked, find_mentions, words
from bot.dates.normalize import normalize
from bot.dates.patterns import first_word
from bot.dates.scan import RULES
from bot.dates.vetoes import VETOES

DAYS = st.dates(min_value=date(1950, 1, 1), max_value=date(2060, 12, 31))
PIECES = st.sampled_from(
    [
        *words.SPELLINGS,
        *words.NUMBER_WORDS,
        *words.NUMBERED,
        "setiap",
        "di",
        "akan",
        "pekan",
        "orang",
        "12",
        "31",
        "2024",
        "30/2",
        *",.-–/()'\"&: 0123456789",
    ]
)
TEXTS = st.one_of(
    st.text(),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, max_size=14).map("".join),
)
MONTHS = list(words.MONTHS)

untimed = settings(deadline=None)
"""A busy machine makes no reading wrong; what takes long is another test's matter."""


@untimed
@given(TEXTS, st.one_of(st.none(), st.dates()))
def test_mentions_are_slices_of_the_text_in_order(text: str, reference: date | None) -> None:
    stop = 0
    for mention in find_mentions(text, reference):
        assert mention.start >= stop
        assert text[mention.start : mention.stop] == mention.surface
        assert mention.first <= mention.last
        stop = mention.stop


@untimed
@given(TEXTS, st.dates())
def test_a_question_has_a_span_for_every_mention(question: str, today: date) -> None:
    asked = find_asked(question, today)
    assert len(asked.spans) == len(asked.mentions)
    assert all(
        question[mention.start : mention.stop] == mention.surface for mention in asked.mentions
    )
    assert all(surface in question for surface in asked.impossible)


@untimed
@given(TEXTS)
def test_tokens_lie_in_the_text_and_in_order(text: str) -> None:
    line = normalize(text)
    assert list(line.offsets) == sorted(set(line.offsets))
    assert all(
        start < stop <= len(text) for start, stop in zip(line.starts, line.stops, strict=True)
    )


@untimed
@given(TEXTS)
def test_no_rule_begins_at_another_word_than_it_says(text: str) -> None:
    line = normalize(text)
    for offset in line.offsets:
        first = first_word(line.canon, offset)
        for rule in (*RULES, *VETOES):
            assert first in rule.begins or not rule.pattern.match(line.canon, offset)


@untimed
@given(DAYS)
def test_every_day_is_found_in_every_notation(day: date) -> None:
    written = [
        f"{day.day} {MONTHS[day.month - 1]} {day.year}",
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%Y-%m-%d}",
        f"{day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        f"{list(words.WEEKDAYS)[day.weekday()]} ({day.day}/{day.month}/{day.year})",
    ]
    for text in written:
        assert [(m.first, m.last) for m in find_mentions(f"Digelar {text} di Solo.", None)] == [
            (day, day)
        ]
        assert [(span.first, span.last) for span in find_asked(text, date(2026, 1, 22)).spans] == [
            (day, day)
        ]


def shift(day: date, years: int) -> date:
    return day.replace(year=day.year + years)


@untimed
@given(
    st.lists(PIECES, max_size=10).map(" ".join),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2020, 12, 31)),
)
def test_28_years_later_the_calendar_is_the_same(text: str, reference: date) -> None:
    later = re.sub("2024", "2052", text)
    now = find_mentions(text, reference)
    then = find_mentions(later, shift(reference, 28))
    assert [(shift(m.first, 28), shift(m.last, 28)) for m in now] == [
        (m.first, m.last) for m in then
    ]


@untimed
@given(
    st.lists(PIECES, max_size=10).map(" ".join),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2020, 12, 31)),
)
def test_28_years_later_the_same_is_asked(question: str, today: date) -> None:
    def later(day: date | None) -> date | None:
        return shift(day, 28) if day else None

    now = find_asked(question, today)
    then = find_asked(re.sub("2024", "2052", question), shift(today, 28))
    assert [(later(s.first), later(s.last)) for s in now.spans] == [
        (s.first, s.last) for s in then.spans
    ]
    assert len(now.impossible) == len(then.impossible)
