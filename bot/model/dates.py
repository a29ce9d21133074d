"""Days, and how texts name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends inclusive; an end that is None is open."""

    first: date | None
    last: date | None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"a span ends before it begins: {self.first} > {self.last}")

    def overlaps(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        begins_in_time = self.first is None or other.last is None or self.first <= other.last
        ends_in_time = other.first is None or self.last is None or other.first <= self.last
        return begins_in_time and ends_in_time


class Granularity(IntEnum):
    """How exact a mention is; the smaller, the more exact."""

    DAY = 1
    DAYS = 2
    MONTH = 3
    SEASON = 4
    YEAR = 5


class Relation(StrEnum):
    """What a date is to its event: "sejak Januari" is SINCE, "sebelum 7 Februari" BEFORE."""

    AT = "at"
    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as a text names it, ``text[start:stop] == surface``, and the days that it means.

    Attributes:
        rule: The name of the grammar rule that read it.
        planned: It lies after the reference day, or its sentence says akan, rencana, will.
        year_inferred: The text gives no year; the convention chose one.
        weekday_conflict: The weekday beside it is another day's; the written date was taken.
    """

    surface: str
    start: int
    stop: int
    first: date
    last: date
    granularity: Granularity
    rule: str
    relation: Relation = Relation.AT
    planned: bool = False
    year_inferred: bool = False
    weekday_conflict: bool = False

    def __post_init__(self) -> None:
        if self.stop - self.start != len(self.surface) or self.start < 0:
            raise ValueError(f"offsets {self.start}:{self.stop} do not hold {self.surface!r}")
        if self.first > self.last:
            raise ValueError(f"{self.surface!r} ends before it begins: {self.first} > {self.last}")

    @property
    def span(self) -> Span:
        """The days that it means; never open."""
        return Span(self.first, self.last)


def speaks_of(mention: DateMention, span: Span) -> bool:
    """Whether ``mention`` is of ``span``, and exact enough to say anything of it."""
    return mention.span.overlaps(span) and mention.granularity <= coarsest(span)


# February has no fewer days.
_LEAST_MONTH = 28


def coarsest(span: Span) -> Granularity:
    """The least exact mention that still speaks of ``span``: a year says nothing of one day."""
    if span.first is None or span.last is None:
        return Granularity.YEAR
    days = (span.last - span.first).days + 1
    if days < _LEAST_MONTH:
        return Granularity.DAYS
    return Granularity.SEASON if days <= 31 else Granularity.YEAR


@dataclass(frozen=True, slots=True)
class AskedDates:
    """What a question says about days.

    Attributes:
        spans: The spans asked for, in the order of the text; an end may be open ("sejak").
        mentions: The date phrases behind them; their surfaces are no search terms.
        impossible: Surfaces of days that do not exist, such as "30 Februari 2025".
        outside: What is wanted is of other days than these: "di luar 2023".
    """

    spans: tuple[Span, ...] = ()
    mentions: tuple[DateMention, ...] = ()
    impossible: tuple[str, ...] = ()
    outside: bool = False
