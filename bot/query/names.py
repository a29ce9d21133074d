"""Names of persons and the like in a text: words that no dictionary and no table has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.dates.words import MONTHS, WEEKDAYS
from bot.query import lexicon
from bot.query.places import find_places
from bot.query.word_tables import chat_spelling, known_abbreviations, table_words
from bot.text.analysis import find_tokens, fold
from bot.text.roots import is_word

OFFICES = frozenset(
    "menteri wamen gubernur bupati walikota presiden ketua direktur dirjen kepala kakanwil kakanim rektor "
    "kapolri kapolda kapolres sekjen sekda irjen camat lurah danrem dandim kasi kabid koordinator juru humas "
    "dekan uskup pastor kapten pelatih komandan panglima dirut menko menlu menhan menag mendagri "
    "minister governor regent mayor president chair chairman director head chief rector spokesperson".split()
)
# Before a name, and no part of it.
_TITLES = frozenset(
    "pak bu bapak ibu sdr saudara jenderal komjen irjen brigjen kombes letjen mayjen kolonel mayor kapten dr drs "
    "prof ir kh ust ustaz mgr pater romo haji hj rp senilai min kak gan dgn utk yg tgl bln thn wib wita wit".split()
)
_JOINED = re.compile(r"[ \u00a0]|\. ?|’|'|-")
# A capital behind the first word, and not of an abbreviation.
_CAPITAL = re.compile(r"\W[A-Z][a-z]")
_CALENDAR = frozenset(word for table in (MONTHS, WEEKDAYS) for word in table)
_LEAST = 2
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

    >>> office_before("Wakil Wali Kota Mataram, Lalu Hasbi", 25)
    'walikota'
    """
    words = [fold(token[0]) for token in find_tokens(text[:start])][-_REACH:]
    joined = " ".join(words).replace("wali kota", "walikota").split()
    return next((word for word in reversed(joined) if word in OFFICES), None)


# How many words may stand between an office and who holds it.
_REACH = 8


def _names(text: str) -> Iterator[Name]:
    tokens = list(find_tokens(text))
    places = find_places(text)
    taken = [any(p.start <= t.start() < p.stop for p in places) for t in tokens]
    cased = _CAPITAL.search(text) is not None
    kinds = [
        _kind(t[0], cased=cased) if not is_place else _NONE
        for t, is_place in zip(tokens, taken, strict=True)
    ]
    at = 0
    while at < len(tokens):
        stop = at
        while stop < len(tokens) and kinds[stop] and (stop == at or _is_joined(text, tokens, stop)):
            stop += 1
        if stop > at and _is_name(text, tokens, kinds, at, stop, cased=cased):
            own = [number for number in range(at, stop) if kinds[number] is _OWN]
            words = tuple(fold(tokens[number][0]) for number in own)
            yield Name(words, tokens[at].start(), tokens[stop - 1].end())
        at = max(stop, at + 1)


_NONE, _PART, _OWN = 0, 1, 2


def _kind(word: str, *, cased: bool) -> int:
    """Whether a word is a name's own, may be a part of one, or neither."""
    low = fold(word)
    if not word.isalpha() or low in OFFICES | _TITLES or (cased and not word[0].isupper()):
        return _NONE
    if len(low) < _LEAST:
        return _PART if cased else _NONE
    if (
        low in chat_spelling()
        or low in _CALENDAR
        or low in lexicon.KNOWN
        or low in known_abbreviations()
        or word in known_abbreviations()
    ):
        return _NONE
    if word.isupper() and cased and len(word) < 6:  # an abbreviation of its own
        return _NONE
    if low in table_words():
        return _NONE
    if is_word(low) or _is_english(low):
        return _PART if cased else _NONE
    return _OWN


@lru_cache(_KEPT_TEXTS)
def _is_english(word: str) -> bool:
    # Its dictionaries take a fifth of a second.
    import simplemma  # noqa: PLC0415

    return bool(simplemma.is_known(word, lang="en"))


def _is_joined(text: str, tokens: Sequence[re.Match[str]], at: int) -> bool:
    return _JOINED.fullmatch(text, tokens[at - 1].end(), tokens[at].start()) is not None


def _is_name(
    text: str,
    tokens: Sequence[re.Match[str]],
    kinds: Sequence[int],
    at: int,
    stop: int,
    *,
    cased: bool,
) -> bool:
    own = sum(kind is _OWN for kind in kinds[at:stop])
    if cased:
        return own > 0 and (stop - at > 1 or at > 0)
    before = fold(tokens[at - 1][0]) if at else ""
    return own > 1 or (own == 1 and before in OFFICES)
