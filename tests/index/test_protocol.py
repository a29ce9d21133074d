"""What any index and any catalogue must answer, asked of each that there is.

``IMPLEMENTATIONS`` makes one of a list of articles; whoever builds another search engine adds it
there. The plain one in ``plain.py`` is the measure: it scores with rank_bm25 itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from babel.dates import format_date

from bot.index.memory import MemoryIndex
from bot.index.memory_catalogue import MemoryCatalogue
from bot.index.protocol import (
    UNKNOWN_TERM,
    Catalogue,
    Index,
    ParagraphKey,
    TermGroup,
    WordHit,
    article_key,
)
from bot.model import Article, Counts, DateMatch, Reach, Span
from tests.faker import make_article
from tests.index.plain import PlainArchive

WORDS = [
    "paspor",
    "kantor",
    "imigrasi",
    "donor",
    "darah",
    "lomba",
    "upacara",
    "warga",
    "pelabuhan",
    "bibit",
    "kelapa",
    "pasar",
]
OUTLETS = ("Tempo", "Antara", "iNewsBelu.id")
JANUARY = Span(date(2023, 1, 1), date(2023, 1, 31))
YEAR = Span(date(2022, 7, 1), None)
SPANS: tuple[tuple[Span, ...], ...] = (
    (),
    (Span(date(2023, 1, 17), date(2023, 1, 17)),),
    (Span(date(2023, 1, 16), date(2023, 1, 22)), Span(date(2023, 3, 2), date(2023, 3, 2))),
    (JANUARY,),
    (YEAR,),
    (Span(date(2023, 1, 17), date(2023, 1, 17)), YEAR),
)
GROUPS = (
    TermGroup((("paspor",),), 1.5),
    TermGroup((("donor",), ("darah", "warga")), 2.25),
    TermGroup((("tiada",),), 0.5),
)
WEIGHTS = {"paspor": 1.0, "donor": 0.5, "darah": 0.25, "tiada": 1.0, "lomba": 1.5}


class Archive(NamedTuple):
    index: Index
    catalogue: Catalogue


def in_memory(articles: Sequence[Article]) -> Archive:
    index = MemoryIndex(articles)
    return Archive(index, MemoryCatalogue(index))


def grown_in_memory(articles: Sequence[Article]) -> Archive:
    """Built from a third, others added and taken away again, saved and loaded, the rest added."""
    third = len(articles) // 3
    other = [make_article("Donor paspor 17 Januari 2023.", name=f"zz{n}") for n in range(3)]
    index = MemoryIndex(articles[:third]).plus(other).without([each.id for each in other])
    index = MemoryIndex.from_arrays(index.to_arrays()).plus(articles[third:])
    return Archive(index, MemoryCatalogue(index))


def plain(articles: Sequence[Article]) -> Archive:
    archive = PlainArchive(articles)
    return Archive(archive, archive)


IMPLEMENTATIONS: dict[str, Callable[[Sequence[Article]], Archive]] = {
    "memory": in_memory,
    "memory, grown": grown_in_memory,
    "plain": plain,
}


def generate(seed: int, count: int = 45) -> list[Article]:
    """Articles of a year, some undated, untitled, without a day, or copies, even of nothing."""
    dice = random.Random(seed)
    articles: list[Article] = []
    for number in range(count):
        published = date(2022, 9, 1) + timedelta(days=dice.randrange(250))
        texts = [sentence(dice, published) for _ in range(dice.randint(1, 4))]
        copied = dice.choice(articles) if articles and dice.random() < 0.2 else None
        original = copied.id if copied else None
        articles.append(
            make_article(
                *(copied.paragraphs if copied else texts),
                name=f"a{dice.randrange(10**6):06}-{number}",
                title=None if dice.random() < 0.3 else " ".join(dice.sample(WORDS, 3)).title(),
                publisher=dice.choice(OUTLETS),
                published=None if dice.random() < 0.25 else published,
                url=f"https://www.media.id/read/{100_000 + number}/berita-{number}",
                copy_of="gone" if copied and dice.random() < 0.2 else original,
            )
        )
    dice.shuffle(articles)
    return articles


def sentence(dice: random.Random, published: date) -> str:
    day = published - timedelta(days=dice.randrange(-5, 20))
    when = dice.choice(
        [
            "",
            "",
            format_date(day, "'pada' d MMMM y", locale="id"),
            "pada Januari 2023",
            "tahun 2022",
        ]
    )
    plan = dice.choice(["digelar", "akan digelar"])
    said = " ".join(dice.choices(WORDS, k=dice.randint(2, 9)))
    return f"{said.capitalize()} {plan} {when}.".replace(" .", ".")


@pytest.fixture(scope="module", params=range(4))
def articles(request: pytest.FixtureRequest) -> list[Article]:
    return generate(request.param)


@pytest.fixture(scope="module", params=IMPLEMENTATIONS)
def archive(request: pytest.FixtureRequest, articles: list[Article]) -> Archive:
    return IMPLEMENTATIONS[request.param](articles)


@pytest.fixture(scope="module")
def measure(articles: list[Article]) -> PlainArchive:
    return PlainArchive(articles)


@pytest.fixture(params=IMPLEMENTATIONS)
def make(request: pytest.FixtureRequest) -> Callable[[Sequence[Article]], Archive]:
    return IMPLEMENTATIONS[request.param]


# By words


def test_a_term_is_as_telling_as_it_is_rare(archive: Archive, measure: PlainArchive) -> None:
    terms = [*WORDS, "tiada", UNKNOWN_TERM]
    found, expected = archive.index.statistics(terms), measure.statistics(terms)
    for term in terms:
        assert found[term].known == expected[term].known
        assert found[term][1:] == pytest.approx(expected[term][1:], abs=1e-9)
    assert found["tiada"].idf == found[UNKNOWN_TERM].idf == max(s.idf for s in found.values())


@pytest.mark.parametrize("spans", SPANS)
@pytest.mark.parametrize(("article_weight", "title_weight"), [(0.0, 0.0), (0.5, 0.0), (0.7, 1.3)])
def test_words_find_what_rank_bm25_scores(
    archive: Archive,
    measure: PlainArchive,
    spans: tuple[Span, ...],
    article_weight: float,
    title_weight: float,
) -> None:
    found, expected = (
        index.by_words(
            WEIGHTS,
            GROUPS,
            spans,
            article_weight=article_weight,
            title_weight=title_weight,
            limit=10_000,
        )
        for index in (archive.index, measure)
    )
    by_key = {hit.key: hit for hit in expected}
    assert {hit.key for hit in found} == by_key.keys()
    for hit in found:
        like = by_key[hit.key]
        assert (hit.score, hit.own, hit.held) == pytest.approx(like[1:4], abs=1e-9)
        assert hit.dating is like.dating
    assert_in_order(found)


def assert_in_order(found: Sequence[WordHit]) -> None:
    """Best first; where scores are the same, by key."""
    for one, other in pairwise(found):
        assert one.score >= other.score - 1e-9
        assert one.score != other.score or one.key < other.key


@pytest.mark.parametrize("limit", [1, 7, 30])
def test_a_limit_keeps_those_with_the_best_words_of_their_own(
    archive: Archive, measure: PlainArchive, limit: int
) -> None:
    kept = archive.index.by_words(WEIGHTS, (), (), article_weight=0.5, limit=limit)
    every = measure.by_words(WEIGHTS, (), (), article_weight=0.5, limit=10_000)
    own = sorted((hit.own for hit in every), reverse=True)
    assert sorted((hit.own for hit in kept), reverse=True) == pytest.approx(own[:limit], abs=1e-9)


@pytest.mark.parametrize(
    ("text", "days_before", "match"),
    [
        ("Lomba digelar.", 0, DateMatch.PUBLISHED),
        ("Lomba digelar.", 31, DateMatch.PUBLISHED),
        ("Lomba digelar.", 32, DateMatch.OTHERWISE),
        ("Lomba digelar.", -1, DateMatch.OTHERWISE),
        ("Lomba digelar pada 2022.", 31, DateMatch.PUBLISHED),
        ("Lomba digelar 2 Mei 2023.", 31, DateMatch.OTHERWISE),
        ("Lomba digelar 2 Mei 2023.", 0, DateMatch.PUBLISHED),
    ],
)
def test_who_names_no_day_of_its_own_may_tell_of_the_month_before(
    make: Callable[[Sequence[Article]], Archive], text: str, days_before: int, match: DateMatch
) -> None:
    published = date(2023, 5, 31)
    asked = published - timedelta(days=days_before)
    index = make([make_article(text, published=published)]).index
    (hit,) = index.by_words({"lomba": 1.0}, (), [Span(asked, asked)], article_weight=0.5, limit=9)
    assert hit.dating is match


def test_words_that_nobody_writes_find_nothing(archive: Archive) -> None:
    for weights in ({}, {"tiada": 1.0}, {UNKNOWN_TERM: 1.0}):
        assert not archive.index.by_words(weights, GROUPS, (), article_weight=0.5, limit=9)


# By days


@pytest.mark.parametrize("spans", SPANS)
@pytest.mark.parametrize("share", [0.0, 0.4, 0.9])
def test_days_are_read_in_the_order_of_the_day(
    archive: Archive, measure: PlainArchive, spans: tuple[Span, ...], share: float
) -> None:
    expected = measure.by_days(spans, GROUPS, share=share)
    found = archive.index.by_days(spans, GROUPS, share=share)
    assert [(h.paragraph, h.dates) for h in found.hits] == [
        (h.paragraph, h.dates) for h in expected.hits
    ]
    assert found == expected
    for limit in (0, 3):
        fewer = archive.index.by_days(spans, GROUPS, share=share, limit=limit)
        assert fewer == replace(expected, hits=expected.hits[:limit])


def test_the_days_of_a_paragraph_stand_exact_first_then_as_they_were_asked_for(
    make: Callable[[Sequence[Article]], Archive],
) -> None:
    text = "Pameran 12-16 Januari 2023 dan lomba, 15 Januari 2023 dan sebelumnya 14 Januari 2023."
    days = [Span(date(2023, 1, day), date(2023, 1, day)) for day in (14, 15)]
    (hit,) = make([make_article(text)]).index.by_days(days).hits
    assert [(m.first.day, m.last.day) for m in hit.dates] == [(14, 14), (15, 15), (12, 16)]


@pytest.mark.parametrize("span", [JANUARY, YEAR, Span(None, None), Span(None, date(2022, 12, 1))])
def test_what_was_published_comes_by_day_then_by_id(
    archive: Archive, measure: PlainArchive, span: Span
) -> None:
    found = list(archive.index.published_in(span))
    assert found == list(measure.published_in(span))
    assert all(paragraph.number == 0 for paragraph in found)


def test_days_with_events_are_counted_once_for_all_reports_of_an_event(
    archive: Archive, measure: PlainArchive
) -> None:
    assert list(archive.index.event_days()) == list(measure.event_days())


def test_reports_of_one_event_share_their_event_keys(
    archive: Archive, measure: PlainArchive, articles: list[Article]
) -> None:
    names = [article.id for article in articles]
    assert archive.index.event_keys([*names, "unknown"]) == measure.event_keys(names)


@pytest.mark.parametrize("spans", SPANS)
def test_events_of_days_are_counted_and_reported(
    archive: Archive, measure: PlainArchive, spans: tuple[Span, ...]
) -> None:
    assert archive.index.count_events(spans) == measure.count_events(spans)
    events = {event for keys in measure.event_keys(measure.articles).values() for _, event in keys}
    asked = [*sorted(events), "2023-01-17/unknown", ""]
    assert archive.index.event_reports(asked, spans) == measure.event_reports(asked, spans)


# Reading


def test_paragraphs_are_read_by_key_in_the_order_asked(
    archive: Archive, measure: PlainArchive
) -> None:
    keys = [ParagraphKey(p.article.id, p.number) for p in measure.paragraphs]
    random.Random(1).shuffle(keys)
    assert list(archive.index.read(keys)) == list(measure.read(keys))
    assert list(archive.index.read([])) == []


def test_a_key_that_is_not_there_is_an_error(archive: Archive, articles: list[Article]) -> None:
    first = articles[0]
    for key in [("unknown", 0), (first.id, len(first.paragraphs)), (first.id, -1)]:
        with pytest.raises(KeyError):
            archive.index.read([ParagraphKey(*key)])


def test_articles_are_read_whole(archive: Archive, measure: PlainArchive) -> None:
    names = [*list(measure.articles)[::3], "unknown"]
    assert archive.index.read_articles(names) == measure.read_articles(names)


def test_terms_are_held_by_title_or_text(archive: Archive, measure: PlainArchive) -> None:
    names, terms = [*measure.articles, "unknown"], [*WORDS, "tiada"]
    assert archive.index.held_terms(names, terms) == measure.held_terms(names, terms)


@pytest.mark.parametrize("span", [None, JANUARY, YEAR])
@pytest.mark.parametrize("outlet", ["TEMPO", "inewsbelu.id", "Tem"])
def test_an_outlet_is_listed_newest_first(
    archive: Archive, measure: PlainArchive, outlet: str, span: Span | None
) -> None:
    for offset, limit in ((0, 100), (0, 2), (3, 2), (99, 2)):
        asked = (outlet, span)
        found = archive.index.by_outlet(*asked, offset=offset, limit=limit)
        assert found == measure.by_outlet(*asked, offset=offset, limit=limit)
        match = DateMatch.PUBLISHED if span else DateMatch.UNKNOWN
        assert all(hit.dating is match for hit in found.hits)


def test_a_copy_resembles_its_original_and_other_words_do_not(
    make: Callable[[Sequence[Article]], Archive],
) -> None:
    text = " ".join(WORDS)
    archive = make(
        [
            make_article(text, name="a"),
            make_article(f"Dan {text}", name="b"),
            make_article("Cuaca cerah berawan sepanjang malam.", name="c"),
        ]
    )
    alike = archive.index.resemblances(["b", "a", "c"])
    assert set(alike) <= {("b", "a"), ("b", "c"), ("a", "c")}
    assert 0.7 <= alike["b", "a"] <= 1
    assert alike.get(("a", "c"), 0) < 0.3
    assert archive.index.resemblances(["a"]) == archive.index.resemblances([]) == {}


# Catalogue


def test_the_reach_counts_articles_and_those_without_a_day(
    archive: Archive, measure: PlainArchive
) -> None:
    assert archive.catalogue.reach() == measure.reach()


def test_the_reach_is_that_of_publication_whatever_days_the_texts_name(
    make: Callable[[Sequence[Article]], Archive],
) -> None:
    day = date(2026, 1, 27)
    slip = make_article("Upacara 4 November 2026 dan 1 Mei 1998.", name="a", published=day)
    undated = make_article("Rapat digelar 3 Maret 2030.", name="b")
    assert make([slip, undated]).catalogue.reach() == Reach(2, day, day, undated=1)
    assert make([undated]).catalogue.reach() == Reach(1, undated=1)


def test_events_of_a_day_are_told_by_originals_leads_first(
    archive: Archive, measure: PlainArchive
) -> None:
    days = [each.day for each in measure.event_days()]
    asked = [*days, date(1999, 1, 1)]
    for limit in (1, 99):
        found = archive.catalogue.events_on(asked, limit=limit)
        assert {day: list(told) for day, told in found.items()} == measure.events_on(
            asked, limit=limit
        )


@pytest.mark.parametrize("words", [(), ("TEMPO",), ("paspor", "antara"), ("tidak-ada",)])
def test_articles_are_listed_newest_first_by_words_of_their_head(
    archive: Archive, measure: PlainArchive, words: Sequence[str]
) -> None:
    for offset, limit in ((0, 100), (0, 0), (4, 3), (99, 3)):
        found, total = archive.catalogue.list_articles(words, offset=offset, limit=limit)
        assert (list(found), total) == measure.list_articles(words, offset=offset, limit=limit)


def test_an_article_is_found_by_its_key(archive: Archive, articles: list[Article]) -> None:
    for article in articles:
        assert archive.catalogue.find_article(article_key(article.id)) == article
    assert archive.catalogue.find_article(article_key("unknown")) is None
    assert archive.catalogue.find_article("") is None


def test_an_article_is_found_by_its_address_or_else_by_its_number(
    make: Callable[[Sequence[Article]], Archive],
) -> None:
    here = "https://www.media.id/read/239002/donor-darah"
    articles = [
        make_article(name="b", url=here),
        make_article(name="a", url=f"{here}/all?utm_source=x"),
        make_article(name="c", url="https://media.id/read/239002/judul-yang-berubah"),
        make_article(name="d", url="https://lain.id/read/239002/donor-darah"),
        make_article(name="e"),
    ]
    catalogue = make(articles).catalogue

    def ids(address: str) -> list[str]:
        return [article.id for article in catalogue.by_address(address)]

    assert ids("http://m.media.id/read/239002/donor-darah?page=2") == ["a", "b"]
    assert ids("https://media.id/read/239002/judul-lain-lagi") == ["a", "b", "c"]
    assert ids("https://media.id/read/2023/donor-darah") == []
    assert ids("bukan alamat") == ids("") == []


def test_outlets_and_words_are_counted(archive: Archive, measure: PlainArchive) -> None:
    assert archive.catalogue.outlets() == measure.outlets()
    assert archive.catalogue.vocabulary() == measure.vocabulary()


def test_an_archive_without_articles_finds_nothing(
    make: Callable[[Sequence[Article]], Archive],
) -> None:
    index, catalogue = make([])
    assert not index.statistics(["paspor"])["paspor"].known
    assert not index.by_words(WEIGHTS, GROUPS, [JANUARY], article_weight=0.5, limit=9)
    assert index.by_days([JANUARY], GROUPS).total == 0
    assert not index.published_in(YEAR)
    assert not index.event_days()
    assert index.count_events([JANUARY]) == Counts(0, 0, 0)
    assert index.event_reports(["2023-01-17/a"], [JANUARY]) == {}
    assert index.by_outlet("Tempo", None, offset=0, limit=9).total == 0
    assert (catalogue.reach().articles, catalogue.reach().first) == (0, None)
    assert catalogue.list_articles([], offset=0, limit=9) == ([], 0)
    assert not catalogue.outlets()
    assert not catalogue.vocabulary()
