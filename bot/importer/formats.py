"""What a source can be, a row a format: the endings of its files, its content types, its parser.

A new format is a parser and a row here; what is found in folders and taken from the web follows.
The libraries of a format are loaded with its first page: a text does not wait for those of HTML.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.importer.page import RawPage, SourcePage
from bot.importer.parsers.documents import parse_docx, parse_markdown, parse_pdf
from bot.importer.parsers.text import parse_text


@dataclass(frozen=True, slots=True)
class PageFormat:
    """A format of pages.

    Attributes:
        endings: Of the names of its files, in small letters.
        types: Its content types (RFC 9110, section 8.3), without parameters.
        parse: Takes a moment in universal time to a day of the zone that it is given; raises
            DataError where there is no article.
    """

    endings: tuple[str, ...]
    types: tuple[str, ...]
    parse: Callable[[RawPage, ZoneInfo], SourcePage]


def _parse_html(raw: RawPage, timezone: ZoneInfo) -> SourcePage:
    from bot.importer.parsers.html import parse_html  # noqa: PLC0415

    return parse_html(raw, timezone)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = PageFormat((".txt", ".text"), ("text/plain",), lambda raw, _: parse_text(raw.body))
HTML = PageFormat((".html", ".htm", ".xhtml"), ("text/html", "application/xhtml+xml"), _parse_html)
PDF = PageFormat((".pdf",), ("application/pdf",), lambda raw, _: parse_pdf(raw.body))
FORMATS = (
    TEXT,
    HTML,
    PageFormat((".md",), ("text/markdown",), lambda raw, _: parse_markdown(raw.body)),
    PDF,
    PageFormat((".docx",), (_WORD,), lambda raw, _: parse_docx(raw.body)),
)
_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)


def find_format(content: bytes, name: str) -> PageFormat:
    """The format of ``content``, by an ending or a content type; what is named nothing is text.

    The first bytes of a PDF say more than any name, those of HTML more than that of a text.

    >>> find_format(b"<!DOCTYPE html><p>", ".txt") is HTML, find_format(b"# a", "") is TEXT
    (True, True)
    """
    if content.startswith(b"%PDF-"):
        return PDF
    named = next((one for one in FORMATS if name in (*one.endings, *one.types)), TEXT)
    return HTML if named is TEXT and _MARKUP.match(content[:2000]) else named
