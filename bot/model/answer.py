"""Answers: what is told, in which form, or why nothing is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal, NamedTuple

from bot.model.articles import Citation, Paragraph, Reach, cite
from bot.model.dates import DateMention
from bot.model.hits import Hit
from bot.model.query import ArchiveQuestion, Query, Talk


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph chosen for an answer.

    Attributes:
        highlights: The sentences that answer, as offsets into the paragraph's text, in order.
        best: Which of them answers best, from 0.
        dates: The mentions that place it in time, most telling first.
        published_only: It is shown because it was published then, not because it happened then.
        also: Citations of other reports that it stands for.
        event: The day that its article opens with, where the passage itself names none.
    """

    hit: Hit
    highlights: tuple[tuple[int, int], ...]
    best: int = 0
    dates: tuple[DateMention, ...] = ()
    published_only: bool = False
    also: tuple[Citation, ...] = ()
    event: DateMention | None = None

    @property
    def told_day(self) -> DateMention | None:
        """The mention that dates it best; None where neither it nor its article names any."""
        return self.dates[0] if self.dates else self.event

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph that is quoted."""
        return self.hit.paragraph

    @property
    def citation(self) -> Citation:
        """The article that it stands in."""
        return cite(self.hit.paragraph.article)


class Form(StrEnum):
    """What kind of answer it is; the machine interface names them."""

    DAY = "day"
    DIGEST = "digest"
    MATTER = "matter"
    VERDICT = "verdict"
    COMPARISON = "comparison"
    ARCHIVE = "archive"
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
    "unclear",
    # A text is wanted that no article has.
    "asks_for_text",
    # There is nothing to be found: no article, no such day, no event on it.
    "empty_corpus",
    "impossible_date",
    "nothing_on_date",
    # Nothing fits: no word of it, too little of it, all but what the question insists on.
    "no_match",
    "weak_match",
    "details_differ",
    # What was shown does not tell it; of who was shown, nothing does.
    "not_told",
    "not_told_of",
    # What a text says is not in the archive, or is told there otherwise.
    "not_reported",
    "reported_otherwise",
]
"""Why an answer does not answer: every code in use. Each has a text, ``refusal.<code>``."""

# The others tell of a matter, as a digest.
_ABOUT_THE_ARCHIVE = (
    ArchiveQuestion.ARTICLES,
    ArchiveQuestion.OUTLETS,
    ArchiveQuestion.COUNT,
    ArchiveQuestion.NEWEST,
)
_MOST_QUOTED_EVENTS = 2
_IN_LINES = (ArchiveQuestion.COUNT, ArchiveQuestion.NEWEST, ArchiveQuestion.TIMELINE)
_TALK = frozenset({*Talk, "empty_question", "unclear"})


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


class Verdict(StrEnum):
    """Whether an archive has what a text says; it is about the archive, never about the truth."""

    REPORTED = "reported"
    DIFFERS = "differs"
    NOT_FOUND = "not_found"


class Difference(NamedTuple):
    """Where a report says otherwise: "text 50.000, article 5.000"; both as they are written."""

    kind: Literal["figure", "day", "place", "name", "deed"]
    claimed: str
    told: str


@dataclass(frozen=True, slots=True)
class JudgedClaim:
    """What a text says, beside what the archive has of it.

    Attributes:
        text: The words of the claim, a slice of the text.
        verdict: Whether it was reported.
        differences: Where the nearest report says otherwise; empty unless it DIFFERS.
        passages: What was reported, best first; what is only near where it was NOT_FOUND.
        sources: How many articles report it, copies included; 0 where it was NOT_FOUND.
    """

    text: str
    verdict: Verdict
    differences: tuple[Difference, ...] = ()
    passages: tuple[Passage, ...] = ()
    sources: int = 0


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison; ``passages``, best first, are empty where nothing is found."""

    name: str
    passages: tuple[Passage, ...] = ()


class OutletCount(NamedTuple):
    """An outlet as it is written, and how many articles it has."""

    outlet: str
    articles: int


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
        claims: Of a text that was judged, each of its claims.
        sides: Of a comparison, its sides in the order of the question.
        outlets: Of a question for the outlets, these: by articles, then by name.
        outside: How many passages on the matter are of other days than the asked ones.
        newest: The opening of the newest article, where all are asked for or nothing is near.
        days: Of a matter in order, from its first to its last day.
        figures: Those that sources tell otherwise, as they write them, the least first.
        months: Of a year, its months with events, each by its first day, with their number.
        months_around: Of a month, the last one with events before it and the first after it, each
            by its first day; None where there is none.
        near: What is told of the nearest day, where nothing answers.
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
    claims: tuple[JudgedClaim, ...] = ()
    sides: tuple[Side, ...] = ()
    outlets: tuple[OutletCount, ...] = ()
    outside: int = 0
    newest: Passage | None = None
    days: tuple[date, date] | None = None
    figures: tuple[str, ...] = ()
    months: tuple[tuple[date, int], ...] = ()
    months_around: tuple[date | None, date | None] = (None, None)
    near: Passage | None = None

    @property
    def form(self) -> Form:
        """What kind of answer it is."""
        if self.claims:
            return Form.VERDICT
        if not self.answered:
            return Form.TALK if self.reason in _TALK else Form.NOT_FOUND
        is_of_archive = self.query.archive in _ABOUT_THE_ARCHIVE
        kinds = (
            (bool(self.sides), Form.COMPARISON),
            (is_of_archive, Form.ARCHIVE),
            ("sources_differ" in self.notes, Form.DISAGREEMENT),
            (not self.by_day, Form.MATTER),
        )
        return next((form for holds, form in kinds if holds), self._form_of_days)

    @property
    def _form_of_days(self) -> Form:
        if self.query.archive is ArchiveQuestion.TIMELINE:
            return Form.DIGEST
        spans = self.query.asked.spans
        single = all(span.first is not None and span.first == span.last for span in spans)
        return Form.DAY if spans and single else Form.DIGEST

    @property
    def is_list(self) -> bool:
        """Whether it is told in lines, an event each: a month of one or two is quoted."""
        if self.answered and self.query.archive in _IN_LINES:
            return True
        return self.form is Form.DIGEST and self.events > _MOST_QUOTED_EVENTS

    @property
    def verdict(self) -> Verdict | None:
        """The worst verdict on its claims; None where nothing was claimed."""
        found = {claim.verdict for claim in self.claims}
        worst_first = (Verdict.NOT_FOUND, Verdict.DIFFERS, Verdict.REPORTED)
        return next((verdict for verdict in worst_first if verdict in found), None)

    @property
    def counts(self) -> Counts:
        """Its events, their dates, its sources."""
        return Counts(self.events, self.event_dates, self.sources)
