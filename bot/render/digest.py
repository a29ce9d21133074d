"""Lines of a digest: number, day, headline or first words, outlet, how many other reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.model import DateMention, Granularity, Passage, Span
from bot.render.blocks import LineKind, MessageBlock, bare_url, straight
from bot.render.translations import Translations
from bot.text.shorten import shorten

# Lines on a page at most, and characters of the words of each: as wide as a screen allows.
MOST_LINES = 10
WIDTHS = (60, 45)


def digest_lines(
    passages: Sequence[Passage],
    asked: Sequence[Span],
    translations: Translations,
    *,
    first: int,
    width: int,
) -> Iterator[MessageBlock]:
    """A line for each passage, in order.

    Args:
        passages: One an event.
        asked: The days asked for; where they lie in one month, a line does not repeat it.
        translations: The language.
        first: The number of the first line.
        width: Characters of the headline or words at most.
    """
    named = any(_crosses_months(span) for span in asked)
    headlined: set[str] = set()
    for number, passage in enumerate(passages, first):
        citation = passage.citation
        # The headline is that of one of an article's events; a further one has its own words.
        title = None if citation.article in headlined else citation.title
        headlined.add(citation.article)
        words = straight(title or _first_words(passage))
        day = _day(passage.dates[0], translations, month=named) if passage.dates else "🗞"
        others = f" +{len(passage.also)}" if passage.also else ""
        yield MessageBlock(
            LineKind.ITEM,
            f"{number}. ",
            day,
            f"{' ' if day else ''}{shorten(words, width, words=True)} · ",
            link=bare_url(citation.url) if citation.url else "",
            linked=straight(citation.publisher),
            rest=others,
        )


def _first_words(passage: Passage) -> str:
    start, stop = passage.highlights[passage.best] if passage.highlights else (0, None)
    return " ".join(passage.paragraph.text[start:stop].split())


def _crosses_months(span: Span) -> bool:
    if span.first is None or span.last is None:
        return True
    return (span.first.year, span.first.month) != (span.last.year, span.last.month)


def _day(mention: DateMention, translations: Translations, *, month: bool) -> str:
    """The day of an event, short: "Jum 2", "8–16", "Jum 2 Jan"; of a month only its name."""
    if mention.granularity > Granularity.DAYS:
        return translations.month(mention.first)
    if mention.granularity is Granularity.DAY:
        return translations.short_day(mention.first, month=month)
    return translations.short_range(mention.first, mention.last, month=month)
