"""Whether a text holds the kind of thing that is asked for, and how near to what was asked."""

from __future__ import annotations

import pytest

from bot.dates import read_paragraphs
from bot.model import AnswerType
from bot.search.answer_type import answer_type_fit, find_kind, has_answer_type, nearness
from tests.faker import make_article


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        (AnswerType.DATE, "Lomba digelar 3 Mei 2024 di Ende.", ["3 Mei 2024"]),
        (AnswerType.DATE, "Lomba digelar pada 2024.", []),  # a year is no day
        (AnswerType.NUMBER, "Diikuti 40 regu pada 3 Mei 2024.", ["40"]),  # a day's is none
        (AnswerType.NUMBER, "Diikuti puluhan regu.", ["puluhan"]),
        (AnswerType.NUMBER, "HUT ke-76 digelar.", []),
        (AnswerType.NAME, "Acara dibuka Camat Lidia Meko.", ["Camat Lidia"]),
        (AnswerType.NAME, "Lidia membuka acara.", []),
        (AnswerType.PLACE, "Lomba digelar di Pelabuhan Ende.", ["di Pelabuhan Ende"]),
        (AnswerType.PLACE, "Lomba digelar di sana.", []),
        (AnswerType.LIST, "Acara meliputi lomba dan bazar.", ["meliputi"]),
        (AnswerType.TIME, "Dimulai pukul 08.00 WITA.", ["pukul 08"]),
        (AnswerType.TIME, "Dimulai 8 Mei.", []),
        (AnswerType.COUNTRY, "Warga Timor Leste dan Kupang hadir.", ["Timor Leste"]),
        (AnswerType.COUNTRY, "Warga Indonesia hadir.", []),
        (AnswerType.ANY, "Lomba digelar 3 Mei 2024.", []),
    ],
)
def test_each_kind_is_found_where_it_stands(kind: AnswerType, text: str, found: list[str]) -> None:
    (paragraph,) = read_paragraphs(make_article(text))
    slices = find_kind(text, paragraph.mentions, kind, {})
    assert [text[start:stop] for start, stop in slices] == found


def test_a_name_that_the_question_gives_is_no_answer() -> None:
    text = "Acara dibuka oleh Lidia Meko dan Markus Tefa di sana."
    slices = find_kind(text, (), AnswerType.NAME, {"lidia": 1.0})
    assert [text[start:stop] for start, stop in slices] == ["Markus Tefa"]


def test_what_stands_nearer_to_the_words_fits_better() -> None:
    near = "Lomba diikuti 40 regu."
    far = (
        "Lomba yang digelar bersama para pedagang dan nelayan di pelabuhan itu menghabiskan 40 jam."
    )
    fits = [answer_type_fit(text, (), AnswerType.NUMBER, {"lomba": 1.0}) for text in (near, far)]
    assert 1 > fits[0] > fits[1] > 0


def test_a_word_in_another_sentence_counts_for_less() -> None:
    same, other = "Lomba itu, 40 regu.", "Lomba itu. 40 regu."
    (here,), (there,) = (nearness(text, [(11, 13)], {"lomba": 1.0}) for text in (same, other))
    assert here == pytest.approx(2 * there)


def test_nothing_is_near_nothing() -> None:
    assert nearness("Lomba.", [], {"lomba": 1.0}) == []
    assert nearness("Lomba 40.", [(6, 8)], {}) == [0.0]


@pytest.mark.parametrize(
    ("kind", "text", "can"),
    [
        (AnswerType.NUMBER, "Lomba diikuti 40 regu.", True),
        (AnswerType.NUMBER, "Lomba diikuti banyak regu.", False),
        (AnswerType.DATE, "Lomba digelar tanggal 17.", True),  # its figures are there, unresolved
        (AnswerType.DATE, "Lomba digelar kapan saja.", False),
        (AnswerType.TIME, "Lomba dimulai jam 9.", True),
        (AnswerType.TIME, "Lomba dimulai pagi.", False),
        (AnswerType.NAME, "Lomba dimulai pagi.", True),  # "semua ASN" is an answer, too
    ],
)
def test_a_figure_or_a_day_is_needed_where_one_is_asked_for(
    kind: AnswerType, text: str, can: bool
) -> None:
    assert has_answer_type(text, (), kind, {"lomba": 1.0}) is can
