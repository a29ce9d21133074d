"""Rules for parts of months and years: thirds, weeks of a month, quarters, semesters."""

from __future__ import annotations

import re
from typing import Final

from bot.dates import patterns, phrases, words
from bot.dates.patterns import FULL_YEAR, MONTH, ORDINAL, PORTION, YEAR, DateRule, begin, phrase
from bot.dates.phrases import DatePart, Named, Pair, Part, Phrase, PieceKind, Range, Strength

_MARKED = r"(?:(?:#|ke )(?P<ordinal>[1-5])|(?P<final>terakhir))"
"""An ordinal that shows itself: "Minggu 2 Januari" is a Sunday, "minggu kedua" a week."""
_ENGLISH_NTH = r"(?:#(?P<ordinal>[1-5])|(?P<plain>[1-5])th)"
_IN = r"(?:of |in |the |di |pada |dalam )?(?:bulan )?"
_OF_YEAR = rf"(?: ?[-/,] ?| )(?:of |in |the )?(?:tahun )?{YEAR}"
_SEASON = r"(?P<season>triwulan|caturwulan|semester)"
_JOINT = r"(?:-|hingga|sampai|(?P<list>dan|&)|s/d|s\.d\.)"
_LAST_PORTION = patterns.named("last_portion", patterns.ANY_PORTION)
_ROMAN_OR_FIGURE = r"(?:#)?(?P<last_ordinal>[1-4]|iv|i{1,3})\b"

MONTH_PORTION: Final = phrase(
    rf"(?:the )?{PORTION}[ -](?:of )?(?:bulan )?{MONTH}(?:\.?,?(?: |[-/]|(?='))(?:tahun |of )?{YEAR})?"
)
MONTH_PORTIONS: Final = phrase(
    rf"{PORTION} ?{_JOINT} ?{_LAST_PORTION} (?:bulan )?{MONTH}(?: (?:tahun )?{YEAR})?"
)
YEAR_PORTIONS: Final = phrase(
    rf"{PORTION} ?{_JOINT} ?{_LAST_PORTION} (?:tahun )?(?P<year>{FULL_YEAR})"
)
CUED_PORTIONS: Final = phrase(
    rf"{PORTION} ?{_JOINT} ?{_LAST_PORTION} (?P<unit>pekan|minggu|bulan|tahun) {patterns.CUE}"
)
BARE_PORTION: Final = phrase(
    rf"{PORTION} (?P<unit>(?<=awal )pekan|bulan|tahun)(?! (?:#|[0-9]|{'|'.join(words.UNIT_NAMES)}))"
)
YEAR_PORTION: Final = phrase(rf"(?:the )?{PORTION}[ -](?:of )?(?:tahun )?(?P<year>{FULL_YEAR})")
WEEK_OF_MONTH: Final = phrase(
    rf"(?:pekan|minggu) (?:{_MARKED}|(?<=pekan )(?P<plain>[1-5])) {_IN}{MONTH}(?: (?:tahun )?{YEAR})?"
)
MONTH_WEEK: Final = phrase(
    rf"(?:bulan )?{MONTH}(?: (?:tahun )?{YEAR})?,? (?:pekan|minggu) {_MARKED}"
)
WEEKS_OF_MONTH: Final = phrase(
    rf"(?:pekan|minggu) {_MARKED} ?{_JOINT} ?(?:(?:pekan|minggu) )?(?:#|ke )(?P<last_ordinal>[1-5])\b {_IN}{MONTH}(?: (?:tahun )?{YEAR})?"
)
NTH_WEEK_OF_MONTH: Final = phrase(rf"(?:the )?{_ENGLISH_NTH} pekan {_IN}{MONTH}(?:,? {YEAR})?")
LAST_WEEK_OF_MONTH: Final = phrase(rf"(?:the )?(?P<final>last) pekan {_IN}{MONTH}(?:,? {YEAR})?")
WEEK_OF_CUED_MONTH: Final = phrase(rf"(?:pekan|minggu) {_MARKED} (?P<unit>bulan) {patterns.CUE}")
SEASON: Final = phrase(rf"{_SEASON} {ORDINAL}(?:{_OF_YEAR})?")
NTH_SEASON: Final = phrase(rf"(?:the )?(?:{_ENGLISH_NTH}|(?P<final>last)) {_SEASON}(?:{_OF_YEAR})")
NTH_SEASON_ALONE: Final = phrase(rf"(?:the )?{_ENGLISH_NTH} {_SEASON}")
YEAR_SEASON: Final = phrase(rf"(?P<year>{FULL_YEAR})[ -]{_SEASON} {ORDINAL}")
SEASONS: Final = phrase(
    rf"{_SEASON} {ORDINAL} ?{_JOINT} ?(?:triwulan |semester )?{_ROMAN_OR_FIGURE}(?:{_OF_YEAR})?"
)
HALF: Final = phrase(rf"(?P<season>paruh) {ORDINAL}(?:{_OF_YEAR})")
NTH_HALF: Final = phrase(rf"(?:the )?{_ENGLISH_NTH} (?P<season>paruh)(?:{_OF_YEAR})")
HALF_ALONE: Final = phrase(r"(?P<season>paruh) #(?P<ordinal>[12])")
NTH_HALF_ALONE: Final = phrase(rf"(?:the )?{_ENGLISH_NTH} (?P<season>paruh)")

_MOST = {PieceKind.QUARTER: 4, PieceKind.TERTIAL: 3, PieceKind.SEMESTER: 2}


def month_portion(match: re.Match[str]) -> Phrase:
    """A third of a month: "awal Januari", "mid-January" (DATES 8).

    >>> month_portion(MONTH_PORTION.match("akhir februari 2024")).piece.number
    3
    """
    return Part(patterns.month_and_year(match), patterns.portion(match))


def year_portion(match: re.Match[str]) -> Phrase:
    """A part of a year: "pertengahan 2024", "penghujung tahun 2025" (DATES 8).

    >>> year_portion(YEAR_PORTION.match("pertengahan 2024")).whole.year
    2024
    """
    return Part(Named(year=patterns.year(match)), patterns.portion(match))


def portions(match: re.Match[str]) -> Phrase | None:
    """Two portions of one whole: "awal hingga pertengahan Mei 2025" (DATES 8, 11).

    >>> portions(YEAR_PORTIONS.match("awal hingga pertengahan 2025")).right.piece.number
    2
    >>> portions(CUED_PORTIONS.match("awal dan akhir bulan lalu")).left.whole.away
    -1
    """
    counted = "unit" in match.groupdict()
    whole = patterns.cued_unit(match) if counted else patterns.month_and_year(match)
    last = DatePart(PieceKind.PORTION, patterns.PORTIONS[match["last_portion"]])
    return _joined(match, Part(whole, patterns.portion(match)), Part(whole, last))


def bare_portion(match: re.Match[str]) -> Phrase:
    """A portion of the unit around the reference: "sejak awal tahun" (DATES 8, and 10 for the year).

    >>> bare_portion(BARE_PORTION.match("awal tahun")).whole
    Current(unit=<Unit.YEAR: 'tahun'>)
    >>> BARE_PORTION.match("akhir tahun ajaran")
    """
    return Part(phrases.Current(patterns.unit(match)), patterns.portion(match))


def week_of_month(match: re.Match[str]) -> Phrase:
    """The n-th week of a month: "pekan ketiga Januari" (DATES 9).

    >>> week_of_month(WEEK_OF_MONTH.match("pekan #3 januari 2026")).piece.number
    3
    >>> WEEK_OF_MONTH.match("minggu 2 januari")
    """
    return Part(patterns.month_and_year(match), _week(match))


def weeks_of_month(match: re.Match[str]) -> Phrase | None:
    """Several weeks of a month: "minggu pertama dan kedua Januari" (DATES 9, 11).

    >>> weeks_of_month(WEEKS_OF_MONTH.match("pekan #1 hingga #3 januari 2026")).right.piece.number
    3
    """
    month = patterns.month_and_year(match)
    last = DatePart(PieceKind.WEEK, int(match["last_ordinal"]))
    return _joined(match, Part(month, _week(match)), Part(month, last))


def week_of_cued_month(match: re.Match[str]) -> Phrase:
    """The n-th week of a month told from here: "minggu kedua bulan ini" (DATES 9).

    >>> week_of_cued_month(WEEK_OF_CUED_MONTH.match("minggu #2 bulan lalu")).whole.away
    -1
    """
    return Part(patterns.cued_unit(match), _week(match))


def season(match: re.Match[str]) -> Phrase | None:
    """A quarter, a third or a half of a year: "triwulan IV 2025", "semester pertama" (DATES 10).

    >>> season(SEASON.match("triwulan iv 2025")).piece.number
    4
    >>> season(SEASON.match("semester 5"))
    """
    return _part(match, _ordinal(match))


def seasons(match: re.Match[str]) -> Phrase | None:
    """From a quarter to another: "triwulan I-III 2024" (DATES 10, 11).

    >>> seasons(SEASONS.match("triwulan i-iii 2024")).right.piece.number
    3
    """
    last = match["last_ordinal"]
    number = int(last) if last.isdecimal() else words.ROMAN[last]
    left, right = _part(match, _ordinal(match)), _part(match, number)
    return _joined(match, left, right) if left and right else None


def _joined(match: re.Match[str], left: Part, right: Part) -> Phrase | None:
    """A list where "dan" joins them, else a range, which must not run backwards."""
    if match["list"]:
        return Pair(left, right)
    return Range(left, right) if 0 < left.piece.number < right.piece.number else None


def _part(match: re.Match[str], number: int) -> Part | None:
    kind = patterns.SEASONS[match["season"]]
    if number > _MOST[kind]:
        return None
    return Part(Named(year=patterns.year(match)), DatePart(kind, number))


def _week(match: re.Match[str]) -> DatePart:
    return DatePart(PieceKind.WEEK, _ordinal(match))


def _ordinal(match: re.Match[str]) -> int:
    groups = match.groupdict()
    if groups.get("final"):
        return -1
    return patterns.ordinal(match) if groups.get("ordinal") else int(match["plain"])


_NTH = "the 0 #"
_SEASONS = "triwulan caturwulan semester"

RULES: Final = (
    DateRule(month_portion, MONTH_PORTION, begin("the", patterns.PORTIONS), "awal Januari"),
    DateRule(year_portion, YEAR_PORTION, begin("the", patterns.PORTIONS), "pertengahan 2024"),
    DateRule(portions, MONTH_PORTIONS, begin(patterns.PORTIONS), "awal dan akhir Mei"),
    DateRule(portions, YEAR_PORTIONS, begin(patterns.PORTIONS), "awal hingga pertengahan 2025"),
    DateRule(portions, CUED_PORTIONS, begin(patterns.PORTIONS), "awal dan akhir bulan lalu"),
    DateRule(bare_portion, BARE_PORTION, begin(patterns.PORTIONS), "awal tahun", Strength.BARE),
    DateRule(weeks_of_month, WEEKS_OF_MONTH, begin("pekan minggu"), "pekan ke-1 dan ke-2 Mei"),
    DateRule(week_of_month, WEEK_OF_MONTH, begin("pekan minggu"), "pekan ketiga Januari"),
    DateRule(week_of_month, MONTH_WEEK, begin("bulan", words.MONTHS), "Januari 2026 minggu kedua"),
    DateRule(week_of_month, NTH_WEEK_OF_MONTH, begin(_NTH), "3rd week of January"),
    DateRule(week_of_month, LAST_WEEK_OF_MONTH, begin("the last"), "the last week of January"),
    DateRule(
        week_of_cued_month, WEEK_OF_CUED_MONTH, begin("pekan minggu"), "pekan ke-2 bulan lalu"
    ),
    DateRule(season, SEASON, begin(_SEASONS), "triwulan IV 2025"),
    DateRule(season, NTH_SEASON, begin("last", _NTH), "third quarter of 2025"),
    DateRule(season, NTH_SEASON_ALONE, begin(_NTH), "the third quarter"),
    DateRule(season, YEAR_SEASON, begin("0"), "2025 triwulan IV"),
    DateRule(seasons, SEASONS, begin(_SEASONS), "triwulan I-III 2024"),
    DateRule(season, HALF, begin("paruh"), "paruh pertama 2025"),
    DateRule(season, NTH_HALF, begin(_NTH), "second half of 2025"),
    DateRule(
        season, HALF_ALONE, begin("paruh"), "paruh pertama dan paruh kedua 2025", Strength.LINKED
    ),
    DateRule(season, NTH_HALF_ALONE, begin(_NTH), "1st half and 2nd half of 2025", Strength.LINKED),
)
