"""All articles on a matter: what counts them, lists them and puts them in order asks here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.config import SearchSettings
from bot.index.protocol import Index, WordHit
from bot.model import DateMatch, Hit, Query, Span
from bot.search.constraints import Constraints
from bot.search.terms import WeighedTerms

# Paragraphs that are looked through for the words of a matter.
_MOST_PARAGRAPHS = 100_000
_MOST_ARTICLES = 2_000
# Sums of weights are rounded.
_ALL = 0.9999
_HALF, _NOT_FAR_BEHIND = 0.5, 0.4


def find_articles(
    query: Query,
    terms: WeighedTerms,
    index: Index,
    settings: SearchSettings,
    *,
    nearly: bool = False,
) -> tuple[Hit, ...]:
    """The articles on a matter, each by the paragraph that says most of it, best first.

    On it is what holds all that the question is about, and whatever else it insists on; where
    it is only about outlets or days, what these published, the newest first. Copies are among
    them.

    Args:
        query: What is asked.
        terms: The words of the matter.
        index: The archive.
        settings: What an article's own score counts.
        nearly: Whether half of what the question is about is enough, where an article is not
            far behind the best one: of "pemasangan autogate", reports that say "dibuka".
    """
    if not terms.content:
        return _published(query, index)
    found = _by_words(query, terms, index, settings, _HALF if nearly else _ALL)
    best = max((hit.score for hit in found), default=0.0)
    found = [hit for hit in found if not nearly or hit.score >= _NOT_FAR_BEHIND * best]
    paragraphs = index.read([hit.key for hit in found])
    articles = {paragraph.article.id: paragraph.article for paragraph in paragraphs}
    constraints = Constraints(query, articles.values(), index)
    return tuple(
        Hit(paragraph, hit.score, dating=hit.dating)
        for paragraph, hit in zip(paragraphs, found, strict=True)
        if not (query.has_constraints and constraints.missing(paragraph.article))
    )


def _by_words(
    query: Query, terms: WeighedTerms, index: Index, settings: SearchSettings, share: float
) -> list[WordHit]:
    """The best paragraph of each article that holds enough words and is of the asked time."""
    found = index.by_words(
        terms.weights,
        terms.groups,
        query.asked.spans,
        article_weight=settings.article,
        limit=_MOST_PARAGRAPHS,
    )
    whole = [hit for hit in found if hit.held >= share * terms.mass]
    best: dict[str, WordHit] = {}
    for hit in whole:
        best.setdefault(hit.key.article, hit)
    then = {hit.key.article for hit in whole if _is_of_then(hit.dating, query)}
    return [hit for hit in best.values() if hit.key.article in then]


def _is_of_then(dating: DateMatch, query: Query) -> bool:
    if not query.asked.spans:
        return True
    return (dating >= DateMatch.PUBLISHED) is not query.asked.outside


def _published(query: Query, index: Index) -> tuple[Hit, ...]:
    """The openings of what the asked outlets published, in the asked days if there are any."""
    spans: Sequence[Span | None] = query.asked.spans or (None,)
    names = dict.fromkeys(name for outlet in query.outlets for name in outlet.names)
    found: Iterable[Hit]
    if query.outlets:
        found = (
            hit
            for name in names
            for span in spans
            for hit in index.by_outlet(name, span, offset=0, limit=_MOST_ARTICLES).hits
        )
    else:
        found = (
            Hit(lead, 1.0, dating=DateMatch.PUBLISHED)
            for span in query.asked.spans
            for lead in index.published_in(span)
        )
    articles = {hit.paragraph.article.id: hit for hit in found}
    return tuple(newest_first(articles.values()))


def newest_first(hits: Iterable[Hit]) -> list[Hit]:
    """The hits by the day of publication of their articles, then by id, undated last."""
    by_id = sorted(hits, key=lambda hit: hit.paragraph.article.id)
    return sorted(by_id, key=lambda hit: hit.paragraph.article.published or date.min, reverse=True)
