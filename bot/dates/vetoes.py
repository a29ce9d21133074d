"""What looks like a date and is none: the stretches that a veto covers are left alone.

A veto competes with the rules at its place; the longer match wins, and of two equal ones the
veto. So "2 pekan" is a duration and "2 pekan lalu" a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.dates import words
from bot.dates.patterns import FULL_YEAR, phrase


@dataclass(frozen=True, slots=True)
class Veto:
    """A stretch of text that holds no date, and an example of it."""

    name: str
    pattern: re.Pattern[str]
    example: str


def _any(vocabulary: frozenset[str]) -> str:
    return "|".join(sorted(vocabulary))


_MONTH = rf"(?:{'|'.join(words.MONTHS)})\b"
_WEEKDAY = rf"(?:{'|'.join(words.WEEKDAY_NUMBERS)})\b"
_UNIT = r"(?:hari|pekan|minggu|bulan|tahun|triwulan|caturwulan|semester)\b"
_AMOUNT = r"[0-9]{1,15}(?:[.,][0-9]{1,15}){0,6}"
_SCALE = r"(?: (?:ribu|juta|miliar|milyar|triliun|rb|jt))?"
_CODE = r"(?=[^\s]{0,40}[0-9])[a-z0-9/.:_-]{1,40}(?<![.:/-])"
_NO_DATE = rf"(?! ?(?:[0-9]{{1,2}} ?(?:-|dan|hingga|sampai) ?)?[0-9]{{1,2}}(?:[ /-]{_MONTH}|[/-][0-9]{{1,2}}[/-]20[0-9]{{2}}))"
"""An edition or a hearing may have a number or a day: "sidang 3/2", "sidang 20 Januari"."""
_CLOCK = r"[0-9]{1,2}(?:[.:][0-9]{2})?"

VETOES: Final = (
    Veto("ordinal", phrase(r"(?:#|ke[ -])[0-9]{1,4}(?! (?:januari|februari|maret|april|mei|ju[nl]i|agustus|[a-z]{2,4}ember|oktober))"), "ke-76"),
    Veto("money", phrase(rf"(?:{_any(words.CURRENCIES)})\.? ?{_AMOUNT}{_SCALE}"), "rp 2.024 miliar"),
    Veto("dollars", phrase(rf"\$ ?{_AMOUNT}{_SCALE}"), "$2.024"),
    Veto("amount", phrase(rf"(?![0-9]{{1,2}}\.[0-9]{{1,2}}\.(?:19|20)[0-9]{{2}}(?![0-9.]))[0-9]{{1,15}}(?:[.,][0-9]{{1,15}}){{1,6}}(?: {_UNIT}(?: (?:yang )?lalu)?)?"), "1,5 tahun lalu"),
    Veto("count", phrase(rf"(?<![0-9]/){_AMOUNT} ?(?:{_any(words.COUNTED)}|%)"), "2025 orang"),
    Veto("duration", phrase(rf"{_AMOUNT}(?:-| ?hingga ?| ?sampai ?)?(?:[0-9]{{1,4}})?[ -]{_UNIT}"), "30 hari"),
    Veto("many", phrase(rf"(?:{_any(words.LARGE_NUMBERS)}|berapa|sekian|setengah|half a)[ -]{_UNIT}(?: (?:yang )?lalu)?"), "puluhan tahun lalu"),
    Veto("some", phrase(rf"beberapa {_UNIT}"), "beberapa minggu"),
    Veto("clock", phrase(rf"(?:pukul|jam|pkl)\.? {_CLOCK}(?: ?(?:-|hingga|sampai|s\.d\.|s/d) ?(?:pukul |jam )?{_CLOCK}(?! ?{_MONTH}|/))?"), "pukul 08.30 sampai 12.00"),
    Veto("ratio", phrase(r"[0-9]{1,6}:[0-9]{1,6}(?::[0-9]{1,6})?"), "9001:2015"),
    Veto("always", phrase(r"24 ?/ ?7"), "24/7"),
    Veto("code", phrase(rf"(?:{_any(words.NUMBERED)})\.?:?{_NO_DATE} ?(?:#|ke )?{_CODE}(?: (?:tahun |/ ?){FULL_YEAR})?"), "nomor 6 tahun 2011"),
    Veto("numbered", phrase(rf"(?:{_any(words.NUMBERED)})\.? (?:ri )?(?:nomor|no|nomer)\.? ?{_CODE}(?: tahun {FULL_YEAR})?"), "uu no. 6 tahun 2011"),
    Veto("constitution", phrase(r"uud (?:ri |nri )?(?:tahun )?1945"), "uud 1945"),
    Veto("telephone", phrase(r"(?:0|62)[0-9]{2,14}(?:[- ][0-9]{2,8}){1,5}"), "0812-2026-0120"),
    Veto("identity", phrase(r"[0-9]{3,16}(?:[- ][0-9]{3,16}){2,6}"), "1234 2023 2024"),
    Veto("two numbers", phrase(r"[0-9]{4} [0-9]{4}"), "2003 1205"),
    Veto("digits", phrase(r"[0-9]{5,40}"), "85228"),
    Veto("place or school", phrase(rf"(?:{_any(words.NAMED_AFTER_DATES)})\.? (?:[0-9]{{1,2}} )?{_MONTH}(?! (?:tahun )?{FULL_YEAR})"), "jalan 17 agustus"),
    Veto("market", phrase(rf"(?:{_any(words.NAMED_AFTER_DAYS)}) (?:{_WEEKDAY}|senen)(?! ?[,(]| [0-9])"), "pasar minggu"),
    Veto("feast", phrase(rf"(?:hari )?{_WEEKDAY} (?:{_any(words.TANGLED_NAMES)})"), "jumat agung"),
)  # fmt: skip
"""Money, counts, ordinals, clock times, laws, numbers, names (DATES A6, A7)."""


def veto_at(canon: str, place: int) -> int:
    """Where the longest veto that begins at a place ends; the place itself where none does.

    >>> veto_at("pasal 27 ayat 3", 0), veto_at("pada 20 januari", 5)
    (8, 5)
    """
    ends = [match.end() for veto in VETOES if (match := veto.pattern.match(canon, place))]
    return max(ends, default=place)
