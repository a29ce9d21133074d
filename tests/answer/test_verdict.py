"""Whether texts were reported, claim by claim; tests/cases/verdicts.yaml."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import yaml

from bot.engine import Engine
from bot.model import Answer, Difference, Turn, Verdict
from tests.conftest import CASES
from tests.faker import TODAY, make_article, make_engine, to_text

_CASES: list[dict[str, Any]] = yaml.safe_load((CASES / "verdicts.yaml").read_text(encoding="utf-8"))


def to_id(case: dict[str, Any]) -> str:
    return str(case["ask"])[:60]


def of_kind(key: str) -> list[dict[str, Any]]:
    return [case for case in _CASES if key in case]


def ask(engine: Engine, case: dict[str, Any]) -> Answer:
    return engine.ask(case["ask"], TODAY, forwarded_on=case.get("forwarded_on"))


@pytest.mark.parametrize("case", _CASES, ids=to_id)
def test_a_text_gets_its_verdict(engine: Engine, case: dict[str, Any]) -> None:
    answer = ask(engine, case)
    assert answer.verdict == case.get("verdict")
    assert answer.answered == (answer.verdict is Verdict.REPORTED) or answer.verdict is None


@pytest.mark.parametrize("case", of_kind("differs"), ids=to_id)
def test_what_differs_is_told_as_it_is_written(engine: Engine, case: dict[str, Any]) -> None:
    first = next(each for claim in ask(engine, case).claims for each in claim.differences)
    assert list(first)[: len(case["differs"])] == case["differs"]


@pytest.mark.parametrize("case", of_kind("claims"), ids=to_id)
def test_each_claim_is_judged_by_itself(engine: Engine, case: dict[str, Any]) -> None:
    claims = ask(engine, case).claims
    assert [claim.verdict for claim in claims] == case["claims"]
    assert all(claim.text in case["ask"] for claim in claims)


@pytest.mark.parametrize("case", of_kind("text"), ids=to_id)
def test_a_sentence_is_a_text_and_a_question_is_none(engine: Engine, case: dict[str, Any]) -> None:
    assert ask(engine, case).query.is_text == case["text"]


@pytest.mark.parametrize("case", of_kind("span"), ids=to_id)
def test_yesterday_counts_from_the_day_of_sending(engine: Engine, case: dict[str, Any]) -> None:
    assert ask(engine, case).query.asked.spans[0].first == case["span"]


FIRE = make_article(
    "ENDE - Kebakaran menghanguskan 40 kios di Pasar Mbongawani, Sabtu (4/5/2024).",
    "Kerugian ditaksir Rp1,2 miliar. Bupati Ende, Yosafat Wunda, menyerahkan 300 selimut.",
    name="fire",
    title="Pasar Mbongawani Terbakar",
    published=date(2024, 5, 5),
    url="https://www.kabarende.example/read/5123456/pasar-mbongawani-ende-terbakar",
)


@pytest.fixture(scope="module")
def archive() -> Engine:
    other = make_article(
        "KUPANG - Sebanyak 12 sekolah mengikuti lomba perahu, Minggu (12/5/2024).",
        name="race",
        published=date(2024, 5, 13),
    )
    return make_engine(FIRE, other)


@pytest.mark.parametrize("written", ["40", "empat puluh", "lebih dari 40", "sekitar 40", "puluhan"])
def test_a_figure_written_otherwise_is_the_same(archive: Engine, written: str) -> None:
    answer = archive.ask(f"benarkah {written} kios hangus terbakar di pasar mbongawani?", TODAY)
    assert answer.verdict is Verdict.REPORTED


def test_another_figure_of_the_same_differs(archive: Engine) -> None:
    answer = archive.ask("benarkah 400 kios terbakar di pasar mbongawani ende?", TODAY)
    assert answer.claims[0].differences == (Difference("figure", "400", "40"),)
    assert answer.reason == "reported_otherwise"
    assert not answer.answered


def test_the_figures_of_several_paragraphs_hold_together(archive: Engine) -> None:
    text = "Kebakaran menghanguskan 40 kios di Pasar Mbongawani dengan kerugian Rp 1,2 miliar."
    assert archive.ask(text, TODAY).verdict is Verdict.REPORTED


def test_who_holds_an_office_differs_by_name(archive: Engine) -> None:
    text = "Bupati Ende Marselus Petu menyerahkan 300 selimut kepada pedagang Pasar Mbongawani."
    (claim,) = archive.ask(text, TODAY).claims
    assert claim.differences == (Difference("name", "Marselus Petu", "Yosafat Wunda"),)


def test_what_is_denied_differs() -> None:
    engine = make_engine(make_article("Pelabuhan Aimere tidak menerima kapal penumpang pada Mei."))
    (claim,) = engine.ask("benarkah pelabuhan aimere menerima kapal penumpang?", TODAY).claims
    assert claim.differences == (Difference("deed", "menerima", "tidak menerima"),)


@pytest.mark.parametrize(
    "link",
    [
        "https://www.kabarende.example/read/5123456/pasar-mbongawani-ende-terbakar",
        "http://m.kabarende.example/read/5123456/pasar-mbongawani-ende-terbakar/amp?utm_source=wa",
        "kabarende.example/read/5123456/judul-yang-diganti",
        "https://www.kabarende.example/berita/pasar-mbongawani-ende-terbakar.html",
        "pak ini bener? https://kabarende.example/read/5123456 rame di grup",
        "https://kabarende.example/read/5123456.",
    ],
)
def test_a_link_is_found_by_its_address_or_its_words(archive: Engine, link: str) -> None:
    answer = archive.ask(link, TODAY)
    assert (answer.verdict, answer.passages[0].paragraph.article.id) == (Verdict.REPORTED, "fire")


DYKE = make_article(
    "MAUMERE - Tanggul Kali Wajo di Kelurahan Beru jebol 18 meter, Rabu (4/6/2025) pukul 03.15 "
    "Wita. Sebanyak 2.450 jiwa mengungsi.",
    "Dari 91 pendaftar donor darah terkumpul 63 kantong. PMI melayani 700 kantong setiap bulan.",
    "Sebanyak 47 WNA dideportasi. Terbanyak dari India, 19 orang, disusul Inggris 4 orang. Ketua Komisi XII DPRD Sikka, Yosep "
    "Lalang, berkantor di Aula Flobamora.",
    "Bupati Sikka Robi Idang menyerahkan 400 selimut. Kepala Fakultas Teknik Unipa, Rafael Raga, "
    "memimpin 75 relawan.",
    name="dyke",
    published=date(2025, 6, 5),
)


@pytest.fixture(scope="module")
def dyke() -> Engine:
    return make_engine(DYKE)


@pytest.mark.parametrize(
    "text",
    [
        # Words that no table has, or that are spoken, beside figures that stand.
        "apa iya 2.450 orang ngungsi gara2 tanggul kali wajo ambrol?",
        "delapan belas meter tanggul kali wajo rubuh, mosok iya?",
        "Tanggul Kali Wajo jebol 18 meter. Pengungsinya 2.450 jiwa.",
        "benarkah dari donor darah itu terkumpul 63 kantong dari 91 pendaftar?",
        "tanggul kali wajo jebol jam 03.15 wita 4 juni 2025, valid ga nih?",
    ],
)
def test_what_is_said_in_other_words_was_reported(dyke: Engine, text: str) -> None:
    assert dyke.ask(text, TODAY).verdict is Verdict.REPORTED


@pytest.mark.parametrize(
    ("text", "kind", "claimed", "told"),
    [
        ("benarkah tanggul kali wajo jebol 81 meter?", "figure", "81", "18"),
        ("benarkah donor darah itu dapat 36 kantong darah?", "figure", "36", "63"),
        ("tanggul kali wajo jebol jam 05.00 wita, bener ga?", "figure", "jam 05.00 wita", None),
        ("tanggul kali wajo jebol 18 meter 4 juni 2024, bener?", "day", "4 Juni 2024", None),
        (
            "benarkah 47 WNA dideportasi, terbanyak dari Ukraina, 19 orang?",
            "place",
            "Ukraina",
            "India",
        ),
        (
            "benarkah Ketua Komisi III DPRD Sikka Yosep Lalang?",
            "figure",
            "Komisi III",
            "Komisi XII",
        ),
        ("Bupati Sikka Simon Nong menyerahkan 400 selimut.", "name", "Simon Nong", "Robi Idang"),
        (
            "Kepala Fakultas Hukum Unipa Rafael Raga memimpin 75 relawan.",
            "name",
            "Fakultas Hukum",
            "Fakultas Teknik",
        ),
    ],
)
def test_what_is_said_of_the_same_differs(
    dyke: Engine, text: str, kind: str, claimed: str, told: str | None
) -> None:
    answer = dyke.ask(text, TODAY)
    assert answer.verdict is Verdict.DIFFERS
    first = answer.claims[0].differences[0]
    assert (first.kind, first.claimed) == (kind, claimed)
    assert told in (None, first.told)


@pytest.mark.parametrize(
    "said",
    [
        "ditangkap polisi",
        "mengundurkan diri",
        "membuka restoran baru",
        "membagikan uang tunai",
        "marah-marah",
        "dimutasi ke Jakarta",
        "jadi calon gubernur",
        "masuk rumah sakit",
        "meninggal dunia",
    ],
)
@pytest.mark.parametrize("who", ["Bupati Sikka Robi Idang", "Ketua Komisi XII Yosep Lalang"])
def test_whoever_is_named_alone_was_not_reported(dyke: Engine, who: str, said: str) -> None:
    assert dyke.ask(f"benarkah {who} {said}?", TODAY).verdict is Verdict.NOT_FOUND


@pytest.mark.parametrize(
    "text",
    [
        "yang bilang tanggul kali wajo jebol siapa",
        "tolong buatin sambutan bupati sikka",
        "katanya ada donor darah di maumere kapan?",
        "berapa meter tanggul yang jebol, masa sih cuma 18?",
    ],
)
def test_what_asks_for_more_than_truth_is_no_claim(dyke: Engine, text: str) -> None:
    assert dyke.ask(text, TODAY).verdict is None


def test_an_english_report_tells_an_indonesian_claim() -> None:
    engine = make_engine(
        make_article(
            "Labuan Bajo immigration sent home 318 foreigners between January and June 2024, and "
            "most of them had overstayed, the head of the office said.",
            published=date(2024, 7, 2),
        )
    )
    assert engine.ask("benarkah 318 bule dideportasi?", TODAY).verdict is Verdict.REPORTED
    (claim,) = engine.ask(
        "benarkah 518 orang asing dideportasi dari labuan bajo januari-juni 2024?", TODAY
    ).claims
    assert claim.differences == (Difference("figure", "518", "318"),)


def test_reports_of_one_event_are_one_quotation() -> None:
    engine = make_engine(
        make_article(
            "ENDE - Kebakaran menghanguskan 40 kios di Pasar Mbongawani, Ende, Sabtu (4/5/2024).",
            name="a",
            publisher="Satu",
            published=date(2024, 5, 5),
        ),
        make_article(
            "Pasar Mbongawani di Ende terbakar Sabtu (4/5/2024) dan 40 kios hangus, kata Maria, "
            "pedagang kain yang kehilangan seluruh dagangannya malam itu. Api padam pukul dua.",
            name="b",
            publisher="Dua",
            published=date(2024, 5, 5),
        ),
    )
    answer = engine.ask("benarkah 40 kios terbakar di pasar mbongawani ende?", TODAY)
    assert (len(answer.passages), answer.claims[0].sources) == (1, 2)


def test_an_original_stands_before_its_copy() -> None:
    text = "ENDE - Kebakaran menghanguskan 40 kios di Pasar Mbongawani, Sabtu (4/5/2024)."
    engine = make_engine(
        make_article(text, name="a", publisher="Satu", copy_of="b"),
        make_article(text, "Asli.", name="b", publisher="Dua"),
    )
    answer = engine.ask("benarkah 40 kios terbakar di pasar mbongawani?", TODAY)
    assert answer.passages[0].paragraph.article.id == "b"


def test_a_link_that_leads_nowhere_names_itself_and_what_is_near(archive: Engine) -> None:
    link = "https://lain.example/berita/123-lomba-perahu-di-teluk"
    answer = archive.ask(link, TODAY)
    assert answer.verdict is Verdict.NOT_FOUND
    text = to_text(answer, archive.translations("id"))
    assert text.startswith("🔎 lain.example/berita/123-lomba-perahu-di-teluk\n❌ ")
    assert "KUPANG - Sebanyak 12 sekolah" in text


def test_the_worst_verdict_heads_the_text(archive: Engine) -> None:
    text = "Kebakaran menghanguskan 40 kios di Pasar Mbongawani. Gempa lalu merusak Pelabuhan Ende."
    answer = archive.ask(text, TODAY)
    assert [c.verdict for c in answer.claims] == [Verdict.REPORTED, Verdict.NOT_FOUND]
    assert answer.verdict is Verdict.NOT_FOUND
    assert answer.shown == 1


def test_nothing_is_judged_in_an_empty_archive() -> None:
    answer = make_engine().ask("Kebakaran menghanguskan 40 kios di Pasar Mbongawani.", TODAY)
    assert (answer.verdict, answer.reason) == (None, "empty_corpus")


def test_a_forward_of_no_claim_is_judged_by_its_words(archive: Engine) -> None:
    for text in ("Sebarkan!", "#viral"):
        answer = archive.ask(text, TODAY, forwarded_on=TODAY)
        assert answer.verdict is Verdict.NOT_FOUND, text
    for text in ("🙏🙏🙏", "Selamat pagi semua"):
        assert archive.ask(text, TODAY, forwarded_on=TODAY).verdict is None, text


def test_copies_count_as_sources() -> None:
    text = "ENDE - Kebakaran menghanguskan 40 kios di Pasar Mbongawani, Sabtu (4/5/2024)."
    engine = make_engine(
        make_article(text, name="a", publisher="Satu"),
        make_article(text, "Disalin.", name="b", publisher="Dua", copy_of="a"),
    )
    answer = engine.ask("benarkah 40 kios terbakar di pasar mbongawani?", TODAY)
    assert (answer.claims[0].sources, answer.counts.sources, len(answer.passages)) == (2, 2, 1)


@pytest.mark.parametrize(
    ("question", "shows"),
    [("sumbernya?", "kabarende.example/read/5123456"), ("lengkapnya", "Rp1,2 miliar")],
)
def test_questions_go_on_from_what_a_verdict_showed(
    archive: Engine, question: str, shows: str
) -> None:
    turn = Turn("Kemarin 400 kios di Pasar Mbongawani terbakar.", TODAY, 1, date(2024, 5, 5))
    answer = archive.ask(question, TODAY, [turn], limit=9)
    assert (answer.answered, answer.verdict) == (True, None)
    assert shows in to_text(answer, archive.translations("id"))


def test_nothing_is_judged_where_nothing_is_claimed(archive: Engine) -> None:
    for question in ("pasar mbongawani terbakar kapan", "berapa kios yang hangus?", "makasih"):
        assert archive.ask(question, TODAY).verdict is None


RAID = (
    "SEMARANG - Petugas menangkap 12 penjudi daring di sebuah ruko di Kota Tegal, Rabu (5/3/2025).",
    "Sebelas orang berasal dari Laos dan seorang dari Myanmar.",
)


@pytest.mark.parametrize(
    ("text", "claimed", "told"),
    [
        ("benarkah 12 penjudi daring ditangkap petugas di Kudus?", "Kudus", "Tegal"),
        ("benarkah 12 penjudi daring dari Peru ditangkap petugas di Tegal?", "Peru", "Laos"),
    ],
)
def test_places_differ_from_those_of_their_kind_and_not_from_where_it_was_written(
    text: str, claimed: str, told: str
) -> None:
    engine = make_engine(make_article(*RAID, published=date(2025, 3, 6)))
    answer = engine.ask(text, TODAY)
    assert answer.verdict is Verdict.DIFFERS
    assert answer.claims[0].differences[0][1:] == (claimed, told)


def test_a_country_that_no_article_names_is_told_to_be_missing() -> None:
    engine = make_engine(make_article(RAID[0], published=date(2025, 3, 6)))
    answer = engine.ask("benarkah 12 penjudi daring dari Peru ditangkap petugas di Tegal?", TODAY)
    assert answer.verdict is Verdict.DIFFERS
    assert answer.claims[0].differences[0][1:] == ("Peru", "")


def test_a_short_sentence_of_a_text_is_judged_too() -> None:
    engine = make_engine(make_article(*RAID, published=date(2025, 3, 6)))
    answer = engine.ask(f"{RAID[0][11:]} Presiden hadir di Tegal.", TODAY)
    assert [claim.verdict for claim in answer.claims] == [Verdict.REPORTED, Verdict.NOT_FOUND]


@pytest.mark.parametrize(
    "text",
    [
        "susun ringkasan kasus penjudi daring di tegal",
        "kirimkan berita penjudi daring yang ditangkap di tegal",
        "tolong buatin rangkuman soal penjudi daring tegal dong",
        "send me the news about penjudi daring in Tegal",
    ],
)
def test_who_wants_a_report_gets_what_was_reported_of_its_matter(text: str) -> None:
    answer = make_engine(make_article(*RAID)).ask(text, TODAY)
    assert (answer.verdict, answer.answered) == (None, True)


@pytest.mark.parametrize(
    "text",
    [
        "buatkan siaran pers tentang penjudi daring di Tegal",
        "tolong bikinin rilis soal penangkapan penjudi daring tegal",
        "min, tuliskan sambutan bupati buat penangkapan penjudi daring di tegal",
        "write a press release about penjudi daring in Tegal",
    ],
)
def test_who_wants_a_text_written_is_told_what_there_is_for_it(text: str) -> None:
    engine = make_engine(make_article(*RAID, title="Judi Daring"))
    answer = engine.ask(text, TODAY)
    assert (answer.verdict, answer.reason) == (None, "asks_for_text")
    assert "📰 Tempo · Judi Daring" in to_text(answer, engine.translations("id"))
