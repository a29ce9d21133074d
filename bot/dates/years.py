"""The days of a named date; the one place that chooses the years that a text leaves out.

Articles and questions differ in that choice only: an article speaks of the nearest day
(DATES A1), a question of the most recent one (DATES Q2 to Q5).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.dates import spans
from bot.dates.phrases import Cue, Named, is_weekday
from bot.model import Span

Days = tuple[date, date]

_YEARS_AROUND = 8
"""How far 29 February, which comes every four years or eight, and known days are looked for."""
_YEARS_NEAR = 2
"""How far any other day or month without a year is looked for."""
_YEARS_BACK = 40
"""How far a question's day with a weekday is looked for; the calendar repeats after 28 years."""


@dataclass(frozen=True, slots=True)
class ResolutionContext:
    """Where a phrase is said.

    Attributes:
        reference: The day from which it is counted; None leaves all but full dates open.
        asks: Whether a question says it.
        expects: Whether the question looks ahead: rencana, jadwal, akan.
        known: The days of which the corpus speaks.
        earlier: The span of an earlier question, which lends month and year, and can be moved.
    """

    reference: date | None
    asks: bool = False
    expects: bool = False
    known: Collection[date] = ()
    earlier: Span | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """The days of a phrase, and how they were found; ``days`` is None where it means none."""

    days: Days | None = None
    year_inferred: bool = False
    weekday_conflict: bool = False
    impossible: bool = False


def named_days(said: Named, context: ResolutionContext) -> Resolution:
    """The days of a named date, its missing year or month chosen."""
    if context.earlier and (said.year, said.cue, said.weekday) == (None, None, None):
        said = from_earlier(said, context.earlier)
    if said.year is not None:
        return _in_year(said, said.year)
    if said.month and said.day is not None and not spans.day_of(2000, said.month, said.day):
        return Resolution(impossible=True)
    if context.reference is None:
        return Resolution()
    if is_weekday(said):
        return Resolution(spans.day_span(_weekday(said, context.reference, context)))
    return inferred(said, context.reference, context)


def from_earlier(said: Named, earlier: Span) -> Named:
    """The date with the year, and for a bare day the month, of an earlier question."""
    anchor = earlier.first or earlier.last
    other = earlier.last or earlier.first
    if anchor is None or other is None or anchor.year != other.year or is_weekday(said):
        return said
    if said.month is not None:
        return replace(said, year=anchor.year)
    if anchor.month != other.month:
        return said
    day = spans.day_of(anchor.year, anchor.month, said.day or 0)
    return replace(said, month=anchor.month, year=anchor.year) if day else said


def _in_year(said: Named, year: int) -> Resolution:
    """The days of a date with a year; the written date wins over its weekday (DATES 13, 14)."""
    if said.month is None:
        return Resolution(spans.months_span(year, 1, 12)) if said.day is None else Resolution()
    if said.day is None:
        return Resolution(spans.months_span(year, said.month))
    day = spans.day_of(year, said.month, said.day)
    if day is None:
        return Resolution(impossible=True)
    return Resolution(spans.day_span(day), weekday_conflict=_conflicts(said, day))


def _conflicts(said: Named, day: date) -> bool:
    """Whether the day that is named has another weekday than the one beside it."""
    return bool(said.day and said.weekday) and said.weekday != day.isoweekday()


def _weekday(said: Named, reference: date, context: ResolutionContext) -> date:
    """The day of a bare weekday (DATES A2, Q5): the most recent one unless a cue says otherwise."""
    monday, _ = spans.week_span(reference)
    day = monday + timedelta(days=(said.weekday or 1) - 1)
    if said.cue is Cue.THIS:
        return day
    if said.cue is Cue.NEXT or (said.cue is None and context.expects):
        is_ahead = day > reference or (day == reference and said.cue is None)
        return day if is_ahead else day + timedelta(weeks=1)
    if day > reference or (day == reference and said.cue is Cue.PAST):
        return day - timedelta(weeks=1)
    return day


def inferred(said: Named, reference: date, context: ResolutionContext) -> Resolution:
    """The date in the year, or for a bare day the month, that the reading chooses."""
    candidates = candidates_of(said, reference, context)
    matching = [days for days in candidates if not _conflicts(said, days[0])]
    chosen = _choose(said, matching or candidates, reference, context)
    chosen = chosen or _nearest(matching, reference)
    if chosen is None:
        return Resolution()
    return Resolution(chosen, year_inferred=True, weekday_conflict=_conflicts(said, chosen[0]))


def candidates_of(said: Named, reference: date, context: ResolutionContext) -> list[Days]:
    """The spans that a date without a year may mean, in order."""
    if said.month is None:
        return [spans.day_span(day) for day in _days_of_months(said.day or 0, reference)]
    years = _years(said, reference, context)
    if said.day is None:
        return [spans.months_span(year, said.month) for year in years]
    days = (spans.day_of(year, said.month, said.day) for year in years)
    return [spans.day_span(day) for day in days if day]


def _years(said: Named, reference: date, context: ResolutionContext) -> Iterable[int]:
    """The years to look in: an article's weekday decides among three (DATES A1)."""
    leap_day = (said.day, said.month) == (29, 2)
    reach = _YEARS_AROUND if leap_day or context.known else _YEARS_NEAR
    if said.weekday is not None and not context.asks and not leap_day:
        around = range(reference.year - 1, reference.year + 2)
    elif said.weekday is not None and context.asks:
        around = range(reference.year - _YEARS_BACK, reference.year + _YEARS_AROUND)
    else:
        around = range(reference.year - reach, reference.year + reach + 1)
    return (year for year in around if date.min.year <= year <= date.max.year)


def _days_of_months(day: int, reference: date) -> list[date]:
    """The day of the month in the months around the reference."""
    months = range(reference.month - 12, reference.month + 13)
    firsts = [(reference.year + (month - 1) // 12, (month - 1) % 12 + 1) for month in months]
    days = [spans.day_of(year, month, day) for year, month in firsts]
    return [day for day in days if day]


def _choose(
    said: Named, candidates: list[Days], reference: date, context: ResolutionContext
) -> Days | None:
    """One of the spans, by the cue, else by the reading (DATES A1, Q2, Q3, Q4)."""
    if said.cue is not None and (said.cue is not Cue.THIS or said.month is not None):
        return by_cue(said.cue, candidates, reference)
    if not context.asks:
        return _nearest(candidates, reference)
    return _choose_for_question(said, candidates, reference, context)


def _choose_for_question(
    said: Named, candidates: list[Days], reference: date, context: ResolutionContext
) -> Days | None:
    if context.expects and said.weekday is None:
        return next((days for days in candidates if days[1] >= reference), None)
    known = [days for days in candidates if said.month and said.day and days[0] in context.known]
    if known and said.weekday is None:
        return _nearest(known, reference)
    begun = [days for days in candidates if days[0] <= reference]
    return begun[-1] if begun else _nearest(candidates, reference)


def _nearest(candidates: list[Days], reference: date) -> Days | None:
    """The nearest span; of two as near, the earlier one (DATES A1)."""
    return min(candidates, key=lambda days: (spans.distance(days, reference), days), default=None)


def by_cue(cue: Cue, candidates: list[Days], reference: date) -> Days | None:
    """The span on the side of the reference that the cue tells.

    "Januari lalu" said in January is the year before (DATES Q3).
    """
    own = spans.day_span(reference)
    if cue is Cue.PAST:
        over = [days for days in candidates if days[1] < reference or days == own]
        return over[-1] if over else None
    if cue is Cue.NEXT:
        return next((days for days in candidates if days[0] > reference or days == own), None)
    ours = [days for days in candidates if days[0].year == reference.year]
    return ours[0] if ours else _nearest(candidates, reference)
