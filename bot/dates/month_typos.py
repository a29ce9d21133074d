"""Misspelt months: what "ferbuari" or "janauri" beside a number was meant to be."""

from __future__ import annotations

from functools import lru_cache

from bot.dates import words

_SHORTEST = 6
"""Shorter months are not guessed: one letter from "juni" lies "juri", from "maret" "market"."""

_ENGLISH_MONTHS = ("january", "february", "october", "december")
_INITIALS = frozenset("jfasond")
_LONGEST = 11
"""Two slips longer than "september"."""
_MONTHS = (*(month for month in words.MONTHS if len(month) >= _SHORTEST), *_ENGLISH_MONTHS)


def may_be_month(word: str) -> bool:
    """Whether it is worth looking for the month that a word was meant to be.

    >>> may_be_month("ferbuari"), may_be_month("kepala")
    (True, False)
    """
    return _SHORTEST - 1 <= len(word) <= _LONGEST and word[0] in _INITIALS


@lru_cache(maxsize=4096)
def nearest_month(word: str) -> str | None:
    """The month that a misspelt word stands for: the same first letter, one slip in it.

    A slip is a letter too many, too few, wrong, or two that changed places; a month of eight
    letters or more may have two. Call it for words beside a number only.

    >>> nearest_month("ferbuari"), nearest_month("januai"), nearest_month("member")
    ('februari', 'januari', None)
    """
    for month in _MONTHS:
        allowed = 2 if len(month) > 7 else 1
        close = month[0] == word[0] and abs(len(month) - len(word)) <= allowed
        if close and distance(word, month) <= allowed:
            return words.SPELLINGS[month]
    return None


def distance(one: str, other: str) -> int:
    """How many slips lie between two words (Damerau-Levenshtein, adjacent transpositions).

    >>> distance("janauri", "januari"), distance("desmber", "desember"), distance("", "ab")
    (1, 1, 2)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        earlier, before, row = before, row, [i + 1]
        for j, target in enumerate(other):
            cost = min(before[j + 1] + 1, row[j] + 1, before[j] + (letter != target))
            if i and j and letter == other[j - 1] and one[i - 1] == target:
                cost = min(cost, earlier[j - 1] + 1)
            row.append(cost)
    return row[-1]
