"""Questions as understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from bot.model.dates import AskedDates


class AskedPlace(NamedTuple):
    """A place as a question names it, and the names of all that it may mean."""

    surface: str
    names: tuple[str, ...]


class AskedOutlet(NamedTuple):
    """An outlet as a question names it, and its names in the archive; none where it has none."""

    spoken: str
    names: tuple[str, ...]


_NO_DATES = AskedDates()


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
    and SOURCE want the next page, the article, and where it stands; OPEN a line of a list, by its
    number.
    """

    MOVED = "moved"
    CHANGED = "changed"
    ABOUT = "about"
    PERHAPS = "perhaps"
    MORE = "more"
    WHOLE = "whole"
    SOURCE = "source"
    OPEN = "open"


class ArchiveQuestion(StrEnum):
    """What is asked of the archive itself.

    ARTICLES: how many it has, and how far it reaches. OUTLETS: which. NEWEST: the latest reports.
    COUNT: how many on a matter. TIMELINE: a matter, oldest first.
    """

    ARTICLES = "articles"
    OUTLETS = "outlets"
    NEWEST = "newest"
    COUNT = "count"
    TIMELINE = "timeline"


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
        went_on: Whether it was answered out of what was shown before it, and not by itself.
    """

    question: str
    today: date | None = None
    page: int = 1
    forwarded_on: date | None = None
    went_on: bool = False

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
        line: The number of the line that is to be opened, from 1; 0 where none is.
        subject: The earlier question that lent this one its subject, where one did.
        moved: It only moves that subject to other days: "kalau tanggal 17?".
        talk: What kind of talk it is; None where an archive is asked.
        states: It is a sentence or a headline rather than a question.
        claimed: What such a one says of those that it names: its article must say it, too.
        lists: It asks what happened, among a subject and in some days: "berita imigrasi 2018".
        orders_text: It wants a text written, on what it names: "buatkan siaran pers tentang …".
        archive: What it asks of the archive itself, where it does.
        matter: On what it asks that, as typed; empty where it is on all of the archive.
        forwarded_on: Where it is a forwarded text, the day when that was first sent.
        is_text: It is a text to be judged, forwarded or pasted, or a link; not a question.
        claims: What it says happened, in its order, each read by itself; its ``question`` is a
            slice of the text. Empty where nothing is to be judged.
        cut: The text goes on; only its beginning, which ``question`` has, is judged.
        address: The web address in it, whole or without its scheme, where it is about that.
        sides: What is to be compared, or asked in one go, each read by itself; empty where
            nothing is.
        compares: It asks to compare its sides, not only for each of them.
        language: Its code, as in "id".
        corrections: What was typed, and what was taken for it.
    """

    question: str
    today: date
    intent: Intent
    language: str = "id"
    terms: tuple[Term, ...] = ()
    asked: AskedDates = _NO_DATES
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
    line: int = 0
    subject: str | None = None
    moved: bool = False
    states: bool = False
    claimed: tuple[Term, ...] = ()
    lists: bool = False
    orders_text: bool = False
    talk: Talk | None = None
    archive: ArchiveQuestion | None = None
    matter: str = ""
    forwarded_on: date | None = None
    is_text: bool = False
    claims: tuple[Query, ...] = ()
    cut: bool = False
    address: str | None = None
    sides: tuple[AskedSide, ...] = ()
    compares: bool = False
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


class AskedSide(NamedTuple):
    """One side of a comparison: what it is called in the question, and what is looked for.

    Attributes:
        others: What is looked for, one after the other, as long as nothing is found.
    """

    name: str
    query: Query
    others: tuple[Query, ...] = ()
