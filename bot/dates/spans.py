"""Arithmetic of whole days: weeks from Monday to Sunday, calendar months, parts of a year."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from bot.model import Granularity


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such.

    >>> day_of(2025, 2, 30) is None
    True
    """
    if not (date.min.year <= year <= date.max.year and 1 <= month <= 12):
        return None
    return date(year, month, day) if 1 <= day <= monthrange(year, month)[1] else None


def day_span(day: date) -> tuple[date, date]:
    """The span of one day."""
    return day, day


def week_span(day: date) -> tuple[date, date]:
    """The week of a day, Monday to Sunday (DATES 2).

    >>> [str(end) for end in week_span(date(2026, 1, 22))]
    ['2026-01-19', '2026-01-25']
    """
    first = day - timedelta(days=day.weekday())
    return first, first + timedelta(days=6)


def months_span(year: int, month: int, count: int = 1) -> tuple[date, date]:
    """So many calendar months; ``month`` may lie beyond 1 to 12 and then moves the year.

    >>> [str(end) for end in months_span(2026, 0, 2)]
    ['2025-12-01', '2026-01-31']
    """
    years, month_before = divmod(month - 1, 12)
    end_years, last_month = divmod(month_before + count - 1, 12)
    end_year = year + years + end_years
    last = date(end_year, last_month + 1, monthrange(end_year, last_month + 1)[1])
    return date(year + years, month_before + 1, 1), last


def whole_months(first: date, last: date) -> int:
    """How many calendar months a span is; 0 where it begins or ends inside of one.

    >>> whole_months(date(2026, 1, 1), date(2026, 3, 31))
    3
    """
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    whole = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    return count if whole else 0


def add_months(day: date, count: int) -> date:
    """The same day of another month, or that month's last day.

    >>> str(add_months(date(2026, 3, 31), -1))
    '2026-02-28'
    """
    first, last = months_span(day.year, day.month + count)
    return first.replace(day=min(day.day, last.day))


def distance(span: tuple[date, date], day: date) -> int:
    """How many days lie between a span and a day; 0 where the span holds it."""
    return max((span[0] - day).days, (day - span[1]).days, 0)


def granularity(first: date, last: date) -> Granularity:
    """How exact a span is, by its length.

    >>> granularity(date(2026, 1, 1), date(2026, 3, 31))
    <Granularity.SEASON: 4>
    """
    days = (last - first).days + 1
    if days == 1:
        return Granularity.DAY
    if days < 28:
        return Granularity.DAYS
    if days <= 31:
        return Granularity.MONTH
    return Granularity.SEASON if days < 365 else Granularity.YEAR
