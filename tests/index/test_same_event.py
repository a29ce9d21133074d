"""What reports tell, and when two tell one event."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dates import read_paragraphs
from bot.index.reports import Content, Telling, parse_content, read_tellings
from bot.index.same_event import are_apart, likeness
from tests.faker import make_article

PUBLISHED = date(2024, 8, 20)


def tell(*texts: str, **head: object) -> tuple[Telling, ...]:
    return read_tellings(read_paragraphs(make_article(*texts, published=PUBLISHED, **head)))


def content(text: str) -> Content:
    return tell(text)[0].content


def test_the_opening_tells_the_own_event_and_further_sentences_their_days() -> None:
    own, again = tell(
        "SOLOK - Balai benih ikan diresmikan di Solok, Senin (19/8/2024).",
        "Kolam percobaan digali warga setempat sejak musim hujan bulan itu, 12 Agustus 2024.",
    )
    assert (own.first, own.own, own.content.towns) == (date(2024, 8, 19), True, {"solok"})
    assert (again.first, again.own, again.content.towns) == (date(2024, 8, 12), False, {"solok"})
    assert {"benih", "ikan"} <= own.content.words
    assert "ikan" not in again.content.words


@pytest.mark.parametrize(
    ("text", "towns", "newsroom"),
    [
        ("JAKARTA - Balai benih diresmikan, Senin (19/8).", set(), {"jakarta"}),
        ("JAKARTA - Balai benih di Solok diresmikan, Senin (19/8).", {"solok"}, set()),
        ("Balai benih di Jakarta diresmikan, Senin (19/8).", {"jakarta"}, set()),
        ("SOLOK - Balai benih diresmikan, Senin (19/8).", {"solok"}, set()),
        # Only the most exact places; a country places nothing.
        ("Balai di Solok, Sumatera Barat, Indonesia, diresmikan, Senin (19/8).", {"solok"}, set()),
    ],
)
def test_where_an_event_is_set(text: str, towns: set[str], newsroom: set[str]) -> None:
    told = content(text)
    assert (told.towns, told.newsroom) == (towns, newsroom)


def test_everyday_words_ordinals_and_hours_are_not_salient() -> None:
    told = content("Kegiatan ke-76 digelar pukul 08.30 oleh 450 warga: tanam jati, Senin (19/8).")
    assert told.words == {"450", "tanam", "jati"}


def test_a_name_goes_by_its_short_form_too() -> None:
    (name,) = content("Warga merayakan Hari Susu Dunia, Senin (19/8).").names
    assert "hsd" in name.split()


@pytest.mark.parametrize(
    ("text", "begin", "named"),
    [
        ("Balai benih diresmikan, Senin (19/8).", 19, True),
        # Who tells no day but that of publication may tell of the days before it.
        ("SOLOK, 20 Agustus 2024 - Balai benih diresmikan.", 17, True),
        ("Balai benih diresmikan.", 17, False),
    ],
)
def test_from_which_day_on_it_may_have_been(text: str, begin: int, named: bool) -> None:
    (told,) = tell(text)
    assert (told.begin, told.named) == (date(2024, 8, begin), named)


def test_a_day_that_the_opening_adds_is_of_the_same_story_if_it_is_near_and_past() -> None:
    opening = "Komplotan pencuri sapi dipamerkan di Mapolres Solok, Senin (19/8/2024)."

    def words_of(added: str) -> frozenset[str]:
        return tell(opening, added)[1].content.words

    assert "sapi" in words_of("Penangkapan dilakukan 15 Agustus 2024.")
    assert "sapi" not in words_of("Penangkapan dilakukan 5 Juli 2024.")
    assert "sapi" not in words_of("Sidang akan digelar 27 Agustus 2024.")


def test_what_lies_long_ago_is_no_news() -> None:
    old = tell("Balai diresmikan, Senin (19/8).", "Gempa merusaknya pada 6 Maret 2007.")[1]
    assert not old.news
    assert tell("Balai diresmikan, Senin (19/8).", "Tanahnya dibeli 6 Juni 2024.")[1].news


def test_content_is_read_as_it_was_written() -> None:
    told = content("SOLOK - Panen ikan di Danau Singkarak, Solok, oleh Rini Astuti, Senin (19/8).")
    assert parse_content(told.to_line()) == told
    assert parse_content(Content().to_line()) == Content()


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ({"towns": {"solok"}}, {"towns": {"padang"}}, True),
        ({"towns": {"solok"}}, {"towns": {"sumatera barat"}}, False),
        ({"towns": {"solok", "padang"}}, {"towns": {"padang"}}, False),
        ({"towns": {"solok"}}, {"newsroom": {"jakarta"}}, False),
        ({"bodies": {"jalan diponegoro"}}, {"bodies": {"jalan sudirman"}}, True),
        ({"bodies": {"jalan diponegoro"}}, {"bodies": {"stadion haji agus"}}, False),
        ({"bodies": {"di sawah tangah"}}, {"bodies": {"di koto baru"}}, False),
    ],
)
def test_different_towns_or_bodies_of_one_kind_are_apart(
    one: dict[str, set[str]], other: dict[str, set[str]], apart: bool
) -> None:
    pair = [
        Content(frozenset("abcdef"), **{name: frozenset(found) for name, found in each.items()})
        for each in (one, other)
    ]
    assert are_apart(*pair) is are_apart(*reversed(pair)) is apart
    assert (likeness(*pair) == 0) is apart


@pytest.mark.parametrize(
    ("shared", "where", "dated", "is_one"),
    [
        ("ab", {"towns": frozenset(["solok"])}, True, True),
        ("a", {"towns": frozenset(["solok"])}, True, False),
        ("ab", {"towns": frozenset(["solok"])}, False, False),
        ("abc", {"towns": frozenset(["solok"])}, False, True),
        ("ab", {"towns": frozenset(["sumatera barat"])}, True, False),
        ("abc", {"towns": frozenset(["sumatera barat"])}, True, True),
        ("ab", {"newsroom": frozenset(["jakarta"])}, True, False),
        ("abc", {}, True, True),
    ],
)
def test_the_less_exact_the_place_the_more_words_must_be_shared(
    shared: str, where: dict[str, frozenset[str]], dated: bool, is_one: bool
) -> None:
    one = Content(frozenset(shared + "uvw"), **where)
    other = Content(frozenset(shared + "xyz"), **where)
    assert (likeness(one, other, dated=dated) > 0) is is_one


def test_names_alone_are_no_event() -> None:
    names = frozenset(["rini astuti", "budi santoso", "dewi lestari", "agus salim"])
    told = Content(frozenset("uvw"), names, towns=frozenset(["solok"]))
    other = Content(frozenset("xyz"), names, towns=frozenset(["solok"]))
    assert likeness(told, other) == 0
