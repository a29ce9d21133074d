"""The index over the paragraphs of all articles: by their words, and by the days they name.

Nothing above reaches into postings: a search cluster can stand behind the same few calls.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.dates import read_paragraphs
from bot.index.bm25 import PostingsBM25
from bot.index.columns import Columns
from bot.index.day_table import DayTable, Told
from bot.index.postings import Positions, Postings, PostingsWriter
from bot.index.string_column import StringColumn, join_tables, split_tables
from bot.model import Article, DateMatch, Hit, Paragraph, Reach, Span
from bot.text.analysis import stem, tokenize
from bot.text.minhash import VOCABULARY_SKETCH, sketch_vocabulary

_KEPT_ARTICLES = 4096


class Ranked(NamedTuple):
    """Paragraphs by their positions, best first, with their full scores and their own alone."""

    positions: Positions
    scores: NDArray[np.float64]
    own: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Parts:
    """All that an index is made of.

    Attributes:
        columns: The articles.
        words: The postings of their paragraphs.
        whole: The postings of the articles, titles included.
        sketches: The sketch of the vocabulary of each article.
        spoken: How often each word stands in the paragraphs, in lower case. The counts of
            several tables add up; what an article took with it counts below 0.
    """

    columns: Columns
    words: Postings
    whole: Postings
    sketches: NDArray[np.uint32]
    spoken: tuple[Mapping[str, int], ...]

    @classmethod
    def of(cls, articles: Iterable[Article]) -> _Parts:
        words, whole, spoken = PostingsWriter(), PostingsWriter(), Counter[str]()
        sketches: list[NDArray[np.uint32]] = []

        def read() -> Iterator[tuple[Paragraph, ...]]:
            for article in articles:
                paragraphs = read_paragraphs(article)
                terms = stem(tokenize(article.title or ""))
                for paragraph in paragraphs:
                    tokens = tokenize(paragraph.text)
                    spoken.update(_only_words(tokens))
                    stems = stem(tokens)
                    words.add(stems)
                    terms += stems
                whole.add(terms)
                sketches.append(sketch_vocabulary(terms))
                yield paragraphs

        columns = Columns.of(read())
        sketched = np.array(sketches, dtype=np.uint32).reshape(-1, VOCABULARY_SKETCH)
        return cls(columns, words.close(), whole.close(), sketched, (spoken,))


def _only_words(tokens: Iterable[str]) -> Iterator[str]:
    return (token for token in tokens if token.isalpha())


class Index:
    """Paragraphs that can be found by words and by days.

    An index never changes; ``plus`` and ``without`` give another one, quickly. Paragraphs keep
    the order of the articles given, and their own within each.
    """

    def __init__(self, articles: Iterable[Article] = (), *, parts: _Parts | None = None) -> None:
        self._parts = parts or _Parts.of(articles)
        self._columns = self._parts.columns
        self._words = PostingsBM25(self._parts.words)
        self._whole = PostingsBM25(self._parts.whole)
        self._article_of = self._columns.article_of
        self._ids = self._columns.ids
        self._numbers = {name: number for number, name in enumerate(self._ids)}
        self._days = DayTable(self._columns)
        self._article = lru_cache(_KEPT_ARTICLES)(self._columns.read_article)
        self.days: tuple[date, ...] = self._days.event_days()
        # A term that a single paragraph holds.
        self.highest_idf: float = math.log(len(self._columns.texts) + 1)

    def plus(self, articles: Iterable[Article]) -> Index:
        """The same index with more ``articles`` after those that it has."""
        if not len(self):
            return Index(articles)
        more = _Parts.of(articles)
        old = self._parts
        return Index(
            parts=_Parts(
                old.columns.plus(more.columns),
                old.words.plus(more.words),
                old.whole.plus(more.whole),
                np.concatenate((old.sketches, more.sketches)),
                (*old.spoken, *more.spoken),
            )
        )

    def without(self, ids: Iterable[str]) -> Index:
        """The same index without the articles of ``ids``."""
        gone = [self._numbers[name] for name in ids]
        kept = np.ones(len(self._ids), dtype=np.bool_)
        kept[gone] = False
        texts = (text for at in gone for text in self._article(at).paragraphs)
        lost = Counter(word for text in texts for word in _only_words(tokenize(text)))
        old = self._parts
        return Index(
            parts=_Parts(
                old.columns.keep(kept),
                old.words.keep(kept[self._article_of]),
                old.whole.keep(kept),
                old.sketches[kept],
                (*old.spoken, {word: -count for word, count in lost.items()}),
            )
        )

    def __len__(self) -> int:
        """The number of its articles."""
        return len(self._ids)

    def has(self, article_id: str) -> bool:
        """Whether the article with this id is in it."""
        return article_id in self._numbers

    @property
    def ids(self) -> Sequence[str]:
        """The ids of its articles."""
        return self._ids

    def read_article(self, article_id: str) -> Article:
        """The article with this id, which it must have."""
        return self._article(self._numbers[article_id])

    @property
    def paragraphs(self) -> int:
        """The number of its paragraphs."""
        return len(self._columns.texts)

    @property
    def columns(self) -> Columns:
        """Its articles as columns, for what lists all of them."""
        return self._columns

    @property
    def nbytes(self) -> int:
        """The bytes of its arrays and texts."""
        return self._columns.nbytes + self._parts.words.nbytes + self._parts.whole.nbytes

    def rank(self, weights: Mapping[str, float], *, article_weight: float, most: int) -> Ranked:
        """The paragraphs that hold one of the terms, best first: at most ``most`` of them.

        Those with the best scores of their own are found exactly, and then ordered with
        ``article_weight`` times the score of the whole article. Of equals, the article with
        the lower id comes first, then the paragraph that stands earlier. A paragraph beyond
        ``most`` by its own words was never seen to come up by its article's.
        """
        found, own = self._words.top(weights, most)
        scores, articles = own, self._article_of[found]
        if article_weight:
            scores = own + article_weight * self._whole.score_at(weights, articles)
        order = np.argsort(-scores, kind="stable")
        if (np.diff(scores[order]) == 0).any():
            order = np.lexsort((found, self._places(articles), -scores))
        return Ranked(found[order], scores[order], own[order])

    def read(self, position: int) -> Paragraph:
        """The paragraph at ``position``."""
        number = int(self._article_of[position])
        article = self._article(number)
        place = position - int(self._columns.starts[number])
        text = article.paragraphs[place]
        return Paragraph(article, place, text, self._columns.read_mentions(position, text))

    def articles_of(self, positions: Positions) -> Positions:
        """The number of the article of each paragraph."""
        return self._article_of[positions]

    def number(self, article: Article) -> int:
        """The number of ``article``."""
        return self._numbers[article.id]

    @cached_property
    def _vocabulary(self) -> Mapping[str, int]:
        if len(self._parts.spoken) == 1:
            return self._parts.spoken[0]
        sums: Counter[str] = Counter()
        for counts in self._parts.spoken:
            sums.update(counts)
        return +sums

    def count_words(self) -> Mapping[str, int]:
        """The words of all paragraphs in lower case, and how often each stands there."""
        return self._vocabulary

    def max_score(self, term: str) -> float:
        """The highest BM25 score that ``term`` can bring a paragraph."""
        return (self._words.k1 + 1) * self.idf(term)

    def idf(self, term: str) -> float:
        """How telling ``term`` is, over paragraphs.

        An unknown term counts as one that a single paragraph holds: what nobody writes about is
        no lesser part of the question.
        """
        known = self._words.idf_of(term)
        return self.highest_idf if known is None else known

    def knows(self, term: str) -> bool:
        """Whether any paragraph holds ``term``."""
        return self._parts.words.size(term) > 0

    def hold(self, articles: Positions, term: str) -> NDArray[np.bool_]:
        """Of each of these articles, by number, whether its title or a paragraph holds ``term``."""
        return self._parts.whole.hold(articles, term)

    def resemblances(self, articles: Sequence[Article]) -> NDArray[np.float64]:
        """About how alike the vocabularies of each two articles are, 0 to 1."""
        sketches = self._parts.sketches[[self._numbers[article.id] for article in articles]]
        alike: NDArray[np.float64] = (sketches[:, None] == sketches[None]).mean(axis=2)
        return alike

    def by_day(self, spans: Sequence[Span]) -> Told:
        """The paragraphs that speak of ``spans``, in the order of reading."""
        return self._days.in_order(spans, self._places)

    def place(self, positions: Positions, spans: Sequence[Span]) -> NDArray[np.int64]:
        """How the paragraphs at ``positions`` stand to ``spans``: a ``DateMatch`` for each."""
        return self._days.place(positions, spans)

    def _places(self, articles: Positions) -> Positions:
        """The place of each of these articles among them, by id."""
        distinct, which = np.unique(articles, return_inverse=True)
        ids = [self._ids[number] for number in distinct.tolist()]
        places = np.empty(len(ids), dtype=np.int32)
        places[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids), dtype=np.int32)
        return places[which]

    def read_told(self, told: Told, most: int) -> Iterator[Hit]:
        """The first ``most`` of ``told``, each with its mentions that were asked for."""
        for position, rows in told.first(most):
            paragraph, first = self.read(position), int(self._columns.mention_starts[position])
            dates = tuple(paragraph.mentions[row - first] for row in rows)
            yield Hit(paragraph, 1.0, 1.0, 1.0, DateMatch.PARAGRAPH, dates)

    def has_events(self, spans: Sequence[Span]) -> bool:
        """Whether any article speaks of one of ``spans``."""
        return len(self._days.overlapping(spans)) > 0

    def published_in(self, span: Span) -> Iterator[Paragraph]:
        """The first paragraphs of the articles published in ``span``, by day, then by id."""
        day = self._columns.published
        first = span.first.toordinal() if span.first else 1
        last = span.last.toordinal() if span.last else date.max.toordinal()
        found = np.flatnonzero((day >= first) & (day <= last)).astype(np.int32)
        for number in found[np.lexsort((self._places(found), day[found]))].tolist():
            yield self.read(int(self._columns.starts[number]))

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
            return Reach(len(self))
        return Reach(len(self), self.days[0], self.days[-1])

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """All of it as arrays by name; ``from_arrays`` reads them back."""
        vocabulary = self.count_words()
        counts = np.fromiter(vocabulary.values(), dtype=np.int64)
        return join_tables(
            {
                "columns": self._columns.to_arrays(),
                "words": self._parts.words.to_arrays(),
                "whole": self._parts.whole.to_arrays(),
                "sketches": {"all": self._parts.sketches},
                "spoken": {**StringColumn.of(vocabulary).to_arrays(), "counts": counts},
            }
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Index:
        """The index that ``to_arrays`` gave."""
        tables = split_tables(arrays)
        counts = tables["spoken"]["counts"].tolist()
        spoken = zip(StringColumn.from_arrays(tables["spoken"]), counts, strict=True)
        return cls(
            parts=_Parts(
                Columns.from_arrays(tables["columns"]),
                Postings.from_arrays(tables["words"]),
                Postings.from_arrays(tables["whole"]),
                tables["sketches"]["all"].astype(np.uint32, copy=False),
                (dict(spoken),),
            )
        )
