from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.text import roots
from bot.text.analysis import analyze
from bot.text.roots import find_root
from bot.text.tables import read_table
from tests.conftest import CASES

WORDS = yaml.safe_load((CASES / "roots.yaml").read_text(encoding="utf-8"))
ROWS = read_table("bot.text", "roots.txt")


@pytest.fixture
def without_row() -> Iterator[dict[str, str]]:
    """The rows of the table, of which some may be taken out during a test."""
    rows, _ = roots._lists()
    before = dict(rows)
    yield rows
    rows.update(before)
    find_root.cache_clear()


@pytest.mark.parametrize("root", WORDS["meet"])
def test_the_forms_of_a_root_meet(root: str) -> None:
    forms = WORDS["meet"][root].split()
    assert {form: find_root(form) for form in forms} == dict.fromkeys(forms, find_root(root))


@pytest.mark.parametrize("pair", WORDS["part"])
def test_other_words_stay_apart(pair: str) -> None:
    one, other = pair.split()
    assert find_root(one) != find_root(other)


@pytest.mark.parametrize("name", WORDS["names"].split())
def test_a_name_stays_whole(name: str) -> None:
    assert find_root(name) == name


@pytest.mark.parametrize("word", WORDS["english"].split())
def test_an_english_word_stays_whole(word: str) -> None:
    assert find_root(word) == word


@pytest.mark.parametrize("ending", ["lah", "kah", "nya", "pun"])
def test_a_form_that_no_list_knows_has_its_root(ending: str) -> None:
    assert find_root("dirazia" + ending) == find_root("razia")


def test_what_the_table_gives_is_a_root() -> None:
    assert {root: find_root(root) for root in ROWS.values()} == {r: r for r in ROWS.values()}


def test_no_row_gives_what_would_be_found_without_it(without_row: dict[str, str]) -> None:
    needless = []
    for form, root in ROWS.items():
        if form != root:
            del without_row[form]
            find_root.cache_clear()
            needless += [form] * (find_root(form) == root)
            without_row[form] = root
    assert not needless


def test_figures_and_short_words_are_left_alone() -> None:
    assert analyze("5.000 17 2026 ke-76 mu di cek") == [
        "5000",
        "17",
        "2026",
        "ke",
        "76",
        "mu",
        "di",
        "cek",
    ]


@given(st.text(alphabet="adeiknmgpry", min_size=1, max_size=30))
def test_a_word_always_has_a_root(word: str) -> None:
    assert find_root(word)


def test_a_word_of_great_length_is_read_at_once() -> None:
    assert find_root("me" * 100_000)
