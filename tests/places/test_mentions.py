"""The gazetteer, and how places of articles stand to those asked for; tests/cases/places.yaml."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Article
from bot.places.gazetteer import Level, read_gazetteer
from bot.places.mentions import PLACES, Standing, contains, find_places, standing, told_places
from tests.conftest import CASES, takes_at_most

_CASES: dict[str, list[Any]] = yaml.safe_load((CASES / "places.yaml").read_text(encoding="utf-8"))
_GAZETTEER = read_gazetteer()
# Regencies and cities of each province, as of 2022.
UNITS = {
    "aceh": 23, "sumatera utara": 33, "sumatera barat": 19, "riau": 12, "kepulauan riau": 7,
    "jambi": 11, "sumatera selatan": 17, "kepulauan bangka belitung": 7, "bengkulu": 10,
    "lampung": 15, "banten": 8, "jakarta": 6, "jawa barat": 27, "jawa tengah": 35,
    "daerah istimewa yogyakarta": 5, "jawa timur": 38, "bali": 9, "ntb": 10, "ntt": 22,
    "kalimantan barat": 14, "kalimantan tengah": 14, "kalimantan selatan": 13,
    "kalimantan timur": 10, "kalimantan utara": 5, "sulawesi utara": 15, "gorontalo": 6,
    "sulawesi tengah": 13, "sulawesi barat": 6, "sulawesi selatan": 24, "sulawesi tenggara": 17,
    "maluku": 11, "maluku utara": 10, "papua": 9, "papua barat": 7, "papua barat daya": 6,
    "papua selatan": 4, "papua tengah": 8, "papua pegunungan": 8,
}  # fmt: skip
_WORTH = {Level.REGENCY: 1, Level.CITY: 1, Level.TWIN: 2}


def asked(text: str) -> tuple[str, ...]:
    return find_places(text)[0].places


def named(text: str) -> frozenset[str]:
    return frozenset(place for mention in find_places(text) for place in mention.places)


@pytest.mark.parametrize("case", _CASES["find"], ids=lambda case: case[0])
def test_places_are_found_in_texts(case: list[str]) -> None:
    text, *expected = case
    found = [f"{each.surface} = {', '.join(sorted(each.places))}" for each in find_places(text)]
    assert found == expected


@pytest.mark.parametrize(("larger", "smaller", "is_in"), _CASES["contains"])
def test_what_lies_in_what(larger: str, smaller: str, is_in: bool) -> None:
    assert contains(larger, smaller) is is_in


@pytest.mark.parametrize(("question", "article", "expected"), _CASES["standing"])
def test_how_an_article_stands_to_the_asked_place(
    question: str, article: str, expected: str
) -> None:
    assert standing(asked(question), named(article)) is Standing(expected)


@pytest.mark.parametrize("case", _CASES["told"], ids=lambda case: case["why"])
def test_which_places_an_article_tells(case: dict[str, Any]) -> None:
    publisher = case.get("publisher", "Contoh")
    article = Article("x", publisher, tuple(case["paragraphs"]), title=case.get("title"))
    assert told_places(article) == set(case["places"])


def test_every_province_has_all_its_regencies_and_cities() -> None:
    counts: Counter[str] = Counter()
    for place in PLACES.values():
        for larger in place.within:
            if PLACES[larger].level is Level.PROVINCE:
                counts[larger] += _WORTH.get(place.level, 0)
    assert {name: count for name, count in counts.items() if count} == UNITS
    assert (len(UNITS), sum(UNITS.values())) == (38, 514)


def test_of_all_regencies_and_cities_98_are_cities() -> None:
    levels = Counter(place.level for place in PLACES.values())
    assert levels[Level.CITY] + levels[Level.TWIN] == 98
    assert levels[Level.PROVINCE] == 38


def test_the_first_of_a_province_has_its_capital() -> None:
    first: dict[str, str] = {}
    for place in PLACES.values():
        if place.level in _WORTH:
            first.setdefault(place.within[0], place.name)
    assert first["ntt"] == "kupang"
    assert first["papua selatan"] == "merauke"
    assert contains(first["kalimantan utara"], "tanjung selor")
    assert set(first) == set(UNITS)


def test_what_a_place_lies_in_is_a_place_and_never_itself() -> None:
    for place in PLACES.values():
        assert all(larger in PLACES for larger in place.within)
        assert not contains(place.name, place.name)


def test_every_place_in_the_country_but_areas_lies_in_one_province() -> None:
    for place in PLACES.values():
        if place.level in _WORTH:
            assert sum(PLACES[each].level is Level.PROVINCE for each in place.within) == 1


def test_every_name_that_needs_no_other_word_is_found_by_itself() -> None:
    for name, places in _GAZETTEER.names.items():
        if name not in _GAZETTEER.trust and places:
            assert [each.places for each in find_places(name.upper())] == [places], name


def test_every_name_that_needs_a_word_is_found_behind_one_and_not_alone() -> None:
    for name in _GAZETTEER.trust:
        assert find_places(name) == (), name
        assert find_places(f"pemkab {name}")[0].places == _GAZETTEER.names[name]


@pytest.mark.parametrize("cue", sorted(_GAZETTEER.cues["before"]))
def test_behind_such_a_word_a_name_is_no_place(cue: str) -> None:
    assert find_places(f"{cue} Kupang") == ()


@pytest.mark.parametrize("cue", sorted(_GAZETTEER.cues["after"]))
def test_before_such_a_word_a_name_is_no_place(cue: str) -> None:
    assert find_places(f"Kupang {cue}") == ()


@pytest.mark.parametrize("cue", sorted(_GAZETTEER.cues["behind"] | _GAZETTEER.cues["noun"]))
def test_behind_such_a_word_an_everyday_word_is_a_place(cue: str) -> None:
    assert find_places(f"{cue} serang")[0].places == ("serang",)
    assert bool(find_places(f"{cue} puncak")) is (cue in _GAZETTEER.cues["noun"])


@pytest.mark.parametrize("phrase", sorted(_GAZETTEER.cues["nowhere"]))
def test_such_a_phrase_names_no_place_though_a_word_of_it_does(phrase: str) -> None:
    assert find_places(f"di {phrase}") == ()
    assert any(find_places(f"di {word}") for word in phrase.split())


def test_every_name_is_written_as_texts_are_read() -> None:
    for name in _GAZETTEER.names:
        assert name == " ".join(name.split())
        assert name.replace(" ", "").isalnum(), name
        assert name == name.lower()


PIECES = st.sampled_from(
    ["Kupang", "jawa", "timur", "Timor", "Leste", "di", "serang", ",", ".", "-", " ", "\n", "(",
     "https://", "kupang.go.id", "Pos", "Bank", "Jatim", "kota", "İ", "ß", "@"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=60))
def test_mentions_are_slices_of_the_text_in_order(text: str) -> None:
    stop = 0
    for mention in find_places(text):
        assert text[mention.start : mention.stop] == mention.surface
        assert stop <= mention.start < mention.stop
        assert all(place in PLACES for place in mention.places)
        stop = mention.stop


@given(st.sampled_from(sorted(PLACES)), st.frozensets(st.sampled_from(sorted(PLACES)), max_size=4))
def test_more_that_is_told_never_unmeets_what_is_asked(place: str, told: frozenset[str]) -> None:
    assert standing([place], told | {place}) is Standing.SAME_OR_WITHIN


def test_places_are_found_at_once() -> None:
    sentence = (
        "Kantor Imigrasi Kupang, Nusa Tenggara Timur, melayani warga negara dari Timor Leste. "
    )
    text = (sentence * 40)[:3000]
    find_places(text)
    with takes_at_most(1.0):
        for _ in range(200):
            find_places(text)


def test_the_gazetteer_is_read_at_once() -> None:
    with takes_at_most(0.5):
        for _ in range(10):
            read_gazetteer()
