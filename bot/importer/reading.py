"""From a source to its drafts: bytes are read or fetched, and parsed as what they are."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.archive.articles import parse_article
from bot.errors import ArticleError, DataError, TanyaError
from bot.importer.draft import as_draft, build_drafts
from bot.importer.formats import find_format
from bot.importer.page import Draft, RawPage, SourcePage
from bot.importer.parsers.encoding import decode
from bot.importer.sources import Source

Fetch = Callable[[str], RawPage]
MOST_BYTES = 20_000_000
_OWN_FORMAT = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n(?:[^\n]*\n){0,40}?---[ \t]*\r?\n")


def read_drafts(source: Source, fetch: Fetch, timezone: ZoneInfo) -> tuple[Draft, ...]:
    """The articles that ``source`` is proposed to become.

    ``fetch`` brings the page at an address, or raises DataError; a moment in universal time is
    taken to a day of ``timezone``.

    Raises:
        DataError: It cannot be read, or holds no article.
    """
    origin = source.url or str(source.path or source.origin)
    try:
        drafts = _read_drafts(source, origin, fetch, timezone)
    except TanyaError:
        raise
    except Exception as problem:
        # The libraries that read pages fail in ways of their own; one page stops no other.
        found = f"{type(problem).__name__}: {problem}"
        sentence = f"expected a page to read, but: {found:.200}"
        raise DataError(sentence, str(source.path or source.origin)) from problem
    if not drafts:
        raise ArticleError(origin, "", "lines of text", "found none")
    return drafts


def _read_drafts(
    source: Source, origin: str, fetch: Fetch, timezone: ZoneInfo
) -> tuple[Draft, ...]:
    given = source.given
    if source.url:
        fetched = fetch(source.url)
        page = _read_whole(fetched, origin, fetch, timezone)
        given = replace(given, url=given.url if given.url != source.url else None)
        name = Path(urlsplit(fetched.url or "").path).stem or "halaman"
        return build_drafts(page, name, given)
    content = _read_bytes(source.path, origin)
    name = source.path.stem if source.path else "masukan"
    if _OWN_FORMAT.match(content):
        return (as_draft(parse_article(decode(content)[0], name, origin=origin), given),)
    ending = source.path.suffix.casefold() if source.path else ""
    page = _parse(RawPage(content, ending, given.url), origin, timezone)
    return build_drafts(page, name, given)


def _parse(raw: RawPage, origin: str, timezone: ZoneInfo) -> SourcePage:
    try:
        return find_format(raw.body, raw.named).parse(raw, timezone)
    except DataError as problem:
        raise DataError(str(problem), origin) from None


def _read_bytes(path: Path | None, origin: str) -> bytes:
    try:
        with path.open("rb") if path else nullcontext(sys.stdin.buffer) as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "it is no path"
        raise DataError(f"expected a file to read, but: {reason}", str(path)) from None
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        raise DataError(f"expected at most {most} MB, found more", origin)
    return content


def _read_whole(fetched: RawPage, origin: str, fetch: Fetch, timezone: ZoneInfo) -> SourcePage:
    """The page in ``fetched``; the rest of a paged article is fetched and joined to it."""
    first = page = _parse(fetched, origin, timezone)
    try:
        for address in first.rest:
            page = _joined(page, _parse(fetch(address), origin, timezone))
    except DataError as problem:
        return replace(page, doubts=(*page.doubts, f"the rest of it is missing: {problem}"))
    doubts = tuple(doubt for doubt in page.doubts if doubt != first.rest_doubt)
    stated = replace(page.stated, url=page.stated.url or fetched.url)
    return replace(page, stated=stated, doubts=doubts, rest=(), rest_doubt=None)


def _joined(page: SourcePage, rest: SourcePage) -> SourcePage:
    """The page with what another page of the same article adds to it."""
    known = {block.text for block in page.blocks}
    more = tuple(block for block in rest.blocks if block.text not in known)
    if known <= {block.text for block in rest.blocks}:
        return replace(rest, stated=page.stated, doubts=page.doubts)
    return replace(page, blocks=page.blocks + more)
