from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive.duplicates import Duplicate, DuplicateFinder, find_same_texts
from bot.model import Article
from tests.conftest import takes_at_most
from tests.faker import make_article

STORY = (
    "KUPANG, Kabar.id - Kantor Pelabuhan Kupang membagikan 300 paket beras kepada nelayan yang "
    "tidak melaut karena cuaca buruk, Jumat (9/2/2024).",
    "Kepala kantor, Yohanes Tallo, mengatakan bantuan itu dikumpulkan dari para pegawai selama "
    'dua pekan. "Kami ingin nelayan tahu bahwa mereka tidak sendiri," ujarnya.',
    "Selain beras, keluarga nelayan menerima minyak goreng dan obat-obatan. Gelombang di Selat "
    "Sawu diperkirakan masih setinggi empat meter sampai pekan depan.",
    "Badan Meteorologi meminta kapal kecil menunda pelayaran. Penyeberangan ke Rote dan Sabu "
    "dihentikan sejak Rabu, dan 120 penumpang menunggu di terminal.",
)
SAME_EVENT = (
    "Sebanyak 300 keluarga nelayan Kupang memperoleh beras dari Kantor Pelabuhan, Jumat (9/2/2024).",
    "Mereka sudah sepekan menganggur. Angin kencang membuat perahu tidak bisa keluar dari teluk.",
    "Yohanes Tallo, pimpinan kantor itu, menyerahkan sendiri paket pertama kepada ketua kelompok "
    "nelayan di Oesapa. Menurut dia, bantuan serupa akan datang lagi bulan depan.",
)
SAME_SOURCES = (
    "KUPANG, Warta - Bantuan beras sampai di tangan nelayan yang tidak melaut karena cuaca buruk. "
    "Sejumlah 300 paket dibagi oleh Kantor Pelabuhan Kupang, Jumat (9/2/2024).",
    'Dananya dari para pegawai sendiri. "Kami ingin nelayan tahu bahwa mereka tidak sendiri," '
    "kata Yohanes Tallo. Ia memimpin kantor itu sejak tahun lalu dan berasal dari Sabu.",
    "Cuaca belum akan membaik. Kapal ke Rote dan Sabu dihentikan sejak Rabu, dan nelayan Oesapa "
    "mengikat perahunya. Gelombang di Selat Sawu mencapai empat meter menurut peramal cuaca.",
)
BOILERPLATE = (
    "Dapatkan berita pilihan dan kabar terbaru dari seluruh Nusa Tenggara Timur setiap hari. "
    "Mari bergabung dengan saluran kami, tekan tautan di bawah ini, lalu pilih gabung. Pasang "
    "dahulu aplikasinya di telepon genggam Anda, dan ikuti pula akun kami di media sosial."
)
OTHERS = (
    "Regu putri SMP Negeri 4 Ende menjuarai lomba gerak jalan tingkat kabupaten setelah "
    "mengalahkan dua puluh regu lain di lapangan Pancasila.",
    "Harga cabai rawit di Pasar Maumere naik dua kali lipat dalam sepekan. Pedagang menduga hujan "
    "membuat petani gagal panen.",
    "Jembatan gantung di Desa Wae Rebo selesai diperbaiki warga secara gotong royong, dan "
    "anak-anak tidak perlu lagi menyeberangi sungai ke sekolah.",
)


def duplicates_of(text: tuple[str, ...], *stored: tuple[str, ...]) -> list[str]:
    finder = DuplicateFinder(make_article(*one, name=f"s{at}") for at, one in enumerate(stored))
    return [duplicate.article.id for duplicate in finder.find(make_article(*text, name="baru"))]


@pytest.mark.parametrize(
    ("change", "least"),
    [
        pytest.param(lambda text: text, 1.0, id="nothing"),
        pytest.param(lambda text: text.upper(), 1.0, id="case"),
        pytest.param(lambda text: text.replace('"', "”").replace(" ", "\u00a0 "), 1.0, id="quotes"),
        pytest.param(lambda text: text.replace(".", " …").replace(",", " –"), 1.0, id="dashes"),
        pytest.param(lambda text: text.replace("nelayan", "nela\u00adyan"), 1.0, id="soft hyphen"),
        pytest.param(
            lambda text: text.replace("KUPANG, Kabar.id -", "Kupang (Wartawan) -"),
            0.9,
            id="dateline",
        ),
        pytest.param(
            lambda text: (
                text.replace("mengatakan", "menyebut")
                .replace("membagikan", "menyalurkan")
                .replace("karena cuaca", "akibat cuaca")
                .replace("Selain beras", "Di samping beras")
                .replace("sampai pekan depan", "hingga pekan depan")
                .replace("dihentikan", "ditutup")
            ),
            0.6,
            id="a word in each sentence",
        ),
    ],
)
def test_a_story_is_recognised_after_small_changes(change: object, least: float) -> None:
    changed = tuple(change(paragraph) for paragraph in STORY)  # type: ignore[operator]
    (duplicate,) = DuplicateFinder([make_article(*STORY)]).find(make_article(*changed, name="b"))
    assert duplicate.article.id == "a"
    assert min(duplicate.resemblance, duplicate.contained) >= least
    assert duplicate.resemblance < 1.0 or least == 1.0


def test_paragraphs_may_be_parted_otherwise() -> None:
    assert duplicates_of((" ".join(STORY),), STORY) == ["s0"]


def test_a_copy_cut_to_its_first_half_is_contained() -> None:
    finder = DuplicateFinder([make_article(*STORY)])
    (duplicate,) = finder.find(make_article(*STORY[:2], name="b"))
    assert duplicate.contained == 1.0
    assert duplicate.resemblance < 0.6


def test_a_long_story_is_a_duplicate_of_its_cut_copy() -> None:
    assert duplicates_of(STORY, STORY[:2]) == ["s0"]


def test_two_sentences_are_enough() -> None:
    short = ("Harga beras di Ruteng naik lima ratus rupiah. Pedagang menunggu panen raya Maret.",)
    edited = ("Harga beras di Ruteng naik lima ratus rupiah. Para pedagang menunggu panen raya.",)
    assert duplicates_of(edited, short, (OTHERS[1],)) == ["s0"]


@pytest.mark.parametrize("report", [SAME_EVENT, SAME_SOURCES], ids=["facts", "facts and quotes"])
def test_an_independent_report_of_the_same_event_is_no_duplicate(report: tuple[str, ...]) -> None:
    assert duplicates_of(report, STORY) == []
    assert duplicates_of(STORY, report) == []


@pytest.mark.parametrize("other", OTHERS)
def test_a_text_that_shares_boilerplate_only_is_no_duplicate(other: str) -> None:
    assert duplicates_of((SAME_EVENT[0], SAME_EVENT[1], BOILERPLATE), (other, BOILERPLATE)) == []
    assert duplicates_of((BOILERPLATE, *SAME_EVENT[:2]), (BOILERPLATE, other)) == []


def test_the_best_duplicate_comes_first_and_of_equals_the_one_added_first() -> None:
    assert duplicates_of(STORY, STORY[:2], SAME_EVENT, STORY, STORY[:3], STORY) == [
        "s2", "s4", "s3", "s0",
    ]  # fmt: skip


def test_an_article_is_not_its_own_duplicate() -> None:
    assert DuplicateFinder([make_article(*STORY)]).find(make_article(*STORY)) == ()


def test_a_text_without_words_has_no_duplicate() -> None:
    assert duplicates_of(("…", "— !"), ("…", "— !")) == []


@pytest.mark.parametrize("text", ["Satu.", "Satu dua.", "Satu dua tiga.", "Satu dua tiga empat."])
def test_a_text_of_few_words_is_a_duplicate_of_its_like_only(text: str) -> None:
    assert duplicates_of((text.upper(),), (text,), ("Lain.",), ("Lain sama sekali.",)) == ["s0"]


def test_what_was_discarded_or_replaced_is_not_found() -> None:
    finder = DuplicateFinder([make_article(*STORY), make_article(*STORY, name="b")])
    finder.discard("b")
    finder.add(make_article(*OTHERS))
    finder.discard("tidak-ada")
    assert finder.find(make_article(*STORY, name="c")) == ()
    assert [duplicate.article.id for duplicate in finder.find(make_article(*OTHERS, name="c"))] == [
        "a"
    ]
    finder.discard("a")
    assert finder.find(make_article(*STORY, name="c")) == ()


def test_the_same_text_twice_is_found() -> None:
    one, other = make_article("A  b.", "C."), make_article("A b.", "C.", name="b")
    assert find_same_texts([one, make_article("X.", name="x"), other]) == [(one, other)]


def test_every_process_finds_the_same() -> None:
    code = (
        "from tests.archive.test_duplicates import *\n"
        "s = DuplicateFinder(make_article(*p, name=str(n)) for n, p in enumerate((STORY, STORY[:2])))\n"
        "print(s._texts['0'][1].hashes.tolist(), s.find(make_article(*STORY[:3], name='x')))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def make_archive(count: int, words_each: int) -> list[Article]:
    """Articles of made-up words, with the frequencies of real ones (Zipf's law)."""
    chance = random.Random(7)
    words = ["".join(chance.choices("aiueonkstrmlp", k=chance.randint(2, 9))) for _ in range(9000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    text = chance.choices(words, weights, k=count * words_each)
    return [
        make_article(" ".join(text[at * words_each : (at + 1) * words_each]), name=f"a{at}")
        for at in range(count)
    ]


def test_each_article_of_a_large_archive_finds_its_cut_and_edited_copy_and_no_other() -> None:
    articles = make_archive(2000, 120)
    finder = DuplicateFinder(articles)
    chance = random.Random(5)
    with takes_at_most(200 * 0.05):
        for article in chance.sample(articles, 200):
            words = article.paragraphs[0].split()[: chance.choice((60, 120))]
            for _ in range(len(words) // 20):
                words[chance.randrange(len(words))] = "lain"
            found = finder.find(make_article(" ".join(words), name="baru"))
            assert [duplicate.article.id for duplicate in found] == [article.id]


def test_a_short_excerpt_of_a_long_article_is_recognised() -> None:
    articles = make_archive(30, 2000)
    finder = DuplicateFinder(articles)
    for article in articles:
        excerpt = article.paragraphs[0].split()[700:820]
        found = finder.find(make_article(" ".join(excerpt), name="baru"))
        assert [duplicate.article.id for duplicate in found] == [article.id]


@given(st.text(), st.text())
def test_likeness_is_mutual_and_between_0_and_1(one: str, other: str) -> None:
    a, b = make_article(one, name="a"), make_article(other, name="b")
    (there,) = DuplicateFinder([a]).find(b) or (Duplicate(a, 0.0, 0.0),)
    (back,) = DuplicateFinder([b]).find(a) or (Duplicate(b, 0.0, 0.0),)
    assert (there.resemblance, there.contained) == (back.resemblance, back.contained)
    assert 0.0 <= there.resemblance <= there.contained <= 1.0
