"""What a search brings."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from bot.model.articles import Paragraph
from bot.model.dates import DateMention


class DateMatch(IntEnum):
    """How a paragraph stands to the asked days; the higher, the better it fits.

    PARAGRAPH: it names one of them. ARTICLE: its article is about one of them, and it names no
    other. PUBLISHED: its article was published then, or within 31 days after and names no day.
    OTHERWISE: it is of another time.
    """

    OTHERWISE = 0
    UNKNOWN = 1
    PUBLISHED = 2
    ARTICLE = 3
    PARAGRAPH = 4


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for an article that was found by its words; comparable between questions.

    Attributes:
        coverage: The share of the question's idf mass that it holds, 0 to 1.
        mass: The idf mass that it holds, in words of which each stands in a single paragraph.
        margin: By what share of its score it is ahead of the next article, up to 1; below 0
            where one that lacks a detail of the question is ahead of it.
        dated: Whether it is of the asked days.
        lacks_kind: Whether it holds nothing of the kind that is asked for: a date, a number.
    """

    coverage: float
    mass: float
    margin: float
    dated: bool
    lacks_kind: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that was found, and how well it fits.

    Attributes:
        score: 0 or more; comparable within one query.
        evidence: What speaks for its article; None where it was not weighed.
        dating: Whether it speaks of the asked days; UNKNOWN where none were asked.
        dates: Its mentions that lie in the asked days, most exact first.
        missing: What the question insists on and its article does not name, as typed.
    """

    paragraph: Paragraph
    score: float
    evidence: Evidence | None = None
    dating: DateMatch = DateMatch.UNKNOWN
    dates: tuple[DateMention, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search brought, in the order of reading.

    Attributes:
        by_day: The hits were found by their days, and stand in the order of these.
        by_publication: They open articles that were found by outlet or day of publication.
        total: How many there are; ``hits`` may hold only the first of them.
        articles: In how many articles they stand, where they were found by day.
        dates: Of how many different dates they are, where they were found by day.
    """

    hits: tuple[Hit, ...] = ()
    by_day: bool = False
    by_publication: bool = False
    total: int = 0
    articles: int = 0
    dates: int = 0
