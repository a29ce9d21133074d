"""What there is to look at without asking: the days, the events in order, the articles.

All of it is counted on the columns of the archive; an article becomes an object when it stands on
the page that is looked at. An event, here, is a day that an article names exactly; an article and
its copies name it once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from hashlib import blake2b
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.answer.passages import dated_passage, fold_copies
from bot.dates import find_asked
from bot.index.columns import Columns
from bot.index.memory import Index
from bot.model import Answer, Article, Granularity, Hit, Passage, Query, Span
from bot.text.sentences import split_sentences

Item = TypeVar("Item")
Numbers = NDArray[np.int64]

_KEY_BYTES = 8
# Of one day, so many passages are compared to find the one that is shown.
_READ_A_DAY = 10
_READ_AHEAD = 50
_AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ListPage(Generic[Item]):
    """A page of a list: ``number`` of ``count``, both from 1; an empty list has one page."""

    items: tuple[Item, ...]
    number: int
    count: int
    total: int


@dataclass(frozen=True, slots=True)
class EventArticle:
    """An article that names a day.

    Attributes:
        sentence: The sentence that names it first, verbatim; for an article without a title.
    """

    article: Article
    sentence: str


@dataclass(frozen=True, slots=True)
class EventDay:
    """A day with events; ``told`` may be the first few of ``count`` articles that name it."""

    day: date
    planned: bool
    count: int
    told: tuple[EventArticle, ...]


@dataclass(frozen=True, slots=True)
class _Events:
    """The events as columns, by day, and within a day by paragraph and article.

    Attributes:
        days: The day of each event, as ``date.toordinal`` counts.
        rows: The mention that names it first.
        planned: Whether every mention of it is of something planned.
    """

    days: Numbers
    rows: Numbers
    planned: NDArray[np.bool_]


class Overview:
    """What an archive holds, by day and by article; it is as fixed as the index is."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._columns: Columns = index.columns

    @cached_property
    def _events(self) -> _Events:
        mentions, columns = self._columns.mentions, self._columns
        rows = np.flatnonzero(mentions["granularity"] == Granularity.DAY)
        paragraphs = mentions["paragraph"][rows].astype(np.int64)
        articles = columns.article_of[paragraphs].astype(np.int64)
        originals = self._originals[articles]
        # The original speaks for its copies.
        order = np.lexsort((rows, articles != originals))
        rows, paragraphs, originals = rows[order], paragraphs[order], originals[order]
        days = mentions["first"][rows].astype(np.int64)
        _, lead, event = np.unique(
            days * (len(columns.ids) + 1) + originals, return_index=True, return_inverse=True
        )
        certain = np.bincount(event, weights=~columns.planned[rows], minlength=len(lead))
        number = paragraphs[lead] - columns.starts[columns.article_of[paragraphs[lead]]]
        reading = np.lexsort((originals[lead], number, days[lead]))
        return _Events(days[lead][reading], rows[lead][reading], (certain == 0)[reading])

    @cached_property
    def _originals(self) -> Numbers:
        """The number of the article that each one repeats; its own where it repeats none.

        Copies of an article that is not there are copies of the first of them.
        """
        numbers = {name: number for number, name in enumerate(self._columns.ids)}
        originals = np.arange(len(numbers), dtype=np.int64)
        for number, (copied,) in enumerate(self._columns.read_heads("copy_of")):
            if copied:
                originals[number] = numbers.setdefault(copied, number)
        return originals

    def count_events(self, span: Span) -> dict[date, int]:
        """The days in ``span`` that have events, in order, and how many each has."""
        days, counts = np.unique(self._days_of(span), return_counts=True)
        named = map(date.fromordinal, days.tolist())
        return dict(zip(named, counts.tolist(), strict=True))

    def _days_of(self, span: Span) -> Numbers:
        first, last = (span.first or date.min).toordinal(), (span.last or date.max).toordinal()
        begin, end = np.searchsorted(self._events.days, (first, last + 1))
        return self._events.days[begin:end]

    @cached_property
    def months(self) -> tuple[date, ...]:
        """The months that have events, each by its first day, in order."""
        return tuple(dict.fromkeys(day.replace(day=1) for day in self._index.days))

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

    def days_in(self, span: Span) -> tuple[date, ...]:
        """The days in ``span`` that have events, in order."""
        return self._index.days_in(span)

    def nearest_days(self, span: Span) -> tuple[date, ...]:
        """The last day with events before ``span`` and the first after it, where there are any."""
        return self._index.nearest_days(span)

    def timeline(
        self, span: Span, number: int | None, *, size: int, most: int
    ) -> ListPage[EventDay]:
        """A page of the days in ``span`` that have events, in order.

        Args:
            span: The days to look at; an end may be open.
            number: The page, from 1; beyond the ends the nearest page, None for the last.
            size: Days on a page.
            most: Articles of a day at most.
        """
        days = np.unique(self._days_of(span))
        page = _page(len(days), number, size)
        read = tuple(self._read_day(day, most) for day in days[_slice(page, size)].tolist())
        return ListPage(read, page.number, page.count, page.total)

    def _read_day(self, day: int, most: int) -> EventDay:
        events = self._events
        begin, end = np.searchsorted(events.days, (day, day + 1)).tolist()
        told = tuple(self._read_told(row) for row in events.rows[begin : min(end, begin + most)])
        return EventDay(
            date.fromordinal(day), bool(events.planned[begin:end].all()), end - begin, told
        )

    def _read_told(self, row: np.int64) -> EventArticle:
        mention = self._columns.mentions[row]
        paragraph, start = int(mention["paragraph"]), int(mention["start"])
        text = self._columns.texts[paragraph]
        sentences = split_sentences(text)
        said = next((text[a:b] for a, b in sentences if a <= start < b), text)
        return EventArticle(
            self._columns.read_article(int(self._columns.article_of[paragraph])), said
        )

    @cached_property
    def _newest_first(self) -> Numbers:
        ids, published = self._columns.ids, self._columns.published
        by_id = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.int64)
        newest: Numbers = by_id[np.argsort(-published[by_id].astype(np.int64), kind="stable")]
        return newest

    @cached_property
    def _labels(self) -> tuple[str, ...]:
        heads = self._columns.read_heads("title", "publisher")
        return tuple(f"{title or ''}\n{publisher}".casefold() for title, publisher in heads)

    def articles(self, words: str, number: int, *, size: int) -> ListPage[Article]:
        """A page of the articles, newest first: by day of publication, then by id, undated last.

        Args:
            words: Each of them must stand in the title or the outlet's name, in any case.
            number: The page, from 1; beyond the ends the nearest page.
            size: Articles on a page.
        """
        listed = self._newest_first
        if wanted := words.casefold().split():
            labels = self._labels
            held = [at for at in listed.tolist() if all(word in labels[at] for word in wanted)]
            listed = np.array(held, dtype=np.int64)
        page = _page(len(listed), number, size)
        read = tuple(map(self._columns.read_article, listed[_slice(page, size)].tolist()))
        return ListPage(read, page.number, page.count, page.total)

    def earlier_years(self, today: date, *, most: int) -> tuple[Passage, ...]:
        """What happened on the day and month of ``today`` in earlier years, newest first.

        One passage a year, as the answer of that day begins, of at most ``most`` years.
        """
        days = self._index.days
        same = [d for d in days if (d.month, d.day) == (today.month, today.day) and d < today]
        found = []
        for day in same[: -most - 1 : -1]:
            told = self._index.by_day([Span(day, day)])
            found += self._fold(tuple(self._index.read_told(told, _READ_A_DAY)))[:1]
        return tuple(found)

    def planned(self, today: date, *, most: int) -> tuple[Passage, ...]:
        """What is planned for ``today`` and the seven days after, or lies ahead then, by day."""
        last = today + _AHEAD if today <= date.max - _AHEAD else date.max
        told = self._index.by_day([Span(today, last)])
        hits = self._index.read_told(told, _READ_AHEAD)
        return tuple(self._fold([hit for hit in hits if _lies_ahead(hit, today)])[:most])

    def _fold(self, hits: Sequence[Hit]) -> list[Passage]:
        return [dated_passage(hit).also_in(also) for hit, also in fold_copies(hits, self._index)]


def _lies_ahead(hit: Hit, today: date) -> bool:
    """Whether the most exact of its days is planned, or still to come."""
    day = hit.dates[0]
    return day.granularity <= Granularity.DAYS and (day.planned or day.first > today)


def build_listing(query: Query, passages: Sequence[Passage], index: Index) -> Answer:
    """The answer that shows these passages, all of them."""
    copies = sum(len(passage.also) for passage in passages)
    articles = {passage.paragraph.article.id for passage in passages}
    dates = {(p.dates[0].first, p.dates[0].last) for p in passages if p.dates}
    return Answer(
        query,
        answered=bool(passages),
        reach=index.reach,
        passages=tuple(passages),
        shown=len(passages),
        sources=len(articles) + copies,
        reason=None if passages else "nothing_on_date",
        total=len(passages),
        event_dates=len(dates),
    )


def find_period(text: str, today: date) -> Span | None:
    """The one span that ``text`` names: a year, a month, a day; None where it names none, or two.

    >>> find_period("Februari 2023", date(2026, 1, 22)).last
    datetime.date(2023, 2, 28)
    """
    spans = find_asked(text, today).spans
    return spans[0] if len(spans) == 1 else None


def month_of(day: date) -> Span:
    """The month of ``day``."""
    return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def article_key(article_id: str) -> str:
    """A short name of the article for callback data, which holds 64 bytes: 16 hex digits.

    >>> len(article_key("tempo-2081968-" + "x" * 200))
    16
    """
    return blake2b(article_id.encode(), digest_size=_KEY_BYTES).hexdigest()


def _page(total: int, number: int | None, size: int) -> ListPage[None]:
    count = max(1, -(-total // size))
    return ListPage((), min(max(1, count if number is None else number), count), count, total)


def _slice(page: ListPage[None], size: int) -> slice:
    return slice((page.number - 1) * size, page.number * size)
