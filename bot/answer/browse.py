"""What there is to look at without asking: the days, the events in order, the articles.

An event stands on each day of which it is told, once, however many reports tell it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from bot.answer.calendar import Calendar
from bot.answer.event_rows import fold_events
from bot.answer.passages import Row, dated_passage
from bot.dates import find_asked
from bot.index.protocol import Catalogue, EventArticle, EventDay, Index, ParagraphKey
from bot.model import Answer, Article, Granularity, Hit, OutletCount, Passage, Query, Reach, Span
from bot.query.reading import Reader, fold_question

Item = TypeVar("Item")

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
class TimelineDay:
    """A day of the timeline; ``told`` may be the first few of its articles."""

    event_day: EventDay
    told: tuple[EventArticle, ...]


class Overview(Calendar):
    """What an archive holds, by day and by article; it is as fixed as the index is.

    Attributes:
        reach: How far the archive reaches.
    """

    def __init__(self, index: Index, catalogue: Catalogue) -> None:
        self.reach: Reach = catalogue.reach()
        super().__init__(index, self.reach.last)
        self._catalogue = catalogue

    def timeline(
        self, span: Span, number: int | None, *, size: int, most: int
    ) -> ListPage[TimelineDay]:
        """A page of the days in ``span`` that have events, in order.

        Args:
            span: The days to look at; an end may be open.
            number: The page, from 1; beyond the ends the nearest page, None for the last.
            size: Days on a page.
            most: Articles of a day at most.
        """
        event_days = self.event_days(span)
        page = _page(len(event_days), number, size)
        shown = event_days[(page.number - 1) * size : page.number * size]
        told = self._catalogue.events_on([event_day.day for event_day in shown], limit=most)
        days = (TimelineDay(each, tuple(told[each.day])) for each in shown)
        return ListPage(tuple(days), page.number, page.count, page.total)

    def articles(self, words: str, number: int, *, size: int) -> ListPage[Article]:
        """A page of the articles, newest first: by day of publication, then by id, undated last.

        Args:
            words: Each of them must stand in the title or the outlet's name, in any case.
            number: The page, from 1; beyond the ends the nearest page.
            size: Articles on a page.
        """
        _, total = self._catalogue.list_articles(words.split(), offset=0, limit=0)
        page = _page(total, number, size)
        listed, _ = self._catalogue.list_articles(
            words.split(), offset=(page.number - 1) * size, limit=size
        )
        return ListPage(tuple(listed), page.number, page.count, page.total)

    def newest(self, most: int) -> tuple[Hit, ...]:
        """The openings of the newest articles, in the order of ``articles``; ``most`` at most."""
        keys = [ParagraphKey(article.id, 0) for article in self.articles("", 1, size=most).items]
        return tuple(Hit(paragraph, 1.0) for paragraph in self.index.read(keys))

    def outlets(self) -> tuple[OutletCount, ...]:
        """The outlets: those with the most articles first, then by name."""
        counts = self._catalogue.outlets()
        return tuple(
            OutletCount(name, counts[name])
            for name in sorted(counts, key=lambda n: (-counts[n], n))
        )

    def earlier_years(self, today: date, *, most: int) -> tuple[Passage, ...]:
        """What happened on the day and month of ``today`` in earlier years, newest first.

        One passage a year, as the answer of that day begins, of at most ``most`` years.
        """
        earlier = [day for day in self.same_day(today) if day < today]
        told = map(self.told_on, earlier[: -most - 1 : -1])
        return tuple(passage for passage in told if passage)

    def told_on(self, day: date) -> Passage | None:
        """What the answer for ``day`` begins with; None where nothing is told of it."""
        return next(map(dated_passage, self._events(Span(day, day), _READ_A_DAY)[:1]), None)

    def planned(self, today: date, *, most: int) -> tuple[Passage, ...]:
        """What is planned for ``today`` and the seven days after, or lies ahead then, by day."""
        last = today + _AHEAD if today <= date.max - _AHEAD else date.max
        events = self._events(Span(today, last), _READ_AHEAD)
        ahead = [row for row in events if _lies_ahead(row[0], today)]
        return tuple(map(dated_passage, ahead[:most]))

    def _events(self, span: Span, most: int) -> tuple[Row, ...]:
        """The events that the first ``most`` paragraphs of ``span`` tell, in order."""
        hits = self.index.by_days([span], limit=most).hits
        return fold_events(hits, [span], self.index).events


def _lies_ahead(hit: Hit, today: date) -> bool:
    """Whether the most exact of its days is planned, or still to come."""
    day = hit.dates[0]
    return day.granularity <= Granularity.DAYS and (day.planned or day.first > today)


def build_listing(query: Query, passages: Sequence[Passage], reach: Reach) -> Answer:
    """The answer that shows these passages, all of them."""
    copies = sum(len(passage.also) for passage in passages)
    articles = {passage.paragraph.article.id for passage in passages}
    dates = {passage.dates[0].span for passage in passages if passage.dates}
    return Answer(
        query,
        answered=bool(passages),
        reach=reach,
        passages=tuple(passages),
        shown=len(passages),
        sources=len(articles) + copies,
        reason=None if passages else "nothing_on_date",
        by_day=True,
        total=len(passages),
        events=len(passages),
        event_dates=len(dates),
    )


def find_period(text: str, today: date) -> Span | None:
    """The one span that ``text`` names: a year, a month, a day; None where it names none, or two.

    >>> find_period("Februari 2023", date(2026, 1, 22)).last
    datetime.date(2023, 2, 28)
    """
    spans = find_asked(text, today).spans
    return spans[0] if len(spans) == 1 else None


def names_a_matter(text: str, today: date) -> bool:
    """Whether ``text`` says anything beside days: "donor darah 2023", not "tahun 2023".

    >>> names_a_matter("donor darah 2023", date(2026, 1, 22))
    True
    >>> names_a_matter("bulan Januari 2023", date(2026, 1, 22))
    False
    """
    return bool(Reader().read(fold_question(text), today).content)


def month_of(day: date) -> Span:
    """The month of ``day``."""
    return Span(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))


def year_of(day: date) -> Span:
    """The year of ``day``."""
    return Span(date(day.year, 1, 1), date(day.year, 12, 31))


def _page(total: int, number: int | None, size: int) -> ListPage[None]:
    count = max(1, -(-total // size))
    return ListPage((), min(max(1, count if number is None else number), count), count, total)
