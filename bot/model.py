"""The nouns of the project, on one page: plain values that neither load, score nor render.

Text offsets are half-open and called ``start, stop``. Days are inclusive and called
``first, last``. The day from which a phrase like "kemarin" is counted is the ``reference``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum
from typing import Literal, NamedTuple


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of days, both ends inclusive; an end that is None is open."""

    first: date | None
    last: date | None

    def __post_init__(self) -> None:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"a span ends before it begins: {self.first} > {self.last}")

    def overlaps(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        begins_in_time = self.first is None or other.last is None or self.first <= other.last
        ends_in_time = other.first is None or self.last is None or other.first <= self.last
        return begins_in_time and ends_in_time


class Granularity(IntEnum):
    """How exact a mention is; the smaller, the more exact."""

    DAY = 1
    DAYS = 2
    MONTH = 3
    SEASON = 4
    YEAR = 5


class Relation(StrEnum):
    """What a date is to its event: "sejak Januari" is SINCE, "sebelum 7 Februari" BEFORE."""

    AT = "at"
    SINCE = "since"
    UNTIL = "until"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as a text names it, ``text[start:stop] == surface``, and the days that it means.

    Attributes:
        rule: The name of the grammar rule that read it.
        planned: It lies after the reference day, or its sentence says akan, rencana, will.
        year_inferred: The text gives no year; the convention chose one.
        weekday_conflict: The weekday beside it is another day's; the written date was taken.
    """

    surface: str
    start: int
    stop: int
    first: date
    last: date
    granularity: Granularity
    rule: str
    relation: Relation = Relation.AT
    planned: bool = False
    year_inferred: bool = False
    weekday_conflict: bool = False

    def __post_init__(self) -> None:
        if self.stop - self.start != len(self.surface) or self.start < 0:
            raise ValueError(f"offsets {self.start}:{self.stop} do not hold {self.surface!r}")
        if self.first > self.last:
            raise ValueError(f"{self.surface!r} ends before it begins: {self.first} > {self.last}")

    @property
    def span(self) -> Span:
        """The days that it means; never open."""
        return Span(self.first, self.last)


def speaks_of(mention: DateMention, span: Span) -> bool:
    """Whether ``mention`` is of ``span``, and exact enough to say anything of it."""
    return mention.span.overlaps(span) and mention.granularity <= coarsest(span)


# February has no fewer days.
_LEAST_MONTH = 28


def coarsest(span: Span) -> Granularity:
    """The least exact mention that still speaks of ``span``: a year says nothing of one day."""
    if span.first is None or span.last is None:
        return Granularity.YEAR
    days = (span.last - span.first).days + 1
    if days < _LEAST_MONTH:
        return Granularity.DAYS
    return Granularity.SEASON if days <= 31 else Granularity.YEAR


@dataclass(frozen=True, slots=True)
class AskedDates:
    """What a question says about days.

    Attributes:
        spans: The spans asked for, in the order of the text; an end may be open ("sejak").
        mentions: The date phrases behind them; their surfaces are no search terms.
        impossible: Surfaces of days that do not exist, such as "30 Februari 2025".
    """

    spans: tuple[Span, ...] = ()
    mentions: tuple[DateMention, ...] = ()
    impossible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article as its file has it; ``paragraphs`` are quoted exactly as they stand.

    Attributes:
        published_from: "text" where the day of publication is only concluded from the text.
        copy_of: The id of the article that this one repeats under another outlet.
    """

    id: str
    publisher: str
    paragraphs: tuple[str, ...]
    title: str | None = None
    section: str | None = None
    published: date | None = None
    published_from: str | None = None
    author: str | None = None
    editor: str | None = None
    url: str | None = None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reader needs to find the article again.

    Attributes:
        about: The day of publication is only concluded from the text.
        article: Its id in the archive.
    """

    publisher: str
    title: str | None = None
    published: date | None = None
    url: str | None = None
    about: bool = False
    article: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in its article; ``number`` counts from 0."""

    article: Article
    number: int
    text: str
    mentions: tuple[DateMention, ...] = ()


class AskedPlace(NamedTuple):
    """A place as a question names it, and the names of all that it may mean."""

    surface: str
    names: tuple[str, ...]


class AskedOutlet(NamedTuple):
    """An outlet as a question names it, and its names in the archive; none where it has none."""

    spoken: str
    names: tuple[str, ...]


class Intent(StrEnum):
    """What kind of answer a question wants."""

    DATE = "date"
    MATTER = "matter"
    BOTH = "both"
    CHAT = "chat"


class Talk(StrEnum):
    """What is said to the bot and asked of no archive, by what answers it.

    THANKS and NOD ("ok", a thumb) want nothing. ELSEWHERE is for others to answer: sums, the
    weather, general knowledge.
    """

    GREETING = "chat"
    THANKS = "thanks"
    NOD = "nod"
    ELSEWHERE = "elsewhere"


class FollowUp(StrEnum):
    """How a question goes on from the ones before it.

    MOVED: the same for other days. CHANGED: the same of another place, ordinal or topic. ABOUT:
    something of what was just shown. PERHAPS: it may be that, or a subject of its own. MORE, WHOLE
    and SOURCE want the next page, the article, and where it stands.
    """

    MOVED = "moved"
    CHANGED = "changed"
    ABOUT = "about"
    PERHAPS = "perhaps"
    MORE = "more"
    WHOLE = "whole"
    SOURCE = "source"


class AnswerType(StrEnum):
    """The kind of thing that answers: kapan wants a date, berapa a number, jam berapa a time."""

    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    NAME = "name"
    PLACE = "place"
    COUNTRY = "country"
    REASON = "reason"
    LIST = "list"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a chat, for those that go on from it.

    Attributes:
        question: As it was typed.
        today: The asker's day then; None for that of the question that goes on from it.
        page: The page of its answer that was seen last, from 1.
        forwarded_on: Where the question is a forwarded text, the day when that was first sent.
    """

    question: str
    today: date | None = None
    page: int = 1
    forwarded_on: date | None = None

    def __post_init__(self) -> None:
        if self.page < 1:
            raise ValueError(f"pages count from 1, got {self.page}")


@dataclass(frozen=True, slots=True)
class Term:
    """A search term of a question.

    Attributes:
        text: The stem that is looked up; of several words that a table knows as one, their stems.
        weight: How much it counts, above 0; 1 for a word of the question itself.
        alternatives: Sequences of stems that say the same: "hbi" is "hari bhakti imigrasi".
        content: Whether it can be what the question is about; function words cannot.
        word: As it stands in the question, in lower case.
        synonyms: Sequences of stems that say nearly the same.
    """

    text: str
    weight: float = 1.0
    alternatives: tuple[tuple[str, ...], ...] = ()
    content: bool = True
    word: str = ""
    synonyms: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood.

    Attributes:
        question: As typed, white space folded.
        terms: What to search for, in the order of the question.
        ordinals: Ordinals that the article of an answer must name, such as "76" for "ke-76".
        numbers: Other figures that it must hold, without separators.
        offices: Offices that it must name, and not only with a deputy: "gubernur".
        bodies: The terms that name a body, such as a prosecutor's office, which its article must
            name, too.
        places: The places that it names; its article must tell of them, too.
        attributes: What is asked for by a word that an answer tells it by: "harga", "tema", "juara".
        asks_form: One of these is the very thing asked for, not only spoken of.
        outlets: The outlets whose reports are asked for.
        reports: It asks for reports, whose days are those of publication.
        follow_up: How it goes on from an earlier question; None where it stands alone.
        subject: The earlier question that lent this one its subject, where one did.
        moved: It only moves that subject to other days: "kalau tanggal 17?".
        talk: What kind of talk it is; None where an archive is asked.
        states: It is a sentence or a headline rather than a question.
        claimed: What such a one says of those that it names: its article must say it, too.
        lists: It asks what happened, among a subject and in some days: "berita imigrasi 2018".
        language: Its code, as in "id".
        corrections: What was typed, and what was taken for it.
    """

    question: str
    today: date
    intent: Intent
    language: str = "id"
    terms: tuple[Term, ...] = ()
    asked: AskedDates = AskedDates()
    answer_type: AnswerType = AnswerType.ANY
    ordinals: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    bodies: tuple[Term, ...] = ()
    places: tuple[AskedPlace, ...] = ()
    attributes: tuple[str, ...] = ()
    asks_form: bool = False
    outlets: tuple[AskedOutlet, ...] = ()
    reports: bool = False
    follow_up: FollowUp | None = None
    subject: str | None = None
    moved: bool = False
    states: bool = False
    claimed: tuple[Term, ...] = ()
    lists: bool = False
    talk: Talk | None = None
    corrections: dict[str, str] = field(default_factory=dict)

    @property
    def has_constraints(self) -> bool:
        """Whether it may name anything that the article of an answer must name, too."""
        return bool(
            self.ordinals
            or self.numbers
            or self.offices
            or self.bodies
            or self.claimed
            or self.places
            or self.attributes
            or self.outlets
        )


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


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph chosen for an answer.

    Attributes:
        highlights: The sentences that answer, as offsets into the paragraph's text, in order.
        best: Which of them answers best, from 0.
        dates: The mentions that place it in time, most telling first.
        published_only: It is shown because it was published then, not because it happened then.
        also: Citations of near-identical reports that it stands for.
    """

    hit: Hit
    highlights: tuple[tuple[int, int], ...]
    best: int = 0
    dates: tuple[DateMention, ...] = ()
    published_only: bool = False
    also: tuple[Citation, ...] = ()

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph that is quoted."""
        return self.hit.paragraph

    @property
    def citation(self) -> Citation:
        """The article that it stands in."""
        return cite(self.hit.paragraph.article)


def cite(article: Article) -> Citation:
    """The citation of ``article``."""
    about = article.published_from is not None
    named = article.publisher, article.title, article.published, article.url
    return Citation(*named, about, article.id)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the archive reaches: its articles, and the first and last day of publication.

    An article's text may name any day, by a slip of the pen even one of next year.

    Attributes:
        first: None, as ``last``, where no article bears a day of publication.
        undated: How many of the articles bear none.
    """

    articles: int
    first: date | None = None
    last: date | None = None
    undated: int = 0


class Form(StrEnum):
    """What kind of answer it is; the machine interface names them."""

    DAY = "day"
    DIGEST = "digest"
    MATTER = "matter"
    DISAGREEMENT = "disagreement"
    NOT_FOUND = "not_found"
    TALK = "talk"


Reason = Literal[
    # Nothing was looked for: each kind of talk, and what cannot be read as a question.
    "chat",
    "thanks",
    "nod",
    "elsewhere",
    "empty_question",
    "too_long",
    "unclear",
    # There is nothing to be found: no article, no such day, no event on it.
    "empty_corpus",
    "impossible_date",
    "nothing_on_date",
    # Nothing fits: no word of it, too little of it, all but what the question insists on.
    "no_match",
    "weak_match",
    "details_differ",
]
"""Why an answer does not answer: every code in use. Each has a text, ``refusal.<code>``."""

_TALK = frozenset({*Talk, "empty_question", "too_long", "unclear"})


@dataclass(frozen=True, slots=True)
class Counts:
    """What an answer counts.

    Attributes:
        events: Told on the asked days; in an answer by words, by what it shows.
        dates: Distinct days on which they are; 0 in an answer by words.
        sources: Articles that speak of it, copies included.
    """

    events: int
    dates: int
    sources: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told to whoever asked; ``passages`` stand in the order of reading.

    Attributes:
        answered: False where nothing answers; ``passages`` are then suggestions at most.
        reason: Why, where it is False.
        by_day: It tells what there is of the asked days, in their order, not what fits best.
        shown: How many of ``passages``, from the first, are the answer; the rest is further reading.
        sources: How many articles speak of it, the shown ones included.
        total: The number of hits before the limit.
        events: How many events it tells.
        event_dates: On how many different days these are, in an answer by day.
        nearest: Days near the asked ones that have something, in order.
        notes: Short codes: impossible_date, sources_differ, weekday_conflict, other_years, …
        missing: What the question insists on and the nearest article does not name.
        other_years: Further years of the asked day, where the question names none.
        page: The page at which it is opened, from 1; beyond the last, the last.
    """

    query: Query
    answered: bool
    reach: Reach
    passages: tuple[Passage, ...] = ()
    shown: int = 0
    sources: int = 0
    reason: Reason | None = None
    by_day: bool = False
    total: int = 0
    events: int = 0
    event_dates: int = 0
    nearest: tuple[date, ...] = ()
    notes: tuple[str, ...] = ()
    other_years: tuple[int, ...] = ()
    missing: tuple[str, ...] = ()
    page: int = 1

    @property
    def form(self) -> Form:
        """What kind of answer it is."""
        if not self.answered:
            return Form.TALK if self.reason in _TALK else Form.NOT_FOUND
        if "sources_differ" in self.notes:
            return Form.DISAGREEMENT
        if not self.by_day:
            return Form.MATTER
        spans = self.query.asked.spans
        single = all(span.first is not None and span.first == span.last for span in spans)
        return Form.DAY if spans and single else Form.DIGEST

    @property
    def counts(self) -> Counts:
        """Its events, their dates, its sources."""
        return Counts(self.events, self.event_dates, self.sources)
