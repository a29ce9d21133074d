"""What a line says by itself: whether it is closed, and its bare letters."""

from __future__ import annotations

import re

# A sentence may be followed by its writer's mark: "hadir. (Win)", "hadir.[sb]", "hadir. */JEF".
# A forwarded message may end in signs: "diungsikan. 🙏", "*hadir.*".
_CLOSED = re.compile(
    r"""(?:[.!?…;]["'”’)\]]*|["”])(?:\s*[(\[*/][^()\[\]]{1,20}[)\]]?|[\s*_\u2600-\u27bf\ufe0f"""
    """\U0001f000-\U0001faff]{1,20})?$"""
)
_NO_WORD = re.compile(r"[\W_]+")


def is_closed(line: str) -> bool:
    """Whether ``line`` ends as a sentence or a quotation does.

    >>> is_closed('"Siap," katanya.'), is_closed("lewat PLBN")
    (True, False)
    """
    return _CLOSED.search(line) is not None


def squeeze(text: str) -> str:
    """The letters and figures of ``text`` in small letters: what two spellings of it share."""
    return _NO_WORD.sub("", text.casefold())
