"""Answers that are made of the one before: its next page, its article, its source, its days."""

from __future__ import annotations

from datetime import date

import pytest

from bot.engine import Engine
from bot.model import Answer, FollowUp, Turn
from bot.render.pages import to_pages
from tests.faker import TODAY, make_article, make_engine, to_text

LONG = "https://contoh.id/berita/" + "perahu-naga-" * 9
ARCHIVE = make_engine(
    make_article(
        "Lomba perahu naga digelar di Ende, Sabtu (4/5/2024).",
        "Lomba perahu naga akan diulang pada 17 Mei 2025.",
        "Juaranya regu Bahtera yang dipimpin Markus Tefa.",
        "Camat Lidia Meko menutup acara itu.",
        name="ende",
        title="Perahu Naga di Ende",
        published=date(2024, 5, 5),
        url=LONG,
    ),
    make_article(
        "Lomba perahu naga digelar di Larantuka, Minggu (9/6/2024), dan juaranya regu Bintang.",
        name="larantuka",
        published=date(2024, 6, 10),
    ),
    make_article("Kapal tenggelam di Larantuka, 9 Juni 2024.", name="kapal"),
    make_article("Pasar dibuka Bupati Simon Raja.", name="pasar"),
)
FIRST = "lomba perahu naga di Ende"


def ask(question: str, *before: str, engine: Engine = ARCHIVE) -> Answer:
    return engine.ask(question, TODAY, [Turn(asked) for asked in before])


def shown(answer: Answer) -> list[tuple[str, int]]:
    passages = answer.passages[: answer.shown]
    return [(passage.paragraph.article.id, passage.paragraph.number) for passage in passages]


def text_of(answer: Answer) -> str:
    return to_text(answer, ARCHIVE.translations(answer.query.language))


@pytest.mark.parametrize("question", ["terus?", "ada lagi min?", "more"])
def test_more_is_the_next_page_of_the_same(question: str) -> None:
    first, answer = ask(FIRST), ask(question, FIRST)
    assert answer.query.follow_up is FollowUp.MORE
    assert (answer.passages, answer.page) == (first.passages, first.page + 1)
    assert answer.query.subject == FIRST


def test_more_and_more_goes_on_page_by_page() -> None:
    assert ask("lanjut", FIRST, "terus?", "makasih", "lagi").page == 4
    seen = [Turn(FIRST, page=3)]
    assert ARCHIVE.ask("terus?", TODAY, seen).page == 4


@pytest.mark.parametrize(
    "question",
    ["selengkapnya", "artikelnya dong", "the full article", "kirim teks utuhnya", "versi lengkap"],
)
def test_the_whole_article_is_that_which_came_first_in_its_order(question: str) -> None:
    answer = ask(question, FIRST)
    assert answer.query.follow_up is FollowUp.WHOLE
    assert shown(answer) == [("ende", number) for number in range(4)]
    assert answer.answered


def test_the_end_of_the_whole_article_is_said_and_the_end_of_its_pages_first() -> None:
    pages = to_pages(ask("selengkapnya", FIRST), ARCHIVE.translations("id"))
    said = ["Itu seluruh isi artikelnya." in page.plain for page in pages]
    assert said == [False] * (len(pages) - 1) + [True]
    beyond = ask("lagi", FIRST, "selengkapnya", *["lagi"] * len(pages))
    assert text_of(beyond).splitlines()[1] == "🔚 Sudah halaman terakhir."


@pytest.mark.parametrize("question", ["sumbernya?", "linknya mana", "source?"])
def test_the_source_is_told_with_its_whole_address(question: str) -> None:
    answer = ask(question, FIRST)
    assert answer.query.follow_up is FollowUp.SOURCE
    assert shown(answer) == shown(ask(FIRST))[:1]
    assert "whole_address" in answer.notes
    assert LONG in text_of(answer)


def test_after_the_source_more_goes_on_from_the_answer() -> None:
    assert ask("terus?", FIRST, "sumbernya?").passages == ask("terus?", FIRST).passages


@pytest.mark.parametrize("question", ["terus?", "selengkapnya", "sumbernya?"])
@pytest.mark.parametrize("before", [[], ["halo"], ["siapa presiden prancis?"]])
def test_of_nothing_that_was_shown_there_is_no_more(question: str, before: list[str]) -> None:
    assert not ask(question, *before).answered


def test_what_was_shown_is_looked_at_first() -> None:
    assert shown(ask("siapa juaranya?", FIRST))[0] == ("ende", 2)
    assert shown(ask("siapa juaranya?", "lomba perahu naga di Larantuka"))[0] == ("larantuka", 0)
    assert shown(ask("siapa yang menutup acara itu?", FIRST))[0] == ("ende", 3)


def test_a_new_subject_is_answered_by_itself() -> None:
    answer = ask("siapa yang membuka pasar?", FIRST)
    assert shown(answer) == [("pasar", 0)]
    assert answer.query.subject is None
    assert "→" not in text_of(answer)


def test_the_same_is_asked_of_another_place() -> None:
    answer = ask("kalau di Larantuka?", FIRST)
    assert shown(answer)[0] == ("larantuka", 0)
    assert "kapal" not in dict(shown(answer))


def test_a_bare_day_is_the_one_of_the_matter() -> None:
    answer = ask("kalau tanggal 17?", FIRST)
    assert answer.query.asked.spans[0].first == date(2025, 5, 17)
    assert shown(answer) == [("ende", 1)]


def test_a_follow_up_that_finds_nothing_says_so() -> None:
    answer = ask("kalau di Medan?", FIRST)
    assert not answer.answered
    assert "Medan" in answer.missing
