"""The days on which an archive has events: those in a span, those around it, months, years."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cached_property

from bot.index.protocol import EventDay, Index
from bot.model import Span


class Calendar(Collection[date]):
    """The days with events, of an archive as it stands; asked for when they are first needed.

    Args:
        index: The paragraphs of the archive.
        newest: The last day of publication; None where no article bears any.
    """

    def __init__(self, index: Index, newest: date | None) -> None:
        self.index = index
        self._newest = newest

    @cached_property
    def _event_days(self) -> tuple[EventDay, ...]:
        return tuple(self.index.event_days())

    @cached_property
    def days(self) -> tuple[date, ...]:
        """The days, in order."""
        return tuple(event_day.day for event_day in self._event_days)

    def __len__(self) -> int:
        return len(self._event_days)

    def __iter__(self) -> Iterator[date]:
        return iter(self.days)

    def __contains__(self, day: object) -> bool:
        return day in self._distinct

    @cached_property
    def _distinct(self) -> frozenset[date]:
        return frozenset(self.days)

    def event_days(self, span: Span) -> tuple[EventDay, ...]:
        """The days in ``span``, in order, each with its counts."""
        return self._event_days[_inside(self.days, span)]

    def days_in(self, span: Span) -> tuple[date, ...]:
        """The days in ``span``, in order."""
        return self.days[_inside(self.days, span)]

    @cached_property
    def _reported(self) -> tuple[date, ...]:
        """The days up to the newest publication; all of them where none lies before it.

        What lies after it is planned, or a slip of the pen.
        """
        return self.days_in(Span(None, self._newest)) or self.days

    def offered_days(self, span: Span, *, most: int) -> tuple[date, ...]:
        """The first ``most`` days in ``span`` that were reported, or else the nearest ones."""
        days = self._reported
        return days[_inside(days, span)][:most] or self.nearest_days(span)

    def nearest_days(self, span: Span) -> tuple[date, ...]:
        """The last reported day before ``span`` and the first after it, as far as there are any."""
        days = self._reported
        inside = _inside(days, span)
        before = days[inside.start - 1 : inside.start] if inside.start else ()
        return before + days[inside.stop : inside.stop + 1]

    def same_day(self, day: date) -> tuple[date, ...]:
        """The days with the day and month of ``day`` in any year, in order."""
        return tuple(d for d in self.days if (d.month, d.day) == (day.month, day.day))

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The months that have events, each by its first day, in order."""
        return tuple(dict.fromkeys(day.replace(day=1) for day in self.days))

    def opening_month(self, today: date) -> date | None:
        """The month to begin with: the newest that has events and is not in the future.

        One after the newest publication is none; where there is no other, the first that has
        events. None where there is no event at all.
        """
        newest = min(today, self._newest or today)
        past = bisect_right(self.months, newest)
        return self.months[max(0, past - 1)] if self.months else None

    def months_around(self, month: date) -> tuple[date | None, date | None]:
        """The last month with events before ``month``, given by any day, and the first after."""
        first, months = month.replace(day=1), self.months
        before, after = bisect_left(months, first), bisect_right(months, first)
        return (
            months[before - 1] if before else None,
            months[after] if after < len(months) else None,
        )


def _inside(days: Sequence[date], span: Span) -> slice:
    """Where the days in ``span`` stand among ``days``, which are in order."""
    first = bisect_left(days, span.first) if span.first else 0
    return slice(first, bisect_right(days, span.last) if span.last else len(days))
