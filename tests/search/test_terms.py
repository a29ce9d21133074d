"""What the words of a question weigh."""

from __future__ import annotations

import pytest

from bot.index.memory import MemoryIndex
from bot.model import AskedPlace
from bot.query.parse import parse_query
from bot.search.terms import WeighedTerms, WeighedWord, names_place, term_weights, weigh_terms
from tests.faker import TODAY, make_article

ARTICLES = [
    make_article("Warga negara asing ditangkap di Kupang.", name="a"),
    make_article("Wisatawan dideportasi dari Kupang.", name="b"),
    make_article("Kupang ramai; pasar Kupang penuh wisatawan.", name="c"),
]


def weigh(question: str) -> WeighedTerms:
    return weigh_terms(parse_query(question, TODAY), MemoryIndex(ARTICLES))


def test_a_rare_word_is_worth_more() -> None:
    rare, common = weigh("dideportasi wisatawan").content
    assert rare.mass > common.mass
    assert weigh("helikopter").content[0].mass == weigh("helikopter").highest_idf


def test_a_short_form_is_worth_what_the_archive_writes_for_it() -> None:
    (short,) = weigh("WNA").content
    assert short.mass > 0
    assert weigh("WNA").known
    assert not weigh("TPPO").known


def test_a_way_of_several_words_weighs_as_much_as_the_word() -> None:
    weights = term_weights(parse_query("WNA", TODAY).terms)
    long = sum(weights[stem] for stem in ("warga", "negara", "asing"))
    assert long == pytest.approx(1.0)
    assert weights["wna"] == 0.5


def test_a_synonym_weighs_little() -> None:
    weights = term_weights(parse_query("turis", TODAY).terms)
    assert weights["wisatawan"] < weights["turis"] / 2


def test_a_place_tells_a_sentence_by_little() -> None:
    told = weigh("wisatawan di Kupang").salience
    assert told["kupang"] < told["wisatawan"] / 2


def test_words_that_the_archive_does_not_know_tell_no_sentence() -> None:
    assert set(weigh("wisatawan helikopter").salience) == {"wisatawan"}


@pytest.mark.parametrize(
    ("stems", "share"),
    [({"wna"}, 1.0), ({"warga", "asing"}, 1.0), ({"bule"}, 0.5), ({"warga"}, 0.0), (set(), 0.0)],
)
def test_a_text_says_a_word_in_any_of_its_ways(stems: set[str], share: float) -> None:
    word = WeighedWord("wna", (("wna",), ("warga", "asing")), (("bule",),), 1.0)
    assert word.held_by(frozenset(stems)) == share


def test_a_word_names_a_place_as_a_whole_or_in_part() -> None:
    places = [AskedPlace("timor leste", ("timor leste",))]
    assert names_place("leste", places)
    assert names_place("timor leste", places)
    assert not names_place("timor barat", places)
    assert not names_place("timor", [])
