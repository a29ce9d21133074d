"""The seam: all that search, answer and engine may ask of an archive, in nouns.

Two protocols. `Index` finds paragraphs by words and by days; `Catalogue` lists what there is. The
index of this process answers them from arrays, a search cluster can from what it stores: no call
is made for each hit, and none speaks of positions or postings. Whatever stands behind them, the
suite in ``tests/index/test_protocol.py`` says what it must answer.

Ids and terms that an archive does not know are no error, but for `Index.read`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import NamedTuple, Protocol

from bot.model import Article, Counts, DateMatch, Paragraph, Reach, SearchResult, Span

UNKNOWN_TERM = ""
"""A term that no paragraph holds; its idf is the highest that there is."""


class ParagraphKey(NamedTuple):
    """A paragraph by the id of its article and its number there, from 0."""

    article: str
    number: int


class TermGroup(NamedTuple):
    """A word of a question: it is held where all stems of one of its ``ways`` are.

    Attributes:
        ways: The word itself, and sequences of stems that say the same.
        mass: What it is worth, 0 or more.
    """

    ways: tuple[tuple[str, ...], ...]
    mass: float


class TermStatistics(NamedTuple):
    """What the archive knows of a term.

    Attributes:
        known: Whether any paragraph holds it.
        idf: How telling it is, over paragraphs. What nobody writes about is no lesser part of a
            question: an unknown term has the idf of one that a single paragraph holds.
        max_score: The highest BM25 score that it can bring a paragraph at weight 1.
    """

    known: bool
    idf: float
    max_score: float


class WordHit(NamedTuple):
    """A paragraph found by its words.

    Attributes:
        score: Its own and its article's, as they were weighted; above 0.
        own: The BM25 score of the paragraph alone.
        held: The mass of the groups that its article holds, title included.
        dating: How it stands to the asked days; UNKNOWN where none were asked.
    """

    key: ParagraphKey
    score: float
    own: float
    held: float
    dating: DateMatch


class EventDay(NamedTuple):
    """A day of which events are told.

    Attributes:
        events: How many; several reports of one event tell one.
        articles: How many tell them, copies included, and those that name no day.
        planned: Whether every mention that speaks for an event is of something planned.
    """

    day: date
    events: int
    articles: int
    planned: bool


@dataclass(frozen=True, slots=True)
class EventArticle:
    """An article that tells an event of a day.

    Attributes:
        sentence: The sentence that names the day, verbatim; for an article without a title.
    """

    article: Article
    sentence: str


class Index(Protocol):
    """Paragraphs by their words and their days, for search and answer."""

    def statistics(self, terms: Collection[str]) -> Mapping[str, TermStatistics]:
        """What is known of each of ``terms``."""

    def by_words(  # noqa: PLR0913 -- all but three have names
        self,
        weights: Mapping[str, float],
        groups: Sequence[TermGroup],
        spans: Sequence[Span],
        *,
        article_weight: float,
        title_weight: float = 0.0,
        limit: int,
    ) -> Sequence[WordHit]:
        """The paragraphs that hold one of the terms, best first: at most ``limit``.

        Those with the best scores of their own are found exactly, and then ordered with the
        weighted scores of their articles. Equals stand by article id, then number.

        Args:
            weights: The weight of each stem, above 0.
            groups: What is looked for in the articles of the hits.
            spans: The asked days, to which each hit is said to stand; none is a filter.
            article_weight: The share of the score of the whole article, title included.
            title_weight: The share of the weighted idf of the terms that the title holds.
            limit: Hits at most.
        """

    def by_days(
        self,
        spans: Sequence[Span],
        groups: Sequence[TermGroup] = (),
        *,
        share: float = 0.0,
        limit: int | None = None,
    ) -> SearchResult:
        """The paragraphs that speak of ``spans``, in the order of the day; totals over all.

        Coarse mentions ("Januari 2023") come after all exact ones; within a day the paragraph
        that opens an article comes first, and each article is heard before any is heard twice.
        The mentions of a paragraph stand the most exact first, then in the order of ``spans``.

        Args:
            spans: The asked days; without any, nothing is found.
            groups: What the articles are to hold.
            share: The least part of the mass of ``groups`` that an article must hold, 0 to 1.
            limit: Hits at most; None gives all, 0 only counts.
        """

    def published_in(self, span: Span) -> Sequence[Paragraph]:
        """The first paragraphs of the articles published in ``span``, by day, then by id."""

    def read(self, keys: Sequence[ParagraphKey]) -> Sequence[Paragraph]:
        """The paragraphs with these keys, in their order.

        Raises:
            KeyError: The archive does not have one of them.
        """

    def held_terms(
        self, articles: Collection[str], terms: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        """Of each of ``articles``, which of ``terms`` its title or one of its paragraphs holds."""

    def read_articles(self, articles: Collection[str]) -> Mapping[str, Sequence[Paragraph]]:
        """All paragraphs of each of ``articles``, in order."""

    def by_outlet(self, outlet: str, span: Span | None, *, offset: int, limit: int) -> SearchResult:
        """The first paragraphs of an outlet's articles, newest first, then by id, undated last.

        Args:
            outlet: Its name in any case.
            span: Days of publication; None for all, undated articles included.
            offset: How many are passed over.
            limit: Hits at most.
        """

    def event_keys(self, articles: Collection[str]) -> Mapping[str, frozenset[tuple[date, str]]]:
        """The events of each of ``articles``: a day of which it tells, and the event's name.

        The days are those that it names exactly, and the first of each stretch of up to 31 days;
        of an article that names none the day of publication, or the day of the event that it
        shares with others. Two articles tell one event where they share a name; one event may have
        several days.

        Two are of one event if they tell the same day and share a place or a body and salient
        words, or if one is a copy of the other; never if they set it in different towns. An event
        goes by its first day and the first id of that: it is the same in whichever order the
        articles were added.
        """

    def event_reports(
        self, events: Collection[str], spans: Sequence[Span]
    ) -> Mapping[str, Sequence[str]]:
        """The articles that tell each of ``events``, by name, on a day of ``spans``.

        Those that name the day come first, then in the order of the archive. Events that none
        tells then are left out.
        """

    def count_events(self, spans: Sequence[Span]) -> Counts:
        """How many events are told of ``spans``, on how many of their days, by how many articles.

        An event counts where an article names a day of it; a stretch of days counts its first and
        its last, one around all of a span the first day of that.
        """

    def event_days(self) -> Sequence[EventDay]:
        """The days on which an event is told, in order; of a stretch its first and its last."""

    def resemblances(self, articles: Sequence[str]) -> Mapping[tuple[str, str], float]:
        """About how alike the vocabularies of each two of ``articles`` are, above 0 up to 1.

        A pair stands once, in the order given; one that is missing is not alike at all.
        """


class Catalogue(Protocol):
    """What an archive holds, for engine and browse."""

    def reach(self) -> Reach:
        """How far the archive reaches, by the days of publication of its articles."""

    def by_address(self, address: str) -> Sequence[Article]:
        """The articles at a web address, by id.

        Those whose whole canonical address it is; failing that, those of the same host that
        bear the same number. None where ``address`` is none.
        """

    def find_article(self, key: str) -> Article | None:
        """The article with this ``article_key``; None where the archive does not have it."""

    def events_on(
        self, days: Sequence[date], *, limit: int
    ) -> Mapping[date, Sequence[EventArticle]]:
        """The articles that tell the events of each of ``days``, at most ``limit`` a day.

        One speaks for all of an event: an original, that names the day in its first paragraph,
        with headline, address and day of publication. Events of first paragraphs come first.
        Days without any event are left out.
        """

    def list_articles(
        self, words: Sequence[str], *, offset: int, limit: int
    ) -> tuple[Sequence[Article], int]:
        """Articles by day of publication, newest first, then by id, undated last; and how many.

        Args:
            words: Each must stand in the title or the outlet's name, in any case.
            offset: How many are passed over.
            limit: Articles at most.
        """

    def outlets(self) -> Mapping[str, int]:
        """The outlets as they are written, and how many articles each has."""

    def vocabulary(self) -> Mapping[str, int]:
        """The words of all paragraphs in lower case, and how often each stands there."""


def article_key(article_id: str) -> str:
    """A short name of the article for callback data, which holds 64 bytes: 16 hex digits.

    >>> len(article_key("tempo-2081968-" + "x" * 200))
    16
    """
    return blake2b(article_id.encode(), digest_size=8).hexdigest()
