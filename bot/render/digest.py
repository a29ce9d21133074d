"""Lines of a digest: number, day, headline or first words, outlet, how many other reports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.model import Answer, DateMention, Granularity, Passage, Span
from bot.render.blocks import LineKind, MessageBlock, bare_url, straight
from bot.render.head import is_by_publication
from bot.render.quotes import outlet_name
from bot.render.translations import Translations
from bot.text.shorten import shorten

# Lines on a page at most, and characters of the words of each: as wide as a screen allows.
MOST_LINES, MOST_UNDER_MONTHS = 10, 8
WIDTHS = (60, 45)
# "KUPANG, Media.id - ", "Palu, 26 Januari 2025 -- ": names, not sentences.
_DATELINE = re.compile(r"(?:[A-Z0-9(][^\s]*[ ,|]*){1,8}?\s*(?:--?\s|[–—|])\s*(?=[\w\"“])")
_LONGEST_DATELINE = 60


def digest_lines(
    passages: Sequence[Passage],
    answer: Answer,
    translations: Translations,
    *,
    first: int,
    width: int,
) -> Iterator[MessageBlock]:
    """A line for each passage, in order.

    Args:
        passages: One an event.
        answer: What they are of: how its days are written depends on all of them.
        translations: The language.
        first: The number of the first line.
        width: Characters of the headline or words at most.
    """
    scale = _Scale.of(answer, by_publication=is_by_publication(answer))
    headlined: set[str] = set()
    for number, passage in enumerate(passages, first):
        citation = passage.citation
        # The headline is that of one of an article's events; a further one has its own words.
        title = None if citation.article in headlined else citation.title
        headlined.add(citation.article)
        words = straight(title or first_words(passage))
        day = scale.day_of(passage, translations)
        others = f" +{len(passage.also)}" if passage.also else ""
        yield MessageBlock(
            LineKind.ITEM,
            f"{number}. ",
            day,
            f" {shorten(words, width, words=True)} · ",
            link=bare_url(citation.url) if citation.url else "",
            linked=outlet_name(citation, answer.passages),
            rest=others + _planned(passage, answer, translations),
        )


def _planned(passage: Passage, answer: Answer, translations: Translations) -> str:
    """That an event of the archive's own list lies ahead: nothing was reported of it yet."""
    day, newest = passage.told_day, answer.reach.last
    lies_ahead = day and newest and day.first > newest and not passage.published_only
    is_of_archive = answer.query.archive is not None
    return f" ({translations.say('answer.planned')})" if lies_ahead and is_of_archive else ""


def first_words(passage: Passage) -> str:
    """The sentence that tells the event, on one line, without the dateline of its article."""
    start, stop = passage.highlights[passage.best] if passage.highlights else (0, None)
    words = " ".join(passage.paragraph.text[start:stop].split())
    head = _DATELINE.match(words[:_LONGEST_DATELINE])
    return words[head.end() :] if head and not start else words


def month_line(months: Sequence[tuple[date, int]], translations: Translations) -> MessageBlock:
    """The months of a year, each with the number of its events: "Jan 8 · Feb 2"."""
    parts = (f"{translations.month(month)} {count}" for month, count in months)
    return MessageBlock(LineKind.LINE, " · ".join(parts))


class _Scale:
    """How much of a day is written: what all lines share stands in the heading."""

    def __init__(
        self, spans: Sequence[Span], *, by_publication: bool, of_archive: bool, mark: str
    ) -> None:
        self._by_publication, self._of_archive, self._mark = by_publication, of_archive, mark
        self._month = any(map(_crosses_months, spans))
        self._year = any(map(_crosses_years, spans))

    @classmethod
    def of(cls, answer: Answer, *, by_publication: bool) -> _Scale:
        """The scale of the asked days; without any, that of all days that are told."""
        # Where the archive was asked for its newest, the heading says that lines are of publication.
        of_archive = answer.query.archive is not None
        only_published = of_archive and all(p.published_only for p in answer.passages)
        return cls(
            cls._spans(answer, by_publication=by_publication),
            by_publication=by_publication,
            of_archive=of_archive,
            mark="" if only_published else "🗞 ",
        )

    @staticmethod
    def _spans(answer: Answer, *, by_publication: bool) -> Sequence[Span]:
        if not answer.days and answer.query.asked.spans and not answer.query.asked.outside:
            return answer.query.asked.spans
        told = (p.told_day.span for p in answer.passages if p.told_day and not by_publication)
        ends = [day for span in told for day in (span.first, span.last) if day]
        ends += [p.citation.published for p in answer.passages if p.citation.published]
        # Each page of a list is written as all of it is.
        ends += answer.days or ()
        return (Span(min(ends), max(ends)),) if ends else ()

    def day_of(self, passage: Passage, translations: Translations) -> str:
        """The day of an event, short: "Jum 2", "8–16 Jan"; failing that, its publication's."""
        if passage.told_day and not (passage.published_only or self._by_publication):
            return self._day(passage.told_day, translations)
        published = passage.citation.published
        return f"{self._mark}{self._exact(published, translations)}" if published else "🗞"

    def _exact(self, day: date, translations: Translations) -> str:
        if self._of_archive:
            # Weekdays tell little in what spans months.
            return translations.short_range(day, day, year=self._year)
        return translations.short_day(day, month=self._month, year=self._year)

    def _day(self, mention: DateMention, translations: Translations) -> str:
        """Of a month its name."""
        if mention.granularity > Granularity.DAYS:
            month = translations.month(mention.first)
            return f"{month} {mention.first.year}" if self._year else month
        if mention.first == mention.last:
            return self._exact(mention.first, translations)
        return translations.short_range(mention.first, mention.last, year=self._year)


def _crosses_months(span: Span) -> bool:
    if span.first is None or span.last is None:
        return True
    return (span.first.year, span.first.month) != (span.last.year, span.last.month)


def _crosses_years(span: Span) -> bool:
    return span.first is None or span.last is None or span.first.year != span.last.year
