"""What there is to look at: counted on generated articles, and compared with counting by hand."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from babel.dates import format_date

from bot.answer.browse import Overview, find_period, month_of
from bot.dates import read_paragraphs
from bot.index.memory import MemoryIndex
from bot.index.memory_catalogue import MemoryCatalogue
from bot.index.protocol import article_key
from bot.model import Article, Form, Granularity, Span
from bot.render.translations import read_translations
from tests.faker import make_article, make_engine, to_text

TODAY = date(2024, 3, 10)
EVERYTHING = Span(None, None)


def look_over(index: MemoryIndex) -> Overview:
    return Overview(index, MemoryCatalogue(index))


def count(overview: Overview, span: Span = EVERYTHING) -> dict[date, int]:
    return {each.day: each.events for each in overview.event_days(span)}


def in_words(day: date) -> str:
    return str(format_date(day, "d MMMM y", locale="id"))


def generate(seed: int, count: int = 60) -> list[Article]:
    """Articles of three years, some undated, untitled, or copies of the one before."""
    dice = random.Random(seed)
    start, articles = date(2022, 1, 1), []
    for number in range(count):
        published = start + timedelta(days=dice.randrange(900))
        near = [published - timedelta(days=dice.randrange(20)) for _ in range(dice.randrange(3))]
        # No two that are no copies share a salient word.
        texts = [f"Pawai{number} digelar pada {in_words(day)} di Kupang." for day in near]
        texts.append(f"Paragraf{number} tanpa tanggal.")
        copy = number > 0 and dice.random() < 0.2
        if copy:
            texts = list(articles[-1].paragraphs)
        articles.append(
            make_article(
                *texts,
                name=f"a{dice.randrange(10**6):06}-{number}",
                title=None if dice.random() < 0.2 else f"Judul {number}",
                publisher=dice.choice(["Tempo", "Antara", "iNewsBelu.id"]),
                published=None if dice.random() < 0.2 else published,
                copy_of=(articles[-1].copy_of or articles[-1].id) if copy else None,
            )
        )
    return articles


def days_by_hand(articles: list[Article]) -> Counter[date]:
    named = {
        (mention.first, article.copy_of or article.id)
        for article in articles
        for paragraph in read_paragraphs(article)
        for mention in paragraph.mentions
        if mention.granularity is Granularity.DAY
    }
    return Counter(day for day, _ in named)


@pytest.fixture(params=range(8))
def articles(request) -> list[Article]:
    return generate(request.param)


@pytest.fixture
def overview(articles) -> Overview:
    return look_over(MemoryIndex(articles))


def test_events_are_counted_as_by_hand(articles, overview) -> None:
    assert count(overview) == days_by_hand(articles)


def test_months_hold_all_days_and_lead_from_one_to_the_next(overview) -> None:
    months = overview.months
    assert sum(len(count(overview, month_of(month))) for month in months) == len(
        overview.days_in(EVERYTHING)
    )
    walked = [months[0]]
    while following := overview.months_around(walked[-1])[1]:
        assert overview.months_around(following)[0] == walked[-1]
        walked.append(following)
    assert tuple(walked) == months


def test_it_opens_at_this_month_if_that_has_something_else_at_the_newest(overview) -> None:
    assert overview.opening_month(overview.months[2]) == overview.months[2]
    newest = overview.reach.last
    assert overview.opening_month(date(2030, 5, 5)) == max(
        month for month in overview.months if month <= newest
    )


def test_a_day_after_the_newest_publication_is_neither_near_nor_opened_at() -> None:
    slip = make_article("Upacara 4 November 2026.", name="a", published=date(2026, 1, 27))
    report = make_article("Lomba digelar 9 Mei 2025.", name="b", published=date(2025, 5, 10))
    overview = look_over(MemoryIndex([slip, report]))
    asked = Span(date(2026, 10, 1), date(2026, 10, 1))
    assert overview.nearest_days(asked) == (date(2025, 5, 9),)
    assert overview.offered_days(Span(date(2026, 1, 1), None), most=3) == (date(2025, 5, 9),)
    assert overview.offered_days(Span(date(2025, 1, 1), None), most=3) == (date(2025, 5, 9),)
    assert overview.opening_month(date(2026, 12, 5)) == date(2025, 5, 1)
    assert [each.day for each in overview.event_days(asked)] == []
    assert overview.days_in(EVERYTHING)[-1] == date(2026, 11, 4)


def test_where_nothing_but_later_days_is_named_these_are_offered() -> None:
    plan = make_article("Pawai digelar 4 November 2026.", published=date(2026, 1, 27))
    for article in (plan, replace(plan, published=None)):
        overview = look_over(MemoryIndex([article]))
        assert overview.nearest_days(Span(TODAY, TODAY)) == (date(2026, 11, 4),)
        assert overview.opening_month(TODAY) == date(2026, 11, 1)


@pytest.mark.parametrize("size", [1, 7, 8, 1000])
def test_the_pages_of_the_timeline_are_all_days_in_order(articles, overview, size) -> None:
    last = overview.timeline(EVERYTHING, 1, size=size, most=3).count
    pages = [overview.timeline(EVERYTHING, n, size=size, most=3) for n in range(1, last + 1)]
    days = [day.event_day for page in pages for day in page.items]
    assert {day.day: day.events for day in days} == days_by_hand(articles)
    assert [day.day for day in days] == sorted(day.day for day in days)
    assert overview.timeline(EVERYTHING, None, size=size, most=3) == pages[-1]
    assert overview.timeline(EVERYTHING, 10**9, size=size, most=3) == pages[-1]
    assert overview.timeline(EVERYTHING, -5, size=size, most=3) == pages[0]


def test_each_day_is_told_by_articles_that_name_it_with_the_very_sentence(overview) -> None:
    for day in overview.timeline(EVERYTHING, 1, size=999, most=99).items:
        assert len(day.told) == day.event_day.events
        for told in day.told:
            assert any(told.sentence in paragraph for paragraph in told.article.paragraphs)
            assert in_words(day.event_day.day) in told.sentence


def test_the_original_speaks_for_its_copies() -> None:
    text = "Kegiatan digelar pada 5 Mei 2023."
    copy = make_article(text, name="a", copy_of="b")
    original = make_article(text, name="b")
    (day,) = look_over(MemoryIndex([copy, original])).timeline(EVERYTHING, 1, size=8, most=3).items
    assert [told.article.id for told in day.told] == ["b"]
    assert (day.event_day.events, day.event_day.articles) == (1, 2)


def test_a_copy_of_a_copy_counts_with_the_original_of_both() -> None:
    text = "Kegiatan digelar pada 5 Mei 2023."
    chain = [
        make_article(text, name=n, copy_of=of) for n, of in (("c", "b"), ("b", "a"), ("a", None))
    ]
    assert count(look_over(MemoryIndex(chain))) == {date(2023, 5, 5): 1}


def test_copies_of_what_is_not_there_count_once() -> None:
    text = "Kegiatan digelar pada 5 Mei 2023."
    copies = [make_article(text, name=name, copy_of="gone") for name in "ab"]
    assert count(look_over(MemoryIndex(copies))) == {date(2023, 5, 5): 1}


def test_a_day_is_planned_where_all_that_is_said_of_it_is() -> None:
    plan = make_article("Lomba akan digelar 9 Mei 2023.", name="a", published=date(2023, 5, 1))
    report = make_article("Lomba digelar 9 Mei 2023.", name="b", published=date(2023, 5, 10))
    (planned,) = look_over(MemoryIndex([plan])).event_days(EVERYTHING)
    (reported,) = look_over(MemoryIndex([plan, report])).event_days(EVERYTHING)
    assert planned.planned
    assert not reported.planned


def test_articles_are_listed_newest_first_then_by_id_undated_last(articles, overview) -> None:
    listed = overview.articles("", 1, size=999).items
    dated = sorted((a for a in articles if a.published), key=lambda a: a.id)
    dated.sort(key=lambda a: a.published, reverse=True)
    undated = sorted((a for a in articles if not a.published), key=lambda a: a.id)
    assert list(listed) == dated + undated


def test_articles_are_found_by_words_of_title_or_outlet_in_any_case(articles, overview) -> None:
    found = overview.articles("TEMPO judul", 1, size=999)
    expected = {a.id for a in articles if a.publisher == "Tempo" and a.title}
    assert {article.id for article in found.items} == expected
    assert found.total == len(expected)
    assert overview.articles("tidak-ada", 1, size=8).items == ()


def test_what_was_added_or_taken_away_shows(articles) -> None:
    index = MemoryIndex(articles[:30]).plus(articles[30:])
    assert count(look_over(index)) == days_by_hand(articles)
    fewer = index.without([article.id for article in articles[10:20]])
    kept = articles[:10] + articles[20:]
    assert count(look_over(fewer)) == days_by_hand(kept)


def test_an_archive_without_articles_or_dates_has_nothing_to_look_at() -> None:
    for index in (MemoryIndex(), MemoryIndex([make_article("Tanpa tanggal.")])):
        overview = look_over(index)
        assert overview.months == ()
        assert overview.opening_month(TODAY) is None
        assert count(overview) == {}
        assert overview.timeline(EVERYTHING, None, size=8, most=3).items == ()
        assert overview.months_around(TODAY) == (None, None)
        assert overview.earlier_years(TODAY, most=3) == ()
        assert overview.planned(TODAY, most=3) == ()
        assert overview.articles("", 1, size=8).total == len(index)


YEARS = (
    make_article("Upacara digelar 10 Maret 2021.", name="a", published=date(2021, 3, 11)),
    make_article("Lomba digelar 10 Maret 2023.", name="b", published=date(2023, 3, 11)),
    make_article("Pawai digelar 11 Maret 2022.", name="c", published=date(2022, 3, 12)),
    make_article("Donor darah akan digelar 15 Maret 2024.", name="d", published=date(2024, 3, 1)),
    make_article("Gowes akan digelar 18 Maret 2024.", name="e", published=date(2024, 3, 1)),
    make_article("Rapat digelar Minggu, 10 Maret 2024.", name="f", published=date(2024, 3, 11)),
    make_article("Bazar akan digelar Minggu, 10 Maret 2024.", name="g", published=date(2024, 3, 1)),
)


def test_this_day_in_earlier_years_comes_newest_first() -> None:
    found = make_engine(*YEARS).overview.earlier_years(TODAY, most=9)
    assert [passage.paragraph.article.id for passage in found] == ["b", "a"]


def test_planned_is_what_was_announced_for_today_or_lies_within_a_week() -> None:
    found = make_engine(*YEARS).overview.planned(TODAY, most=9)
    assert [passage.paragraph.article.id for passage in found] == ["g", "d"]


def test_this_day_is_answered_with_both_each_with_its_source() -> None:
    answer = make_engine(*YEARS).on_this_day("Apa?", TODAY, most=3)
    text = to_text(answer, read_translations("id"))
    assert answer.answered
    assert answer.form is Form.DIGEST
    assert [passage.paragraph.article.id for passage in answer.passages] == ["b", "a", "g", "d"]
    lines = re.findall(r"^\d\. (\d+ \w+ \d+) .* · Tempo", text, re.MULTILINE)
    assert lines == ["10 Mar 2023", "10 Mar 2021", "10 Mar 2024", "15 Mar 2024"]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2023", Span(date(2023, 1, 1), date(2023, 12, 31))),
        ("januari 2023", Span(date(2023, 1, 1), date(2023, 1, 31))),
        ("Feb 2024", Span(date(2024, 2, 1), date(2024, 2, 29))),
        ("May 2024", Span(date(2024, 5, 1), date(2024, 5, 31))),
        ("bulan lalu", Span(date(2024, 2, 1), date(2024, 2, 29))),
        ("abc", None),
        ("", None),
        ("99999", None),
        ("30 Februari 2023", None),
    ],
)
def test_a_period_is_read_as_questions_are(text, span) -> None:
    assert find_period(text, TODAY) == span


def test_the_key_of_an_article_is_short_and_its_own(articles) -> None:
    keys = {article_key(article.id) for article in articles}
    assert len(keys) == len(articles)
    assert all(len(key) == 16 and int(key, 16) >= 0 for key in keys)


@pytest.mark.parametrize("day", [date.min, date.max, date(2024, 2, 10), date(2023, 12, 31)])
def test_a_month_begins_at_its_first_day_and_ends_at_its_last(day) -> None:
    span = month_of(day)
    assert span.first.day == 1
    assert span.last == date.max or (span.last + timedelta(days=1)).day == 1
    assert (span.last.year, span.last.month) == (day.year, day.month)
