"""Questions that go on from earlier ones: "di mana?", "kalau tanggal 17?", "terus?".

A question that cannot stand alone takes from the ones before what it lacks, and changes exactly
what it names; a new subject ends the old one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.model import AnswerType, AskedDates, AskedPlace, FollowUp, Span, Term
from bot.query import lexicon
from bot.query.archive import find_archive_question
from bot.query.reading import SAYS_NOTHING, Reader, Reading, find_cue
from bot.text.analysis import fold

# A word lent by an earlier question counts half of one typed.
_LENT_WEIGHT = 0.5
# A question of more words than this has a subject of its own, whatever it points to.
_FEW = 3
# Digits of the number of a line.
_LONGEST_LINE = 2

_STARTS = tuple(f"{start} " for start in lexicon.CONTINUATIONS)
_ANAPHORA = re.compile(r"(?:[a-z]{3,}nya|itu|tersebut|tadi)")
_BEFORE_A_DAY = r"\b(?:pada|tanggal|tgl|hari|bulan|tahun|on|in)\s+"
_LONE_DAY = re.compile(r"(?:tanggal|tgl)\s*(\d{1,2})")


@dataclass(frozen=True, slots=True)
class FollowUpReading:
    """A question together with what it takes from the ones before.

    Attributes:
        kind: How it goes on.
        reading: The question with the terms and the days that it takes over.
        earlier: The question that it goes on from.
        subject: That question as a reader would name it.
        inherits: Whether it asks the same of something else: "kalau yang ke-75?".
        ordinals: Those that it takes over.
        places: The places that it takes over.
    """

    kind: FollowUp
    reading: Reading
    earlier: Reading
    subject: str
    inherits: bool = False
    ordinals: tuple[str, ...] = ()
    places: tuple[AskedPlace, ...] = ()


def read_follow_up(
    reading: Reading, history: Sequence[Reading], reader: Reader, days: Sequence[date] = ()
) -> FollowUpReading | None:
    """The question with what it takes from ``history``; None where it stands alone."""
    earlier = _latest(history, reader, days)
    if earlier is None or _says_nothing(reading):
        return None
    kind = _kind(reading, earlier.reading, reader)
    if kind is None or (_is_of_no_matter(earlier) and kind not in _LEAVE_THE_SUBJECT):
        return None
    return _go_on(kind, reading, earlier, reader, days)


def _with_days(reading: Reading, before: Reading, reader: Reader) -> Reading:
    """The question as it is read with the days of the one before: "besoknya" is a day then."""
    if not before.asked.spans:
        return reading
    return reader.read(reading.question, reading.today, before.asked.spans[0])


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A question that can be gone on from, and the way a reader would name it."""

    reading: Reading
    root: str


def _latest(history: Iterable[Reading], reader: Reader, days: Sequence[date]) -> _Earlier | None:
    """What the chat is about: the latest question that stands alone, as those after it moved it."""
    subject: _Earlier | None = None
    for reading in history:
        if _says_nothing(reading):
            continue
        kind = _kind(reading, subject.reading, reader) if subject else None
        if subject and kind in _LEAVE_THE_SUBJECT:
            continue
        if subject and not _is_of_no_matter(subject) and kind and kind is not FollowUp.PERHAPS:
            moved = _go_on(kind, reading, subject, reader, days)
            subject = _Earlier(moved.reading, moved.subject)
        else:
            subject = _Earlier(reading, reading.question)
    return subject


def _is_of_no_matter(earlier: _Earlier) -> bool:
    """Whether it asked about the archive itself: nothing that comes after is of that."""
    return find_archive_question(earlier.reading) is not None


def _says_nothing(reading: Reading) -> bool:
    """Whether it is talk, or has no word: "???"."""
    return bool(reading.talk) or not (
        reading.words or reading.asked.spans or reading.asked.impossible
    )


_ASK_THE_SAME = (FollowUp.CHANGED, FollowUp.MOVED)
_LEAVE_THE_SUBJECT = (FollowUp.MORE, FollowUp.WHOLE, FollowUp.SOURCE, FollowUp.OPEN)


def _kind(reading: Reading, earlier: Reading, reader: Reader) -> FollowUp | None:
    """How ``reading`` goes on from ``earlier``; None where it stands alone."""
    if reading.asked.impossible:
        return None
    if not earlier.ordinals and line_named(reading):
        return FollowUp.OPEN
    if kind := _about_the_answer(reading):
        return kind
    moved = _with_days(reading, earlier, reader)
    if moved.asked.spans != reading.asked.spans:
        return FollowUp.CHANGED if moved.content else FollowUp.MOVED
    if _names_another_ordinal(reading, earlier):
        return FollowUp.CHANGED
    return _kind_by_words(reading) if reading.content else _kind_without_content(reading)


def _kind_by_words(reading: Reading) -> FollowUp | None:
    said = set(reading.words)
    named = bool(reading.asked.spans or reading.ordinals or reading.places or reading.outlets)
    if _continues(reading):
        points = bool(said & lexicon.POINTING) and len(reading.content) <= _FEW
        return FollowUp.ABOUT if points else FollowUp.CHANGED
    # A long form is one term, and says as much as its words do.
    content = " ".join(term.word for term in reading.terms if term.content).split()
    few = len(content) <= _FEW
    asks = find_cue(reading.words)[0] is not AnswerType.ANY
    if asks and len(content) == 1 and not named:
        return FollowUp.ABOUT
    if names_only_a_side(reading) or (few and not named and _points_back(said)):
        return FollowUp.ABOUT
    return FollowUp.PERHAPS if few and not named else None


def _kind_without_content(reading: Reading) -> FollowUp | None:
    if reading.asked.spans:
        moves = _continues(reading) or _only_partial(reading)
        return FollowUp.MOVED if moves else None
    if reading.ordinals or (_continues(reading) and reading.outlets):
        return FollowUp.CHANGED
    return None if reading.outlets else FollowUp.ABOUT


def _about_the_answer(reading: Reading) -> FollowUp | None:
    """Whether it asks for more of the answer itself: the next page, the article, the source."""
    said = [word for word in reading.words if word not in _ADDED]
    spoken = {" ".join(said), " ".join(reading.words)}
    for kind, phrases in (
        (FollowUp.MORE, lexicon.MORE),
        (FollowUp.WHOLE, lexicon.WHOLE),
        (FollowUp.SOURCE, lexicon.SOURCE),
    ):
        if spoken & phrases:
            return kind
    return None


def line_named(reading: Reading) -> int:
    """The number of a line of a list, where it says nothing else: "3", "nomor 3"; else 0."""
    *before, last = [word for word in reading.words if word not in _ADDED] or [""]
    is_alone = lexicon.BEFORE_LINES.issuperset(before) and not reading.asked.spans
    return int(last) if is_alone and last.isdecimal() and len(last) <= _LONGEST_LINE else 0


_ADDED = (lexicon.FILLERS | lexicon.GREETINGS) - {"lengkap", "artikel", "baik"}


def _names_another_ordinal(reading: Reading, earlier: Reading) -> bool:
    """Whether it says "yg 74?" after one on the 76th."""
    said = [term for term in reading.terms if term.content]
    return bool(earlier.ordinals) and len(said) == 1 and _is_small_number(said[0].text)


def _is_small_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= 2


def _points_back(said: set[str]) -> bool:
    return bool(said & lexicon.POINTING) or any(_ANAPHORA.fullmatch(word) for word in said)


def names_only_a_side(reading: Reading) -> bool:
    """Whether it asks "siapa yang hadir?" without saying where; a date says that, too."""
    said = {word.removesuffix("nya") for word in set(reading.words) - SAYS_NOTHING}
    return said <= lexicon.SIDE_WORDS and not reading.asked.spans


def _names_a_topic(reading: Reading) -> bool:
    """Whether it says "yang soal paspor", and not only "what about Medan"."""
    said = reading.words[2:] if reading.words[1:2] == ("about",) else reading.words
    return bool(set(said) & lexicon.BEFORE_TOPICS)


def _continues(reading: Reading) -> bool:
    return " ".join(reading.words).startswith(_STARTS) or fold(reading.question).startswith(_STARTS)


def _only_partial(reading: Reading) -> bool:
    """Whether all it says is a day such as "tanggal 17?", which an earlier question completes."""
    said = set(reading.words) - SAYS_NOTHING
    return not said and all(mention.year_inferred for mention in reading.asked.mentions)


def _go_on(
    kind: FollowUp,
    reading: Reading,
    earlier: _Earlier,
    reader: Reader,
    days: Sequence[date] = (),
) -> FollowUpReading:
    """The question with the terms of ``earlier`` but those that it replaces, and with its days."""
    before = earlier.reading
    reading = _with_days(reading, before, reader)
    changes = kind is FollowUp.CHANGED
    topic = changes and _names_a_topic(reading)
    replaced: set[str] = set()
    if changes and reading.places:
        named = {word for place in before.places for word in place.surface.split()}
        replaced.update(t.text for t in before.terms if not named.isdisjoint(t.word.split()))
    numbered = _names_another_ordinal(reading, before)
    if changes and (reading.ordinals or numbered):
        replaced.update(before.ordinals)
    ordinals = () if topic else before.ordinals
    if numbered:
        ordinals = tuple(filter(_is_small_number, reading.words))
    lent = () if topic else _lent(reading, before, replaced, kind)
    asked = _days_of(reading, before, days)
    root = _undated(earlier.root, before.asked) if reading.asked.spans else earlier.root
    if kind is FollowUp.CHANGED and reading.content and not before.content:
        root = f"{earlier.root} {reading.question}"
    return FollowUpReading(
        kind=kind,
        reading=replace(reading, asked=asked, terms=reading.terms + lent),
        earlier=before,
        subject=root,
        inherits=kind in _ASK_THE_SAME,
        ordinals=ordinals,
        places=() if topic else before.places,
    )


def _undated(question: str, asked: AskedDates) -> str:
    """The question without its days, where others have taken their place."""
    for mention in asked.mentions:
        question = re.sub(rf"(?:{_BEFORE_A_DAY})*{re.escape(mention.surface)}", " ", question)
    return " ".join(question.split()).rstrip(" ,.?")


def _lent(
    reading: Reading, before: Reading, replaced: set[str], kind: FollowUp
) -> tuple[Term, ...]:
    own = {term.text for term in reading.terms}
    halved = bool(reading.content) and kind is not FollowUp.CHANGED
    weight = _LENT_WEIGHT if halved else 1.0
    return tuple(
        replace(term, weight=term.weight * weight)
        for term in before.terms
        # "Alamatnya" only named what was wanted to know of the subject.
        if term.text not in own | replaced
        and (term.word.removesuffix("nya") not in lexicon.SIDE_WORDS or kind in _ASK_THE_SAME)
    )


def _days_of(reading: Reading, before: Reading, days: Sequence[date]) -> AskedDates:
    """The days of a question that goes on: its own, counted from those before, or those before.

    "Tanggal 17?" is that of a month that was asked about, else a day that the answer told.
    """
    if lone := _LONE_DAY.search(fold(reading.question)):
        spans = before.asked.spans
        near = [day for day in days if not spans or any(map(_month_of(day).overlaps, spans))]
        meant = next((day for day in near if day.day == int(lone[1])), None)
        if meant:
            return AskedDates((Span(meant, meant),), reading.asked.mentions)
    names_days = reading.asked.impossible or reading.asked.spans
    return reading.asked if names_days else before.asked


def _month_of(day: date) -> Span:
    last = monthrange(day.year, day.month)[1]
    return Span(day.replace(day=1), day.replace(day=last))
