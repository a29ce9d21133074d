"""Articles that may report what a claim says, and how far each of them does.

The first word of what happened decides: where its root stands, and nothing else of the claim, the
article tells of another deed; where all but it stands, of the same people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.config import SearchSettings
from bot.index.protocol import Index
from bot.model import Paragraph, Query
from bot.places.mentions import find_places
from bot.query.deeds import ClaimParts, part_claim, ways_to_say
from bot.query.names import Name, find_names
from bot.search.search import CANDIDATES
from bot.search.terms import WeighedTerms
from bot.text.analysis import read_vocabulary, tokenize
from bot.text.figures import Figure, find_figures
from bot.text.roots import find_root
from bot.text.sentences import split_sentences
from bot.text.verbs import is_verb

# So many articles are looked at, the most likely ones; their headlines count as in a search.
_LOOKED_AT = 16
_TITLE = 1.0
# What a paragraph with the opening of its article must hold of the words beside the deed, and the
# sentence of the deed alone.
_LEAST_TOLD, _LEAST_BESIDE = 0.55, 0.2
_LEAST_AROUND = 0.6
# Blanks in what is long enough to be copied.
_SHORTEST_COPIED = 3
# What it must hold where no verb says what happened.
_LEAST_SHARED = 0.5
_FURTHER_OFF = 0.7

Slice = tuple[int, int]
Stems = frozenset[str]
Ways = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """Where and how far an article tells what a claim says.

    Attributes:
        paragraphs: All of the article.
        at: The number of the paragraph that tells it best.
        sentence: The sentence there, half-open offsets.
        share: What part of the words beside the deed, by their mass, stands there or in the
            opening of the article, 0 to 1.
        mass: That mass, in words of which each stands in a single paragraph.
        lacks: The names of the claim that the article does not have whole, in order.
        lacks_body: Whether an institution of the claim is named nowhere.
        deed: The roots of which any says what happened.
        is_told: Whether the deed is told, of what the claim says it of.
        is_verbatim: Whether the claim stands there word for word.
    """

    paragraphs: tuple[Paragraph, ...]
    at: int
    sentence: Slice
    share: float
    mass: float
    lacks: tuple[Name, ...]
    lacks_body: bool
    deed: frozenset[str]
    is_told: bool
    is_verbatim: bool = False

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph that tells it best."""
        return self.paragraphs[self.at]


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
        parts = self.parts
        return tuple((ways_to_say(term), self._masses.get(term.word, 0.0)) for term in parts.rest)

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
        title = read_vocabulary(paragraphs[0].article.title or "").stems
        opening = title | read_vocabulary(paragraphs[0].text).stems
        whole = opening.union(*(read_vocabulary(each.text).stems for each in paragraphs))
        best = max(
            (
                self._weigh(paragraph, part, opening, title)
                for paragraph in paragraphs
                for part in split_sentences(paragraph.text)
            ),
            key=lambda row: row[0],
            default=None,
        )
        lacks = tuple(name for name in find_names(self.query.question) if self._lacks(name, whole))
        lacks_body = not all(_holds(whole, ways_to_say(term)) for term in self.parts.bodies)
        if best is None:
            nowhere = tuple(paragraphs), 0, (0, 0), 0.0, 0.0
            return Telling(*nowhere, lacks, lacks_body, self._deed, is_told=False)
        (tells, *_), at, part, share = best
        # What stands further off in the article counts for less.
        share += _FURTHER_OFF * max(0.0, self._share(whole) - share)
        mass = share * self._mass / (self.terms.highest_idf or 1.0)
        strict = all(_holds(whole, ways_to_say(term)) for term in self.parts.strict)
        verbs = self.parts.verbs
        held = sum(_holds(whole, ways_to_say(term)) for term in verbs)
        deed = self.parts.deed
        least = _LEAST_TOLD if deed and is_verb(deed.word) else _LEAST_SHARED
        is_told = tells and strict and share >= least and 2 * held >= len(verbs)
        told = tuple(paragraphs), at, part, share, mass
        return Telling(*told, lacks, lacks_body, self._deed, is_told)

    @cached_property
    def _deed(self) -> frozenset[str]:
        ways = ways_to_say(self.parts.deed) if self.parts.deed else ()
        return frozenset(way[0] for way in ways if len(way) == 1)

    def _find_copied(self, paragraphs: Sequence[Paragraph]) -> Telling | None:
        """The sentence in which the claim stands word for word, or the opening below it."""
        claim = " ".join(tokenize(self.query.question))
        if claim.count(" ") < _SHORTEST_COPIED:
            return None
        mass = self._mass / (self.terms.highest_idf or 1.0)
        title = paragraphs[0].article.title or ""
        for number, text in enumerate((title, *(paragraph.text for paragraph in paragraphs))):
            if f" {claim} " not in f" {' '.join(tokenize(text))} ":
                continue
            at = max(number - 1, 0)
            parts = split_sentences(paragraphs[at].text)
            share = [self._share(read_vocabulary(text[slice(*part)]).stems) for part in parts]
            best = parts[share.index(max(share))] if number and parts else (parts or [(0, 0)])[0]
            found = tuple(paragraphs), at, best, 1.0, mass, (), False, self._deed
            return Telling(*found, is_told=True, is_verbatim=True)
        return None

    def _lacks(self, name: Name, stems: Stems) -> bool:
        """Whether a word of the name stands nowhere, neither as typed nor as it was corrected."""
        corrected = self.query.corrections
        return any(
            stems.isdisjoint({find_root(word), find_root(corrected.get(word, word))})
            for word in name.words
        )

    @cached_property
    def _mass(self) -> float:
        return sum(mass for _, mass in self._beside)

    def _weigh(
        self, paragraph: Paragraph, part: Slice, opening: Stems, title: Stems
    ) -> tuple[tuple[bool, bool, float, int], int, Slice, float]:
        """How well a sentence tells it: whether it holds the deed, then by what stands beside it."""
        sentence = read_vocabulary(paragraph.text[slice(*part)]).stems
        around = read_vocabulary(paragraph.text).stems
        opens = paragraph.number == 0
        own = self._share(sentence | title if opens and part[0] == 0 else sentence)
        share = self._share(around | opening)
        deed = self.parts.deed
        ways = ways_to_say(deed) if deed else ()
        # A noun may be taken up again by another word, a deed is told where it stands.
        is_here = not deed or _holds(sentence if is_verb(deed.word) else around, ways)
        is_told = is_here or (opens and _holds(title, ways))
        beside = (
            not self._beside
            or own >= _LEAST_BESIDE
            or self._share(around) >= _LEAST_AROUND
            or self._tells_detail(paragraph, part)
        )
        worth = own + 0.5 * share
        return (is_told and beside, is_here, worth, -part[0]), paragraph.number, part, share

    def _tells_detail(self, paragraph: Paragraph, part: Slice) -> bool:
        """Whether a sentence has a figure or a place of the claim."""
        text = paragraph.text[slice(*part)]
        named = {place for mention in find_places(text) for place in mention.places}
        if any(named.intersection(place.names) for place in self.query.places):
            return True
        told = find_figures(text)
        return any(one.says(other) for one in self._figures for other in told)

    @cached_property
    def _figures(self) -> tuple[Figure, ...]:
        hidden = tuple((m.start, m.stop) for m in self.query.asked.mentions)
        return find_figures(self.query.question, hidden)

    def _share(self, stems: Stems) -> float:
        if not self._mass:
            return 1.0
        return sum(mass for ways, mass in self._beside if _holds(stems, ways)) / self._mass


def _holds(stems: Stems, ways: Iterable[Iterable[str]]) -> bool:
    return any(stems.issuperset(way) for way in ways)


def read_candidates(
    reader: ClaimReader, articles: Sequence[str], index: Index
) -> Iterator[Telling]:
    """How far each of ``articles`` tells the claim, in their order."""
    read = index.read_articles(articles)
    return (reader.read(read[article]) for article in articles if read.get(article))
