"""Corpora of any size for measuring: generated news that has the shape of real Indonesian news.

The words mean nothing together, and need not. What decides how long a search takes is kept: the
lengths of paragraphs, how often words stand, how the vocabulary grows, that an article returns
to its own words, and how often and in which forms days are named. The same seed gives the same
corpus, and a smaller one is the beginning of a larger one.
"""

from __future__ import annotations

import json
import random
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import count as count_from
from itertools import cycle
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from bot.archive.articles import to_file_text
from bot.dates.words import MONTHS, WEEKDAYS
from bot.model import Article, Intent
from bot.query.parse import parse_query
from bot.search.terms import term_weights
from bot.text.analysis import analyze

Ranks = NDArray[np.int64]

SEED: Final = 22
NEWEST: Final = date(2026, 1, 21)
TODAY: Final = date(2026, 1, 22)
DAYS: Final = 3652
BLOCK: Final = 500
"""Articles that are generated together."""

MEAN_LENGTH: Final = 38
SPREAD: Final = 0.45
DATED_LEADS: Final = 0.75
DATED_OTHERS: Final = 0.195
TOPIC_WORDS: Final = 12
TOPIC_SHARE: Final = 0.15

OPEN_WORDS: Final = 200_000
KERNEL: Final = 4000
KERNEL_SHIFT: Final = 20
TAIL_EXPONENT: Final = 2.7
"""The frequencies of words that carry matter: Zipf's law with Mandelbrot's shift up to the rank
KERNEL, falling faster after it (Ferrer i Cancho and Solé 2001). Chosen so that 100,000 paragraphs
have some 30,000 words."""

FUNCTION_WORDS: Final = """
yang 270 dan 250 di 220 ini 110 dengan 100 untuk 100 dari 98 pada 90 itu 82 dalam 80 tidak 62 ke 60
akan 58 juga 52 tersebut 42 oleh 32 adalah 31 sebagai 31 atau 30 bahwa 30 telah 30 sudah 30 bisa 29
dapat 29 menjadi 28 lebih 28 saat 27 kami 25 saya 25 karena 24 ada 24 para 22 agar 21 secara 21
mereka 20 kita 20 serta 20 harus 20 seperti 20 hingga 19 kepada 19 ia 18 terhadap 17 masih 16
setelah 16 dia 15 tak 15 hanya 15 lain 14 sehingga 13 namun 13 antara 11 belum 11 jika 11 tetapi 9
sejak 8 sementara 8 bagi 8 kemudian 8 melalui 8 maupun 7 sedang 7 ketika 7 sebelum 6 lagi 6 maka 6
tanpa 6 meski 5 selain 5 apabila 4 atas 14 pun 9 bukan 8 sangat 8 sekitar 9 banyak 11 beberapa 9
semua 8 setiap 7 seluruh 9 hal 11 pihak 10 terkait 9 selama 8 termasuk 8 baik 8 guna 4 usai 5
"""
"""Words and how often each stands in 10,000 words of news."""

NEWS_WORDS: Final = """
tahun orang Indonesia pemerintah kata hari masyarakat daerah kota warga kepala negara Jakarta anak
provinsi kabupaten dua satu tiga petugas polisi korban kegiatan rumah kasus persen program presiden
menteri anggota ketua wilayah pusat pelayanan dinas bersama ujarnya jelasnya tambahnya katanya baru
besar utama nasional pembangunan ekonomi masalah jalan sekolah kawasan rakyat hukum kerja kesehatan
dilakukan melakukan mengatakan menyebut menurut mengaku meminta memberikan diberikan mendapat
pelaku tersangka barang bukti penyidik pengadilan hakim jaksa sidang putusan terdakwa hukuman pidana
imigrasi paspor pemasyarakatan kantor pegawai pejabat gubernur bupati walikota camat lurah desa
kecamatan kelurahan dewan partai pemilu suara calon kampanye politik koalisi fraksi rapat komisi
anggaran dana miliar juta rupiah pajak harga pasar beras minyak gula cabai daging telur pangan petani
panen sawah pupuk bibit kelapa sawit kebun hutan lahan kebakaran asap banjir longsor gempa tsunami
gunung erupsi cuaca hujan angin gelombang laut pantai nelayan kapal pelabuhan bandara pesawat
penumpang penerbangan kereta stasiun bus terminal tol jembatan macet kendaraan mobil motor sopir
kecelakaan tewas luka meninggal selamat hilang pencarian evakuasi tim gabungan relawan posko bantuan
pengungsi logistik obat dokter perawat pasien rumahsakit puskesmas vaksin imunisasi gizi stunting
penyakit virus demam wabah ibu bayi lansia keluarga perempuan remaja pemuda mahasiswa kampus
universitas dosen guru murid siswa ujian kurikulum beasiswa buku perpustakaan penelitian ilmu
teknologi digital aplikasi internet data sistem jaringan telepon layanan daring media wartawan
berita informasi publik sosial budaya seni musik film festival penonton panggung penyanyi lagu
tari wisata wisatawan hotel destinasi pulau candi museum sejarah adat suku upacara agama masjid
gereja pura jemaah haji umrah ramadan lebaran natal zakat doa ulama pesantren santri ustaz
olahraga sepakbola tim pemain pelatih pertandingan gol kemenangan kekalahan liga piala juara medali
atlet turnamen stadion suporter klub babak final bulutangkis ganda tunggal balap renang
perusahaan industri pabrik produksi ekspor impor investasi investor saham bank kredit bunga inflasi
pertumbuhan usaha umkm koperasi pedagang pembeli konsumen produk merek toko gaji upah buruh tenaga
lowongan pengangguran kemiskinan subsidi listrik energi batubara gas tambang nikel emas air bersih
irigasi bendungan sungai sampah limbah lingkungan iklim karbon udara polusi satwa harimau gajah
konservasi taman kebijakan peraturan undangundang pasal kementerian lembaga badan direktur jenderal
sekretaris kepolisian tentara prajurit komandan senjata operasi keamanan pertahanan perbatasan
narkotika sabu ganja penyelundupan pencurian perampokan penipuan korupsi suap gratifikasi tahanan
narapidana lapas rutan remisi pembebasan sipir visa asing deportasi tenagakerja pekerjamigran
kedutaan konsul diplomatik pertemuan kunjungan kerja sama perjanjian delegasi duta internasional
perang konflik damai sanksi krisis utang neraca devisa kurs dolar tarif dagang komoditas proyek
kontraktor gedung apartemen perumahan tanah sertifikat sengketa gugatan eksekusi penggusuran izin
administrasi kependudukan ktp akta nikah pendaftaran antrean loket pemohon berkas dokumen syarat
biaya gratis jadwal peresmian pelantikan peringatan perayaan lomba hadiah penghargaan donor darah
bakti apel pasukan bendera merdeka pahlawan pelajar pramuka senam gotong royong penanaman pohon
penghijauan penyuluhan pelatihan pendampingan pemberdayaan pengawasan pemeriksaan penyelidikan
penangkapan penahanan pengamanan penertiban penyerahan penyaluran pengadaan pengelolaan pengembangan
peningkatan penurunan perubahan perbaikan percepatan persiapan pelaksanaan penerapan penyelesaian
meningkat menurun bertambah berkurang mencapai mengalami menerima menyerahkan menggelar menghadiri
membuka menutup memimpin membahas menetapkan menolak mendukung menilai menegaskan menjelaskan
mengimbau mengungkapkan menangkap memeriksa menyita menahan membawa mencari menemukan membantu
menyalurkan membangun memperbaiki mengelola mengembangkan melibatkan menyiapkan mengikuti digelar
ditangkap diperiksa ditemukan ditetapkan dibangun diresmikan disalurkan diharapkan direncanakan
berlangsung berjalan berasal berhasil berharap berupa bergerak berakhir terdiri terletak tercatat
terdampak terjadi terlibat terpilih kerugian kerusakan kemacetan kekerasan kebutuhan kemampuan
kepentingan kesempatan kesejahteraan keselamatan keberhasilan ketahanan ketertiban kehidupan
Surabaya Bandung Medan Semarang Makassar Palembang Tangerang Bekasi Depok Bogor Yogyakarta Denpasar
Malang Padang Pekanbaru Banjarmasin Pontianak Samarinda Balikpapan Manado Ambon Jayapura Kupang
Mataram Kendari Palu Gorontalo Ternate Sorong Batam Jambi Bengkulu Serang Cirebon Solo Jember
Sumatra Jawa Bali Kalimantan Sulawesi Papua Maluku Aceh Lampung Banten Riau Lombok Flores Timor
"""

FIRST_NAMES: Final = """
Agus Budi Siti Dewi Eko Rina Hendra Yusuf Maria Ahmad Putri Joko Ratna Bambang Sri Andi Nur Rudi
Fitri Dian Wahyu Indah Arif Lestari Made Ketut Tri Yanti Iwan Asep Ujang Markus Yohana
"""
PLACES: Final = """
Tanjung Sungai Gunung Pulau Muara Kampung Lubuk Bukit Suka Karang
"""
ONSETS: Final = """
b b c d g h j k k l l m m n p p r r s s t t w y ny
"""
VOWELS: Final = "aaaaiiueeo"
CODAS: Final = ("", "", "", "", "", "", "n", "ng", "r", "s", "t")
PUBLISHERS: Final = tuple(
    f"{kind} {name}"
    for kind in ("Harian", "Kabar", "Suara", "Warta")
    for name in ("Nusantara", "Khatulistiwa", "Pagi", "Rakyat", "Daerah", "Pesisir")
)

LEAD_DATES: Final = ("{weekday} ({day.day}/{day.month}/{day.year})", "pada {full}")
OTHER_DATES: Final = (
    *("{weekday} ({day.day}/{day.month}/{day.year})", "pada {full}", "{full}"),
    *("pada {month} {day.year}", "sejak {month} {day.year}", "pada tahun {day.year}"),
    *("pada {weekday}", "{month} lalu", "sejak {weekday}, {full}", "hingga {full}"),
)

ASKING: Final = ("siapa", "berapa", "kapan", "di mana", "bagaimana", "apa", "mengapa", "", "")
BETWEEN: Final = ("yang", "di", "dan", "untuk", "dalam", "dari", "dengan", "oleh")
HAPPENED: Final = (
    "apa yang terjadi",
    "peristiwa apa saja",
    "ada kejadian apa",
    "apa saja kegiatan",
)
DATE_ONLY, BOTH = "date", "both"
MIX: Final = (*("matter",) * 12, *(DATE_ONLY,) * 5, *(BOTH,) * 3)
_WORD = re.compile(r"[A-Za-z]{3,}")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by rank, the ``functions`` first of them function words.

    Attributes:
        words: As they stand in a text; some are names of two words.
        cumulative: The share of all text that a word and those before it make up.
    """

    words: NDArray[np.object_]
    cumulative: NDArray[np.float64]
    functions: int

    def draw(self, generator: np.random.Generator, size: Any, *, matter: bool = False) -> Ranks:
        """Random ranks at their frequencies; with ``matter``, of no function words."""
        low = self.cumulative[self.functions - 1] if matter else 0.0
        found = np.searchsorted(self.cumulative, generator.uniform(low, 1.0, size), side="right")
        return np.minimum(found, len(self.words) - 1)


@cache
def vocabulary(seed: int = SEED) -> Vocabulary:
    """The words of all corpora with ``seed``."""
    parts = FUNCTION_WORDS.split()
    functions, shares = parts[::2], np.array(parts[1::2], dtype=float) / 10_000
    known = dict.fromkeys((*functions, *NEWS_WORDS.split()))
    avoided = {*known, *MONTHS, *WEEKDAYS}
    chooser = random.Random(seed)
    while len(known) < OPEN_WORDS + len(functions):
        if (word := _new_word(chooser)) not in avoided:
            known[word] = None
    ranks = np.arange(1, len(known) - len(functions) + 1)
    tail = np.maximum(ranks / KERNEL, 1.0) ** (1 - TAIL_EXPONENT)
    matter = tail / (ranks + KERNEL_SHIFT)
    weights = np.concatenate((shares, (1 - shares.sum()) * matter / matter.sum()))
    return Vocabulary(np.array(list(known), dtype=object), np.cumsum(weights), len(functions))


def _new_word(chooser: random.Random) -> str:
    """A figure, the name of a person or place, or a word of the usual syllables."""
    kind = chooser.random()
    if kind < 0.07:
        number = int(chooser.lognormvariate(5, 2))
        return f"{number % 10**6:,}".replace(",", ".")
    plain = "".join(_syllable(chooser) for _ in range(chooser.choice((2, 2, 3, 3, 4))))
    if kind < 0.17:
        return f"{chooser.choice(FIRST_NAMES.split())} {plain.capitalize()}"
    if kind < 0.24:
        return f"{chooser.choice(PLACES.split())} {plain.capitalize()}"
    if kind < 0.45:
        return chooser.choice(("di", "ber", "ter", "pe", "se", "ke")) + plain
    return plain + chooser.choice(("", "", "", "kan", "an", "nya"))


def _syllable(chooser: random.Random) -> str:
    onset = chooser.choice(ONSETS.split())
    return onset + chooser.choice(VOWELS) + chooser.choice(CODAS)


def build_articles(paragraphs: int, seed: int = SEED) -> Iterator[Article]:
    """Articles of so many paragraphs together, some ten in each, in no order of days."""
    left = paragraphs
    for block in count_from():
        for article in _build_block(block, seed):
            if left <= 0:
                return
            yield _cut(article, left)
            left -= len(article.paragraphs)


def _cut(article: Article, most: int) -> Article:
    if len(article.paragraphs) <= most:
        return article
    return Article(
        article.id,
        article.publisher,
        article.paragraphs[:most],
        article.title,
        published=article.published,
        url=article.url,
    )


def _build_block(block: int, seed: int) -> Iterator[Article]:
    known = vocabulary(seed)
    generator = np.random.default_rng([seed, block])
    sizes = np.clip(generator.poisson(9, BLOCK) + 1, 2, 30)
    drawn = generator.lognormal(np.log(MEAN_LENGTH) - SPREAD**2 / 2, SPREAD, int(sizes.sum()))
    lengths = np.clip(drawn.astype(int), 6, 240)
    words = _draw_text(known, generator, np.add.reduceat(lengths, np.cumsum(sizes) - sizes))
    titles = known.words[known.draw(generator, (BLOCK, 7), matter=True)]
    ages = generator.integers(0, DAYS, BLOCK)
    chooser = random.Random(f"{seed} {block}")
    stops = np.cumsum(lengths).tolist()
    texts = [words[a:b] for a, b in zip((0, *stops), stops, strict=False)]
    first = 0
    for place, size in enumerate(sizes.tolist()):
        published = NEWEST - timedelta(days=int(ages[place]))
        name = f"{published}-{block * BLOCK + place:07d}"
        own = texts[first : first + size]
        yield Article(
            name,
            chooser.choice(PUBLISHERS),
            tuple(_to_text(own[n], n == 0, published, chooser) for n in range(size)),
            " ".join(titles[place]).title(),
            published=published,
            url=f"https://example.com/{name}",
        )
        first += size


def _draw_text(known: Vocabulary, generator: np.random.Generator, lengths: Ranks) -> list[str]:
    """The words of articles of these lengths, one after the other, some with a comma."""
    total = int(lengths.sum())
    ranks = known.draw(generator, total)
    topics = known.draw(generator, (len(lengths), TOPIC_WORDS), matter=True)
    article = np.repeat(np.arange(len(lengths)), lengths)
    own = np.flatnonzero((generator.random(total) < TOPIC_SHARE) & (ranks >= known.functions))
    ranks[own] = topics[article[own], generator.integers(0, TOPIC_WORDS, len(own))]
    words = known.words[ranks]
    words[generator.random(total) < 0.05] += ","
    return words.tolist()


def _to_text(words: list[str], leads: bool, published: date, chooser: random.Random) -> str:
    """The words as sentences of some 17, with a date or none."""
    if chooser.random() < (DATED_LEADS if leads else DATED_OTHERS):
        words.insert(min(len(words), chooser.randrange(4, 12)), _date(leads, published, chooser))
    sentences, start = [], 0
    while start < len(words):
        stop = start + chooser.randrange(10, 25)
        stop = len(words) if len(words) - stop < 5 else stop
        text = " ".join(words[start:stop]).rstrip(",")
        sentences.append(f"{text[0].upper()}{text[1:]}.")
        start = stop
    return " ".join(sentences)


def _date(leads: bool, published: date, chooser: random.Random) -> str:
    far = not leads and chooser.random() < 0.3
    day = published - timedelta(days=chooser.randrange(900) if far else chooser.randrange(3))
    return chooser.choice(LEAD_DATES if leads else OTHER_DATES).format(day=day, **_names(day))


def _names(day: date) -> dict[str, str]:
    month = list(MONTHS)[day.month - 1].capitalize()
    weekday = list(WEEKDAYS)[day.weekday()].capitalize()
    return {"weekday": weekday, "month": month, "full": f"{day.day} {month} {day.year}"}


def write_articles(articles: Iterable[Article], folder: Path) -> None:
    """Writes the articles into a folder that is there, without waiting for the disk."""
    for article in articles:
        (folder / f"{article.id}.md").write_text(to_file_text(article), encoding="utf-8")


def build_questions(articles: Sequence[Article], count: int = 300, seed: int = SEED) -> list[str]:
    """Questions that the articles give cause to ask: three in five after a matter, a quarter
    after days, the others after both."""
    chooser = random.Random(seed)
    turns = chooser.sample(articles, len(articles))
    questions = []
    for article, kind in zip(cycle(turns), chooser.choices(MIX, k=count), strict=False):
        days = _asked_days(article.published or NEWEST, chooser)
        if kind == DATE_ONLY:
            questions.append(f"{chooser.choice(HAPPENED)} {days}?")
        else:
            matter = _matter(chooser.choice(article.paragraphs), chooser)
            asked = f"{chooser.choice(ASKING)} {matter}".strip()
            questions.append(f"{asked} {days}?" if kind == BOTH else f"{asked}?")
    return questions


def _matter(paragraph: str, chooser: random.Random) -> str:
    """Words of the paragraph, in its order, common ones and rare ones as they come."""
    avoided = {*vocabulary().words[: vocabulary().functions], *MONTHS, *WEEKDAYS}
    words = dict.fromkeys(w for w in _WORD.findall(paragraph.lower()) if w not in avoided)
    places = sorted(chooser.sample(range(len(words)), min(len(words), chooser.randrange(3, 6))))
    linked = []
    for at in places:
        if linked and chooser.random() < 0.45:
            linked.append(chooser.choice(BETWEEN))
        linked.append(list(words)[at])
    return " ".join(linked)


def _asked_days(day: date, chooser: random.Random) -> str:
    """The day, its month, its year, or days around it."""
    names = _names(day)
    last = day + timedelta(days=chooser.randrange(2, 40))
    forms = (
        *(f"pada {names['full']}",) * 4,
        *(f"pada {names['month']} {day.year}",) * 3,
        f"{names['weekday']} {names['full']}",
        f"pada tahun {day.year}",
        f"dari {names['full']} sampai {_names(last)['full']}",
    )
    return chooser.choice(forms)


def prepare(folder: Path, size: int) -> None:
    """Makes the corpus, its stems and its questions, where the folder does not have them."""
    if (folder / "questions.json").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "articles").mkdir(parents=True)
    sources, step = [], max(1, size // 5000)
    with (folder / "stems.txt").open("w", encoding="utf-8") as stems:
        for number, article in enumerate(build_articles(size)):
            write_articles([article], folder / "articles")
            stems.writelines(f"{' '.join(analyze(text))}\n" for text in article.paragraphs)
            if number % step == 0:
                sources.append(article)
    questions = json.dumps(build_questions(sources), indent=0)
    (folder / "questions.json").write_text(questions, encoding="utf-8")


def read_questions(folder: Path) -> list[str]:
    """The questions of a prepared corpus."""
    questions: list[str] = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    return questions


def read_stems(folder: Path) -> list[list[str]]:
    """The stems of each paragraph; equal ones are one object, as a million paragraphs need it."""
    with (folder / "stems.txt").open(encoding="utf-8") as lines:
        return [list(map(sys.intern, line.split())) for line in lines]


def read_weights(folder: Path) -> list[dict[str, float]]:
    """The weighted stems of each question that is ranked by words."""
    queries = [parse_query(question, TODAY) for question in read_questions(folder)]
    ranked = [query for query in queries if query.intent is not Intent.DATE]
    return [weights for query in ranked if (weights := term_weights(query.terms))]
