"""Pages, limits and folded reports as JSON values."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cli.json_interface import answer_to_json
from bot.engine import Engine
from bot.model import Turn
from bot.render.pages import MOST_PASSAGES, to_pages
from bot.render.translations import read_translations
from tests.faker import TODAY, make_article, make_engine

ID = read_translations("id")
MAY = "apa yang terjadi Mei 2024?"
CONTESTS = "lomba digelar"


@pytest.fixture(scope="module")
def eight() -> Engine:
    return make_engine(
        *(make_article(f"Lomba ke {n} digelar {n} Mei 2024.", name=f"a{n}") for n in range(1, 9))
    )


def ask(engine: Engine, question: str, *history: str, limit: int = 3, page: int = 1) -> Any:
    answer = engine.ask(question, TODAY, [Turn(each) for each in history], limit=MOST_PASSAGES)
    return answer_to_json(answer, ID, shown=3, limit=limit, page=page)


def ids(row: Any) -> list[str]:
    return [hit["article"] for hit in row["hits"]]


@pytest.mark.parametrize(
    ("page", "number", "first"),
    [(1, 1, ["a1", "a2", "a3"]), (2, 2, ["a4", "a5", "a6"]), (3, 3, ["a7", "a8", "a1"]),
     (9, 3, ["a7", "a8", "a1"])],
)  # fmt: skip
def test_a_page_has_its_text_and_its_hits_first(
    eight: Engine, page: int, number: int, first: list[str]
) -> None:
    row = ask(eight, CONTESTS, page=page)
    assert row["page"] == {"number": number, "count": 3}
    assert ids(row) == first
    shown = to_pages(eight.ask(CONTESTS, TODAY, limit=MOST_PASSAGES), ID)[number - 1]
    assert (row["html"], row["text"]) == ([shown.html], shown.plain)
    assert first[0][1:] + " Mei 2024." in row["text"]


def test_who_asks_for_more_gets_the_next_page(eight: Engine) -> None:
    row = ask(eight, "lanjut", CONTESTS)
    assert row["page"] == {"number": 2, "count": 3}
    assert ids(row)[0] == "a4"


def test_the_limit_cuts_the_hits_and_not_the_text(eight: Engine) -> None:
    few, all_of_them = ask(eight, MAY, limit=1), ask(eight, MAY, limit=30)
    assert ids(few) == ["a1"]
    assert ids(all_of_them) == [f"a{n}" for n in range(1, 9)]
    assert few["text"] == all_of_them["text"]
    assert few["total"] == all_of_them["total"] == 8


def test_a_refusal_has_one_page_and_its_hits_all_the_same(eight: Engine) -> None:
    row = ask(eight, "siapa juara lomba di Ende?", page=4)
    assert not row["answered"]
    assert row["page"] == {"number": 1, "count": 1}
    assert (row["form"], row["verdict"]) == ("not_found", None)
    assert len(row["hits"]) == 3


def test_a_follow_up_says_how_it_was_read(eight: Engine) -> None:
    row = ask(eight, "kalau tanggal 4?", "ada apa 3 Mei 2024")
    assert row["subject"] == "ada apa, 4 Mei 2024"
    assert ids(row)[0] == "a4"
    assert ask(eight, "ada apa 3 Mei 2024")["subject"] is None


def test_a_folded_report_is_named_by_its_id_and_citation() -> None:
    text = "Pawai obor digelar di lapangan kota pada 3 Mei 2024 oleh para pemuda."
    engine = make_engine(
        make_article(text, name="a", publisher="Satu"),
        make_article(text, name="b", publisher="Dua", title="Pawai", copy_of="a"),
    )
    (hit,) = ask(engine, "apa yang terjadi 3 Mei 2024?")["hits"]
    assert hit["also"] == [
        {"article": "b", "title": "Pawai", "publisher": "Dua", "published": None, "url": None}
    ]
