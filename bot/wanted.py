"""Whether a text holds the kind of thing that a question wants: a date, a number, a name, a place."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.model import DateMention, Wanted

_NUMBER = re.compile(
    r"\d+|\b(?:satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belasan|puluhan|"
    r"ratusan|ribuan|seratus|seribu|sejumlah)\b",
    re.IGNORECASE,
)
# Two capitalised words in a row that do not open a sentence: "Arif Munandar".
_NAME = re.compile(r"(?<=[a-z0-9,;:)“\"] )[A-Z][\w’'.-]+ [A-Z][\w’'.-]+")
_PLACE = re.compile(r"\b(?:di|ke|dari|in|at)\s+(?:\w+\s+){0,2}[A-Z]\w+")


def holds_wanted(text: str, mentions: Iterable[DateMention], wanted: Wanted) -> bool:
    """Whether ``text`` holds what is wanted; a figure inside one of its dates is no number.

    >>> holds_wanted("Hadir Arif Munandar.", (), Wanted.NUMBER)
    False
    """
    if wanted is Wanted.DATE:
        return any(True for _ in mentions)
    if wanted is Wanted.NUMBER:
        taken = [(mention.start, mention.stop) for mention in mentions]
        return any(
            not any(start <= match.start() < stop for start, stop in taken)
            for match in _NUMBER.finditer(text)
        )
    if wanted is Wanted.NAME:
        return _NAME.search(text) is not None
    return wanted is Wanted.PLACE and _PLACE.search(text) is not None
