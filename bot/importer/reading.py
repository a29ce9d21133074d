"""From a source to its drafts: bytes are read or fetched, and parsed as what they are."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.archive.articles import parse_article
from bot.errors import DataError, TanyaError
from bot.importer.draft import as_draft, build_drafts
from bot.importer.formats import RawPage, decode_text, find_format
from bot.importer.page import Draft, SourcePage
from bot.importer.sources import Source

if TYPE_CHECKING:
    from bot.importer.fetch import Fetched

Fetch = Callable[[str], "Fetched"]
MOST_BYTES = 20_000_000
_OWN_FORMAT = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:[^\n]*\n){0,40}?---[ \t]*\r?\n")


def read_drafts(source: Source, fetch: Fetch, timezone: ZoneInfo) -> tuple[Draft, ...]:
    """The articles that ``source`` is proposed to become.

    Args:
        source: A file, an address or standard input.
        fetch: Brings the page at an address; raises DataError where it cannot.
        timezone: Where a moment in universal time is taken to a day.

    Raises:
        DataError: It cannot be read, or holds no article.
    """
    try:
        return _read_drafts(source, fetch, timezone)
    except TanyaError:
        raise
    except Exception as problem:
        # The libraries that read pages fail in ways of their own; one page stops no other.
        found = f"{type(problem).__name__}: {problem}"
        sentence = f"{source.path or source.origin}: expected a page to read, but: {found:.200}"
        raise DataError(sentence) from problem


def _read_drafts(source: Source, fetch: Fetch, timezone: ZoneInfo) -> tuple[Draft, ...]:
    given = source.given
    if source.url:
        page = _fetch_page(source.url, fetch, timezone)
        return build_drafts(
            page, replace(given, url=given.url if given.url != source.url else None)
        )
    content = _read_bytes(source)
    name = source.path.stem if source.path else "masukan"
    origin = str(source.path or source.origin)
    if _OWN_FORMAT.match(content):
        return (as_draft(parse_article(decode_text(content)[0], name, origin=origin), given),)
    ending = source.path.suffix.casefold() if source.path else ""
    raw = RawPage(content, origin, name, timezone, given.url)
    return build_drafts(find_format(content, ending).parse(raw), given)


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


def _fetch_page(url: str, fetch: Fetch, timezone: ZoneInfo) -> SourcePage:
    """The page at ``url``; the rest of a paged article is fetched and joined to it."""
    fetched = fetch(url)
    name = Path(urlsplit(fetched.url).path).stem or "halaman"

    def parsed(page: Fetched) -> SourcePage:
        raw = RawPage(page.body, url, name, timezone, page.url, page.charset)
        return find_format(page.body, page.content_type).parse(raw)

    first = page = parsed(fetched)
    try:
        for address in first.rest:
            page = _joined(page, parsed(fetch(address)))
    except DataError as problem:
        return replace(page, doubts=(*page.doubts, f"the rest of it is missing: {problem}"))
    doubts = tuple(doubt for doubt in page.doubts if doubt != first.rest_doubt)
    stated = replace(page.stated, url=page.stated.url or fetched.url)
    return replace(page, stated=stated, doubts=doubts, rest=(), rest_doubt=None)


def _joined(page: SourcePage, rest: SourcePage) -> SourcePage:
    """The page with what another page of the same article adds to it."""
    known = {block.text for block in page.blocks}
    more = tuple(block for block in rest.blocks if block.text not in known)
    whole = {block.text for block in rest.blocks}
    if known <= whole:
        return replace(rest, stated=page.stated, doubts=page.doubts)
    return replace(page, blocks=page.blocks + more)
