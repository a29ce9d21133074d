"""Which documents hold a term, and how often: the inverted file that scores are computed from.

Everything is an array, so that an archive of 100,000 paragraphs takes megabytes, is saved and
loaded as it stands, and takes in one more article without being sorted anew.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from bot.index.string_column import Arrays, StringColumn, join_tables, split_tables, starts_of

Positions = NDArray[np.int32]
Counts = NDArray[np.uint16]
Number = TypeVar("Number", bound=np.integer[Any])
# Places from which on slices cost more than a mask.
_FEW = 20_000
_MOST_COUNTED = np.iinfo(np.uint16).max


@dataclass(frozen=True, slots=True)
class Postings:
    """An inverted file over documents that are numbered from 0.

    Attributes:
        numbers: The number of each term. A term may be left without any document.
        starts: Where the postings of each term begin, and where the last ones end.
        holders: The documents of one term after the other, ascending within a term.
        counts: How often the term stands in each of ``holders``, 65,535 at most.
        lengths: The number of terms of each document.
    """

    numbers: Mapping[str, int]
    starts: NDArray[np.int64]
    holders: Positions
    counts: Counts
    lengths: Positions

    @classmethod
    def of(cls, documents: Iterable[Sequence[str]]) -> Postings:
        """The inverted file of ``documents``, each a list of terms."""
        writer = PostingsWriter()
        for document in documents:
            writer.add(document)
        return writer.close()

    def find(self, term: str) -> tuple[Positions, Counts]:
        """The documents that hold ``term``, ascending, and how often each does."""
        number = self.numbers.get(term)
        if number is None:
            return self.holders[:0], self.counts[:0]
        part = slice(self.starts[number], self.starts[number + 1])
        return self.holders[part], self.counts[part]

    def hold(self, positions: Positions, term: str) -> NDArray[np.bool_]:
        """Of each of ``positions``, whether the document there holds ``term``."""
        return locate(self.find(term)[0], positions)[1]

    def plus(self, more: Postings) -> Postings:
        """These and the postings of ``more`` documents, which get the next positions."""
        new = [term for term in more.numbers if term not in self.numbers]
        numbers = {**self.numbers, **{t: len(self.numbers) + i for i, t in enumerate(new)}}
        sizes = np.zeros(len(numbers), dtype=np.int64)
        sizes[: len(self.numbers)] = np.diff(self.starts)
        renumbered = np.fromiter((numbers[term] for term in more.numbers), dtype=np.int64)
        owners = np.repeat(renumbered, np.diff(more.starts))
        order = np.argsort(owners, kind="stable")
        # New documents come last, so they stand at the end of each term's own.
        ends = np.cumsum(sizes)[owners[order]]
        added = np.bincount(owners, minlength=len(numbers))
        return Postings(
            numbers,
            starts_of(sizes + added),
            _insert(self.holders, ends, more.holders[order] + np.int32(len(self.lengths))),
            _insert(self.counts, ends, more.counts[order]),
            np.concatenate((self.lengths, more.lengths)),
        )

    def keep(self, kept: NDArray[np.bool_]) -> Postings:
        """The postings of the documents that are ``kept``, numbered anew in their order."""
        stays = kept[self.holders]
        renumbered = (np.cumsum(kept) - 1).astype(np.int32)
        before = np.concatenate(([0], np.cumsum(stays)))
        return Postings(
            self.numbers,
            before[self.starts].astype(np.int64),
            renumbered[self.holders[stays]],
            self.counts[stays],
            self.lengths[kept],
        )

    def to_arrays(self) -> Arrays:
        """All of it as arrays by name; ``from_arrays`` reads them back."""
        return {
            "starts": self.starts,
            "holders": self.holders,
            "counts": self.counts,
            "lengths": self.lengths,
            **join_tables({"terms": StringColumn.of(self.numbers).to_arrays()}),
        }

    @classmethod
    def from_arrays(cls, arrays: Arrays) -> Postings:
        """The postings that ``to_arrays`` gave."""
        terms = StringColumn.from_arrays(split_tables(arrays)["terms"])
        return cls(
            {term: number for number, term in enumerate(terms)},
            arrays["starts"],
            arrays["holders"],
            arrays["counts"],
            arrays["lengths"],
        )


class PostingsWriter:
    """Takes documents one by one, so that none of them has to stay in memory."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._lengths, self._terms, self._holders = array("i"), array("i"), array("i")
        self._counts = array("H")

    def add(self, document: Sequence[str]) -> None:
        """Takes the terms of the next document."""
        position = len(self._lengths)
        self._lengths.append(len(document))
        for term, count in Counter(document).items():
            self._terms.append(self._numbers.setdefault(term, len(self._numbers)))
            self._holders.append(position)
            self._counts.append(min(count, _MOST_COUNTED))

    def close(self) -> Postings:
        """The inverted file of the documents taken."""
        terms = np.asarray(self._terms, dtype=np.int32)
        # A stable sort keeps the documents of each term in ascending order.
        order = np.argsort(terms, kind="stable")
        return Postings(
            self._numbers,
            starts_of(np.bincount(terms, minlength=len(self._numbers))),
            np.asarray(self._holders, dtype=np.int32)[order],
            np.asarray(self._counts, dtype=np.uint16)[order],
            np.asarray(self._lengths, dtype=np.int32),
        )


def locate(ascending: Positions, wanted: Positions) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where each of ``wanted`` stands in ``ascending``, and whether it does."""
    if not len(ascending):
        return np.zeros(len(wanted), dtype=np.intp), np.zeros(len(wanted), dtype=np.bool_)
    at = np.searchsorted(ascending, wanted)
    at[at == len(ascending)] = 0
    return at, ascending[at] == wanted


def _insert(
    into: NDArray[Number], at: NDArray[np.int64], values: NDArray[Number]
) -> NDArray[Number]:
    """``numpy.insert`` for a few ascending places of a long array: eight times faster."""
    if len(at) > _FEW:
        return np.insert(into, at, values)
    places, begins = np.unique(at, return_index=True)
    olds = pairwise([0, *places.tolist(), len(into)])
    news = pairwise([*begins.tolist(), len(values)])
    pieces = [into[slice(*next(olds))]]
    for new, old in zip(news, olds, strict=True):
        pieces += (values[slice(*new)], into[slice(*old)])
    return np.concatenate(pieces)
