"""Where the sentences of a paragraph begin and end."""

from __future__ import annotations

import re
from functools import cache

from bot.text.tables import read_table

_END = re.compile(r"[.!?…]+[\"”’»')\]]*(?=\s|$)|\n")
_SMALL_START = re.compile(
    r"\s*[\"“‘«'(\[]*(?![a-z](?:-?[A-Z]|\.\s+[A-Z])|[a-z0-9-]{2,30}(?:\.[a-z]{2,10})+(?![\w.]))[a-zà-ÿ]"
)
"""A small letter begins no sentence, but "iNews", "e-Paspor", "detik.com" and the item "b." may."""
_OPENING = "\"“‘«'(["
_REACH = 48
"""In how many letters before a stop its word is looked for, and the word before that one."""
_LETTERS = re.compile(r"[^\W\d_](?:\.[^\W\d_])*")
_COUNT = re.compile(r"(?:Rp\.?)?\d{1,3}(?:[.,]\d{1,3})?")
"""What makes a unit of the letter behind it: "Rp 5 M.", "2 M."."""
_SEPARATORS = re.compile(r"[./-]")
_FIGURES = re.compile(
    r"\s*[(\"“]?(?:[^\W\d_]{0,5}[-./]?\d|[IVXLC]+(?![^\W_])(?!\.?\s+[A-Z])|[A-Z](?![^\W_]|\.))"
)
_NUMBERED = re.compile(
    r"\s*(?:[A-Z.]{1,8}[-./]|(?:HP|WA|SK|NIK|KTP|Pol|Polisi|Reg|Registrasi|Rek|Rekening|Seri|Urut|"
    r"Surat|Paspor|Telp|Telepon|Induk)\b)"
)
"""What a "No." is of, beside figures: "No. HP", "No. Polisi", "No. W-GR"."""
_NEXT = re.compile(r"\s*((?:[A-Z][A-Za-z]{0,4}\.)*[A-Z][A-Za-z]{0,4})(?=[.,])")
_INSIDE = re.compile(r"\s*[(,;:/&–-]")
"""What goes on with a sentence behind a degree or "dkk.": "Arif Munandar, S.H. (52)"."""
_HEAD = re.compile(r"\W*(?:\d{1,3}(?:\.\d{1,2}){0,3}|[^\W\d_]|[ivxIVX]{1,4})?")
_LONGEST_HEAD = 12
_ITEM = re.compile(r"\s(\d\d?)$")
_LONGEST_NUMBER = 4
_LONGEST_ITEM = 200


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The offsets of the sentences of ``text``, in order, without the space around them.

    Every character that is no white space lies in exactly one sentence. A full stop ends none
    after an initial ("L.R. Lenggu"), a title ("Mgr."), or before a small letter; after a degree
    or "No." what follows decides.

    >>> text = 'Dian L.R. Lenggu hadir. "Siap." Katanya.'
    >>> [text[start:stop] for start, stop in split_sentences(text)]
    ['Dian L.R. Lenggu hadir.', '"Siap."', 'Katanya.']
    """
    cuts = [0]
    for end in _END.finditer(text):
        if end[0] == "\n" or _ends_sentence(text, cuts[-1], end):
            cuts.append(end.end())
    bounds = zip(cuts, [*cuts[1:], len(text)], strict=True)
    trimmed = (_trim(text, start, stop) for start, stop in bounds)
    return [(start, stop) for start, stop in trimmed if start < stop]


@cache
def _shortened() -> dict[str, str]:
    """What decides after a short form, by its spelling as it stands and in small letters."""
    rows = read_table("bot.text", "shortened.txt").items()
    kinds = {form: kind for forms, kind in rows for form in forms.split()}
    for form, kind in list(kinds.items()):
        if kind != "degree" and not _LETTERS.fullmatch(form):
            kinds.setdefault(form.casefold(), kind)
    return kinds


def _ends_sentence(text: str, begin: int, end: re.Match[str]) -> bool:
    """Whether the sentence that begins at an offset ends with these signs."""
    signs = end[0]
    if end.end() == len(text):
        return True
    if _SMALL_START.match(text, end.end()):
        return False
    if signs[0] in "!?":
        return True
    if _is_head(text, begin, end.start()):
        return False
    words = text[max(begin, end.start() - _REACH) : end.start()].split()
    if not words or signs[0] != "." or signs[1:2] == ".":
        return True
    kind = _kind(words[-1].lstrip(_OPENING), words[:-1])
    return _ends_after(kind, text, end)


def _is_head(text: str, begin: int, stop: int) -> bool:
    """Whether all that a sentence has is the head of an item, "1" or "a", or opening signs.

    Items that follow each other in one line have theirs inside: "1. KTP 2. Paspor".
    """
    if stop - begin <= _LONGEST_HEAD and _HEAD.fullmatch(text[begin:stop].strip()):
        return True
    item = _ITEM.search(text, max(begin, stop - _LONGEST_NUMBER), stop)
    if not item:
        return False
    number = int(item[1])
    if number == 1 and text[begin : item.start()].endswith((":", ";")):
        return True
    return f" {number - 1}. " in f" {text[max(begin, stop - _LONGEST_ITEM) : stop]}"


def _kind(word: str, words: list[str]) -> str:
    """What decides after a word, by ``shortened.txt``; other letters with stops are a name's.

    Args:
        word: The word before the stop.
        words: Those before it; of the same sentence, for a degree stands behind a name.

    >>> _kind("L.R", ["Dian"]), _kind("a", ["huruf"]), _kind("C", ["Vitamin"]), _kind("hadir", [])
    ('name', '', '', '')
    >>> _kind("S.H", ["Munandar,"]), _kind("S.H", ["karangan"])
    ('degree', 'name')
    """
    table, before = _shortened(), words[-1] if words else ""
    kind = table.get(word, "")
    if kind == "degree" and "." in word:
        behind_name = before[-1:] in {",", "."} or (before[:1].isupper() and len(words) > 1)
        return kind if behind_name else "name"
    if kind or not _LETTERS.fullmatch(word):
        return kind or table.get(word.casefold()) or table.get(_SEPARATORS.split(word)[-1], "")
    is_told = table.get(before.casefold().lstrip(_OPENING)) == "letter" or _COUNT.fullmatch(before)
    return "" if is_told or (len(word) == 1 and word.islower()) else "name"


def _ends_after(kind: str, text: str, end: re.Match[str]) -> bool:
    stop = end.end()
    match kind:
        case "name":
            return bool(end[0][1:].strip(")]"))
        case "number":
            return not _FIGURES.match(text, stop)
        case "number of":
            return not _FIGURES.match(text, stop) and not _NUMBERED.match(text, stop)
        case "degree" | "may end":
            return not _INSIDE.match(text, stop) and not _follows(kind, text, stop)
    return True


def _follows(kind: str, text: str, stop: int) -> bool:
    """Whether a short form of the same kind follows: "S.H. M.H.", "Co. Ltd."."""
    match = _NEXT.match(text, stop)
    return bool(match and _shortened().get(match[1]) == kind)


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    piece = text[start:stop]
    return start + len(piece) - len(piece.lstrip()), stop - (len(piece) - len(piece.rstrip()))
