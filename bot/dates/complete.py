"""The days that a phrase means: what is counted, ranges and parts, over the named dates of ``years``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from bot.dates import spans, years
from bot.dates.phrases import (
    Anaphora,
    Cue,
    Current,
    DatePart,
    Edge,
    Named,
    Part,
    Phrase,
    Range,
    Relative,
    Rolling,
    Shifted,
    Unit,
    WeekOf,
    is_bare_day,
    is_weekday,
)
from bot.dates.pieces import cut
from bot.dates.years import Days, Resolution, ResolutionContext
from bot.model import Span

_MONTHS_OF = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.TERTIAL: 4, Unit.SEMESTER: 6, Unit.YEAR: 12}


def resolve(said: Phrase, context: ResolutionContext) -> Resolution:
    """The days that a phrase means.

    >>> resolution = resolve(Named(day=20, month=1), ResolutionContext(date(2026, 1, 22)))
    >>> str(resolution.days[0]), resolution.year_inferred
    ('2026-01-20', True)
    >>> resolve(Named(30, 2, 2025), ResolutionContext(None)).impossible
    True
    """
    try:
        return _resolve(said, context)
    except (OverflowError, ValueError):  # beyond the years 1 to 9999 there are no days
        return Resolution()


def _resolve(said: Phrase, context: ResolutionContext) -> Resolution:
    match said:
        case Named():
            return years.named_days(said, context)
        case Part():
            return _part(said, context)
        case Range():
            return _range(said, context)
        case WeekOf():
            return _over(said.day, context, lambda days: spans.week_span(days[0]))
        case Shifted():
            move = _moved_whole if isinstance(said.base, Anaphora) else _shifted
            return _over(said.base, context, lambda days: move(days, said))
    return _counted(said, context)


def _from_earlier_days(said: Anaphora, earlier: Span | None) -> Resolution:
    """The days told from those of an earlier question: "dan sehari setelahnya?" (DATES A8).

    They are counted from its first day backwards and from its last day forwards; an open end
    has none to count from.
    """
    first, last = (earlier.first, earlier.last) if earlier else (None, None)
    near = first if said.away < 0 else last
    if near is None:
        return Resolution()
    if said.weekday:
        return Resolution(spans.day_span(_nearest_weekday(near, said.weekday, said.away)))
    if said.unit and said.away:
        return Resolution(_relative(Relative(said.unit, said.away), near))
    if first is None or last is None:
        return Resolution()
    return Resolution(
        _beside((first, last), said.away) if said.away else _around(first, last, said.unit)
    )


def _nearest_weekday(day: date, weekday: int, away: int) -> date:
    """The first such weekday after a day, or before it where ``away`` is negative."""
    side = 1 if away > 0 else -1
    distance = (weekday - day.isoweekday()) * side % 7 or 7
    return day + timedelta(days=distance * side)


def _around(first: date, last: date, unit: Unit | None) -> Days:
    """The days themselves, or the whole units in which they lie."""
    if unit in {None, Unit.DAY}:
        return first, last
    whole = Relative(unit)
    return _relative(whole, first)[0], _relative(whole, last)[1]


def _beside(days: Days, away: int) -> Days:
    """The week or months before or after a week or months, and the day before or after all else."""
    first, last = days
    if months := spans.whole_months(first, last):
        return spans.months_span(first.year, first.month + away * months, months)
    if days == spans.week_span(first):
        return first + timedelta(weeks=away), last + timedelta(weeks=away)
    return spans.day_span((first if away < 0 else last) + timedelta(days=away))


def _over(base: Phrase, context: ResolutionContext, change: Callable[[Days], Days]) -> Resolution:
    resolution = _resolve(base, context)
    return replace(resolution, days=change(resolution.days)) if resolution.days else resolution


def _counted(said: Phrase, context: ResolutionContext) -> Resolution:
    match said:
        case Edge():
            return Resolution()
        case Anaphora():
            return _from_earlier_days(said, context.earlier)
        case _ if context.reference is None:
            return Resolution()
        case Relative():
            return Resolution(_relative(said, context.reference))
        case Rolling():
            return Resolution(_rolling(said, context.reference))
    raise TypeError(f"no phrase: {said!r}")


def _relative(said: Relative, reference: date) -> Days:
    """A whole unit away from the reference's own (DATES 2, 4, 5, 7)."""
    if said.unit is Unit.DAY:
        return spans.day_span(reference + timedelta(days=said.away))
    if said.unit is Unit.WEEK:
        return spans.week_span(reference + timedelta(weeks=said.away))
    months = _MONTHS_OF[said.unit]
    first_month = (reference.month - 1) // months * months + 1
    return spans.months_span(reference.year, first_month + said.away * months, months)


def _rolling(said: Rolling, reference: date) -> Days:
    """So many units up to and with the reference, or from it on (DATES 6)."""
    other = _moved(reference, said.unit, said.count if said.ahead else -said.count)
    if said.ahead:
        return reference, other - timedelta(days=1)
    return other + timedelta(days=1), reference


def _moved(day: date, unit: Unit, count: int) -> date:
    if unit in _MONTHS_OF:
        return spans.add_months(day, count * _MONTHS_OF[unit])
    return day + timedelta(days=count * (7 if unit is Unit.WEEK else 1))


def _shifted(days: Days, said: Shifted) -> Days:
    base = days[0] if said.away < 0 else days[1]
    return spans.day_span(_moved(base, said.unit, said.away))


def _moved_whole(days: Days, said: Shifted) -> Days:
    """Days moved: a week by weeks and months by months stay whole, and by years all days move."""
    first, last = days
    months = spans.whole_months(first, last)
    if months and said.unit in _MONTHS_OF:
        away = said.away * _MONTHS_OF[said.unit]
        return spans.months_span(first.year, first.month + away, months)
    is_week = said.unit is Unit.WEEK and days == spans.week_span(first)
    if is_week or said.unit is Unit.YEAR:
        return _moved(first, said.unit, said.away), _moved(last, said.unit, said.away)
    return _shifted(days, said)


def _range(said: Range, context: ResolutionContext) -> Resolution:
    """From the left's first day to the right's last; each side lends what the other lacks (DATES 11)."""
    left, right = said.left, said.right
    if is_weekday(left):
        return _from_weekday(left.weekday or 0, right, context)
    if is_bare_day(right) and not (isinstance(left, Named) and left.month is None):
        return _right_borrows(left, right, context)
    ending = _resolve(right, context)
    if ending.days is None:
        return ending
    return _spanned(_beginning(left, ending.days, context), ending)


def _beginning(left: Phrase, ending: Days, context: ResolutionContext) -> Resolution:
    """The left side of a range; the year that it lacks is the right one's, or the year before."""
    beginning = _resolve(_filled(left, ending[0]), context)
    inner = left.whole if isinstance(left, Part) else left
    lacks_year = isinstance(inner, Named) and inner.year is None
    if lacks_year and beginning.days and beginning.days[0] > ending[1]:
        year_before = ending[0].replace(year=ending[0].year - 1, day=1)
        return _resolve(_filled(left, year_before), context)
    return beginning


def _spanned(beginning: Resolution, ending: Resolution) -> Resolution:
    if not beginning.days or not ending.days or beginning.days[0] > ending.days[1]:
        return Resolution(impossible=beginning.impossible or ending.impossible)
    return Resolution(
        (beginning.days[0], ending.days[1]),
        ending.year_inferred,
        beginning.weekday_conflict or ending.weekday_conflict,
    )


def _right_borrows(left: Phrase, right: Phrase, context: ResolutionContext) -> Resolution:
    """The range whose end is a bare day: "January 10 to 20", "5 Januari 2026 sampai 10"."""
    beginning = _resolve(left, context)
    if beginning.days is None:
        return beginning
    return _spanned(beginning, _resolve(_filled(right, beginning.days[1]), context))


def _filled(said: Phrase, lender: date) -> Phrase:
    """The phrase with the lender's month and year where it names none."""
    if isinstance(said, Part):
        return replace(said, whole=_filled(said.whole, lender))
    if not isinstance(said, Named) or said.year is not None or is_weekday(said):
        return said
    month = lender.month if said.day and said.month is None else said.month
    return replace(said, month=month, year=lender.year)


def _from_weekday(weekday: int, right: Phrase, context: ResolutionContext) -> Resolution:
    """From the last such weekday before the end: "Senin hingga Rabu pekan lalu"."""
    ending = _resolve(right, context)
    if ending.days is None:
        return ending
    back = (ending.days[0].isoweekday() - weekday) % 7
    return replace(ending, days=(ending.days[0] - timedelta(days=back), ending.days[1]))


def _part(said: Part, context: ResolutionContext) -> Resolution:
    """A piece of a whole; without a year, the whole's is chosen first (DATES 8 to 10)."""
    whole = said.whole
    match whole:
        case Named(month=int(), year=None) if context.earlier and said.cue is None:
            whole = years.from_earlier(whole, context.earlier)
    if isinstance(whole, Current):
        return _part_of_current(whole, said.piece, context)
    if not isinstance(whole, Named) or whole.year is not None:
        return _cut_resolution(_resolve(whole, context), said.piece)
    if context.reference is None:
        return Resolution()
    if whole.month is None:
        return _part_of_some_year(said, context.reference)
    return _part_of_some_month(said, whole, context.reference, context)


def _part_of_current(whole: Current, piece: DatePart, context: ResolutionContext) -> Resolution:
    """A part of the unit around the reference (DATES 10).

    A question means the last one that has begun: in January "akhir tahun" was in December.
    """
    resolution = _cut_resolution(_resolve(Relative(whole.unit), context), piece)
    ahead = resolution.days and context.reference and resolution.days[0] > context.reference
    if ahead and context.asks and not context.expects:
        return _cut_resolution(_resolve(Relative(whole.unit, -1), context), piece)
    return resolution


def _part_of_some_year(said: Part, reference: date) -> Resolution:
    """A part of a year not named is of the reference's own (DATES 10), or as the cue says."""
    candidates = [
        days
        for year in range(reference.year - 1, reference.year + 2)
        if date.min.year <= year <= date.max.year
        and (days := cut(spans.months_span(year, 1, 12), said.piece))
    ]
    return Resolution(years.by_cue(said.cue or Cue.THIS, candidates, reference), year_inferred=True)


def _part_of_some_month(
    said: Part, whole: Named, reference: date, context: ResolutionContext
) -> Resolution:
    if said.cue is None or said.cue is Cue.THIS:
        month = years.inferred(replace(whole, cue=said.cue), reference, context)
        return _cut_resolution(month, said.piece)
    months = years.candidates_of(whole, reference, context)
    candidates = [days for month in months if (days := cut(month, said.piece))]
    return Resolution(years.by_cue(said.cue, candidates, reference), year_inferred=True)


def _cut_resolution(whole: Resolution, piece: DatePart) -> Resolution:
    if whole.days is None:
        return whole
    days = cut(whole.days, piece)
    return replace(whole, days=days, impossible=days is None)
