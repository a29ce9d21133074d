from __future__ import annotations

from datetime import date

import pytest

from bot.model import AnswerType, Intent, Query, Span, Turn
from bot.query import lexicon
from bot.query.parse import fold_question, parse_query
from bot.text.analysis import analyze
from tests.faker import TODAY


def parse(question: str, *before: str) -> Query:
    return parse_query(question, TODAY, tuple(map(Turn, before)))


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("apa yang terjadi pada 20 Januari 2026?", Intent.DATE),
        ("kmrn ada apa", Intent.DATE),
        ("kegiatan apa saja bulan lalu", Intent.DATE),
        ("what happened yesterday", Intent.DATE),
        ("30 februari 2025 ada apa", Intent.DATE),
        ("kemarin ada apa di kupang", Intent.BOTH),
        ("siapa yang hadir 12 Januari 2023", Intent.BOTH),
        ("berapa bibit kelapa", Intent.MATTER),
        ("siapa?", Intent.MATTER),
        ("halo", Intent.CHAT),
        ("selamat pagi kak", Intent.CHAT),
        ("makasih ya", Intent.CHAT),
        ("halo, berapa bibit kelapa?", Intent.MATTER),
    ],
)
def test_a_question_wants_this_kind_of_answer(question: str, intent: Intent) -> None:
    assert parse(question).intent is intent


@pytest.mark.parametrize(
    ("question", "answer_type"),
    [
        ("kapan digelar?", AnswerType.DATE),
        ("tgl brp acaranya", AnswerType.DATE),
        ("hari apa upacaranya", AnswerType.DATE),
        ("brp bibit", AnswerType.NUMBER),
        ("how many packages", AnswerType.NUMBER),
        ("siapa wagub NTT", AnswerType.NAME),
        ("dmn acaranya", AnswerType.PLACE),
        ("di mana acaranya", AnswerType.PLACE),
        ("kegiatan apa saja", AnswerType.LIST),
        ("apa temanya", AnswerType.ANY),
    ],
)
def test_the_question_word_tells_what_must_stand_in_the_answer(
    question: str, answer_type: AnswerType
) -> None:
    assert parse(question).answer_type is answer_type


def test_dates_and_question_words_are_no_search_terms() -> None:
    terms = [term.text for term in parse("apa yg terjadi tgl 20 jan 2026 di Tangerang").terms]
    assert terms == ["jadi", "di", "tangerang"]


def test_a_word_typed_twice_is_one_term() -> None:
    assert [term.text for term in parse("paspor paspor Paspor").terms] == ["paspor"]


def test_chat_spelling_is_written_out() -> None:
    assert parse("utk siapa").terms == parse("untuk siapa").terms


@pytest.mark.parametrize(
    ("question", "ordinals"),
    [
        ("HBI ke-76", ("76",)),
        ("HBI 76", ("76",)),
        ("HBI-75", ("75",)),
        ("Hari Bhakti Imigrasi ke 73", ("73",)),
        ("the 76th Immigration Day", ("76",)),
        ("HBI 2025", ()),
        ("5.000 paket", ()),
        ("ke Kupang", ()),
    ],
)
def test_ordinals_are_insisted_on(question: str, ordinals: tuple[str, ...]) -> None:
    assert parse(question).ordinals == ordinals


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("donor darah di Jayapura", ["jayapura"]),
        ("kepala kanim sorong siapa", ["sorong"]),
        ("ada apa di kanim tarakan", ["tarakan"]),
        ("di mana digelar", []),
        ("di kota mana digelar", []),
        ("who spoke in Surabaya", ["surabaya"]),
    ],
)
def test_places_are_insisted_on(question: str, places: list[str]) -> None:
    assert [term.word for term in parse(question).places] == places


@pytest.mark.parametrize(
    ("question", "before", "subject"),
    [
        ("di mana?", ["kapan donor darah di Kupang?"], "kapan donor darah di Kupang?"),
        ("lokasinya?", ["kapan donor darah di Kupang?"], "kapan donor darah di Kupang?"),
        (
            "terus siapa yang hadir",
            ["kapan donor darah di Kupang?"],
            "kapan donor darah di Kupang?",
        ),
        ("where?", ["when is the donation in Kupang?"], "when is the donation in Kupang?"),
        ("jam berapa?", ["apa tema HBI?", "halo"], "apa tema HBI?"),
        ("di mana?", [], None),
        ("berapa bibit kelapa?", ["kapan donor darah di Kupang?"], None),
        ("apa yang terjadi kemarin?", ["kapan donor darah di Kupang?"], None),
    ],
)
def test_only_a_question_that_cannot_stand_alone_takes_a_subject(
    question: str, before: list[str], subject: str | None
) -> None:
    assert parse(question, *before).subject == subject


def test_a_follow_up_keeps_the_days_of_its_subject() -> None:
    query = parse("di mana?", "siapa yang beraudiensi 12 Januari 2023?")
    assert [span.first for span in query.asked.spans] == [date(2023, 1, 12)]


def test_a_bare_day_takes_the_month_of_the_question_before() -> None:
    query = parse("kalau tanggal 17?", "Apa yang terjadi pada 12 Januari 2023?")
    assert [span.first for span in query.asked.spans] == [date(2023, 1, 17)]
    assert query.moved


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("what happened on 12 January 2023?", "en"),
        ("who attended the audience", "en"),
        ("apa yang terjadi 12 January 2023?", "id"),
        ("kapan HBI ke-73 jatuh?", "id"),
        ("20/1/2026", "id"),
        ("siapa pemilik The House", "id"),
    ],
)
def test_the_language_of_the_question_is_told_by_its_small_words(
    question: str, language: str
) -> None:
    assert parse(question).language == language


def test_control_and_direction_marks_are_folded_away() -> None:
    assert fold_question("\u202eapa\x00 \n\t yang\u200b  terjadi\ud800?") == "apa yang terjadi ?"


def test_a_control_sequence_of_a_terminal_is_no_word() -> None:
    assert fold_question("apa \x01\x1b[31m yang\x1b[0m terjadi") == "apa yang terjadi"


def test_an_english_question_is_asked_in_indonesian_words_too() -> None:
    (blood, donation) = [
        term for term in parse_query("when was the blood donation?", TODAY).terms if term.content
    ]
    assert blood.alternatives == (("darah",),)
    assert ("donor",) in donation.alternatives


def test_an_english_word_in_an_indonesian_question_stays_as_it_is() -> None:
    terms = parse_query("apa tema training itu di kantor", TODAY).terms
    assert all(term.alternatives == () for term in terms if term.word == "training")


def test_every_word_of_the_glossary_has_a_way_to_write_it() -> None:
    for english, ways in lexicon.GLOSSARY.items():
        assert english == english.casefold()
        assert all(analyze(way) for way in ways.split("/"))


def test_what_was_asked_of_a_subject_before_is_not_lent() -> None:
    query = parse("luas lahannya?", "gedung baru kanim semarang alamatnya")
    assert {"luas", "gedung", "semarang"} <= {term.text for term in query.terms}
    assert "alamat" not in {term.text for term in query.terms}


def test_what_is_told_by_its_name_is_insisted_on() -> None:
    assert parse_query("berapa tarif paspor", TODAY).attributes == ("tarif",)
    assert parse_query("berapa tarif paspor", TODAY).has_constraints
    assert not parse_query("berapa paspor", TODAY).has_constraints


@pytest.mark.parametrize(
    ("turns", "question", "day"),
    [
        ([("kemarin ada apa di kupang", 21)], "siapa yang hadir?", 20),
        ([("kemarin ada apa di kupang", 21)], "kalau kemarin?", 24),
        ([("hari ini ada apa di kupang", 19), ("kalau kemarin?", 23)], "di mana?", 22),
        ([("kemarin ada apa di kupang", None)], "siapa yang hadir?", 24),
    ],
)
def test_each_question_of_a_chat_counts_from_the_day_on_which_it_was_asked(
    turns: list[tuple[str, int | None]], question: str, day: int
) -> None:
    history = [Turn(asked, on and date(2026, 1, on)) for asked, on in turns]
    query = parse_query(question, date(2026, 1, 25), history)
    assert query.asked.spans == (Span(date(2026, 1, day), date(2026, 1, day)),)
