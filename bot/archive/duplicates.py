"""Near-duplicate recognition: one story under two addresses or outlets, edited or cut.

A text is the set of its shingles, the runs of three words in it. Two texts are duplicates where most
shingles of the shorter one stand in the other: resemblance and containment after Broder (1997),
"On the resemblance and containment of documents". Sketches, the smallest hashes of each text,
find the few texts that are worth an exact comparison.

Measured over the 5,778 pairs of 108 short news texts (26 to 110 words), five of them edited
copies of another and the rest independent, often of one event:

=========================  ==========  ============  =========
share of shingles          copies      independent   threshold
=========================  ==========  ============  =========
of the shorter text        .82 to .96  at most .28   .55
of its weakest third       .71 to .92  at most .17   .20
=========================  ==========  ============  =========

The first threshold is the middle of the gap. The second keeps stories apart that share one block
of boilerplate: with 40 words of it below 15 words of story, all pairs pass the first, and 2 in
100 the second. It is low because a few edits weigh much in a third of a short text: of halves of
these texts (13 to 55 words) with every twentieth word changed, 95 in 100 pass the first and 91
both; of whole texts, 99.6 in 100.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.model import Article
from bot.text.characters import JOINERS, SURROGATE, ZERO_WIDTH
from bot.text.minhash import NEXT_WORD, hash_words, mix

_MOST_OF_THE_SHORTER = 0.55
_EACH_THIRD = 0.2
_WORDS_IN_A_SHINGLE = 3
# A sketch is an eighth of the shingles, so that a cut copy shares some with a long original.
_SKETCH, _SKETCH_SHARE = 32, 8
_COMPARED = 40
_WORD = re.compile(r"\w+")
_INVISIBLE = re.compile(f"[\u00ad{ZERO_WIDTH}{JOINERS}{SURROGATE}]")


@dataclass(frozen=True, slots=True)
class _Text:
    """The distinct shingles of a text as hashes, the smallest first.

    Attributes:
        thirds: The third of the text in which each of them begins: 0, 1 or 2.
    """

    hashes: NDArray[np.uint64]
    thirds: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An article that tells a text's story in nearly the same words.

    Attributes:
        resemblance: Shared shingles as a share of those of both, 0 to 1.
        contained: Shared shingles as a share of those of the shorter text, 0 to 1.
    """

    article: Article
    resemblance: float
    contained: float


class DuplicateFinder:
    """Articles among which duplicates can be found; the same articles give the same anywhere."""

    def __init__(self, articles: Iterable[Article] = ()) -> None:
        self._texts: dict[str, tuple[Article, _Text]] = {}
        self._holders: defaultdict[int, list[str]] = defaultdict(list)
        for article in articles:
            self.add(article)

    def add(self, article: Article) -> None:
        """Takes ``article`` in, in place of one with the same id."""
        self.discard(article.id)
        text = _read_text(article)
        self._texts[article.id] = (article, text)
        for value in _sketch(text):
            self._holders[value].append(article.id)

    def discard(self, article_id: str) -> None:
        """Forgets the article with this id, if it is known."""
        if article_id in self._texts:
            _, text = self._texts.pop(article_id)
            for value in _sketch(text):
                self._holders[value].remove(article_id)

    def find(self, article: Article) -> tuple[Duplicate, ...]:
        """The duplicates of ``article``, best first; of equals, the one that was added first.

        An article with its own id is not among them; a text without a word has none.
        """
        text = _read_text(article)
        shared = Counter(name for value in _sketch(text) for name in self._holders.get(value, ()))
        del shared[article.id]
        duplicates = [
            duplicate
            for name, _ in shared.most_common(_COMPARED)
            if (duplicate := _compare(text, *self._texts[name]))
        ]
        order = {name: at for at, name in enumerate(self._texts)} if len(duplicates) > 1 else {}
        duplicates.sort(key=lambda t: (-t.resemblance, -t.contained, order.get(t.article.id, 0)))
        return tuple(duplicates)


def find_same_texts(articles: Iterable[Article]) -> list[tuple[Article, ...]]:
    """Groups of articles with the same text, white space aside; each in the given order."""
    by_text = defaultdict(list)
    for article in articles:
        by_text[same_text_key(article)].append(article)
    return [tuple(group) for group in by_text.values() if len(group) > 1]


def same_text_key(article: Article) -> str:
    """The text of ``article`` on one line; equal where two texts differ in white space only."""
    return " ".join(" ".join(article.paragraphs).split())


def _compare(mine: _Text, article: Article, theirs: _Text) -> Duplicate | None:
    """``article`` as a duplicate, where it is one."""
    shorter, longer = sorted((mine, theirs), key=lambda text: len(text.hashes))
    at = np.searchsorted(longer.hashes[:-1], shorter.hashes)
    there = longer.hashes[at] == shorter.hashes
    shared = int(there.sum())
    if shared < _MOST_OF_THE_SHORTER * there.size:
        return None
    wanted = _EACH_THIRD * np.bincount(shorter.thirds)
    if (np.bincount(shorter.thirds[there], minlength=wanted.size) < wanted).any():
        return None
    together = shorter.hashes.size + longer.hashes.size - shared
    return Duplicate(article, shared / together, shared / there.size)


def _read_text(article: Article) -> _Text:
    """The shingles of the article's text; one that is shorter than a shingle is one.

    Case, quotes, dashes, spacing and the breaks between paragraphs leave no trace.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", "\n".join(article.paragraphs)))
    codes = hash_words(_WORD.findall(text.casefold()))
    if len(codes):
        codes = np.append(codes, np.zeros(max(0, _WORDS_IN_A_SHINGLE - len(codes)), np.uint64))
    count = max(0, len(codes) - _WORDS_IN_A_SHINGLE + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for at in range(_WORDS_IN_A_SHINGLE):
        hashes = hashes * NEXT_WORD + codes[at : at + count]
    distinct, first = np.unique(mix(hashes), return_index=True)
    return _Text(distinct, (3 * first // max(1, count)).astype(np.uint8))


def _sketch(text: _Text) -> list[int]:
    """The smallest hashes of a text; all of them where it is short."""
    size = max(_SKETCH, text.hashes.size // _SKETCH_SHARE)
    found: list[int] = text.hashes[:size].tolist()
    return found
