"""How the words of a question are looked up; tests/cases/words.yaml."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from bot.model import Term
from bot.query.reading import Reader
from bot.query.word_tables import Abbreviations
from bot.text.analysis import analyze
from tests.conftest import CASES
from tests.faker import TODAY

_CASES: list[dict[str, Any]] = yaml.safe_load((CASES / "words.yaml").read_text(encoding="utf-8"))


def terms(question: str, reader: Reader | None = None) -> dict[str, Term]:
    return {term.word: term for term in (reader or Reader()).read(question, TODAY).terms}


def stems(ways: list[str]) -> list[tuple[str, ...]]:
    return [tuple(analyze(way)) for way in ways]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: f"{case['question']}: {case['word']}")
def test_a_word_is_looked_up_in_all_ways_that_say_it(case: dict[str, Any]) -> None:
    term = terms(case["question"])[case["word"]]
    wanted = stems(case["ways"])
    assert [way for way in term.alternatives if way in wanted] == wanted
    assert bool(term.alternatives) == bool(wanted)
    assert set(stems(case.get("alike", []))) <= set(term.synonyms)


def test_several_words_that_are_one_weigh_more_than_one_and_less_than_all() -> None:
    found = terms("berapa warga negara asing dideportasi")
    assert found["dideportasi"].weight < found["warga negara asing"].weight < 3


def test_the_short_forms_of_several_tables_add_up() -> None:
    reader = Reader(
        abbreviations=Abbreviations({"KPA": "Kantor Pos Atambua"}, {"kpa": "Kopi Pagi"})
    )
    assert terms("di mana KPA", reader)["kpa"].alternatives == (
        ("kantor", "pos", "atambua"),
        ("kopi", "pagi"),
    )
    long = terms("di mana kantor pos atambua", reader)["kantor pos atambua"]
    assert ("kpa",) in long.alternatives
    assert ("kopi", "pagi") in long.alternatives


def test_a_short_form_that_nobody_explains_has_no_other_way() -> None:
    assert terms("di mana KPAX", Reader(abbreviations=Abbreviations({})))["kpax"].alternatives == ()


def test_a_word_of_an_outlet_is_not_corrected_nor_looked_up() -> None:
    reader = Reader(correct=lambda word: "diganti")
    reading = reader.read("berita kumparan soal pasr", TODAY)
    assert dict(reading.corrections) == {"pasr": "diganti"}
    assert "kumparan" not in {term.word for term in reading.terms}


@pytest.mark.parametrize("word", ["apa", "dengan", "diberitakan", "kakanim", "halo", "tempo"])
def test_what_the_bot_knows_itself_is_never_corrected(word: str) -> None:
    reader = Reader(correct=lambda word: "diganti")
    assert word not in reader.read(f"{word} pasr", TODAY).corrections
