"""Where reports of one thing contradict each other: on its day, on a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bot.model import Granularity, Paragraph, Passage, Query, Term
from bot.places.mentions import Standing, standing, told_places
from bot.search.answer_type import nearness
from bot.text.figures import Figure, find_figures

# Reports of one event were seen to date it so many days apart.
_MOST_APART = 3
# What share of the nearness of the best one's day to the words of the question another's has.
_AS_NEAR = 0.4
# What share of the best one's score a passage has that tells of the same.
_AS_WELL = 0.7


class Contrary(NamedTuple):
    """One of several things that reports say: as it is written, and the passage that says it."""

    said: str
    passage: Passage


def days_apart(
    passages: Sequence[Passage],
    query: Query,
    weights: Mapping[str, float],
    told: Mapping[str, Sequence[Paragraph]],
) -> tuple[Passage, ...]:
    """Where passages contradict the first on when one thing is, the first of each day; else none.

    A day of another article that lies up to three days from that of the first, or is the same of
    another year, is taken for another report of the same, if it stands nearly as near to the words
    of the question, neither article names the other's day, too, and neither is set elsewhere (an
    anniversary is one, wherever it is kept); one further away is another event. They stand in the order of the days; the other articles that
    name a day stand behind its passage.

    Args:
        passages: The best first.
        query: What is asked.
        weights: How telling each stem is.
        told: The paragraphs of each article.
    """
    first: dict[str, Passage] = {}
    for passage in passages:
        if passage.dates and passage.dates[0].granularity is Granularity.DAY:
            first.setdefault(passage.paragraph.article.id, passage)
    if not first:
        return ()
    best = next(iter(first.values()))
    for passage in passages:
        if slip := _slip_of(best.dates[0].first, passage):
            first.setdefault(passage.paragraph.article.id, slip)
    days = {article: _exact_days(told[article]) for article in first}
    by_day: dict[date, list[Passage]] = {}
    for passage in first.values():
        if best is passage or _is_rival(passage, best, query, weights, days):
            by_day.setdefault(passage.dates[0].first, []).append(passage)
    return tuple(_with_others(by_day[day]) for day in sorted(by_day)) if len(by_day) > 1 else ()


def _slip_of(day: date, passage: Passage) -> Passage | None:
    """The passage dated by its mention of the same day of another year; None where it has none."""
    slips = [
        mention
        for mention in passage.paragraph.mentions
        if mention.granularity is Granularity.DAY and _is_slip(mention.first, day)
    ]
    return replace(passage, dates=(slips[0], *passage.dates)) if slips else None


def _is_rival(
    passage: Passage,
    best: Passage,
    query: Query,
    weights: Mapping[str, float],
    days: Mapping[str, AbstractSet[date]],
) -> bool:
    """Whether its day may be another for the same thing as the best one's."""
    mine, other = passage.dates[0].first, best.dates[0].first
    if _is_slip(mine, other):
        return True
    scores = passage.hit.score, best.hit.score
    if abs(mine - other).days > _MOST_APART or scores[0] < _AS_WELL * scores[1]:
        return False
    if _day_nearness(passage, weights) < _AS_NEAR * _day_nearness(best, weights):
        return False
    articles = [each.paragraph.article for each in (passage, best)]
    if other in days[articles[0].id] or mine in days[articles[1].id]:
        return False
    places = [told_places(article) for article in articles]
    return bool(query.ordinals) or standing(*places) is not Standing.ELSEWHERE


def _exact_days(paragraphs: Sequence[Paragraph]) -> frozenset[date]:
    mentions = (mention for paragraph in paragraphs for mention in paragraph.mentions)
    told = [mention for mention in mentions if mention.granularity is Granularity.DAY]
    return frozenset(day for mention in told for day in (mention.first, mention.last))


def _day_nearness(passage: Passage, weights: Mapping[str, float]) -> float:
    day = passage.dates[0]
    return nearness(passage.paragraph.text, [(day.start, day.stop)], weights)[0]


def figures_apart(
    passages: Sequence[Passage],
    query: Query,
    weights: Mapping[str, float],
    events: Mapping[str, frozenset[str]],
) -> tuple[Contrary, ...]:
    """Where reports of one event contradict the first on how many there are; else none.

    The figure of each article is that nearest to the words of the question, of what these count.
    They stand in the order of the figures; the other articles that tell one stand behind its
    passage.

    Args:
        passages: The best first.
        query: What is asked.
        weights: How telling each stem is.
        events: The events of each article.
    """
    counted = {stem for term in query.terms if term.content for stem in (term.text, *_ways(term))}
    first: dict[str, tuple[Figure, Passage]] = {}
    for passage in passages:
        figure = _nearest_figure(passage, counted, weights)
        if figure:
            first.setdefault(passage.paragraph.article.id, (figure, passage))
    told: list[tuple[Figure, list[Passage]]] = []
    own = events[next(iter(first))] if first else frozenset[str]()
    for article, (figure, passage) in first.items():
        if own.isdisjoint(events[article]):
            continue
        same = next((row for row in told if row[0].says(figure)), None)
        if same:
            same[1].append(passage)
        else:
            told.append((figure, [passage]))
    told.sort(key=lambda row: row[0].low)
    contrary = (Contrary(figure.surface, _with_others(found)) for figure, found in told)
    return tuple(contrary) if len(told) > 1 else ()


def _ways(term: Term) -> Iterator[str]:
    return (stem for way in (*term.alternatives, *term.synonyms) for stem in way)


def _nearest_figure(
    passage: Passage, counted: AbstractSet[str], weights: Mapping[str, float]
) -> Figure | None:
    """The figure of what is ``counted`` that stands nearest to the words of the question."""
    text = passage.paragraph.text
    hidden = tuple((mention.start, mention.stop) for mention in passage.paragraph.mentions)
    figures = [each for each in find_figures(text, hidden) if not counted.isdisjoint(each.unit)]
    near = nearness(text, [(each.start, each.stop) for each in figures], weights)
    return max(zip(near, figures, strict=True), default=(0.0, None), key=lambda row: row[0])[1]


def _is_slip(one: date, other: date) -> bool:
    """Whether one is the same day of the year before or after."""
    return (one.day, one.month) == (other.day, other.month) and abs(one.year - other.year) == 1


def _with_others(told: Sequence[Passage]) -> Passage:
    best, *others = told
    more = [citation for other in others for citation in (other.citation, *other.also)]
    return replace(best, also=(*best.also, *more))
