"""From a query to hits, best first: by day where a day is asked, by words where a matter is.

Only a question that asks for nothing but a day is filtered by it. Elsewhere the words rank and
the day lifts: a paragraph without a date may well be the answer, one of another date is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from bot.config import SearchSettings
from bot.index.day_table import Told
from bot.index.memory import Index
from bot.index.postings import Positions
from bot.model import (
    DateMatch,
    DateMention,
    Hit,
    Intent,
    Paragraph,
    Query,
    SearchResult,
    Span,
    Term,
    speaks_of,
)
from bot.search.answer_type import answer_type_fit

# More candidates than this were never seen to bring an answer up.
CANDIDATES = 100
# Of a question for a day, this many paragraphs are read; nobody is shown more.
READ_BY_DAY = 50
# Of these, the text itself is looked at: does it hold the kind of thing that is asked for?
LOOKED_AT = 16

# A short form counts less than what it stands for: who writes "Kakanwil" has named the
# "Kepala Kanwil" before, and it is there that the article says who that is.
_SHORT_FORM = 0.5

# The first way to write a word out is the usual one: "donation" is more often "donor" than
# "sumbangan", and a rare word must not drown it.
_FURTHER_WAY = 0.5

# What a hit's date is worth, as a share of the worth of the asked day.
_CREDITS: Mapping[DateMatch, float] = {
    DateMatch.PARAGRAPH: 1.0,
    DateMatch.ARTICLE: 0.7,
    DateMatch.PUBLISHED: 0.5,
    DateMatch.UNKNOWN: 0.0,
    DateMatch.OTHERWISE: 0.0,
}
_CREDIT = np.array([_CREDITS[dating] for dating in sorted(DateMatch)])


def search(query: Query, index: Index, settings: SearchSettings) -> SearchResult:
    """What ``query`` asks for, in the order of reading: by day, or by words, best first."""
    if query.intent is Intent.CHAT:
        return SearchResult()
    told = index.by_day(query.asked.spans)
    if query.intent is Intent.BOTH and (query.lists or query.moved):
        held, mass = _held(query, told.articles, index)
        listed = told.only(held >= settings.coverage * mass)
        if len(listed):
            return _by_day(query, listed, index)
    if query.intent is Intent.DATE or query.moved or _names_nothing_known(query, index):
        return _by_day(query, told, index)
    return _by_words(query, index, settings)


def _names_nothing_known(query: Query, index: Index) -> bool:
    """Whether it asks for what happened, and no article knows the words beside the days."""
    known = [term for term in query.terms if term.content and _is_known(term, index)]
    return query.lists and bool(query.asked.spans) and not (known or query.places or query.ordinals)


def _is_known(term: Term, index: Index) -> bool:
    return index.knows(term.text) or any(all(map(index.knows, way)) for way in term.alternatives)


def _by_day(query: Query, told: Told, index: Index) -> SearchResult:
    """The paragraphs that speak of the asked days, in the order of the day.

    Of a question that insists on nothing else the first are read, of any other all.
    """
    most = len(told) if query.has_constraints else READ_BY_DAY
    hits = tuple(index.read_told(told, most))
    return SearchResult(hits, True, len(told), told.count_articles(), told.count_dates())


def _by_words(query: Query, index: Index, settings: SearchSettings) -> SearchResult:
    """The paragraphs whose words fit best; those that can be shown are read and looked at."""
    spans = query.asked.spans
    ranked = index.rank(term_weights(query.terms), article_weight=settings.article, most=CANDIDATES)
    held, mass = _held(query, index.articles_of(ranked.positions), index)
    dating = np.full(len(held), DateMatch.UNKNOWN, dtype=np.int64)
    # An asked day weighs as much as a word that only one paragraph holds.
    day = 0.0
    if spans:
        dating, day = index.place(ranked.positions, spans), index.highest_idf
    credit = _CREDIT[dating]
    scores = ranked.scores + settings.date * day * credit
    coverage = (held + day * credit) / (mass + day) if mass + day else np.ones(len(held))
    match = ranked.own / (sum(_max_score(term, index) for term in query.terms) or 1.0)
    salience = term_salience(query, index)
    hits = []
    for at in np.argsort(-scores, kind="stable")[:LOOKED_AT].tolist():
        paragraph = index.read(int(ranked.positions[at]))
        hit = Hit(
            paragraph,
            float(scores[at]),
            match=min(1.0, float(match[at])),
            coverage=float(coverage[at]),
            dating=DateMatch(int(dating[at])),
            dates=_dates_in(paragraph, spans),
        )
        hits.append(_lifted(hit, query, salience, settings))
    hits.sort(key=lambda hit: -hit.score)
    return SearchResult(tuple(hits), total=len(ranked.positions))


def _dates_in(paragraph: Paragraph, spans: Sequence[Span]) -> tuple[DateMention, ...]:
    """The mentions of ``paragraph`` that speak of ``spans``, most exact first."""
    dates = [m for m in paragraph.mentions if any(speaks_of(m, span) for span in spans)]
    return tuple(sorted(dates, key=lambda mention: mention.granularity))


def term_weights(terms: Iterable[Term]) -> dict[str, float]:
    """The weight of each stem to look up, what abbreviations stand for included.

    The words of a long form weigh together as much as the short one, those of a second or
    third way less.
    """
    weights: dict[str, float] = {}
    for term in terms:
        own = term.weight * (_SHORT_FORM if term.alternatives else 1.0)
        weights[term.text] = max(weights.get(term.text, 0.0), own)
        for number, way in enumerate(term.alternatives):
            share = 1.0 if number == 0 else _FURTHER_WAY
            for stem in way:
                weights.setdefault(stem, share * term.weight / len(way))
    return weights


def term_salience(query: Query, index: Index) -> dict[str, float]:
    """How telling each stem of the content is for a sentence: its weight times its idf.

    A place is left out where anything else is told: it stands in the dateline of an article and
    not again in every sentence.
    """
    content = [term for term in query.terms if term.content]
    named = [_in_one_way(t, index) for t in content if t not in query.places] or content
    weights = term_weights(named)
    return {stem: weight * index.idf(stem) for stem, weight in weights.items() if index.knows(stem)}


def _in_one_way(term: Term, index: Index) -> Term:
    """The term with the first of its ways that the archive knows: no text says it in all."""
    known = [way for way in term.alternatives if all(map(index.knows, way))]
    return replace(term, alternatives=tuple(known[:1]))


def _max_score(term: Term, index: Index) -> float:
    """The highest score that ``term`` can bring, in its own form or written out."""
    if index.knows(term.text) or not term.alternatives:
        # "The" and "in" say nothing in an archive that writes no English.
        told = term.content or index.knows(term.text)
        return term.weight * index.max_score(term.text) if told else 0.0
    most = max(sum(map(index.max_score, way)) / len(way) for way in term.alternatives)
    return term.weight * most


def _held(query: Query, articles: Positions, index: Index) -> tuple[NDArray[np.float64], float]:
    """The idf mass of the content that each of ``articles`` holds, and that of all content."""
    held, mass = np.zeros(len(articles)), 0.0
    for term in query.terms:
        if term.content:
            worth = term.weight * index.idf(term.text)
            held += worth * say(articles, term, index)
            mass += worth
    return held, mass


def say(articles: Positions, term: Term, index: Index) -> NDArray[np.bool_]:
    """Of each of ``articles``, whether it holds the term, or all words of a way to write it out."""
    said = index.hold(articles, term.text)
    for way in term.alternatives:
        said |= reduce(np.logical_and, (index.hold(articles, stem) for stem in way))
    return said


def _lifted(hit: Hit, query: Query, salience: Mapping[str, float], settings: SearchSettings) -> Hit:
    """The hit with what the kind of thing that it holds adds to its words."""
    paragraph = hit.paragraph
    fit = answer_type_fit(paragraph.text, paragraph.mentions, query.answer_type, salience)
    return replace(hit, score=hit.score * (1.0 + settings.wanted * fit))
