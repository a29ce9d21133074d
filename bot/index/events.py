"""The events of an archive: days that its articles name exactly, counted on columns.

An article and its copies name an event once; the original speaks for its copies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.archive.originals import original_of
from bot.index.columns import PLANNED, Columns
from bot.index.protocol import EventDay
from bot.model import Granularity

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Events:
    """The events by day, and within a day by paragraph and article.

    Attributes:
        days: The day of each event, as ``date.toordinal`` counts.
        rows: The mention that names it first.
        planned: Whether every mention of it is of something planned.
    """

    days: Numbers
    rows: Numbers
    planned: NDArray[np.bool_]


class EventTable:
    """The events of the articles in ``columns``."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    @cached_property
    def days(self) -> tuple[EventDay, ...]:
        """The days with events, in order."""
        days, first, counts = np.unique(self._events.days, return_index=True, return_counts=True)
        planned = np.minimum.reduceat(self._events.planned, first) if len(days) else days
        _, named, articles = self._columns.exact_days
        size = max(1, len(self._columns.ids))
        _, articles = np.unique(np.unique(named * size + articles) // size, return_counts=True)
        columns = (column.tolist() for column in (counts, articles, planned))
        return tuple(map(EventDay, map(date.fromordinal, days.tolist()), *columns))

    def rows_on(self, day: date, limit: int) -> list[int]:
        """The mentions that name the events of ``day`` first, at most ``limit``."""
        number = day.toordinal()
        begin, end = np.searchsorted(self._events.days, (number, number + 1)).tolist()
        rows: list[int] = self._events.rows[begin : min(end, begin + limit)].tolist()
        return rows

    def keys_of(self, articles: Iterable[int]) -> list[frozenset[tuple[date, str]]]:
        """Of each article, by number, the days that it names and the ids of their originals."""
        columns, found = self._columns, []
        for number in articles:
            paragraphs = columns.starts[number : number + 2]
            here = columns.mentions[slice(*columns.mention_starts[paragraphs])]
            days = here["first"][here["granularity"] == Granularity.DAY].tolist()
            original = columns.ids[self.originals[number]]
            found.append(frozenset((date.fromordinal(day), original) for day in days))
        return found

    @cached_property
    def originals(self) -> Numbers:
        """The number of the article that each one repeats; its own where it repeats none.

        Copies of an article that is not there are copies of the first of them.
        """
        ids = self._columns.ids
        numbers = {name: number for number, name in enumerate(ids)}
        copied = self._columns.read_copies()
        originals = np.arange(len(ids), dtype=np.int64)
        for name in copied:
            number = numbers[name]
            originals[number] = numbers.setdefault(original_of(name, copied), number)
        return originals

    @cached_property
    def _events(self) -> _Events:
        columns = self._columns
        rows, days, articles = self._columns.exact_days
        originals = self.originals[articles]
        order = np.lexsort((rows, articles != originals))
        rows, days, articles, originals = (c[order] for c in (rows, days, articles, originals))
        _, lead, event = np.unique(
            days * len(columns.ids) + originals, return_index=True, return_inverse=True
        )
        certain = np.bincount(
            event, weights=columns.mentions["flags"][rows] & PLANNED == 0, minlength=len(lead)
        )
        number = columns.mentions["paragraph"][rows[lead]] - columns.starts[articles[lead]]
        reading = np.lexsort((originals[lead], number, days[lead]))
        lead = lead[reading]
        return _Events(days[lead], rows[lead], (certain == 0)[reading])
