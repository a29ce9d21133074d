"""The days that a phrase means; the one place that chooses the years that a text leaves out.

Articles and questions differ in that choice only: an article speaks of the nearest day
(DATES A1), a question of the most recent one (DATES Q2 to Q5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.dates import spans
from bot.dates.phrases import (
    Anaphora,
    Cue,
    Named,
    Part,
    Phrase,
    Piece,
    PieceKind,
    Range,
    Relative,
    Rolling,
    Shifted,
    Unit,
    WeekOf,
)
from bot.model import Span

Days = tuple[date, date]

_MONTHS_OF = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.TERTIAL: 4, Unit.SEMESTER: 6, Unit.YEAR: 12}
_MONTHS_OF_PIECE = {PieceKind.QUARTER: 3, PieceKind.TERTIAL: 4, PieceKind.SEMESTER: 6}
_YEARS_AROUND = 8
"""How far a day without a year is looked for: 29 February comes every four years, or eight."""
_YEARS_BACK = 40
"""How far a question's day with a weekday is looked for; the calendar repeats after 28 years."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a phrase is said.

    Attributes:
        reference: The day from which it is counted; None leaves all but full dates open.
        asks: Whether a question says it.
        expects: Whether the question looks ahead: rencana, jadwal, akan.
        known: The days of which the corpus speaks.
        context: The span of an earlier question, which lends month and year.
    """

    reference: date | None
    asks: bool = False
    expects: bool = False
    known: frozenset[date] = frozenset()
    context: Span | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The days of a phrase, and how they were found; ``days`` is None where it means none."""

    days: Days | None = None
    year_inferred: bool = False
    weekday_conflict: bool = False
    impossible: bool = False


def resolve(said: Phrase, setting: Setting) -> Outcome:
    """The days that a phrase means.

    >>> outcome = resolve(Named(day=20, month=1), Setting(date(2026, 1, 22)))
    >>> str(outcome.days[0]), outcome.year_inferred
    ('2026-01-20', True)
    >>> resolve(Named(30, 2, 2025), Setting(None)).impossible
    True
    """
    try:
        return _resolve(said, setting)
    except (OverflowError, ValueError):  # beyond the years 1 to 9999 there are no days
        return Outcome()


def _resolve(said: Phrase, setting: Setting) -> Outcome:
    match said:
        case Named():
            return _named(said, setting)
        case Part():
            return _part(said, setting)
        case Range():
            return _range(said, setting)
        case WeekOf():
            return _over(said.day, setting, lambda days: spans.week_span(days[0]))
        case Shifted():
            return _over(said.base, setting, lambda days: _shifted(days, said))
    return Outcome() if setting.reference is None else _counted(said, setting.reference)


def _over(base: Phrase, setting: Setting, change: Callable[[Days], Days]) -> Outcome:
    outcome = _resolve(base, setting)
    return replace(outcome, days=change(outcome.days)) if outcome.days else outcome


def _counted(said: Phrase, reference: date) -> Outcome:
    match said:
        case Relative():
            return Outcome(_relative(said, reference))
        case Rolling():
            return Outcome(_rolling(said, reference))
        case Anaphora():
            return Outcome()
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
    return (
        (reference, other - timedelta(days=1))
        if said.ahead
        else (other + timedelta(days=1), reference)
    )


def _moved(day: date, unit: Unit, count: int) -> date:
    if unit in _MONTHS_OF:
        return spans.add_months(day, count * _MONTHS_OF[unit])
    return day + timedelta(days=count * (7 if unit is Unit.WEEK else 1))


def _shifted(days: Days, said: Shifted) -> Days:
    base = days[0] if said.away < 0 else days[1]
    return spans.day_span(_moved(base, said.unit, said.away))


def _range(said: Range, setting: Setting) -> Outcome:
    """From the left's first day to the right's last; each side lends what the other lacks (DATES 11)."""
    left, right = said.left, said.right
    if isinstance(left, Named) and left.is_weekday and left.weekday is not None:
        return _from_weekday(left.weekday, right, setting)
    if (
        isinstance(right, Named)
        and right.month is None
        and right.day
        and not (isinstance(left, Named) and left.month is None)
    ):
        return _right_borrows(left, right, setting)
    ending = _resolve(right, setting)
    if ending.days is None:
        return ending
    lacking = _lacking_year(left)
    beginning = _resolve(_filled(left, ending.days[0]), setting)
    if beginning.days is None:
        return beginning
    if lacking and beginning.days[0] > ending.days[1]:
        beginning = _resolve(_filled(left, _year_before(ending.days[0])), setting)
    return _spanned(beginning, ending)


def _spanned(beginning: Outcome, ending: Outcome) -> Outcome:
    if not beginning.days or not ending.days or beginning.days[0] > ending.days[1]:
        return Outcome(impossible=beginning.impossible or ending.impossible)
    return Outcome(
        (beginning.days[0], ending.days[1]),
        ending.year_inferred,
        beginning.weekday_conflict or ending.weekday_conflict,
    )


def _right_borrows(left: Phrase, right: Named, setting: Setting) -> Outcome:
    """The range whose end is a bare day: "January 10 to 20", "5 Januari 2026 sampai 10"."""
    beginning = _resolve(left, setting)
    if beginning.days is None:
        return beginning
    return _spanned(beginning, _resolve(_filled(right, beginning.days[1]), setting))


def _lacking_year(said: Phrase) -> bool:
    inner = said.whole if isinstance(said, Part) else said
    return isinstance(inner, Named) and inner.year is None


def _filled(said: Phrase, lender: date) -> Phrase:
    """The phrase with the lender's month and year where it names none."""
    if isinstance(said, Part):
        return replace(said, whole=_filled(said.whole, lender))
    if not isinstance(said, Named) or said.year is not None or said.is_weekday:
        return said
    month = lender.month if said.day and said.month is None else said.month
    return replace(said, month=month, year=lender.year)


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=1)


def _from_weekday(weekday: int, right: Phrase, setting: Setting) -> Outcome:
    """From the last such weekday before the end: "Senin hingga Rabu pekan lalu"."""
    ending = _resolve(right, setting)
    if ending.days is None:
        return ending
    back = (ending.days[0].isoweekday() - weekday) % 7
    return replace(ending, days=(ending.days[0] - timedelta(days=back), ending.days[1]))


# Named dates


def _named(said: Named, setting: Setting) -> Outcome:
    """The days of a named date, its missing year or month chosen."""
    if (
        said.year is None
        and setting.context is not None
        and said.cue is None
        and said.weekday is None
    ):
        said = _from_context(said, setting.context)
    if said.year is not None:
        return _in_year(said, said.year)
    if (
        said.month is not None
        and said.day is not None
        and spans.day_of(2000, said.month, said.day) is None
    ):
        return Outcome(impossible=True)
    if setting.reference is None:
        return Outcome()
    if said.is_weekday:
        return Outcome(spans.day_span(_weekday(said, setting.reference, setting)))
    return _inferred(said, setting.reference, setting)


def _from_context(said: Named, context: Span) -> Named:
    """The date with the year, and for a bare day the month, of an earlier question."""
    anchor = context.first or context.last
    other = context.last or context.first
    if anchor is None or other is None or anchor.year != other.year or said.is_weekday:
        return said
    if said.month is not None:
        return replace(said, year=anchor.year)
    if anchor.month != other.month:
        return said
    day = spans.day_of(anchor.year, anchor.month, said.day or 0)
    return replace(said, month=anchor.month, year=anchor.year) if day else said


def _in_year(said: Named, year: int) -> Outcome:
    """The days of a date with a year; the written date wins over its weekday (DATES 13, 14)."""
    if said.month is None:
        return Outcome(spans.months_span(year, 1, 12)) if said.day is None else Outcome()
    if said.day is None:
        return Outcome(spans.months_span(year, said.month))
    day = spans.day_of(year, said.month, said.day)
    if day is None:
        return Outcome(impossible=True)
    return Outcome(spans.day_span(day), weekday_conflict=_conflicts(said, day))


def _conflicts(said: Named, day: date) -> bool:
    return said.weekday is not None and said.weekday != day.isoweekday()


def _weekday(said: Named, reference: date, setting: Setting) -> date:
    """The day of a bare weekday (DATES A2, Q5): the most recent one unless a cue says otherwise."""
    monday, _ = spans.week_span(reference)
    day = monday + timedelta(days=(said.weekday or 1) - 1)
    if said.cue is Cue.THIS:
        return day
    if said.cue is Cue.NEXT or (said.cue is None and setting.expects):
        strictly = said.cue is Cue.NEXT
        return (
            day
            if day > reference or (day == reference and not strictly)
            else day + timedelta(weeks=1)
        )
    if day > reference or (day == reference and said.cue is Cue.PAST):
        return day - timedelta(weeks=1)
    return day


def _inferred(said: Named, reference: date, setting: Setting) -> Outcome:
    """The date in the year, or for a bare day the month, that the reading chooses."""
    candidates = _candidates(said, reference, setting)
    matching = (
        [days for days in candidates if not _conflicts(said, days[0])] if said.day else candidates
    )
    chosen = _choose(said, matching or candidates, reference, setting) or _nearest(
        matching, reference
    )
    if chosen is None:
        return Outcome()
    return Outcome(
        chosen,
        year_inferred=True,
        weekday_conflict=said.day is not None and _conflicts(said, chosen[0]),
    )


def _candidates(said: Named, reference: date, setting: Setting) -> list[Days]:
    """The spans that a date without a year may mean, in order."""
    if said.month is None:
        return [spans.day_span(day) for day in _days_of_months(said.day or 0, reference)]
    years = _years(said, reference, setting)
    if said.day is None:
        return [spans.months_span(year, said.month) for year in years]
    days = (spans.day_of(year, said.month, said.day) for year in years)
    return [spans.day_span(day) for day in days if day]


def _years(said: Named, reference: date, setting: Setting) -> Iterable[int]:
    """The years to look in: an article's weekday decides among three (DATES A1)."""
    leap_day = (said.day, said.month) == (29, 2)
    if said.weekday is not None and not setting.asks and not leap_day:
        around = range(reference.year - 1, reference.year + 2)
    elif said.weekday is not None and setting.asks:
        around = range(reference.year - _YEARS_BACK, reference.year + _YEARS_AROUND)
    else:
        around = range(reference.year - _YEARS_AROUND, reference.year + _YEARS_AROUND + 1)
    return (year for year in around if date.min.year <= year <= date.max.year)


def _days_of_months(day: int, reference: date) -> list[date]:
    """The day of the month in the months around the reference."""
    months = range(reference.month - 12, reference.month + 13)
    firsts = [(reference.year + (month - 1) // 12, (month - 1) % 12 + 1) for month in months]
    days = [spans.day_of(year, month, day) for year, month in firsts]
    return [day for day in days if day]


def _choose(said: Named, candidates: list[Days], reference: date, setting: Setting) -> Days | None:
    """One of the spans, by the cue, else by the reading (DATES A1, Q2, Q3, Q4)."""
    if said.cue is Cue.PAST:
        return _last_before(candidates, reference)
    if said.cue is Cue.NEXT:
        return _first_after(candidates, reference)
    if said.cue is Cue.THIS and said.month is not None:
        return _this_year(candidates, reference)
    if not setting.asks:
        return _nearest(candidates, reference)
    return _choose_for_question(said, candidates, reference, setting)


def _choose_for_question(
    said: Named, candidates: list[Days], reference: date, setting: Setting
) -> Days | None:
    if setting.expects and said.weekday is None:
        return _first_not_over(candidates, reference)
    known = [days for days in candidates if said.month and said.day and days[0] in setting.known]
    if known and said.weekday is None:
        return _nearest(known, reference)
    begun = [days for days in candidates if days[0] <= reference]
    return begun[-1] if begun else _nearest(candidates, reference)


def _nearest(candidates: list[Days], reference: date) -> Days | None:
    """The nearest span; of two as near, the earlier one (DATES A1)."""
    return min(candidates, key=lambda days: (spans.distance(days, reference), days), default=None)


def _last_before(candidates: list[Days], reference: date) -> Days | None:
    """The last span that is over: "Januari lalu" said in January is the year before (DATES Q3)."""
    over = [days for days in candidates if days[1] < reference or days == (reference, reference)]
    return over[-1] if over else None


def _first_after(candidates: list[Days], reference: date) -> Days | None:
    ahead = [days for days in candidates if days[0] > reference or days == (reference, reference)]
    return ahead[0] if ahead else None


def _first_not_over(candidates: list[Days], reference: date) -> Days | None:
    return next((days for days in candidates if days[1] >= reference), None)


def _this_year(candidates: list[Days], reference: date) -> Days | None:
    ours = [days for days in candidates if days[0].year == reference.year]
    return ours[0] if ours else _nearest(candidates, reference)


# Parts


def _part(said: Part, setting: Setting) -> Outcome:
    """A piece of a whole; without a year, the whole's is chosen first (DATES 8 to 10)."""
    whole = said.whole
    if (
        isinstance(whole, Named)
        and whole.year is None
        and setting.context is not None
        and said.cue is None
    ):
        whole = _from_context(whole, setting.context) if whole.month else whole
    if not isinstance(whole, Named) or whole.year is not None:
        return _cut_outcome(_resolve(whole, setting), said.piece)
    if setting.reference is None:
        return Outcome()
    if whole.month is None:
        return _part_of_some_year(said, setting.reference)
    return _part_of_some_month(said, whole, setting.reference, setting)


def _part_of_some_year(said: Part, reference: date) -> Outcome:
    """A part of a year not named is of the reference's own (DATES 10), or as the cue says."""
    years = [
        year
        for year in range(reference.year - 1, reference.year + 2)
        if date.min.year <= year <= date.max.year
    ]
    candidates = [
        days for year in years if (days := cut(spans.months_span(year, 1, 12), said.piece))
    ]
    return Outcome(_by_cue(said.cue or Cue.THIS, candidates, reference), year_inferred=True)


def _part_of_some_month(said: Part, whole: Named, reference: date, setting: Setting) -> Outcome:
    if said.cue is None or said.cue is Cue.THIS:
        return _cut_outcome(_inferred(replace(whole, cue=said.cue), reference, setting), said.piece)
    months = _candidates(whole, reference, setting)
    candidates = [days for month in months if (days := cut(month, said.piece))]
    return Outcome(_by_cue(said.cue, candidates, reference), year_inferred=True)


def _by_cue(cue: Cue, candidates: list[Days], reference: date) -> Days | None:
    if cue is Cue.PAST:
        return _last_before(candidates, reference)
    return (
        _first_after(candidates, reference)
        if cue is Cue.NEXT
        else _this_year(candidates, reference)
    )


def _cut_outcome(whole: Outcome, piece: Piece) -> Outcome:
    if whole.days is None:
        return whole
    days = cut(whole.days, piece)
    return replace(whole, days=days, impossible=days is None)


def cut(whole: Days, piece: Piece) -> Days | None:
    """A piece of a span; None where it has none such.

    >>> [str(day) for day in cut((date(2024, 2, 1), date(2024, 2, 29)), Piece(PieceKind.PORTION, 3))]
    ['2024-02-21', '2024-02-29']
    """
    first, last = whole
    if piece.kind is PieceKind.PORTION:
        return _portion(whole, piece.number)
    if piece.kind is PieceKind.WEEKDAY:
        return spans.day_span(first + timedelta(days=piece.number - 1))
    if piece.kind is PieceKind.WEEK:
        return _week_of_month(whole, piece.number)
    if piece.kind is PieceKind.DAY:
        day = spans.day_of(first.year, first.month, piece.number)
        return spans.day_span(day) if day else None
    if piece.kind is PieceKind.MONTH:
        return spans.months_span(last.year, piece.number)
    return _season(last.year, piece)


def _portion(whole: Days, number: int) -> Days:
    """Beginning, middle or end of a week (DATES 3), a month or a year (DATES 8)."""
    first, last = whole
    length = (last - first).days + 1
    if length <= 7:
        begin, end = ((0, 1), (2, 3), (5, 6))[number - 1]
        return first + timedelta(days=begin), first + timedelta(days=end)
    if length <= 31:
        begin, end = ((1, 10), (11, 20), (21, last.day))[number - 1]
        return first.replace(day=begin), first.replace(day=end)
    begin, count = ((1, 3), (5, 4), (10, 3))[number - 1]
    return spans.months_span(last.year, begin, count)


def _week_of_month(whole: Days, number: int) -> Days | None:
    """Days 7n-6 to 7n (DATES 9); the last week is the last seven days."""
    first, last = whole
    if number < 0:
        return last - timedelta(days=6), last
    begin = first + timedelta(days=7 * (number - 1))
    return (begin, min(begin + timedelta(days=6), last)) if begin <= last else None


def _season(year: int, piece: Piece) -> Days:
    """A calendar quarter, third or half of a year (DATES 10); -1 is the last."""
    months = _MONTHS_OF_PIECE[piece.kind]
    number = piece.number if piece.number > 0 else 12 // months
    return spans.months_span(year, (number - 1) * months + 1, months)
