"""An index without any cleverness, by which others are measured: lists, loops, rank_bm25 itself."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from rank_bm25 import BM25Plus

from bot.archive.originals import original_of, to_copied
from bot.archive.urls import address_key, host_and_number
from bot.dates import read_paragraphs
from bot.index.protocol import (
    EventArticle,
    EventDay,
    ParagraphKey,
    TermGroup,
    TermStatistics,
    WordHit,
    article_key,
)
from bot.index.reports import Telling, are_related, read_tellings
from bot.index.same_event import likeness
from bot.model import (
    Article,
    Counts,
    DateMatch,
    DateMention,
    Granularity,
    Hit,
    Paragraph,
    Reach,
    SearchResult,
    Span,
    coarsest,
    speaks_of,
)
from bot.text.analysis import analyze, tokenize
from bot.text.sentences import split_sentences

K1 = 0.7


class Bm25:
    """rank_bm25's scores of documents for weighted terms; delta 0, so that no match is 0."""

    def __init__(self, documents: Sequence[list[str]]) -> None:
        self.held = [Counter(document) for document in documents]
        self.parent = BM25Plus(documents or [["-"]], k1=K1, b=0.65, delta=0)

    def scores(self, weights: Mapping[str, float]) -> list[float]:
        found = [0.0] * len(self.held)
        for term, weight in weights.items():
            for at, score in enumerate(self.parent.get_scores([term])[: len(self.held)]):
                found[at] += weight * score
        return found


class Told(NamedTuple):
    """What an article tells of some of its days."""

    article: str
    telling: Telling

    def order(self) -> tuple[date, str, date]:
        return self.telling.first, self.article, self.telling.last


def may_meet(some: Sequence[Told], others: Sequence[Told]) -> bool:
    towns, far = (
        {t for told in each for t in told.telling.content.towns} for each in (some, others)
    )
    return not towns or not far or are_related(towns, far)


class PlainArchive:
    """Both protocols over a list of articles."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = {article.id: article for article in articles}
        self.rows = {name: read_paragraphs(each) for name, each in self.articles.items()}
        self.paragraphs = [p for name in sorted(self.rows) for p in self.rows[name]]
        self.whole_of = {
            name: analyze(a.title or "") + [t for text in a.paragraphs for t in analyze(text)]
            for name, a in self.articles.items()
        }
        self.own = Bm25([analyze(p.text) for p in self.paragraphs])
        self.whole = Bm25(list(self.whole_of.values()))

    # Index

    def statistics(self, terms: Collection[str]) -> Mapping[str, TermStatistics]:
        found = {}
        for term in terms:
            size = sum(term in held for held in self.own.held)
            idf = math.log((len(self.paragraphs) + 1) / (size or 1))
            found[term] = TermStatistics(size > 0, idf, (K1 + 1) * idf)
        return found

    def by_words(
        self,
        weights: Mapping[str, float],
        groups: Sequence[TermGroup],
        spans: Sequence[Span],
        *,
        article_weight: float,
        title_weight: float = 0.0,
        limit: int,
    ) -> Sequence[WordHit]:
        own = self.own.scores(weights)
        best = sorted((at for at in range(len(own)) if own[at] > 0), key=lambda at: -own[at])
        whole = dict(zip(self.articles, self.whole.scores(weights), strict=True))
        idf = {term: known.idf for term, known in self.statistics(weights).items()}
        hits = []
        for at in best[:limit]:
            p = self.paragraphs[at]
            title = {*analyze(p.article.title or "")} & weights.keys()
            score = own[at] + article_weight * whole[p.article.id]
            score += title_weight * sum(weights[term] * idf[term] for term in title)
            held = self._mass(p.article.id, groups)
            hits.append(WordHit(key_of(p), score, own[at], held, self._match(p, spans)))
        return sorted(hits, key=lambda hit: (-hit.score, hit.key))

    def _mass(self, article: str, groups: Sequence[TermGroup]) -> float:
        words = {*self.whole_of[article]}
        return sum(g.mass for g in groups if any(words.issuperset(way) for way in g.ways))

    def _match(self, paragraph: Paragraph, spans: Sequence[Span]) -> DateMatch:
        article = paragraph.article
        mentions = [mention for p in self.rows[article.id] for mention in p.mentions]
        published = article.published and Span(article.published, article.published)
        if not spans or not (mentions or published):
            return DateMatch.UNKNOWN
        if any(speaks_of(mention, span) for mention in paragraph.mentions for span in spans):
            return DateMatch.PARAGRAPH
        exact = next((m.span for m in mentions if m.granularity is Granularity.DAY), None)
        for span in spans:
            if coarsest(span) is Granularity.DAYS:
                about = exact is not None and span.overlaps(Span(exact.first, exact.first))
            else:
                about = any(speaks_of(mention, span) for mention in mentions)
            if about:
                return DateMatch.ARTICLE
        # Who names no exact day may tell of the asked ones for a month after them.
        late = timedelta(0 if exact else 31)
        told = published and any(published_then(article, later(span, late)) for span in spans)
        return DateMatch.PUBLISHED if told else DateMatch.OTHERWISE

    def by_days(
        self,
        spans: Sequence[Span],
        groups: Sequence[TermGroup] = (),
        *,
        share: float = 0.0,
        limit: int | None = None,
    ) -> SearchResult:
        least, begins = share * sum(g.mass for g in groups), [s.first for s in spans if s.first]
        begin, keyed = min(begins, default=date.min), []
        for p in self.paragraphs:
            asked = [m for span in spans for m in p.mentions if speaks_of(m, span)]
            found = list(dict.fromkeys(asked))
            found.sort(key=lambda mention: mention.granularity)
            if found and self._mass(p.article.id, groups) >= least:
                lead = found[0]
                coarse = lead.granularity > Granularity.DAYS
                key = (coarse, max(lead.first, begin), lead.granularity, p.number, p.article.id)
                keyed.append((key, Hit(p, 1.0, None, DateMatch.PARAGRAPH, tuple(found))))
        keyed.sort(key=lambda row: row[0])
        heard, turned = Counter[tuple[str, date]](), []
        for key, hit in keyed:
            here = (hit.paragraph.article.id, key[1])
            turned.append(((*key[:3], heard[here]), hit))
            heard[here] += 1
        hits = [hit for _, hit in sorted(turned, key=lambda row: row[0])]
        dates = {(hit.dates[0].first, hit.dates[0].last) for hit in hits}
        articles = {hit.paragraph.article.id for hit in hits}
        return SearchResult(
            tuple(hits[:limit]),
            by_day=True,
            total=len(hits),
            articles=len(articles),
            dates=len(dates),
        )

    def published_in(self, span: Span) -> Sequence[Paragraph]:
        dated = [a for a in self.articles.values() if published_then(a, span)]
        return [self.rows[a.id][0] for a in sorted(dated, key=lambda a: (a.published, a.id))]

    def read(self, keys: Sequence[ParagraphKey]) -> Sequence[Paragraph]:
        by_key = {key_of(p): p for p in self.paragraphs}
        return [by_key[key] for key in keys]

    def held_terms(
        self, articles: Collection[str], terms: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        known = [name for name in articles if name in self.articles]
        return {name: frozenset(terms) & {*self.whole_of[name]} for name in known}

    def read_articles(self, articles: Collection[str]) -> Mapping[str, Sequence[Paragraph]]:
        return {name: list(self.rows[name]) for name in articles if name in self.rows}

    def by_outlet(self, outlet: str, span: Span | None, *, offset: int, limit: int) -> SearchResult:
        named = [
            self.rows[article.id][0]
            for article in self._newest_first()
            if article.publisher.casefold() == outlet.casefold()
            and (span is None or published_then(article, span))
        ]
        match = DateMatch.PUBLISHED if span else DateMatch.UNKNOWN
        hits = [Hit(p, 1.0, None, match) for p in named[offset : offset + limit]]
        return SearchResult(tuple(hits), total=len(named), articles=len(named))

    @cached_property
    def tellings(self) -> list[Told]:
        return [
            Told(name, telling)
            for name, rows in self.rows.items()
            for telling in read_tellings(rows)
        ]

    @cached_property
    def events(self) -> dict[Told, list[Told]]:
        """The group of each telling: all pairs are compared, the surest are joined first."""
        pairs = [(self._likeness(*pair), pair) for pair in combinations(self.tellings, 2)]
        surest = sorted(
            ((like, sorted(pair, key=Told.order)) for like, pair in pairs if like),
            key=lambda row: (-row[0], [each.order() for each in row[1]]),
        )
        groups = {each: [each] for each in self.tellings}
        for like, (one, other) in surest:
            mine, theirs = groups[one], groups[other]
            if mine is not theirs and (math.isinf(like) or may_meet(mine, theirs)):
                mine += theirs
                groups |= dict.fromkeys(theirs, mine)
        return groups

    def _likeness(self, one: Told, other: Told) -> float:
        a, b = one.telling, other.telling
        if one.article == other.article:
            return math.inf if a.own and b.own else 0.0
        copied = to_copied(self.articles.values())
        if original_of(one.article, copied) == original_of(other.article, copied):
            return math.inf if a.first == b.first else self._rule(a, b)
        return self._rule(a, b)

    def _rule(self, a: Telling, b: Telling) -> float:
        if not (a.news and b.news and a.begin <= b.last and b.begin <= a.last):
            return 0.0
        dated = a.begin == a.first and b.begin == b.first
        return round(likeness(a.content, b.content, dated=dated), 5)

    def _name(self, told: Told) -> str:
        first = min(self.events[told], key=Told.order)
        return f"{first.telling.first}/{first.article}"

    def _key(self, told: Told) -> tuple[date, str]:
        day, begin = told.telling.first, told.telling.begin
        if not told.telling.named:
            named = [each.telling.first for each in self.events[told] if each.telling.named]
            day = max((each for each in named if begin <= each <= day), default=day)
        return day, self._name(told)

    def event_keys(self, articles: Collection[str]) -> Mapping[str, frozenset[tuple[date, str]]]:
        found: dict[str, set[tuple[date, str]]] = {n: set() for n in articles if n in self.articles}
        for told in self.tellings:
            if told.article in found:
                found[told.article].add(self._key(told))
        return {name: frozenset(keys) for name, keys in found.items()}

    def event_reports(
        self, events: Collection[str], spans: Sequence[Span]
    ) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for told in sorted(self.tellings, key=lambda told: not told.telling.named):
            if self._name(told) in events and self._lies_in(told, spans):
                found.setdefault(self._name(told), []).append(told.article)
        return {name: list(dict.fromkeys(told)) for name, told in found.items()}

    def _lies_in(self, told: Told, spans: Sequence[Span]) -> bool:
        first, last = told.telling.first, told.telling.last
        days = Span(first, last) if told.telling.named else Span(*[self._key(told)[0]] * 2)
        return any(span.overlaps(days) for span in spans)

    def count_events(self, spans: Sequence[Span]) -> Counts:
        inside = [told for told in self.tellings if self._lies_in(told, spans)]
        events = {self._name(told) for told in inside if told.telling.named}
        days = set()
        for told in inside:
            ends = {told.telling.first, told.telling.last} if told.telling.named else set()
            for span in spans:
                if ends and span.overlaps(Span(min(ends), max(ends))):
                    told_days = {day for day in ends if span.overlaps(Span(day, day))}
                    days |= told_days or {span.first or date.min}
        articles = {told.article for told in inside if self._name(told) in events}
        return Counts(len(events), len(days), len(articles))

    def event_days(self) -> Sequence[EventDay]:
        ends = [t.telling for t in self.tellings if t.telling.named]
        days = sorted({day for telling in ends for day in (telling.first, telling.last)})
        return [self._event_day(day) for day in days]

    def _event_day(self, day: date) -> EventDay:
        named = self._told_on(day)
        events = {self._name(told) for told, _, _ in named}
        articles = {
            told.article
            for told in self.tellings
            if self._name(told) in events and day in (self._key(told)[0], told.telling.last)
        }
        sure = {self._name(told) for told, _, mention in named if not mention.planned}
        return EventDay(day, len(events), len(articles), not sure)

    def _told_on(self, day: date) -> list[tuple[Told, Paragraph, DateMention]]:
        """The mentions of the day, each with the telling that it is of."""
        return [
            (told, p, mention)
            for told in self.tellings
            for p in self.rows[told.article]
            for mention in p.mentions
            if mention.granularity <= Granularity.DAYS
            and told.telling.named
            and mention.first == told.telling.first
            and day in (mention.first, mention.last)
        ]

    def resemblances(self, articles: Sequence[str]) -> Mapping[tuple[str, str], float]:
        words = {name: {*self.whole_of[name]} for name in articles}
        return {
            (one, other): len(words[one] & words[other]) / len(words[one] | words[other])
            for at, one in enumerate(articles)
            for other in articles[at + 1 :]
            if words[one] & words[other]
        }

    # Catalogue

    def reach(self) -> Reach:
        days = [each.published for each in self.articles.values() if each.published]
        first, last = (min(days), max(days)) if days else (None, None)
        return Reach(len(self.articles), first, last, len(self.articles) - len(days))

    def by_address(self, address: str) -> Sequence[Article]:
        for key in (address_key, host_and_number):
            wanted = key(address)
            found = [a for a in self.articles.values() if wanted and key(a.url or "") == wanted]
            if found:
                return sorted(found, key=lambda article: article.id)
        return []

    def find_article(self, key: str) -> Article | None:
        return next((a for name, a in self.articles.items() if article_key(name) == key), None)

    def events_on(
        self, days: Sequence[date], *, limit: int
    ) -> Mapping[date, Sequence[EventArticle]]:
        told = {day: self._told(day)[:limit] for day in days}
        return {day: found for day, found in told.items() if found}

    def _told(self, day: date) -> list[EventArticle]:
        order = {name: at for at, name in enumerate(self.articles)}
        found: dict[str, tuple[tuple[int, ...], tuple[Paragraph, str]]] = {}
        for told, p, mention in self._told_on(day):
            a, name = p.article, self._name(told)
            lacks = sum(not part for part in (a.title, a.url, a.published))
            ends = [b for _, b in split_sentences(p.text)]
            begin, end = split_sentences(p.text)[bisect_left(ends, mention.start + 1)]
            key = (bool(a.copy_of), p.number > 0, lacks, order[a.id], p.number, mention.start)
            row = (key, (p, p.text[begin:end]))
            found[name] = min(found.get(name, row), row, key=lambda row: row[0])
        rows = sorted((p.number, order[p.article.id], said) for _, (p, said) in found.values())
        names = list(order)
        return [EventArticle(self.articles[names[at]], said) for _, at, said in rows]

    def list_articles(
        self, words: Sequence[str], *, offset: int, limit: int
    ) -> tuple[Sequence[Article], int]:
        found = [
            article
            for article in self._newest_first()
            if all(
                word.casefold() in f"{article.title or ''}\n{article.publisher}".casefold()
                for word in words
            )
        ]
        return found[offset : offset + limit], len(found)

    def _newest_first(self) -> list[Article]:
        by_id = sorted(self.articles.values(), key=lambda article: article.id)
        return sorted(by_id, key=lambda article: article.published or date.min, reverse=True)

    def outlets(self) -> Mapping[str, int]:
        return Counter(article.publisher for article in self.articles.values())

    def vocabulary(self) -> Mapping[str, int]:
        words = (word for p in self.paragraphs for word in tokenize(p.text))
        return Counter(word for word in words if word.isalpha())


def key_of(paragraph: Paragraph) -> ParagraphKey:
    return ParagraphKey(paragraph.article.id, paragraph.number)


def later(span: Span, days: timedelta) -> Span:
    return replace(span, last=span.last and span.last + days)


def published_then(article: Article, span: Span) -> bool:
    day = article.published
    return day is not None and span.overlaps(Span(day, day))
