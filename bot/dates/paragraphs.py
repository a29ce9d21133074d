"""The paragraphs of an article with the days that they name."""

from __future__ import annotations

from datetime import date

from bot.dates.articles import find_mentions, find_reference
from bot.model import Article, Paragraph


def reference_day(article: Article) -> date | None:
    """The day from which the dates of ``article`` are counted; None where nothing tells one.

    It is the day of publication; where that is not given, the first full date in its text.
    """
    return article.published or find_reference(article.paragraphs)


def read_paragraphs(article: Article) -> tuple[Paragraph, ...]:
    """The paragraphs of ``article`` with the days that they name.

    Dates without a year are resolved from its ``reference_day``.
    """
    reference = reference_day(article)
    return tuple(
        Paragraph(article, number, text, find_mentions(text, reference))
        for number, text in enumerate(article.paragraphs)
    )
