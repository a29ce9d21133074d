"""From a query to hits, best first: by day where a day is asked, by words where a matter is.

Only a question that asks for nothing but a day is filtered by it. Elsewhere the words rank and
the day lifts: a paragraph without a date may well be the answer, one of another date is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.config import SearchSettings
from bot.index.protocol import Index, WordHit
from bot.model import AnswerType, DateMatch, Hit, Intent, Paragraph, Query, SearchResult, Span
from bot.search.answer_type import answer_type_fit
from bot.search.constraints import Constraints
from bot.search.gate import weigh_evidence
from bot.search.paragraphs import asked_dates, choose_paragraphs
from bot.search.terms import WeighedTerms
from bot.text.analysis import read_vocabulary

# More candidates than this were never seen to bring an answer up.
CANDIDATES = 100
# Of a question for a day, this many paragraphs are read; nobody is shown more.
READ_BY_DAY = 50
# Of these, the text itself is looked at: does it hold the kind of thing that is asked for?
LOOKED_AT = 16
# Of so many articles, the best ones, all paragraphs are looked at again.
ARTICLES_READ = 3
# What a title's words weigh beside the text's where a headline may have been pasted; elsewhere
# they bring nothing.
_TITLE = 1.0
# The share of a question's own words that an article shown before must hold to be asked about,
# and with which it is certain that it is.
_TOLD, _TOLD_WHOLE = 0.5, 0.99

# The share of a matter's words that an article on it holds; of more events than these there is a
# list.
_ON_THE_MATTER, _MOST_QUOTED_EVENTS = 0.9, 3

# Who asks for a name or a figure of other days wants that, not all that happened on them.
_TOLD_BY_DAYS = (AnswerType.ANY, AnswerType.LIST, AnswerType.DATE)

# What a hit's date is worth, as a share of the worth of the asked day.
_CREDITS: Mapping[DateMatch, float] = {
    DateMatch.PARAGRAPH: 1.0,
    DateMatch.ARTICLE: 0.7,
    DateMatch.PUBLISHED: 0.5,
    DateMatch.UNKNOWN: 0.0,
    DateMatch.OTHERWISE: 0.0,
}


def search(
    query: Query, terms: WeighedTerms, index: Index, settings: SearchSettings
) -> SearchResult:
    """What ``query`` asks for, in the order of reading: by day, or by words, best first.

    Of a question for days that insists on nothing else the first paragraphs are read, of any
    other all.
    """
    if query.intent is Intent.CHAT:
        return SearchResult()
    result = _search(query, terms, index, settings)
    if not result.by_day:
        return result
    return replace(result, hits=_with_missing(result.hits, query, index))


def _search(
    query: Query, terms: WeighedTerms, index: Index, settings: SearchSettings
) -> SearchResult:
    if query.reports and not terms.content and (listed := _by_publication(query, index)).total:
        return listed
    spans, limit = query.asked.spans, None if query.has_constraints else READ_BY_DAY
    if query.asked.outside and terms.content:
        return _by_words(query, terms, index, settings)
    moves = query.moved and query.answer_type in _TOLD_BY_DAYS
    if query.intent is Intent.BOTH and (query.lists or moves):
        listed = index.by_days(spans, terms.groups, share=settings.coverage, limit=limit)
        if listed.total:
            return listed
    if query.intent is Intent.DATE or moves or _names_nothing_known(query, terms):
        return index.by_days(spans, limit=limit)
    if query.intent is Intent.BOTH and query.answer_type in (AnswerType.ANY, AnswerType.LIST):
        listed = _on_the_matter(index.by_days(spans, terms.groups, share=_ON_THE_MATTER), terms)
        if _tell_many_events(listed.hits, spans, index):
            return listed
    return _by_words(query, terms, index, settings)


def _on_the_matter(listed: SearchResult, terms: WeighedTerms) -> SearchResult:
    """Those paragraphs that speak of the matter themselves, beside their days."""
    hits = tuple(hit for hit in listed.hits if _speaks_of_it(hit.paragraph, terms))
    articles = {hit.paragraph.article.id for hit in hits}
    return replace(listed, hits=hits, total=len(hits), articles=len(articles))


def _speaks_of_it(paragraph: Paragraph, terms: WeighedTerms) -> bool:
    """Whether it holds half of the matter; what opens an article speaks of its title, too."""
    title = paragraph.article.title or "" if paragraph.number == 0 else ""
    stems = read_vocabulary(paragraph.text).stems | read_vocabulary(title).stems
    return sum(word.mass * word.held_by(stems) for word in terms.content) >= terms.mass / 2


def _tell_many_events(hits: Sequence[Hit], spans: Sequence[Span], index: Index) -> bool:
    """Whether they tell more events of longer spans than can be quoted."""
    if any(span.first == span.last for span in spans):
        return False
    keys = index.event_keys({hit.paragraph.article.id for hit in hits})
    days = {(hit.paragraph.article.id, mention.first) for hit in hits for mention in hit.dates}
    told = {event for article, own in keys.items() for day, event in own if (article, day) in days}
    return len(told) > _MOST_QUOTED_EVENTS


def search_article(  # noqa: PLR0913 -- all but one have their place in every search
    article: str,
    query: Query,
    terms: WeighedTerms,
    own: WeighedTerms,
    index: Index,
    *,
    whole: bool,
) -> SearchResult:
    """The paragraphs of one article that answer, best first; nothing where it does not tell.

    Args:
        article: Its id.
        query: What is asked.
        terms: All terms of the question, those that it has from an earlier one among them.
        own: Its own terms: of them the article must hold about half, and the kind of thing that
            is asked for.
        index: The archive.
        whole: Whether it must hold all of them.
    """
    paragraphs = index.read_articles([article])[article]
    evidence = weigh_evidence(Hit(paragraphs[0], 1.0), paragraphs, 1.0, query, own)
    least = _TOLD_WHOLE if whole else _TOLD
    tells_by_kind = query.answer_type not in (AnswerType.ANY, AnswerType.NUMBER)
    if not whole and len(own.content) <= 1 and tells_by_kind:
        # "Terbanyak dari negara mana?": the kind of thing says what is wanted.
        least = 0.0
    if evidence.lacks_kind or evidence.coverage < least or (whole and not own.content):
        return SearchResult()
    best = Hit(paragraphs[0], 1.0, evidence)
    hits = choose_paragraphs(best, paragraphs, query, terms)
    return SearchResult(_with_missing(hits, query, index), total=len(hits))


def _by_publication(query: Query, index: Index) -> SearchResult:
    """The openings of what was published in the asked days, or by the asked outlets, or both."""
    spans = query.asked.spans
    if query.outlets:
        names = [name for outlet in query.outlets for name in outlet.names]
        found = [
            index.by_outlet(name, span, offset=0, limit=READ_BY_DAY)
            for name in dict.fromkeys(names)
            for span in spans or (None,)
        ]
        hits = [hit for result in found for hit in result.hits]
        total = sum(result.total for result in found)
    else:
        leads = [lead for span in spans for lead in index.published_in(span)]
        hits = [Hit(lead, 1.0, dating=DateMatch.PUBLISHED) for lead in leads]
        total = len(hits)
    if not spans:
        hits.sort(key=lambda hit: hit.paragraph.article.published or date.min, reverse=True)
    return SearchResult(tuple(hits[:READ_BY_DAY]), by_publication=True, total=total)


def _names_nothing_known(query: Query, terms: WeighedTerms) -> bool:
    """Whether it asks for what happened, and no article knows the words beside the days."""
    says_more = terms.known or query.places or query.ordinals
    return query.lists and bool(query.asked.spans) and not says_more


def _by_words(
    query: Query, terms: WeighedTerms, index: Index, settings: SearchSettings
) -> SearchResult:
    """The paragraphs whose words fit best; those that can be shown are read and looked at."""
    found = index.by_words(
        terms.weights,
        terms.groups,
        query.asked.spans,
        article_weight=settings.article,
        title_weight=_TITLE if query.states else 0.0,
        limit=CANDIDATES,
    )
    day = _day_worth(query, terms)
    best = sorted(found, key=lambda hit: -_dated_score(hit, day, settings))[:LOOKED_AT]
    paragraphs = index.read([hit.key for hit in best])
    hits = [
        _look_at(paragraph, hit, query, terms, settings)
        for paragraph, hit in zip(paragraphs, best, strict=True)
    ]
    ranked = sorted(hits, key=lambda hit: -hit.score)
    return SearchResult(tuple(_choose(ranked, query, terms, index)), total=len(found))


def _with_missing(hits: Sequence[Hit], query: Query, index: Index) -> tuple[Hit, ...]:
    """The hits, each with what its article lacks of what the question insists on."""
    if not query.has_constraints:
        return tuple(hits)
    articles = {hit.paragraph.article.id: hit.paragraph.article for hit in hits}
    constraints = Constraints(query, articles.values(), index)
    missing = {name: constraints.missing(article) for name, article in articles.items()}
    return tuple(replace(hit, missing=missing[hit.paragraph.article.id]) for hit in hits)


def _choose(ranked: list[Hit], query: Query, terms: WeighedTerms, index: Index) -> list[Hit]:
    """The hits with the paragraphs of the best articles chosen anew."""
    best: dict[str, Hit] = {}
    for hit in _with_missing(ranked, query, index):
        best.setdefault(hit.paragraph.article.id, hit)
    heads = list(best.values())
    allowed = [hit for hit in heads if not _is_ruled_out(hit, query)][:ARTICLES_READ]
    read = index.read_articles([hit.paragraph.article.id for hit in allowed])
    events = {article: _events(keys) for article, keys in index.event_keys(best).items()}
    chosen: list[Hit] = []
    for hit in allowed:
        paragraphs = read[hit.paragraph.article.id]
        margin = _margin(hit, _rivals(hit, heads, events), query)
        evidence = weigh_evidence(hit, paragraphs, margin, query, terms)
        chosen += choose_paragraphs(replace(hit, evidence=evidence), paragraphs, query, terms)
    chosen += [
        replace(hit, missing=best[hit.paragraph.article.id].missing)
        for hit in ranked
        if hit.paragraph.article.id not in read
    ]
    return sorted(chosen, key=lambda hit: -hit.score)


def _events(keys: Iterable[tuple[date, str]]) -> frozenset[str]:
    return frozenset(event for _, event in keys)


def _rivals(hit: Hit, heads: Iterable[Hit], events: Mapping[str, frozenset[str]]) -> Iterator[Hit]:
    """The other articles but those that report the same event: they speak for it, not against it."""
    own = events[hit.paragraph.article.id]
    for head in heads:
        if head is not hit and own.isdisjoint(events[head.paragraph.article.id]):
            yield head


def _margin(hit: Hit, rivals: Iterable[Hit], query: Query) -> float:
    """By what share of its score a hit is ahead of the next, one that is ruled out, too.

    Below 0 where such a one is ahead of it, and -1 at least.
    """
    scores = [
        rival.score for rival in rivals if rival.score <= hit.score or _is_ruled_out(rival, query)
    ]
    return max(-1.0, 1.0 - max(scores, default=0.0) / hit.score) if hit.score else 0.0


def _is_ruled_out(hit: Hit, query: Query) -> bool:
    """Whether its article is another one than asked for, however alike."""
    return bool(hit.missing) or not is_of_asked_time(hit, query)


def is_of_asked_time(hit: Hit, query: Query) -> bool:
    """Whether a hit stands to the asked days as it is wanted to; without any, each does."""
    is_of_another = hit.dating is DateMatch.OTHERWISE
    return is_of_another if query.asked.outside else not is_of_another


def _day_worth(query: Query, terms: WeighedTerms) -> float:
    """What an asked day weighs: as much as a word that only one paragraph holds."""
    return terms.highest_idf if query.asked.spans else 0.0


def _dated_score(found: WordHit, day: float, settings: SearchSettings) -> float:
    return found.score + settings.date * day * _CREDITS[found.dating]


def _look_at(
    paragraph: Paragraph,
    found: WordHit,
    query: Query,
    terms: WeighedTerms,
    settings: SearchSettings,
) -> Hit:
    """The hit, with what the kind of thing that its text holds adds to its words."""
    day = _day_worth(query, terms)
    fit = answer_type_fit(paragraph.text, paragraph.mentions, query.answer_type, terms.salience)
    return Hit(
        paragraph,
        _dated_score(found, day, settings) * (1.0 + settings.wanted * fit),
        dating=found.dating,
        dates=asked_dates(paragraph, query),
    )
