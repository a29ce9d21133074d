"""From a query to hits, best first: by day where a day is asked, by words where a matter is.

Only a question that asks for nothing but a day is filtered by it. Elsewhere the words rank and
the day lifts: a paragraph without a date may well be the answer, one of another date is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.config import SearchSettings
from bot.index import Index
from bot.model import (
    Article,
    DateMention,
    Dating,
    Granularity,
    Hit,
    Intent,
    Paragraph,
    Query,
    Span,
    Term,
)
from bot.query import LENT_WEIGHT
from bot.wanted import holds_wanted

# More candidates than this were never seen to bring an answer up.
CANDIDATES = 100


def search(query: Query, index: Index, settings: SearchSettings) -> tuple[Hit, ...]:
    """The hits of ``query`` in the order of reading; empty where it has neither words nor days."""
    if query.intent is Intent.CHAT:
        return ()
    if query.intent is Intent.DATE:
        return tuple(_by_day(query, index))
    return tuple(_by_words(query, index, settings))


def _by_day(query: Query, index: Index) -> list[Hit]:
    """The paragraphs that speak of the asked days, in the order of the day.

    Coarse mentions ("Januari 2023") come after all exact ones; within a day the paragraph that
    opens an article comes first, and each article is heard before any is heard twice.
    """
    found: dict[tuple[str, int], Hit] = {}
    for span in query.asked.spans:
        for paragraph, mention in index.paragraphs_on(span):
            if mention.granularity <= _coarsest(span):
                key = (paragraph.article.id, paragraph.number)
                known = found.get(key)
                dates = (*known.dates, mention) if known else (mention,)
                found[key] = _dated_hit(paragraph, dates)
    hits = sorted(found.values(), key=lambda hit: _day_key(hit, query.asked.spans))
    turns = _turns(hits, query.asked.spans)
    return sorted(hits, key=lambda hit: (*_day_key(hit, query.asked.spans)[:3], turns[_place(hit)]))


def _dated_hit(paragraph: Paragraph, dates: Iterable[DateMention]) -> Hit:
    exact_first = tuple(sorted(dates, key=lambda mention: mention.granularity))
    return Hit(paragraph, 1.0, 1.0, 1.0, Dating.PARAGRAPH, exact_first)


def _coarsest(span: Span) -> Granularity:
    """The least exact mention that still speaks of ``span``: a year says nothing of one day."""
    if span.first is None or span.last is None:
        return Granularity.YEAR
    days = (span.last - span.first).days + 1
    if days <= 7:
        return Granularity.MONTH
    return Granularity.SEASON if days <= 31 else Granularity.YEAR


def _day_key(hit: Hit, spans: Sequence[Span]) -> tuple[bool, date, int, int, str]:
    mention = hit.dates[0]
    begins = min((span.first for span in spans if span.first), default=date.min)
    coarse = mention.granularity > Granularity.DAYS
    day = max(mention.first, begins)
    article = hit.paragraph.article
    return coarse, day, mention.granularity, hit.paragraph.number, article.id


def _turns(hits: Sequence[Hit], spans: Sequence[Span]) -> dict[tuple[str, int], int]:
    """For each hit, how often its article was heard on that day before."""
    heard: Counter[tuple[str, date]] = Counter()
    turns = {}
    for hit in hits:
        day = (hit.paragraph.article.id, _day_key(hit, spans)[1])
        turns[_place(hit)] = heard[day]
        heard[day] += 1
    return turns


def _place(hit: Hit) -> tuple[str, int]:
    return hit.paragraph.article.id, hit.paragraph.number


def _by_words(query: Query, index: Index, settings: SearchSettings) -> list[Hit]:
    weights = term_weights(query.terms)
    ranked = index.rank(weights, article_weight=settings.article, most=CANDIDATES)
    ceiling = sum(_ceiling(term, index) for term in query.terms)
    content = [term for term in query.terms if term.content]
    coverage: dict[str, float] = {}
    hits = []
    for paragraph, score, own in ranked:
        article = paragraph.article
        if article.id not in coverage:
            coverage[article.id] = _coverage(content, article, index)
        hit = Hit(paragraph, score, min(1.0, own / ceiling), coverage[article.id])
        hits.append(_lifted(_placed_in_time(hit, query.asked.spans, index), query, settings))
    return sorted(hits, key=lambda hit: (hit.dating is Dating.OTHERWISE, -hit.score))


def term_weights(terms: Iterable[Term]) -> dict[str, float]:
    """The weight of each stem to look up, what abbreviations stand for included."""
    weights: dict[str, float] = {}
    for term in terms:
        weights[term.text] = max(weights.get(term.text, 0.0), term.weight)
        for stem in term.alternatives:
            weights.setdefault(stem, term.weight * LENT_WEIGHT)
    return weights


def _ceiling(term: Term, index: Index) -> float:
    """The highest score that ``term`` can bring, in its own form or written out."""
    if index.knows(term.text) or not term.alternatives:
        return term.weight * index.ceiling(term.text)
    return term.weight * LENT_WEIGHT * sum(map(index.ceiling, term.alternatives))


def _coverage(content: Sequence[Term], article: Article, index: Index) -> float:
    """The share of the content's idf mass whose words ``article`` holds; 1 without content."""
    mass = sum(term.weight * index.idf(term.text) for term in content)
    held = sum(term.weight * index.idf(term.text) for term in content if says(article, term, index))
    return held / mass if mass else 1.0


def says(article: Article, term: Term, index: Index) -> bool:
    """Whether ``article`` holds the term, or all the words of what it stands for."""
    written_out = bool(term.alternatives) and all(
        index.holds(article, stem) for stem in term.alternatives
    )
    return written_out or index.holds(article, term.text)


def _placed_in_time(hit: Hit, spans: Sequence[Span], index: Index) -> Hit:
    if not spans:
        return hit
    dates = [m for m in hit.paragraph.mentions if any(m.span.overlaps(s) for s in spans)]
    if dates:
        exact_first = tuple(sorted(dates, key=lambda mention: mention.granularity))
        return replace(hit, dating=Dating.PARAGRAPH, dates=exact_first)
    days = index.days_of(hit.paragraph.article)
    if not days:
        return hit
    near = any(day.overlaps(span) for day in days for span in spans)
    return replace(hit, dating=Dating.ARTICLE if near else Dating.OTHERWISE)


_LIFT: Mapping[Dating, float] = {Dating.PARAGRAPH: 1.0, Dating.ARTICLE: 0.5}


def _lifted(hit: Hit, query: Query, settings: SearchSettings) -> Hit:
    lift = 1.0 + settings.date * _LIFT.get(hit.dating, 0.0)
    if holds_wanted(hit.paragraph.text, hit.paragraph.mentions, query.wanted):
        lift += settings.wanted
    return replace(hit, score=hit.score * lift)
