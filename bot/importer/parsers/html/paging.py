"""Where the rest of an article stands that a site has cut into pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

from lxml.html import HtmlElement

# Parameters that hold the number of a page: "?page=2".
_PAGE_KEYS = frozenset({"page", "halaman", "hal", "hlm", "pg", "paged"})
# What asks for the whole article on one page: Kompas.com and Tribunnews, detikcom, Joomla, others.
_WHOLE = re.compile(r"page=all|single=1|showall=1|(?:showpage|view)=all|halaman=semua")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|source|ref", re.IGNORECASE)
# Behind an article's own path: "/2", "/page/2", "/halaman/2", "-2"; "/all" is the whole.
_BEHIND = re.compile(r"(?:/(?:page/|halaman/|hal/)?|-)(\d\d?)")
_ALL_BEHIND = re.compile(r"/(?:all|semua)")
_WHOLE_LABEL = re.compile(
    r"(?:(?:tampilkan|lihat|baca|buka)\s+)?(?:semua|seluruh)(?:\s+halaman)?|"
    r"(?:show|view|read)\s+all|(?:single|one)\s+page",
    re.IGNORECASE,
)
# Most links lead nowhere near; only these are looked at closely.
_PAGE_LIKE = re.compile(r"[?&][^=]*=(?:\d\d?|all|semua)\b|[/-](?:\d\d?|all|semua)(?:\.|[/?]|$)")
_COMMENTS = re.compile(r"comment|komentar|respond", re.IGNORECASE)
MOST_PAGES = 9
WHOLE = 0  # in place of a page's number: the article on one page


@dataclass(frozen=True, slots=True)
class Paging:
    """What of an article stands on other pages than the one that was read.

    Attributes:
        rest: What to read for the rest: the one page with everything, or else all further ones, in
            order, at most ``MOST_PAGES``. All are of the same host and the same article.
        doubt: A sentence for someone who has only this page; None where it is the whole article.
    """

    rest: tuple[str, ...] = ()
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class _ArticleAddress:
    """What tells an article's addresses from those of others: host, path, and what it asks for."""

    host: str
    path: str
    asked: frozenset[tuple[str, str]]
    number: int


def find_paging(tree: HtmlElement, url: str | None) -> Paging:
    """The paging of the article on the page, whose own address is ``url``.

    Only addresses of the same article count. Where the page leaves out numbers between two
    others ("1 2 … 6"), their addresses are made after the last one's.
    """
    article = _parse_address(url)
    if article is None or article.number == WHOLE:
        return Paging()
    pages: dict[int, str] = {}
    for label, address in _links(tree, url or ""):
        number = _number(address, article)
        if number is not None and address:
            pages.setdefault(WHOLE if _WHOLE_LABEL.fullmatch(label) else number, address)
    last = max([*pages, article.number])
    numbers = range(article.number + 1, min(last, article.number + MOST_PAGES) + 1)
    further = (pages.get(n) or _renumber(pages[last], last, n) for n in numbers)
    rest = (pages[WHOLE],) if WHOLE in pages else tuple(filter(None, further))
    if not rest:
        return Paging()
    of = f" of {last}" if last > article.number else ""
    return Paging(rest, f"page {article.number}{of}: the rest stands at {', '.join(rest)}")


def _links(tree: HtmlElement, url: str) -> Iterator[tuple[str, str]]:
    """Label and whole address of each link of the page, and of what it says comes next."""
    bases = tree.xpath("//base/@href")
    base = _join(url, str(bases[0])) if bases else url
    for element in tree.iter("a", "link"):
        href = element.get("href", "").strip()
        if element.tag == "link" and "next" not in element.get("rel", "").lower().split():
            continue
        path, _, fragment = href.partition("#")
        label = " ".join("".join(element.itertext()).split())
        is_page = _PAGE_LIKE.search(path) or (path and _WHOLE_LABEL.fullmatch(label))
        if is_page and not _COMMENTS.search(fragment):
            yield label, _join(base or url, path)


def _join(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


def _parse_address(url: str | None) -> _ArticleAddress | None:
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    path, number = parts.path.rstrip("/"), 1
    if _ALL_BEHIND.fullmatch(path[path.rfind("/") :]):
        return _ArticleAddress("", "", frozenset(), WHOLE)
    if match := re.fullmatch(r"(.*)/(?:page/|halaman/|hal/)?(\d\d?)", path):
        path, number = match[1], int(match[2]) or 1
    asked, page = _asked(parts.query)
    return _ArticleAddress(_host(parts.hostname), path, asked, number if page is None else page)


def _number(address: str, article: _ArticleAddress) -> int | None:
    """The number of the article's page at ``address``; None where it is no page of it."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    asked, number = _asked(parts.query)
    if _host(parts.hostname) != article.host or asked != article.asked:
        return None
    stem, ending = _split_ending(article.path)
    path, end = _split_ending(parts.path.rstrip("/"))
    if end != ending or not path.startswith(stem):
        return None
    behind = path[len(stem) :]
    if not behind:
        return 1 if number is None else number
    if _ALL_BEHIND.fullmatch(behind):
        return WHOLE
    match = _BEHIND.fullmatch(behind)
    return int(match[1]) if match else None


def _asked(query: str) -> tuple[frozenset[tuple[str, str]], int | None]:
    """What a query asks for, tracking left out, and the number of the page that it names."""
    number, others = None, set()
    for key, value in parse_qsl(query[:2000]):
        if _WHOLE.fullmatch(f"{key}={value}".lower()):
            number = WHOLE
        elif key.lower() in _PAGE_KEYS and re.fullmatch(r"\d\d?", value):
            number = int(value)
        elif not _TRACKING.fullmatch(key):
            others.add((key, value))
    return frozenset(others), number


def _split_ending(path: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.*?)(\.(?:html?|php|aspx?))?", path, re.DOTALL)
    return (match[1], match[2] or "") if match else (path, "")


def _host(host: str | None) -> str:
    return (host or "").lower().removeprefix("www.")


def _renumber(address: str, old: int, new: int) -> str:
    """``address`` with the last ``old`` in it, a number of its own, made ``new``; "" without one."""
    pattern = rf"(.*)(?<!\d){old}(?!\d)"
    renumbered, count = re.subn(pattern, rf"\g<1>{new}", address, count=1, flags=re.DOTALL)
    return renumbered if count else ""
