"""Answers by day: an event a row, its other reports behind it, and then their passages."""

from __future__ import annotations

from datetime import date

import pytest

from bot.index.memory import MemoryIndex
from bot.model import Answer, Article, Counts, Span
from tests.faker import TODAY, make_article, make_engine, to_text

DAY = date(2023, 9, 4)
LAUNCH = "BREBES - Kapal latih nelayan diluncurkan di Pelabuhan Kluwut, Brebes, Senin (4/9/2023)."
CREW = "Ratusan nelayan Brebes bersorak ketika kapal latih meluncur ke laut, Senin (4/9)."
OWNER = "Kapal latih nelayan Brebes yang baru diluncurkan memuat dua puluh awak."
LATER = "Pemerintah meninjau ulang jadwal.", "Kapal latih nelayan Brebes diluncurkan, Senin (4/9)."
OTHER = "TUBAN - Lomba perahu hias digelar di Tuban, Senin (4/9/2023)."
ASK = "apa yang terjadi 4 September 2023"


def report(*texts: str, name: str, **head: object) -> Article:
    return make_article(*texts, name=name, publisher=f"Media {name}", published=DAY, **head)


def ask(*articles: Article, question: str = ASK, limit: int = 30) -> Answer:
    return make_engine(*articles).ask(question, TODAY, limit=limit)


def rows(answer: Answer) -> list[tuple[str, set[str]]]:
    """The article of each passage, and those that it stands for."""
    return [(p.paragraph.article.id, {c.article for c in p.also}) for p in answer.passages]


REPORTS = (
    report(*LATER, name="a"),
    report(LAUNCH, name="b"),
    report(CREW, name="c", title="Kapal Latih Meluncur", url="https://media.id/c"),
    report(OWNER, name="d"),
)


def test_an_event_is_one_row_of_its_best_report_and_the_others_follow_all_events() -> None:
    answer = ask(*REPORTS, report(OTHER, name="e"))
    assert rows(answer)[:2] == [("c", {"a", "b", "d"}), ("e", set())]
    assert [name for name, _ in rows(answer)[2:]] == ["b", "a", "d"]
    assert answer.shown == 2
    assert answer.counts == Counts(2, 1, 5)


def test_a_report_that_names_no_day_is_quoted_by_its_opening() -> None:
    last = ask(*REPORTS).passages[-1]
    assert (last.paragraph.article.id, last.paragraph.number) == ("d", 0)
    assert last.published_only


def test_a_digest_has_one_line_an_event() -> None:
    more = [
        report(f"KUPANG - Bazar{n} dibuka di Kupang, {n} September 2023.", name=f"m{n}")
        for n in (8, 9)
    ]
    answer = ask(*REPORTS, report(OTHER, name="e"), *more, question="September 2023 ada apa")
    assert [name for name, _ in rows(answer)] == ["c", "e", "m8", "m9"]
    assert answer.counts == Counts(4, 3, 7)
    assert " · Media c +3" in to_text(answer, make_engine().translations("id"))


def test_several_paragraphs_of_an_article_are_one_row_of_an_event() -> None:
    article = report(LAUNCH, "Kapal latih nelayan itu berlayar pada 4 September 2023.", name="a")
    answer = ask(article, report(OTHER, name="b"))
    assert [name for name, _ in rows(answer)] == ["a", "b", "a"]
    assert answer.shown == answer.events == 2


def test_another_event_of_an_article_keeps_its_row() -> None:
    article = report(
        LAUNCH,
        "Lomba memancing untuk pelajar sekolah dasar kota itu dibuka bupati 6 September 2023.",
        name="a",
    )
    answer = ask(article, report(CREW, name="b"), question="September 2023 ada apa")
    told = [p.dates[0].first.day for p in answer.passages[: answer.shown]]
    assert (told, answer.counts) == ([4, 6], Counts(2, 2, 2))


def test_a_paragraph_that_names_two_events_is_a_row_of_each() -> None:
    article = report(
        LAUNCH,
        "Festival bandeng dibuka 6 September 2023. Turnamen catur ditutup 7 September 2023.",
        name="a",
    )
    answer = ask(article, question="6 sampai 7 September 2023 ada apa")
    assert [p.dates[0].first.day for p in answer.passages[: answer.shown]] == [6, 7]
    assert answer.events == 2


def test_reports_that_only_repeat_another_follow_nowhere() -> None:
    copy = report("Brebes: " + LAUNCH, name="b", copy_of="a")
    assert rows(ask(report(LAUNCH, name="a"), copy)) == [("a", {"b"})]


def test_an_undated_report_of_an_event_is_no_line_of_its_own() -> None:
    answer = ask(*REPORTS, question="September 2023 ada apa")
    assert rows(answer)[0] == ("c", {"a", "b", "d"})
    assert all(not passage.published_only for passage in answer.passages[: answer.shown])


def test_what_was_published_then_is_told_by_event_too() -> None:
    silent = (
        report("Peluncuran kapal latih nelayan di Brebes berlangsung meriah.", name="a"),
        report("Kapal latih nelayan Brebes meluncur dengan meriah ke laut.", name="b"),
    )
    answer = ask(*silent)
    assert answer.notes == ("published_only",)
    assert rows(answer) == [("a", {"b"})]


@pytest.mark.parametrize("question", [ASK, "September 2023 ada apa"])
def test_answer_and_calendar_say_the_same(question: str) -> None:
    articles = [*REPORTS, report(OTHER, name="e")]
    days = MemoryIndex(articles).event_days()
    counts = MemoryIndex(articles).count_events([Span(DAY, DAY)])
    answer = ask(*articles, question=question)
    assert answer.counts == counts
    assert [(each.day, each.events, each.articles) for each in days] == [
        (DAY, counts.events, counts.sources)
    ]
