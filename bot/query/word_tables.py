"""What words stand for: chat spelling, short forms and long ones, English, synonyms.

The tables are data beside this file, a row a word or phrase; several ways are parted by " / ", the
usual one first. Each is read when it is first needed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

import Stemmer

from bot.query import lexicon
from bot.text.analysis import analyze, fold, stem
from bot.text.tables import read_table

Way = tuple[str, ...]
"""Stems that say something together."""

_LONGEST = 5
_stem_english = Stemmer.Stemmer("english").stemWord


class Found(NamedTuple):
    """Words of a question that a table knows as one: how many, and what says the same."""

    size: int
    ways: tuple[Way, ...]


@cache
def chat_spelling() -> Mapping[str, tuple[str, ...]]:
    """How people type on a phone, and the words that they mean."""
    rows = read_table("bot.query", "chat_spelling.txt")
    return {typed: tuple(meant.split()) for typed, meant in rows.items()}


def spell_out(words: Sequence[str]) -> list[str]:
    """The words as they are written in full."""
    spelt = chat_spelling()
    return [meant for word in words for meant in spelt.get(word, (word,))]


_DOUBLED = re.compile(r"\b([^\W\d_]{3,})2\b")


def spell_text(text: str) -> str:
    """``text`` with what chats shorten written in full, all else as it stands.

    >>> spell_text("Lebih bnyk mana, wna2 dr Kupang atau Kendari?")
    'Lebih banyak mana, wna dari Kupang atau Kendari?'
    """
    spelt = chat_spelling()
    return re.sub(
        r"\w+",
        lambda word: " ".join(spelt.get(word[0].casefold(), (word[0],))),
        _DOUBLED.sub(r"\1", text),
    )


@cache
def synonyms(text: str) -> tuple[Way, ...]:
    """What else says nearly what the stem ``text`` says; none for most."""
    return tuple(way for way in _synonym_rows().get(text, ()) if way != (text,))


@cache
def _synonym_rows() -> Mapping[str, tuple[Way, ...]]:
    rows = read_table("bot.query", "synonyms.txt")
    found: dict[str, tuple[Way, ...]] = {}
    for head, others in rows.items():
        ways = tuple(_ways(f"{head} / {others}"))
        found.update((way[0], ways) for way in ways if len(way) == 1)
    return found


class Abbreviations:
    """Short forms and what they stand for; either way is found by the other.

    Args:
        tables: Short forms and their ways; what several write out has the ways of all.
    """

    def __init__(self, *tables: Mapping[str, str]) -> None:
        rows = defaultdict[str, list[str]](list)
        for table in tables:
            for short, long in table.items():
                rows[fold(short)].append(long)
        self._rows = {short: " / ".join(longs) for short, longs in rows.items()}
        self._ways: dict[str, tuple[Way, ...]] = {}

    def __contains__(self, word: object) -> bool:
        return word in self._rows

    def ways(self, word: str) -> tuple[Way, ...]:
        """What a short form, in lower case, stands for; none for another word."""
        if word not in self._rows:
            return ()
        if word not in self._ways:
            self._ways[word] = tuple(dict.fromkeys(_ways(self._rows[word])))
        return self._ways[word]

    def find_long(self, stems: Sequence[str], start: int) -> Found | None:
        """The longest form written out that begins at ``start``, with its short form."""
        for way, short in self._by_start.get(stems[start], ()):
            if tuple(stems[start : start + len(way)]) == way:
                others = (other for other in self.ways(short) if other != way)
                return Found(len(way), (way, tuple(stem([short])), *others))
        return None

    @cached_property
    def _by_start(self) -> Mapping[str, list[tuple[Way, str]]]:
        """The long forms of several words by their first stem, the longest first."""
        found = defaultdict[str, list[tuple[Way, str]]](list)
        for short in self._rows:
            for way in self.ways(short):
                if len(way) > 1:
                    found[way[0]].append((way, short))
        for rows in found.values():
            rows.sort(key=lambda row: -len(row[0]))
        return found


@cache
def known_abbreviations() -> Mapping[str, str]:
    """The short forms that any newsroom or office of the field uses."""
    return read_table("bot.query", "abbreviations.txt")


@cache
def table_words() -> frozenset[str]:
    """All words of the tables, in lower case: what they know is no slip."""
    tables = (known_abbreviations(), read_table("bot.query", "synonyms.txt"), _glossary())
    texts = (f"{key} {value}" for table in tables for key, value in table.items())
    return frozenset(word for text in texts for word in fold(text).replace("/", " ").split())


@cache
def is_english(word: str) -> bool:
    """Whether English has a word in lower case, in any form."""
    # Its dictionaries take a fifth of a second.
    import simplemma  # noqa: PLC0415

    return bool(simplemma.is_known(word, lang="en"))


def find_english(words: Sequence[str], start: int, *, inflected: bool) -> Found | None:
    """The longest English phrase or word at ``start``, and what articles write for it.

    Args:
        words: Those of the question, in lower case.
        start: Where to look.
        inflected: Whether its words may be other forms of those of the table: "deported".
    """
    rows = _glossary()
    for size in range(min(_LONGEST, len(words) - start), 0, -1):
        said = words[start : start + size]
        key = " ".join(said)
        if key not in rows and inflected:
            # The plural goes before other forms: "foreigners" are no "foreign" things.
            key = key.removesuffix("s")
        if key not in rows and inflected:
            key = _base_forms().get(tuple(map(_base_form, said)), "")
        if key in rows:
            return Found(size, _ways_of(key))
    return None


@cache
def _glossary() -> Mapping[str, str]:
    return read_table("bot.query", "glossary.txt")


@cache
def _ways_of(key: str) -> tuple[Way, ...]:
    return tuple(_ways(_glossary()[key]))


@cache
def _base_forms() -> Mapping[tuple[str, ...], str]:
    """The rows of the glossary by the base forms of their words; the first of equals."""
    found: dict[tuple[str, ...], str] = {}
    for key in _glossary():
        found.setdefault(tuple(map(_base_form, key.split())), key)
    return found


def _base_form(word: str) -> str:
    return str(_stem_english(lexicon.IRREGULAR_ENGLISH.get(word, word)))


def _ways(text: str) -> Iterator[Way]:
    """The stems of each way that a row names."""
    return (tuple(analyze(way)) for way in text.split("/") if way.strip())
