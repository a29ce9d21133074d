"""The paragraphs that answer, among those of an article that was found.

News names its people and its event once, in the title and the lead; the paragraph that answers
does not repeat them, so the words that they have in common with a question bring up the lead.
What decides here is what neither of the two says.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.model import AnswerType, DateMatch, DateMention, Hit, Paragraph, Query, speaks_of
from bot.search.answer_type import find_kind, nearness
from bot.search.terms import WeighedTerms, WeighedWord, names_place
from bot.text.analysis import read_vocabulary

# What each is worth beside the other; flat around these values.
_REST, _NEARNESS, _KIND = 1.0, 0.8, 0.5
_MOST = 1.0 + _REST + _NEARNESS + _KIND

Stems = frozenset[str]


def choose_paragraphs(
    best: Hit, paragraphs: Sequence[Paragraph], query: Query, terms: WeighedTerms
) -> list[Hit]:
    """The paragraphs of an article as hits, those that answer best first; equals in order.

    Args:
        best: The hit for which the article was found; the first of the result has its score, the
            others a share of it.
        paragraphs: All paragraphs of the article.
        query: What is asked.
        terms: What its words weigh.
    """
    chooser = _Chooser(paragraphs, query, terms)
    worths = [chooser.worth(at) for at in range(len(paragraphs))]
    order = sorted(range(len(paragraphs)), key=lambda at: -worths[at])
    most = worths[order[0]] or 1.0
    return [_to_hit(paragraphs[at], best, best.score * worths[at] / most, query) for at in order]


@dataclass(frozen=True)
class _Chooser:
    """Weighs the paragraphs of one article."""

    paragraphs: Sequence[Paragraph]
    query: Query
    terms: WeighedTerms

    @cached_property
    def _stems(self) -> list[Stems]:
        return [read_vocabulary(paragraph.text).stems for paragraph in self.paragraphs]

    @cached_property
    def _opening(self) -> Stems:
        """What the title and the lead say."""
        return self._stems[0] | read_vocabulary(self.paragraphs[0].article.title or "").stems

    @cached_property
    def _held(self) -> list[float]:
        # A place that the opening names is that of all that follows, whether repeated or not.
        said = [
            word
            for word in self.terms.content
            if not (names_place(word.typed, self.query.places) and word.held_by(self._opening))
        ]
        return [_mass(said, stems) for stems in self._stems]

    @cached_property
    def _rest(self) -> tuple[WeighedWord, ...]:
        """The words of the question that the article has, but neither its title nor its lead."""
        whole = frozenset().union(*self._stems)
        return tuple(
            word
            for word in self.terms.content
            if not word.held_by(self._opening) and word.held_by(whole)
        )

    @cached_property
    def _wanted_near(self) -> Mapping[str, float]:
        """The words near which the answer stands: those of the rest, where there are any."""
        if not self._rest:
            return self.terms.salience
        stems = {stem for word in self._rest for way in word.ways + word.alike for stem in way}
        return {stem: w for stem, w in self.terms.salience.items() if stem in stems}

    def worth(self, at: int) -> float:
        """How well the paragraph at ``at`` answers, from 0 to 1."""
        stems, paragraph = self._stems[at], self.paragraphs[at]
        worth = self._held[at] / (max(self._held) or 1.0)
        if self._rest:
            # Few of its words, and they do not outweigh the others.
            rest = sum(word.mass for word in self._rest) or 1.0
            share = math.sqrt(rest / (self.terms.mass or 1.0))
            worth += _REST * share * _mass(self._rest, stems) / rest
        if self.query.answer_type is not AnswerType.ANY:
            kind = find_kind(
                paragraph.text, paragraph.mentions, self.query.answer_type, self.terms.salience
            )
            worth += _KIND * bool(kind)
            if not stems.isdisjoint(self._wanted_near):
                near = nearness(paragraph.text, kind, self._wanted_near)
                worth += _NEARNESS * max(near, default=0.0)
        return worth / _MOST


def _mass(words: Iterable[WeighedWord], stems: Stems) -> float:
    return sum(word.mass * word.held_by(stems) for word in words)


def asked_dates(paragraph: Paragraph, query: Query) -> tuple[DateMention, ...]:
    """The mentions that are of the asked days, the most exact first; equals in order."""
    spans = () if query.asked.outside else query.asked.spans
    dates = (m for m in paragraph.mentions if any(speaks_of(m, span) for span in spans))
    return tuple(sorted(dates, key=lambda mention: mention.granularity))


def _to_hit(paragraph: Paragraph, best: Hit, score: float, query: Query) -> Hit:
    dates = asked_dates(paragraph, query)
    return Hit(
        paragraph,
        score,
        evidence=best.evidence,
        dating=DateMatch.PARAGRAPH if dates else min(best.dating, DateMatch.ARTICLE),
        dates=dates,
        missing=best.missing,
    )
