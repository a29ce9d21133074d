"""Where a report has another day than a claim."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from bot.model import DateMention, Difference, Granularity, Query, Span, speaks_of
from bot.search.claims import Telling
from bot.text.analysis import fold

Words = Callable[[Span], str]
# A report of what is claimed for a day may come out so many days later.
_LATER = timedelta(days=1)
# What a month counts of a day, and the last day of a stretch beside it.
_MONTH, _EXACT = 0.6, 0.2


def find_day_differences(query: Query, telling: Telling, say_days: Words) -> Iterator[Difference]:
    """The first day of the claim that the article has not, with the one of what it tells."""
    mentions = [m for paragraph in telling.paragraphs for m in paragraph.mentions]
    for span in query.asked.spans:
        if any(speaks_of(mention, span) for mention in mentions):
            own = _exact_days(telling)
            if _is_day(span) and own and not _names_day(span, mentions):
                yield Difference("day", say_days(span), say_days(own[0].span))
            continue
        if any(_is_of_another_year(asked, mentions) for asked in query.asked.mentions):
            continue
        said = {fold(mention.surface) for mention in query.asked.mentions}
        if not said.isdisjoint(fold(mention.surface) for mention in mentions):
            # "Tahun depan" of an article is not that of the claim, but as it was said.
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


def days_held(query: Query, telling: Telling) -> float:
    """1 where the article names a day of the claim, less for a month, else 0; its last day for more."""
    spans = query.asked.spans
    held = [
        mention
        for paragraph in telling.paragraphs
        for mention in paragraph.mentions
        if any(speaks_of(mention, span) for span in spans)
    ]
    finest = min((mention.granularity for mention in held), default=Granularity.YEAR)
    exact = any(mention.last == span.last for mention in held for span in spans) * _EXACT
    if finest <= Granularity.DAYS:
        return 1.0 + exact
    return _MONTH + exact if finest <= Granularity.SEASON else 0.0


def days_apart_from(query: Query, telling: Telling) -> int:
    """How many days lie between a claimed day and the told one; 0 where either is open."""
    told, spans = _told_day(telling), query.asked.spans
    first = spans[0].first if spans else None
    return abs((told.first - first).days) if told and first else 0


def _exact_days(telling: Telling) -> list[DateMention]:
    """The single days that the sentence names that tells it."""
    start, stop = telling.sentence
    return [
        m
        for m in telling.paragraph.mentions
        if start <= m.start < stop and m.granularity <= Granularity.DAY
    ]


def _is_day(span: Span) -> bool:
    return span.first is not None and span.first == span.last


def _names_day(span: Span, mentions: Iterable[DateMention]) -> bool:
    """Whether a mention is of just this day, or begins or ends with it."""
    return any(span.first in (m.first, m.last) for m in mentions)


def _is_of_another_year(asked: DateMention, told: Sequence[DateMention]) -> bool:
    """Whether a day that is claimed without a year is told, in whatever year."""
    ends = [(asked.first.month, asked.first.day), (asked.last.month, asked.last.day)]
    return asked.year_inferred and any(
        [(m.first.month, m.first.day), (m.last.month, m.last.day)] == ends for m in told
    )


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
