"""The days that an archive speaks of: which paragraphs, and in which order they are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bot.model import DateMention, Granularity, Span

Numbers = NDArray[np.int64]

# More than the number of any day.
_BEYOND = np.int64(10_000_000)


def speaks_of(mention: DateMention, span: Span) -> bool:
    """Whether ``mention`` is of ``span``, and exact enough to say anything of it."""
    return mention.span.overlaps(span) and mention.granularity <= coarsest(span)


def coarsest(span: Span) -> Granularity:
    """The least exact mention that still speaks of ``span``: a year says nothing of one day."""
    if span.first is None or span.last is None:
        return Granularity.YEAR
    days = (span.last - span.first).days + 1
    if days <= 7:
        return Granularity.MONTH
    return Granularity.SEASON if days <= 31 else Granularity.YEAR


@dataclass(frozen=True, slots=True)
class Told:
    """The paragraphs that speak of the asked days, in the order of reading.

    Attributes:
        positions: The paragraphs.
        rows: The mentions that speak of the days, those of one paragraph together, and of
            these the most exact first.
        begins: Where the mentions of each of ``positions`` begin among ``rows``.
        ends: Where they end.
        dates: Of how many different dates they are.
        articles: In how many articles they stand.
    """

    positions: Numbers
    rows: Numbers
    begins: Numbers
    ends: Numbers
    dates: int
    articles: int

    def __len__(self) -> int:
        return len(self.positions)


class DayTable:
    """All mentions as columns of day numbers, so that an overlap is one comparison.

    Args:
        mentions: The rows of ``columns.MENTION``.
        starts: The number of the first paragraph of each article.
        article_of: The number of the article of each paragraph.
    """

    def __init__(
        self, mentions: NDArray[np.void], starts: NDArray[np.int64], article_of: NDArray[np.int32]
    ) -> None:
        self._paragraph = mentions["paragraph"].copy()
        self._first = mentions["first"].copy()
        self._last = mentions["last"].copy()
        self._granularity = mentions["granularity"].copy()
        self._starts, self._article_of = starts, article_of

    def event_days(self) -> tuple[date, ...]:
        """The days that are named exactly, in order."""
        exact = self._first[self._granularity == Granularity.DAY]
        return tuple(map(date.fromordinal, np.unique(exact).tolist()))

    def overlapping(self, spans: Sequence[Span]) -> Numbers:
        """The mentions that speak of one of ``spans``: span by span, each in its order, once."""
        found = []
        for span in spans:
            first = (span.first or date.min).toordinal()
            last = (span.last or date.max).toordinal()
            exact = self._granularity <= coarsest(span)
            found.append(np.flatnonzero(exact & (self._first <= last) & (self._last >= first)))
        rows = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
        _, earliest = np.unique(rows, return_index=True)
        once: Numbers = rows[np.sort(earliest)]
        return once

    def in_order(self, spans: Sequence[Span], order: NDArray[np.int32]) -> Told:
        """The paragraphs that speak of ``spans``, in the order of the day.

        Coarse mentions ("Januari 2023") come after all exact ones; within a day the paragraph
        that opens an article comes first, and each article is heard before any is heard twice.

        Args:
            spans: The days asked for.
            order: The place of each article among all, which decides where all else is equal.
        """
        rows = self.overlapping(spans)
        rows = rows[np.lexsort((self._granularity[rows], self._paragraph[rows]))]
        paragraphs, begins, sizes = np.unique(
            self._paragraph[rows], return_index=True, return_counts=True
        )
        lead = rows[begins]
        article = self._article_of[paragraphs]
        coarse, day, granularity = self._day_keys(lead, spans)
        number = paragraphs - self._starts[article]
        by_day = np.lexsort((order[article], number, granularity, day, coarse))
        turns = np.empty(len(lead), dtype=np.int64)
        turns[by_day] = _turns(article[by_day], day[by_day])
        final = by_day[
            np.lexsort((turns[by_day], granularity[by_day], day[by_day], coarse[by_day]))
        ]
        return Told(
            paragraphs[final].astype(np.int64),
            rows,
            begins[final],
            (begins + sizes)[final],
            dates=len(np.unique(self._first[lead] * _BEYOND + self._last[lead])),
            articles=len(np.unique(article)),
        )

    def _day_keys(self, lead: Numbers, spans: Sequence[Span]) -> tuple[Numbers, Numbers, Numbers]:
        begins = min((span.first for span in spans if span.first), default=date.min).toordinal()
        granularity = self._granularity[lead].astype(np.int64)
        day = np.maximum(self._first[lead], begins).astype(np.int64)
        return (granularity > Granularity.DAYS).astype(np.int64), day, granularity

    def rows_of(self, told: Told, most: int) -> Iterator[tuple[int, list[int]]]:
        """The first ``most`` paragraphs of ``told``, each with its mentions."""
        columns = (told.positions, told.begins, told.ends)
        for at, first, after in zip(*(column[:most].tolist() for column in columns), strict=True):
            yield at, told.rows[first:after].tolist()


def _turns(articles: NDArray[np.int32], days: Numbers) -> Numbers:
    """For each row, how often its article was heard on its day before, in the order given."""
    grouped = np.lexsort((days, articles))
    one, day = articles[grouped], days[grouped]
    fresh = np.concatenate(([True], (one[1:] != one[:-1]) | (day[1:] != day[:-1])))[: len(one)]
    begins = np.flatnonzero(fresh)
    sizes = np.diff(np.concatenate((begins, [len(one)])))
    turns = np.empty(len(one), dtype=np.int64)
    turns[grouped] = np.arange(len(one)) - np.repeat(begins, sizes)
    return turns
