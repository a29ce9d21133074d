"""How well a text holds the kind of thing that a question wants: a date, a number, a name, a place.

A date or a number answers where it stands near the words of the question: "HBI ke-73 yang jatuh
pada 27 Januari" tells when, a day at the far end of the sentence tells of something else.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from bot.model import AnswerType, DateMention, Granularity
from bot.places.gazetteer import Level
from bot.places.mentions import HOME, PLACES, PlaceMention, find_places
from bot.text.analysis import find_tokens, stem
from bot.text.sentences import split_sentences

_NUMBER = re.compile(
    r"\d+|\b(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belasan|puluhan|"
    r"ratusan|ribuan|seratus|seribu)\b",
    re.IGNORECASE,
)
# Two capitalised words in a row that do not open a sentence: "Arif Munandar".
_NAME = re.compile(r"(?<=[a-z0-9,;:)“\"] )[A-Z][\w’'.-]+ [A-Z][\w’'.-]+")
_PLACE = re.compile(r"\b(?:di|ke|dari|in|at)\s+(?:\w+\s+){0,2}[A-Z]\w+")
_LIST = re.compile(
    r"\b(?:meliputi|antara lain|di ?antaranya|seperti|yakni|yaitu|mulai dari|berupa|including)\b",
    re.IGNORECASE,
)
# These begin what somebody is more often than a list.
_SELDOM_LIST = re.compile(r"\b(?:yakni|yaitu|seperti)\b", re.IGNORECASE)
_TIME = re.compile(
    r"(?<!\d )\b(?:pukul|jam)\s+\d{1,2}\b|\b\d{1,2}[.:]\d{2}\s*(?:wib|wita|wit)\b|\b\d{1,2}\s*[ap]\.?m\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(?:karena|sebab|lantaran|akibat(?:nya)?|gara-gara|dikarenakan|disebabkan|mengingat|demi|agar|"
    r"supaya|sehingga|guna|untuk|atas (?:dugaan|tindakan|perbuatan)|terbukti|melanggar|menyalahgunakan|"
    r"alasan(?:nya)?|sesuai (?:arahan|instruksi)|overstay|because|since|due to|so that|in order)\b",
    re.IGNORECASE,
)
_PATTERNS = {
    AnswerType.REASON: _REASON,
    AnswerType.PLACE: _PLACE,
    AnswerType.LIST: _LIST,
    AnswerType.TIME: _TIME,
}

# Characters at which a date or number has lost 1 - 1/e of its bearing on a word.
_REACH = 60.0
_LEAST_BEARING = 0.05
# A pattern says less than a distance does.
_PATTERN_WORTH = 0.7
_OTHER_SENTENCE = 0.5
# "Siapa" may be answered by "semua ASN", too; capitals are only a sign.
_SIGN_WORTH = {AnswerType.NAME: 0.6, AnswerType.PLACE: 0.7}

# A text is looked at several times for one question.
_KEPT_TEXTS = 512

Slice = tuple[int, int]


def answer_type_fit(
    text: str,
    mentions: Sequence[DateMention],
    answer_type: AnswerType,
    salience: Mapping[str, float],
) -> float:
    """How well the best sentence of ``text`` holds what is asked for, from 0 (not at all) to 1.

    Args:
        text: A paragraph, or a sentence.
        mentions: Its dates; a figure inside one of them is no number.
        answer_type: What the question asks for.
        salience: The weight of each stem of the question.

    >>> answer_type_fit("Hadir Arif Munandar.", (), AnswerType.NUMBER, {"hadir": 1.0})
    0.0
    >>> answer_type_fit("Hadir Arif Munandar.", (), AnswerType.NAME, {"hadir": 1.0}) > 0.5
    True
    """
    slices = find_kind(text, mentions, answer_type, salience)
    if answer_type is AnswerType.LIST:
        sure = [part for part in slices if not _SELDOM_LIST.match(text, part[0])]
        return _PATTERN_WORTH / (1 if sure else 2) if slices else 0.0
    worth = _SIGN_WORTH.get(answer_type, 1.0)
    return worth * max(nearness(text, slices, salience), default=0.0)


def find_kind(
    text: str,
    mentions: Sequence[DateMention],
    answer_type: AnswerType,
    salience: Mapping[str, float],
) -> list[Slice]:
    """Where ``text`` holds the kind of thing that is asked for, in order."""
    if answer_type is AnswerType.DATE:
        return [(m.start, m.stop) for m in mentions if m.granularity <= Granularity.MONTH]
    if answer_type is AnswerType.NUMBER:
        return list(_numbers(text, mentions))
    if answer_type is AnswerType.NAME:
        return list(_names(text, salience))
    if answer_type is AnswerType.COUNTRY:
        return [(place.start, place.stop) for place in find_places(text) if _is_foreign(place)]
    pattern = _PATTERNS.get(answer_type)
    return [match.span() for match in pattern.finditer(text)] if pattern else []


def _names(text: str, salience: Mapping[str, float]) -> Iterator[Slice]:
    """Where capitalised words stand that the question does not name itself."""
    for match in _NAME.finditer(text):
        if not any(salience.get(term) for term in stem(match[0].casefold().split())):
            yield match.span()


def _is_foreign(place: PlaceMention) -> bool:
    return any(PLACES[name].level is Level.COUNTRY and name != HOME for name in place.places)


def has_answer_type(
    text: str,
    mentions: Sequence[DateMention],
    answer_type: AnswerType,
    salience: Mapping[str, float],
) -> bool:
    """Whether ``text`` can answer at all.

    "Berapa" wants a figure with some bearing on the words, "kapan" a date; one that could not be
    resolved still has its figures.
    """
    if answer_type is AnswerType.NUMBER:
        return answer_type_fit(text, mentions, answer_type, salience) >= _LEAST_BEARING
    if answer_type is AnswerType.TIME:
        return _TIME.search(text) is not None
    if answer_type is AnswerType.DATE:
        return bool(mentions) or re.search(r"\d", text) is not None
    return True


def _numbers(text: str, mentions: Iterable[DateMention]) -> Iterator[Slice]:
    taken = [(mention.start, mention.stop) for mention in mentions]
    for match in _NUMBER.finditer(text):
        ordinal = text[: match.start()].endswith(("ke-", "ke ", "Ke-"))
        if not ordinal and not any(start <= match.start() < stop for start, stop in taken):
            yield match.span()


def nearness(text: str, slices: Sequence[Slice], salience: Mapping[str, float]) -> list[float]:
    """For each of ``slices``, how near the words of the question stand: 0 to 1, 1 beside it.

    Each word counts by its weight where it stands nearest; in another sentence, for less.
    """
    if not slices:
        return []
    mass = sum(salience.values()) or 1.0
    found, near = list(_question_words(text, salience)), []
    sentences = _sentences(text)
    for candidate in slices:
        here = next(part for part in sentences if part[0] <= candidate[0] < part[1])
        near.append(sum(_worths(found, candidate, here, salience).values()) / mass)
    return near


def _question_words(text: str, salience: Mapping[str, float]) -> Iterator[tuple[str, Slice]]:
    return (word for word in _stemmed(text) if salience.get(word[0]))


@lru_cache(_KEPT_TEXTS)
def _sentences(text: str) -> tuple[Slice, ...]:
    return tuple(split_sentences(text))


@lru_cache(_KEPT_TEXTS)
def _stemmed(text: str) -> tuple[tuple[str, Slice], ...]:
    """The stems of the words of ``text`` and where each stands."""
    tokens = list(find_tokens(text))
    stems = stem([token[0].casefold() for token in tokens])
    return tuple((s, token.span()) for s, token in zip(stems, tokens, strict=True))


def _worths(
    found: Iterable[tuple[str, Slice]], candidate: Slice, here: Slice, salience: Mapping[str, float]
) -> dict[str, float]:
    """The worth of each word beside ``candidate``, which stands in the sentence ``here``."""
    worths: dict[str, float] = {}
    for term, at in found:
        gap = max(candidate[0] - at[1], at[0] - candidate[1], 0)
        worth = salience[term] * math.exp(-gap / _REACH)
        if not here[0] <= at[0] < here[1]:
            worth *= _OTHER_SENTENCE
        worths[term] = max(worths.get(term, 0.0), worth)
    return worths
