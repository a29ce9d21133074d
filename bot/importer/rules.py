r"""What the furniture of news pages looks like, as data.

Each rule has patterns for a whole line, letter case aside, lines that it must know and lines of
stories that it must spare; a test holds every one of them. A new kind of furniture is a new line
here. Where a line could be a sentence of the story, there is no pattern for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.model import Article

_LONGEST = 400
_NAME = r"[\w.’'` -]{1,40}"
_ROLE = (
    r"(?:reporter|editor|penulis|pewarta|wartawan|kontributor|laporan|oleh|penyunting|"
    r"redaktur|redaksi|author|sumber|source|uploader)"
)
_SITE = (
    r"(?:facebook|twitter|x|whatsapp|telegram|line|linkedin|email|pinterest|instagram|tiktok|"
    r"youtube|threads)"
)
_PHOTO = r"(?:foto|f|ft|dok|dokumentasi|ist|istimewa|ilustrasi|photo|sumber|kredit|credit)"


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of furniture.

    Attributes:
        why: What such a line is, for the list of what was left out.
        patterns: One of them fits the whole line, but for marks around it. A full stop at its
            end is no such mark: it makes a sentence.
        knows: Lines that are such furniture.
        spares: Lines of stories that look like it.
        opens: Headlines of other stories follow below it, up to the next line of the story.
    """

    why: str
    patterns: tuple[str, ...]
    knows: tuple[str, ...]
    spares: tuple[str, ...] = ()
    opens: bool = False
    _compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        either = "|".join(self.patterns)
        compiled = re.compile(rf"\W*(?:{either})[^\w.!?]*", re.IGNORECASE)
        object.__setattr__(self, "_compiled", compiled)

    def fits(self, line: str) -> bool:
        """Whether ``line`` is such furniture from its first letter to its last."""
        return self._compiled.fullmatch(line) is not None


RULES = (
    Rule(
        "advertisement",
        (
            r"advertise?ments?(?:\W+scroll to .*)?",
            r"iklan|pariwara|banner|sponsored(?: content)?|close ads?(?: x)?",
            r"scroll (?:to|untuk|ke bawah)\b.*|gulir ke bawah\b.*",
            r"lanjut(?:kan)? (?:membaca|ke konten)\b.*|buka konten ini",
            r"baca berita (?:dengan sedikit|tanpa) iklan\b.*",
            r"konten sponsor\b.*",
            r"get \w+ app\b.*",
        ),
        (
            "ADVERTISEMENT",
            "Advertisement . Scroll to see content",
            "SCROLL TO CONTINUE WITH CONTENT",
            "Gulir ke bawah untuk melanjutkan",
            "Baca berita tanpa iklan. Gabung sekarang",
            "Konten sponsor ini dibuat pihak ketiga, bukan redaksi.",
        ),
        (
            "Iklan layanan masyarakat itu diputar di bandara.",
            "Banner ucapan selamat dipasang di halaman kantor.",
        ),
    ),
    Rule(
        "pointer to other stories",
        (
            r"(?:baca|lihat|simak|tonton) ?(?:juga|pula|video|selengkapnya)\b(?:\s*:.*|[^.]*)",
            r"baca\s*:.*|read (?:also|next|more)\b.*|\[?gambas\s*:.*|video\s*:.*",
            r"(?:berita|artikel|pos|topik|konten|video|tulisan) (?:ter|ber)?kait(?:an)?(?:\s*:.*)?",
            r"related(?: (?:posts?|articles?|news|stories|topics?))?(?:\s*:.*)?",
            r"pilihan (?:editor|redaksi)\b.*",
        ),
        (
            "Baca juga: Kantor Imigrasi Rote Buka Layanan Sabtu",
            "BACA JUGA",
            "Baca Juga:Warga Antre Paspor",
            "Lihat juga Video: Antrean Paspor",
            "[Gambas:Video 20detik]",
            "Artikel Terkait",
            "Related Posts",
            "Pilihan Editor: Mengapa Autogate Ditambah",
        ),
        (
            "Video itu beredar sejak Senin.",
            "Berita terkait pemindahan pegawai itu dibantah kepala kantor.",
            "Baca juga ulasan lain dalam buku itu, katanya.",
        ),
        opens=True,
    ),
    Rule(
        "list of other stories",
        (
            r"(?:berita |artikel |video )?ter(?:populer|baru|kini|hangat)(?: lainnya)?",
            r"(?:berita|artikel) (?:lainnya|utama|populer)|berita \w+ lainnya",
            r"(?:kategori|cari|indeks) berita|pencarian(?: terpopuler)?",
            r"(?:most )?popular(?: posts?)?|trending(?: now)?|new videos|quote of the day|network",
            r"rekomendasi(?: untuk anda)?|recommended(?: for you)?",
            r"load more|muat(?: lebih)? (?:banyak|lagi)|lihat semua|selengkapnya",
        ),
        (
            "Berita Terkini",
            "Terpopuler",
            "Berita Pusat LAINNYA",
            "LOAD MORE >",
            "Pencarian Terpopuler",
            "Kategori Berita",
        ),
        ("Berita utama hari itu dibacakan kepala kantor.",),
        opens=True,
    ),
    Rule(
        "share or follow line",
        (
            rf"(?:bagikan|share|sebarkan|tweet)(?: (?:berita |artikel )?(?:ini|this))?\s*:?\s*(?:{_SITE}[\s|,/]*)*",
            rf"(?:salin|copy) (?:tautan|link|url)|{_SITE}(?:[\s|,/]+{_SITE})*",
            r"(?:follow|ikuti|gabung|dapatkan|cek|simak)\b.*\b(?:instagram|tiktok|google news|channel)\b.*",
            r"(?:ikuti|gabung|dapatkan)\b.*\b(?:saluran|kanal|media sosial|grup) (?:whatsapp|kami)\b.*",
            r"(?:follow us|ikuti kami)\b.*|follow (?:\w+ )?(?:instagram|tiktok|twitter)\b.*",
            r"aa(?: text)?|font ?[+-]|print(?: article)?|cetak",
            r"\d* ?(?:komentar|comments?|shares?|views?|likes?|suka)",
            r"tulis komentar.*|leave a (?:reply|comment).*",
        ),
        (
            "Bagikan:",
            "Share: Facebook Twitter WhatsApp",
            "Follow Instagram @contoh juga Tiktok @contoh",
            "Ikuti kami di",
            "Ikuti berita terbaru di Google News",
            "Gabung di saluran WhatsApp Contoh",
            "Aa Text",
            "Font +",
            "12 Komentar",
        ),
        (
            "Bagikan 500 paket sembako kepada warga.",
            "Share lokasi dikirim petugas.",
            "Ikuti arahan petugas di bandara, katanya.",
        ),
    ),
    Rule(
        "tag line",
        (
            r"tags?|(?:tags?|topik|kata kunci|label)\s*:[^.]*",
            r"id(?= )[^.,]+(?:,[^., ][^.,]*)+",
            r"#\w+(?:[ ,]+#\w+)*",
        ),
        (
            "Tags: imigrasi, paspor, Kupang",
            "Tag:",
            "id paspor simpatik,kupang,imigrasi",
            "#imigrasi #paspor",
        ),
        ("Tagihan listrik kantor itu naik.", "Id card dibagikan, lalu peserta masuk, katanya."),
    ),
    Rule(
        "credit",
        (
            rf"{_ROLE}\s*:\s*{_NAME}(?:\s*[|/,;]\s*{_ROLE}\s*:\s*{_NAME})*",
            rf"laporan (?:wartawan|kontributor|reporter)\b(?:,?{_NAME})?,?(?:\s*{_NAME})?",
            r"(?:tim )?redaksi|reporter|editor|penulis|pewarta|redaktur|penyunting",
            r"copyright\b.*|(?:©|\(c\)|hak cipta)\s.*|all rights reserved.*",
            r"dilarang keras (?:mengambil|menyalin)\b.*",
            r"press release(?:/\w+)?|siaran pers|rilis",
        ),
        (
            "Editor : Stefania Lo",
            "Penulis: R | Editor: M",
            "Pewarta: Budi Santosa",
            "Laporan Wartawan, CONTOHKUPANG.COM",
            "LAPORAN: REDAKSI",
            "Sumber: Contoh Ternate",
            "Reporter",
            "Copyright © CONTOH 2024",
            "[press release/redaksi]",
        ),
        (
            "Editor harian itu hadir.",
            "Laporan: 12 orang dideportasi dan 5 orang ditahan pada bulan itu.",
            "Sumber daya manusia ditambah.",
        ),
    ),
    Rule(
        "picture",
        (
            r"!\[.*|\S+\.(?:jpe?g|png|webp|gif)|whats?app[_ ]image.*",
            r"(?:image|img|foto|photo|gambar|picture)[-_ ]?(?:gnews|\d[\w -]*)",
            r"(?:mem)?perbesar|capture|istimewa|ilustrasi|tangkapan layar|screenshot",
            r"logo(?: [\w.]+){0,4}",
            r"(?:foto|photo|ilustrasi|gambar|dok(?:umentasi)?)\s*[:/].{0,120}",
        ),
        (
            "![](a.jpg)",
            "image-gnews",
            "IMG 20220124 WA0021",
            "WhatsApp_Image_2023-03-03_at_16.03.33.jpeg",
            "Perbesar",
            "Foto: Dok. Humas",
            "Logo Contoh Media",
            "(Foto/Humas)",
        ),
        (
            "Foto itu diambil pada Senin.",
            "Logo baru diperkenalkan menteri dalam upacara pagi itu.",
            "Istimewa bagi warga, layanan ini gratis.",
        ),
    ),
    Rule(
        "caption",
        (
            rf"[^.!?]{{0,140}}[.!?]?\s*[(\[]\s*{_PHOTO}\b\s*[.:/]?[^)]{{0,60}}[)\].\s|]*",
            r"[^.!?]{0,140}[.!?]?\s*\(\w[\w .]{1,30}/(?:foto|ist|istimewa|dok|[a-z]+ [a-z]+)\)",
            r"[^(]{0,120}[.\s-]+(?:foto|photo)\s*[:/]\s*.{1,40}",
            r".{0,70} - (?:foto|photo) \w+\.?",
        ),
        (
            "Pelayanan paspor di kantor. (Dok.)",
            "Ilustrasi antrean. (foto:Dok.)",
            "Suasana upacara. (Dok. Humas)",
            "Kepala kantor membuka acara. Foto: Contoh TV",
            "(Contoh Media/Budi Santosa)",
            "Antrean pemohon, Kamis (16/1/25). (f:contoh)",
            "Antrean pemohon - Foto Net.",
        ),
        (
            "Paspor itu berlaku sepuluh tahun (dokumen lama lima tahun).",
            "Ia membawa foto: dua lembar, ukuran 4x6, latar merah, dan surat dari desa yang dicap.",
            "Sebanyak 50 pemohon dilayani pada hari itu. (Tedy, foto: Aji)",
        ),
    ),
    Rule(
        "paging",
        (
            r"hal(?:aman)?\s*:?\s*\d[\d\s./|]*(?:dari \d+|show all|(?:tampilkan )?semua|next)*",
            r"(?:halaman )?(?:selanjutnya|berikutnya|sebelumnya)",
            r"tampilkan semua|show all|next(?: page)?|prev(?:ious)?",
            r"(?:\d\s+){1,9}\d?(?:show all|semua|next|selanjutnya)?",
        ),
        ("Halaman: 1 2 3", "Halaman Selanjutnya", "Show All", "1 2 3"),
        ("Halaman kantor itu dipenuhi warga.", "Selanjutnya, paspor dicetak di Kupang."),
    ),
    Rule(
        "menu or button",
        (
            r"(?:home|beranda)(?:\s*[>/»|-]\s*[\w .&]+)*",
            r"[\w.]+\.(?:com|id|net|tv)(?:\s+[-–>/»|]\s+[\w .&]{2,25}){1,3}",
            r"\d{1,6}|\w|×",
            r"notification|menu|search|login|masuk|daftar|subscribe|berlangganan|close|tutup",
            r"close banner\b.*|loading.*|memuat\.*|skip to content|lompat ke (?:isi|konten)",
        ),
        (
            "Home > Berita > Nasional",
            "CONTOH.com - Nasional - Hukum",
            "34",
            "×",
            "Notification",
            "Close Banner Apps CONTOH.com",
        ),
        ("Daftar nama terlampir.", "Masuk pukul 08.00 WITA, pegawai apel."),
    ),
    Rule(
        "age of another story",
        (
            r"\d+ (?:detik|menit|jam|hari|minggu|bulan|tahun) (?:yang )?lalu",
            r"\d+ (?:minutes?|hours?|days?) ago|baru saja|just now",
        ),
        ("3 hari lalu", "2 hours ago"),
        ("3 hari lalu ia tiba di Kupang.",),
    ),
)


def find_rule(line: str) -> Rule | None:
    """The first rule that fits the whole of ``line``; None for a line of the story.

    Longer lines than any furniture are not looked at.
    """
    if len(line) > _LONGEST:
        return None
    return next((rule for rule in RULES if rule.fits(line)), None)


def find_furniture(article: Article) -> Iterator[tuple[int, str, str]]:
    """The lines of an article that look like furniture: paragraph from 0, line, what it is."""
    for number, paragraph in enumerate(article.paragraphs):
        for line in paragraph.split("\n"):
            if rule := find_rule(line):
                yield number, line, rule.why
