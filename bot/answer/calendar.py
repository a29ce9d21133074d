"""The days on which an archive has events: those in a span, those around it, months, years."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from datetime import date
from functools import cached_property

from bot.index.protocol import EventDay, Index
from bot.model import Span


class Calendar(Collection[date]):
    """The days with events, of an archive as it stands; asked for when they are first needed.

    Attributes:
        index: The paragraphs of the archive.
    """

    def __init__(self, index: Index) -> None:
        self.index = index

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
        return self._event_days[self._slice(span)]

    def days_in(self, span: Span) -> tuple[date, ...]:
        """The days in ``span``, in order."""
        return self.days[self._slice(span)]

    def nearest_days(self, span: Span) -> tuple[date, ...]:
        """The last day before ``span`` and the first after it, as far as there are any."""
        inside = self._slice(span)
        before = self.days[inside.start - 1 : inside.start] if inside.start else ()
        return before + self.days[inside.stop : inside.stop + 1]

    def _slice(self, span: Span) -> slice:
        first = bisect_left(self.days, span.first) if span.first else 0
        return slice(first, bisect_right(self.days, span.last) if span.last else len(self.days))

    def same_day(self, day: date) -> tuple[date, ...]:
        """The days with the day and month of ``day`` in any year, in order."""
        return tuple(d for d in self.days if (d.month, d.day) == (day.month, day.day))

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The months that have events, each by its first day, in order."""
        return tuple(dict.fromkeys(day.replace(day=1) for day in self.days))

    def opening_month(self, today: date) -> date | None:
        """The month to begin with: that of ``today`` if it has events, else the newest that has.

        None where there is no event at all.
        """
        month = today.replace(day=1)
        return month if month in self.months else next(reversed(self.months), None)

    def months_around(self, month: date) -> tuple[date | None, date | None]:
        """The last month with events before ``month``, given by any day, and the first after."""
        first, months = month.replace(day=1), self.months
        before, after = bisect_left(months, first), bisect_right(months, first)
        return (
            months[before - 1] if before else None,
            months[after] if after < len(months) else None,
        )
