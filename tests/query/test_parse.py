from __future__ import annotations

import pytest

from bot.model import AnswerType, Intent, Query
from bot.query.parse import parse_query
from bot.query.reading import fold_question
from tests.faker import TODAY


def parse(question: str) -> Query:
    return parse_query(question, TODAY)


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
        ("jam berapa acaranya", AnswerType.TIME),
        ("what time does it start", AnswerType.TIME),
        ("warga negara mana pelakunya", AnswerType.COUNTRY),
        ("which countries are they from", AnswerType.COUNTRY),
        ("di kota mana digelar", AnswerType.PLACE),
        ("peserta berasal dari mana saja", AnswerType.PLACE),
        ("jumlahnya", AnswerType.NUMBER),
    ],
)
def test_the_question_word_tells_what_must_stand_in_the_answer(
    question: str, answer_type: AnswerType
) -> None:
    assert parse(question).answer_type is answer_type


def test_dates_and_question_words_are_no_search_terms() -> None:
    terms = [term.text for term in parse("apa yg terjadi tgl 20 jan 2026 di Tangerang").terms]
    assert terms == ["jadi~", "di", "tangerang"]


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
        ("lomba di Kupang, NTT", ["kupang", "ntt"]),
        ("donor darah bandara soetta", ["soetta"]),
        ("imigrasi di Indonesia", []),
        ("batu pertama gedung baru", []),
    ],
)
def test_places_are_insisted_on(question: str, places: list[str]) -> None:
    assert [place.surface for place in parse(question).places] == places


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


def test_what_is_told_by_its_name_is_insisted_on() -> None:
    assert parse_query("berapa tarif paspor", TODAY).attributes == ("tarif",)
    assert parse_query("berapa tarif paspor", TODAY).has_constraints
    assert not parse_query("berapa paspor", TODAY).has_constraints


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("Kebakaran hanguskan pasar di Kupang", ["kebakaran"]),
        ("Menteri Agus membagikan 50.000 paket sembako", []),  # no fate of anybody
        ("50.000 paket sembako dibagikan Menteri Agus", ["dibagikan"]),
        ("Yusman Gea jadi tersangka", ["tersangka"]),  # of a name nothing is said
        ("Imigrasi menangkap 5 WNA di Bali", ["menangkap"]),
        ("apakah imigrasi menangkap 5 WNA di Bali", []),
        ("imigrasi kupang deportasi wna timor leste?", []),
        ("siapa yang menangkap wna bali", []),
        ("donor darah", []),  # it names something, and says nothing of it
        ("20 januari 2026", []),
    ],
)
def test_a_statement_claims_what_happened_to_those_that_it_names(
    text: str, claimed: list[str]
) -> None:
    assert [term.word for term in parse(text).claimed] == claimed


@pytest.mark.parametrize(
    ("question", "offices"),
    [
        ("siapa gubernur NTT", ("gubernur",)),
        ("siapa wali kota Kupang", ("walikota",)),
        ("siapa wakil gubernur NTT", ()),
        ("siapa mantan bupati Belu", ()),
        ("siapa plt direktur rumah sakit", ()),
        ("siapa kakanwil NTT", ()),
    ],
)
def test_an_office_is_insisted_on_and_not_that_of_a_deputy(
    question: str, offices: tuple[str, ...]
) -> None:
    assert parse(question).offices == offices


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("apakah 50 ribu bibit diserahkan", ("50000",)),
        ("5.000 paket untuk 20 desa", ("5000", "20")),
        ("HBI ke-76 diikuti 500 orang", ("500",)),
        ("5 orang ditangkap", ()),  # one digit tells too little
        ("apa yang terjadi 20 Januari 2026", ()),
    ],
)
def test_figures_are_insisted_on_but_not_those_of_days_and_ordinals(
    question: str, numbers: tuple[str, ...]
) -> None:
    assert parse(question).numbers == numbers


@pytest.mark.parametrize(
    ("question", "bodies"),
    [
        ("apa kata kejaksaan soal paspor", ["kejaksaan"]),
        ("donor darah PMI kupang", ["pmi"]),
        ("apa kata imigrasi soal paspor", []),
    ],
)
def test_bodies_are_insisted_on(question: str, bodies: list[str]) -> None:
    assert [term.word for term in parse(question).bodies] == bodies


@pytest.mark.parametrize(
    ("question", "lists"),
    [
        ("ada kegiatan apa di kupang tahun 2023", True),
        ("berita imigrasi 2018", True),
        ("kapan kegiatan di kupang 2023", False),
        ("berapa peserta donor darah 2023", False),
    ],
)
def test_who_asks_what_happened_wants_a_list(question: str, lists: bool) -> None:
    assert parse(question).lists is lists


@pytest.mark.parametrize(
    "text",
    [
        "🚨 INFO TERKINI 🚨 Polisi menangkap 12 orang di Tegal. Sebarkan!",
        "Berita terbaru tentang paspor. Kantor Imigrasi Tegal menutup loketnya.",
        "Bupati meresmikan 18 pasar baru di Kendari dan Kupang. Jumlah pasar kini 151 unit.",
    ],
)
def test_a_pasted_text_neither_compares_nor_asks_about_the_archive(text: str) -> None:
    query = parse_query(text, TODAY)
    assert (query.archive, query.sides) == (None, ())
