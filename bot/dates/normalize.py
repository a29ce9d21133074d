"""One spelling for every word of a text, with the way back to the text's own offsets.

A ``CanonicalLine`` holds the text as the rules read it: lower case, single spaces, plain hyphens,
canonical words ("tgl 20jan" is "tanggal 20 januari"), number words as digits,
"ketiga" and "ke-3" as "#3". What only looks like a number ("G20", "COVID-19", "1990-an")
stays one word, so that no rule finds a number in it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from bot.dates import words
from bot.dates.month_typos import may_be_month, nearest_month
from bot.dates.patterns import FIGURES

_TOKEN = re.compile(rf"(\s*)({FIGURES}|[0-9]+|[^\W\d_]+(?:['’ʼ`´][^\W\d_]{{1,3}}(?![^\W\d_]))?|\S)")
_DASH = "–"
"""Stands between words, "2026—yang", where a hyphen makes one word of two, "1990-an"."""
_SIGNS = str.maketrans("‐‑−﹣－‒—―’‘ʼ`´“”„«»", f"-----{_DASH * 3}'''''\"\"\"\"\"")
_ENGLISH_ORDINAL = re.compile(r"(?:[0-9]?1st|[0-9]?2nd|[0-9]?3rd|[0-9]{1,2}th)")
_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
_DAY_OR_YEAR = re.compile(r"(?:0?[1-9]|[12][0-9]|3[01])(?:th)?|(?:19|20)[0-9]{2}")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DAY_LIKE = re.compile(r"[0-3][oil]|[oil][0-9]")
_YEAR_LIKE = re.compile(r"2[0o][0-9oil]{2}")
_LOOKS_LIKE = str.maketrans("oil", "011")
_MONTH_SPELLINGS = words.spellings(words.MONTHS).keys()
_LIST_SIGNS = frozenset({",", "dan", "&"})
_LONGEST_NAME = 40
_LOOKAROUND = 3
"""How many signs, as in "Jan. (20)" or "Des '25", may stand between a month and its number."""


@dataclass(slots=True)
class Token:
    """A word, a number or a sign: its canonical ``word``, and its offsets in the original text."""

    word: str
    start: int
    stop: int
    spaced: bool


@dataclass(frozen=True, slots=True)
class CanonicalLine:
    """A text as the rules read it.

    Attributes:
        text: The original.
        canon: The canonical text; the rules match here.
        offsets: Where each token begins in ``canon``, ascending.
        starts: Where each token begins in ``text``.
        stops: Where each token ends in ``text``.
    """

    text: str
    canon: str
    offsets: tuple[int, ...]
    starts: tuple[int, ...]
    stops: tuple[int, ...]

    def original(self, start: int, stop: int) -> tuple[int, int]:
        """The offsets in ``text`` of the tokens that ``canon[start:stop]`` touches."""
        first = bisect_right(self.offsets, start) - 1
        last = bisect_left(self.offsets, stop) - 1
        return self.starts[first], self.stops[last]

    def raw(self, start: int, stop: int) -> str:
        """The words of the original behind ``canon[start:stop]``."""
        begin, end = self.original(start, stop)
        return self.text[begin:end]


def normalize(text: str) -> CanonicalLine:
    """The text as the rules read it.

    >>> normalize("Tgl 20jan'26 – ketiga, G20").canon
    "tanggal 20 januari'26 - #3, g20"
    >>> normalize("10,11,12 Mei—di Jawa Tengah, bukan di tengah bulan").canon
    '10, 11, 12 mei-di jawa tengah, bukan di pertengahan bulan'
    >>> line = normalize("Pada  dua puluh Januari")
    >>> line.canon, line.raw(5, 15)
    ('pada 20 januari', 'dua puluh Januari')
    """
    tokens = _split(text)
    tokens = _keep_names_whole(tokens)
    _mend_figures(tokens)
    tokens = _count(tokens)
    _spell(tokens)
    _open_lists(tokens)
    return _join(text, tokens)


def _split(text: str) -> list[Token]:
    """Words, numbers and signs in lower case; invisible signs left out."""
    tokens = []
    for match in _TOKEN.finditer(text.rstrip()):
        word = match[2]
        word = word.lower() if word.isascii() and word.isalnum() else _fold(word)
        if word:
            tokens.append(Token(word, match.start(2), match.end(), bool(match[1])))
    return tokens


def _fold(word: str) -> str:
    """Lower case and compatible signs; empty for control and format characters."""
    if not word.isascii():
        word = unicodedata.normalize("NFKC", word.translate(_SIGNS))
        word = word.translate(_SIGNS).replace(" ", "")
    word = word.casefold() if len(word) > 1 or word.isalpha() else word
    if len(word) == 1 and unicodedata.category(word) in {"Cf", "Cc"}:
        return ""
    return word.removesuffix("'s").replace("`", "'")


def _is_date_word(word: str) -> bool:
    return word in words.SPELLINGS or word in words.NUMBER_WORDS or word in words.RECURRING


def _keep_names_whole(tokens: list[Token]) -> list[Token]:
    """Tokens with "G20", "ke-73", "B211A", "20th" as one each; "20jan2026" stays three."""
    kept: list[Token] = []
    for token in tokens:
        if kept and not token.spaced and _is_one_name(kept, token):
            _absorb(kept, token)
        else:
            kept.append(token)
    return kept


def _is_one_name(kept: list[Token], token: Token) -> bool:
    """Whether a glued token goes on with a name: letters and digits, none of them a date word."""
    before = kept[-1]
    if token.word in _SUFFIXES and before.word.isdecimal():
        return bool(_ENGLISH_ORDINAL.fullmatch(before.word + token.word))
    if token.word == "t" and len(kept) > 2 and kept[-2].word == "-" and kept[-3].word.isdecimal():
        return False  # the time of a timestamp: 2026-01-21T10:00
    if before.word == "-" and not before.spaced and len(kept) > 1:
        before = kept[-2]
    if not (before.word[-1].isalnum() and token.word.isalnum()):
        return False
    is_mixed = not before.word.isdecimal() and not before.word.isalpha()
    if before.word.isdecimal() == token.word.isdecimal() and not is_mixed:
        return False
    return not _is_date_word(before.word) and not _is_date_word(token.word)


def _mend_figures(tokens: list[Token]) -> None:
    """Read the letters of "2O Januari 202O" and "l7 Mei" as the digits that they look like, in place.

    >>> tokens = [Token("2o", 0, 2, False), Token("mei", 3, 6, True), Token("2o26", 7, 11, True)]
    >>> _mend_figures(tokens)
    >>> [token.word for token in tokens]
    ['20', 'mei', '2026']
    """
    for before, token in pairwise(tokens):
        if before.word in _MONTH_SPELLINGS and _YEAR_LIKE.fullmatch(token.word):
            token.word = token.word.translate(_LOOKS_LIKE)
        elif token.word in _MONTH_SPELLINGS and _DAY_LIKE.fullmatch(before.word):
            before.word = before.word.translate(_LOOKS_LIKE)


def _absorb(kept: list[Token], token: Token) -> None:
    """Make the token a part of the last one, with the hyphen between them."""
    hyphen = kept.pop().word if kept[-1].word == "-" else ""
    word = "th" if token.word in _SUFFIXES else token.word
    name = (kept[-1].word + hyphen + word)[:_LONGEST_NAME]
    kept[-1] = Token(name, kept[-1].start, token.stop, kept[-1].spaced)


def _count(tokens: list[Token]) -> list[Token]:
    """Tokens with number words as digits: "dua puluh satu" is one token "21"."""
    counted: list[Token] = []
    index = 0
    while index < len(tokens):
        value, used = _number_at(tokens, index)
        if used:
            last = tokens[index + used - 1]
            counted.append(Token(str(value), tokens[index].start, last.stop, tokens[index].spaced))
        else:
            counted.append(tokens[index])
        index += used or 1
    return counted


def _number_at(tokens: list[Token], index: int) -> tuple[int, int]:
    """The number that the words from an index on say, and how many they are; (0, 0) for none."""
    if tokens[index].word not in words.NUMBER_WORDS:
        return 0, 0
    ahead = [token.word for token in tokens[index : index + 6]]
    if ahead[:2] == ["dua", "ribu"]:
        value, used = _small_number(ahead[2:])
        return (2000 + value, 2 + used) if used else (0, 0)
    value, used = _small_number(ahead)
    if ahead[used : used + 1] and ahead[used] in words.LARGE_NUMBERS:
        return 0, 0
    return value, used


def _small_number(ahead: list[str]) -> tuple[int, int]:
    """A number from 1 to 99 said by the first words, and how many words say it.

    >>> _small_number(["tiga", "puluh", "satu", "januari"])
    (31, 3)
    """
    first, second, third = [*ahead, "", "", ""][:3]
    if first in words.TENS:
        return words.TENS[first] + words.ONES.get(second, 0), 1 + (second in words.ONES)
    if first in words.ONES and second == "puluh":
        return 10 * words.ONES[first] + words.ONES.get(third, 0), 2 + (third in words.ONES)
    if first in words.ONES and second == "belas":
        return 10 + words.ONES[first], 2
    if first in words.TEENS:
        return words.TEENS[first], 1
    return (words.ONES[first], 1) if first in words.ONES else (0, 0)


def _spell(tokens: list[Token]) -> None:
    """Give every word its canonical spelling, in place."""
    for index, token in enumerate(tokens):
        if token.word in words.NEEDS_NUMBER:
            if _is_date_word_here(tokens, index):
                token.word = words.SPELLINGS[token.word]
        elif token.word in words.SPELLINGS:
            token.word = words.SPELLINGS[token.word]
        elif token.word[:2] == "ke":
            token.word = _ordinal(tokens, index)
        elif may_be_month(token.word) and token.word.isalpha() and _stands_by_number(tokens, index):
            token.word = nearest_month(token.word) or token.word


def _open_lists(tokens: list[Token]) -> None:
    """Space the days of "10,11,12 maret" apart, in place, so that they are no decimal number."""
    run: list[Token] = []
    for before, token in pairwise(tokens):
        if before.word == "," and token.word.isdecimal() and len(token.word) < 3:
            run.append(token)
        elif token.word not in _LIST_SIGNS and not token.word.isdecimal():
            if token.word in words.MONTH_NUMBERS and len(run) > 1:
                for day in run:
                    day.spaced = True
            run = []


def _is_date_word_here(tokens: list[Token], index: int) -> bool:
    """Whether a spelling that is another word too is a date word where it stands."""
    word = tokens[index].word
    if word == "tengah":
        return _is_middle(tokens, index)
    if word in words.FIRST_NAMES:
        before = index - 2 if _word_at(tokens, index - 1) == "-" else index - 1
        return bool(
            _DAY_OR_YEAR.fullmatch(_word_at(tokens, before))
            or _YEAR.fullmatch(_word_at(tokens, index + 1))
        )
    return (
        _stands_by_number(tokens, index)
        or _has_lead(tokens, index)
        or (word in words.ABBREVIATIONS and _spelt_at(tokens, index + 1) in words.SIDES)
    )


def _word_at(tokens: list[Token], index: int) -> str:
    """The word of a token; empty beyond the first and the last."""
    return tokens[index].word if 0 <= index < len(tokens) else ""


def _spelt_at(tokens: list[Token], index: int) -> str | None:
    return words.SPELLINGS.get(_word_at(tokens, index))


def _is_middle(tokens: list[Token], index: int) -> bool:
    """Whether "tengah" is the middle of a time, "di tengah bulan", and not Jawa Tengah."""
    before = _word_at(tokens, index - 1)
    named = before.isalpha() and before not in words.MIDDLE_LEADS
    return not named and _spelt_at(tokens, index + 1) in {"bulan", "tahun"}


def _ordinal(tokens: list[Token], index: int) -> str:
    """The word as an ordinal: "#73" for "ke-73" and "ke73"; other words as they are.

    >>> _ordinal([Token("ke-73", 0, 5, False)], 0)
    '#73'
    """
    number = tokens[index].word[2:].removeprefix("-")
    return f"#{number}" if number.isdecimal() else tokens[index].word


def _stands_by_number(tokens: list[Token], index: int) -> bool:
    """Whether a day or a year is the nearest word before or after."""
    before = _nearest_word(tokens, range(index - 1, index - 1 - _LOOKAROUND, -1))
    after = _nearest_word(tokens, range(index + 1, index + 1 + _LOOKAROUND))
    return bool(_DAY_OR_YEAR.fullmatch(before) or _DAY_OR_YEAR.fullmatch(after))


def _nearest_word(tokens: list[Token], indices: range) -> str:
    for index in indices:
        word = _word_at(tokens, index)
        if not word or word[-1].isalnum():
            return "" if word == "of" else word
    return ""


def _has_lead(tokens: list[Token], index: int) -> bool:
    """Whether a word before it, or a month joined to it, makes it a month."""
    if _word_at(tokens, index - 1) in words.MONTH_LEADS:
        return True
    joined = _without_signs([token.word for token in tokens[index + 1 : index + 7]])
    return (
        len(joined) > 1
        and joined[0] in {"dan", "and", "-", _DASH, "sampai", "hingga", "to"}
        and joined[1] in words.SPELLINGS
    )


def _without_signs(ahead: list[str]) -> list[str]:
    """The words behind an abbreviation without its point, and "s/d" or "s.d." as a hyphen.

    >>> _without_signs([".", "s", "/", "d", "okt"])
    ['-', 'okt']
    """
    if ahead[:1] == ["."]:
        ahead = ahead[1:]
    if ahead[:3] == ["s", "/", "d"]:
        return ["-", *ahead[3:]]
    return ["-", *ahead[4:]] if ahead[:4] == ["s", ".", "d", "."] else ahead


def _join(text: str, tokens: list[Token]) -> CanonicalLine:
    """The line of the tokens; a word and a number that were glued get a space."""
    pieces: list[str] = []
    offsets: list[int] = []
    length = 0
    before = ""
    for token in tokens:
        glued = before.isalnum() and token.word[:1].isalnum()
        if before and (token.spaced or glued):
            pieces.append(" ")
            length += 1
        pieces.append("-" if token.word == _DASH else token.word)
        offsets.append(length)
        length += len(token.word)
        before = token.word[-1]
    starts, stops = [token.start for token in tokens], [token.stop for token in tokens]
    return CanonicalLine(text, "".join(pieces), tuple(offsets), tuple(starts), tuple(stops))
