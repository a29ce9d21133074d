r"""What the boilerplate of news pages looks like, as data.

Each rule has patterns for a whole line, letter case aside, lines that it must know and lines of
stories that it must spare; a test holds every one of them. A new kind of boilerplate is a new line
here: what belongs to the surroundings of a body in this file, what a site tells of itself to its
readers in ``site_rules``. Where a line could be a sentence of the body, there is no pattern.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from bot.importer.boilerplate.rule import BoilerplateRule, RuleKind
from bot.importer.boilerplate.site_rules import SITE_RULES
from bot.model import Article

# After a colon: a small letter and a full stop make a sentence, such as "Foto: sebuah perahu.".
_NO_SENTENCE = r"(?!(?-i:\s*[a-z]).*\.$)"
_AGENCY = (
    r"(?:antara(?: foto)?|afp|reuters|ap|epa|getty images|shutterstock|"
    r"[\w-]{2,30}\.(?:com|co\.id|id|net))"
)
_LONGEST = 400
# It begins with a letter and takes the space behind it: a second way to read that space doubles
# the time for each name of a line.
_NAME = r"[\w.’'`-][\w.’'`\s-]{0,39}"
_ROLE = (
    r"(?:reporter|editor|penulis|pewarta|wartawan|kontributor|laporan|oleh|penyunting|"
    r"redaktur|redaksi|author|sumber|source|uploader)"
)
_PHOTO = r"(?:foto|f|ft|dok|dokumentasi|ist|istimewa|ilustrasi|photo|sumber|kredit|credit)"

STORY_RULES = (
    BoilerplateRule(
        "pointer to other stories",
        (
            r"(?:baca|lihat|simak|tonton) ?(?:juga|pula|video|selengkapnya)\b(?:\s*:.*|[^.]*)",
            rf"(?:baca|video)\s*:{_NO_SENTENCE}.*|read (?:also|next|more)\b.*|\[?gambas\s*:.*",
            r"(?:saksikan|simak|tonton)\b.{0,30}\bvideo\b.{0,60}|(?:baca )?selanjutnya",
            r"(?:previous|next) ?(?:post)?\s*:.*|(?:previous|next) post|post navigation",
            r"(?:baca|lihat) (?:berita|artikel) (?:lain\w*|menarik)\b.*",
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
            "Saksikan Video Pilihan Ini:",
            'Simak Video "Detik-detik Kapal Kandas"',
            "Previous: Panen Padi di Raihat",
            "Baca berita lainnya di sini",
            "Video: Warga Menanti Hujan.",
        ),
        (
            "Baca: hakim meminta berkas itu dilengkapi.",
            "Video: tiga menit tanpa suara, menampilkan ibu-ibu menimbang garam.",
            "Video itu beredar sejak Senin.",
            "Berita terkait pemindahan pegawai itu dibantah kepala kantor.",
            "Baca juga ulasan lain dalam buku itu, katanya.",
        ),
        kind=RuleKind.SECTION,
    ),
    BoilerplateRule(
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
        kind=RuleKind.SECTION,
    ),
    BoilerplateRule(
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
    BoilerplateRule(
        "credit",
        (
            rf"{_ROLE}\s*:\s*{_NAME}(?:[|/,;]\s*{_ROLE}\s*:\s*{_NAME})*",
            rf"laporan (?:wartawan|kontributor|reporter)\b(?:,?\s*{_NAME})?(?:,\s*{_NAME})?",
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
        kind=RuleKind.CREDIT,
    ),
    BoilerplateRule(
        "picture",
        (
            r"!\[.*|\S+\.(?:jpe?g|png|webp|gif)|whats?app[_ ]image.*",
            r"(?:image|img|foto|photo|gambar|picture)[-_ ]?(?:gnews|\d[\w -]*)",
            r"(?:mem)?perbesar|capture|istimewa|ilustrasi|tangkapan layar|screenshot",
            r"logo(?: [\w.]+){0,4}",
            rf"(?:foto|photo|ilustrasi|gambar|dok(?:umentasi)?)\s*[:/]{_NO_SENTENCE}.{{0,120}}",
            r"zoom-?in ?lihat ?foto.*|lihat foto|perbesar foto",
            rf"{_AGENCY}/[a-z][\w .]{{1,40}}",
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
            "zoom-inlihat fotoWarga Antre",
            "TRIBUNCONTOH.COM/AGUS TANGGU",
        ),
        (
            "Foto: sebuah perahu kosong di depan gereja, dibuat pada 1972.",
            "Foto itu diambil pada Senin.",
            "Logo baru diperkenalkan menteri dalam upacara pagi itu.",
            "Istimewa bagi warga, layanan ini gratis.",
        ),
    ),
    BoilerplateRule(
        "caption",
        (
            rf"[^.!?]{{0,140}}[.!?]?\s*[(\[]\s*{_PHOTO}\b\s*[.:/]?[^)]{{0,60}}[)\].\s|]*",
            r"[^.!?]{0,140}[.!?]?\s*\(\w[\w .]{1,30}/(?:foto|ist|istimewa|dok|[a-z]+ [a-z]+)\)",
            r"[^(]{0,120}[.\s-]+(?:foto|photo)\s*[:/]\s*.{1,40}",
            r".{0,70} - (?:foto|photo) \w+\.?",
            rf"[^(]{{0,180}}[.!?] {_AGENCY}/[a-z]\w+(?: [\w.]+){{0,3}}",
            r"[^(]{0,140}\(© ?[^)]{3,40}\)",
        ),
        (
            "Pelayanan paspor di kantor. (Dok.)",
            "Ilustrasi antrean. (foto:Dok.)",
            "Suasana upacara. (Dok. Humas)",
            "Kepala kantor membuka acara. Foto: Contoh TV",
            "(Contoh Media/Budi Santosa)",
            "Antrean pemohon, Kamis (16/1/25). (f:contoh)",
            "Antrean pemohon - Foto Net.",
            "Arsip - Perahu di pantai, Kupang. ANTARA/Budi Santosa",
            "Harga Tiket Turun (© 2026 Contoh.com)",
        ),
        (
            "Paspor itu berlaku sepuluh tahun (dokumen lama lima tahun).",
            "Ia membawa foto: dua lembar, ukuran 4x6, latar merah, dan surat dari desa yang dicap.",
            "Sebanyak 50 pemohon dilayani pada hari itu. (Tedy, foto: Aji)",
        ),
    ),
    BoilerplateRule(
        "age of another story",
        (
            r"\d+ (?:detik|menit|jam|hari|minggu|bulan|tahun) (?:yang )?lalu",
            r"\d+ (?:minutes?|hours?|days?) ago|baru saja|just now",
        ),
        ("3 hari lalu", "2 hours ago"),
        ("3 hari lalu ia tiba di Kupang.",),
    ),
)
RULES = (*STORY_RULES, *SITE_RULES)


# A page is gone through more than once; a large one has tens of thousands of lines.
@lru_cache(maxsize=65_536)
def find_rule(line: str) -> BoilerplateRule | None:
    """The first rule that fits the whole of ``line``; None for a line of a body.

    Longer lines than any boilerplate are not looked at.
    """
    if len(line) > _LONGEST:
        return None
    return next((rule for rule in RULES if rule.fits(line)), None)


def find_boilerplate(article: Article) -> Iterator[tuple[int, str, str]]:
    """The lines of an article that look like boilerplate: paragraph from 0, line, what it is."""
    for number, paragraph in enumerate(article.paragraphs):
        for line in paragraph.split("\n"):
            if rule := find_rule(line):
                yield number, line, rule.why
