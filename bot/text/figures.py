"""Figures of a text: how much each says, however it is written, and what it counts.

"5.000", "5000", "5 ribu" and "lima ribu" say the same; "ratusan" says no more than about how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.text.roots import find_root
from bot.text.tables import words_of
from bot.text.verbs import is_verb

_WORDS = {
    "setengah": 0.5, "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7,
    "delapan": 8, "sembilan": 9, "sepuluh": 10, "sebelas": 11,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
# What "se-" is one of.
_ONE_OF = re.compile(r"\bse(ratus|ribu|juta)\b")
# What is counted up before it, and what multiplies all that stands before it.
_SMALL = {"puluh": 10, "ratus": 100, "hundred": 100}
_LARGE = {
    "ribu": 1000, "rb": 1000, "thousand": 1000, "k": 1000, "juta": 10**6, "jt": 10**6,
    "million": 10**6, "miliar": 10**9, "milyar": 10**9, "billion": 10**9, "triliun": 10**12,
    "trillion": 10**12,
}  # fmt: skip
_VAGUE = {
    "belasan": (11, 19), "puluhan": (10, 99), "dozens": (12, 99), "ratusan": (100, 999),
    "hundreds": (100, 999), "seratusan": (90, 199), "seribuan": (900, 1999), "ribuan": (1000, 999_999), "thousands": (1000, 999_999),
    "jutaan": (10**6, 999 * 10**6), "millions": (10**6, 999 * 10**6),
}  # fmt: skip

_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?![\d.,]*\d)|\d+(?:[.,]\d{1,2})?(?![.,]?\d)"
_SPOKEN = "|".join(
    sorted([*_WORDS, *_SMALL, "belas", "seratus", "seribu", "sejuta"], key=len, reverse=True)
)
_SCALE = "|".join(sorted(_LARGE, key=len, reverse=True))
_FIGURE = re.compile(
    rf"(?<![\w.,/:-])(?:(?P<money>rp\.?|idr|usd|us\$|\$)\s?)?(?P<number>{_NUMBER})"
    rf"(?:[\s-]?(?P<scale>{_SCALE})(?!\w))?(?P<percent>\s?%)?"
    rf"|(?<![\w-])(?P<spoken>(?:{_SPOKEN})(?:[\s-]+(?:{_SPOKEN}|{_SCALE}|and(?=\s+(?:{_SPOKEN}))))*)(?![\w-])"
    rf"|(?<!\w)(?P<vague>{'|'.join(_VAGUE)})(?!\w)",
    re.IGNORECASE,
)
# What stands before a figure that counts nothing: an ordinal, a clock, the number of something.
_NAMES = re.compile(
    r"(?:\bke[-\s]?|\b(?:pukul|jam|nomor|no|no\.|pasal|ayat|kelas|tipe|km|rt|rw|salah|lantai|terminal|gedung|blok|angkatan|jalan|jl\.?|"
    r"bab|uu|hbi|hut|article|class|number|at)\s+|[-/:.]|#)$",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\s?(?:wib|wita|wit|am|pm|a\.m|p\.m)\b|[:/-]\d|(?:st|nd|rd|th)\b", re.IGNORECASE
)
# Between the least and the most of a range.
_UP_TO = re.compile(r"\s?(?:-|\u2013|s/d|s\.d\.|sampai(?: dengan)?|hingga|to)\s?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
# These count persons and things of any kind; what kind, the words behind them say.
CLASSIFIERS = words_of(
    "orang unit buah ekor lembar butir person people persons units pieces total jumlah sekitar"
)
# Behind these begins what a figure does not count.
_ENDS = words_of(
    "di ke dari pada dalam dan atau dengan untuk oleh yang itu ini akan sudah telah sedang bagi kepada "
    "serta karena saat ketika selama sejak hingga sampai setelah sebelum adalah dapat bisa juga lebih kurang "
    "utk utuk dr dgn yg pd krn jg sdh udh udah kpd tgl bln thn dlm "
    "januari februari maret april mei juni juli agustus september oktober november desember s d "
    "january february march may june july august october december "
    "sebulan sehari setahun seminggu sejam semalam semester between up who which during after before over than per tahun bulan hari jam in on at to from for by with and or that were was are is have has had"
)
_MEASURES = {
    "kg": "kilogram", "kilo": "kilogram", "kilograms": "kilogram", "km": "kilometer", "ha": "hektare",
    "hektar": "hektare", "org": "orang", "m": "meter", "meters": "meter", "metre": "meter",
    "metres": "meter", "tons": "ton", "hours": "jam", "days": "hari", "percent": "persen",
    "prosen": "persen", "kantung": "kantong",
}  # fmt: skip
_TIMES = words_of("tahun bulan hari jam")
_PASSED_FIRST = _TIMES | {"lebih"}
_PASSED_OVER = words_of("asal warga negara dari of the")
_MOST_UNITS = 4
_LONGEST_GAP = 24


class Figure(NamedTuple):
    """A figure of a text, ``text[start:stop] == surface``.

    Attributes:
        low: The least that it may say, as ``high`` the most; equal for an exact figure.
        unit: The roots of the words behind it that say what it counts, the nearest first; of
            words such as "orang" only where there is no other.
    """

    low: float
    high: float
    unit: tuple[str, ...]
    start: int
    stop: int
    surface: str

    def says(self, other: Figure) -> bool:
        """Whether both may say the same number."""
        return self.low <= other.high and other.low <= self.high


def find_figures(text: str, hidden: tuple[tuple[int, int], ...] = ()) -> tuple[Figure, ...]:
    """The figures of ``text`` that count something, in order.

    Ordinals, times and the numbers of things ("pasal 5") are none; a range is one.

    Args:
        text: A sentence or a paragraph.
        hidden: Half-open parts of it, such as its dates, whose figures count nothing.

    >>> [(figure.low, figure.unit) for figure in find_figures("5 ribu paket sembako di 3 kota")]
    [(5000.0, ('paket', 'sembako')), (3.0, ('kota',))]
    >>> [(figure.low, figure.high) for figure in find_figures("20-30 orang, dua s/d tiga jam")]
    [(20.0, 30.0), (2.0, 3.0)]
    >>> find_figures("HBI ke-76 pukul 08.00 WIB")
    ()
    """
    return tuple(_figures(text, hidden))


def _figures(text: str, hidden: tuple[tuple[int, int], ...]) -> Iterator[Figure]:
    done = 0
    for match in _FIGURE.finditer(text):
        start, stop = match.span()
        is_hidden = start < done or any(first <= start < last for first, last in hidden)
        values = None if is_hidden or _NAMES.search(text[:start]) else _values(match)
        if values is None:
            continue
        low, high = values
        if upper := _upper_end(text, stop, high):
            high, stop = upper
        elif _CLOCK.match(text, stop):
            continue
        done = stop
        kind = ("rupiah",) if match["money"] else ("persen",) if match["percent"] else ()
        yield Figure(low, high, kind or _unit(text[stop:]), start, stop, text[start:stop])


def _upper_end(text: str, at: int, low: float) -> tuple[float, int] | None:
    """The upper end of a range whose lower one ends ``at``, and where it ends: of "20-30 orang"."""
    between = _UP_TO.match(text, at)
    match = _FIGURE.match(text[between.end() :]) if between else None
    values = _values(match) if match else None
    if not between or not match or not values or values[1] <= low:
        return None
    stop = between.end() + match.end()
    return None if _CLOCK.match(text, stop) else (values[1], stop)


def _values(match: re.Match[str]) -> tuple[float, float] | None:
    if match["vague"]:
        low, high = _VAGUE[match["vague"].casefold()]
        return float(low), float(high)
    if match["number"]:
        value = _to_number(match["number"]) * _LARGE.get((match["scale"] or "").casefold(), 1)
        return value, value
    written = _ONE_OF.sub(r"satu \1", match["spoken"].casefold())
    spoken = _spoken(re.split(r"[\s-]+", written))
    return None if spoken is None else (spoken, spoken)


def _to_number(written: str) -> float:
    """The number; a stop or a comma before three figures parts thousands, else the fraction."""
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", written):
        return float(re.sub(r"[.,]", "", written))
    return float(written.replace(",", "."))


def _spoken(words: list[str]) -> float | None:
    """The number that words say; None where they say none: "puluh" alone."""
    total = part = last = 0.0
    for word in words:
        if word in _WORDS:
            last += _WORDS[word]
        elif word == "belas":
            last += 10
        elif word in _SMALL:
            part, last = part + (last or 1) * _SMALL[word], 0.0
        elif word in _LARGE:
            total, part, last = total + ((part + last) or 1) * _LARGE[word], 0.0, 0.0
    value = total + part + last
    return value if value >= 1 and words[0] in _WORDS else None


def _unit(rest: str) -> tuple[str, ...]:
    """The roots of the words that say what is counted, by what follows the figure."""
    found: list[str] = []
    classifier = ""
    at = 0
    for match in _WORD.finditer(rest[: 4 * _LONGEST_GAP]):
        word, gap = match[0].casefold(), rest[at : match.start()]
        is_end = (word in _ENDS and (bool(found) or word not in _PASSED_FIRST)) or is_verb(word)
        if is_end or (gap.strip(" -(\"“'") and not found) or (found and gap.strip(" -")):
            break
        at = match.end()
        if _MEASURES.get(word, word) in CLASSIFIERS and not found:
            classifier = classifier or _MEASURES.get(word, word)
        elif word == "lebih" and not found:
            continue
        elif word not in _PASSED_OVER or not found:
            found.append(_MEASURES.get(word) or find_root(word))
        if len(found) == _MOST_UNITS:
            break
    return tuple(found) or ((classifier,) if classifier else ())
