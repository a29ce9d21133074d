"""Misspelt words of a question, and the words of the archive that were meant."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping

from bot.query.lexicon import WORD_LISTS
from bot.text.roots import is_word

# Shorter words have too many neighbours; longer ones may hold two slips, and one at the end.
_SHORTEST, _LONG = 4, 10
# Old and new spelling, and letters that many do not tell apart.
_SPELT_OTHERWISE = (
    ("dj", "j"), ("tj", "c"), ("oe", "u"), ("sj", "sy"), ("gy", "gj"), ("y", "i"), ("v", "f"),
    ("p", "f"), ("q", "k"), ("z", "s"), ("x", "ks"), ("ie", "i"), ("gj", "j"),
)  # fmt: skip


class Speller:
    """Finds the word of an archive that a misspelt one stands for.

    Distances are those of optimal string alignment: a letter added, left out, changed, or two
    beside each other in the wrong order (Boytsov 2011, "Indexing methods for approximate
    dictionary searching", section 2.1).

    Args:
        counts: The words of the archive in lower case, and how often each stands in it.
        known: Further words that are no slips, though none of the archive.
    """

    def __init__(self, counts: Mapping[str, int], known: Collection[str] = ()) -> None:
        self._counts, self._known = counts, known
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)
        for word in sorted(counts):
            if len(word) >= _SHORTEST and word.isalpha():
                self._by_length[len(word)].append(word)

    def correct(self, word: str) -> str | None:
        """The nearest word of the archive; None where none is near, or ``word`` is one itself.

        A word that Indonesian or English knows is no slip, though the archive lacks it, nor is
        one with letters that no keyboard here has: "Pétain" is a name. The first letter is
        typed right, and that of a short word's end, too. Of words at the same distance the one
        that sounds the same comes first ("silmi" is Silmy), then one that ends alike, then the
        more frequent, then the first of the alphabet.

        >>> Speller({"kelapa": 3, "kepala": 9}).correct("kelaap")
        'kelapa'
        """
        if (
            word in self._counts
            or word in self._known
            or len(word) < _SHORTEST
            or not (word.isalpha() and word.isascii())
        ):
            return None
        # Few questions hold an unknown word; the others do not wait for the library.
        from rapidfuzz import process  # noqa: PLC0415
        from rapidfuzz.distance import OSA  # noqa: PLC0415

        most = 2 if len(word) >= _LONG else 1
        near = [
            (
                distance,
                _sound(word) != _sound(candidate),
                not _ends_alike(word, candidate),
                -self._counts[candidate],
                candidate,
            )
            for length in range(len(word) - most, len(word) + most + 1)
            for candidate, distance, _ in process.extract(
                word, self._by_length[length], scorer=OSA.distance, score_cutoff=most, limit=None
            )
            if candidate[0] == word[0]
            and (
                len(word) >= _LONG
                or _ends_alike(word, candidate)
                or _sound(word) == _sound(candidate)
            )
        ]
        if not near:
            return None
        # Its dictionaries take a fifth of a second.
        import simplemma  # noqa: PLC0415

        is_right = simplemma.is_known(word, lang=WORD_LISTS) or is_word(word)
        return None if is_right else min(near)[-1]


def _sound(word: str) -> str:
    """The word as it sounds, whichever way it is spelt.

    >>> _sound("silmi") == _sound("silmy"), _sound("jogya") == _sound("djogja")
    (True, True)
    """
    for spelt, said in _SPELT_OTHERWISE:
        word = word.replace(spelt, said)
    return re.sub(r"(.)\1", r"\1", word)


def _ends_alike(word: str, other: str) -> bool:
    """Whether the last letters are the same, or the last two in the other order."""
    return word[-1] == other[-1] or word[-2:] == other[:-3:-1]
