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
        listed = [hit for hit in _by_day(query, index) if _is_about(query, hit, index, settings)]
        if listed:
            return Found(tuple(listed), by_day=True)
    if query.intent is Intent.DATE or query.moved or _names_nothing_known(query, index):
        return Found(tuple(_by_day(query, index)), by_day=True)
    return Found(tuple(_by_words(query, index, settings)))


def _names_nothing_known(query: Query, index: Index) -> bool:
    """Whether it asks for what happened, and no article knows the words beside the days."""
    known = [term for term in query.terms if term.content and _is_known(term, index)]
    return query.lists and bool(query.asked.spans) and not (known or query.places or query.details)


def _is_known(term: Term, index: Index) -> bool:
    return index.knows(term.text) or any(all(map(index.knows, way)) for way in term.alternatives)


def _is_about(query: Query, hit: Hit, index: Index, settings: SearchSettings) -> bool:
    """Whether the article of ``hit`` holds enough of what the question names beside its days."""
    held, mass = _held(query, hit.paragraph.article, index)
    return held >= settings.coverage * mass


def _by_day(query: Query, index: Index) -> list[Hit]:
    """The paragraphs that speak of the asked days, in the order of the day.

    Coarse mentions ("Januari 2023") come after all exact ones; within a day the paragraph that
    opens an article comes first, and each article is heard before any is heard twice.
    """
    found: dict[tuple[str, int], Hit] = {}
    for span in query.asked.spans:
        for paragraph, mention in index.paragraphs_on(span):
            if _speaks_of(mention, span):
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


def has_events(spans: Iterable[Span], index: Index) -> bool:
    """Whether anything in the archive speaks of one of ``spans``."""
    return any(
        _speaks_of(mention, span) for span in spans for _, mention in index.paragraphs_on(span)
    )


def _speaks_of(mention: DateMention, span: Span) -> bool:
    return mention.span.overlaps(span) and mention.granularity <= _coarsest(span)


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
    ranked = index.rank(term_weights(query.terms), article_weight=settings.article, most=CANDIDATES)
    ceiling = sum(_ceiling(term, index) for term in query.terms)
    held = {p.article.id: p.article for p, _, _ in ranked}
    coverage = {key: _coverage(query, article, index) for key, article in held.items()}
    hits = []
    for paragraph, score, own in ranked:
        dating, dates = _dating(paragraph, query.asked.spans, index)
        lift = settings.date * index.highest_idf if query.asked.spans else 0.0
        hit = Hit(
            paragraph,
            score + lift * _CREDIT[dating],
            match=min(1.0, own / ceiling),
            coverage=coverage[paragraph.article.id][dating],
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


def _coverage(query: Query, article: Article, index: Index) -> Mapping[Dating, float]:
    """The share of the question's idf mass that ``article`` holds, by how its paragraph is dated.

    An asked day weighs as much as a word that only one paragraph holds. Without anything to
    cover the share is 1.
    """
    held, mass = _held(query, article, index)
    day = index.highest_idf if query.asked.spans else 0.0
    mass += day
    return {d: (held + day * credit) / mass if mass else 1.0 for d, credit in _CREDIT.items()}


def _held(query: Query, article: Article, index: Index) -> tuple[float, float]:
    """The idf mass of the content that ``article`` holds, and that of all content."""
    content = [term for term in query.terms if term.content]
    worth = [term.weight * index.idf(term.text) for term in content]
    held = sum(w for w, term in zip(worth, content, strict=True) if says(article, term, index))
    return held, sum(worth)


def says(article: Article, term: Term, index: Index) -> bool:
    """Whether ``article`` holds the term, or all the words of a way to write it out."""
    return index.holds(article, term.text) or any(
        all(index.holds(article, stem) for stem in way) for way in term.alternatives
    )


def _dating(
    paragraph: Paragraph, spans: Sequence[Span], index: Index
) -> tuple[Dating, tuple[DateMention, ...]]:
    """How the paragraph stands to the asked days, and its mentions in them, most exact first."""
    if not spans:
        return Dating.UNKNOWN, ()
    dates = [m for m in paragraph.mentions if any(_speaks_of(m, span) for span in spans)]
    if dates:
        return Dating.PARAGRAPH, tuple(sorted(dates, key=lambda mention: mention.granularity))
    article = paragraph.article
    said = index.mentions_in(article)
    if any(_is_its_time(said, span) for span in spans):
        return Dating.ARTICLE, ()
    if article.published and any(_holds(span, article.published) for span in spans):
        return Dating.PUBLISHED, ()
    return (Dating.OTHERWISE if said or article.published else Dating.UNKNOWN), ()


def _is_its_time(said: Sequence[DateMention], span: Span) -> bool:
    """Whether an article that says these days is about ``span``.

    It is about the first exact day that it names; of a longer span it may speak anywhere.
    """
    exact = [mention for mention in said if mention.granularity is Granularity.DAY]
    if _coarsest(span) is Granularity.MONTH:
        return bool(exact) and exact[0].span.overlaps(span)
    return any(_speaks_of(mention, span) for mention in said)


def _holds(span: Span, day: date) -> bool:
    return span.overlaps(Span(day, day))


def _lifted(hit: Hit, query: Query, telling: Mapping[str, float], settings: SearchSettings) -> Hit:
    """The hit with what the kind of thing that it holds adds to its words."""
    paragraph = hit.paragraph
    fit = wanted_fit(paragraph.text, paragraph.mentions, query.wanted, telling)
    return replace(hit, score=hit.score * (1.0 + settings.wanted * fit))
