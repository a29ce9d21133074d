"""The events of an archive by day: what was told of each, and by whom, counted on columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.index.columns import PLANNED, Columns, to_ordinals
from bot.index.event_keys import NAMED, EventKeys
from bot.index.protocol import EventDay
from bot.model import Counts, Granularity, Span

Numbers = NDArray[np.int64]
# More than the number of any day.
_BEYOND = np.int64(10_000_000)


class _Told(NamedTuple):
    """What mentions tell, by day, event, and mention.

    Attributes:
        days: As ``date.toordinal`` counts; a stretch of days stands on its first and its last.
        events: By the number of the telling that names each.
        rows: The mentions.
    """

    days: Numbers
    events: Numbers
    rows: Numbers


class EventTable:
    """The events ``keys`` of the articles in ``columns``."""

    def __init__(self, columns: Columns, keys: EventKeys) -> None:
        self._columns, self._keys = columns, keys
        table = keys.table
        self._articles = table["article"].astype(np.int64)
        self._events = table["event"].astype(np.int64)
        self._named = table["flags"] & NAMED > 0

    @cached_property
    def days(self) -> tuple[EventDay, ...]:
        """The days with events, in order; a stretch of days is an event of its first and last."""
        told = self._told
        _, first = np.unique(told.days * _BEYOND + told.events, return_index=True)
        certain = self._columns.mentions["flags"][told.rows] & PLANNED == 0
        planned = ~np.maximum.reduceat(certain, first) if len(first) else first
        days, first, counts = np.unique(told.days[first], return_index=True, return_counts=True)
        ahead = np.minimum.reduceat(planned, first) if len(days) else days
        columns = (column.tolist() for column in (counts, self._reporting(days), ahead))
        return tuple(map(EventDay, map(date.fromordinal, days.tolist()), *columns))

    def rows_on(self, day: date, limit: int) -> list[int]:
        """The mentions that tell the events of ``day`` best, at most ``limit``.

        Those of openings come first; of equals, those of an article that came earlier.
        """
        number = day.toordinal()
        here = slice(*np.searchsorted(self._told.days, (number, number + 1)).tolist())
        events, rows = self._told.events[here].tolist(), self._told.rows[here].tolist()
        best: dict[int, int] = {}
        for event, row in zip(events, rows, strict=True):
            best[event] = min(best.get(event, row), row, key=self._reading)
        return sorted(best.values(), key=lambda row: self._place(row)[::-1])[:limit]

    def _place(self, row: int) -> tuple[int, int]:
        """The article of a mention, and the number of its paragraph there."""
        paragraph = int(self._columns.mentions["paragraph"][row])
        article = int(self._columns.article_of[paragraph])
        return article, paragraph - int(self._columns.starts[article])

    def _reading(self, row: int) -> tuple[bool, bool, int, int]:
        """What comes first of the mentions of one event: the original, then who tells it early."""
        article, number = self._place(row)
        columns = self._columns
        is_copy = columns.ids[article] in self._keys.copied
        return is_copy, number > 0, columns.lacks_head(article), row

    def keys_of(self, articles: Iterable[int]) -> list[frozenset[tuple[date, str]]]:
        """Of each article, by number, the days that it tells and the names of their events."""
        table, found = self._keys.table, []
        for number in articles:
            rows = range(*np.searchsorted(self._articles, (number, number + 1)).tolist())
            keys = ((int(table["day"][row]), int(self._events[row])) for row in rows)
            found.append(
                frozenset((date.fromordinal(day), self._keys.name_of(of)) for day, of in keys)
            )
        return found

    def reports_of(
        self, events: Mapping[str, tuple[int, date]], spans: Sequence[Span]
    ) -> Mapping[str, list[int]]:
        """The articles, by number, that tell each of ``events`` on a day of ``spans``.

        Args:
            events: The number of the article that names each, and its first day.
            spans: The days; those that name them come first.
        """
        labels = {name: self._label(*event) for name, event in events.items()}
        found = np.flatnonzero(self._lies_in(spans))
        found = found[np.isin(self._events[found], list(labels.values()))]
        found = found[np.argsort(~self._named[found], kind="stable")]
        articles = defaultdict[int, dict[int, None]](dict)
        for event, article in zip(
            self._events[found].tolist(), self._articles[found].tolist(), strict=True
        ):
            articles[event][article] = None
        return {name: list(articles[of]) for name, of in labels.items() if of in articles}

    def _label(self, article: int, day: date) -> int:
        """The event of what an article tells of a first day, by number; below 0 for none."""
        first, after = np.searchsorted(self._articles, (article, article + 1)).tolist()
        days = self._keys.table["first"][first:after].tolist()
        number = day.toordinal()
        return int(self._events[first + days.index(number)]) if number in days else -1

    def count(self, spans: Sequence[Span]) -> Counts:
        """The events of ``spans``, the days of these that are told, and the articles that tell."""
        inside = self._lies_in(spans)
        told = np.unique(self._events[inside & self._named])
        inside &= np.isin(self._events, told)
        days = set[int]()
        for span in spans:
            days.update(self._days_in(span))
        return Counts(len(told), len(days), len(np.unique(self._articles[inside])))

    def _days_in(self, span: Span) -> Iterable[int]:
        """The days of ``span`` that are told; of a stretch around all of it, its first."""
        first, last = to_ordinals(span)
        table = self._keys.table[self._named & self._lies_in([span])]
        ends = np.concatenate((table["first"], table["last"]))
        inside: list[int] = np.unique(ends[(ends >= first) & (ends <= last)]).tolist()
        around = bool(((table["first"] < first) & (table["last"] > last)).any())
        return [*inside, *([first] if around else [])]

    def _lies_in(self, spans: Sequence[Span]) -> NDArray[np.bool_]:
        """Of each telling, whether it is of one of the days of ``spans``."""
        table = self._keys.table
        begins = np.where(self._named, table["first"], table["day"])
        ends = np.where(self._named, table["last"], table["day"])
        inside = np.zeros(len(table), dtype=np.bool_)
        for span in spans:
            first, last = to_ordinals(span)
            inside |= (begins <= last) & (ends >= first)
        return inside

    def _reporting(self, days: Numbers) -> Numbers:
        """How many articles report the events of each of ``days``, which are in order."""
        table = self._keys.table
        told = np.unique(self._told.days * _BEYOND + self._told.events)
        ends = np.concatenate((table["day"], table["last"])).astype(np.int64)
        events, articles = np.tile(self._events, 2), np.tile(self._articles, 2)
        tells = np.isin(ends * _BEYOND + events, told)
        pairs = np.unique(ends[tells] * _BEYOND + articles[tells]) // _BEYOND
        return np.searchsorted(pairs, days, side="right") - np.searchsorted(pairs, days)

    @cached_property
    def _told(self) -> _Told:
        mentions, columns, table = self._columns.mentions, self._columns, self._keys.table
        rows = np.flatnonzero(mentions["granularity"] <= Granularity.DAYS)
        articles = columns.article_of[mentions["paragraph"][rows]].astype(np.int64)
        named = np.flatnonzero(self._named)
        known = self._articles[named] * _BEYOND + table["first"][named]
        named, known = named[np.argsort(known)], np.sort(known)
        asked = articles * _BEYOND + mentions["first"][rows]
        at = np.minimum(np.searchsorted(known, asked), max(0, len(known) - 1))
        there = known[at] == asked if len(known) else np.zeros(len(asked), dtype=np.bool_)
        rows, events = rows[there], self._events[named[at[there]]]
        long = mentions["last"][rows] > mentions["first"][rows]
        days = np.concatenate((mentions["first"][rows], mentions["last"][rows[long]]))
        events, rows = np.concatenate((events, events[long])), np.concatenate((rows, rows[long]))
        order = np.lexsort((rows, events, days))
        return _Told(days[order].astype(np.int64), events[order], rows[order])
