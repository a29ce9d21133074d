"""From text to search terms: the same way for paragraphs and for questions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.text.roots import find_root

# A number keeps its thousands together ("5.000", "1,074"), other words are runs of \w:
# hyphenated reduplication ("macam-macam") must be parted before the stemmer sees it.
_TOKEN = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?!\w)|\w+")
# The best articles of one question are those of the next.
_KEPT_TEXTS = 4096
_MULTIPLES = {"ribu": 3, "juta": 6, "miliar": 9, "thousand": 3, "million": 6, "billion": 9}
_MULTIPLIED = re.compile(
    rf"(?<![\w.,])(\d{{1,6}})(?:[.,](\d{{1,2}}))?[ \u00a0](?:{'|'.join(_MULTIPLES)})\b"
)


class Vocabulary(NamedTuple):
    """The distinct words of a text, folded, and their stems."""

    words: frozenset[str]
    stems: frozenset[str]


def find_tokens(text: str) -> Iterator[re.Match[str]]:
    """The tokens of ``text`` with their offsets, in order."""
    return _TOKEN.finditer(text)


def fold(text: str) -> str:
    """The text in lower case and compatibility form (NFKC), figures written out.

    >>> fold("20 ribu Bibit")
    '20000 bibit'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return _MULTIPLIED.sub(_write_out, folded)


def analyze(text: str) -> list[str]:
    """The search terms of ``text``, in order, repetitions kept; empty where it has no word.

    Words are looked up by their roots. A number loses its separators.

    >>> analyze("Penyerahan 5.000 paket, kepada Kota!")
    ['serah', '5000', 'paket', 'kepada', 'kota']
    """
    return stem(tokenize(text))


@lru_cache(_KEPT_TEXTS)
def read_vocabulary(text: str) -> Vocabulary:
    """The distinct words of a paragraph and their stems.

    >>> sorted(read_vocabulary("Bibit, dan bibit lagi").stems)
    ['bibit', 'dan', 'lagi']
    """
    words = tokenize(text)
    return Vocabulary(frozenset(words), frozenset(stem(words)))


def tokenize(text: str) -> list[str]:
    """The words of ``text`` before they are stemmed, folded; numbers without separators."""
    tokens = _TOKEN.findall(fold(text))
    return [token if token[0].isalpha() else join_thousands(token) for token in tokens]


def stem(words: list[str]) -> list[str]:
    """The roots of words in lower case, one for one."""
    return list(map(find_root, words))


def join_thousands(token: str) -> str:
    """A number without the separators of its thousands; any other token as it is."""
    return re.sub(r"[.,]", "", token) if token[0].isdecimal() else token


def _write_out(match: re.Match[str]) -> str:
    whole, part = match[1], match[2] or ""
    zeros = _MULTIPLES[match[0].split()[-1]] - len(part)
    return (whole + part).lstrip("0") + "0" * zeros
