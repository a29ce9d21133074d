"""How many events an answer tells, and on how many dates: one count for text, calendar and scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from bot.answer.calendar import Calendar
from bot.index.protocol import Index
from bot.model import Granularity, Hit, Span


def count_by_day(
    hits: Sequence[Hit], spans: Sequence[Span], calendar: Calendar, *, cut: bool = False
) -> tuple[int, int]:
    """How many events the hits of ``spans`` tell, and on how many dates of these.

    An event told only with a range ("8–16 Januari") is one, on its first and its last day. Where
    nothing is told but a month or a year, each article with its copies is one event, on no date.

    Args:
        hits: Found by day; their dates are those that were asked for.
        spans: The asked days.
        calendar: The days of the archive.
        cut: The hits are only the first of all that the days have: what is told of a day exactly
            is counted by the calendar.
    """
    exact = _exact_events(hits, spans, calendar.index)
    ranges = set(_ranges(hits, {article for article, _ in exact}))
    events = len({key for _, key in exact}) + len(ranges)
    days = set(_days(hits, spans))
    if cut:
        told = {each.day: each.events for span in spans for each in calendar.event_days(span)}
        events = sum(told.values()) + len(ranges)
        days |= told.keys()
    return events or len({_original(hit) for hit in hits}), len(days)


def _exact_events(
    hits: Iterable[Hit], spans: Sequence[Span], index: Index
) -> set[tuple[str, tuple[date, str]]]:
    """The articles of ``hits``, each with the key of an event that it tells of an asked day."""
    keys = index.event_keys({hit.paragraph.article.id for hit in hits})
    return {
        (article, key) for article, own in keys.items() for key in own if _lies_in(key[0], spans)
    }


def _ranges(hits: Iterable[Hit], heard: set[str]) -> Iterator[tuple[date, date, str]]:
    """The ranges that tell an event of articles that name no asked day exactly."""
    for hit in hits:
        for mention in hit.dates:
            if mention.granularity is Granularity.DAYS and hit.paragraph.article.id not in heard:
                yield mention.first, mention.last, _original(hit)


def _original(hit: Hit) -> str:
    return hit.paragraph.article.copy_of or hit.paragraph.article.id


def _days(hits: Iterable[Hit], spans: Sequence[Span]) -> Iterator[date]:
    """The asked days that are named; of a range around all of them, the first that was asked."""
    for hit in hits:
        for mention in hit.dates:
            if mention.granularity <= Granularity.DAYS:
                ends = [day for day in (mention.first, mention.last) if _lies_in(day, spans)]
                around = [span.first for span in spans if span.first and not ends]
                yield from ends or around[:1]


def _lies_in(day: date, spans: Sequence[Span]) -> bool:
    return any(span.overlaps(Span(day, day)) for span in spans)


def count_told(articles: Iterable[str], index: Index) -> int:
    """How many events these articles tell that are shown for a matter, whatever their day."""
    shown = list(dict.fromkeys(articles))
    keys, heard, events = index.event_keys(shown), set[tuple[date, str]](), 0
    for article in shown:
        events += heard.isdisjoint(keys[article])
        heard |= keys[article]
    return events
