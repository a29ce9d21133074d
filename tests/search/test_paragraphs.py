"""Which paragraphs of an article answer; tests/cases/paragraphs.yaml."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.dates import read_paragraphs
from bot.index.memory import MemoryIndex
from bot.model import Article, DateMatch, Evidence, Hit
from bot.query.parse import parse_query
from bot.search.paragraphs import choose_paragraphs
from bot.search.terms import weigh_terms
from tests.conftest import CASES
from tests.faker import TODAY, make_article

_CASES: list[dict[str, Any]] = yaml.safe_load(
    (CASES / "paragraphs.yaml").read_text(encoding="utf-8")
)
EVIDENCE = Evidence(1.0, 1.0, 1.0, dated=False, lacks_kind=False)


def choose(
    question: str, article: Article, dating: DateMatch = DateMatch.UNKNOWN, at: int = 0
) -> list[Hit]:
    query = parse_query(question, TODAY)
    others = [make_article(f"Pasar {number}.", name=f"x{number}") for number in range(5)]
    terms = weigh_terms(query, MemoryIndex([article, *others]))
    paragraphs = read_paragraphs(article)
    best = Hit(paragraphs[at], 8.0, EVIDENCE, dating, missing=("x",))
    return choose_paragraphs(best, paragraphs, query, terms)


@pytest.mark.parametrize(
    ("case", "question", "first"),
    [(case, *row) for case in _CASES for row in case["questions"].items()],
)
def test_the_paragraph_that_answers_comes_first(
    case: dict[str, Any], question: str, first: int
) -> None:
    article = make_article(*case["paragraphs"], title=case.get("title"))
    assert choose(question, article)[0].paragraph.number == first


def test_all_paragraphs_come_with_the_score_of_the_best_and_shares_of_it() -> None:
    article = make_article("Lomba perahu.", "Pemenang Yusuf Kaka.", "Cuaca.")
    hits = choose("siapa pemenang lomba", article)
    assert [hit.paragraph.number for hit in hits] == [1, 0, 2]
    scores = [hit.score for hit in hits]
    assert scores[0] == 8.0
    assert scores == sorted(scores, reverse=True)
    assert all(hit.evidence is EVIDENCE and hit.missing == ("x",) for hit in hits)


def test_equals_stay_in_the_order_of_the_article() -> None:
    article = make_article("Lomba satu.", "Lomba dua.", "Lomba tiga.")
    assert [hit.paragraph.number for hit in choose("lomba", article)] == [0, 1, 2]


def test_a_paragraph_that_names_an_asked_day_is_of_it_the_others_are_of_its_article() -> None:
    article = make_article("Lomba 3 Mei 2024.", "Lomba diikuti 40 regu.")
    hits = choose("lomba 3 mei 2024", article, DateMatch.PARAGRAPH)
    found = {hit.paragraph.number: (hit.dating, len(hit.dates)) for hit in hits}
    assert found == {0: (DateMatch.PARAGRAPH, 1), 1: (DateMatch.ARTICLE, 0)}
    later = choose("lomba 4 mei 2024", article, DateMatch.OTHERWISE)
    assert {hit.dating for hit in later} == {DateMatch.OTHERWISE}
