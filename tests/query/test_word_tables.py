"""Tables of words that a question is read with: their form, and what they must not hold."""

from __future__ import annotations

import re

import pytest
import simplemma

from bot.dates import words as date_words
from bot.query import lexicon
from bot.text.analysis import analyze, tokenize
from bot.text.tables import read_table

GLOSSARY = read_table("bot.query", "glossary.txt")
SYNONYMS = read_table("bot.query", "synonyms.txt")
CHAT_SPELLING = read_table("bot.query", "chat_spelling.txt")
ABBREVIATIONS = read_table("bot.query", "abbreviations.txt")
WITH_WAYS = {"glossary": GLOSSARY, "synonyms": SYNONYMS, "abbreviations": ABBREVIATIONS}

# The other spelling is the one that articles use, though simplemma's list has these, too.
RIGHT_BUT_COLLOQUIAL = {
    "bikin": "articles write buat",
    "dibikin": "articles write dibuat",
    "kayak": "a boat in KBBI; who types it means seperti",
    "sapa": "a greeting in KBBI; who types it asks siapa",
    "yg": "an abbreviation that the list holds as a word",
}
# They stand with the dates, too, but these questions are full of them beside their dates.
ALSO_OF_DATES = {"bbrp", "bbrapa", "skrg", "skrng", "skr", "br"}
# "Give me" asks; "gave" and "given" are looked up by it.
ASKS_IN_BASE_FORM = {"give"}
# Inflected forms that name a thing of their own, or have no base form with the same meaning.
NOT_BASE = {
    "found",
    "customs",
    "united nations",
    "united states",
    "united kingdom",
    "biggest",
    "largest",
}


def _ways(value: str) -> list[str]:
    return [way.strip() for way in value.split("/")]


def _base_form(phrase: str) -> str:
    return " ".join(simplemma.lemmatize(word, lang="en").lower() for word in phrase.split())


@pytest.mark.parametrize(
    ("table", "least"),
    [(GLOSSARY, 600), (SYNONYMS, 120), (CHAT_SPELLING, 300), (ABBREVIATIONS, 200)],
    ids=["glossary", "synonyms", "chat_spelling", "abbreviations"],
)
def test_a_table_is_there_as_a_whole(table: dict[str, str], least: int):
    assert len(table) >= least


@pytest.mark.parametrize("table", [GLOSSARY, SYNONYMS, CHAT_SPELLING], ids=["en", "id", "chat"])
def test_keys_and_values_are_words_in_lower_case(table: dict[str, str]):
    row = re.compile(r"[a-z0-9]+(?: [a-z0-9]+)*")
    assert [key for key in table if not row.fullmatch(key)] == []
    assert [each for each in table.values() if not all(map(row.fullmatch, _ways(each)))] == []


@pytest.mark.parametrize("name", WITH_WAYS)
def test_no_way_says_the_same_as_another_of_its_row(name: str):
    stems = {
        key: [tuple(analyze(way)) for way in _ways(each)] for key, each in WITH_WAYS[name].items()
    }
    assert [key for key, ways in stems.items() if len(set(ways)) < len(ways) or () in ways] == []


def test_a_word_of_the_glossary_is_looked_up():
    """Words that ask are left out of a search, and chat spelling is undone before the look-up."""
    assert lexicon.QUESTION_WORDS & GLOSSARY.keys() == ASKS_IN_BASE_FORM
    assert CHAT_SPELLING.keys() & {word for key in GLOSSARY for word in key.split()} == set()


def test_words_of_the_glossary_stand_in_their_base_form():
    strange = {key for key in GLOSSARY if _base_form(key) != key} - NOT_BASE
    assert [key for key in strange if not re.search(r"(?:ing|ed)\b", key)] == []


def test_an_inflected_form_means_something_of_its_own():
    inflected = {key for key in GLOSSARY if _base_form(key) != key}
    assert [key for key in inflected if GLOSSARY[key] == GLOSSARY.get(_base_form(key))] == []


def test_a_word_has_its_synonyms_in_one_row():
    words = [
        tuple(analyze(word)) for head, others in SYNONYMS.items() for word in (head, *_ways(others))
    ]
    assert [word for word in set(words) if words.count(word) > 1] == []


def test_synonyms_are_written_as_the_chat_spelling_leaves_them():
    words = {word for row in SYNONYMS.items() for way in row for word in tokenize(way)}
    assert words & CHAT_SPELLING.keys() == set()


def test_no_chat_spelling_is_a_right_word_of_indonesian():
    right = {word for word in CHAT_SPELLING if simplemma.is_known(word, lang="id")}
    assert right == RIGHT_BUT_COLLOQUIAL.keys()


def test_no_chat_spelling_is_a_small_word_of_english_or_a_short_form():
    assert CHAT_SPELLING.keys() & lexicon.ENGLISH_WORDS == set()
    assert CHAT_SPELLING.keys() & {key.lower() for key in ABBREVIATIONS} == set()


def test_a_chat_spelling_is_undone_in_one_step():
    typed = {word for value in CHAT_SPELLING.values() for word in value.split()}
    assert typed & CHAT_SPELLING.keys() == set()


@pytest.mark.parametrize("word", ["massa", "bansos", "baksos", "sim", "pas", "kali", "smp", "kota"])
def test_words_that_questions_mean_stay(word: str):
    assert word not in CHAT_SPELLING


def test_chat_spelling_leaves_the_words_of_dates_alone():
    tables = (
        date_words.MONTHS, date_words.WEEKDAYS, date_words.UNITS, date_words.PARTS_OF_DAY,
        date_words.PORTIONS, date_words.RELATIVE,
    )  # fmt: skip
    spellings = {word for table in tables for listed in table.values() for word in listed.split()}
    assert (CHAT_SPELLING.keys() & spellings) - ALSO_OF_DATES == set()
    assert {"tgl", "hr", "jam"} & CHAT_SPELLING.keys() == set()


def test_a_short_form_is_one_word_and_stands_once():
    assert [short for short in ABBREVIATIONS if len(tokenize(short)) != 1] == []
    assert len({short.lower() for short in ABBREVIATIONS}) == len(ABBREVIATIONS)


def test_a_short_form_is_no_word_that_asks_or_joins():
    small = lexicon.QUESTION_WORDS | lexicon.FUNCTION_WORDS | lexicon.ENGLISH_WORDS
    assert {short.lower() for short in ABBREVIATIONS} & small == set()


def test_what_a_short_form_stands_for_is_longer_or_another_short_form():
    assert [short for short, long in ABBREVIATIONS.items() if short in _ways(long)] == []
