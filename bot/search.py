"""From a query to hits, best first: by day where a day is asked, by words where a matter is.

Only a question that asks for nothing but a day is filtered by it. Elsewhere the words rank and
the day lifts: a paragraph without a date may well be the answer, one of another date is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from bot.config import SearchSettings
from bot.daytable import coarsest, speaks_of
from bot.index import Index
from bot.model import (
    Article,
    DateMention,
    Dating,
    Found,
    Granularity,
    Hit,
    Intent,
    Paragraph,
    Query,
    Span,
    Term,
)
from bot.wanted import wanted_fit

# More candidates than this were never seen to bring an answer up.
CANDIDATES = 100
# Of a question for a day, this many paragraphs are read; nobody is shown more.
READ_BY_DAY = 200
# Of these, the text itself is looked at: does it hold the kind of thing that is asked for?
LOOKED_AT = 30

# A short form counts less than what it stands for: who writes "Kakanwil" has named the
# "Kepala Kanwil" before, and it is there that the article says who that is.
_SHORT_FORM = 0.5

# What a hit's date is worth, as a share of the worth of the asked day.
_CREDIT: Mapping[Dating, float] = {
    Dating.PARAGRAPH: 1.0,
    Dating.ARTICLE: 0.7,
    Dating.PUBLISHED: 0.5,
    Dating.UNKNOWN: 0.0,
    Dating.OTHERWISE: 0.0,
}


def search(query: Query, index: Index, settings: SearchSettings) -> Found:
    """What ``query`` asks for, in the order of reading: by day, or by words, best first."""
    if query.intent is Intent.CHAT:
        return Found()
    if query.intent is Intent.BOTH and (query.lists or query.moved):
        listed = _about(query, _by_day(query, index).hits, index, settings)
        if listed:
            return _found_by_day(listed)
    if query.intent is Intent.DATE or query.moved or _names_nothing_known(query, index):
        return _by_day(query, index)
    hits = _by_words(query, index, settings)
    return Found(tuple(hits), total=len(hits))


def _names_nothing_known(query: Query, index: Index) -> bool:
    """Whether it asks for what happened, and no article knows the words beside the days."""
    known = [term for term in query.terms if term.content and _is_known(term, index)]
    return query.lists and bool(query.asked.spans) and not (known or query.places or query.details)


def _is_known(term: Term, index: Index) -> bool:
    return index.knows(term.text) or any(all(map(index.knows, way)) for way in term.alternatives)


def _about(query: Query, hits: Sequence[Hit], index: Index, settings: SearchSettings) -> list[Hit]:
    """The hits whose article holds enough of what the question names beside its days."""
    held, mass = _held(query, [hit.paragraph.article for hit in hits], index)
    return [
        hit for hit, has in zip(hits, held.tolist(), strict=True) if has >= settings.coverage * mass
    ]


def _by_day(query: Query, index: Index) -> Found:
    """The paragraphs that speak of the asked days, in the order of the day.

    Of a question for nothing but days the first are read; of any other all, to be sifted.
    """
    told = index.by_day(query.asked.spans)
    sifted = query.intent is not Intent.DATE or query.insists
    hits = [
        Hit(paragraph, 1.0, 1.0, 1.0, Dating.PARAGRAPH, dates)
        for paragraph, dates in index.read(told, len(told) if sifted else READ_BY_DAY)
    ]
    return Found(tuple(hits), True, len(told), told.articles, told.dates)


def _found_by_day(hits: Sequence[Hit]) -> Found:
    """What was left of the paragraphs of some days."""
    articles = {hit.paragraph.article.id for hit in hits}
    dates = {(hit.dates[0].first, hit.dates[0].last) for hit in hits}
    return Found(tuple(hits), True, len(hits), len(articles), len(dates))


def _by_words(query: Query, index: Index, settings: SearchSettings) -> list[Hit]:
    ranked = index.rank(term_weights(query.terms), article_weight=settings.article, most=CANDIDATES)
    ceiling = sum(_ceiling(term, index) for term in query.terms)
    held, mass = _held(query, [paragraph.article for paragraph, _, _ in ranked], index)
    days = _Days(query.asked.spans, index)
    # An asked day weighs as much as a word that only one paragraph holds.
    day = index.highest_idf if query.asked.spans else 0.0
    hits = []
    for (paragraph, score, own), has in zip(ranked, held.tolist(), strict=True):
        dating, dates = days.place(paragraph)
        covered = (has + day * _CREDIT[dating]) / (mass + day) if mass + day else 1.0
        hit = Hit(
            paragraph,
            score + settings.date * day * _CREDIT[dating],
            match=min(1.0, own / ceiling),
            coverage=covered,
            dating=dating,
            dates=dates,
        )
        hits.append(hit)
    hits.sort(key=lambda hit: -hit.score)
    telling = telling_weights(query, index)
    looked_at = [_lifted(hit, query, telling, settings) for hit in hits[:LOOKED_AT]]
    hits[:LOOKED_AT] = sorted(looked_at, key=lambda hit: -hit.score)
    return hits


def term_weights(terms: Iterable[Term]) -> dict[str, float]:
    """The weight of each stem to look up, what abbreviations stand for included.

    The words of a long form weigh together as much as the short one.
    """
    weights: dict[str, float] = {}
    for term in terms:
        own = term.weight * (_SHORT_FORM if term.alternatives else 1.0)
        weights[term.text] = max(weights.get(term.text, 0.0), own)
        for way in term.alternatives:
            for stem in way:
                weights.setdefault(stem, term.weight / len(way))
    return weights


def telling_weights(query: Query, index: Index) -> dict[str, float]:
    """How telling each stem of the content is for a sentence: its weight times its idf.

    A place is left out where anything else is told: it stands in the dateline of an article and
    not again in every sentence.
    """
    content = [term for term in query.terms if term.content]
    weights = term_weights([t for t in content if t not in query.places] or content)
    return {stem: weight * index.idf(stem) for stem, weight in weights.items() if index.knows(stem)}


def _ceiling(term: Term, index: Index) -> float:
    """The highest score that ``term`` can bring, in its own form or written out."""
    if index.knows(term.text) or not term.alternatives:
        return term.weight * index.ceiling(term.text)
    most = max(sum(map(index.ceiling, way)) / len(way) for way in term.alternatives)
    return term.weight * most


def _held(
    query: Query, articles: Sequence[Article], index: Index
) -> tuple[NDArray[np.float64], float]:
    """The idf mass of the content that each of ``articles`` holds, and that of all content."""
    content = [term for term in query.terms if term.content]
    held, mass = np.zeros(len(articles)), 0.0
    for term in content:
        worth = term.weight * index.idf(term.text)
        held += worth * say(articles, term, index)
        mass += worth
    return held, mass


def say(articles: Sequence[Article], term: Term, index: Index) -> NDArray[np.bool_]:
    """Of each of ``articles``, whether it holds the term, or all words of a way to write it out."""
    said = index.hold(articles, term.text)
    for way in term.alternatives:
        said |= reduce(np.logical_and, (index.hold(articles, stem) for stem in way))
    return said


class _Days:
    """How paragraphs stand to the asked days."""

    def __init__(self, spans: Sequence[Span], index: Index) -> None:
        self._spans, self._index = spans, index
        self._articles: dict[str, Dating] = {}

    def place(self, paragraph: Paragraph) -> tuple[Dating, tuple[DateMention, ...]]:
        """How ``paragraph`` is dated, and its mentions of the asked days, most exact first."""
        if not self._spans:
            return Dating.UNKNOWN, ()
        dates = [m for m in paragraph.mentions if any(speaks_of(m, s) for s in self._spans)]
        if dates:
            return Dating.PARAGRAPH, tuple(sorted(dates, key=lambda mention: mention.granularity))
        article = paragraph.article
        if article.id not in self._articles:
            self._articles[article.id] = self._of_article(article)
        return self._articles[article.id], ()

    def _of_article(self, article: Article) -> Dating:
        said = self._index.mentions_in(article)
        if any(_is_its_time(said, span) for span in self._spans):
            return Dating.ARTICLE
        if article.published and any(_holds(span, article.published) for span in self._spans):
            return Dating.PUBLISHED
        return Dating.OTHERWISE if said or article.published else Dating.UNKNOWN


def _is_its_time(said: Sequence[DateMention], span: Span) -> bool:
    """Whether an article that says these days is about ``span``.

    It is about the first exact day that it names; of a longer span it may speak anywhere.
    """
    exact = [mention for mention in said if mention.granularity is Granularity.DAY]
    if coarsest(span) is Granularity.MONTH:
        return bool(exact) and exact[0].span.overlaps(span)
    return any(speaks_of(mention, span) for mention in said)


def _holds(span: Span, day: date) -> bool:
    return span.overlaps(Span(day, day))


def _lifted(hit: Hit, query: Query, telling: Mapping[str, float], settings: SearchSettings) -> Hit:
    """The hit with what the kind of thing that it holds adds to its words."""
    paragraph = hit.paragraph
    fit = wanted_fit(paragraph.text, paragraph.mentions, query.wanted, telling)
    return replace(hit, score=hit.score * (1.0 + settings.wanted * fit))
