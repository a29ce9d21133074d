"""The words of dates, as data: every spelling that people use, under one canonical word.

The rules know canonical words only. A new spelling is added here and nowhere else; a new
word that may begin a phrase or stand inside one becomes a new key.
"""

from __future__ import annotations

from typing import Final


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


MONTHS: Final = {
    "januari": "januari january jan janu januri jnuari januar jnri",
    "februari": "februari february feb febr pebruari februwari febuari peb febuary pebuari",
    "maret": "maret march mar mrt mret",
    "april": "april apr apri aprl aprill",
    "mei": "mei may",
    "juni": "juni june jun juny",
    "juli": "juli july jul",
    "agustus": "agustus august agu agt agts ags agst aug agus agustu agutus",
    "september": "september sept sep septembr",
    "oktober": "oktober october okt oct oktobr",
    "november": "november nopember nov nop nopembr",
    "desember": "desember december des dec dember desembr",
}

WEEKDAYS: Final = {
    "senin": "senin monday mon senen snin snn",
    "selasa": "selasa tuesday tue tues slasa sls slsa",
    "rabu": "rabu wednesday wed rbu rebo",
    "kamis": "kamis thursday thu thur thurs kms kemis",
    "jumat": "jumat jum'at friday fri jmt jumaat",
    "sabtu": "sabtu saturday sat sbtu sbt saptu",
    "ahad": "ahad sunday sun",
}
"""Monday first. "Minggu" is no Sunday here: it is also the week, see the rules."""

UNITS: Final = {
    "hari": "hari hr hri day days",
    "pekan": "pekan week weeks",
    "minggu": "minggu mingu mgg mggu mnggu minngu",
    "bulan": "bulan bln buln month months",
    "tahun": "tahun thn taun thun year years th",
    "triwulan": "triwulan kuartal kwartal quarter quarters tw triwulanan q",
    "caturwulan": "caturwulan catur",
    "semester": "semester smt sem semster smester",
}

ONE_UNIT: Final = {
    "sehari": "1 hari", "seminggu": "1 minggu", "sepekan": "1 pekan", "sebulan": "1 bulan",
    "setahun": "1 tahun", "sminggu": "1 minggu", "semggu": "1 minggu", "sebln": "1 bulan", "sethn": "1 tahun",
}  # fmt: skip

PARTS_OF_DAY: Final = {
    "pagi": "pagi morning pgi",
    "siang": "siang noon siank",
    "sore": "sore petang afternoon evening",
    "malam": "malam malem mlm night",
    "subuh": "subuh dinihari",
}

PORTIONS: Final = {
    "awal": "awal early beginning awl",
    "pertengahan": "pertengahan tengah medio mid middle pertengahn",
    "akhir": "akhir penghujung late end akir",
    "paruh": "paruh half",
}

CUES: Final = {
    "lalu": "lalu silam ago yll llu laluu",
    "ini": "ini",
    "depan": "depan dpn dpan",
    "mendatang": "mendatang upcoming",
    "nanti": "nanti nnti ntar nti",
    "terakhir": "terakhir trakhir terakir",
    "lagi": "lagi lg",
    "last": "last",
    "previous": "previous",
    "past": "past",
    "this": "this",
    "next": "next coming",
    "sebelumnya": "sebelumnya sblmnya sblumnya seblumnya sebelumny sebelomnya sblmny",
    "setelahnya": "setelahnya sesudahnya stlhnya stelahnya setelahny sesudahny ssdhnya",
    "berikutnya": "berikutnya brktnya brikutnya berikutny selanjutnya following",
    "depannya": "depannya dpnnya dpannya depanny",
    "kemudian": "kemudian kmdn kmudian later",
}

RELATIVE: Final = {
    "kemarin": "kemarin kemaren kmrn kmrin kmarin kmren kmaren kemrin yesterday",
    "besok": "besok bsk bsok besuk esok tomorrow",
    "lusa": "lusa",
    "semalam": "semalam smlm semlm semalem",
    "tadi": "tadi td tdi",
    "hari ini": "today hariini",
    "malam ini": "tonight",
    "akhir pekan": "weekend weekends",
    "sekarang": "sekarang skrg skrng skarang kini now",
    "beberapa": "beberapa bbrp bbrapa several few",
    "belakangan": "belakangan blakangan",
    "belakangan ini": "lately recently",
    "baru": "baru",
    "keesokan": "keesokan",
    "keesokannya": "keesokannya keesokkannya",
    "besoknya": "besoknya bsknya bsoknya besuknya esoknya",
    "lusanya": "lusanya",
    "kemarinnya": "kemarinnya kemarennya kmrnnya kmrinnya",
}

RELATIONS: Final = {
    "sejak": "sejak semenjak sjk since",
    "mulai": "mulai starting",
    "setelah": "setelah sesudah stlh stelah pasca selepas usai sehabis after",
    "sebelum": "sebelum pra sblm sblum seblum before prior",
    "hingga": "hingga hinga until till",
    "sampai": "sampai sampe smpe smpai ampe sampek through",
    "antara": "antara between antr",
    "dari": "dari dr dri from",
    "dan": "dan and n",
}

LEADS: Final = {
    "tanggal": "tanggal tgl tnggl tggl tgal tanggl tgl2",
    "pada": "pada pd",
    "selama": "selama slama during",
    "sepanjang": "sepanjang",
    "periode": "periode period",
    "yang": "yang yg",
    "the": "the",
    "dini": "dini",
    "saat": "saat",
}

ORDINALS: Final = {
    "#1": "pertama kesatu first 1st",
    "#2": "kedua second",
    "#3": "ketiga third",
    "#4": "keempat fourth",
    "#5": "kelima fifth",
}

ONES: Final = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8, "sembilan": 9,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS: Final = {
    "sepuluh": 10, "sebelas": 11, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS: Final = {"twenty": 20, "thirty": 30}
ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}

LARGE_NUMBERS: Final = _set(
    "puluh ratus ribu juta miliar milyar triliun belas puluhan ratusan ribuan jutaan seratus seribu sejuta bertahun berbulan berminggu berhari rb jt thousand million billion"
)

NEEDS_NUMBER: Final = _set(
    "jan janu feb febr peb march mar mrt may apr apri jun jul agu agt agts ags agst aug agus sep sept okt oct nov nop des dec "
    "mon tue tues wed thu thur thurs fri sat sun sls kms sbt snn jmt q sem catur tengah"
)
"""Spellings that are other words or names as well: dates only beside a number or a lead."""

ABBREVIATIONS: Final = _set(
    "jan feb febr peb apr apri jun jul agt agts ags agst aug sept okt oct nov nop des dec sls kms sbt snn jmt"
)
"""Those of ``NEEDS_NUMBER`` that a cue makes a date as well: "des kemarin"."""

MIDDLE_LEADS: Final = _set("di pada sejak hingga sampai mulai berita kegiatan kejadian peristiwa")
"""Words before "tengah bulan"; after others "tengah" belongs to a place, as in Jawa Tengah."""

SIDES: Final = _set("lalu kemarin depan mendatang nanti minggu pekan")
"""What behind an abbreviated month makes it one: "des kemarin", "nov minggu pertama"."""

FIRST_NAMES: Final = _set("agus")
"""Spellings that are first names: "12 agus" and "agus 2025" are dates, "Agus 20" is not."""

MONTH_LEADS: Final = _set(
    "bulan tanggal awal pertengahan akhir sejak mulai sebelum setelah hingga sampai antara dari selama "
    "sepanjang periode pada in last previous this next of during since by until"
)

TANGLED_NAMES: Final = _set("agung abu putih suci palma paskah berkah kelabu mubarak")
"""What makes a weekday a feast or a programme: Jumat Agung, Rabu Abu, Jumat Berkah."""

NAMED_AFTER_DAYS: Final = _set("pasar makan warung kafe toko black good ash")
"""Words before a weekday that make it a name: Pasar Minggu, Rumah Makan Minggu Pagi."""

NAMED_AFTER_DATES: Final = _set(
    "universitas univ jalan jl jln raya gang stadion gelora monumen tugu masjid jembatan gor perumahan kompleks yayasan perintah gerakan bundaran"
)
"""Words before day and month that make them a name: Jalan 17 Agustus, Universitas Sebelas Maret."""

NUMBERED: Final = _set(
    "uu pp perpres perppu permen permenkumham permenimipas keppres kepmen inpres perda pergub perwali perbup perma sema "
    "undang peraturan keputusan kepdirjen instruksi edaran putusan pasal ayat butir bab huruf angka lampiran "
    "nomor no nomer km rt rw ruang ruangan sidang kamar blok lantai kelas loket halaman hlm kav kode skor nilai rating skala versi version "
    "v iso sni nik nip hp wa telp telepon ext grup golongan gol usia umur berusia berumur edisi seri tipe type model "
    "room page chapter section article law class level aged"
)
"""Words whose number is a name, a place in a text or an age, and never a day."""

PAPERS: Final = _set("nomor no nomer")
"""Words whose number has several parts and is never a day, whatever it looks like."""

ERAS: Final = _set("hijriah hijriyah hijriyyah h saka kongzili")
"""Words that count a year from elsewhere: "tahun 1447 Hijriah"."""

CURRENCIES: Final = _set("rp idr usd sgd rm rupiah")

COUNTED: Final = _set(
    "orang warga wna wni tka peserta pemohon pendonor jemaah jamaah paspor paket unit lembar dokumen berkas kasus kali rupiah "
    "meter km kilometer kg ton liter cc hektare hektar persen menit jam detik kantong bibit pohon ekor buah kantor satker "
    "perkara titik siswa mahasiswa taruna pegawai petugas personel anggota pelari rumah desa kelurahan kabupaten kota "
    "negara provinsi porsi nasi kursi gram dolar dollar ribu juta miliar milyar triliun rb jt poin gol set halaman kata "
    "penumpang penerbangan permohonan pelanggar penindakan pengungsi pencari anak perempuan lelaki keluarga kk jiwa korban "
    "% people persons foreigners passports packages cases tickets times percent hours minutes seconds visitors participants "
    "kalender kerja sampel responden medali suara liter barel kuintal cm mm watt megawatt mw gb mb tb langkah"
)
"""What is counted: a number before one of them is a quantity, also where it looks like a year."""

UNIT_NAMES: Final = _set("baru ajaran anggaran akademik hijriah saka imlek ramadan puasa suci madu")
"""What makes the month or year before it one of another calendar, or no time at all."""

RECURRING: Final = _set("setiap tiap tiap-tiap saban every each")


def spellings(*tables: dict[str, str]) -> dict[str, str]:
    """Every spelling of the tables and the canonical word that it stands for.

    >>> spellings({"januari": "januari jan"})
    {'januari': 'januari', 'jan': 'januari'}
    """
    return {
        spelling: word
        for table in tables
        for word, all_ in table.items()
        for spelling in all_.split()
    }


SPELLINGS: Final = ONE_UNIT | spellings(
    MONTHS, WEEKDAYS, UNITS, PARTS_OF_DAY, PORTIONS, CUES, RELATIVE, RELATIONS, LEADS, ORDINALS
)  # fmt: skip

MONTH_NUMBERS: Final = {month: number for number, month in enumerate(MONTHS, start=1)}
WEEKDAY_NUMBERS: Final = {day: n for n, day in enumerate(WEEKDAYS, start=1)} | {"minggu": 7}

NUMBER_WORDS: Final = frozenset([*ONES, *TEENS, *TENS])
