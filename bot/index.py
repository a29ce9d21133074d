"""The index over the paragraphs of all articles: by their words, and by the days they name.

Nothing above reaches into postings: a search cluster can stand behind the same few calls.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bot.analysis import analyze, find_tokens, fold
from bot.bm25 import PostingsBM25, best
from bot.dates import find_mentions, find_reference
from bot.model import Article, DateMention, Granularity, Paragraph, Reach, Span


def reference_day(article: Article) -> date | None:
    """The day from which the dates of ``article`` are counted; None where nothing tells one.

    It is the day of publication; where that is not given, the first full date in its text.
    """
    return article.published or find_reference(article.paragraphs)


def read_paragraphs(article: Article) -> tuple[Paragraph, ...]:
    """The paragraphs of ``article`` with the days that they name.

    Dates without a year are resolved from its ``reference_day``.
    """
    reference = reference_day(article)
    return tuple(
        Paragraph(article, number, text, find_mentions(text, reference))
        for number, text in enumerate(article.paragraphs)
    )


class Index:
    """Paragraphs that can be found by words and by days.

    Paragraphs keep the order of the articles given, and their own within each.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = tuple(articles)
        self._paragraphs = [p for article in self.articles for p in read_paragraphs(article)]
        self._words = PostingsBM25(analyze(p.text) for p in self._paragraphs)
        self._whole = PostingsBM25(_article_terms(self.articles))
        sizes = [len(article.paragraphs) for article in self.articles]
        self._article_of = np.repeat(np.arange(len(sizes)), sizes)
        self._positions = {article.id: at for at, article in enumerate(self.articles)}
        self._days = _DayTable(self._paragraphs)
        self.days = self._event_days()

    def _event_days(self) -> tuple[date, ...]:
        exact = {
            mention.first
            for paragraph in self._paragraphs
            for mention in paragraph.mentions
            if mention.granularity is Granularity.DAY
        }
        return tuple(sorted(exact))

    def rank(
        self, weights: Mapping[str, float], *, article_weight: float, most: int
    ) -> list[tuple[Paragraph, float, float]]:
        """The paragraphs that hold one of the terms, best first: at most ``most`` of them.

        Returns:
            Each paragraph with its full score (its own BM25 and ``article_weight`` times that
            of its article) and its own alone. Of equals, the earlier in the corpus is first.
        """
        own = self._words.score(weights)
        scores = own
        if article_weight:
            whole = self._whole.score(weights)
            scores = np.where(own > 0, own + article_weight * whole[self._article_of], 0.0)
        return [
            (self._paragraphs[at], float(scores[at]), float(own[at])) for at in best(scores, most)
        ]

    def count_words(self) -> Counter[str]:
        """The words of all paragraphs in lower case, and how often each stands there."""
        return Counter(match[0] for p in self._paragraphs for match in find_tokens(fold(p.text)))

    def ceiling(self, term: str) -> float:
        """The highest BM25 score that ``term`` can bring a paragraph."""
        return (self._words.k1 + 1) * self.idf(term)

    def idf(self, term: str) -> float:
        """How telling ``term`` is, over paragraphs.

        An unknown term counts as one that a single paragraph holds: what nobody writes about is
        no lesser part of the question.
        """
        return self._words.idf.get(term, self.highest_idf)

    @property
    def highest_idf(self) -> float:
        """The idf of a term that a single paragraph holds."""
        return math.log(len(self._paragraphs) + 1)

    def knows(self, term: str) -> bool:
        """Whether any paragraph holds ``term``."""
        return term in self._words.idf

    def holds(self, article: Article, term: str) -> bool:
        """Whether the title or a paragraph of ``article`` holds ``term``."""
        return self._whole.holds(self._positions[article.id], term)

    def paragraphs_on(self, span: Span) -> Iterator[tuple[Paragraph, DateMention]]:
        """Each mention that has a day in common with ``span``, in the order of the corpus."""
        return self._days.overlapping(span)

    def published_in(self, span: Span) -> Iterator[Paragraph]:
        """The first paragraphs of the articles published in ``span``, by day, then by id."""
        found = [
            article
            for article in self.articles
            if article.published and span.overlaps(Span(article.published, article.published))
        ]
        starts = np.searchsorted(self._article_of, np.arange(len(self.articles)))
        for article in sorted(found, key=lambda a: (a.published or date.min, a.id)):
            yield self._paragraphs[int(starts[self._positions[article.id]])]

    def mentions_in(self, article: Article) -> list[DateMention]:
        """What ``article`` says of days, in the order of its text."""
        at = self._positions[article.id]
        first, after = np.searchsorted(self._article_of, [at, at + 1])
        return [m for paragraph in self._paragraphs[first:after] for m in paragraph.mentions]

    def days_in(self, span: Span) -> tuple[date, ...]:
        """The event days in ``span``, in order."""
        first = bisect_left(self.days, span.first) if span.first else 0
        after = bisect_right(self.days, span.last) if span.last else len(self.days)
        return self.days[first:after]

    def nearest_days(self, span: Span) -> tuple[date, ...]:
        """The last event day before ``span`` and the first after it, as far as there are any."""
        before = bisect_left(self.days, span.first) if span.first else 0
        after = bisect_right(self.days, span.last) if span.last else len(self.days)
        return self.days[before - 1 : before] * (before > 0) + self.days[after : after + 1]

    @property
    def reach(self) -> Reach:
        """How far the archive reaches."""
        if not self.days:
            return Reach(len(self.articles))
        return Reach(len(self.articles), self.days[0], self.days[-1])


def _article_terms(articles: Iterable[Article]) -> Iterator[list[str]]:
    for article in articles:
        yield analyze("\n".join((article.title or "", *article.paragraphs)))


class _DayTable:
    """All mentions as two columns of day numbers, so that an overlap is one comparison."""

    def __init__(self, paragraphs: Iterable[Paragraph]) -> None:
        self._rows = [(p, mention) for p in paragraphs for mention in p.mentions]
        self._first = _ordinals(mention.first for _, mention in self._rows)
        self._last = _ordinals(mention.last for _, mention in self._rows)

    def overlapping(self, span: Span) -> Iterator[tuple[Paragraph, DateMention]]:
        first = (span.first or date.min).toordinal()
        last = (span.last or date.max).toordinal()
        for at in np.flatnonzero((self._first <= last) & (self._last >= first)):
            yield self._rows[int(at)]


def _ordinals(days: Iterable[date]) -> NDArray[np.int32]:
    return np.fromiter((day.toordinal() for day in days), dtype=np.int32)
