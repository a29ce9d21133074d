"""Names of persons and the like in a text: words that no dictionary and no table has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cache, lru_cache
from typing import NamedTuple

from bot.dates.words import MONTHS, WEEKDAYS
from bot.places.mentions import find_places
from bot.query import lexicon
from bot.query.word_tables import (
    chat_spelling,
    is_english,
    known_abbreviations,
    table_words,
)
from bot.text.analysis import find_tokens, fold
from bot.text.roots import is_word
from bot.text.tables import words_of

OFFICES = words_of(
    "menteri wamen gubernur bupati walikota presiden ketua direktur dirjen kepala kakanwil kakanim rektor "
    "kapolri kapolda kapolres sekjen sekda irjen camat lurah danrem dandim kasi kabid koordinator juru humas "
    "dekan uskup pastor kapten pelatih komandan panglima dirut menko menlu menhan menag mendagri "
    "minister governor regent mayor president chair chairman director head chief rector spokesperson"
)
# Between what somebody or something is and what it is called.
COPULAS = words_of("namanya bernama adalah ialah yaitu yakni itu")
# Before a name, and no part of it.
TITLES = words_of(
    "pak bu bapak ibu bpk akbp akp iptu ipda aipda bripka sdr saudara jenderal komjen irjen brigjen kombes letjen mayjen kolonel mayor kapten dr drs "
    "prof ir kh gus kang neng abah kab kec kel prov ust ustaz mgr pater romo haji hj rp senilai min kak gan dgn utk yg tgl bln thn wib wita wit"
)
# Behind these stands a name, whatever a dictionary has for it.
_ADDRESSED = words_of("pak bu bapak ibu bpk gus ustaz")
_JOINED = re.compile(r"[ \u00a0]|\. ?|’|'|-")
# A capital behind the first word, and not of an abbreviation.
_CAPITAL = re.compile(r"\W[A-Z][a-z]")
_CALENDAR = frozenset(word for table in (MONTHS, WEEKDAYS) for word in table) | words_of(
    "kemarin kmrn besok lusa tadi nanti pagi siang sore malam subuh hari ini barusan"
)
_LEAST = 2
# Shorter words in capitals are abbreviations.
_ABBREVIATED = 6
_KEPT_TEXTS = 4096


class Name(NamedTuple):
    """A name, ``text[start:stop]``.

    Attributes:
        words: Those of its words that no dictionary has, in lower case, in order; at least one.
    """

    words: tuple[str, ...]
    start: int
    stop: int


@lru_cache(_KEPT_TEXTS)
def find_names(text: str) -> tuple[Name, ...]:
    """The names in ``text``, in order.

    In a text with capitals a name has them; in one without, it has two words of its own, or
    stands behind an office. The first word of a text alone is none.

    >>> [name.words for name in find_names("Kemarin Menteri Agus Andrianto membagikan sembako")]
    [('agus', 'andrianto')]
    >>> find_names("paket sembako dibagikan")
    ()
    """
    return tuple(_names(text))


def office_before(text: str, start: int) -> str | None:
    """The last office in the words before ``start``, in lower case; None where there is none.

    Of "ketua … namanya X" it is the first one, however far off.

    >>> office_before("Wakil Wali Kota Mataram, Lalu Hasbi", 25)
    'walikota'
    """
    words = [fold(token[0]) for token in find_tokens(text[:start])]
    joined = " ".join(words).replace("wali kota", "walikota").split()
    if joined and joined[-1] in COPULAS:
        return next((word for word in joined if word in OFFICES), None)
    return next((word for word in reversed(joined[-_REACH:]) if word in OFFICES), None)


# How many words may stand between an office and who holds it.
_REACH = 8


def _names(text: str) -> Iterator[Name]:
    """The runs of words that may be a name, and are one."""
    cased = _CAPITAL.search(text) is not None
    run: list[tuple[re.Match[str], _Kind]] = []
    before = ""
    for token, kind in (*_kinds(text, cased=cased), (None, _Kind.NONE)):
        goes_on = bool(run and token and _JOINED.fullmatch(text, run[-1][0].end(), token.start()))
        if run and not (goes_on and kind):
            if _is_name([kind for _, kind in run], before, cased=cased):
                own = tuple(fold(each[0]) for each, kind in run if kind is _Kind.OWN)
                yield Name(own, run[0][0].start(), run[-1][0].end())
            before, run = fold(run[-1][0][0]), []
        if token and kind:
            run.append((token, kind))
        elif token:
            before = fold(token[0])


class _Kind(IntEnum):
    """What a word is: no word of a name, perhaps a part of one, or one that is nothing else."""

    NONE = 0
    PART = 1
    OWN = 2


def _kinds(text: str, *, cased: bool) -> Iterator[tuple[re.Match[str], _Kind]]:
    places = find_places(text)
    before = ""
    for token in find_tokens(text):
        is_place = any(place.start <= token.start() < place.stop for place in places)
        is_addressed = before in _ADDRESSED and fold(token[0]) not in known_words()
        before = fold(token[0])
        if is_place or not (is_addressed and token[0].isalpha()):
            yield token, _Kind.NONE if is_place else _kind(token[0], cased=cased)
        else:
            yield token, _Kind.OWN


def _kind(word: str, *, cased: bool) -> _Kind:
    low = fold(word)
    if not word.isalpha() or (cased and not word[0].isupper()) or low in known_words():
        return _Kind.NONE
    is_short = len(low) < _LEAST or (cased and word.isupper() and len(word) < _ABBREVIATED)
    if is_short or is_word(low) or is_english(low):
        # An initial may stand in a name, an abbreviation is none.
        return _Kind.PART if cased and not (word.isupper() and len(word) > 1) else _Kind.NONE
    return _Kind.OWN


def _is_name(kinds: Sequence[_Kind], before: str, *, cased: bool) -> bool:
    """Whether a run of words is a name; ``before`` is the word before it, "" where it opens."""
    own = kinds.count(_Kind.OWN)
    if cased:
        return own > 0 and (len(kinds) > 1 or before != "")
    return own > 1 or (own == 1 and before in OFFICES | _ADDRESSED)


@cache
def common_words() -> frozenset[str]:
    """Offices, titles, the calendar and small words, in lower case: none of them calls anything."""
    return OFFICES.union(TITLES, _CALENDAR, lexicon.KNOWN, chat_spelling())


@cache
def known_words() -> frozenset[str]:
    """Words that tables know, in lower case: none of them is a name."""
    short = frozenset(map(fold, known_abbreviations()))
    spelt = frozenset(chat_spelling())
    return OFFICES.union(TITLES, _CALENDAR, lexicon.KNOWN, short, spelt, table_words())
