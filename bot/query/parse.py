"""From a question to a query: its days, its search terms, the kind of answer that it wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from bot.dates import find_asked
from bot.model import AnswerType, AskedDates, AskedOutlet, Intent, Query, Talk, Term, Turn
from bot.query import lexicon
from bot.query.outlets import Outlets
from bot.query.talk import find_talk
from bot.text.analysis import analyze, find_tokens, fold, join_thousands, stem
from bot.text.characters import BIDI, CONTROL, CONTROL_C1, JOINERS, SURROGATE, ZERO_WIDTH

# Tells the word that was meant by a misspelt one.
Correct = Callable[[str], str | None]
# Finds the days of a question asked on a day; "context" is the span of an earlier one.
FindDates = Callable[..., AskedDates]
_COMMON = lexicon.FUNCTION_WORDS | lexicon.GREETINGS | lexicon.FILLERS
_NO_CONTENT = _COMMON | lexicon.EVENT_WORDS | lexicon.REPORTING_WORDS | lexicon.RECORDING_WORDS
_TOLD_BY_NAME = frozenset().union(*lexicon.TOLD_BY_NAME)
_ASKS_FOR_EVENTS = lexicon.EVENT_WORDS | lexicon.REPORTING_WORDS | lexicon.RECORDING_WORDS
_SAYS_NOTHING = _COMMON | lexicon.QUESTION_WORDS
_INDONESIAN = (lexicon.QUESTION_WORDS | lexicon.FUNCTION_WORDS | lexicon.EVENT_WORDS).difference(
    *lexicon.LANGUAGE_WORDS.values()
)
# A question of more days than this asks for a list that nobody reads.
_MOST_SPANS = 10

# Words that are common in the language can be rare in a small archive, and must not rank it.
_COMMON_WEIGHT = 0.5
# A word lent by an earlier question counts half of one typed.
_LENT_WEIGHT = 0.5

# A control sequence of a terminal goes as a whole, or its letters would become words.
_CONTROL = re.compile(
    r"(?:\x1b\[[0-9;?]*[ -/]*[@-~]|"
    rf"[\s{CONTROL}{CONTROL_C1}{ZERO_WIDTH}{JOINERS}{BIDI}{SURROGATE}])+"
)
_ORDINAL = re.compile(r"\bke[- ]?(\d{1,4})\b|\b(\d{1,4})(?:st|nd|rd|th)\b", re.IGNORECASE)
# "HBI 76", "Hari Bhakti Imigrasi 76": a bare figure after the name of an anniversary.
_ANNIVERSARY = re.compile(r"\b(?:hb[ip]|hut|imigrasi|day)[- ](\d{1,3})\b(?![.,]?\d)", re.IGNORECASE)
_ANAPHORA = re.compile(r"(?:[a-z]{3,}nya|itu|tersebut|tadi)")


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """Short forms, in lower case, and the stems of each way to write them out."""

    stems: Mapping[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def of(cls, *tables: Mapping[str, str]) -> Abbreviations:
        """The short forms of all ``tables``; a later table wins."""
        return cls(
            {
                fold(short): tuple(tuple(analyze(way)) for way in long.split("/") if way.strip())
                for table in tables
                for short, long in table.items()
            }
        )

    def beside(self, others: Abbreviations) -> Abbreviations:
        """These and the others; what both write out has the ways of both."""
        stems = dict(self.stems)
        for word, ways in others.stems.items():
            stems[word] = stems.get(word, ()) + ways
        return Abbreviations(stems)


_GLOSSARIES = {each: Abbreviations.of(table) for each, table in lexicon.GLOSSARIES.items()}


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question by itself: what it says before any earlier question is looked at.

    ``root`` is the question that a follow-up goes on from, the way a reader would name it.
    """

    question: str
    today: date
    asked: AskedDates
    words: tuple[str, ...]
    terms: tuple[Term, ...]
    root: str = ""
    corrections: Mapping[str, str] = field(default_factory=dict)
    outlets: tuple[AskedOutlet, ...] = ()
    talk: Talk | None = None

    @property
    def content(self) -> list[str]:
        """The terms that could be its subject."""
        return [term.text for term in self.terms if term.content]


def fold_question(text: str) -> str:
    """The question on one line, without control and direction characters."""
    return " ".join(_CONTROL.sub(" ", text).split())


def parse_query(  # noqa: PLR0913 -- all but the question and its day may be left out by name
    question: str,
    today: date,
    history: Sequence[Turn] = (),
    *,
    known_dates: Collection[date] = (),
    abbreviations: Abbreviations | None = None,
    outlets: Outlets | None = None,
    correct: Correct = lambda word: None,
) -> Query:
    """The question as understood.

    Args:
        question: Folded by ``fold_question``.
        today: The asker's day, from which "kemarin" is counted.
        history: Earlier questions of the same chat, oldest first; one that cannot stand alone
            ("di mana?") takes its subject from the latest of them that can. Each is read with the
            day on which it was asked: its "kemarin" stays what it was.
        known_dates: Days that the corpus has events on; they decide a missing year.
        abbreviations: Short forms to write out; default: those of the lexicon.
        outlets: Those of the archive by what they are called; default: those everybody knows.
        correct: The word that was meant by a misspelt one; None where it stays.
    """
    short = abbreviations or Abbreviations.of(lexicon.ABBREVIATIONS)
    find_dates = partial(find_asked, known_dates=known_dates)
    read = partial(
        _read,
        find_dates=find_dates,
        short=short,
        outlets=outlets or Outlets.of(()),
        correct=correct,
    )
    reading = read(question, today)
    if not history or _stands_alone(reading):
        return _to_query(reading, today)
    before = [read(fold_question(turn.question), turn.today or today) for turn in history]
    earlier = _subject_of(before, find_dates)
    if earlier is None:
        return _to_query(reading, today)
    moved = not reading.content and bool(reading.asked.spans)
    whole = _with_subject(reading, earlier, find_dates)
    return replace(_to_query(whole, today, earlier), moved=moved)


def _read(
    question: str,
    today: date,
    find_dates: FindDates,
    short: Abbreviations,
    outlets: Outlets,
    correct: Correct,
) -> _Reading:
    asked = _bounded(find_dates(question, today))
    tokens = find_tokens(fold(_without_dates(question, asked)))
    said = [join_thousands(token[0]) for token in tokens]
    typed = [lexicon.CHAT_SPELLING.get(word, word) for word in said]
    # A day turns a greeting into a question: "selamat pagi, kemarin ada apa".
    talk = None if asked.spans or asked.impossible else find_talk(fold(question), typed)
    named = outlets.find(typed, dated=bool(asked.spans))
    of_outlets = {word for outlet in named for word in outlet.spoken.split()}
    corrections = _find_corrections([w for w in typed if w not in of_outlets], short, correct)
    words = tuple(corrections.get(word, word) for word in typed)
    glossary = _GLOSSARIES.get(_language(words))
    told = [word for word in words if word not in of_outlets]
    terms = tuple(_terms(told, short.beside(glossary) if glossary else short))
    return _Reading(
        question, today, asked, words, terms, corrections=corrections, outlets=named, talk=talk
    )


def _find_corrections(
    words: Iterable[str], short: Abbreviations, correct: Correct
) -> dict[str, str]:
    """What was meant by the misspelt words; a word that the bot itself knows is none."""
    strange = [word for word in words if word not in lexicon.KNOWN and word not in short.stems]
    meant = {word: correct(word) for word in dict.fromkeys(strange)}
    return {word: taken for word, taken in meant.items() if taken}


def _bounded(asked: AskedDates) -> AskedDates:
    """Each span once, and not more than can be answered."""
    return replace(
        asked,
        spans=tuple(dict.fromkeys(asked.spans))[:_MOST_SPANS],
        impossible=tuple(dict.fromkeys(asked.impossible))[:_MOST_SPANS],
    )


def _without_dates(question: str, asked: AskedDates) -> str:
    """The question with its dates blanked out: they are looked up as days, not as words."""
    letters = list(question)
    for mention in asked.mentions:
        letters[mention.start : mention.stop] = " " * (mention.stop - mention.start)
    rest = "".join(letters)
    for surface in asked.impossible:
        rest = rest.replace(surface, " ")
    return rest


def _terms(words: Sequence[str], short: Abbreviations) -> Iterable[Term]:
    stems = stem(list(words))
    seen: set[str] = set()
    for word, text in zip(words, stems, strict=True):
        if word in lexicon.QUESTION_WORDS or text in seen:
            continue
        seen.add(text)
        content = word not in _NO_CONTENT
        weight = 1.0 if content else _COMMON_WEIGHT
        yield Term(text, weight, short.stems.get(word, ()), content, word)


def _stands_alone(reading: _Reading) -> bool:
    """Whether a question names its own subject, so that the ones before it are of no matter."""
    if reading.asked.impossible or not reading.question or reading.talk:
        return True
    if not reading.content:
        return bool(reading.asked.spans) and not _continues(reading) and not _only_partial(reading)
    if _continues(reading) or _names_only_a_side(reading):
        return False
    few = len(reading.content) <= 2
    return not (few and any(_ANAPHORA.fullmatch(word) for word in reading.words))


def _names_only_a_side(reading: _Reading) -> bool:
    """Whether it asks "siapa yang hadir?" without saying where; a date says that, too."""
    said = set(reading.words) - _SAYS_NOTHING
    return said <= lexicon.SIDE_WORDS and not reading.asked.spans


def _continues(reading: _Reading) -> bool:
    starts = tuple(f"{start} " for start in lexicon.CONTINUATIONS)
    return " ".join(reading.words).startswith(starts) or fold(reading.question).startswith(starts)


def _only_partial(reading: _Reading) -> bool:
    """Whether all it says is a day such as "tanggal 17?", which an earlier question completes."""
    said = set(reading.words) - _SAYS_NOTHING
    return not said and all(mention.year_inferred for mention in reading.asked.mentions)


def _subject_of(history: Iterable[_Reading], find_dates: FindDates) -> _Reading | None:
    """What the chat is about: the latest question that stands alone, as those after it moved it."""
    subject: _Reading | None = None
    for reading in history:
        if reading.talk or not reading.question:
            continue
        if _stands_alone(reading):
            subject = reading
        elif subject:
            subject = _with_subject(reading, subject, find_dates)
    return subject


def _with_subject(reading: _Reading, earlier: _Reading, find_dates: FindDates) -> _Reading:
    """The question with the subject of ``earlier``, and with its span where it names none."""
    own = {term.text for term in reading.terms}
    weight = _LENT_WEIGHT if reading.content else 1.0
    lent = tuple(
        replace(term, weight=term.weight * weight)
        for term in earlier.terms
        # "Alamatnya" only named what was wanted to know of the subject.
        if term.text not in own and term.word.removesuffix("nya") not in lexicon.SIDE_WORDS
    )
    asked = reading.asked
    if not asked.spans and not asked.impossible:
        asked = earlier.asked
    elif earlier.asked.spans:
        context = earlier.asked.spans[0]
        asked = _bounded(find_dates(reading.question, reading.today, context=context))
    root = reading.question if reading.asked.spans else earlier.root or earlier.question
    return replace(reading, terms=reading.terms + lent, asked=asked, root=root)


def _to_query(reading: _Reading, today: date, earlier: _Reading | None = None) -> Query:
    words = reading.words + (earlier.words if earlier else ())
    ordinals = _find_ordinals(reading) or (_find_ordinals(earlier) if earlier else ())
    answer_type = _find_answer_type(reading.words)
    return Query(
        question=reading.question,
        today=today,
        intent=_intent(reading),
        language=_language(words),
        terms=reading.terms if earlier or not _names_only_a_side(reading) else (),
        asked=reading.asked,
        answer_type=answer_type,
        ordinals=tuple(dict.fromkeys(ordinals)),
        # The figures of the question: its article must have them, too. One digit tells too little.
        numbers=tuple(
            word
            for word in reading.words
            if word.isdecimal() and len(word) > 1 and word not in ordinals
        ),
        offices=tuple(_offices(reading.words)),
        places=tuple(_places(reading)),
        attributes=tuple(word for word in reading.words if word in _TOLD_BY_NAME),
        outlets=reading.outlets,
        reports=bool(reading.outlets or lexicon.REPORTING_WORDS & set(reading.words)),
        talk=reading.talk,
        lists=answer_type in (AnswerType.ANY, AnswerType.LIST)
        and bool(_ASKS_FOR_EVENTS & set(reading.words)),
        subject=(earlier.root or earlier.question) if earlier else None,
        corrections=dict(reading.corrections),
    )


def _find_ordinals(reading: _Reading) -> tuple[str, ...]:
    rest = _without_dates(reading.question, reading.asked)
    ordinals = [first or second for first, second in _ORDINAL.findall(rest)]
    return tuple(ordinals + _ANNIVERSARY.findall(rest))


def _offices(words: Sequence[str]) -> Iterable[str]:
    """The offices that are asked for themselves, not their deputies."""
    joined = " ".join(words).replace("wali kota", "walikota").split()
    for before, word in zip(("", *joined), joined, strict=False):
        if word in lexicon.OFFICES and before not in {"wakil", "mantan", "eks", "plt"}:
            yield word


def _places(reading: _Reading) -> Iterable[Term]:
    """The terms that stand where a name of a place stands: "di Jayapura", "kanim Sorong".

    In "di kota mana" the place is what is asked for, and none is named.
    """
    terms = {term.word: term for term in reading.terms if term.content}
    words = (*reading.words, "", "")
    for before, word, after in zip(words, words[1:], words[2:], strict=False):
        names = before in lexicon.BEFORE_PLACES and word not in lexicon.BEFORE_PLACES
        if names and word in terms and after not in lexicon.WHICH:
            yield terms[word]


def _intent(reading: _Reading) -> Intent:
    asks_for_days = bool(reading.asked.spans or reading.asked.impossible)
    if reading.talk:
        return Intent.CHAT
    if reading.content:
        return Intent.BOTH if asks_for_days else Intent.MATTER
    return Intent.DATE if asks_for_days else Intent.MATTER


def _find_answer_type(words: Sequence[str]) -> AnswerType:
    for cue, answer_type in lexicon.ANSWER_TYPES:
        size = len(cue)
        if any(tuple(words[i : i + size]) == cue for i in range(len(words) - size + 1)):
            return answer_type
    return AnswerType.ANY


def _language(words: Sequence[str]) -> str:
    """The language of most of its small words; Indonesian, unless another has more of them."""
    own = {"id": _INDONESIAN, **lexicon.LANGUAGE_WORDS}
    return max(own, key=lambda language: sum(word in own[language] for word in words))
