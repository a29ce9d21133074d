"""Where the sentences of a paragraph begin and end."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s|$)|\n")
_WORD_BEFORE = re.compile(r"[\w.]+$")
# After these a full stop ends no sentence: titles, degrees, addresses, references.
_SHORTENED = re.compile(
    r"drs?|dra|ir|prof|hj?|kh|mgr|st|tn|ny|sdr|mrs?|ms|bin|d|brigjen|kombes|pol|kol|letkol|mayjen|"
    r"no|nomor|jln?|kec|kab|kel|tgl|hlm|dsb|dll|dkk|vs|tbk|cv|pt|rp|"
    r"jan|feb|mar|apr|jun|jul|agt|aug|sept?|okt|oct|nov|des|dec"
)
_SMALL_START = re.compile(r"\s*[\"“‘'(]*[a-zà-ÿ]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The offsets of the sentences of ``text``, in order, without the space around them.

    Every character that is no white space lies in exactly one sentence. A full stop ends none
    after an initial ("L.R. Lenggu"), a title ("Mgr."), or before a small letter.

    >>> text = 'Dian L.R. Lenggu hadir. "Siap." Katanya.'
    >>> [text[start:stop] for start, stop in split_sentences(text)]
    ['Dian L.R. Lenggu hadir.', '"Siap."', 'Katanya.']
    """
    cuts = [match.end() for match in _END.finditer(text) if _ends_sentence(text, match)]
    bounds = zip([0, *cuts], [*cuts, len(text)], strict=True)
    trimmed = (_trim(text, start, stop) for start, stop in bounds)
    return [(start, stop) for start, stop in trimmed if start < stop]


def _ends_sentence(text: str, end: re.Match[str]) -> bool:
    if end[0] == "\n":
        return True
    if _SMALL_START.match(text, end.end()):
        return False
    if end[0] != ".":
        return True
    word = _WORD_BEFORE.search(text, max(0, end.start() - 20), end.start())
    last = word[0].casefold().rsplit(".", 1)[-1] if word else ""
    is_initial = len(last) == 1 and last.isalpha()
    return not is_initial and not _SHORTENED.fullmatch(last)


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    piece = text[start:stop]
    return start + len(piece) - len(piece.lstrip()), stop - (len(piece) - len(piece.rstrip()))
