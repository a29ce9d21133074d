"""The main text of a page.

trafilatura says which it is; how it reads is taken from the page itself, since the library joins
lines and puts spaces where there were none. Where the markup names the element of the main text,
only links are left to its judgement.
"""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import html as lxml_html
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from bot.importer.boilerplate.lines import squeeze
from bot.importer.page import BlockKind, PageBlock
from bot.importer.parsers.html.blocks import TextPiece, fold, read_fragment, read_pieces
from bot.importer.parsers.html.markup import (
    drop_boilerplate,
    drop_tables,
    drop_unread,
    find_main_text,
    open_tables,
)

_SHORT = 25  # letters; a shorter line is looked for as a whole line only
_PROSE = 60  # characters outside of links; a line with as many is no menu
_MUCH = 500  # characters; a page has as many about itself or its cookies
_DEEP = 250  # elements one in another; the library's fallbacks then take minutes
_DAY = re.compile(r"\b\d\d?(?: \w+,? |[/.-]\d\d?[/.-])(?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b")
_SHORT_LINE = 80  # characters; a line with the day and the hour has some forty
_LEAST_TEXT = 12  # characters outside of links; below that a page holds no article
_LEAST_BODY = 200  # letters of articleBody; sites also put the lead there
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_SENTENCES = re.compile(r"(?<=[.!?])[\"”’)]?\s+")
_MARKUP = re.compile(r"<(?:p|br|div|li)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MainText:
    """The main text of a page; ``blocks`` is empty where it has none."""

    blocks: tuple[PageBlock, ...]
    doubts: tuple[str, ...] = ()


def read_main_text(tree: HtmlElement, body: str, *, is_part: bool, is_dated: bool) -> MainText:
    """The main text of the page in ``tree``, which is taken apart.

    Args:
        tree: The page without what no browser shows.
        body: The main text as the page's metadata have it, or "".
        is_part: The page is one of several, so that ``body`` may hold more than it.
        is_dated: The metadata state the day; otherwise the line above the main text with a day
            goes before it.
    """
    parts, is_named = find_main_text(tree)
    drop_boilerplate(tree, parts)
    tables = [table for part in parts or (tree,) for table in drop_tables(part)]
    read = _read_named if is_named else _read_found
    pieces = [piece for part in parts or (tree,) for piece in read(part)]
    if parts and not _is_text(pieces):
        pieces = [piece for part in parts for piece in read_pieces(part) if not _is_linked(piece)]
    if parts and (not _is_text(pieces) or _is_elsewhere(tree, pieces)):
        pieces, is_named = _read_found(tree), False
    if is_named and not is_dated:
        pieces = [*_day_line(tree, pieces), *pieces]
    blocks = tuple(piece.block for piece in pieces) if _is_text(pieces) else ()
    doubts = (f"a table was left out: {tables[0]!r}",) if tables and is_named else ()
    shown = MainText(blocks, doubts)
    return shown if is_part and blocks else _compare(shown, body)


def read_everything(tree: HtmlElement) -> MainText:
    """The main text where ``read_main_text`` finds none: nothing but scripts is left out."""
    drop_unread(tree)
    open_tables(tree, least=0)
    pieces = _read_found(tree)
    if not _is_text(pieces):
        return MainText(())
    doubt = "the page does not tell its story from what is beside it"
    return MainText(tuple(piece.block for piece in pieces), (doubt,))


def _is_text(pieces: Sequence[TextPiece]) -> bool:
    return sum(piece.plain for piece in pieces if not _is_linked(piece)) >= _LEAST_TEXT


def _day_line(tree: HtmlElement, main_text: Sequence[TextPiece]) -> list[TextPiece]:
    """The line with a day that stands nearest above the main text, below the headline; or none."""
    lines: list[TextPiece] = []
    for piece in read_pieces(tree):
        if piece.block == main_text[0].block:
            break
        if piece.block.kind is BlockKind.HEADING:
            lines.clear()
        elif _DAY.search(piece.block.text) and len(piece.block.text) <= _SHORT_LINE:
            lines.append(piece)
    return [replace(piece, block=replace(piece.block, gap=True)) for piece in lines[-1:]]


def _is_elsewhere(tree: HtmlElement, pieces: Sequence[TextPiece]) -> bool:
    """Whether some other element of the page holds more prose than the main text.

    Sites also give the main text's name to teasers and leads.
    """
    sizes: Counter[HtmlElement] = Counter()
    for piece in read_pieces(tree):
        if piece.plain >= _PROSE:
            sizes[piece.home] += piece.plain
    for home in {piece.home for piece in pieces}:
        del sizes[home]
    largest = max(sizes.values(), default=0)
    return largest > max(_MUCH, sum(piece.plain for piece in pieces))


def _read_named(root: HtmlElement) -> list[TextPiece]:
    """The pieces of the element that holds the main text, without links to others."""
    pieces = read_pieces(root)
    if not any(map(_is_linked, pieces)):
        return list(pieces)
    is_chosen = _ask(root)
    return [
        piece
        for piece in pieces
        if not _is_linked(piece) or (is_chosen(piece) and not _is_pointer(piece))
    ]


def _read_found(root: HtmlElement) -> list[TextPiece]:
    """The pieces below ``root`` that trafilatura takes for the main text, and those among them.

    It loses lines now and then: those between two chosen ones of the same element are kept, and
    so are long lines and sentences beside at least two.
    """
    pieces = read_pieces(root)
    is_chosen = _ask(root)
    chosen: defaultdict[HtmlElement, list[int]] = defaultdict(list)
    for number, piece in enumerate(pieces):
        if is_chosen(piece):
            chosen[piece.home].append(number)
    kept = {number for numbers in chosen.values() for number in numbers}
    for number, piece in enumerate(pieces):
        mine = chosen.get(piece.home)
        if not mine or _is_linked(piece):
            continue
        is_beside = len(mine) > 1 and (piece.plain >= _PROSE or _is_sentence(piece))
        if is_beside or mine[0] < number < mine[-1]:
            kept.add(number)
    return [pieces[number] for number in sorted(kept)]


def _is_linked(piece: TextPiece) -> bool:
    return piece.linked >= 0.8 * len(piece.block.text)


def _is_sentence(piece: TextPiece) -> bool:
    return piece.plain >= _LEAST_TEXT and bool(_SENTENCE_END.search(piece.block.text))


def _is_pointer(piece: TextPiece) -> bool:
    """Whether it is the headline of another story, as a link of its own."""
    is_link = piece.plain <= 2 and piece.block.kind is BlockKind.TEXT
    return is_link and not _SENTENCE_END.search(piece.block.text)


def _ask(root: HtmlElement) -> Callable[[TextPiece], bool]:
    """What trafilatura takes for the main text below ``root``, as a test of pieces."""
    page = lxml_html.document_fromstring("<html><body></body></html>")
    page.body.append(deepcopy(root))
    page.body[0].tail = None
    for element in page.body.iter("html", "body"):
        element.tag = "div" if element is not page.body else "body"
    is_deep = bool(page.xpath(f"boolean(//*[count(ancestor::*) > {_DEEP}])"))
    document = bare_extraction(page, fast=is_deep, include_comments=False, include_tables=False)
    found = read_pieces(document.body) if isinstance(document, Document) else ()
    lines = {squeeze(piece.block.text) for piece in found}
    whole = "\n".join(squeeze(piece.block.text) for piece in found)

    def is_chosen(piece: TextPiece) -> bool:
        letters = squeeze(piece.block.text)
        return letters in lines or (len(letters) >= _SHORT and letters in whole)

    return is_chosen


def _compare(shown: MainText, body: str) -> MainText:
    """``shown``, or the text of the metadata where the page shows less than half of that."""
    lines = _lines(body)
    sentences = [sentence for line in lines for sentence in _SENTENCES.split(line)]
    sentences = [sentence for sentence in sentences if len(squeeze(sentence)) >= _SHORT]
    letters = squeeze(" ".join(block.text for block in shown.blocks))
    missing = [sentence for sentence in sentences if squeeze(sentence) not in letters]
    whole, lost = (sum(len(squeeze(text)) for text in group) for group in (sentences, missing))
    if whole < _LEAST_BODY or lost <= whole / 10:
        return shown
    if lost <= whole / 2 or len(letters) > whole:
        doubt = f"the page's metadata have sentences that its text lacks: {missing[0][:80]!r}"
        return MainText(shown.blocks, (*shown.doubts, doubt))
    doubt = "the text was taken from the page's metadata: the page shows less of it"
    return MainText(tuple(PageBlock(line) for line in lines), (*shown.doubts, doubt))


def _lines(body: str) -> list[str]:
    """The paragraphs of the main text in the metadata, which may have markup."""
    text = html.unescape(body)
    if not _MARKUP.search(text):
        return [line for line in map(fold, text.splitlines()) if line]
    return [block.text for block in read_fragment(text)]
