"""Rules for dates that are named: days, weekdays, months and years.

Years that a text leaves out stay None here; ``complete`` chooses them.
"""

from __future__ import annotations

import re
from typing import Final

from bot.dates import patterns, words
from bot.dates.patterns import (
    DAY,
    FULL_YEAR,
    MONTH,
    MONTH_NAME,
    WEEKDAY,
    YEAR,
    DateRule,
    begin,
    phrase,
)
from bot.dates.phrases import Named, Pair, Phrase, Range, Strength

_NOT_INSIDE = r"(?<![0-9][/.:,])"
"""A number that goes on from another one is no date: the 3/4 of "2/3/4"."""
_LED = r"tanggal\.?:? ?"
_CHAT_YEAR = (
    r"(?P<other>2[0-9]|3[0-9])(?= ?(?:$|[?!)]|(?:ada|apa|di|itu|kemarin|ini|siapa|yang|what|who|where)\b|"
    rf"(?:kegiatan|acara|berita|peristiwa|kejadian) (?:apa|siapa|di ?mana|mana)\b|(?:dan|hingga|sampai|to|-|s/d|s\.d\.) ?[0-9]{{1,2}} {MONTH_NAME}))"
)
"""The year of "20 jan 26": two digits, and nothing after them that they could count."""
_WITH_YEAR = rf"\.?(?:,? |[-/.]|(?='))(?:tahun |of )?(?:{YEAR}|{_CHAT_YEAR})"
_GOES_ON = (
    r"(?= ?(?:$|[^\sa-z0-9]|(?:dan|hingga|sampai|to|in|at|on|was|were|is|are|did|who|what|where|when|which|how|during|for|by|with|"
    r"this|last|previous|next|news|events?|ceremony|ada|apa|siapa|dimana|mana|bagaimana|gimana|itu|lalu|kemarin|nanti|tahun|yang)\b))"
)
"""What may follow "January 20"; another word would be what the 20 counts ("Januari 20 orang")."""

DAY_MONTH: Final = phrase(
    rf"(?:{_LED})?{_NOT_INSIDE}{DAY}(?: (?:of )?(?:the )?(?:bulan )?|[-/.]){MONTH}(?:{_WITH_YEAR})?"
)
SIGNED_DAY_MONTH: Final = phrase(
    rf"(?:{_LED})?{_NOT_INSIDE}{DAY}(?P<sign>[-/.]){MONTH}(?P=sign)(?P<short>[0-9]{{2}})(?![0-9]|[-.,:/][0-9])"
)
DAY_MONTH_NUMBER: Final = phrase(
    rf"{_LED}{DAY} bulan (?:ke |#)?(?P<number>1[0-2]|[1-9])(?: (?:tahun )?{YEAR})?"
)
MONTH_DAY: Final = phrase(
    rf"{MONTH}\.? (?:the )?(?:tanggal )?(?P<day>[0-9]{{1,2}})(?:th)?(?:,? {YEAR}|(?<=th)|(?![.,:][0-9]){_GOES_ON})"
)
MONTH_DAY_AND_DAY: Final = phrase(
    rf"{MONTH}\.? {DAY} (?P<list>dan|&) (?P<last>[0-9]{{1,2}})(?:th)?(?:,? {YEAR}|(?![.,:/][0-9]){_GOES_ON})"
)
MONTH_DAYS: Final = phrase(
    rf"{MONTH}\.? {DAY} ?(?P<joint>-|to|hingga|sampai) ?(?P<last>[0-9]{{1,2}})(?:th)?(?:,? {YEAR}|(?![.,:/][0-9]))"
)
NUMERIC: Final = phrase(
    rf"(?:{_LED})?{_NOT_INSIDE}(?P<day>[0-9]{{1,2}}) ?(?P<sign>[-/.]) ?(?P<number>[0-9]{{1,2}}) ?(?P=sign) ?"
    r"(?P<year>(?:19|20|21)[0-9]{2}|[0-9]{2})(?![0-9]|[.:/][0-9])(?!(?<=-[0-9]{4})-[0-9]{1,15}(?![-/.0-9]))"
)
_SHORT_DOTTED: Final = re.compile(r"^(?:tanggal|[0-9]{2}\.[0-9]{2}\.[23][0-9]$)")
"""Dots with two digits for the year are a version or a time as well: "2.0.25"."""
GLUED_YEAR: Final = phrase(
    rf"(?:{_LED})?{_NOT_INSIDE}(?P<day>[0-9]{{2}})(?P<sign>[-/])(?P<number>[01][0-9])(?P<year>20[0-9]{{2}})(?![0-9]|[.:/-][0-9])"
)
ISO: Final = phrase(
    rf"(?:{_LED})?{_NOT_INSIDE}(?P<year>(?:19|20|21)[0-9]{{2}})(?P<sign>[-/.])(?P<number>[0-9]{{1,2}})(?P=sign)(?P<day>[0-9]{{1,2}})(?![0-9])"
)
SLASHED: Final = phrase(
    rf"{_NOT_INSIDE}(?P<day>[0-9]{{1,2}}) ?/ ?(?P<number>[0-9]{{1,2}})(?![0-9]|[.:/][0-9])"
)
LED_SLASHED: Final = phrase(rf"{_LED}{SLASHED.source}")
LED_DAY: Final = phrase(rf"{_LED}{DAY}(?![.,:/][0-9])")
THE_DAY: Final = phrase(rf"(?:on )?the (?P<day>[0-9]{{1,2}})th{_GOES_ON}")
NUMBER: Final = phrase(rf"{_NOT_INSIDE}{DAY}(?![.,:/][0-9]|%| persen)")
EVE_OF_SUNDAY: Final = phrase(r"malam (?:minggu|ahad)")
WEEKDAY_ALONE: Final = phrase(WEEKDAY)
LED_WEEKDAY: Final = phrase(rf"hari {WEEKDAY}")
WEEKDAY_PORTION: Final = phrase(rf"(?:awal|akhir) (?!minggu){WEEKDAY}")
WEEKEND: Final = phrase(
    r"(?P<first>jumat|sabtu) ?(?:-|hingga|sampai|(?P<list>dan|&)) ?(?:hari )?minggu (?:yang )?(?P<cue>lalu|kemarin|depan|mendatang)"
)
CUED_WEEKDAY: Final = phrase(rf"{patterns.ENGLISH_CUE} {WEEKDAY}")
MONTH_YEAR: Final = phrase(rf"(?:bulan )?{MONTH}{_WITH_YEAR}")
MONTH_NUMBER: Final = phrase(
    rf"bulan (?:ke |#)?(?P<number>1[0-2]|0?[1-9])(?:,? (?:tahun )?{YEAR})?"
)
SPACED: Final = phrase(
    rf"(?:{_LED})?{_NOT_INSIDE}(?P<day>[0-9]{{1,2}}) (?P<number>[0-9]{{1,2}}) (?P<year>20[0-9]{{2}})(?![0-9]|[.,:/-][0-9])"
)
MONTH_LED_DAY: Final = phrase(rf"(?:bulan )?{MONTH}(?: (?:tahun )?{YEAR})?,? {_LED}{DAY}")
YEAR_MONTH: Final = phrase(
    rf"tahun {YEAR},? bulan (?:{MONTH}|(?:ke |#)?(?P<number>1[0-2]|0?[1-9]))"
)
MONTH_OF_YEAR: Final = phrase(
    rf"{_NOT_INSIDE}(?P<number>0?[1-9]|1[0-2])/(?P<year>(?:19|20)[0-9]{{2}})(?![/.-]?[0-9])"
)
_TO_DAY = rf"(?: |[-/.]){MONTH}\.?(?: |[-/.])(?:tanggal )?{DAY}"
YEAR_FIRST: Final = phrase(
    rf"{_NOT_INSIDE}(?:tahun )?(?P<year>(?:19|20)[0-9]{{2}}){_TO_DAY}(?![.,:/-]?[0-9]| (?:tahun )?(?:19|20)[0-9]{{2}})(?:{_GOES_ON}|(?= (?:di|oleh|saat|dalam|pada)\b))"
)
YEAR_THEN_MONTH: Final = phrase(
    rf"{_NOT_INSIDE}(?P<year>(?:19|20)[0-9]{{2}})(?: |[-/.]){MONTH}(?! ?(?:tahun )?'?[0-9])"
)
ISO_MONTH: Final = phrase(
    rf"{_NOT_INSIDE}(?<![0-9]-)(?P<year>20[0-9]{{2}})[-/](?P<number>0[1-9]|1[0-2])(?![0-9]|[.,:/-][0-9a-z])"
)
LED_MONTH: Final = phrase(rf"bulan {MONTH}")
CUED_MONTH: Final = phrase(rf"{patterns.ENGLISH_CUE} (?:bulan )?{MONTH}")
MONTH_ALONE: Final = phrase(rf"{MONTH}(?:\.(?= ?(?:s/d|s\.d\.|sd\b|-)))?")
LED_YEAR: Final = phrase(
    rf"tahun (?:anggaran |fiskal |buku |of )?(?:{YEAR}|(?P<other>1[0-5][0-9]{{2}})(?![0-9]|[.,:][0-9]|-?an\b))"
)
SCHOOL_YEAR: Final = phrase(
    rf"tahun (?:ajaran |akademik |anggaran )?(?P<year>{FULL_YEAR})/(?P<last>{FULL_YEAR})"
)
YEAR_ALONE: Final = phrase(
    r"(?:(?<![0-9][-.,:])(?<!/)|(?<=[0-9]{4}-))(?P<year>(?:19|20)[0-9]{2})(?![0-9]|[.,:][0-9]|/[0-9]|-?an\b)"
)


def day_month(match: re.Match[str]) -> Phrase:
    """A day and a month in words, with or without a year (DATES A1, Q2).

    >>> day_month(DAY_MONTH.match("tanggal 20 januari 2026"))
    Named(day=20, month=1, year=2026, weekday=None, cue=None)
    >>> day_month(DAY_MONTH.match("20-januari '26")).year
    2026
    """
    return Named(patterns.number(match, "day"), patterns.month(match), _year(match))


def day_month_number(match: re.Match[str]) -> Phrase:
    """A day and the number of a month: "tanggal 20 bulan 1" (DATES A1, Q2).

    >>> day_month_number(DAY_MONTH_NUMBER.match("tanggal 20 bulan 1 tahun 2026")).month
    1
    """
    return Named(patterns.number(match, "day"), patterns.number(match, "number"), _year(match))


def month_day(match: re.Match[str]) -> Phrase:
    """The month before the day: "January 20, 2026", "januari 20 ada apa", "Januari 2026 tgl 20" (DATES A1, Q2).

    >>> month_day(MONTH_DAY.match("januari 20, 2026")).day
    20
    >>> MONTH_DAY.match("januari 20 orang")
    """
    return day_month(match)


def month_days(match: re.Match[str]) -> Phrase | None:
    """Days of a month in the English order: "January 12-15, 2026", "Jan. 12 and 13" (DATES 11).

    >>> month_days(MONTH_DAYS.match("januari 12 to 15, 2026")).right.day
    15
    >>> month_days(MONTH_DAY_AND_DAY.match("januari 12 dan 13")).left.day
    12
    >>> MONTH_DAY_AND_DAY.match("januari 12 dan 13 orang")
    """
    first, last = int(match["day"]), int(match["last"])
    month, year = patterns.month(match), _year(match)
    if not 0 < first < last <= 31:
        return None
    left, right = Named(first, month, year), Named(last, month, year)
    return Pair(left, right) if match.groupdict().get("list") else Range(left, right)


def numeric(match: re.Match[str]) -> Phrase | None:
    """Day, month, year in figures, in this order unless only the other one exists (DATES 1).

    >>> numeric(NUMERIC.match("12/01/2023")).month, numeric(NUMERIC.match("1-31-25")).day
    (1, 31)
    >>> numeric(GLUED_YEAR.match("20/012026")).year
    2026
    """
    day, month = int(match["day"]), int(match["number"])
    if month > 12 >= day:
        day, month = month, day
    if len(match["year"]) == 2 and match["sign"] == "." and not _SHORT_DOTTED.search(match[0]):
        return None
    year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    return Named(day, month, year) if _may_be(day, month) else None


def iso(match: re.Match[str]) -> Phrase | None:
    """Year, month, day in figures; or the figures of a chat with spaces, "20 1 2026" (DATES 1).

    >>> iso(ISO.match("2026-01-21")).day
    21
    """
    day, month = int(match["day"]), int(match["number"])
    return Named(day, month, int(match["year"])) if _may_be(day, month) else None


def slashed(match: re.Match[str]) -> Phrase | None:
    """Day and month in figures: "(20/1)" (DATES 1).

    >>> slashed(SLASHED.match("20/1")).month
    1
    """
    day, month = int(match["day"]), int(match["number"])
    if month > 12 >= day:
        day, month = month, day
    return Named(day, month) if _may_be(day, month) else None


def led_day(match: re.Match[str]) -> Phrase | None:
    """A day of the month behind its lead: "tgl 20" (DATES Q4).

    >>> led_day(LED_DAY.match("tanggal 20")).day
    20
    """
    day = int(match["day"])
    return Named(day) if _may_be(day, 1) else None


def number(match: re.Match[str]) -> Phrase | None:
    """A number that is a day only if a date beside it says so: the 14 of "14 dan 15 Januari" (DATES 11).

    >>> number(NUMBER.match("14 dan 15 januari")).day
    14
    """
    return led_day(match)


def weekday(match: re.Match[str]) -> Phrase:
    """A weekday, with a cue before it in English: "Kamis", "late Monday", "last Monday" (DATES A2, Q5, 12).

    >>> weekday(WEEKDAY_ALONE.match("kamis")).weekday
    4
    """
    return Named(weekday=patterns.weekday(match), cue=patterns.cue(match))


def weekend(match: re.Match[str]) -> Phrase:
    """Sunday behind another day: the "minggu lalu" of "Sabtu dan Minggu lalu" is no week (DATES 12).

    >>> weekend(WEEKEND.match("sabtu dan minggu lalu")).right.weekday
    7
    """
    side = patterns.cue(match)
    first = Named(weekday=words.WEEKDAY_NUMBERS[match["first"]], cue=side)
    last = Named(weekday=7, cue=side)
    return Pair(first, last) if match["list"] else Range(first, last)


def eve_of_sunday(_match: re.Match[str]) -> Phrase:
    """Saturday night, which Indonesian calls the night of Sunday (DATES 12).

    >>> eve_of_sunday(EVE_OF_SUNDAY.match("malam minggu")).weekday
    6
    """
    return Named(weekday=6)


def month_year(match: re.Match[str]) -> Phrase:
    """A month and a year: "Januari 2026", "01/2026", "bulan 1 tahun 2026" (DATES 1, 4).

    >>> month_year(MONTH_YEAR.match("januari 2026"))
    Named(day=None, month=1, year=2026, weekday=None, cue=None)
    """
    return Named(month=patterns.month(match) or patterns.number(match, "number"), year=_year(match))


def iso_month(match: re.Match[str]) -> Phrase | None:
    """The year before the number of the month: "2024-08" (DATES Q4a).

    >>> iso_month(ISO_MONTH.match("2024-08")).month
    8
    >>> iso_month(ISO_MONTH.match("2011/12"))
    """
    # Figures that may be a later year, "2011/12", are a season of sports or a range of years.
    number, year = int(match["number"]), int(match["year"])
    return Named(month=number, year=year) if number <= year % 100 else None


def month(match: re.Match[str]) -> Phrase:
    """A month alone: "bulan Maret", "last January" (DATES A1, Q3).

    >>> month(LED_MONTH.match("bulan maret")).month
    3
    """
    return Named(month=patterns.month(match), cue=patterns.cue(match))


def year(match: re.Match[str]) -> Phrase:
    """A year alone: "tahun 2023" (DATES 4, Q1).

    >>> year(LED_YEAR.match("tahun anggaran 2026")).year
    2026
    """
    return Named(year=_year(match))


def school_year(match: re.Match[str]) -> Phrase | None:
    """A year of two years: "tahun ajaran 2024/2025" (DATES 11).

    >>> school_year(SCHOOL_YEAR.match("tahun ajaran 2024/2025")).right.year
    2025
    """
    first, last = int(match["year"]), int(match["last"])
    return Range(Named(year=first), Named(year=last)) if first < last else None


def _year(match: re.Match[str]) -> int | None:
    other = patterns.number(match, "other")
    if other is None:
        return patterns.year(match)
    return 2000 + other if other < 100 else other


def _may_be(day: int, month: int) -> bool:
    """Whether figures are meant as a day at all; "31/4" is, though it does not exist."""
    return 1 <= day <= 31 and 1 <= month <= 12


_CUES = "the last previous past this next mendatang"

RULES: Final = (
    DateRule(day_month, DAY_MONTH, begin("0 tanggal"), "20 Januari 2026"),
    DateRule(day_month, SIGNED_DAY_MONTH, begin("0 tanggal"), "13-Feb-26 tercatat"),
    DateRule(day_month_number, DAY_MONTH_NUMBER, begin("tanggal"), "tanggal 20 bulan 1"),
    DateRule(month_day, MONTH_DAY, begin(words.MONTHS), "January 20, 2026"),
    DateRule(month_day, MONTH_LED_DAY, begin("bulan", words.MONTHS), "Januari 2026 tanggal 20"),
    DateRule(month_days, MONTH_DAY_AND_DAY, begin(words.MONTHS), "January 12 and 13, 2026"),
    DateRule(month_days, MONTH_DAYS, begin(words.MONTHS), "January 12-15, 2026"),
    DateRule(numeric, NUMERIC, begin("0 tanggal"), "20/01/2026"),
    DateRule(numeric, GLUED_YEAR, begin("0 tanggal"), "20/012026"),
    DateRule(iso, ISO, begin("0 tanggal"), "2026-01-20"),
    DateRule(iso, SPACED, begin("0 tanggal"), "20 1 2026", Strength.BARE),
    DateRule(slashed, LED_SLASHED, begin("tanggal"), "tgl 20/1"),
    DateRule(slashed, SLASHED, begin("0"), "Rabu (21/1)", Strength.BARE),
    DateRule(led_day, LED_DAY, begin("tanggal"), "tgl 20"),
    DateRule(led_day, THE_DAY, begin("on the"), "on the 20th", Strength.BARE),
    DateRule(number, NUMBER, begin("0"), "14 dan 15 Januari", Strength.LINKED),
    DateRule(eve_of_sunday, EVE_OF_SUNDAY, begin("malam"), "malam Minggu", Strength.BARE),
    DateRule(weekday, LED_WEEKDAY, begin("hari"), "hari Kamis"),
    DateRule(weekday, WEEKDAY_PORTION, begin("awal akhir"), "awal Senin"),
    DateRule(weekend, WEEKEND, begin("jumat sabtu"), "Sabtu dan Minggu lalu"),
    DateRule(weekday, CUED_WEEKDAY, begin(_CUES), "last Monday"),
    DateRule(weekday, WEEKDAY_ALONE, begin(words.WEEKDAY_NUMBERS), "Kamis", Strength.BARE),
    DateRule(month_year, MONTH_YEAR, begin("bulan", words.MONTHS), "Januari 2026"),
    DateRule(month_year, YEAR_MONTH, begin("tahun"), "tahun 2026 bulan Januari"),
    DateRule(month_year, MONTH_NUMBER, begin("bulan"), "bulan 1 tahun 2026", Strength.BARE),
    DateRule(month_year, MONTH_OF_YEAR, begin("0"), "01/2026", Strength.BARE),
    DateRule(month_day, YEAR_FIRST, begin("0 tahun"), "2020 Agu 29"),
    DateRule(month_year, YEAR_THEN_MONTH, begin("0"), "2024 Aug", Strength.BARE),
    DateRule(iso_month, ISO_MONTH, begin("0"), "2024-08", Strength.BARE),
    DateRule(month, LED_MONTH, begin("bulan"), "bulan Maret"),
    DateRule(month, CUED_MONTH, begin(_CUES), "last January"),
    DateRule(month, MONTH_ALONE, begin(words.MONTHS), "Maret", Strength.BARE),
    DateRule(school_year, SCHOOL_YEAR, begin("tahun"), "tahun ajaran 2024/2025"),
    DateRule(year, LED_YEAR, begin("tahun"), "tahun 2023"),
    DateRule(year, YEAR_ALONE, begin("0"), "2023", Strength.BARE),
)
