"""How many events on how many dates: the figures that an answer and the calendar share."""

from __future__ import annotations

from datetime import date

import pytest

from bot.model import Article, Counts, Span
from bot.search.search import READ_BY_DAY
from tests.faker import TODAY, make_article, make_engine


def articles(*texts: str) -> list[Article]:
    """An article for each text; one that begins with "=" is a copy of the one before."""
    made: list[Article] = []
    for number, text in enumerate(texts):
        copied = made[-1].id if text.startswith("=") else None
        made.append(make_article(text.lstrip("="), name=f"a{number}", copy_of=copied))
    return made


@pytest.mark.parametrize(
    ("texts", "question", "events", "dates"),
    [
        (["Pawai digelar 3 Mei 2024."], "apa yang terjadi 3 Mei 2024", 1, 1),
        (["Pawai digelar 3 Mei 2024.", "Bazar dibuka 3 Mei 2024."], "Mei 2024 ada apa", 2, 1),
        (["Pawai digelar 3 Mei 2024.", "=Pawai digelar 3 Mei 2024."], "Mei 2024 ada apa", 1, 1),
        (["Pawai digelar 3 Mei 2024.", "Lomba dibuka 5 Mei 2024."], "Mei 2024 ada apa", 2, 2),
        # One that is told on two days is one.
        (["Pawai digelar 3 Mei 2024 dan 5 Mei 2024."], "Mei 2024 ada apa", 1, 2),
        # A range is one event, on its first day and on its last.
        (["Razia digelar 8-16 Mei 2024."], "Mei 2024 ada apa", 1, 2),
        (["Razia digelar 8-16 Mei 2024.", "=Razia digelar 8-16 Mei 2024."], "Mei 2024", 1, 2),
        (["Razia digelar 8-16 Mei 2024.", "Pawai digelar 8 Mei 2024."], "Mei 2024", 2, 2),
        # Only what lies in the asked days counts, and the asked day of a range around it.
        (["Pawai digelar 3 Mei 2024, lomba 9 Juni 2024."], "Juni 2024 ada apa", 1, 1),
        (["Razia digelar 29 April-2 Mei 2024."], "Mei 2024 ada apa", 1, 1),
        (["Razia digelar 8-16 Mei 2024."], "apa yang terjadi 10 Mei 2024", 1, 1),
        # A month is no date; it tells an event where nothing else does.
        (["Pelatihan berlangsung selama Mei 2024."], "Mei 2024 ada apa", 1, 0),
        (["Pelatihan berlangsung Mei 2024.", "Pawai digelar 3 Mei 2024."], "Mei 2024", 1, 1),
    ],
)
def test_events_and_their_dates(texts: list[str], question: str, events: int, dates: int) -> None:
    answer = make_engine(*articles(*texts)).ask(question, TODAY, limit=9)
    assert answer.counts == Counts(events, dates, len(texts))


def test_a_month_with_more_than_is_read_counts_all_as_the_calendar_does() -> None:
    texts = [f"Lomba{n} digelar {n % 28 + 1} Mei 2024." for n in range(READ_BY_DAY + 9)] + [
        "Razia digelar 29-31 Mei 2024."
    ]
    engine = make_engine(*articles(*texts))
    answer = engine.ask("apa yang terjadi Mei 2024?", TODAY)
    month = engine.overview.event_days(Span(date(2024, 5, 1), date(2024, 5, 31)))
    assert answer.counts == engine.overview.index.count_events([Span(month[0].day, month[-1].day)])
    assert answer.events == READ_BY_DAY + 10
    assert answer.event_dates == len(month) == 30


def test_the_heading_says_the_dates_that_are_counted() -> None:
    texts = ("Razia digelar 8-16 Mei 2024.", "Pawai digelar 3 Mei 2024.")
    answer = make_engine(*articles(*texts)).ask("Mei 2024 ada apa", TODAY)
    assert answer.counts.dates == answer.event_dates == 3
