from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Turn
from bot.query.spelling import Speller
from bot.render.translations import read_translations
from tests.faker import TODAY, make_article, make_engine, to_text

WORDS = {
    "kelapa": 3,
    "kepala": 9,
    "pendonor": 2,
    "gubernur": 4,
    "nelayan": 1,
    "kupang": 5,
    "ikan": 2,
}
ENGINE = make_engine(
    make_article("Sebanyak 20.000 bibit kelapa diserahkan kepada warga Kupang.", name="a"),
    make_article("Gubernur membuka pasar ikan milik para nelayan.", name="b"),
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kelaap", "kelapa"),
        ("kpang", "kupang"),
        ("gubenur", "gubernur"),
        ("guberrnurr", "gubernur"),
        ("gubernurs", None),  # another end: rather a name than a slip
        ("tubernur", None),  # another beginning
        ("gübernur", None),  # a letter that nobody types by mistake
        ("nelayna", "nelayan"),
        ("ikna", "ikan"),
        ("kupang", None),  # the archive has it
        ("pendidikan", None),  # Indonesian has it
        ("blood", None),  # English has it
        ("ikn", None),  # too short
        ("kelaxyz", None),  # two slips in a short word
        ("kelap4", None),  # no word
        ("soekarno", None),  # nothing near
        ("", None),
    ],
)
def test_a_slip_is_read_as_the_nearest_word(typed: str, meant: str | None) -> None:
    assert Speller(WORDS).correct(typed) == meant


def test_of_equals_the_same_end_comes_first_then_the_frequent() -> None:
    assert Speller({"perlindungan": 1, "perlindugas": 9}).correct("perlindugan") == "perlindungan"
    assert Speller({"tarxa": 1, "tarza": 2}).correct("tarqa") == "tarza"


@given(st.text(max_size=12))
def test_only_words_of_the_archive_are_taken(word: str) -> None:
    assert Speller(WORDS).correct(word) in {None, *WORDS} - {word}


def test_a_misspelt_question_is_answered_and_says_what_was_read() -> None:
    answer = ENGINE.ask("brapa bibt kelpaa", TODAY)
    assert answer.query.corrections == {"bibt": "bibit", "kelpaa": "kelapa"}
    assert answer.answered
    text = to_text(answer, read_translations("id"))
    assert text.startswith("❓ brapa bibt kelpaa (membaca: bibit, kelapa)\n")


def test_a_question_that_is_spelt_right_is_left_alone() -> None:
    for question in ("berapa bibit kelapa?", "siapa Budimanto?", "rapat pendidikan di mana?"):
        assert ENGINE.ask(question, TODAY).query.corrections == {}


def test_a_follow_up_goes_on_from_a_corrected_question() -> None:
    answer = ENGINE.ask("di mana?", TODAY, [Turn("berapa bibit kelpaa")])
    assert "kelapa" in [term.word for term in answer.query.terms]
