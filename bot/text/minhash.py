"""Sketches: the smallest hashes of a text, by which the few that are worth comparing are found."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]

VOCABULARY_SKETCH = 32
"""Numbers in the sketch of a vocabulary."""

# The increment and the finalizer of splitmix64 (Steele, Lea, Flood 2014, "Fast splittable
# pseudorandom number generators").
NEXT_WORD = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_STEPS = np.arange(1, VOCABULARY_SKETCH + 1, dtype=np.uint64) * NEXT_WORD


def hash_words(words: Iterable[str]) -> Hashes:
    """A hash of each word, in order; the same on every machine."""
    codes = (zlib.crc32(word.encode(errors="surrogatepass")) for word in words)
    return np.fromiter(codes, dtype=np.uint64)


def mix(hashes: Hashes) -> Hashes:
    """Spreads the hashes over 64 bits, so that the smallest are a fair sample."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * _MIX[0]
    hashes = (hashes ^ (hashes >> np.uint64(27))) * _MIX[1]
    return hashes ^ (hashes >> np.uint64(31))


def sketch_vocabulary(words: Iterable[str]) -> NDArray[np.uint32]:
    """The smallest hash of the distinct ``words`` under each of several hash functions.

    The share of equal places of two sketches estimates the resemblance of the two vocabularies
    (Broder 1997, "On the resemblance and containment of documents"). Texts without a word are
    all alike.

    >>> one, other = sketch_vocabulary(["a", "b", "b"]), sketch_vocabulary(["b", "a"])
    >>> bool((one == other).all())
    True
    """
    hashes = hash_words(set(words))
    if not len(hashes):
        return np.zeros(VOCABULARY_SKETCH, dtype=np.uint32)
    smallest: Hashes = mix(hashes[:, None] + _STEPS[None]).min(axis=0)
    return (smallest >> np.uint64(32)).astype(np.uint32)
