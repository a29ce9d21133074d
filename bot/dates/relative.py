"""Rules for dates told from the reference day: kemarin, pekan lalu, tiga hari terakhir."""

from __future__ import annotations

import re
from typing import Final

from bot.dates import patterns
from bot.dates.patterns import COUNT, PART_OF_DAY, PARTS_OF_DAY, UNIT, DateRule, begin, phrase
from bot.dates.phrases import (
    Anaphora,
    DatePart,
    Edge,
    Part,
    Phrase,
    PieceKind,
    Relative,
    Rolling,
    Shifted,
    Strength,
    Unit,
    WeekOf,
)

DAY_WORDS: Final = {
    "hari ini": 0, "tadi": 0,
    "kemarin": -1, "hari kemarin": -1, "semalam": -1, "tadi malam": -1, "malam tadi": -1, "last malam": -1,
    "kemarin lusa": -2, "kemarin dulu": -2, "hari sebelum kemarin": -2, "the hari sebelum kemarin": -2,
    "besok": 1, "hari besok": 1, "besok hari": 1,
    "lusa": 2, "besok lusa": 2, "hari setelah besok": 2, "the hari setelah besok": 2,
}  # fmt: skip
"""Words for days, and how far the day lies from the reference (DATES 7)."""

VAGUE_DAYS: Final = {
    "hari": 7, "waktu": 30, "saat": 30, "pekan": 30, "minggu": 30, "bulan": 90, "tahun": 1095,
}  # fmt: skip
"""How many days "beberapa" of a unit are (DATES Q7); of weeks and longer it is our own choice."""

_BIG_UNIT = patterns.named("unit", patterns.BIG_UNITS) + r"\b"
_AGO = r"(?:yang )?lalu"
_ROLLED = r"(?:yang )?(?:terakhir|belakangan(?: ini)?|ke belakang|kebelakang)"
_ROLLS = rf"(?:{_ROLLED}|ini)"
_NO_RANGE = r"(?<![-/&] )(?<![-/])(?<!/d )(?<!\.d\. )(?<!sd )(?<!sampai )(?<!hingga )(?<!dan )"
"""The "12 bulan ini" of "10 sampai 12 bulan ini" is a day of this month, not twelve months."""
_AHEAD = r"(?:ke depan|(?:yang )?(?:mendatang|akan datang))"

DAY_WORD: Final = phrase("|".join(sorted(set(DAY_WORDS) - {"tadi"}, key=len, reverse=True)))
PART_OF_TODAY: Final = phrase(
    rf"(?:tadi|nanti|this) {PART_OF_DAY}|{PART_OF_DAY} (?:tadi|ini|nanti)"
)
PART_OF_A_DAY: Final = phrase(rf"{PART_OF_DAY} (?P<word>kemarin|besok)")
NOW: Final = phrase(r"sekarang|saat ini")
UNIT_CUE: Final = phrase(rf"(?<![a-z]-)(?:{patterns.PORTION} )?{_BIG_UNIT} {patterns.CUE}")
PREVIOUS_UNIT: Final = phrase(r"(?P<unit>tahun) (?P<cue>sebelumnya)")
CUE_UNIT: Final = phrase(
    rf"(?:(?P<cue>last|previous|this|next|mendatang) (?:{patterns.PORTION} )?|(?:the )?{patterns.named('part', patterns.ANY_PORTION)} (?:of )?(?P<this>last|previous|this|next) ){_BIG_UNIT}"
)
COUNTED_AGO: Final = phrase(rf"(?:{COUNT}|an?) {UNIT} {_AGO}")
COUNTED_AHEAD: Final = phrase(rf"{COUNT} {UNIT} (?:lagi|dari sekarang)")
ENGLISH_AHEAD: Final = phrase(rf"in (?:{COUNT}|an?) {UNIT}")
LAST_COUNTED: Final = phrase(rf"{COUNT} {UNIT} {_ROLLED}")
THESE_COUNTED: Final = phrase(rf"{_NO_RANGE}{COUNT} {UNIT} (?:yang )?ini")
ENGLISH_LAST_COUNTED: Final = phrase(rf"(?:the )?(?:last|previous|past) {COUNT} {UNIT}")
PAST_UNIT: Final = phrase(rf"(?:the |this )?past {UNIT}")
NEXT_COUNTED: Final = phrase(
    rf"{COUNT} {UNIT} {_AHEAD}|(?:the )?next {patterns.named('number', patterns.COUNTS)} {patterns.named('whole', patterns.UNITS)}\b"
)
SOME_UNITS: Final = phrase(rf"beberapa (?P<unit>{'|'.join(VAGUE_DAYS)}) (?:{_ROLLS}|{_AGO})")
ENGLISH_SOME_UNITS: Final = phrase(
    rf"(?:the )?(?:last|previous|past) beberapa (?P<unit>{'|'.join(VAGUE_DAYS)})"
)
LATELY: Final = phrase(
    r"belakangan ini|(?:akhir|baru) 2 ini|hari[- ]hari ini|akhir[- ]akhir ini|baru[- ]baru ini|baru ini"
)
WEEK_OF: Final = phrase(
    r"(?:the )?(?P<end>akhir )?pekan of(?: the)?|(?:pekan|minggu) (?:yang memuat|dari)(?= tanggal)|pekan(?= tanggal)"
)
_EDGE_UNIT = patterns.named("unit", "hari|pekan|minggu|bulan") + r"\b"
FIRST_COUNTED: Final = phrase(rf"{COUNT} {_EDGE_UNIT} (?:yang )?#1(?![0-9])")
ENGLISH_FIRST_COUNTED: Final = phrase(rf"(?:the )?#1(?![0-9]) (?:{COUNT} )?{_EDGE_UNIT}")
ONE_LAST: Final = phrase(rf"{_EDGE_UNIT} (?:#1(?![0-9])|(?P<last>terakhir))")
ENGLISH_ONE_LAST: Final = phrase(
    r"(?:the )?(?P<last>last) (?P<unit>hari|(?:pekan|bulan)(?= (?:of|in) (?:the )?(?:last|previous|this|next|tahun|[12][0-9]{3})))\b"
)
SHIFT: Final = phrase(rf"{COUNT} {UNIT} (?P<side>sebelum|setelah)(?= (?!in |at ))")


def day_word(match: re.Match[str]) -> Phrase:
    """A word for a day: kemarin, lusa, semalam (DATES 7).

    >>> day_word(DAY_WORD.match("kemarin lusa"))
    Relative(unit=<Unit.DAY: 'hari'>, away=-2)
    """
    return Relative(Unit.DAY, DAY_WORDS[match[0]])


def part_of_today(_match: re.Match[str]) -> Phrase:
    """A part of the reference day: tadi pagi, malam ini, nanti malam, siang tadi (DATES 7).

    >>> part_of_today(PART_OF_TODAY.match("dini hari tadi")).away
    0
    """
    return Relative(Unit.DAY)


def now(_match: re.Match[str]) -> Phrase:
    """The end of "sejak Januari sampai sekarang"; alone it asks for no day (DATES Q6).

    >>> now(NOW.match("saat ini")).away
    0
    """
    return Relative(Unit.DAY)


def part_of_a_day(match: re.Match[str]) -> Phrase:
    """A part of the day before or after: "malam kemarin", "pagi besok" (DATES 7).

    >>> part_of_a_day(PART_OF_A_DAY.match("sore kemarin")).away
    -1
    """
    return Relative(Unit.DAY, DAY_WORDS[match["word"]])


def unit_cue(match: re.Match[str]) -> Phrase:
    """A whole unit, or a portion of it: "pekan lalu", "akhir bulan ini", "early next week" (DATES 2-4, 8).

    >>> unit_cue(UNIT_CUE.match("minggu lalu"))
    Relative(unit=<Unit.WEEK: 'pekan'>, away=-1)
    >>> unit_cue(UNIT_CUE.match("akhir pekan ini")).piece.number
    3
    """
    whole = patterns.cued_unit(match)
    groups = match.groupdict()
    portion = groups.get("portion") or groups.get("part")
    if not portion:
        return whole
    return Part(whole, DatePart(PieceKind.PORTION, patterns.PORTIONS[portion]))


def counted_ago(match: re.Match[str]) -> Phrase:
    """So many units back: that very day, week, month, year (DATES 5).

    >>> counted_ago(COUNTED_AGO.match("2 pekan lalu"))
    Relative(unit=<Unit.WEEK: 'pekan'>, away=-2)
    """
    count = 0 if match["count"] == "0" else patterns.number(match, "count") or 1
    return Relative(patterns.unit(match), -count)


def counted_ahead(match: re.Match[str]) -> Phrase:
    """So many units ahead: "dua pekan lagi" (DATES 5).

    >>> counted_ahead(COUNTED_AHEAD.match("3 hari lagi")).away
    3
    """
    return Relative(patterns.unit(match), int(match["count"] or 1))


def last_counted(match: re.Match[str]) -> Phrase:
    """The units that end with the reference: "tiga hari terakhir", "sepekan ini" (DATES 6).

    >>> last_counted(THESE_COUNTED.match("1 pekan ini"))
    Rolling(unit=<Unit.WEEK: 'pekan'>, count=1, ahead=False)
    """
    return Rolling(patterns.unit(match), patterns.number(match, "count") or 1)


def next_counted(match: re.Match[str]) -> Phrase:
    """The units that begin with the reference, the mirror of DATES 6: "tiga hari ke depan".

    >>> next_counted(NEXT_COUNTED.match("3 hari ke depan")).ahead
    True
    """
    name = match["unit"] or match["whole"]
    count = int(match["count"] or match["number"])
    return Rolling(Unit.WEEK if name == "minggu" else Unit(name), max(count, 1), ahead=True)


def some_units(match: re.Match[str]) -> Phrase:
    """A few of a unit: "beberapa hari terakhir" (DATES Q7).

    >>> some_units(SOME_UNITS.match("beberapa hari terakhir")).count
    7
    """
    return Rolling(Unit.DAY, VAGUE_DAYS[match["unit"]])


def lately(_match: re.Match[str]) -> Phrase:
    """The last 30 days: belakangan ini, baru-baru ini (DATES Q7).

    >>> lately(LATELY.match("akhir-akhir ini")).count
    30
    """
    return Rolling(Unit.DAY, 30)


def week_of(match: re.Match[str]) -> Phrase:
    """The head of "the week of January 19"; ``merge`` joins it with its day (DATES 2, 3).

    >>> week_of(WEEK_OF.match("the pekan of"))
    WeekOf(day=Anaphora(away=0, unit=<Unit.DAY: 'hari'>, weekday=None))
    >>> week_of(WEEK_OF.match("the akhir pekan of")).piece.number
    3
    """
    week = WeekOf(Anaphora())
    return Part(week, DatePart(PieceKind.PORTION, 3)) if match["end"] else week


def shift(match: re.Match[str]) -> Phrase:
    """The head of "sehari sebelum 20 Januari"; ``merge`` joins it with its day (DATES A8).

    >>> shift(SHIFT.match("1 hari sebelum 20 januari")).away
    -1
    """
    count = int(match["count"])
    away = count if match["side"] == "setelah" else -count
    return Shifted(Anaphora(), patterns.unit(match), away)


def edge(match: re.Match[str]) -> Phrase:
    """The first of a month, year or week, or its last: ``merge`` joins it with that (DATES Q4a).

    >>> edge(FIRST_COUNTED.match("3 bulan #1")).piece.count
    3
    >>> edge(ONE_LAST.match("hari terakhir")).piece
    DatePart(kind=<PieceKind.DAY: 'day'>, number=-1, count=1)
    """
    kind = {Unit.DAY: PieceKind.DAY, Unit.WEEK: PieceKind.WEEK}.get(
        patterns.unit(match), PieceKind.MONTH
    )
    number = -1 if match.groupdict().get("last") else 1
    return Edge(DatePart(kind, number, patterns.number(match, "count") or 1))


_BIG_UNITS = "pekan minggu bulan tahun triwulan caturwulan semester"

RULES: Final = (
    DateRule(day_word, DAY_WORD, begin(word.split(" ")[0] for word in DAY_WORDS), "kemarin lusa"),
    DateRule(part_of_today, PART_OF_TODAY, begin("tadi nanti this", PARTS_OF_DAY), "malam ini"),
    DateRule(part_of_a_day, PART_OF_A_DAY, begin(PARTS_OF_DAY), "sore kemarin"),
    DateRule(now, NOW, begin("sekarang saat"), "sejak Januari sampai sekarang", Strength.LINKED),
    DateRule(unit_cue, UNIT_CUE, begin(_BIG_UNITS, patterns.PORTIONS), "pekan lalu"),
    DateRule(unit_cue, PREVIOUS_UNIT, begin("tahun"), "tahun sebelumnya"),
    DateRule(edge, ENGLISH_ONE_LAST, begin("the last"), "last day of May", Strength.LINKED),
    DateRule(
        unit_cue,
        CUE_UNIT,
        begin("the last previous this next mendatang", patterns.PORTIONS),
        "next week",
    ),
    DateRule(counted_ago, COUNTED_AGO, begin("0 a an"), "dua pekan lalu"),
    DateRule(counted_ahead, COUNTED_AHEAD, begin("0"), "tiga hari lagi"),
    DateRule(counted_ahead, ENGLISH_AHEAD, begin("in"), "will it open in 3 days", Strength.VAGUE),
    DateRule(last_counted, LAST_COUNTED, begin("0"), "tiga hari terakhir"),
    DateRule(last_counted, THESE_COUNTED, begin("0"), "sepekan ini"),
    DateRule(
        last_counted, ENGLISH_LAST_COUNTED, begin("the last previous past"), "the last 3 days"
    ),
    DateRule(last_counted, PAST_UNIT, begin("the this past"), "the past week"),
    DateRule(next_counted, NEXT_COUNTED, begin("0 the next"), "tiga hari ke depan"),
    DateRule(some_units, SOME_UNITS, begin("beberapa"), "beberapa hari terakhir", Strength.VAGUE),
    DateRule(
        some_units,
        ENGLISH_SOME_UNITS,
        begin("the last previous past"),
        "last few days",
        Strength.VAGUE,
    ),
    DateRule(lately, LATELY, begin("belakangan hari akhir baru"), "belakangan ini", Strength.VAGUE),
    DateRule(edge, FIRST_COUNTED, begin("0"), "tiga bulan pertama 2025", Strength.LINKED),
    DateRule(
        edge, ENGLISH_FIRST_COUNTED, begin("the #"), "first 3 months of 2025", Strength.LINKED
    ),
    DateRule(
        edge, ONE_LAST, begin("hari pekan minggu bulan"), "hari terakhir 2025", Strength.LINKED
    ),
    DateRule(week_of, WEEK_OF, begin("the akhir pekan minggu"), "week of Jan 19", Strength.LINKED),
    DateRule(shift, SHIFT, begin("0"), "sehari sebelum 20 Januari", Strength.LINKED),
)
