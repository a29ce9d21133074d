"""What a page says of itself: JSON-LD, Open Graph and other metadata, its <time> and address."""

from __future__ import annotations

import html
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from bot.importer.page import Facts
from bot.importer.parsers.html.blocks import fold
from bot.importer.parsers.html.markup import is_boilerplate
from bot.importer.parsers.html.names import choose_publisher, choose_title, find_outlet, is_outlet

# Properties of <meta> that say the day of publication, the surest first, with who uses them.
_DAY_METAS = (
    "article:published_time",  # Open Graph
    "og:article:published_time",  # ANTARA
    "datepublished",  # schema.org, as itemprop
    "content_publisheddate",  # Kompas.com
    "publishdate",  # detikcom
    "dtk:publishdate",  # detikcom
    "pubdate",
    "publish-date",
    "published_date",
    "parsely-pub-date",
    "dc.date.issued",
    "dcterms.issued",
    "article.published",
    "cxenseparse:recs:publishtime",
    "date",
)
_SITE_METAS = ("og:site_name", "application-name", "publisher")
_AUTHOR_METAS = ("content_author", "author", "article:author", "dc.creator")
_EDITOR_METAS = ("content_editor", "editor")
_SECTION_METAS = ("article:section", "content_category", "section")
# Names of headlines that are no <h1>: Joomla 3 and 1.5, WordPress and Blogger.
_HEADING_NAMES = {"headline", "contentheading", "entry-title", "post-title"}
# What content systems call the account of whoever installed them.
_NO_PEOPLE = {"super user", "admin", "administrator", "user", "root"}
_ARTICLE = re.compile(r"(?:\w*Article|BlogPosting|Report|LiveBlogPosting)$")
_ADDRESS = re.compile(r"https?:|www\.|@")
_MOMENT = re.compile(
    r"\s*(?P<year>(?:19|20)\d\d)[-/](?P<month>\d\d?)[-/](?P<day>\d\d?)"
    r"(?:[T ,]+(?P<hour>\d\d?):(?P<minute>\d\d)(?::\d\d(?:[.,]\d+)?)?"
    r"\s*(?P<utc>Z|UTC|GMT|[+-]00:?00)?)?",
    re.IGNORECASE,
)
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-]?([01]\d)[/-]?([0-3]\d)(?=[/-]|$)")
# By default the library knows no day after today; nothing here looks at the clock.
_EARLIEST, _LATEST = "1990-01-01", "2099-12-31"


@dataclass(frozen=True, slots=True)
class Stated:
    """What a page states.

    Attributes:
        body: The main text as the metadata have it; "" where they do not.
        doubts: Sentences about statements that do not agree.
    """

    facts: Facts
    body: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Source:
    """The metadata of one page: its <meta> by small name, and its article in JSON-LD."""

    tree: HtmlElement
    url: str | None
    metas: dict[str, str]
    linked: dict[str, Any]

    def meta(self, names: Iterable[str]) -> Iterator[str]:
        return (self.metas[name] for name in names if name in self.metas)


def find_stated(tree: HtmlElement, url: str | None, timezone: ZoneInfo) -> Stated:
    """What the page states; ``tree`` still has its scripts, and is left as it is.

    A moment in universal time is taken to a day in ``timezone``; one in any other zone counts on
    the calendar of that zone.
    """
    linked = _find_article(tree)
    source = _Source(tree, _address(tree, url), _metas(tree), linked)
    published, doubts = _published(source, timezone)
    site, *others = [source.metas.get(name) for name in _SITE_METAS]
    names = [site, *_names(linked.get("publisher")), *others]
    publisher = choose_publisher(names, source.url)
    title = _title(source, [*names, publisher])
    if title and not publisher:
        publisher = find_outlet(next(iter(_page_titles(source)), ""), title, source.url)
    facts = Facts(
        title=title,
        publisher=publisher,
        published=published,
        author=_people(source, linked.get("author"), _AUTHOR_METAS, publisher),
        editor=_people(source, linked.get("editor"), _EDITOR_METAS, publisher),
        section=_first(linked.get("articleSection"), *source.meta(_SECTION_METAS)),
        url=source.url,
    )
    body = linked.get("articleBody")
    return Stated(facts, body if isinstance(body, str) else "", doubts)


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The first content of each <meta>, by property, name or itemprop."""
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = clean(element.get("content", ""))
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def clean(text: str) -> str:
    """``text`` without markup and entities, also where a site has escaped them twice.

    >>> clean("&amp;quot;Paspor&amp;quot; &amp;amp; Visa")
    '"Paspor" & Visa'
    """
    plain = html.unescape(html.unescape(text))
    return fold(re.sub(r"</?[A-Za-z][^<>]{0,200}>", "", plain))


def _find_article(tree: HtmlElement) -> dict[str, Any]:
    """The node of JSON-LD that speaks of the page's article; {} where none does.

    Where it only points to its publisher or author, as WordPress has it, they stand in it.
    """
    scripts = tree.iter("script")
    texts = [script.text for script in scripts if "ld+json" in script.get("type", "").lower()]
    nodes = [node for text in texts for node in _nodes(_load(text or ""))]
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    for node in nodes:
        types = _listed(node.get("@type"))
        if any(isinstance(name, str) and _ARTICLE.search(name) for name in types):
            return {key: _resolve(value, by_id) for key, value in node.items()}
    return {}


def _resolve(value: Any, by_id: dict[str, dict[str, Any]]) -> Any:
    if isinstance(value, dict) and "name" not in value and isinstance(value.get("@id"), str):
        return by_id.get(value["@id"], value)
    return value


def _load(text: str) -> Any:
    """The JSON in ``text``, which a site may have wrapped in a comment; None where it is broken."""
    bare = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*$", "", text)
    try:
        return json.loads(bare.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """The nodes of a document of JSON-LD, but not those of lists of other articles."""
    waiting = deque([value])
    while waiting:
        node = waiting.popleft()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity") if key in node)


def _title(source: _Source, outlets: Iterable[str | None]) -> str | None:
    headline = source.linked.get("headline") or source.linked.get("name")
    headings = [clean("".join(heading.itertext())) for heading in _headings(source.tree)]
    stated = [headline] if isinstance(headline, str) else []
    stated = [*stated, *source.meta(("og:title", "twitter:title")), *_page_titles(source)]
    return choose_title([clean(title) for title in stated], headings, outlets, source.url)


def _page_titles(source: _Source) -> list[str]:
    titles = source.tree.xpath("/html/head/title")
    return [clean("".join(title.itertext())) for title in titles]


def _headings(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter("h1", "h2", "h3", "td", "div"):
        names = {*element.get("class", "").split(), element.get("itemprop")}
        if element.tag == "h1" or names & _HEADING_NAMES:
            yield element


def _people(
    source: _Source, stated: Any, metas: Iterable[str], publisher: str | None
) -> str | None:
    """Names joined by a comma; addresses are none, and neither is the outlet itself."""
    for names in (list(_names(stated)), *([meta] for meta in source.meta(metas))):
        people = [clean(name) for name in names]
        people = [name for name in people if name and not _ADDRESS.match(name)]
        people = [name for name in people if name.casefold() not in _NO_PEOPLE]
        people = [name for name in people if not is_outlet(name, publisher, source.url)]
        if people:
            return ", ".join(dict.fromkeys(people))
    return None


def _names(value: Any) -> Iterator[str]:
    """The names in a person or organisation of JSON-LD, in a list of them, or in plain text."""
    for item in _listed(value):
        name = item.get("name") if isinstance(item, dict) else item
        yield from (part for part in _listed(name) if isinstance(part, str))


def _first(*values: Any) -> str | None:
    items = (item for value in values for item in _listed(value) if isinstance(item, str))
    return next(filter(None, map(clean, items)), None)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _address(tree: HtmlElement, url: str | None) -> str | None:
    """The canonical address; one that is only the site's front page is a mistake of the site."""
    canonical = tree.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")
    shared = tree.xpath("//meta[@property='og:url']/@content")
    for address in (*canonical[:1], *shared[:1]):
        whole = _join(url, str(address).strip())
        if whole and urlsplit(whole).path.strip("/"):
            return whole
    return url


def _join(url: str | None, address: str) -> str | None:
    try:
        whole = urljoin(url or "", address)
        parts = urlsplit(whole)
    except ValueError:
        return None
    return whole if parts.scheme in {"http", "https"} and parts.hostname else None


def _published(source: _Source, timezone: ZoneInfo) -> tuple[date | None, tuple[str, ...]]:
    """The day of publication, and a doubt where metadata and address state two of them."""
    stated = [source.linked.get("datePublished"), *source.meta(_DAY_METAS), *_marked(source.tree)]
    in_path = _DAY_IN_PATH.search(urlsplit(source.url or "").path)
    stated += ["-".join(in_path.groups())] if in_path else []
    moments = (parse_moment(text, timezone) for text in stated if isinstance(text, str))
    days = list(dict.fromkeys(day for day in moments if day))
    if len(days) > 1:
        doubt = f"the page states two days of publication: {days[0]} was taken, not {days[1]}"
        return days[0], (doubt,)
    if days:
        return days[0], ()
    time = _time(source.tree)
    shown = parse_moment(time.get("datetime", ""), timezone) if time is not None else None
    return shown or _guess(source, time), ()


def _marked(tree: HtmlElement) -> Iterator[str]:
    """What the first element marked as the moment of publication says."""
    for element in tree.xpath("(//*[contains(concat(' ', @itemprop, ' '), ' datePublished ')])[1]"):
        values = (element.get(key) for key in ("content", "datetime", "title"))
        yield next((value for value in values if value), element.text or "")


def _time(tree: HtmlElement) -> HtmlElement | None:
    """The first <time> after the headline, or the only one; those in boxes date other stories."""
    after = tree.xpath("//h1/following::time | //h1//time")
    every = tree.xpath("//time")
    for time in after if after else every[:1] if len(every) == 1 else []:
        if not any(is_boilerplate(outer) for outer in time.iterancestors()):
            return time
    return None


def _guess(source: _Source, time: HtmlElement | None) -> date | None:
    """The day in metadata of another notation, or in the address.

    The library sees only what states a publication: in a whole page it would also take days of
    the text.
    """
    bare = etree.fromstring("<html><head/><body/></html>", etree.HTMLParser())
    head, body = bare
    for name in (*_DAY_METAS, "article:published", "created", "dc.date"):
        if name in source.metas:
            etree.SubElement(head, "meta", name=name, content=source.metas[name])
    if time is not None:
        copy = etree.SubElement(body, "time", datetime=time.get("datetime", ""))
        copy.text = "".join(time.itertext())[:80]
    found = find_date(
        etree.tostring(bare, encoding="unicode", method="html"),
        extensive_search=False,
        original_date=True,
        url=source.url or "",
        deferred_url_extractor=True,
        min_date=_EARLIEST,
        max_date=_LATEST,
    )
    return date.fromisoformat(found) if found else None


def parse_moment(text: str, timezone: ZoneInfo) -> date | None:
    """The day of a moment in ISO 8601 or close to it; None where ``text`` is no such moment.

    >>> parse_moment("2026-01-20T17:30:00Z", ZoneInfo("Asia/Jakarta"))
    datetime.date(2026, 1, 21)
    >>> parse_moment("2026-01-20T23:30:00+07:00", ZoneInfo("Asia/Jakarta"))
    datetime.date(2026, 1, 20)
    """
    match = _MOMENT.match(text)
    if not match:
        return None
    with suppress(ValueError):
        day = datetime(int(match["year"]), int(match["month"]), int(match["day"]), tzinfo=UTC)
        if not match["utc"]:
            return day.date()
        moment = day.replace(hour=int(match["hour"]), minute=int(match["minute"]))
        return moment.astimezone(timezone).date()
    return None
