"""From a question to a query: what it looks for, and what its answer must hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from bot.model import (
    AnswerType,
    ArchiveQuestion,
    AskedDates,
    AskedSide,
    FollowUp,
    Intent,
    Query,
    Term,
    Turn,
)
from bot.query import lexicon
from bot.query.archive import AboutArchive, find_archive_question
from bot.query.comparison import Sides, SideText, find_sides
from bot.query.follow_up import (
    FollowUpReading,
    about_the_answer,
    line_named,
    names_only_a_side,
    read_follow_up,
)
from bot.query.reading import (
    ASKS_FOR_EVENTS,
    Reader,
    Reading,
    asked_language,
    find_cue,
    fold_question,
)
from bot.text.roots import is_word

_TOLD_BY_FORM = frozenset(word for words in lexicon.TOLD_BY_FORM for word in words.split())
# With days and so few words beside them a question is for what happened on the days.
_MOST_LISTED = 2
_PASSIVE = ("di", "ter")
# Fewer words than this name something, and say nothing of it.
_LEAST_STATED = 3


def parse_query(
    question: str,
    today: date,
    history: Sequence[Turn] = (),
    reader: Reader | None = None,
    *,
    days: Sequence[date] = (),
) -> Query:
    """The question as understood.

    Args:
        question: Folded by ``fold_question``.
        today: The asker's day, from which "kemarin" is counted.
        history: Earlier questions of the same chat, oldest first; one that cannot stand alone
            ("di mana?") takes its subject from the latest of them that can. Each is read with the
            day on which it was asked: its "kemarin" stays what it was.
        reader: What the archive knows; default: what everybody knows.
        days: Those of the matter that was answered before, the best first: which of them is
            meant by "kalau tanggal 17?".
    """
    reader = reader or Reader()
    reading = reader.read(question, today)
    before = [_read_subject(turn, today, reader) for turn in history]
    follows = read_follow_up(reading, before, reader, days)
    is_asked = reading.is_short and not reading.talk
    about = find_archive_question(reading) if is_asked else None
    if about and not _is_of_the_answer(about, reading, follows):
        return _to_archive_query(about, reading, follows, reader)
    if is_asked and (sides := find_sides(reading, reader)):
        return _to_sided_query(sides, reading, reader)
    if follows is None:
        alone = to_query(reading)
        # There is nothing of which more could be told.
        return replace(alone, terms=()) if about_the_answer(reading) else alone
    if follows.sides:
        return _to_compared_again(follows, follows.sides, reader)
    whole = to_query(follows.reading, follows)
    if follows.inherits and follows.outlets and not whole.outlets:
        whole = replace(whole, outlets=follows.outlets, reports=True)
    if whole.answer_type is AnswerType.ANY and follows.inherits:
        inherited = to_query(follows.earlier)
        whole = replace(
            whole,
            answer_type=inherited.answer_type,
            attributes=whole.attributes or inherited.attributes,
        )
    return replace(
        whole,
        follow_up=follows.kind,
        line=line_named(reading) if follows.kind is FollowUp.OPEN else 0,
        subject=follows.subject,
        moved=not reading.content and bool(follows.reading.asked.spans) and follows.inherits,
    )


def _read_subject(turn: Turn, today: date, reader: Reader) -> Reading:
    """An earlier question; of one for the archive's reports on a matter, that matter."""
    asked_on = turn.today or today
    reading = reader.read(fold_question(turn.question), asked_on)
    is_asked = reading.is_short and not reading.talk
    about = find_archive_question(reading) if is_asked else None
    if about and about.matter:
        reading = reader.read(about.matter, asked_on)
    return replace(reading, went_on=turn.went_on)


def _is_of_the_answer(
    about: AboutArchive, reading: Reading, follows: FollowUpReading | None
) -> bool:
    """Whether it asks for more of an answer: "terus?", or "sumbernya apa saja?" after it."""
    if follows is None:
        return False
    if follows.kind in (FollowUp.MORE, FollowUp.WHOLE, FollowUp.SOURCE):
        return True
    is_its = any(word.endswith("nya") for word in reading.words)
    return about.kind is ArchiveQuestion.OUTLETS and is_its


_OF_WHAT_WAS_ASKED = (ArchiveQuestion.NEWEST, ArchiveQuestion.TIMELINE)


def _to_archive_query(
    about: AboutArchive, reading: Reading, follows: FollowUpReading | None, reader: Reader
) -> Query:
    """The query of a question about the archive, or about the matter that was asked about before."""
    language = asked_language(reading.words)
    if about.matter:
        # An outlet is announced by what it has: "berita dari Tempo".
        is_from = about.matter.casefold().startswith(("dari ", "from "))
        announced = "berita " if reading.outlets or is_from else ""
        on = reader.read(announced + about.matter, reading.today, language=language)
        query = replace(to_query(on), matter=about.matter)
    elif about.kind in _OF_WHAT_WAS_ASKED and follows and follows.earlier.content:
        before, kind = follows.subject, FollowUp.CHANGED
        query = to_query(follows.earlier)
        query = replace(query, matter=before, subject=before, follow_up=kind)
    else:
        on_all = replace(reading, terms=(), words=())
        named = [each.spoken for each in reading.outlets]
        days = [mention.surface for mention in reading.asked.mentions]
        query = replace(to_query(on_all), matter=", ".join(named + days))
    return replace(
        query,
        question=reading.question,
        archive=about.kind,
        language=language,
        answer_type=AnswerType.ANY,
        states=False,
        claimed=(),
        reports=False,
    )


def _to_sided_query(sides: Sides, reading: Reading, reader: Reader) -> Query:
    """The query of a question with sides; a second question may go on from the first."""
    asked: list[AskedSide] = []
    for text in sides.texts:
        first = [] if sides.compares else [Turn(each.query.question) for each in asked[:1]]
        asked.append(_to_side(text, sides, first, reading.today, reader))
    return replace(to_query(reading), sides=tuple(asked), compares=sides.compares)


def _to_compared_again(follows: FollowUpReading, sides: Sides, reader: Reader) -> Query:
    """The query of a comparison that is asked again of other days or places."""
    query, days = _to_sided_query(sides, follows.reading, reader), follows.reading.asked
    if days.spans:
        query = replace(query, sides=tuple(_on_days(side, days) for side in query.sides))
    return replace(query, follow_up=follows.kind, subject=follows.subject)


def _on_days(side: AskedSide, days: AskedDates) -> AskedSide:
    """The side asked of other days."""
    ways = [replace(each, asked=days, intent=Intent.BOTH) for each in (side.query, *side.others)]
    return AskedSide(side.name, ways[0], tuple(ways[1:]))


def _to_side(
    text: SideText, sides: Sides, first: Sequence[Turn], today: date, reader: Reader
) -> AskedSide:
    if not sides.compares:
        return AskedSide(text.name, _of_the_first(parse_query(text.question, today, first, reader)))
    query = _until_then(to_query(reader.read(text.question, today)))
    ways = [query]
    if sides.weighs and _is_measurable(query):
        ways.insert(0, replace(query, answer_type=AnswerType.NUMBER))
    if text.narrower:
        ways.append(_until_then(to_query(reader.read(text.narrower, today))))
    return AskedSide(text.name, ways[0], tuple(ways[1:]))


def _of_the_first(query: Query) -> Query:
    """The second of two questions: with a single word of its own it is on the matter of the first."""
    own = {term.word for term in query.terms if term.content and term.word in query.question}
    if query.follow_up is FollowUp.PERHAPS and len(own) <= 1:
        return replace(query, follow_up=FollowUp.ABOUT)
    return query


def _until_then(query: Query) -> Query:
    """The query of a side with the days up to which it counts: "sampai Juni" beside "… September"."""
    mentions, spans = query.asked.mentions, query.asked.spans
    if len(mentions) != 1 or not spans or spans[0].first:
        return query
    return replace(query, asked=replace(query.asked, spans=(mentions[0].span,)))


def _is_measurable(query: Query) -> bool:
    """Whether nothing is asked of a matter, and it is more than an anniversary or a place."""
    asks = query.answer_type is not AnswerType.ANY or query.attributes
    content = " ".join(term.word for term in query.terms if term.content).split()
    named = {word for place in query.places for word in place.surface.split()}
    matter = [word for word in content if word not in named and not word.isdecimal()]
    return not asks and len(matter) > 1


def to_query(reading: Reading, follows: FollowUpReading | None = None) -> Query:
    """The query of a question read by itself, or of one that goes on from another."""
    words = reading.words + (follows.earlier.words if follows else ())
    ordinals = reading.ordinals or (follows.ordinals if follows else ())
    answer_type, cue = find_cue(reading.words)
    said, states = set(reading.words), _is_statement(reading)
    return Query(
        question=reading.question,
        today=reading.today,
        intent=_intent(reading),
        language=asked_language(words),
        terms=reading.terms if follows or not names_only_a_side(reading) else (),
        asked=reading.asked,
        answer_type=answer_type,
        ordinals=ordinals,
        # The figures of the question: its article must have them, too. One digit tells too little.
        numbers=tuple(
            word
            for word in reading.words
            if word.isdecimal() and len(word) > 1 and word not in ordinals
        ),
        offices=tuple(_offices(reading.words)),
        bodies=tuple(
            term
            for term in reading.terms
            if term.content and term.word.split()[0] in lexicon.BODIES | lexicon.QUALIFIERS
        ),
        places=reading.places or (follows.places if follows else ()),
        attributes=tuple(word for word in reading.words if word in _TOLD_BY_FORM),
        asks_form=_asks_form(reading.words, answer_type, cue),
        outlets=reading.outlets,
        reports=bool(reading.outlets or lexicon.REPORTING_WORDS & said),
        talk=reading.talk,
        states=states,
        claimed=tuple(_claimed(reading, states=states)) if follows is None else (),
        lists=_lists(reading, answer_type),
        orders_text=reading.orders_text,
        corrections=dict(reading.corrections),
    )


def _lists(reading: Reading, answer_type: AnswerType) -> bool:
    """Whether it asks what happened: by a word that says so, or with days and little else."""
    said = set(reading.words)
    if answer_type not in (AnswerType.ANY, AnswerType.LIST) or said & _TOLD_BY_FORM:
        return False
    asks = bool(said & lexicon.ASKS_WHAT) and len(reading.content) <= _MOST_LISTED
    return bool(ASKS_FOR_EVENTS & said) or (asks and bool(reading.asked.spans))


def _asks_form(words: Sequence[str], answer_type: AnswerType, cue: range) -> bool:
    """Whether it asks for a price and the like itself: "harga … berapa", not "berapa persen"."""
    if answer_type is AnswerType.NUMBER:
        after = words[cue.stop : cue.stop + 1]
        return not after or after[0] in _TOLD_BY_FORM or after[0] in lexicon.FILLERS
    return answer_type is AnswerType.ANY and words[:1] not in (("apakah",), ("adakah",))


def _is_statement(reading: Reading) -> bool:
    """Whether nothing in it asks, and it says something of something."""
    said, few = set(reading.words), len(reading.content) < _LEAST_STATED
    ends = reading.words[-1:]
    if few or said & lexicon.ASKS_WHETHER_POSSIBLE or lexicon.ENDS_QUESTIONS.issuperset(ends):
        return False
    asks = lexicon.QUESTION_WORDS & said - lexicon.IN_STATEMENTS
    if lexicon.TRUTH & said:
        return not asks - lexicon.ASKS_WHETHER
    return not asks and "?" not in reading.question


def _claimed(reading: Reading, *, states: bool) -> Iterable[Term]:
    """The words that say what happened to those that are named: of a question misfortunes alone."""
    asks = bool(lexicon.TRUTH & set(reading.words))
    for term in reading.terms:
        roots = {term.text, *(way[0] for way in term.alternatives)}
        # Who asks whether something is true says it in words of his own.
        is_form = not asks and term.word.startswith(_PASSIVE) and is_word(term.word)
        is_deed = bool(roots & lexicon.DEEDS) and term.word != term.text
        is_said = states and (is_form or is_deed or roots & lexicon.HAPPENINGS)
        if term.content and (is_said or {term.word, *roots} & lexicon.MISFORTUNES):
            yield term


def _offices(words: Sequence[str]) -> Iterable[str]:
    """The offices that are asked for themselves, not their deputies."""
    joined = " ".join(words).replace("wali kota", "walikota").split()
    for before, word in zip(("", *joined), joined, strict=False):
        if word in lexicon.OFFICES and before not in {"wakil", "mantan", "eks", "plt"}:
            yield word


def _intent(reading: Reading) -> Intent:
    if reading.talk:
        return Intent.CHAT
    asks_for_days = bool(reading.asked.spans or reading.asked.impossible)
    if reading.content:
        return Intent.BOTH if asks_for_days else Intent.MATTER
    return Intent.DATE if asks_for_days else Intent.MATTER
