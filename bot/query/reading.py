"""A question read by itself: its words, its days, and what else it names."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from bot.dates import find_asked
from bot.model import AnswerType, AskedDates, AskedOutlet, AskedPlace, DateMention, Span, Talk, Term
from bot.places.mentions import HOME, find_places
from bot.query import lexicon
from bot.query.outlets import Outlets
from bot.query.talk import find_talk
from bot.query.word_tables import (
    Abbreviations,
    Found,
    find_english,
    known_abbreviations,
    spell_out,
    synonyms,
)
from bot.text.analysis import find_tokens, fold, join_thousands, stem
from bot.text.characters import BIDI, CONTROL, CONTROL_C1, JOINERS, SURROGATE, ZERO_WIDTH

# Tells the word that was meant by a misspelt one.
Correct = Callable[[str], str | None]

COMMON = lexicon.FUNCTION_WORDS | lexicon.GREETINGS | lexicon.FILLERS
SAYS_NOTHING = COMMON | lexicon.QUESTION_WORDS
ASKS_FOR_EVENTS = lexicon.EVENT_WORDS | lexicon.REPORTING_WORDS | lexicon.RECORDING_WORDS
_NO_CONTENT = COMMON | ASKS_FOR_EVENTS
_INDONESIAN = (lexicon.QUESTION_WORDS | lexicon.FUNCTION_WORDS | lexicon.EVENT_WORDS).difference(
    *lexicon.LANGUAGE_WORDS.values()
)
# A question of more days than this asks for a list that nobody reads.
_MOST_SPANS = 10

# Words that are common in the language can be rare in a small archive, and must not rank it.
_COMMON_WEIGHT = 0.5

# Who asks has fewer words, and one sentence; two may be questions.
_MOST_WORDS = 25
_NEXT_SENTENCE = re.compile(r"[.!]\s+[^\W\d_]|[🚨🔴📢‼❗]")

# A control sequence of a terminal goes as a whole, or its letters would become words.
_CONTROL = re.compile(
    r"(?:\x1b\[[0-9;?]*[ -/]*[@-~]|"
    rf"[\s{CONTROL}{CONTROL_C1}{ZERO_WIDTH}{JOINERS}{BIDI}{SURROGATE}])+"
)
_ORDINAL = re.compile(r"\bke[- ]?(\d{1,4})\b|\b(\d{1,4})(?:st|nd|rd|th)\b", re.IGNORECASE)
# "HBI 76", "Hari Bhakti Imigrasi 76": a bare figure after the name of an anniversary.
_ANNIVERSARY = re.compile(r"\b(?:hb[ip]|hut|imigrasi|day)[- ](\d{1,3})\b(?![.,]?\d)", re.IGNORECASE)

_LEAVES_OUT = re.compile(
    r"\b(?:di ?luar|selain|kecuali|outside(?: of)?|except(?: for| in)?|other than)\s+"
    r"(?:dari\s+|pada\s+)?(?:tahun\s+|bulan\s+|tanggal\s+|tgl\s+|hari\s+)*\Z",
    re.IGNORECASE,
)

_PURPOSE = re.compile(lexicon.PURPOSE)
_ORDERS_TEXT = re.compile(lexicon.ORDERS_TEXT)
_ORDER = re.compile(f"{lexicon.ORDERS_REPORT}|{lexicon.ORDERS_TEXT}")


def fold_question(text: str) -> str:
    """The question on one line, without control and direction characters."""
    return " ".join(_CONTROL.sub(" ", text).split())


@dataclass(frozen=True, slots=True)
class Reading:
    """A question by itself: what it says before any earlier question is looked at.

    Attributes:
        question: As typed, on one line.
        today: The day from which "kemarin" is counted.
        words: Those beside the days, in chat spelling no more, corrected.
        terms: What is looked for.
        bare_places: Those that only a chat tells to be places: "kalau Tegal?".
        went_on: Of an earlier question that may go on from another, whether it was answered so.
    """

    question: str
    today: date
    asked: AskedDates
    words: tuple[str, ...]
    terms: tuple[Term, ...]
    corrections: Mapping[str, str] = field(default_factory=dict)
    outlets: tuple[AskedOutlet, ...] = ()
    talk: Talk | None = None
    bare_places: tuple[AskedPlace, ...] = ()
    went_on: bool = False

    @property
    def content(self) -> list[str]:
        """The terms that could be its subject."""
        return [term.text for term in self.terms if term.content]

    @property
    def ordinals(self) -> tuple[str, ...]:
        """The ordinals of anniversaries and the like: "76" of "HBI ke-76"."""
        rest = _without_dates(self.question, self.asked)
        ordinals = [first or second for first, second in _ORDINAL.findall(rest)]
        return tuple(dict.fromkeys(ordinals + _ANNIVERSARY.findall(rest)))

    @property
    def places(self) -> tuple[AskedPlace, ...]:
        """The places that it names, wherever they stand; each once. All of the country is none."""
        outlets = {word for outlet in self.outlets for word in outlet.spoken.split()}
        # "Di situ" is there, and no lake.
        text = " ".join(word for word in self.words if word not in outlets | lexicon.POINTING)
        found = (AskedPlace(each.surface, each.places) for each in find_places(text))
        named = dict.fromkeys(place for place in found if HOME not in place.names)
        return tuple(named) or self.bare_places

    @property
    def is_short(self) -> bool:
        """Whether it can be a question of its own making, and not a text that was pasted."""
        return len(self.words) <= _MOST_WORDS and not _NEXT_SENTENCE.search(self.question)

    @property
    def orders(self) -> bool:
        """Whether it wants something to be sent or written."""
        return bool(_ORDER.match(fold(self.question)))

    @property
    def orders_text(self) -> bool:
        """Whether it wants a text that no article has: a release, a speech."""
        return bool(_ORDERS_TEXT.match(fold(self.question)))

    @property
    def language(self) -> str:
        """That of most of its small words."""
        return asked_language(self.words)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads questions with what an archive knows.

    Attributes:
        known_dates: Days that it has events on; they decide a missing year.
        abbreviations: Short forms to write out.
        outlets: Its outlets by what they are called.
        correct: The word that was meant by a misspelt one; None where it stays.
    """

    known_dates: Collection[date] = ()
    abbreviations: Abbreviations = field(
        default_factory=lambda: Abbreviations(known_abbreviations(), lexicon.PLACE_ABBREVIATIONS)
    )
    outlets: Outlets = field(default_factory=Outlets)
    correct: Correct = lambda word: None

    def read(
        self,
        question: str,
        today: date,
        context: Span | None = None,
        *,
        language: str | None = None,
    ) -> Reading:
        """The question, folded by ``fold_question``, as asked on ``today``.

        ``context`` is the span of an earlier question, from which "besoknya" is counted;
        ``language`` that of the text of which it is a part, None where it tells its own.
        """
        asked = self.find_days(question, today, context)
        rest = _PURPOSE.sub(" ", _ORDER.sub("", fold(_without_dates(question, asked))))
        tokens = find_tokens(_plain_figures(rest))
        typed = spell_out([join_thousands(token[0]) for token in tokens])
        # A day turns a greeting into a question: "selamat pagi, kemarin ada apa".
        talk = None if asked.spans or asked.impossible else find_talk(fold(question), typed)
        outlets = self.outlets.find(typed, dated=bool(asked.spans))
        named = {word for outlet in outlets for word in outlet.spoken.split()}
        corrections = self._find_corrections(word for word in typed if word not in named)
        words = tuple(corrections.get(word, word) for word in typed)
        spoken = language or asked_language(words)
        terms = tuple(self._terms([word for word in words if word not in named], spoken))
        return Reading(question, today, asked, words, terms, corrections, outlets, talk)

    def find_days(self, question: str, today: date, context: Span | None = None) -> AskedDates:
        """The days that a question names; ``context`` is the span of an earlier one.

        Each span stands once, and there are not more than can be answered.
        """
        asked = find_asked(question, today, self.known_dates, context=context)
        return replace(
            asked,
            spans=tuple(dict.fromkeys(asked.spans))[:_MOST_SPANS],
            impossible=tuple(dict.fromkeys(asked.impossible))[:_MOST_SPANS],
            outside=any(_left_out(question, mention) for mention in asked.mentions),
        )

    def _find_corrections(self, words: Iterable[str]) -> dict[str, str]:
        """What was meant by the misspelt words; a word that the bot itself knows is none."""
        strange = [
            word for word in words if word not in lexicon.KNOWN and word not in self.abbreviations
        ]
        meant = {word: self.correct(word) for word in dict.fromkeys(strange)}
        return {word: taken for word, taken in meant.items() if taken}

    def _terms(self, words: Sequence[str], language: str) -> Iterable[Term]:
        """The terms of ``words``, all or some of those of a question in ``language``."""
        stems, asking = stem(list(words)), _asking_words(words)
        speaks_english = language != "id"
        seen: set[str] = set()
        at = 0
        while at < len(words):
            found = self._find_phrase(words, stems, at, english=speaks_english)
            stop = at + (found.size if found else 1)
            term = self._term(words[at:stop], stems[at:stop], found)
            if at in asking:
                term = replace(term, content=False)
            is_asked = stop == at + 1 and words[at] in lexicon.QUESTION_WORDS
            at = stop
            if not is_asked and term.text not in seen:
                seen.add(term.text)
                yield term

    def _find_phrase(
        self, words: Sequence[str], stems: Sequence[str], at: int, *, english: bool
    ) -> Found | None:
        """What a table knows as one: the longer of a long form and an English word or phrase."""
        long = self.abbreviations.find_long(stems, at)
        foreign = find_english(words, at, inflected=english)
        if foreign and not english and words[at] in lexicon.INDONESIAN_TOO:
            foreign = None
        return max((f for f in (long, foreign) if f), key=lambda f: f.size, default=None)

    def _term(self, words: Sequence[str], stems: Sequence[str], found: Found | None) -> Term:
        word, text = " ".join(words), " ".join(stems)
        ways = found.ways if found else ()
        ways += tuple(way for way in self.abbreviations.ways(word) if way not in ways)
        content = word not in _NO_CONTENT
        # A filler of chats that an article has is rare there.
        is_common = not content and (word in lexicon.FUNCTION_WORDS or word not in lexicon.FILLERS)
        # Several words that are one still tell more than a single one.
        weight = _COMMON_WEIGHT if is_common else math.sqrt(len(words))
        alike = synonyms(text) if content else ()
        return Term(text, weight, ways, content, word, alike)


def find_cue(words: Sequence[str]) -> tuple[AnswerType, range]:
    """What the answer must hold, and the words that say so; ANY and no words where none do."""
    said = set(words)
    for cue, answer_type in lexicon.ANSWER_TYPES:
        if not said.issuperset(cue):
            continue
        size = len(cue)
        for start in range(len(words) - size + 1):
            if tuple(words[start : start + size]) == cue:
                return answer_type, range(start, start + size)
    # Telegraphic: "imigrasi run 2024 lokasi".
    last = lexicon.LAST_WORDS.get(words[-1]) if words else None
    if last:
        return last, range(len(words) - 1, len(words))
    return AnswerType.ANY, range(0)


def _asking_words(words: Sequence[str]) -> frozenset[int]:
    """Where the words stand that only ask: "negara" of "negara mana", "daftar" of "daftar berita"."""
    _, asking = find_cue(words)
    one = len(asking) == 1
    lists = (
        at
        for at, (word, following) in enumerate(pairwise(words))
        if word in lexicon.LISTS and following in ASKS_FOR_EVENTS
    )
    return frozenset(at for at in asking if one or words[at] in lexicon.ONLY_ASKS).union(lists)


def find_bare_places(words: Iterable[str]) -> tuple[AskedPlace, ...]:
    """The words that are places where nothing says so: each is one behind "di"."""
    behind = (f"di {word}" for word in words if word not in SAYS_NOTHING | lexicon.POINTING)
    found = (place for text in behind for place in find_places(text) if HOME not in place.places)
    return tuple(dict.fromkeys(AskedPlace(each.surface, each.places) for each in found))


def asked_language(words: Sequence[str]) -> str:
    """The language in which a question is asked: that of most of its small words, Indonesian first."""
    own = {"id": _INDONESIAN, **lexicon.LANGUAGE_WORDS}
    return max(own, key=lambda language: sum(word in own[language] for word in words))


def _plain_figures(text: str) -> str:
    """The text with figures apart from the letters at them: "76th", "ke76", "orang2".

    >>> _plain_figures("76th hbi ke76, orang2")
    '76 hbi ke 76, orang'
    """
    text = re.sub(r"\b(\d+)(?:st|nd|rd|th)\b", r"\1", text)
    return re.sub(r"\bke(\d+)\b", r"ke \1", re.sub(r"\b([a-z]{3,})2\b", r"\1", text))


def _left_out(question: str, mention: DateMention) -> int:
    """How many letters before a date say that other days are wanted: "di luar tahun 2023"."""
    said = _LEAVES_OUT.search(question[: mention.start])
    return len(said[0]) if said else 0


def _without_dates(question: str, asked: AskedDates) -> str:
    """The question with its dates blanked out: they are looked up as days, not as words."""
    letters = list(question)
    for mention in asked.mentions:
        start = mention.start - _left_out(question, mention)
        letters[start : mention.stop] = " " * (mention.stop - start)
    rest = "".join(letters)
    for surface in asked.impossible:
        rest = rest.replace(surface, " ")
    return rest
