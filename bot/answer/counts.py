"""How many events are told, on how many dates, by how many sources: counted here for all who say it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answer.event_rows import EventRows, days_of
from bot.index.protocol import Index
from bot.model import Counts, Granularity, SearchResult, Span


def count_by_day(
    found: SearchResult, rows: EventRows, spans: Sequence[Span], index: Index, *, whole: bool
) -> Counts:
    """The events of an answer by day, the dates of these, and the articles that tell them.

    A stretch of days ("8–16 Januari") counts its first and its last. Where nothing is told but a
    month or a year, each article with its copies is one event, on no date.

    Args:
        found: The hits of the days.
        rows: The same by event.
        spans: The asked days.
        index: The archive.
        whole: Nothing but the days was asked for: the archive is counted, as the calendar does,
            for ``found`` may hold only the first of all hits.
    """
    counts = index.count_events(spans) if whole else _count_rows(found, rows, spans)
    told = len(rows.articles)
    sources = max(told, counts.sources, found.articles) if whole else told
    return Counts(counts.events or len(rows.events), counts.dates, sources)


def _count_rows(found: SearchResult, rows: EventRows, spans: Sequence[Span]) -> Counts:
    exact = [hit for hit, _ in rows.events if hit.dates[0].granularity <= Granularity.DAYS]
    return Counts(len(exact), len(days_of(found.hits, spans)), len(rows.articles))


def count_told(articles: Iterable[str], index: Index) -> int:
    """How many events these articles tell that are shown for a matter, whatever their day."""
    shown = list(dict.fromkeys(articles))
    keys, heard, events = index.event_keys(shown), set[str](), 0
    for article in shown:
        told = {event for _, event in keys[article]}
        events += heard.isdisjoint(told)
        heard |= told
    return events
