"""Bubbles about the archive itself, and of a matter in order, line by line."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.engine import Engine
from bot.render.foot import WayOn
from bot.render.pages import MOST_PASSAGES, MessagePage, page_of, to_pages
from bot.render.translations import read_translations
from tests.conftest import TODAY
from tests.faker import make_article, make_engine

ID, EN = read_translations("id"), read_translations("en")


def pages(engine: Engine, question: str, *, way_on: WayOn | None = None) -> tuple[MessagePage, ...]:
    answer = engine.ask(question, TODAY, limit=MOST_PASSAGES)
    texts = engine.translations(answer.query.language)
    return to_pages(answer, texts, way_on=way_on)


def lines(engine: Engine, question: str) -> list[str]:
    return pages(engine, question)[0].plain.splitlines()


def test_how_much_there_is_stands_in_four_lines(invented_engine: Engine) -> None:
    html = pages(invented_engine, "ada berapa artikel?")[0].html.splitlines()
    assert html[:3] == [
        "❓ ada berapa artikel?",
        "🗂 <b>31 artikel dari 11 media</b>",
        "Terbit 6 September 2023–30 Januari 2026; 1 tanpa tanggal terbit.",
    ]
    assert html[3] == (
        "Terbaru: Imigrasi Salatiga Siapkan Donor Darah untuk 200 Orang · terbit 30 Januari 2026 · "
        '<a href="https://posrawapening.example/2026/01/30/donor-darah-salatiga">Pos Rawapening</a>'
    )


def test_the_newest_without_a_headline_is_told_by_its_first_words() -> None:
    engine = make_engine(make_article("Pasar dibuka. Ramai.", published=date(2025, 3, 4)))
    assert lines(engine, "ada berapa artikel")[1:] == [
        "🗂 1 artikel dari 1 media",
        "Terbit 4 Maret 2025.",
        "Terbaru: Pasar dibuka. · terbit 4 Maret 2025 · Tempo",
    ]


def test_an_archive_without_any_day_of_publication_says_so() -> None:
    assert "Tanpa tanggal terbit." in lines(make_engine(make_article()), "ada berapa artikel")


def test_outlets_stand_unnumbered_ten_a_page(invented_engine: Engine) -> None:
    first, second = pages(invented_engine, "sumber apa saja?")
    told = first.plain.splitlines()
    assert told[:3] == ["❓ sumber apa saja?", "🗂 11 media · 31 artikel", "Kentongan · 5 artikel"]
    assert len(told) == 2 + 10 + 1
    assert told[-1] == "Media 1–10 dari 11"
    assert first.html.endswith("<i>Media 1–10 dari 11</i>")
    assert second.plain.splitlines()[:2] == told[:2]
    assert second.plain.splitlines()[-1] == "Media 11–11 dari 11"


def test_outlets_say_how_to_go_on_to_whoever_has_no_buttons(invented_engine: Engine) -> None:
    first, last = pages(invented_engine, "sumber apa saja?", way_on=WayOn())
    assert first.plain.endswith('Media 1–10 dari 11 · balas "lagi" untuk 1 lainnya')
    assert last.plain.endswith("Media 11–11 dari 11")


def test_a_count_heads_the_digest_and_its_foot_says_the_same(invented_engine: Engine) -> None:
    told = lines(invented_engine, "ada berapa berita tentang donor darah")
    assert told[1].startswith("🗂 3 artikel · donor darah")
    assert told[2].startswith(
        "1. 11 Okt 2025 Donor Darah Imigrasi Pekalongan Kumpulkan 120 Kantong · "
    )
    assert told[-1] == "Judul dan kutipan apa adanya · 3 sumber"


def test_the_newest_are_three_lines_under_the_days_of_their_publication(
    invented_engine: Engine,
) -> None:
    html = pages(invented_engine, "berita terbaru apa")[0].html.splitlines()
    assert html[1] == "🗞 <b>Berita terbaru</b> · menurut tanggal terbit"
    assert [re.sub(r"</b>.*", "", line) for line in html[2:-1]] == [
        "1. <b>30 Jan 2026",
        "2. <b>25 Jan 2026",
        "3. <b>16 Jan 2026",
    ]


def test_a_timeline_names_its_matter_and_its_days() -> None:
    engine = make_engine(
        make_article("Kirab Pusaka digelar 8–16 Januari 2026.", name="a", title="Kirab Pusaka Usai",
                     published=date(2026, 1, 19), url="https://a.example/1"),
        make_article("Kirab Pusaka dibubarkan, Rabu (21/1/2026).", name="b", publisher="Kentongan",
                     published=date(2026, 1, 22)),
    )  # fmt: skip
    (page,) = pages(engine, "linimasa kirab pusaka")
    assert page.html.splitlines() == [
        "❓ linimasa kirab pusaka",
        "🗓 <b>Linimasa · kirab pusaka</b> · 8–21 Januari 2026",
        '1. <b>8–16 Jan</b> Kirab Pusaka Usai · <a href="https://a.example/1">Tempo</a>',
        "2. <b>21 Jan</b> Kirab Pusaka dibubarkan, Rabu (21/1/2026). · Kentongan",
        "<i>Judul dan kutipan apa adanya · 2 sumber</i>",
    ]


def test_lines_over_several_years_bear_them_on_every_page() -> None:
    engine = make_engine(
        *(
            make_article(
                f"Kirab Pusaka digelar 5 Mei {year}, hari ke-{year % 100}.",
                name=f"a{year}", publisher=f"Media {year}", published=date(year, 5, 6),
            )
            for year in range(2010, 2024)
        )
    )  # fmt: skip
    first, second = pages(engine, "kronologi kirab pusaka")
    assert "1. <b>5 Mei 2010</b>" in first.html
    assert "11. <b>5 Mei 2020</b>" in second.html
    assert first.plain.splitlines()[1] == second.plain.splitlines()[1]


def test_what_lies_ahead_is_marked_as_a_plan(invented_engine: Engine) -> None:
    told = lines(invented_engine, "linimasa donor darah")
    assert [line for line in told if "(rencana)" in line] == [told[4]]
    assert told[4].startswith("3. 14 Feb 2026 ")


def test_english_is_asked_and_answered_in_english(invented_engine: Engine) -> None:
    told = lines(invented_engine, "how many articles do you have?")
    assert told[1] == "🗂 31 articles from 11 outlets"
    assert told[2].startswith("Published 6 September 2023–30 January 2026; 1 without")
    assert lines(invented_engine, "latest news")[1] == "🗞 Latest news · by day of publication"


def test_a_line_by_itself_is_quoted(invented_engine: Engine) -> None:
    answer = invented_engine.ask("linimasa donor darah", TODAY, limit=MOST_PASSAGES)
    page = page_of(answer.passages[0], answer, ID)
    assert "<blockquote>" in page.html
    assert "🗓" not in page.html


@pytest.mark.parametrize("question", ["sumber apa saja", "linimasa imigrasi", "berita terbaru"])
def test_no_bubble_is_longer_than_a_screen(invented_engine: Engine, question: str) -> None:
    for page in pages(invented_engine, question):
        assert page.layout.is_one_screen
