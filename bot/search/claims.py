"""Articles that may report what a claim says, and how far each of them tells it.

What happened is looked for by the root of its first word and by what says the same; what stands
beside it by mass. What is made of the two is decided with the figures and the days of the claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from bot.config import SearchSettings
from bot.index.protocol import Index
from bot.model import Paragraph, Query, Term
from bot.places.mentions import find_places
from bot.query.deeds import ClaimParts, part_claim
from bot.query.names import Name, find_names
from bot.search.search import CANDIDATES
from bot.search.stems import Stems, Ways, held_ways, holds, is_spelt_like, read_stems
from bot.search.terms import WeighedTerms
from bot.text.analysis import read_vocabulary, tokenize
from bot.text.figures import Figure, find_figures
from bot.text.roots import find_root
from bot.text.sentences import split_sentences
from bot.text.verbs import is_verb

# So many articles are looked at, the most likely ones; their headlines count as in a search.
_LOOKED_AT = 16
_TITLE = 1.0
# What the sentence of the deed must hold of the words beside it, or else its paragraph.
_LEAST_BESIDE, _LEAST_AROUND = 0.2, 0.6
# What a word counts that no article has.
_UNKNOWN = 0.6
# Blanks in what is long enough to be copied.
_SHORTEST_COPIED = 3
_FURTHER_OFF = 0.7
_KEPT_TEXTS = 4096
# Of so many other things of the claim the sentence of a grave word must tell.
_LEAST_TOLD_OF = 2

Slice = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Where and how far an article tells what a claim says.

    Attributes:
        paragraphs: All of the article.
        at: The number of the paragraph that tells it best.
        sentence: The sentence there, half-open offsets.
        share: What part of the words beside the deed, by their mass, stands there or in the
            opening of the article, 0 to 1.
        mass: That mass, in words of which each stands in a single paragraph.
        whole: The mass of all words beside the deed but the names that it lacks, likewise.
        things: The mass of what stands there of all that is said of whoever is named.
        missing: The mass of what does not stand there of that.
        lacks: The names of the claim that the article does not have whole, in order.
        lacks_body: Whether an institution of the claim is named nowhere.
        deed: The roots of which any says what happened.
        holds_deed: Whether the deed is told, of what the claim says it of.
        holds_all_grave: Whether all stands there without which it is another claim.
        stands_alone: Whether the claim says enough without the claims before it.
        verbs: What part of the further verbs stands in the article, 0 to 1.
        is_verbatim: Whether the claim stands there word for word.
    """

    paragraphs: tuple[Paragraph, ...]
    at: int
    sentence: Slice
    share: float
    mass: float
    whole: float
    things: float
    missing: float = 0.0
    lacks: tuple[Name, ...] = ()
    lacks_body: bool = False
    deed: frozenset[str]
    holds_deed: bool = True
    holds_all_grave: bool = True
    stands_alone: bool = True
    verbs: float = 1.0
    is_verbatim: bool = False

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph that tells it best."""
        return self.paragraphs[self.at]


class _Weighed(NamedTuple):
    """A sentence as it tells a claim; of several the one of most ``worth`` tells it best."""

    worth: tuple[bool, bool, float, int]
    at: int
    part: Slice
    share: float
    tells: bool


_NOWHERE = _Weighed((False, False, 0.0, 0), 0, (0, 0), 0.0, tells=False)


@dataclass(frozen=True)
class ClaimReader:
    """Reads articles for one claim.

    Attributes:
        query: The claim.
        terms: What its words weigh.
    """

    query: Query
    terms: WeighedTerms

    @cached_property
    def parts(self) -> ClaimParts:
        """Its words by their part in it."""
        return part_claim(self.query)

    @cached_property
    def _masses(self) -> Mapping[str, float]:
        return {word.typed: word.mass for word in self.terms.content}

    @cached_property
    def _beside(self) -> tuple[tuple[Ways, float], ...]:
        """The words beside the deed, each with its mass."""
        known = self.terms.salience
        rows = [(held_ways(t), self._masses.get(t.word, 0.0)) for t in self.parts.rest]
        # What the archive has nowhere is said otherwise there more often than it is untrue.
        return tuple(
            (ways, mass if any(stem in known for way in ways for stem in way) else _UNKNOWN * mass)
            for ways, mass in rows
        )

    @cached_property
    def _names(self) -> Stems:
        """The roots of the words of the names in it."""
        named = find_names(self.query.question)
        return frozenset(find_root(word) for name in named for word in name.words)

    @cached_property
    def _is_grave(self) -> bool:
        return self.parts.deed in self.parts.grave

    def find_articles(
        self, index: Index, settings: SearchSettings, *, also: Sequence[str] = ()
    ) -> list[str]:
        """The ids of the articles that are most likely to tell it, after those in ``also``."""
        found = index.by_words(
            self.terms.weights,
            self.terms.groups,
            self.query.asked.spans,
            article_weight=settings.article,
            title_weight=_TITLE,
            limit=CANDIDATES,
        )
        day = self.terms.highest_idf if self.query.asked.spans else 0.0
        by_day = sorted(
            found, key=lambda hit: -(hit.score + settings.date * day * (hit.dating > 2))
        )
        mixed = (hit.key.article for both in zip(found, by_day, strict=True) for hit in both)
        return list(dict.fromkeys((*also, *mixed)))[: _LOOKED_AT + len(also)]

    def read(self, paragraphs: Sequence[Paragraph]) -> Telling:
        """How far one article, all of whose paragraphs are given, tells the claim."""
        if copied := self._find_copied(paragraphs):
            return copied
        whole = _stems_of(paragraphs)
        best = self._find_best(paragraphs)
        # What stands further off in the article counts for less.
        share = best.share + _FURTHER_OFF * max(0.0, self._share(whole) - best.share)
        lacks = self._find_lacking(whole, paragraphs)
        things, missing = self._weigh_things(whole)
        verbs = [holds(whole, held_ways(term)) for term in self.parts.verbs]
        return Telling(
            paragraphs=tuple(paragraphs),
            at=best.at,
            sentence=best.part,
            share=share,
            mass=share * self._in_words(self._mass),
            whole=self._in_words(self._mass - self._mass_of(lacks)),
            things=self._in_words(things),
            missing=self._in_words(missing),
            lacks=lacks,
            lacks_body=not all(holds(whole, held_ways(term)) for term in self.parts.bodies),
            deed=self._deed,
            holds_deed=best.tells,
            holds_all_grave=self._tells_all_grave(whole, paragraphs),
            stands_alone=self._stands_alone,
            verbs=sum(verbs) / len(verbs) if verbs else 1.0,
        )

    def _find_best(self, paragraphs: Sequence[Paragraph]) -> _Weighed:
        """The sentence that tells it best, of equals the first."""
        title = read_stems(paragraphs[0].article.title or "")
        opening = title | read_stems(paragraphs[0].text)
        rows = (
            self._weigh(paragraph, part, opening, title)
            for paragraph in paragraphs
            for part in split_sentences(paragraph.text)
        )
        return max(rows, key=lambda row: row.worth, default=_NOWHERE)

    def _find_lacking(self, whole: Stems, paragraphs: Sequence[Paragraph]) -> tuple[Name, ...]:
        """The names of which a word stands nowhere, in order."""
        words = frozenset(word for each in paragraphs for word in read_vocabulary(each.text).words)
        named = find_names(self.query.question)
        return tuple(name for name in named if self._lacks(name, whole, words))

    def _tells_all_grave(self, whole: Stems, paragraphs: Sequence[Paragraph]) -> bool:
        strict = all(holds(whole, held_ways(term)) for term in self.parts.strict)
        return strict and all(self._tells_grave(term, paragraphs) for term in self.parts.grave)

    def _in_words(self, mass: float) -> float:
        """A mass in words of which each stands in a single paragraph."""
        return mass / (self.terms.highest_idf or 1.0)

    @cached_property
    def _stands_alone(self) -> bool:
        """Whether it has a verb, or words enough: "Tempatnya di …" goes on from what was said."""
        deed = self.parts.deed
        is_done = deed is not None and is_verb(deed.word)
        return is_done or self._mass >= self.terms.highest_idf

    @cached_property
    def _deed(self) -> frozenset[str]:
        ways = held_ways(self.parts.deed) if self.parts.deed else ()
        return frozenset(way[0] for way in ways if len(way) == 1)

    def _find_copied(self, paragraphs: Sequence[Paragraph]) -> Telling | None:
        """The sentence in which the claim stands word for word, or the opening below it."""
        claim = " ".join(tokenize(self.query.question))
        if claim.count(" ") < _SHORTEST_COPIED:
            return None
        title = paragraphs[0].article.title or ""
        for number, text in enumerate((title, *(paragraph.text for paragraph in paragraphs))):
            if f" {claim} " not in f" {' '.join(tokenize(text))} ":
                continue
            at = max(number - 1, 0)
            parts = split_sentences(paragraphs[at].text)
            share = [self._share(read_stems(text[slice(*part)])) for part in parts]
            best = parts[share.index(max(share))] if number and parts else (parts or [(0, 0)])[0]
            mass = self._in_words(self._mass)
            return Telling(
                paragraphs=tuple(paragraphs),
                at=at,
                sentence=best,
                share=1.0,
                mass=mass,
                whole=mass,
                things=mass,
                deed=self._deed,
                is_verbatim=True,
            )
        return None

    def _lacks(self, name: Name, stems: Stems, words: Stems) -> bool:
        """Whether a word of the name stands nowhere, neither as typed nor nearly so."""
        corrected = self.query.corrections
        return any(
            stems.isdisjoint({find_root(word), find_root(corrected.get(word, word))})
            and not is_spelt_like(word, words)
            for word in name.words
        )

    def _mass_of(self, names: Iterable[Name]) -> float:
        """The mass of the words of names, of which another may stand in their place."""
        words = {word for name in names for word in name.words}
        rows = zip(self.parts.rest, self._beside, strict=True)
        return sum(mass for term, (_, mass) in rows if term.word in words)

    def _weigh_things(self, stems: Stems) -> tuple[float, float]:
        """The mass of what is said of whoever is named that ``stems`` has, and that it has not."""
        rows = zip(self.parts.rest, self._beside, strict=True)
        things = [(holds(stems, ways), m) for t, (ways, m) in rows if t in self.parts.things]
        held = sum(mass for is_held, mass in things if is_held)
        return held, sum(mass for _, mass in things) - held

    @cached_property
    def _mass(self) -> float:
        return sum(mass for _, mass in self._beside)

    def _weigh(self, paragraph: Paragraph, part: Slice, opening: Stems, title: Stems) -> _Weighed:
        """How well a sentence tells it: whether it holds the deed, then by what stands beside it."""
        sentence = read_stems(paragraph.text[slice(*part)])
        around = read_stems(paragraph.text)
        opens = paragraph.number == 0
        if opens:
            around |= title
        own = self._share(sentence | title if opens and part[0] == 0 else sentence)
        share = self._share(around | opening)
        deed = self.parts.deed
        ways = held_ways(deed) if deed else ()
        # A noun may be taken up again by another word, a deed is told where it stands.
        is_here = not deed or holds(sentence if is_verb(deed.word) else around, ways)
        is_told = is_here or (opens and holds(title, ways))
        beside = (
            not self._beside
            or (self._names and not self._names.isdisjoint(sentence))
            or (own >= _LEAST_BESIDE and not (self._is_grave and self._names))
            or self._share(around if self._is_grave else around | opening) >= _LEAST_AROUND
            or self._tells_detail(paragraph, part)
        )
        tells = is_told and beside
        worth = (tells, is_here, own + 0.5 * share, -part[0])
        return _Weighed(worth, paragraph.number, part, share, tells)

    def _tells_grave(self, grave: Term, paragraphs: Sequence[Paragraph]) -> bool:
        """Whether a sentence tells it of two things of the claim, the headline with the first."""
        ways = held_ways(grave)
        others = [held_ways(term) for term in self.parts.rest if term is not grave]
        title = read_stems(paragraphs[0].article.title or "")
        for paragraph in paragraphs:
            for start, stop in split_sentences(paragraph.text):
                stems = read_stems(paragraph.text[start:stop])
                stems = stems if paragraph.number or start else stems | title
                if holds(stems, ways):
                    shared = sum(holds(stems, other) for other in others)
                    shared += self._tells_detail(paragraph, (start, stop))
                    if shared >= min(_LEAST_TOLD_OF, max(len(others) - 1, 1), len(others)):
                        return True
        return False

    def _tells_detail(self, paragraph: Paragraph, part: Slice) -> bool:
        """Whether a sentence has a figure or a place of the claim."""
        named, told = _read_details(paragraph.text[slice(*part)])
        if any(not named.isdisjoint(place.names) for place in self.query.places):
            return True
        return any(one.says(other) for one in self._figures for other in told)

    @cached_property
    def _figures(self) -> tuple[Figure, ...]:
        hidden = tuple((m.start, m.stop) for m in self.query.asked.mentions)
        return find_figures(self.query.question, hidden)

    def _share(self, stems: Stems) -> float:
        if not self._mass:
            return 1.0
        return sum(mass for ways, mass in self._beside if holds(stems, ways)) / self._mass


@lru_cache(_KEPT_TEXTS)
def _read_details(sentence: str) -> tuple[frozenset[str], tuple[Figure, ...]]:
    """The places and the figures of a sentence."""
    named = (place for mention in find_places(sentence) for place in mention.places)
    return frozenset(named), find_figures(sentence)


def _stems_of(paragraphs: Sequence[Paragraph]) -> Stems:
    """The stems of an article, those of its headline included."""
    title = read_stems(paragraphs[0].article.title or "")
    return title.union(*(read_stems(each.text) for each in paragraphs))


def read_candidates(
    reader: ClaimReader, articles: Sequence[str], index: Index
) -> Iterator[Telling]:
    """How far each of ``articles`` tells the claim, in their order."""
    read = index.read_articles(articles)
    return (reader.read(read[article]) for article in articles if read.get(article))
