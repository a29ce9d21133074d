"""What stands in an article's margin: each day that it names, as it was understood."""

from __future__ import annotations

from datetime import date, timedelta

from bot.model import DateMention, Relation, Span


def to_note(mention: DateMention) -> str:
    """The days of ``mention`` and what is to be known of them, on one line.

    >>> from bot.dates import find_mentions
    >>> [to_note(m) for m in find_mentions("Sejak Senin (20/1/2026).", date(2026, 1, 23))]
    ['since Tue 2026-01-20 · weekday differs']
    """
    return " · ".join((to_days(mention.span, mention.relation), *to_remarks(mention)))


def to_days(span: Span, relation: Relation = Relation.AT) -> str:
    """The days of ``span`` in ISO form: a day, a month, a year, or from one day to another.

    >>> to_days(Span(date(2026, 1, 20), date(2026, 1, 20)))
    'Tue 2026-01-20'
    >>> to_days(Span(date(2026, 2, 1), date(2026, 2, 28)), Relation.SINCE)
    'since 2026-02'
    >>> to_days(Span(date(2025, 12, 28), date(2026, 1, 3)))
    'Sun 2025-12-28 – Sat 2026-01-03'
    """
    told = "" if relation is Relation.AT else f"{relation} "
    if span.first is None or span.last is None:
        raise ValueError("only a question leaves an end open")
    return told + _days(span.first, span.last)


def _days(first: date, last: date) -> str:
    after = last + timedelta(days=1) if last < date.max else last
    if first == last:
        return to_day(first)
    if (first.day, after.day) == (1, 1):
        if (first.month, after.month, after.year) == (1, 1, first.year + 1):
            return first.isoformat()[:4]
        if (after - first).days <= 31:
            return first.isoformat()[:7]
    return f"{to_day(first)} – {to_day(last)}"


def to_day(day: date) -> str:
    """The day with its weekday.

    >>> to_day(date(2026, 1, 20))
    'Tue 2026-01-20'
    """
    return f"{day:%a} {day.isoformat()}"


def to_remarks(mention: DateMention) -> tuple[str, ...]:
    """What an editor should know of how ``mention`` was read, in a few words each."""
    told = {
        "planned": mention.planned,
        "year inferred": mention.year_inferred,
        "weekday differs": mention.weekday_conflict,
    }
    return tuple(remark for remark, holds in told.items() if holds)
