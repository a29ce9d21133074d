"""Web addresses in a question, and the words that they are made of."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.archive.urls import address_key

# With its scheme, or a host with a path behind it that has a number or a slug.
_ADDRESS = re.compile(
    r"https?://[^\s<>\"“”]+|"
    r"(?<![\w@.])(?:[a-z0-9-]+\.)+[a-z]{2,12}(?::\d+)?/(?=[^\s<>\"“”]*[\d-])[^\s<>\"“”]+",
    re.IGNORECASE,
)
# Signs of the sentence around it.
_TRAILING = ".,;:!?)]}'’*_~"
# Steps of a path that name no article.
_NO_SLUG = re.compile(
    r"\d+|[a-z]?\d+|read|berita|news|artikel|article|index|html?|php|amp|all", re.IGNORECASE
)
_ENDING = re.compile(r"\.(?:html?|php|aspx?)$", re.IGNORECASE)
_NUMBERED = re.compile(
    r"\b([\w.]+) (?:(?:nomor|nomer|nmr|no\.?|number|id|artikel|berita) )*#?(\d{6,12})\b(?![.,]\d)"
)
_PART = re.compile(r"[^\W_]+")
# Longer figures are the number of an article or a day, not a figure of its headline.
_LONGEST_FIGURE = 4


def find_address(text: str) -> str | None:
    """The first web address of a page in ``text``, as it stands there; None where there is none.

    That of a whole site is none, and a host without a path neither.

    >>> find_address("cek dong (event.tempo.co/read/2081968), benar?")
    'event.tempo.co/read/2081968'
    >>> find_address("berita tempo.co") is None
    True
    """
    found = (match[0].rstrip(_TRAILING) for match in _ADDRESS.finditer(text))
    return next((address for address in found if address_key(whole_address(address))), None)


def find_number(question: str, names: Collection[str]) -> tuple[str, str] | None:
    """The outlet and the number by which a question names an article; None where it names none.

    Args:
        question: In lower case.
        names: What outlets are called.

    >>> find_number("yang detik nomor 6510933 bahas apa", {"detik"})
    ('detik', '6510933')
    """
    found = ((match[1], match[2]) for match in _NUMBERED.finditer(question))
    return next((named for named in found if named[0] in names), None)


def whole_address(address: str) -> str:
    """The address with a scheme."""
    return address if "://" in address else f"https://{address}"


def to_slug(address: str) -> tuple[str, ...]:
    """The words of the headline in an address, in lower case; none where it has no such step.

    >>> to_slug("https://media.id/read/2081968/donor-darah-di-kupang.html?page=2")
    ('donor', 'darah', 'di', 'kupang')
    """
    key = address_key(whole_address(address)) or ""
    path = key.partition("://")[2].partition("/")[2].partition("?")[0]
    steps = [_words(_ENDING.sub("", step)) for step in path.split("/")]
    longest = max(steps, key=len, default=())
    return longest if len(longest) > 1 else ()


def _words(step: str) -> tuple[str, ...]:
    words = (word.casefold() for word in _PART.findall(step))
    return tuple(
        word
        for word in words
        if not _NO_SLUG.fullmatch(word) or (word.isdecimal() and len(word) <= _LONGEST_FIGURE)
    )
