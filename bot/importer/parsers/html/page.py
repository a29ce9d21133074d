"""HTML pages: what they state of themselves, and their main text.

Nothing here fetches anything, and pages are only ever parsed as HTML, which knows no entities of
a document's own.
"""

from __future__ import annotations

import re
from itertools import islice
from zoneinfo import ZoneInfo

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from bot.errors import DataError
from bot.importer.page import RawPage, SourcePage
from bot.importer.parsers.encoding import decode
from bot.importer.parsers.html.facts import find_stated
from bot.importer.parsers.html.main_text import read_everything, read_main_text
from bot.importer.parsers.html.markup import drop_unread
from bot.importer.parsers.html.paging import find_paging
from bot.text.characters import CONTROL

MOST_ELEMENTS = 20_000  # the largest of 1,844 real pages has 10,106
MOST_LOAD = 100_000_000  # about a second
MOST_CHARACTERS = 2_000_000  # of the page, boilerplate and all
# As they stand and as references: the libraries refuse a whole page for one of them.
_CONTROL = re.compile(
    rf"[{CONTROL}\x0b\x0c]|"
    r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])(?!\d)|"
    r"x0*(?:[0-8bcef]|1[\da-f])(?![\da-f]));?",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"\"[^\"]*+\"|'[^']*+'")
_LONG_TAG = re.compile(r"<[A-Za-z](?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+")
_LONG = 1000


def parse_html(raw: RawPage, timezone: ZoneInfo) -> SourcePage:
    """The page in ``raw``: what it states, and its main text as blocks.

    A moment in universal time is taken to a day of ``timezone``. What the page itself names as its
    address goes before the one where it was fetched.

    Raises:
        DataError: There is no text, or too much of it for an article.
    """
    tree, doubts = _parse(raw)
    stated = find_stated(tree, raw.url, timezone)
    paging = find_paging(tree, raw.url or stated.facts.url)
    drop_unread(tree)
    size = sum(map(len, tree.itertext()))
    if size > MOST_CHARACTERS:
        raise DataError(f"expected an article, found {size} characters of text")
    main_text = read_main_text(
        tree, stated.body, is_part=bool(paging.rest), is_dated=stated.facts.published is not None
    )
    if not main_text.blocks:
        main_text = read_everything(_parse(raw)[0])
    if not main_text.blocks:
        raise DataError("expected an article, found no text")
    paged = (paging.doubt,) if paging.doubt else ()
    doubts = (*doubts, *paged, *stated.doubts, *main_text.doubts)
    return SourcePage(main_text.blocks, stated.facts, doubts, paging.rest, paging.doubt)


def _parse(raw: RawPage) -> tuple[HtmlElement, tuple[str, ...]]:
    """The tree of the page, and doubts about its characters and its depth.

    Raises:
        DataError: It is too large, or there is nothing in it.
    """
    text, doubts = decode(raw.body, raw.charset)
    tags = (match[0] for match in _LONG_TAG.finditer(text) if len(match[0]) > _LONG)
    # The parser compares each attribute of a tag with all others.
    if sum(len(_QUOTED.sub(" ", tag).split()) ** 2 for tag in tags) > MOST_LOAD:
        raise DataError("expected an article, found tags with thousands of attributes")
    if text.count("\ufffd") > len(text) / 10:
        raise DataError("expected a page, found bytes that are no text")
    tree, is_cut = _build_tree(text)
    if sum(1 for _ in islice(tree.iter(), MOST_ELEMENTS + 1)) > MOST_ELEMENTS:
        raise DataError(f"expected an article, found more than {MOST_ELEMENTS} elements")
    cut = "the page is nested so deeply that it could not be read to its end"
    return tree, (*doubts, cut) if is_cut else doubts


def _build_tree(text: str) -> tuple[HtmlElement, bool]:
    """The tree of the page, and whether it is too deep to be read to its end."""
    # Bytes, because lxml refuses decoded text that declares an encoding.
    clean = _CONTROL.sub("", text).encode()
    parser = lxml_html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        tree = lxml_html.document_fromstring(clean, parser=parser)
    except etree.ParserError:
        raise DataError("expected an article, found no text") from None
    return tree, bool(parser.error_log.filter_from_level(etree.ErrorLevels.FATAL))
