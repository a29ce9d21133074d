"""BM25 with postings: rank_bm25's BM25Plus without its dictionaries for each document.

The parent keeps a dictionary a paragraph and scores all of them for each question term: 150 MB
and a fifth of a second at 100,000 paragraphs. Here a term leads straight to the paragraphs that
hold it, and terms that cannot bring a new one among the best are only looked up in those that
are. The scores are the parent's.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Plus

from bot.index.postings import Counts, Positions, Postings, locate

Floats = NDArray[np.float64]

# From so many documents on, adding all holders of a term beats looking the documents up.
_MANY = 5000
# Gains of whole terms that are kept: 16 MB of them.
_KEPT = 2_000_000
# Sums of bounds and sums of scores are rounded differently.
_ROUNDING = 1 + 1e-9
_ABOVE_0 = math.nextafter(0.0, 1.0)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one term of a query brings: ``factor`` times a gain for each of its holders."""

    term: str
    factor: float
    holders: Positions
    counts: Counts


class PostingsBM25(BM25Plus):  # type: ignore[misc]  # the parent has no types
    """Scores of documents (lists of terms) for weighted terms.

    k1 = .7 and b = .65 were measured best on Indonesian news paragraphs. delta is 0: any other
    value would give documents a score that hold no term of the query.

    An empty corpus, or one without a single term, is allowed and scores nothing.
    """

    def __init__(
        self,
        documents: Iterable[Sequence[str]] | Postings,
        *,
        k1: float = 0.7,
        b: float = 0.65,
    ) -> None:
        self.k1, self.b, self.delta = k1, b, 0
        held = documents if isinstance(documents, Postings) else Postings.of(documents)
        self.postings = held
        self.corpus_size = len(held.lengths)
        self.avgdl = float(held.lengths.mean()) if self.corpus_size else 0.0
        lengths = held.lengths.astype(np.float64)
        self._kept: dict[str, Floats] = {}
        self._room = _KEPT
        self._norms: Floats = k1 * (1 - b + b * lengths / (self.avgdl or 1.0))

    def idf_of(self, term: str) -> float | None:
        """How telling ``term`` is (Lv and Zhai 2011, the idf of BM25+); None where it is unknown.

        >>> round(PostingsBM25([["a"], ["b"]]).idf_of("a"), 3)
        1.099
        """
        size = len(self.postings.find(term)[0])
        return math.log((self.corpus_size + 1) / size) if size else None

    def score(self, weights: Mapping[str, float]) -> Floats:
        """The score of each document, 0 where it holds no term of ``weights``.

        Robertson and Zaragoza 2009, eq. 3.15, with the idf of Lv and Zhai's BM25+ (2011).
        """
        scores = np.zeros(self.corpus_size)
        for part in self._parts(weights):
            self._add(part, scores)
        return scores

    def score_at(self, weights: Mapping[str, float], positions: Positions) -> Floats:
        """The scores of the documents at ``positions`` only, in their order."""
        scores = np.zeros(len(positions))
        for part in self._parts(weights):
            self._add_at(part, positions, scores)
        return scores

    def top(self, weights: Mapping[str, float], n: int) -> tuple[Positions, Floats]:
        """The ``n`` documents with the highest scores above 0, best first, and their scores.

        Exact; of equals, the earlier comes first. Terms go from the most telling on. Once all
        that remain together cannot lift a new document to the n-th best so far, they are looked
        up only in those that are left (MaxScore: Turtle and Flood 1995, "Query evaluation").
        """
        parts = sorted(self._parts(weights), key=lambda part: -part.factor)
        bounds = [part.factor * (self.k1 + 1) * _ROUNDING for part in parts]
        rest = list(accumulate(reversed(bounds), initial=0.0))[::-1]
        scores, least = np.zeros(self.corpus_size), _ABOVE_0
        at = 0
        while at < len(parts) and rest[at] >= least:
            self._add(parts[at], scores)
            least = max(least, _nth_best(scores[parts[at].holders], n))
            at += 1
        left = np.flatnonzero(scores >= least - rest[at]).astype(np.int32)
        values = scores[left]
        for part, more in zip(parts[at:], rest[at + 1 :], strict=True):
            self._add_at(part, left, values)
            least = max(least, _nth_best(values, n))
            stays = values >= least - more
            left, values = left[stays], values[stays]
        order = np.argsort(-values, kind="stable")[:n]
        return left[order], values[order]

    def _parts(self, weights: Mapping[str, float]) -> list[_Part]:
        parts = []
        for term, weight in weights.items():
            if idf := self.idf_of(term):
                parts.append(_Part(term, weight * idf, *self.postings.find(term)))
        return parts

    def _add(self, part: _Part, scores: Floats) -> None:
        scores[part.holders] += part.factor * self._all_gains(part)

    def _add_at(self, part: _Part, positions: Positions, scores: Floats) -> None:
        """Adds what ``part`` brings the documents at ``positions`` to their ``scores``."""
        if len(positions) > _MANY:
            spread = np.zeros(self.corpus_size)
            self._add(part, spread)
            scores += spread[positions]
            return
        at, held = locate(part.holders, positions)
        gains = self._gains(positions[held], part.counts[at[held]])
        scores[held] += part.factor * gains

    def _all_gains(self, part: _Part) -> Floats:
        """The gains of all holders of a term; those of the first terms asked for are kept."""
        known = self._kept.get(part.term)
        if known is not None:
            return known
        gains = self._gains(part.holders, part.counts)
        if self._room >= len(gains):
            self._room -= len(gains)
            self._kept[part.term] = gains
        return gains

    def _gains(self, holders: Positions, counts: Counts) -> Floats:
        return (self.k1 + 1) * (counts / (self._norms[holders] + counts))

    def get_scores(self, query: Sequence[str]) -> Floats:
        """The parent's scores for a list of terms; one that stands twice counts twice.

        Raises:
            TypeError: The query is a str, of which the parent would take each letter for a term.
        """
        if isinstance(query, str):
            raise TypeError(f"expected a list of terms, got the str {query!r}")
        return self.score(Counter(query))

    def get_batch_scores(self, query: Sequence[str], doc_ids: Sequence[int]) -> list[float]:
        """The scores of the documents at ``doc_ids`` only, in their order."""
        return [float(score) for score in self.get_scores(query)[list(doc_ids)]]


def _nth_best(scores: Floats, n: int) -> float:
    """The ``n``-th highest of ``scores``; 0 where there are fewer."""
    if len(scores) < n:
        return 0.0
    return float(np.partition(scores, len(scores) - n)[len(scores) - n])
