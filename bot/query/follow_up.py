"""Questions that go on from earlier ones: "di mana?", "kalau tanggal 17?", "terus?".

A question that cannot stand alone takes from the ones before what it lacks, and changes exactly
what it names; a new subject ends the old one.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.model import AnswerType, AskedDates, AskedOutlet, AskedPlace, FollowUp, Span, Term
from bot.query import lexicon
from bot.query.archive import find_archive_question
from bot.query.comparison import Sides, find_sides
from bot.query.reading import SAYS_NOTHING, Reader, Reading, find_bare_places, find_cue
from bot.query.renaming import Change, rename, without_days
from bot.text.analysis import fold

# A word lent by an earlier question counts half of one typed.
_LENT_WEIGHT = 0.5
# A question of more words than this has a subject of its own, whatever it points to.
_FEW = 3
# Unless it points to a person.
_MANY = 6
# Digits of the number of a line.
_LONGEST_LINE = 2

_STARTS = tuple(f"{start} " for start in lexicon.CONTINUATIONS)
_ANAPHORA = re.compile(r"(?:[a-z]{3,}nya|itu|tersebut|tadi)")
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
        outlets: The outlets that it takes over.
        sides: Where a comparison is asked again of other days or places, its sides.
    """

    kind: FollowUp
    reading: Reading
    earlier: Reading
    subject: str
    inherits: bool = False
    ordinals: tuple[str, ...] = ()
    places: tuple[AskedPlace, ...] = ()
    outlets: tuple[AskedOutlet, ...] = ()
    sides: Sides | None = None


def read_follow_up(
    reading: Reading, history: Sequence[Reading], reader: Reader, days: Sequence[date] = ()
) -> FollowUpReading | None:
    """The question with what it takes from ``history``; None where it stands alone."""
    earlier = _latest(history, reader, days)
    if earlier is None or _says_nothing(reading):
        return None
    kind = _kind(reading, earlier, reader)
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
    """What a chat is about: the question that can be gone on from, as those after it moved it.

    Attributes:
        reading: That question, or the latest that went on from it, with what it took over.
        root: What a reader would call it now.
        terms: Those of the subject, without what was asked of it on the way.
        asking: The question that says what is wanted to know.
        ordinals: Those that were asked for last.
        places: The places that were asked for last.
        outlets: The outlets that were asked for last.
        sides: Those of a comparison.
    """

    reading: Reading
    root: str
    terms: tuple[Term, ...]
    asking: Reading
    ordinals: tuple[str, ...] = ()
    places: tuple[AskedPlace, ...] = ()
    outlets: tuple[AskedOutlet, ...] = ()
    sides: Sides | None = None


def _standing(reading: Reading, reader: Reader) -> _Earlier:
    """A question that stands alone, as the subject of a chat."""
    sides = find_sides(reading, reader) if reading.is_short else None
    return _Earlier(
        reading,
        reading.question,
        reading.terms,
        reading,
        reading.ordinals,
        reading.places,
        reading.outlets,
        sides if sides and sides.compares else None,
    )


def _moved_on(moved: FollowUpReading, earlier: _Earlier) -> _Earlier:
    """The subject after a question that went on from it; what was replaced stays replaced."""
    reading = moved.reading
    asks = find_cue(reading.words)[0] is not AnswerType.ANY or not moved.inherits
    return _Earlier(
        reading,
        moved.subject,
        reading.terms if moved.inherits else earlier.terms,
        reading if asks else moved.earlier,
        reading.ordinals or moved.ordinals,
        reading.places or moved.places,
        reading.outlets or moved.outlets,
        moved.sides,
    )


def _latest(history: Iterable[Reading], reader: Reader, days: Sequence[date]) -> _Earlier | None:
    """What the chat is about: the latest question that stands alone, as those after it moved it."""
    subject: _Earlier | None = None
    for reading in history:
        if _says_nothing(reading) or (subject is None and about_the_answer(reading)):
            continue
        kind = _kind(reading, subject, reader) if subject else None
        if subject and kind in _LEAVE_THE_SUBJECT:
            continue
        went_on = kind and (kind is not FollowUp.PERHAPS or reading.went_on)
        if subject and kind and went_on and not _is_of_no_matter(subject):
            subject = _moved_on(_go_on(kind, reading, subject, reader, days), subject)
        else:
            subject = _standing(reading, reader)
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


def _kind(reading: Reading, earlier: _Earlier, reader: Reader) -> FollowUp | None:
    """How ``reading`` goes on from ``earlier``; None where it stands alone."""
    if reading.asked.impossible:
        return None
    if not earlier.ordinals and line_named(reading):
        return FollowUp.OPEN
    if kind := about_the_answer(reading):
        return kind
    moved = _with_days(reading, earlier.reading, reader)
    if moved.asked.spans != reading.asked.spans:
        return FollowUp.CHANGED if moved.content else FollowUp.MOVED
    if _names_another_ordinal(reading, earlier):
        return FollowUp.CHANGED
    return _kind_by_words(reading) if reading.content else _kind_without_content(reading)


def _kind_by_words(reading: Reading) -> FollowUp | None:
    said = set(reading.words)
    named = bool(reading.asked.spans or reading.ordinals or reading.places or reading.outlets)
    asks = find_cue(reading.words)[0] is not AnswerType.ANY
    if _continues(reading):
        few_point = bool(said & lexicon.POINTING) and len(reading.content) <= _FEW
        # "Yang ditolak berapa" names nothing that could take the place of something.
        return FollowUp.ABOUT if few_point or (asks and not named) else FollowUp.CHANGED
    # A long form is one term, and says as much as its words do.
    content = " ".join(term.word for term in reading.terms if term.content).split()
    few = len(content) <= _FEW
    if asks and len(content) == 1 and not named:
        return FollowUp.ABOUT
    if said & lexicon.PERSONS and len(content) <= _MANY and not reading.asked.spans:
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


def about_the_answer(reading: Reading) -> FollowUp | None:
    """Whether it asks for more of the answer itself: the next page, the article, the source."""
    said = [word for word in reading.words if word not in _ADDED]
    spoken = {" ".join(said), " ".join(reading.words)}
    for kind, phrases, words, beside in _OF_THE_ANSWER:
        if spoken & phrases or _says_only(reading, words, beside):
            return kind
    return None


def _says_only(reading: Reading, words: frozenset[str], beside: frozenset[str]) -> bool:
    """Whether it has one of ``words``, and else none but those ``beside`` them and fillers."""
    said = frozenset(reading.words)
    names_more = reading.asked.spans or reading.asked.impossible or reading.outlets
    return not said.isdisjoint(words) and not names_more and said <= words | beside | _BESIDE


_BESIDE = lexicon.FILLERS | lexicon.GREETINGS
_SHOWN = lexicon.REPORTS_SHOWN | lexicon.ASKED_TO_SHOW
_OF_THE_ANSWER = (
    (
        FollowUp.MORE,
        lexicon.MORE,
        lexicon.MORE_WORDS,
        _SHOWN | lexicon.HAPPENINGS_SHOWN | lexicon.ANY_MORE,
    ),
    (FollowUp.WHOLE, lexicon.WHOLE, lexicon.WHOLE_WORDS, _SHOWN | {"apa", "lagi", "semua"}),
    (
        FollowUp.SOURCE,
        lexicon.SOURCE,
        lexicon.SOURCE_WORDS,
        _SHOWN | lexicon.ANY_MORE | {"mana", "where", "which"},
    ),
)


def line_named(reading: Reading) -> int:
    """The number of a line of a list, where it says nothing else: "3", "nomor 3"; else 0."""
    *before, last = [word for word in reading.words if word not in _ADDED] or [""]
    is_alone = lexicon.BEFORE_LINES.issuperset(before) and not reading.asked.spans
    return int(last) if is_alone and last.isdecimal() and len(last) <= _LONGEST_LINE else 0


_ADDED = (lexicon.FILLERS | lexicon.GREETINGS) - {"lengkap", "artikel", "baik"}


def _names_another_ordinal(reading: Reading, earlier: _Earlier) -> bool:
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
    reading = _with_days(reading, earlier.reading, reader)
    asks_the_same = kind in _ASK_THE_SAME
    if kind is FollowUp.CHANGED:
        reading, earlier = _with_bare_places(reading, earlier)
    if asks_the_same and earlier.sides:
        earlier = _of_a_comparison(earlier, earlier.sides, reading, reader)
    topic = kind is FollowUp.CHANGED and _names_a_topic(reading)
    ordinals = () if topic else earlier.ordinals
    if _names_another_ordinal(reading, earlier):
        ordinals = tuple(filter(_is_small_number, reading.words))
    lent = () if topic else _lent(reading, earlier, kind)
    asked = _days_of(reading, earlier.reading, days)
    root = _rename(earlier, reading, kind, ordinals)
    compared = asks_the_same and earlier.sides
    return FollowUpReading(
        kind=kind,
        reading=replace(reading, asked=asked, terms=reading.terms + lent),
        earlier=earlier.asking,
        subject=root,
        inherits=asks_the_same and not topic,
        ordinals=ordinals,
        places=() if topic else earlier.places,
        outlets=earlier.outlets,
        sides=find_sides(reader.read(root, reading.today), reader) if compared else None,
    )


def _with_bare_places(reading: Reading, earlier: _Earlier) -> tuple[Reading, _Earlier]:
    """Both with the places that one tells of the other: "kalau Tegal?", "paspor Serang"."""
    asks = find_cue(reading.words)[0] is not AnswerType.ANY
    if not (reading.places or reading.outlets or asks or _names_a_topic(reading)):
        reading = replace(reading, bare_places=find_bare_places(reading.words))
    if reading.places and not earlier.places:
        bare = find_bare_places(earlier.reading.words)
        earlier = replace(earlier, places=bare if len(bare) == 1 else ())
    return reading, earlier


def _lent(reading: Reading, earlier: _Earlier, kind: FollowUp) -> tuple[Term, ...]:
    own = {term.text for term in reading.terms} | _replaced(reading, earlier, kind)
    asks_the_same = kind in _ASK_THE_SAME
    halved = bool(reading.content) and kind is not FollowUp.CHANGED
    weight = _LENT_WEIGHT if halved else 1.0
    return tuple(
        replace(term, weight=term.weight * weight)
        for term in (earlier.reading.terms if asks_the_same else earlier.terms)
        # "Alamatnya" only named what was wanted to know of the subject.
        if term.text not in own
        and (term.word.removesuffix("nya") not in lexicon.SIDE_WORDS or asks_the_same)
    )


def _replaced(reading: Reading, earlier: _Earlier, kind: FollowUp) -> set[str]:
    """The stems of what the question puts something else in the place of."""
    if kind is not FollowUp.CHANGED:
        return set()
    replaced: set[str] = set()
    if reading.places:
        named = {word for place in earlier.places for word in place.surface.split()}
        terms = earlier.reading.terms
        replaced.update(t.text for t in terms if not named.isdisjoint(t.word.split()))
    if reading.ordinals or _names_another_ordinal(reading, earlier):
        replaced.update(earlier.ordinals)
    return replaced


def _rename(earlier: _Earlier, reading: Reading, kind: FollowUp, ordinals: Sequence[str]) -> str:
    """What a reader would call what is asked now: the name before, with what took its place."""
    root = earlier.root
    if reading.asked.spans:
        root = without_days(root, earlier.reading.asked)
    if kind is not FollowUp.CHANGED:
        return root
    new = reading.ordinals or tuple(ordinals)
    is_numbered = earlier.ordinals and new and new != earlier.ordinals
    change = Change(
        question=_own_words(reading),
        numbers=(earlier.ordinals[0], new[0]) if is_numbered else None,
        is_topic=_names_a_topic(reading),
        asks=find_cue(reading.words)[0] is not AnswerType.ANY,
        places=tuple(place.surface for place in reading.places),
        places_before=tuple(place.surface for place in earlier.places),
    )
    return rename(root, change)


def _own_words(reading: Reading) -> str:
    """A question without the words by which it goes on, and without its days."""
    text = without_days(reading.question, reading.asked)
    start = next((start for start in _STARTS if fold(text).startswith(start)), "")
    return text[len(start) :].strip(" ?!.,")


def _of_a_comparison(earlier: _Earlier, sides: Sides, reading: Reading, reader: Reader) -> _Earlier:
    """A comparison, or its first side alone where something else takes the place of both."""
    asked = [reader.read(text.question, earlier.reading.today) for text in sides.texts]
    ordinals = reading.ordinals or tuple(filter(_is_small_number, reading.words))
    replaces = (
        (reading.asked.spans and len({each.asked.spans for each in asked}) > 1)
        or (reading.places and len({each.places for each in asked}) > 1)
        or (ordinals and len({each.ordinals for each in asked}) > 1)
    )
    return _standing(asked[0], reader) if replaces else earlier


def _days_of(reading: Reading, before: Reading, days: Sequence[date]) -> AskedDates:
    """The days of a question that goes on: its own, counted from those before, or those before.

    "Tanggal 17?" is that of a month that was asked about, else a day that the answer told, else
    the nearest to the first of these.
    """
    lone = _LONE_DAY.search(fold(reading.question))
    if lone and all(_is_day_alone(mention.surface) for mention in reading.asked.mentions):
        spans = before.asked.spans
        near = [day for day in days if not spans or any(map(_month_of(day).overlaps, spans))]
        meant = next((day for day in near if day.day == int(lone[1])), None)
        if meant is None and near:
            meant = _nearest(int(lone[1]), near[0])
        if meant:
            return AskedDates((Span(meant, meant),), reading.asked.mentions)
    names_days = reading.asked.impossible or reading.asked.spans
    return reading.asked if names_days else before.asked


def _is_day_alone(surface: str) -> bool:
    """Whether a day is told by its number, without any month."""
    return re.fullmatch(r"[a-z]*\s*\d{1,2}", fold(surface)) is not None


def _nearest(number: int, day: date) -> date | None:
    """The day with that number in its month that is nearest to ``day``; None where none has it."""
    around = (day + timedelta(offset) for offset in range(-31, 32))
    fitting = [each for each in around if each.day == number]
    return min(fitting, key=lambda each: abs(each - day), default=None)


def _month_of(day: date) -> Span:
    last = monthrange(day.year, day.month)[1]
    return Span(day.replace(day=1), day.replace(day=last))
