"""What the terms of a question weigh, by what the archive knows of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.index.protocol import UNKNOWN_TERM, Index, TermGroup, TermStatistics
from bot.model import AskedPlace, Query, Term

# A short form counts less than what it stands for: who writes "Kakanwil" has named the
# "Kepala Kanwil" before, and it is there that the article says who that is.
_SHORT_FORM = 0.5

# The first way to write a word out is the usual one: "donation" is more often "donor" than
# "sumbangan", and a rare word must not drown it.
_FURTHER_WAY = 0.5
# What says nearly the same counts for little: it is to be found, not to rank.
_SYNONYM = 0.3
# How telling the name of a place is for a sentence.
_PLACE = 0.2
# A text that holds it says about half of what was asked.
_HELD_ALIKE = 0.5

_Statistics = Mapping[str, TermStatistics]


class WeighedWord(NamedTuple):
    """A word of a question that can be what it is about, or several that are one.

    Attributes:
        typed: As it stands in the question, in lower case.
        ways: Sequences of stems that say it, its own first.
        alike: Those that say nearly the same.
        mass: What it is worth: its weight times its idf.
    """

    typed: str
    ways: tuple[tuple[str, ...], ...]
    alike: tuple[tuple[str, ...], ...]
    mass: float

    def held_by(self, stems: frozenset[str]) -> float:
        """How far a text of these stems says it: 1 in one of its ways, less in a like one, or 0."""
        if any(stems.issuperset(way) for way in self.ways):
            return 1.0
        return _HELD_ALIKE if any(stems.issuperset(way) for way in self.alike) else 0.0


@dataclass(frozen=True, slots=True)
class WeighedTerms:
    """The terms of a question.

    Attributes:
        weights: The weight of each stem to look up, what abbreviations stand for included.
        content: The words that it can be about, in order.
        salience: How telling each stem of the content is for a sentence: its weight times its
            idf; of a place, which stands in the dateline of an article and not again in every
            sentence, less. Unknown stems are left out.
        highest_idf: That of a word that a single paragraph holds.
        known: Whether the archive knows a term of the content, in one of its ways.
    """

    weights: Mapping[str, float]
    content: tuple[WeighedWord, ...]
    salience: Mapping[str, float]
    highest_idf: float
    known: bool

    @property
    def groups(self) -> tuple[TermGroup, ...]:
        """The content as an index looks for it."""
        return tuple(TermGroup(word.ways + word.alike, word.mass) for word in self.content)

    @property
    def mass(self) -> float:
        """What all content is worth."""
        return sum(word.mass for word in self.content)


def weigh_terms(query: Query, index: Index) -> WeighedTerms:
    """The terms of ``query`` by what ``index`` knows of them, asked once."""
    stems = {stem for term in query.terms for way in _ways(term) for stem in way}
    known = index.statistics({*stems, UNKNOWN_TERM})
    content = [term for term in query.terms if term.content]
    told = [
        replace(term, weight=_PLACE * term.weight) if names_place(term.word, query.places) else term
        for term in (_in_one_way(term, known) for term in content)
    ]
    return WeighedTerms(
        weights=term_weights(query.terms),
        content=tuple(
            WeighedWord(t.word, ((t.text,), *t.alternatives), t.synonyms, t.weight * _idf(t, known))
            for t in content
        ),
        salience={
            stem: weight * known[stem].idf
            for stem, weight in term_weights(told).items()
            if known[stem].known
        },
        highest_idf=known[UNKNOWN_TERM].idf,
        known=any(_is_known(way, known) for term in content for way in _ways(term)),
    )


def names_place(word: str, places: Iterable[AskedPlace]) -> bool:
    """Whether a word of a question, or several that are one, only names one of ``places``."""
    named = {part for place in places for part in place.surface.split()}
    return named.issuperset(word.split())


def term_weights(terms: Iterable[Term]) -> dict[str, float]:
    """The weight of each stem to look up, what abbreviations stand for included.

    The words of a long form weigh together as much as the short one, those of a second or
    third way less.
    """
    weights: dict[str, float] = {}
    for term in terms:
        own = term.weight * (_SHORT_FORM if term.alternatives else 1.0)
        weights[term.text] = max(weights.get(term.text, 0.0), own)
        for number, way in enumerate(term.alternatives):
            share = 1.0 if number == 0 else _FURTHER_WAY
            for stem in way:
                weights.setdefault(stem, share * term.weight / len(way))
        for way in term.synonyms:
            for stem in way:
                weights.setdefault(stem, _SYNONYM * term.weight / len(way))
    return weights


def _ways(term: Term) -> tuple[tuple[str, ...], ...]:
    """The term itself, and what says the same or nearly so."""
    return ((term.text,), *term.alternatives, *term.synonyms)


def _idf(term: Term, known: _Statistics) -> float:
    """How telling a term is: as the archive writes it, in the first way that it knows."""
    if known[term.text].known:
        return known[term.text].idf
    ways = (way for way in term.alternatives if _is_known(way, known))
    return max((known[stem].idf for stem in next(ways, ())), default=known[term.text].idf)


def _is_known(way: Iterable[str], known: _Statistics) -> bool:
    return all(known[stem].known for stem in way)


def _in_one_way(term: Term, known: _Statistics) -> Term:
    """The term with the first of its ways that the archive knows: no text says it in all."""
    ways = [way for way in term.alternatives if _is_known(way, known)]
    return replace(term, alternatives=tuple(ways[:1]))
