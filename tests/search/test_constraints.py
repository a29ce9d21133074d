"""What a question insists on, and what an article must say to have it."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.archive.articles import Corpus
from bot.config import Config
from bot.engine import Engine
from bot.index.memory import MemoryIndex
from bot.model import Article
from bot.query.outlets import Outlets
from bot.query.parse import parse_query
from bot.query.reading import Reader
from bot.search.constraints import Constraints, as_typed, names_office, names_ordinal
from tests.conftest import CASES
from tests.faker import TODAY, make_article, make_engine

_CASES: list[dict[str, Any]] = yaml.safe_load(
    (CASES / "constraints.yaml").read_text(encoding="utf-8")
)


def missing(question: str, *articles: Article) -> list[tuple[str, ...]]:
    """What each of the articles lacks of what the question insists on."""
    reader = Reader(outlets=Outlets(lambda: [article.publisher for article in articles]))
    constraints = Constraints(
        parse_query(question, TODAY, reader=reader), articles, MemoryIndex(articles)
    )
    return [constraints.missing(article) for article in articles]


def rows(key: str) -> list[tuple[str, str, list[str]]]:
    return [
        (case["question"], text, lacks)
        for case in _CASES
        for text, lacks in case.get(key, {}).items()
    ]


@pytest.mark.parametrize(("question", "text", "lacks"), rows("articles"))
def test_an_article_has_what_is_insisted_on_or_lacks_it(
    question: str, text: str, lacks: list[str]
) -> None:
    assert missing(question, make_article(text)) == [tuple(lacks)]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case["question"])
def test_each_question_is_met_by_some_article_and_not_by_another(case: dict[str, Any]) -> None:
    lacks = [bool(each) for each in case["articles"].values()]
    assert True in lacks
    assert False in lacks


@pytest.mark.parametrize("text", ["HBI ke-72", "HBI ke 72", "HBI 72", "hbi-72", "the 72nd day"])
def test_an_ordinal_is_named(text: str) -> None:
    assert names_ordinal(make_article(f"Peringatan {text} digelar."), "72")


@pytest.mark.parametrize("text", ["72 kantong darah", "HBI ke-721", "pukul 07.72", "ke-7"])
def test_a_figure_is_no_ordinal(text: str) -> None:
    assert not names_ordinal(make_article(f"Terkumpul {text} di sana."), "72")


@pytest.mark.parametrize(
    ("text", "number", "named"),
    [
        ("PON XVI digelar", "16", True),
        ("PON XVII digelar", "16", False),
        ("PON pon xvi", "16", False),
        ("bagian V", "5", False),  # of one letter it may be anything
        ("PON XX digelar", "20", True),
        ("MTQ XLIX digelar", "49", True),
    ],
)
def test_an_ordinal_may_stand_in_roman_figures(text: str, number: str, named: bool) -> None:
    assert names_ordinal(make_article(text), number) is named


def test_a_title_names_things_too() -> None:
    assert names_ordinal(make_article("Isi.", title="Menyongsong HBI ke-73"), "73")


@pytest.mark.parametrize(
    ("text", "office", "named"),
    [
        ("Gubernur NTT hadir.", "gubernur", True),
        ("Wakil Gubernur NTT hadir.", "gubernur", False),
        ("Wakil Gubernur dan Gubernur hadir.", "gubernur", True),
        ("Wali Kota Tangerang hadir.", "walikota", True),
        ("Walikota Tangerang hadir.", "walikota", True),
        ("Kementerian Hukum hadir.", "menteri", False),
        ("Menkumham Yasonna hadir.", "menteri", True),
        ("Menlu RI hadir.", "menteri", True),
        ("Bupati mendukung acara, Menurut Josef menarik.", "menteri", False),
        ("Menyambut Hari Bhakti, Mengutip Tempo.", "menteri", False),
    ],
)
def test_an_office_is_not_that_of_its_deputy(text: str, office: str, named: bool) -> None:
    assert names_office(make_article(text), office) is named


def test_a_larger_place_stands_for_one_in_it_where_nobody_tells_that_itself() -> None:
    province = make_article("Lomba digelar di Nusa Tenggara Timur.", name="a")
    city = make_article("Lomba digelar di Kupang.", name="b")
    elsewhere = make_article("Lomba digelar di Medan.", name="c")
    assert missing("lomba di Kupang", province, elsewhere) == [(), ("Kupang",)]
    assert missing("lomba di Kupang", province, city) == [("Kupang",), ()]
    assert missing("lomba di NTT", province, city, elsewhere) == [(), (), ("NTT",)]


def test_only_articles_of_an_asked_outlet_have_it() -> None:
    tempo = make_article("Lomba digelar.", name="a", publisher="Tempo")
    detik = make_article("Lomba digelar.", name="b", publisher="news.detik.com")
    assert missing("berita detik soal lomba", tempo, detik) == [("detik",), ()]


def test_what_is_told_has_the_capitals_of_the_question() -> None:
    assert as_typed("jayapura", "donor di Jayapura?") == "Jayapura"
    assert as_typed("50000", "50 ribu bibit") == "50000"


def test_what_is_asked_for_twice_is_missed_once() -> None:
    engine = make_engine(make_article("Donor darah digelar di Kupang."))
    answer = engine.ask("siapa yang donor darah di Jayapura lalu pulang di Jayapura?", TODAY)
    assert not answer.answered
    assert answer.missing == ("Jayapura",)


def test_an_asked_day_does_not_answer_for_another_place() -> None:
    article = make_article("Donor darah digelar di Kupang, 20 Januari 2026.")
    engine = Engine(Config(), Corpus((article,)))
    answer = engine.ask("ada apa 20 januari 2026 di Medan", TODAY)
    assert (answer.reason, answer.missing) == ("details_differ", ("Medan",))
