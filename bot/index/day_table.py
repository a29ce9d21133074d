"""The days that an archive speaks of: which paragraphs, and in which order they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.index.columns import Columns, lie_within, to_ordinals
from bot.index.postings import Positions
from bot.model import DateMatch, Granularity, Span, coarsest

Numbers = NDArray[np.int64]
# More than the number of any day.
_BEYOND = np.int64(10_000_000)
# An article of so many days later may still tell of the asked ones.
_TOLD_AFTER = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class DatedParagraphs:
    """The paragraphs that speak of the asked days, in the order of reading.

    Attributes:
        positions: The paragraphs.
        articles: The number of the article of each.
        days: The first and the last day of each, as one number.
        slices: Where the mentions of each begin among ``rows``, and where they end.
        rows: The mentions that speak of the days, those of one paragraph together, and of
            these the most exact first.
    """

    positions: Positions
    articles: Positions
    days: Numbers
    slices: Numbers
    rows: Numbers


class DayTable:
    """All mentions as columns of day numbers, so that an overlap is one comparison."""

    def __init__(self, columns: Columns) -> None:
        mentions = columns.mentions
        self._paragraph = mentions["paragraph"].copy()
        self._first = mentions["first"].copy()
        self._last = mentions["last"].copy()
        self._granularity = mentions["granularity"].copy()
        self._starts, self._article_of = columns.starts, columns.article_of
        self._published = columns.published

    def overlapping(self, spans: Sequence[Span]) -> Numbers:
        """The mentions that speak of one of ``spans``: span by span, each in its order, once."""
        found = []
        for span in spans:
            first, last = to_ordinals(span)
            exact = self._granularity <= coarsest(span)
            found.append(np.flatnonzero(exact & (self._first <= last) & (self._last >= first)))
        rows = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
        _, earliest = np.unique(rows, return_index=True)
        return rows[np.sort(earliest)]

    def in_order(
        self,
        spans: Sequence[Span],
        by_id: Callable[[Positions], Positions],
        holds: Callable[[Positions], NDArray[np.bool_]],
    ) -> DatedParagraphs:
        """The paragraphs that speak of ``spans``, in the order of `Index.by_days`.

        Args:
            spans: The days asked for.
            by_id: The rank of each of some articles among them, by which equals are ordered.
            holds: Which of some articles are asked for, too.
        """
        rows = self.overlapping(spans)
        rows = rows[np.lexsort((self._granularity[rows], self._paragraph[rows]))]
        rows = rows[holds(self._article_of[self._paragraph[rows]])]
        paragraphs, begins, sizes = np.unique(
            self._paragraph[rows], return_index=True, return_counts=True
        )
        lead = rows[begins]
        article = self._article_of[paragraphs]
        begin = min((span.first for span in spans if span.first), default=date.min)
        day, granularity = np.maximum(self._first[lead], begin.toordinal()), self._granularity[lead]
        by_day = (granularity, day, granularity > Granularity.DAYS)
        by_article = (by_id(article), paragraphs - self._starts[article])
        once = np.lexsort((*by_article, *by_day))
        turns = np.empty(len(lead), dtype=np.int64)
        turns[once] = _turns(article[once], day[once])
        final = np.lexsort((*by_article, turns, *by_day))
        return DatedParagraphs(
            paragraphs[final],
            article[final],
            (self._first[lead] * _BEYOND + self._last[lead])[final],
            np.stack((begins, begins + sizes), axis=1)[final],
            rows,
        )

    def match(self, positions: Positions, spans: Sequence[Span]) -> Numbers:
        """How the paragraphs at ``positions`` stand to ``spans``: a ``DateMatch`` for each.

        Where no days are asked for, it is UNKNOWN of all.
        """
        if not spans:
            return np.full(len(positions), DateMatch.UNKNOWN, dtype=np.int64)
        articles = self._article_of[positions]
        dated = np.full(len(positions), DateMatch.OTHERWISE, dtype=np.int64)
        dated[~self._tell_a_day[articles]] = DateMatch.UNKNOWN
        # Who was published afterwards may tell of them, if it names no day of its own.
        told = lie_within(self._published[articles], [_with_reports(span) for span in spans])
        told &= self._lead_days[articles] == 0
        dated[told | lie_within(self._published[articles], spans)] = DateMatch.PUBLISHED
        dated[self._are_of(articles, spans)] = DateMatch.ARTICLE
        named = np.unique(self._paragraph[self.overlapping(spans)])
        dated[np.isin(positions, named)] = DateMatch.PARAGRAPH
        return dated

    def _are_of(self, articles: Positions, spans: Sequence[Span]) -> NDArray[np.bool_]:
        """Whether each article is about one of ``spans``.

        It is about the first exact day that it names; of a longer span it may speak anywhere.
        """
        short = [span for span in spans if coarsest(span) is Granularity.DAYS]
        long = [span for span in spans if coarsest(span) is not Granularity.DAYS]
        speaking = np.unique(self._article_of[self._paragraph[self.overlapping(long)]])
        return lie_within(self._lead_days[articles], short) | np.isin(articles, speaking)

    @cached_property
    def _lead_days(self) -> Numbers:
        """The first exact day that each article names; 0 where it names none."""
        exact = np.flatnonzero(self._granularity == Granularity.DAY)
        articles, firsts = np.unique(self._article_of[self._paragraph[exact]], return_index=True)
        days = np.zeros(len(self._starts) - 1, dtype=np.int64)
        days[articles] = self._first[exact[firsts]]
        return days

    @cached_property
    def _tell_a_day(self) -> NDArray[np.bool_]:
        """Whether each article names any day, or that of its publication is known."""
        told = self._published > 0
        told[self._article_of[self._paragraph]] = True
        return told


def _with_reports(span: Span) -> Span:
    """The span and the days after it in which it is still told of."""
    if span.last is None or span.last > date.max - _TOLD_AFTER:
        return span
    return Span(span.first, span.last + _TOLD_AFTER)


def _turns(articles: Positions, days: Positions) -> Numbers:
    """For each row, how often its article was heard on its day before, in the order given."""
    grouped = np.lexsort((days, articles))
    one, day = articles[grouped], days[grouped]
    fresh = np.concatenate(([True], (one[1:] != one[:-1]) | (day[1:] != day[:-1])))[: len(one)]
    places = np.arange(len(one))
    turns = np.empty_like(places)
    turns[grouped] = places - np.maximum.accumulate(np.where(fresh, places, 0))
    return turns
