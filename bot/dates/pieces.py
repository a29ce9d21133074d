"""The pieces of a span: thirds of months, parts of weeks and years, weeks of a month, quarters."""

from __future__ import annotations

from datetime import date, timedelta

from bot.dates import spans
from bot.dates.phrases import DatePart, PieceKind

Days = tuple[date, date]

_MONTHS_OF_PIECE = {PieceKind.QUARTER: 3, PieceKind.TERTIAL: 4, PieceKind.SEMESTER: 6}
"""Calendar quarters, thirds and halves of a year (DATES 10)."""


def cut(whole: Days, piece: DatePart) -> Days | None:
    """A piece of a span; None where it has none such.

    >>> [str(day) for day in cut((date(2024, 2, 1), date(2024, 2, 29)), DatePart(PieceKind.PORTION, 3))]
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
    months = _MONTHS_OF_PIECE[piece.kind]
    number = piece.number if piece.number > 0 else 12 // months
    return spans.months_span(last.year, (number - 1) * months + 1, months)


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
