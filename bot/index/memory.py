"""The archive in this process: an index of arrays, and what it lists."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, reduce
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from bot.dates import read_paragraphs
from bot.index.bm25 import PostingsBM25
from bot.index.columns import Columns, lie_within
from bot.index.day_table import DayTable
from bot.index.event_keys import EventKeys, EventKeysWriter
from bot.index.events import EventTable
from bot.index.postings import Positions, Postings, PostingsWriter
from bot.index.protocol import EventDay, ParagraphKey, TermGroup, TermStatistics, WordHit
from bot.index.string_column import Arrays, StringColumn, join_tables, split_tables
from bot.model import Article, Counts, DateMatch, Hit, Paragraph, SearchResult, Span
from bot.text.analysis import stem, tokenize
from bot.text.minhash import VOCABULARY_SKETCH, sketch_vocabulary

_KEPT_ARTICLES = 4096
_MATCHES = tuple(sorted(DateMatch))


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
        events: Which events the articles tell.
    """

    columns: Columns
    words: Postings
    whole: Postings
    sketches: NDArray[np.uint32]
    spoken: tuple[Mapping[str, int], ...]
    events: EventKeys

    @classmethod
    def of(cls, articles: Iterable[Article]) -> _Parts:
        words, whole, spoken = PostingsWriter(), PostingsWriter(), Counter[str]()
        events = EventKeysWriter()
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
                events.add(paragraphs)
                yield paragraphs

        columns = Columns.of(read())
        sketched = np.array(sketches, dtype=np.uint32).reshape(-1, VOCABULARY_SKETCH)
        return cls(columns, words.close(), whole.close(), sketched, (spoken,), events.close())


def _only_words(tokens: Iterable[str]) -> Iterator[str]:
    return (token for token in tokens if token.isalpha())


class MemoryIndex:
    """Paragraphs that can be found by words and by days: `Index` says what its calls answer.

    An index never changes; ``plus`` and ``without`` give another one, quickly. Paragraphs keep
    the order of the articles given, and their own within each; what is called a position is the
    place of a paragraph in that order, a number that of an article.
    """

    def __init__(self, articles: Iterable[Article] = (), *, parts: _Parts | None = None) -> None:
        self._parts = parts or _Parts.of(articles)
        self.columns = self._parts.columns
        self._words = PostingsBM25(self._parts.words)
        self._whole = PostingsBM25(self._parts.whole)
        self._article_of = self.columns.article_of
        self._numbers = {name: number for number, name in enumerate(self.columns.ids)}
        self._days = DayTable(self.columns)
        self.article = lru_cache(_KEPT_ARTICLES)(self.columns.read_article)

    def plus(self, articles: Iterable[Article]) -> MemoryIndex:
        """The same index with more ``articles`` after those that it has."""
        if not len(self):
            return MemoryIndex(articles)
        more = _Parts.of(articles)
        old = self._parts
        return MemoryIndex(
            parts=_Parts(
                old.columns.plus(more.columns),
                old.words.plus(more.words),
                old.whole.plus(more.whole),
                np.concatenate((old.sketches, more.sketches)),
                (*old.spoken, *more.spoken),
                old.events.plus(more.events),
            )
        )

    def without(self, ids: Iterable[str]) -> MemoryIndex:
        """The same index without those articles of ``ids`` that it has."""
        gone = list(self._known(ids).values())
        if not gone:
            return self
        kept = np.ones(len(self), dtype=np.bool_)
        kept[gone] = False
        texts = (text for at in gone for text in self.article(at).paragraphs)
        lost = Counter(word for text in texts for word in _only_words(tokenize(text)))
        old = self._parts
        return MemoryIndex(
            parts=_Parts(
                old.columns.keep(kept),
                old.words.keep(kept[self._article_of]),
                old.whole.keep(kept),
                old.sketches[kept],
                (*old.spoken, {word: -count for word, count in lost.items()}),
                old.events.keep(kept),
            )
        )

    def __len__(self) -> int:
        """The number of its articles."""
        return len(self.columns.ids)

    @property
    def paragraphs(self) -> int:
        """The number of its paragraphs."""
        return len(self.columns.texts)

    # What the protocol asks for.

    def statistics(self, terms: Collection[str]) -> Mapping[str, TermStatistics]:
        # That of a term that a single paragraph holds.
        highest, most = math.log(self.paragraphs + 1), self._words.k1 + 1
        known = {term: self._words.idf_of(term) for term in terms}
        return {
            term: TermStatistics(idf is not None, idf or highest, most * (idf or highest))
            for term, idf in known.items()
        }

    def by_words(  # noqa: PLR0913 -- as the protocol has it
        self,
        weights: Mapping[str, float],
        groups: Sequence[TermGroup],
        spans: Sequence[Span],
        *,
        article_weight: float,
        title_weight: float = 0.0,
        limit: int,
    ) -> Sequence[WordHit]:
        # A paragraph beyond the limit by its own words was never seen to come up by its article's.
        found, own = self._words.top(weights, limit)
        scores, articles = own, self._article_of[found]
        if article_weight:
            scores = scores + article_weight * self._whole.score_at(weights, articles)
        if title_weight:
            scores = scores + title_weight * self._title_mass(weights, articles)
        order = np.argsort(-scores, kind="stable")
        if (np.diff(scores[order]) == 0).any():
            order = np.lexsort((found, self._by_id(articles), -scores))
        found, articles = found[order], articles[order]
        numbers = (found - self.columns.starts[articles]).tolist()
        keys = zip(map(self.columns.ids.__getitem__, articles.tolist()), numbers, strict=True)
        rows = zip(
            map(ParagraphKey._make, keys),
            scores[order].tolist(),
            own[order].tolist(),
            self._held_mass(articles, groups).tolist(),
            map(_MATCHES.__getitem__, self._days.match(found, spans).tolist()),
            strict=True,
        )
        return list(map(WordHit._make, rows))

    def _title_mass(self, weights: Mapping[str, float], articles: Positions) -> NDArray[np.float64]:
        """The weighted idf of the terms that the title of each of ``articles`` holds."""
        known = self.statistics(weights)
        worth = {term: weight * known[term].idf for term, weight in weights.items()}
        titles = (self.article(number).title or "" for number in articles.tolist())
        held = (set(stem(tokenize(title))) & worth.keys() for title in titles)
        return np.array([sum(worth[term] for term in sorted(terms)) for terms in held])

    def _held_mass(self, articles: Positions, groups: Sequence[TermGroup]) -> NDArray[np.float64]:
        """The mass of the groups that each of ``articles``, by number, holds."""
        mass = np.zeros(len(articles))
        for group in groups:
            mass += group.mass * reduce(np.logical_or, self._held_ways(articles, group))
        return mass

    def _held_ways(self, articles: Positions, group: TermGroup) -> Iterator[NDArray[np.bool_]]:
        hold = self._parts.whole.hold
        return (
            reduce(np.logical_and, (hold(articles, term) for term in way)) for way in group.ways
        )

    def by_days(
        self,
        spans: Sequence[Span],
        groups: Sequence[TermGroup] = (),
        *,
        share: float = 0.0,
        limit: int | None = None,
    ) -> SearchResult:
        least = share * sum(group.mass for group in groups)
        dated = self._days.in_order(
            spans, self._by_id, lambda articles: self._held_mass(articles, groups) >= least
        )
        hits = tuple(
            self._read_dated(position, dated.rows[first:after])
            for position, (first, after) in zip(
                dated.positions[:limit].tolist(), dated.slices[:limit].tolist(), strict=True
            )
        )
        articles, days = np.unique(dated.articles), np.unique(dated.days)
        return SearchResult(
            hits,
            by_day=True,
            total=len(dated.positions),
            articles=len(articles),
            dates=len(days),
        )

    def _read_dated(self, position: int, rows: NDArray[np.int64]) -> Hit:
        """The paragraph, with those of its mentions that were asked for."""
        paragraph = self._read(position)
        numbers = (rows - self.columns.mention_starts[position]).tolist()
        dates = tuple(paragraph.mentions[number] for number in numbers)
        return Hit(paragraph, 1.0, dating=DateMatch.PARAGRAPH, dates=dates)

    def published_in(self, span: Span) -> Sequence[Paragraph]:
        found = np.flatnonzero(lie_within(self.columns.published, [span])).astype(np.int32)
        order = np.lexsort((self._by_id(found), self.columns.published[found]))
        return [self._lead(number) for number in found[order].tolist()]

    def by_outlet(self, outlet: str, span: Span | None, *, offset: int, limit: int) -> SearchResult:
        wanted = outlet.casefold()
        named = (name.casefold() == wanted for name in self.columns.publishers)
        mask = np.fromiter(named, dtype=np.bool_, count=len(self))
        if span:
            mask &= lie_within(self.columns.published, [span])
        found = self.columns.newest_first[mask[self.columns.newest_first]].tolist()
        match = DateMatch.PUBLISHED if span else DateMatch.UNKNOWN
        leads = map(self._lead, found[offset : offset + limit])
        hits = tuple(Hit(lead, 1.0, dating=match) for lead in leads)
        return SearchResult(hits, total=len(found), articles=len(found))

    def read(self, keys: Sequence[ParagraphKey]) -> Sequence[Paragraph]:
        return [self._read(self._position(key)) for key in keys]

    def read_articles(self, articles: Collection[str]) -> Mapping[str, Sequence[Paragraph]]:
        known = self._known(articles)
        return {name: [self._read(at) for at in self._positions(known[name])] for name in known}

    def held_terms(
        self, articles: Collection[str], terms: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        known = self._known(articles)
        numbers = np.fromiter(known.values(), dtype=np.int32)
        held = {term: self._parts.whole.hold(numbers, term).tolist() for term in terms}
        return {
            name: frozenset(term for term in terms if held[term][at])
            for at, name in enumerate(known)
        }

    def event_keys(self, articles: Collection[str]) -> Mapping[str, frozenset[tuple[date, str]]]:
        known = self._known(articles)
        return dict(zip(known, self.events.keys_of(known.values()), strict=True))

    def event_days(self) -> Sequence[EventDay]:
        return self.events.days

    def event_reports(
        self, events: Collection[str], spans: Sequence[Span]
    ) -> Mapping[str, Sequence[str]]:
        named = ((event, event.partition("/")) for event in events)
        known = {
            event: (self._numbers[article], date.fromisoformat(day))
            for event, (day, _, article) in named
            if article in self._numbers
        }
        return {
            event: [self.columns.ids[number] for number in numbers]
            for event, numbers in self.events.reports_of(known, spans).items()
        }

    def count_events(self, spans: Sequence[Span]) -> Counts:
        return self.events.count(spans)

    def resemblances(self, articles: Sequence[str]) -> Mapping[tuple[str, str], float]:
        sketches = self._parts.sketches[[self._numbers[name] for name in articles]]
        alike = (sketches[:, None] == sketches[None]).mean(axis=2).tolist()
        return {
            (articles[one], articles[other]): alike[one][other]
            for one, other in combinations(range(len(articles)), 2)
            if alike[one][other]
        }

    # For the catalogue beside it.

    @cached_property
    def events(self) -> EventTable:
        """The events of the archive."""
        return EventTable(self.columns, self._parts.events)

    @cached_property
    def vocabulary(self) -> Mapping[str, int]:
        """The words of all paragraphs in lower case, and how often each stands there."""
        if len(self._parts.spoken) == 1:
            return self._parts.spoken[0]
        sums: Counter[str] = Counter()
        for counts in self._parts.spoken:
            sums.update(counts)
        return +sums

    def _read(self, position: int) -> Paragraph:
        number = int(self._article_of[position])
        article = self.article(number)
        offset = position - int(self.columns.starts[number])
        text = article.paragraphs[offset]
        return Paragraph(article, offset, text, self.columns.read_mentions(position, text))

    def _lead(self, number: int) -> Paragraph:
        return self._read(int(self.columns.starts[number]))

    def _known(self, articles: Iterable[str]) -> dict[str, int]:
        """The number of each of ``articles`` that is in it."""
        return {name: self._numbers[name] for name in articles if name in self._numbers}

    def _positions(self, number: int) -> range:
        return range(*self.columns.starts[number : number + 2].tolist())

    def _position(self, key: ParagraphKey) -> int:
        positions = self._positions(self._numbers[key.article])
        if not 0 <= key.number < len(positions):
            raise KeyError(key)
        return positions[key.number]

    def _by_id(self, articles: Positions) -> Positions:
        """The rank of each of these articles among them, by id."""
        distinct, which = np.unique(articles, return_inverse=True)
        ids = [self.columns.ids[number] for number in distinct.tolist()]
        ranks = np.empty(len(ids), dtype=np.int32)
        ranks[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids), dtype=np.int32)
        return ranks[which]

    def to_arrays(self) -> Arrays:
        """All of it as arrays by name; ``from_arrays`` reads them back."""
        counts = np.fromiter(self.vocabulary.values(), dtype=np.int64)
        return join_tables(
            {
                "columns": self.columns.to_arrays(),
                "words": self._parts.words.to_arrays(),
                "whole": self._parts.whole.to_arrays(),
                "sketches": {"all": self._parts.sketches},
                "events": self._parts.events.to_arrays(),
                "spoken": {**StringColumn.of(self.vocabulary).to_arrays(), "counts": counts},
            }
        )

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> MemoryIndex:
        """The index that ``to_arrays`` gave."""
        tables = split_tables(arrays)
        counts = tables["spoken"]["counts"].tolist()
        spoken = zip(StringColumn.from_arrays(tables["spoken"]), counts, strict=True)
        columns = Columns.from_arrays(tables["columns"])
        return cls(
            parts=_Parts(
                columns,
                Postings.from_arrays(tables["words"]),
                Postings.from_arrays(tables["whole"]),
                tables["sketches"]["all"],
                (dict(spoken),),
                EventKeys.from_arrays(tables["events"], columns.ids),
            )
        )
