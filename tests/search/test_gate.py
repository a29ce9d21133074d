"""What speaks for an article as an answer, and how it adds up."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config, GateSettings
from bot.dates import read_paragraphs
from bot.index.memory import MemoryIndex
from bot.model import Article, DateMatch, Evidence, Hit
from bot.query.parse import parse_query
from bot.search.gate import confidence, weigh_evidence
from bot.search.terms import weigh_terms
from tests.faker import TODAY, make_article

GATE = Config().search.gate
OTHERS = [make_article(f"Pasar nomor {number} ramai.", name=f"x{number}") for number in range(9)]


def weigh(question: str, article: Article, dating: DateMatch = DateMatch.UNKNOWN) -> Evidence:
    query = parse_query(question, TODAY)
    terms = weigh_terms(query, MemoryIndex([article, *OTHERS]))
    paragraphs = read_paragraphs(article)
    return weigh_evidence(Hit(paragraphs[0], 1.0, dating=dating), paragraphs, 0.5, query, terms)


@pytest.mark.parametrize(
    ("question", "text", "coverage"),
    [
        ("lomba perahu naga", "Lomba perahu naga digelar.", 1.0),
        ("lomba perahu naga", "Pasar ikan dibuka.", 0.0),
        ("berlomba perahu", "Perlombaan perahu digelar.", 1.0),  # by their roots
        ("berapa WNA dideportasi", "Warga negara asing dideportasi.", 1.0),  # by the long form
        ("lomba di NTT", "Lomba digelar di Kupang.", 1.0),  # a place by one in it
        ("turis dideportasi", "Wisatawan dideportasi.", 0.75),  # a synonym says it nearly
    ],
)
def test_coverage_is_the_share_of_the_question_that_is_told(
    question: str, text: str, coverage: float
) -> None:
    assert weigh(question, make_article(text)).coverage == pytest.approx(coverage, abs=0.06)


def test_the_title_and_every_paragraph_count() -> None:
    article = make_article("Isi.", "Perahu.", "Naga.", title="Lomba")
    assert weigh("lomba perahu naga", article).coverage == 1.0


def test_a_word_that_is_nearly_there_counts_for_a_part_of_the_share_and_for_no_mass() -> None:
    near = weigh("lomba perahunaga", make_article("Lomba perahunagas."))
    far = weigh("lomba perahunaga", make_article("Lomba sepeda."))
    assert far.coverage < near.coverage < 1.0
    assert near.mass == far.mass


def test_mass_counts_the_words_and_rare_ones_more() -> None:
    article = make_article("Lomba perahu naga digelar dekat pasar.")
    assert weigh("pasar", article).mass < weigh("lomba", article).mass
    assert weigh("lomba", article).mass < weigh("lomba perahu", article).mass


def test_a_question_without_words_of_its_own_is_covered() -> None:
    assert weigh("siapa?", make_article("Lomba digelar.")).coverage == 1.0


@pytest.mark.parametrize("dating", DateMatch)
def test_dated_is_what_is_of_the_asked_days(dating: DateMatch) -> None:
    found = weigh("lomba 20 januari 2026", make_article("Lomba."), dating)
    assert found.dated is (dating >= DateMatch.PUBLISHED)


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("kapan lomba", "Lomba digelar 3 Mei 2024.", False),
        ("kapan lomba", "Lomba digelar.", True),
        ("berapa peserta lomba", "Lomba diikuti 40 peserta.", False),
        ("berapa peserta lomba", "Lomba diikuti peserta.", True),
        ("siapa juara lomba", "Juara lomba adalah Yusuf Kaka.", False),
        ("siapa juara lomba", "Juara lomba belum ada.", True),
        ("jam berapa lomba", "Lomba dimulai pukul 8 pagi.", False),
        ("jam berapa lomba", "Lomba dimulai pagi.", True),
        ("warga negara mana pelakunya", "Pelaku warga Vietnam.", False),
        ("warga negara mana pelakunya", "Pelaku warga Kupang.", True),
        ("ada lomba", "Lomba digelar.", False),
    ],
)
def test_the_kind_of_thing_that_is_asked_for_is_held_or_not(
    question: str, text: str, lacks: bool
) -> None:
    assert weigh(question, make_article(text)).lacks_kind is lacks


SHARES = st.floats(0, 1)
EVIDENCE = st.builds(Evidence, SHARES, st.floats(0, 9), st.floats(-1, 1), st.booleans(), st.booleans())  # fmt: skip


@given(EVIDENCE, SHARES)
def test_more_that_speaks_for_it_never_speaks_against_it(found: Evidence, more: float) -> None:
    least = confidence(found, GATE)
    assert confidence(replace(found, coverage=max(found.coverage, more)), GATE) >= least
    assert confidence(replace(found, mass=found.mass + more), GATE) > least - 1e-9
    assert confidence(replace(found, margin=max(found.margin, more)), GATE) >= least
    assert confidence(replace(found, dated=True), GATE) >= least
    assert confidence(replace(found, lacks_kind=False), GATE) >= least


@given(EVIDENCE)
def test_the_confidence_is_a_sum_of_weighed_features(found: Evidence) -> None:
    zero = dict.fromkeys([item.name for item in fields(GateSettings)], 0.0)
    for name in ("coverage", "mass", "margin", "dated", "lacks_kind"):
        one = GateSettings(**{**zero, name: 1.0})
        assert confidence(found, one) == float(getattr(found, name))
    assert confidence(found, GateSettings(**{**zero, "bias": -2.5})) == -2.5


def test_all_of_a_question_told_by_one_article_passes_and_little_of_it_does_not() -> None:
    whole = Evidence(coverage=1.0, mass=2.0, margin=0.5, dated=False, lacks_kind=False)
    little = Evidence(coverage=0.2, mass=0.5, margin=0.1, dated=False, lacks_kind=False)
    assert confidence(whole, GATE) > GATE.least > confidence(little, GATE)
