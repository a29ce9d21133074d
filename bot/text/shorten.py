"""The one way to cut a text that is too long for its place."""

from __future__ import annotations

from collections.abc import Callable

_BEFORE_THE_CUT = " ,;:.–—-"


def shorten(
    text: str, most: int, *, words: bool = False, length: Callable[[str], int] = len
) -> str:
    """``text``, or its beginning and an ellipsis where it is longer than ``most``.

    Args:
        text: On one line.
        most: What the result measures at most, the ellipsis included; at least 1.
        words: Whether to cut after a word, as far as there is any before the place.
        length: How a text is measured; a longer one must not measure less.

    >>> shorten("Kantor Imigrasi Kupang", 18), shorten("Kantor Imigrasi Kupang", 18, words=True)
    ('Kantor Imigrasi K…', 'Kantor Imigrasi…')
    """
    if length(text) <= most:
        return text
    cut = text[: most - 1]
    while length(cut) > most - 1:
        cut = cut[:-1]
    if not words:
        return f"{cut.rstrip()}…"
    whole, space, _ = cut.rpartition(" ")
    return f"{(whole if space else cut).rstrip(_BEFORE_THE_CUT)}…"
