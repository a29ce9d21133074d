"""Rules for days told from those of another sentence or question: besoknya, bulan itu."""

from __future__ import annotations

import re
from typing import Final

from bot.dates import patterns, words
from bot.dates.patterns import COUNT, DateRule, begin, phrase
from bot.dates.phrases import Anaphora, DatePart, Part, Phrase, PieceKind, Shifted, Strength, Unit

_THAT = r"(?:[ -]nya| itu| that)"
_END = r"(?= ?(?:[?.!,;)]|$)| (?:in|at)\b)"
"""Where "the day before" ends what is said; elsewhere it leads to what it is before."""
_BEFORE = rf"(?P<before>sebelumnya|sebelum{_THAT}|kemarinnya|lalunya|earlier)"
_AFTER = rf"(?:setelahnya|setelah{_THAT}|berikutnya|kemudian|depan[ -]?nya)"
_SIDE = rf"(?:{_BEFORE}|{_AFTER})"
_PREPOSITION = rf"(?:(?P<preposed>sebelum)|setelah){_END}"
_SAME = r"(?:itu|tersebut|segitu|(?:yang )?sama)"
_UNIT = patterns.named("unit", patterns.BIG_UNITS) + r"\b"
_WEEKDAYS = "|".join(words.WEEKDAYS)
_WEEKDAY = rf"(?:(?P<weekday>{_WEEKDAYS})|(?<=hari )(?P<sunday>minggu))"
_PORTION = rf"(?:{patterns.PORTION} )?"
_ENGLISH_PORTION = rf"(?:{patterns.named('part', patterns.ANY_PORTION)} (?:of )?)?"
_YEAR_BEFORE = rf"(?P<before>lalu|kemarin|last|previous|sebelumnya|sebelum{_THAT}|kemarinnya)"
_YEAR_AFTER = rf"(?:depan|next|berikutnya|setelahnya|setelah{_THAT}|depan[ -]?nya)"
_SAME_DAYS = rf"(?:tanggal|hari|(?P<unit>bulan)) {_SAME}"

DAY_WORDS: Final = {
    "besoknya": 1, "besok nya": 1, "besok-nya": 1, "besoknya lagi": 1, "keesokannya": 1,
    "lusanya": 2, "lusa nya": 2, "lusa-nya": 2,
    "kemarinnya": -1, "kemarin nya": -1, "kemarin-nya": -1,
}  # fmt: skip
"""Words for days, and how far the day lies from the days told before."""

DAY_WORD: Final = phrase(
    rf"(?P<word>{'|'.join(sorted(DAY_WORDS, key=len, reverse=True))})|"
    r"(?:keesokan|besok) (?:hari|pagi|siang|sore|malam)nya"
)
OTHER_DAY: Final = phrase(
    rf"(?:(?P<count>[0-9]{{1,2}}) hari|besok hari|hari) {_SIDE}|(?P<same>hari yang sama)"
)
ENGLISH_OTHER_DAY: Final = phrase(
    r"(?:the )?(?:(?P<before>previous)|next|berikutnya) hari|"
    rf"(?:(?:the )?|(?P<count>[0-9]{{1,2}}) |an? )hari {_PREPOSITION}|a hari (?:(?P<earlier>earlier)|kemudian)"
)
OTHER_UNIT: Final = phrase(rf"{_PORTION}{_UNIT} {_SIDE}")
ENGLISH_OTHER_UNIT: Final = phrase(
    rf"(?:the )?{_ENGLISH_PORTION}(?:the )?(?:berikutnya {_UNIT}|(?P<whole>{patterns.BIG_UNITS}) {_PREPOSITION})"
)
OTHER_WEEKDAY: Final = phrase(
    rf"(?:hari )?{_WEEKDAY} {_SIDE}|(?:the )?(?:berikutnya )(?P<whole>{_WEEKDAYS})|"
    rf"(?:the )(?P<preceded>{_WEEKDAYS}) {_PREPOSITION}"
)
SAME_WEEKDAY: Final = phrase(rf"(?:hari )?{_WEEKDAY}(?: {_SAME}|[ -]?nya)")
MOVED: Final = phrase(rf"(?:{COUNT}|an?) {_UNIT} (?:{_SIDE}|{_PREPOSITION})")
SAME_DAYS: Final = phrase(rf"(?:tanggal|hari) {_SAME}|(?:the )?(?:that|same) (?:hari|date)")
SAME_UNIT: Final = phrase(
    rf"{_PORTION}{_UNIT} {_SAME}|(?:the )?{_ENGLISH_PORTION}(?:the )?(?:that|same) (?P<whole>{patterns.BIG_UNITS})"
)
YEAR_OF_SAME: Final = phrase(
    rf"tahun (?:{_YEAR_BEFORE}|{_YEAR_AFTER}),? (?:di |pada )?{_SAME_DAYS}"
)
SAME_OF_YEAR: Final = phrase(
    rf"{_SAME_DAYS},? (?:di |pada )?(?:1 )?tahun (?:{_YEAR_BEFORE}|{_YEAR_AFTER})"
)
ENGLISH_SAME_OF_YEAR: Final = phrase(
    r"(?:the )?(?:that|same) (?:hari|date|(?P<unit>bulan)),? (?:of |in )?(?:the )?"
    rf"(?:(?:(?P<before>last|previous)|next|berikutnya) tahun|tahun {_PREPOSITION})"
)
NEIGHBOUR: Final = phrase(rf"(?P<before>sebelumnya|sebelum{_THAT})|setelahnya|setelah{_THAT}")


def other_day(match: re.Match[str]) -> Phrase:
    """A day told from other days: "sehari sebelumnya", "lusanya", "the next day" (DATES A8).

    >>> other_day(DAY_WORD.match("keesokan harinya")).away
    1
    >>> other_day(OTHER_DAY.match("3 hari sebelumnya")).away
    -3
    """
    groups = match.groupdict()
    if groups.get("same"):
        return Anaphora()
    if groups.get("word"):
        return Anaphora(DAY_WORDS[match["word"]])
    return Anaphora(_side(match) * (patterns.number(match, "count") or 1))


def other_unit(match: re.Match[str]) -> Phrase:
    """The whole unit before or after: "bulan sebelumnya", "akhir pekan berikutnya".

    >>> other_unit(OTHER_UNIT.match("minggu sebelumnya"))
    Anaphora(away=-1, unit=<Unit.WEEK: 'pekan'>, weekday=None)
    """
    return _portion_of(Anaphora(_side(match), _unit(match)), match)


def other_weekday(match: re.Match[str]) -> Phrase:
    """The first such weekday before or after: "Jumat berikutnya", "the following Monday".

    >>> other_weekday(OTHER_WEEKDAY.match("jumat sebelumnya"))
    Anaphora(away=-1, unit=<Unit.DAY: 'hari'>, weekday=5)
    """
    return Anaphora(_side(match), weekday=_weekday(match))


def same_weekday(match: re.Match[str]) -> Phrase:
    """A weekday of the week told before: "Jumat itu", "Jumatnya".

    >>> same_weekday(SAME_WEEKDAY.match("jumat itu")).piece.number
    5
    """
    return Part(Anaphora(unit=Unit.WEEK), DatePart(PieceKind.WEEKDAY, _weekday(match)))


def moved(match: re.Match[str]) -> Phrase:
    """The very days so many units before or after: "seminggu kemudian", "two months later".

    >>> moved(MOVED.match("2 pekan kemudian")).away
    2
    """
    away = _side(match) * (patterns.number(match, "count") or 1)
    return Shifted(Anaphora(unit=None), patterns.unit(match), away)


def same_days(_match: re.Match[str]) -> Phrase:
    """The days told before: "tanggal itu", "that day".

    >>> same_days(SAME_DAYS.match("hari itu"))
    Anaphora(away=0, unit=None, weekday=None)
    """
    return Anaphora(unit=None)


def same_unit(match: re.Match[str]) -> Phrase:
    """The whole unit around the days told before: "bulan itu", "awal tahun tersebut".

    >>> same_unit(SAME_UNIT.match("bulan itu"))
    Anaphora(away=0, unit=<Unit.MONTH: 'bulan'>, weekday=None)
    """
    return _portion_of(Anaphora(0, _unit(match)), match)


def same_of_year(match: re.Match[str]) -> Phrase:
    """The days told before in the year before or after: "tanggal yang sama tahun sebelumnya".

    >>> same_of_year(YEAR_OF_SAME.match("tahun lalu di tanggal itu")).away
    -1
    """
    unit = Unit.MONTH if match["unit"] else None
    return Shifted(Anaphora(unit=unit), Unit.YEAR, _side(match))


def neighbour(match: re.Match[str]) -> Phrase:
    """What lies beside the days told before, and is as long: "kalau sebelumnya?".

    >>> neighbour(NEIGHBOUR.match("sebelumnya"))
    Anaphora(away=-1, unit=None, weekday=None)
    """
    return Anaphora(_side(match), None)


def _side(match: re.Match[str]) -> int:
    groups = match.groupdict()
    return -1 if any(groups.get(group) for group in ("before", "preposed", "earlier")) else 1


def _unit(match: re.Match[str]) -> Unit:
    name = match["unit"] or match["whole"]
    return Unit.WEEK if name == "minggu" else Unit(name)


def _weekday(match: re.Match[str]) -> int:
    groups = match.groupdict()
    names = (groups.get(group) for group in ("weekday", "sunday", "whole", "preceded"))
    return words.WEEKDAY_NUMBERS[next(filter(None, names))]


def _portion_of(whole: Anaphora, match: re.Match[str]) -> Phrase:
    groups = match.groupdict()
    portion = groups.get("portion") or groups.get("part")
    if not portion:
        return whole
    return Part(whole, DatePart(PieceKind.PORTION, patterns.PORTIONS[portion]))


_BIG_UNITS = tuple(patterns.BIG_UNITS.split("|"))
_PORTIONS = tuple(patterns.PORTIONS)

RULES: Final = (
    DateRule(
        other_day,
        DAY_WORD,
        begin("besok besoknya keesokan keesokannya kemarin kemarinnya lusa lusanya"),
        "besoknya, Rabu (21/1)",
        Strength.LINKED,
    ),
    DateRule(
        other_day,
        OTHER_DAY,
        begin("0 besok hari"),
        "sehari kemudian, Rabu (21/1)",
        Strength.LINKED,
    ),
    DateRule(
        other_day,
        ENGLISH_OTHER_DAY,
        begin("the previous next berikutnya hari 0 a an"),
        "and the next day?",
        Strength.LINKED,
    ),
)
"""Read everywhere; in an article they only announce the date beside them."""

FOLLOW_UPS: Final = (
    DateRule(
        other_unit, OTHER_UNIT, begin(_PORTIONS, _BIG_UNITS), "bulan sebelumnya?", Strength.LINKED
    ),
    DateRule(
        other_unit,
        ENGLISH_OTHER_UNIT,
        begin("the berikutnya", _PORTIONS, _BIG_UNITS),
        "the following week",
        Strength.LINKED,
    ),
    DateRule(
        other_weekday,
        OTHER_WEEKDAY,
        begin("the hari berikutnya", words.WEEKDAYS),
        "Jumat berikutnya",
        Strength.LINKED,
    ),
    DateRule(
        same_weekday,
        SAME_WEEKDAY,
        begin("hari", words.WEEKDAYS, [f"{name}nya" for name in words.WEEKDAYS]),
        "Jumat itu",
        Strength.LINKED,
    ),
    DateRule(moved, MOVED, begin("0 a an"), "seminggu kemudian", Strength.LINKED),
    DateRule(
        same_days, SAME_DAYS, begin("tanggal hari the that same"), "hari itu", Strength.LINKED
    ),
    DateRule(
        same_unit,
        SAME_UNIT,
        begin("the that same", _PORTIONS, _BIG_UNITS),
        "bulan itu",
        Strength.LINKED,
    ),
    DateRule(same_of_year, YEAR_OF_SAME, begin("tahun"), "tahun lalu tanggal itu", Strength.LINKED),
    DateRule(
        same_of_year,
        SAME_OF_YEAR,
        begin("tanggal hari bulan"),
        "tanggal yang sama tahun lalu",
        Strength.LINKED,
    ),
    DateRule(
        same_of_year,
        ENGLISH_SAME_OF_YEAR,
        begin("the that same"),
        "the same day last year",
        Strength.LINKED,
    ),
    DateRule(
        neighbour,
        NEIGHBOUR,
        begin("sebelumnya sebelum setelahnya setelah"),
        "kalau sebelumnya?",
        Strength.LINKED,
    ),
)
"""Read in follow-ups alone: elsewhere "bulan yang sama tahun lalu" says no more than its year."""
