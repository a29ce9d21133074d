"""The pieces of a span: thirds of months, parts of weeks and years, weeks of a month, quarters."""

from __future__ import annotations

from datetime import date, timedelta

from bot.dates import spans
from bot.dates.phrases import DatePart, PieceKind

Days = tuple[date, date]

_MONTHS_OF_PIECE = {PieceKind.QUARTER: 3, PieceKind.TERTIAL: 4, PieceKind.SEMESTER: 6}
"""Calendar quarters, thirds and halves of a year (DATES 10)."""
_DAYS_OF_PIECE = {PieceKind.DAY: 1, PieceKind.WEEK: 7}


def cut(whole: Days, piece: DatePart) -> Days | None:
    """A piece of a span; None where it has none such.

    >>> [str(day) for day in cut((date(2024, 2, 1), date(2024, 2, 29)), DatePart(PieceKind.PORTION, 3))]
    ['2024-02-21', '2024-02-29']
    """
    if piece.count is not None:
        return _at_edge(whole, piece.kind, piece.count, last=piece.number < 0)
    return _cut_one(whole, piece)


def _cut_one(whole: Days, piece: DatePart) -> Days | None:
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
    if piece.kind is PieceKind.SEMESTER and first.month == last.month:
        return _half_of_month(whole, piece.number)
    return _months(last.year, piece)


def _months(year: int, piece: DatePart) -> Days:
    """A month of a year, or its n-th quarter, third or half; -1 is the last."""
    months = _MONTHS_OF_PIECE.get(piece.kind, 1)
    number = piece.number if piece.number > 0 else 12 // months
    return spans.months_span(year, (number - 1) * months + 1, months)


def _at_edge(whole: Days, kind: PieceKind, count: int, *, last: bool) -> Days | None:
    """The first or last so many days, weeks or months of a span (DATES Q4a); None beyond it.

    >>> [str(day) for day in _at_edge((date(2017, 5, 1), date(2017, 5, 31)), PieceKind.DAY, 5, last=True)]
    ['2017-05-27', '2017-05-31']
    """
    begin, end = whole[0], whole[1] + timedelta(days=1)
    if last:
        begin = _moved(end, kind, -count)
    else:
        end = _moved(begin, kind, count)
    edge = begin, end - timedelta(days=1)
    return edge if whole[0] <= begin <= edge[1] <= whole[1] else None


def _moved(day: date, kind: PieceKind, count: int) -> date:
    if kind in _DAYS_OF_PIECE:
        return day + timedelta(days=count * _DAYS_OF_PIECE[kind])
    return spans.add_months(day, count * _MONTHS_OF_PIECE.get(kind, 1))


def _half_of_month(whole: Days, number: int) -> Days:
    """Days 1 to 15, or those from 16 on: "paruh pertama Januari"."""
    middle = whole[0].replace(day=15)
    return (whole[0], middle) if number == 1 else (middle + timedelta(days=1), whole[1])


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
