"""What a date phrase says, before it is known which days it means.

The phrases compose: "akhir Januari tahun lalu" is the third portion of the month 1 of the
year before, ``Part(Part(Relative(YEAR, -1), DatePart(MONTH, 1)), DatePart(PORTION, 3))``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum, StrEnum
from typing import TypeGuard


class Cue(Enum):
    """The word that tells on which side of the reference a date lies."""

    PAST = "lalu"
    THIS = "ini"
    NEXT = "mendatang"


class Unit(StrEnum):
    """The stretches of time that are counted, under their canonical words."""

    DAY = "hari"
    WEEK = "pekan"
    MONTH = "bulan"
    QUARTER = "triwulan"
    TERTIAL = "caturwulan"
    SEMESTER = "semester"
    YEAR = "tahun"


class PieceKind(StrEnum):
    """What is cut from a whole: its n-th day, week, third and so on."""

    DAY = "day"
    WEEKDAY = "weekday"
    WEEK = "week"
    PORTION = "portion"
    MONTH = "month"
    QUARTER = "quarter"
    TERTIAL = "tertial"
    SEMESTER = "semester"


@dataclass(frozen=True, slots=True)
class DatePart:
    """The ``number``-th piece of a kind, counted from 1; -1 is the last.

    With a ``count`` it is so many pieces together, from the first on or up to the last.
    """

    kind: PieceKind
    number: int = 1
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A date by its names; what the text does not say is None."""

    day: int | None = None
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    cue: Cue | None = None


@dataclass(frozen=True, slots=True)
class Relative:
    """A whole unit, so many units away from the reference's own."""

    unit: Unit
    away: int = 0


@dataclass(frozen=True, slots=True)
class Current:
    """The unit around the reference, where a text names none: the year of "sejak awal tahun"."""

    unit: Unit


@dataclass(frozen=True, slots=True)
class Rolling:
    """So many units that end with the reference day, or begin with it (``ahead``)."""

    unit: Unit
    count: int
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a whole. ``cue`` is of the piece: "akhir Januari lalu"."""

    whole: Phrase
    piece: DatePart
    cue: Cue | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """The first or last pieces of a whole that stands beside it: "tiga bulan pertama"."""

    piece: DatePart


@dataclass(frozen=True, slots=True)
class WeekOf:
    """The week in which a day lies."""

    day: Phrase


@dataclass(frozen=True, slots=True)
class Shifted:
    """A day so many units before or after another date: "sehari sebelum 20 Januari"."""

    base: Phrase
    unit: Unit
    away: int


@dataclass(frozen=True, slots=True)
class Range:
    """From the first day of one phrase to the last day of another."""

    left: Phrase
    right: Phrase


@dataclass(frozen=True, slots=True)
class Pair:
    """Two phrases that share words: "triwulan I dan II 2025"; ``merge`` makes two of it."""

    left: Phrase
    right: Phrase


@dataclass(frozen=True, slots=True)
class Anaphora:
    """Days told from another sentence ("sehari sebelumnya"); a date beside it says which.

    ``away`` says how many units they lie from those others: a day, or a whole unit, "bulan
    sebelumnya". Without a ``unit`` they are as long as the others, or with 0 the very same;
    with a ``weekday``, Monday being 1, it is the nearest such day on that side.
    """

    away: int = 0
    unit: Unit | None = Unit.DAY
    weekday: int | None = None


Phrase = (
    Named | Relative | Current | Rolling | Part | Edge | WeekOf | Shifted | Range | Pair | Anaphora
)


class Strength(IntEnum):
    """How surely a phrase is a date where it stands alone."""

    LINKED = 0  # only as the neighbour of a date: the 14 of "14 dan 15 Januari"
    VAGUE = 1  # "belakangan ini": days for a question, none for an article
    BARE = 2  # where the words around it allow: a weekday, a month, a year, 20/1
    SURE = 3


@dataclass(frozen=True, slots=True)
class FoundPhrase:
    """A phrase in a line: ``canon[start:stop]`` says it."""

    phrase: Phrase
    start: int
    stop: int
    rule: str
    strength: Strength = Strength.SURE


_LONGEST_GAP = 30


def gap_between(canon: str, left: FoundPhrase, right: FoundPhrase) -> str:
    """The text between two phrases; a long one joins nothing and is not looked at."""
    return canon[left.stop : right.start] if right.start - left.stop <= _LONGEST_GAP else "…"


def is_told(said: Phrase) -> bool:
    """Whether a phrase says days only together with those of another question."""
    match said:
        case Anaphora():
            return True
        case Part(whole=whole):
            return is_told(whole)
        case Shifted(base=Anaphora(unit=unit)):
            return unit is not Unit.DAY
    return False


def is_weekday(said: Phrase) -> TypeGuard[Named]:
    """Whether a phrase is a weekday and nothing else."""
    return (
        isinstance(said, Named)
        and said.weekday is not None
        and (said.day, said.month, said.year) == (None, None, None)
    )


def is_bare_day(said: Phrase) -> TypeGuard[Named]:
    """Whether a phrase is a day of a month that it does not name."""
    return isinstance(said, Named) and said.day is not None and said.month is None
