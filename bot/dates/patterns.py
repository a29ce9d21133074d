"""The fragments of which the rules' patterns are made, and how their groups are read.

Patterns run over canonical text only, always from the beginning of a token. Every repetition
is bounded, so that no text can make a match slow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol, TypeVar

from bot.dates import words
from bot.dates.phrases import Cue, DatePart, Named, Phrase, PieceKind, Relative, Strength, Unit


def named(group: str, source: str) -> str:
    """A fragment whose match the rules read as the group of that name.

    >>> re.match(named("day", "[0-9]+"), "20 januari")["day"]
    '20'
    """
    return f"(?P<{group}>{source})"


def cue_of(source: str) -> str:
    """A cue of these words, or "ini": "lalu", "yang lalu", "ini"."""
    return rf"(?:(?:yang )?{named('cue', source)}|{named('this', 'ini')})\b"


DAY: Final = named("day", "[0-9]{1,2}") + "(?:th)?"
MONTH_NAME: Final = rf"(?:{'|'.join(words.MONTHS)})\b"
MONTH: Final = named("month", "|".join(words.MONTHS)) + r"\b"
WEEKDAY: Final = named("weekday", "|".join(words.WEEKDAY_NUMBERS)) + r"\b"
FULL_YEAR: Final = r"(?:1[6-9]|20|21)[0-9]{2}(?![0-9]|[.,:][0-9]|-?an\b)"
YEAR: Final = rf"(?:(?P<year>{FULL_YEAR})|'(?P<short>[0-9]{{2}}))"
"""A year of four digits, or of two behind an apostrophe."""
ORDINAL: Final = r"(?:#|ke[ -])?(?P<ordinal>[1-9]|iv|i{1,3}|terakhir|last)\b"
COUNTS: Final = "[0-9]{1,3}"
COUNT: Final = named("count", COUNTS)
BIG_UNITS: Final = "pekan|minggu|bulan|tahun|triwulan|caturwulan|semester"
UNITS: Final = f"hari|{BIG_UNITS}"
UNIT: Final = named("unit", UNITS) + r"\b"
PORTIONS: Final = {"awal": 1, "pertengahan": 2, "akhir": 3}
ANY_PORTION: Final = "|".join(PORTIONS)
PORTION: Final = named("portion", ANY_PORTION)
FIGURES: Final = r"[0-9]+(?:[/.:-]{1,3}[0-9]+){20,}"
"""More figures in one run than any date or list of dates has."""
PARTS_OF_DAY: Final = frozenset({"dini", "pagi", "siang", "sore", "malam", "subuh"})
"""The words at which ``PART_OF_DAY`` begins."""
PART_OF_DAY: Final = r"(?:dini hari|pagi|siang|sore|malam|subuh)"
CUE_WORDS: Final = "lalu|kemarin|depan|mendatang|nanti|akan datang"
CUE: Final = cue_of(CUE_WORDS)
ENGLISH_CUE: Final = r"(?:the )?(?P<cue>last|previous|past|this|next|mendatang)"

CUES: Final = {
    "lalu": Cue.PAST, "kemarin": Cue.PAST, "tadi": Cue.PAST, "last": Cue.PAST, "past": Cue.PAST, "sebelumnya": Cue.PAST,
    "previous": Cue.PAST,
    "ini": Cue.THIS, "this": Cue.THIS,
    "depan": Cue.NEXT, "mendatang": Cue.NEXT, "nanti": Cue.NEXT, "akan datang": Cue.NEXT, "besok": Cue.NEXT,
    "next": Cue.NEXT, "lusa": Cue.NEXT,
}  # fmt: skip

AWAY: Final = {Cue.PAST: -1, Cue.THIS: 0, Cue.NEXT: 1}
SEASONS: Final = {
    "triwulan": PieceKind.QUARTER,
    "caturwulan": PieceKind.TERTIAL,
    "semester": PieceKind.SEMESTER,
    "paruh": PieceKind.SEMESTER,
}


class Pattern:
    """A regular expression that is compiled when it is first used.

    A text needs few of the rules, and compiling all of them takes longer than reading it.

    Attributes:
        source: The expression, to be read or to become a part of another.
    """

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The expression, ready for use."""
        return re.compile(self.source)

    def match(self, text: str, offset: int = 0) -> re.Match[str] | None:
        """What the expression matches from an offset on."""
        return self.compiled.match(text, offset)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """The match of the whole text."""
        return self.compiled.fullmatch(text)

    def search(self, text: str) -> re.Match[str] | None:
        """The first match in the text."""
        return self.compiled.search(text)


def phrase(source: str) -> Pattern:
    """A rule's pattern; it ends at the end of a word.

    >>> phrase("kemarin").match("kemarin dulu")[0]
    'kemarin'
    >>> phrase("kemarin").match("kemarinnya")
    """
    return Pattern(rf"(?:{source})(?![^\W_])")


NUMBER: Final = "0"
"""Stands for every number among the words at which rules begin."""
_FIRST: Final = re.compile(r"#|\$|[^\W_]{1,20}")


def first_word(canon: str, offset: int) -> str:
    """The word at an offset, as rules name it that begin there: "0" for any number.

    >>> first_word("tanggal 20", 0), first_word("tanggal 20", 8), first_word("#3", 0)
    ('tanggal', '0', '#')
    """
    match = _FIRST.match(canon, offset)
    if not match:
        return ""
    return NUMBER if match[0][0] in "0123456789" else match[0]


def begin(*listed: str | Iterable[str]) -> frozenset[str]:
    """The words at which a rule may begin, from lists in one string and from whole tables.

    >>> sorted(begin("0 tanggal", ["mei"]))
    ['0', 'mei', 'tanggal']
    """
    return frozenset(
        word
        for words_ in listed
        for word in (words_.split() if isinstance(words_, str) else words_)
    )


class Beginning(Protocol):
    """What knows the words at which it may begin."""

    @property
    def begins(self) -> frozenset[str]:
        """Canonical words; "0" is any number, "#" any ordinal."""


T = TypeVar("T", bound=Beginning)


def by_first_word(rules: Sequence[T]) -> dict[str, tuple[T, ...]]:
    """The rules, in their order, under every word at which they may begin."""
    table: dict[str, list[T]] = {}
    for rule in rules:
        for word in rule.begins:
            table.setdefault(word, []).append(rule)
    return {word: tuple(listed) for word, listed in table.items()}


def number(match: re.Match[str], group: str) -> int | None:
    """The group as a number; None where it took no part or the pattern has none such.

    >>> number(re.match("(?P<day>[0-9]+)", "20 januari"), "day")
    20
    """
    text = match.groupdict().get(group)
    return int(text) if text else None


def month(match: re.Match[str]) -> int | None:
    """The month of the match, from 1, where it names one."""
    return words.MONTH_NUMBERS.get(match.groupdict().get("month") or "")


def weekday(match: re.Match[str]) -> int:
    """The weekday of the match, Monday being 1."""
    return words.WEEKDAY_NUMBERS[match["weekday"]]


def year(match: re.Match[str]) -> int | None:
    """The year of the match; two digits are of this century (DATES 1)."""
    short = number(match, "short")
    return number(match, "year") if short is None else 2000 + short


def cue(match: re.Match[str]) -> Cue | None:
    """The side of the reference that the match tells: lalu, ini, mendatang."""
    groups = match.groupdict()
    return CUES.get(groups.get("cue") or groups.get("this") or "")


def month_and_year(match: re.Match[str]) -> Named:
    """The month of the match, or where it names none the year."""
    return Named(month=month(match), year=year(match))


def unit(match: re.Match[str]) -> Unit:
    """The unit of the match; "minggu" as a unit is the week."""
    return Unit.WEEK if match["unit"] == "minggu" else Unit(match["unit"])


def cued_unit(match: re.Match[str]) -> Relative:
    """The unit of the match on the side that its cue tells: "pekan lalu"."""
    side = cue(match)
    return Relative(unit(match), AWAY[side] if side else 0)


def ordinal(match: re.Match[str]) -> int:
    """The ordinal of the match in any notation: #3, 3, iii; -1 for the last."""
    text = match["ordinal"]
    if text in {"terakhir", "last"}:
        return -1
    return int(text) if text.isdecimal() else words.ROMAN[text]


def portion(match: re.Match[str]) -> DatePart:
    """The portion of the match as a piece."""
    return DatePart(PieceKind.PORTION, PORTIONS[match["portion"]])


@dataclass(frozen=True, slots=True)
class DateRule:
    """A form of dates: a pattern, and what makes a phrase of its match.

    Attributes:
        build: The phrase of a match; None where it is no date after all.
        pattern: What the form looks like.
        begins: The words at which the pattern may match; the rule is tried at no others.
        example: A text of which the rule reads some words or all.
        strength: How surely it is a date where it stands alone.
    """

    build: Callable[[re.Match[str]], Phrase | None]
    pattern: Pattern
    begins: frozenset[str]
    example: str
    strength: Strength = Strength.SURE

    @property
    def name(self) -> str:
        """The rule's name, as mentions carry it."""
        return self.build.__name__
