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
        if close and _slips(word, month) <= allowed:
            return words.SPELLINGS[month]
    return None


def _slips(word: str, month: str) -> int:
    # Few texts hold a word so like a month; the others do not wait for the library.
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    return OSA.distance(word, month)
