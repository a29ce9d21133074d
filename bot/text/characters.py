"""Characters that nobody sees, as parts of a pattern's brackets, and lengths as Telegram counts."""

from __future__ import annotations

CONTROL = r"\x00-\x08\x0e-\x1f\x7f"
"""The controls of ASCII, but for the white space among them: tab, line ends, form feed."""

CONTROL_C1 = r"\x80-\x84\x86-\x9f"
"""The further controls of Latin-1, but for its line end; a mislabelled page has letters there."""

ZERO_WIDTH = r"\u200b\u2060-\u2064\ufeff"
"""Signs without any width, the byte order mark among them, that change nothing around them."""

JOINERS = r"\u200c\u200d"
"""Signs without any width that part or join their neighbours; some emoji are held by them."""

BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Marks that turn the direction of writing."""

SURROGATE = r"\ud800-\udfff"
"""Halves of a pair, which no valid text holds."""


def utf16_length(text: str) -> int:
    """The UTF-16 units of ``text``, in which Telegram counts lengths and offsets.

    >>> utf16_length("👍 ok")
    5
    """
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, start: int, stop: int) -> str:
    """The part of ``text`` from unit ``start`` up to, without, ``stop``; half a pair becomes ``�``.

    >>> utf16_slice("👍 ok", 3, 5)
    'ok'
    """
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * stop].decode("utf-16-le", "replace")
