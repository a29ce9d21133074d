"""Where a report says otherwise than a claim: a figure, a day, a place, a name.

What an article leaves open is no difference, and what belongs to something else in it neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from bot.model import (
    AskedPlace,
    DateMention,
    Difference,
    Granularity,
    Paragraph,
    Query,
    Span,
    Term,
    speaks_of,
)
from bot.query.deeds import office_before
from bot.query.places import (
    HOME,
    PLACES,
    PlaceMention,
    Standing,
    find_places,
    standing,
    told_places,
)
from bot.search.claims import Telling
from bot.text.analysis import find_tokens, fold
from bot.text.figures import CLASSIFIERS, Figure, find_figures
from bot.text.roots import find_root, is_word
from bot.text.sentences import split_sentences

Words = Callable[[Span], str]
"""Says a span in words: a difference of days is told by days, not by how they were written."""

# A report of what is claimed for a day may come out so many days later.
_LATER = timedelta(days=1)
_NAME = re.compile(r"[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+){1,3}")
_PLANS = re.compile(
    r"\b(?:akan|bakal|(?:men)?target\w*|ditarget\w*|rencana\w*|direncanakan|berencana|will|planned|planning)\b",
    re.IGNORECASE,
)
# How far behind an office its holder is looked for.
_REACH = 90


def find_differences(query: Query, telling: Telling, say_days: Words) -> tuple[Difference, ...]:
    """What the article of ``telling`` says otherwise than the claim: figures, days, places, names."""
    found = (
        *_figures(query, telling),
        *_days(query, telling, say_days),
        *_places(query, telling),
        *_names(query, telling),
    )
    return tuple(dict.fromkeys(found))


def _hidden(mentions: Iterable[DateMention]) -> tuple[tuple[int, int], ...]:
    return tuple((mention.start, mention.stop) for mention in mentions)


def claimed_figures(query: Query) -> tuple[Figure, ...]:
    """The figures of a claim, those of its dates and ordinals left out."""
    found = find_figures(query.question, _hidden(query.asked.mentions))
    return tuple(figure for figure in found if figure.low > 1 or figure.unit)


def held_figures(query: Query, telling: Telling) -> int:
    """How many figures of the claim, larger than ten, the article tells of the same."""
    told = list(_told_figures(telling.paragraphs))
    return sum(
        any(each.says(figure) and _is_alike(each, figure, query) for each in told)
        for figure in claimed_figures(query)
        if figure.low > 10
    )


def _figures(query: Query, telling: Telling) -> Iterator[Difference]:
    told = list(_told_figures(telling.paragraphs))
    near = list(_told_figures([telling.paragraph]))
    done = told if _PLANS.search(query.question) else list(_done_figures(telling.paragraphs))
    for figure in claimed_figures(query):
        alike = [each for each in near + told if _is_alike(each, figure, query)]
        if any(each.says(figure) for each in alike):
            continue
        if certain := [each for each in alike if each in done]:
            best = min(certain, key=lambda each: _surplus(each, figure))
            yield Difference("figure", figure.surface, best.surface)
        elif not any(each.says(figure) for each in told) and not _stands(figure, telling):
            yield Difference("figure", figure.surface, "")


def _stands(figure: Figure, telling: Telling) -> bool:
    """Whether the figure stands in a headline, or in words that count nothing."""
    texts = [telling.paragraph.article.title or "", *(each.text for each in telling.paragraphs)]
    wanted = rf"(?<![\d.,]){re.escape(figure.surface)}(?![\d]|[.,]\d)"
    return any(re.search(wanted, text, re.IGNORECASE) for text in texts)


def _told_figures(paragraphs: Sequence[Paragraph]) -> Iterator[Figure]:
    for paragraph in paragraphs:
        yield from find_figures(paragraph.text, _hidden(paragraph.mentions))


def _done_figures(paragraphs: Sequence[Paragraph]) -> Iterator[Figure]:
    """The figures of sentences that tell what was, and not what was to be."""
    for paragraph in paragraphs:
        figures = find_figures(paragraph.text, _hidden(paragraph.mentions))
        for start, stop in split_sentences(paragraph.text):
            if not _PLANS.search(paragraph.text, start, stop):
                yield from (figure for figure in figures if start <= figure.start < stop)


def _is_alike(told: Figure, claimed: Figure, query: Query) -> bool:
    """Whether two figures count the same: by their first words, or by what tells these apart."""
    mine, theirs = _units(claimed), _units(told)
    if not mine or not theirs:
        return False
    ways = _unit_ways(mine[0], query)
    if not any(way[0] in theirs[:2] and set(way) <= set(theirs) for way in ways):
        return bool(set(mine[1:]) & set(theirs[:2]) - CLASSIFIERS)
    rest = {root for root in mine[1:] if root not in _verbs(query)}
    others = set(theirs) - {root for way in ways for root in way}
    ways_of_rest = {root for word in rest for way in _unit_ways(word, query) for root in way}
    return not rest or not others or bool(ways_of_rest & others)


def _units(figure: Figure) -> tuple[str, ...]:
    return figure.unit


def _verbs(query: Query) -> frozenset[str]:
    return frozenset(term.text for term in query.terms if not term.content)


def _unit_ways(root: str, query: Query) -> tuple[tuple[str, ...], ...]:
    """The ways to say a word of a unit: as the claim's terms know it."""
    for term in query.terms:
        if root in {term.text, *map(find_root, term.word.split())}:
            own = ((root,),) if " " in term.word else ()
            return (*own, (term.text,), *term.alternatives, *term.synonyms)
    return ((root,),)


def _surplus(told: Figure, claimed: Figure) -> int:
    """How much more its unit says than the claim's: a part of what was counted says more."""
    return len(set(told.unit) - set(claimed.unit))


def _days(query: Query, telling: Telling, say_days: Words) -> Iterator[Difference]:
    mentions = [m for paragraph in telling.paragraphs for m in paragraph.mentions]
    for span in query.asked.spans:
        if any(speaks_of(mention, span) for mention in mentions):
            continue
        published = telling.paragraph.article.published
        told = _told_day(telling)
        if published and _is_near(published, span) and (told is None or not _in_sentence(telling)):
            continue
        if told:
            yield Difference("day", say_days(span), say_days(told.span))
        elif published:
            yield Difference("day", say_days(span), say_days(Span(published, published)))
        return


def days_held(query: Query, telling: Telling) -> bool:
    """Whether the article names an exact day that the claim names."""
    exact = [m for p in telling.paragraphs for m in p.mentions if m.granularity <= Granularity.DAYS]
    return any(speaks_of(mention, span) for mention in exact for span in query.asked.spans)


def days_apart_from(query: Query, telling: Telling) -> int:
    """How many days lie between a claimed day and the told one; 0 where either is open."""
    told, spans = _told_day(telling), query.asked.spans
    first = spans[0].first if spans else None
    return abs((told.first - first).days) if told and first else 0


def _is_near(published: date, span: Span) -> bool:
    last = span.last + _LATER if span.last else None
    return span.overlaps(Span(published, published)) or Span(span.first, last).overlaps(
        Span(published, published)
    )


def _in_sentence(telling: Telling) -> bool:
    start, stop = telling.sentence
    return any(
        start <= m.start < stop and m.granularity <= Granularity.DAYS
        for m in telling.paragraph.mentions
    )


def _told_day(telling: Telling) -> DateMention | None:
    """The day of what is told: in its sentence, its paragraph, the opening, or anywhere."""
    start, stop = telling.sentence
    own = telling.paragraph.mentions
    groups: tuple[Sequence[DateMention], ...] = (
        [mention for mention in own if start <= mention.start < stop],
        own,
        telling.paragraphs[0].mentions,
        [mention for paragraph in telling.paragraphs for mention in paragraph.mentions],
    )
    for most in (Granularity.DAYS, Granularity.MONTH):
        for group in groups:
            for mention in group:
                if mention.granularity <= most:
                    return mention
    return None


def _places(query: Query, telling: Telling) -> Iterator[Difference]:
    article = telling.paragraph.article
    start, stop = telling.sentence
    near = [*find_places(telling.paragraph.text), *find_places(telling.paragraphs[0].text)]
    near += find_places(article.title or "")
    named = frozenset(place for mention in near for place in mention.places)
    for place in query.places:
        stands = standing(place.names, named)
        if stands in (Standing.NONE, Standing.ELSEWHERE):
            stands = standing(place.names, told_places(article))
        if stands is not Standing.ELSEWHERE:
            continue
        inside = find_places(telling.paragraph.text[start:stop])
        told = _like(place, (*inside, *near))
        if told:
            yield Difference("place", _as_written(place.surface, query), told.surface)


def _like(asked: AskedPlace, near: Sequence[PlaceMention]) -> PlaceMention | None:
    """The first of the places that is one of the same kind as the asked one."""
    levels = {PLACES[name].level for name in asked.names}
    alike = (m for m in near if levels & {PLACES[n].level for n in m.places if n != HOME})
    others = (m for m in near if HOME not in m.places)
    return next(alike, None) or next(others, None)


def _names(query: Query, telling: Telling) -> Iterator[Difference]:
    """Names that the article lacks, where it has another in the same office."""
    for name in _in_rows(telling.lacks, query):
        before = _words_before(query.question, name)
        office = office_before(before)
        holder = _holder(office, telling, before) if office else None
        if holder:
            yield Difference("name", _as_written(name, query), holder)


def _in_rows(lacks: Sequence[Term], query: Query) -> Iterator[str]:
    """The names with the words of them that the article has: "Agus Salim" where it lacks "Salim"."""
    words = [token[0] for token in find_tokens(query.question)]
    lower = [fold(word) for word in words]
    missing = {term.word for term in lacks}
    at = 0
    while at < len(words):
        if lower[at] not in missing:
            at += 1
            continue
        stop = at
        while stop < len(words) and (lower[stop] in missing or _is_part(words[stop])):
            stop += 1
        while at > 0 and _is_part(words[at - 1]):
            at -= 1
        yield " ".join(words[at:stop])
        at = stop


def _is_part(word: str) -> bool:
    """Whether a word may belong to the name beside it."""
    low = fold(word)
    return (
        word[0].isupper()
        and not is_word(low)
        and not find_places(low)
        and office_before([low]) is None
    )


def _words_before(question: str, name: str) -> list[str]:
    at = question.casefold().find(name.casefold())
    return [fold(token[0]) for token in find_tokens(question[: max(at, 0)])][-8:]


def _holder(office: str, telling: Telling, before: Sequence[str]) -> str | None:
    """Whom the article names in an office, nearest to what is told."""
    texts = [telling.paragraph.text, *(paragraph.text for paragraph in telling.paragraphs)]
    deputy = "wakil" in before
    for text in texts:
        for match in re.finditer(rf"\b{office}\b", text, re.IGNORECASE):
            is_deputy = text[: match.start()].rstrip().casefold().endswith("wakil")
            if is_deputy != deputy:
                continue
            for named in _NAME.finditer(text, match.end(), match.end() + _REACH):
                words = [fold(word) for word in named[0].split()]
                if not any(is_word(w) or find_places(w) or office_before([w]) for w in words):
                    return named[0].rstrip(".,")
    return None


def _as_written(surface: str, query: Query) -> str:
    match = re.search(rf"\b{re.escape(surface)}\b", query.question, re.IGNORECASE)
    return match[0] if match else surface
