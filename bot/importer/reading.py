"""From a source to its drafts: bytes are read or fetched, and parsed as what they are."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.archive.articles import parse_article
from bot.errors import DataError, TanyaError
from bot.importer.draft import as_draft, build_drafts
from bot.importer.page import Draft, SourcePage
from bot.importer.parsers.text import parse_text
from bot.importer.sources import Source

if TYPE_CHECKING:
    from bot.importer.fetch import Fetched

Fetch = Callable[[str], "Fetched"]
MOST_BYTES = 20_000_000
_MARKUP = re.compile(
    rb"\s*(?:<!--.*?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_OWN_FORMAT = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:[^\n]*\n){0,40}?---[ \t]*\r?\n")
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_BY_SUFFIX = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".pdf": "pdf",
    ".docx": "docx",
}
_BY_TYPE = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "application/pdf": "pdf",
    _DOCX: "docx",
}


def read_drafts(source: Source, fetch: Fetch) -> tuple[Draft, ...]:
    """The articles that ``source`` is proposed to become.

    Args:
        source: A file, an address or standard input.
        fetch: Brings the page at an address; raises DataError where it cannot.

    Raises:
        DataError: It cannot be read, or holds no article.
    """
    try:
        return _read_drafts(source, fetch)
    except TanyaError:
        raise
    except Exception as problem:
        # The libraries that read pages fail in ways of their own; one page stops no other.
        found = f"{type(problem).__name__}: {problem}"
        sentence = f"{source.path or source.origin}: expected a page to read, but: {found:.200}"
        raise DataError(sentence) from problem


def _read_drafts(source: Source, fetch: Fetch) -> tuple[Draft, ...]:
    given = source.given
    if source.url:
        page = _fetch_page(source.url, fetch)
        return build_drafts(
            page, replace(given, url=given.url if given.url != source.url else None)
        )
    content = _read_bytes(source)
    name = source.path.stem if source.path else "masukan"
    origin = str(source.path) if source.path else source.origin
    if _OWN_FORMAT.match(content):
        return (as_draft(parse_article(_decode(content)[0], name, origin=origin), given),)
    kind = _BY_SUFFIX.get(source.path.suffix.casefold()) if source.path else None
    return build_drafts(_parse(content, kind, origin=origin, name=name, url=given.url), given)


def _read_bytes(source: Source) -> bytes:
    try:
        if source.path is None:
            content = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with source.path.open("rb") as file:
                content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "it is no path"
        raise DataError(f"{source.path}: expected a file to read, but: {reason}") from None
    if len(content) > MOST_BYTES:
        size = MOST_BYTES // 1_000_000
        raise DataError(f"{source.path or source.origin}: expected at most {size} MB, found more")
    return content


def _decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text in ``content`` and the doubts about it; what is valid UTF-8 is UTF-8."""
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        # Guessing drags in the reading of pages; most texts are UTF-8 and need none.
        from bot.importer.parsers.html import decode

        text, doubt = decode(content)
        return text, (doubt,) if doubt else ()


def _parse(
    content: bytes, kind: str | None, *, origin: str, name: str, url: str | None = None
) -> SourcePage:
    if content.startswith(b"%PDF-"):
        kind = "pdf"
    elif kind is None and _MARKUP.match(content[:2000]):
        kind = "html"
    if kind == "html":
        from bot.importer.parsers.html import parse_html

        return parse_html(content, origin=origin, name=name, url=url)
    if kind in ("pdf", "docx"):
        from bot.importer.parsers.documents import parse_docx, parse_pdf

        parse = parse_pdf if kind == "pdf" else parse_docx
        return parse(content, origin=origin, name=name)
    text, doubts = _decode(content)
    if kind == "markdown":
        from bot.importer.parsers.documents import parse_markdown

        page = parse_markdown(text, origin=origin, name=name)
    else:
        page = parse_text(text, origin=origin, name=name)
    return replace(page, doubts=(*doubts, *page.doubts))


def _fetch_page(url: str, fetch: Fetch) -> SourcePage:
    """The page at ``url``; the rest of a paged article is fetched and joined to it."""
    fetched = fetch(url)
    kind = _BY_TYPE.get(fetched.content_type)
    name = Path(urlsplit(fetched.url).path).stem or "halaman"
    if kind != "html":
        page = _parse(fetched.body, kind, origin=url, name=name, url=fetched.url)
        return replace(page, stated=replace(page.stated, url=page.stated.url or fetched.url))
    from bot.importer.parsers.html import PAGED, find_continuation, parse_html

    def parsed(page: Fetched) -> SourcePage:
        return parse_html(page.body, origin=url, name=name, url=page.url, charset=page.charset)

    page = parsed(fetched)
    try:
        for address in find_continuation(fetched.body, fetched.url):
            page = _joined(page, parsed(fetch(address)))
    except DataError as problem:
        return replace(page, doubts=(*page.doubts, f"the rest of it is missing: {problem}"))
    whole = tuple(doubt for doubt in page.doubts if PAGED not in doubt)
    return replace(page, doubts=whole)


def _joined(page: SourcePage, rest: SourcePage) -> SourcePage:
    """The page with what another page of the same article adds to it."""
    known = {block.text for block in page.blocks}
    more = tuple(block for block in rest.blocks if block.text not in known)
    whole = {block.text for block in rest.blocks}
    if known <= whole:
        return replace(rest, stated=page.stated, doubts=page.doubts)
    return replace(page, blocks=page.blocks + more)
