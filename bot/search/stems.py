"""The stems by which a text of an article says what a claim says, in either language."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from functools import lru_cache

from bot.model import Term
from bot.query.deeds import ways_to_say
from bot.query.word_tables import find_english
from bot.text.analysis import read_vocabulary, tokenize
from bot.text.language import find_language

Stems = frozenset[str]
Ways = tuple[tuple[str, ...], ...]

_KEPT_TEXTS = 4096
# Two words so long and so much alike are spellings of one name.
_LONG, _ALIKE = 5, 0.85
# "Meninggal" and "meninggalkan" have one root and tell two deeds.
_STAYED, _DIED = "tinggal", "meninggal"


@lru_cache(_KEPT_TEXTS)
def read_stems(text: str) -> Stems:
    """The stems of ``text``; of an English one also those of what an Indonesian would say.

    >>> sorted(read_stems("Ia meninggal")), sorted(read_stems("Ia meninggalkan"))
    (['ia', 'meninggal', 'tinggal'], ['ia', 'tinggal'])
    >>> "deportasi" in read_stems("The office deported them and it was over")
    True
    """
    stems = read_vocabulary(text).stems
    words = tokenize(text)
    if any(word.startswith(_DIED) and word != "meninggalkan" for word in words):
        stems |= {_DIED}
    return stems | _translated(words) if find_language(text) != "id" else stems


def translate(text: str, words: Sequence[str]) -> Stems:
    """What an Indonesian says for ``words`` of an English ``text``; nothing for another's."""
    return _translated(list(words)) if find_language(text) != "id" else frozenset()


def _translated(words: list[str]) -> Stems:
    found = (find_english(words, at, inflected=True) for at in range(len(words)))
    return frozenset(stem for each in found if each for way in each.ways for stem in way)


def held_ways(term: Term) -> Ways:
    """The sequences of stems, one of which a text has that says what ``term`` says."""
    ways = ways_to_say(term)
    if term.text == _STAYED and not (term.word.startswith(_DIED) and term.word != "meninggalkan"):
        return ways
    return tuple(tuple(_DIED if stem == _STAYED else stem for stem in way) for way in ways)


def is_spelt_like(word: str, words: Collection[str]) -> bool:
    """Whether one of ``words`` may be another spelling of a name, all in lower case.

    >>> is_spelt_like("djone", {"djonne"}), is_spelt_like("iii", {"xiii"})
    (True, False)
    """
    if len(word) < _LONG:
        return False
    # Of the many words of an article few are of one letter at either end and of one length.
    near = [each for each in words if abs(len(each) - len(word)) < 2 and each[-2:] == word[-2:]]
    begin = [each for each in words if each[:2] == word[:2]]
    return bool(get_close_matches(word, [*near, *begin], 1, _ALIKE))


def holds(stems: Stems, ways: Ways) -> bool:
    """Whether a text of these stems says it in one of its ways.

    >>> holds(frozenset({"donor", "darah"}), (("donor", "darah"),))
    True
    """
    return any(stems.issuperset(way) for way in ways)
