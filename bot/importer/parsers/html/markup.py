"""What the markup of a page says of its parts: which hold the main text, which boilerplate.

Both are data: names that news sites give to their elements, with an example each. Parts of a
class or id are parted by "-", whatever the page parts them with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

# Names of the element that holds the main text and little else, the surest first.
MAIN_TEXT = (
    ("itp-bodycontent", "detikcom: <div class='detail__body-text itp_bodycontent'>"),
    ("detail-body-text", "detikcom, on pages of photographs"),
    ("read-content", "Kompas.com: <div class='read__content'>"),
    ("txt-article", "Tribunnews: <div class='side-article txt-article multi-fontsize'>"),
    ("detail-konten", "Tempo: <div class='detail-konten'>"),
    ("detail-in", "Tempo, older: <div class='detail-in'>"),
    ("wrap-article-detail-content", "ANTARA: <div class='wrap__article-detail-content'>"),
    ("td-post-content", "WordPress, the theme Newspaper: <div class='td-post-content'>"),
    ("elementor-widget-theme-post-content", "WordPress with Elementor"),
    ("com-content-article-body", "Joomla 4: <div class='com-content-article__body'>"),
    ("field-name-body", "Drupal: <div class='field field-name-body'>"),
    ("entry-content", "WordPress: <div class='entry-content'>"),
    ("post-body", "Blogger: <div class='post-body entry-content'>"),
    ("article-body", "<div class='article__body'>"),
    ("article-content", "<div class='article-content'>"),
    ("article-content-body", "Liputan6: <div class='article-content-body'>"),
    ("post-content", "<div class='post-content'>"),
    ("story-body", "<div class='story-body'>"),
    ("isi-berita", "<div class='isi_berita'>"),
    ("detail-content", "<div class='detail-content'>"),
    ("content-detail", "<div class='content-detail'>"),
    ("detail-text", "CNN Indonesia: <div class='detail-text'>"),
    ("detail-artikel", "<div class='detail-artikel'>"),
    ("news-content", "<div class='news-content'>"),
    ("item-page", "Joomla 3: <div class='item-page'>"),
)

# Parts of the names of boilerplate: a pattern for one or more whole parts, and an example.
BOILERPLATE = (
    (r"(?:baca|lihat|simak|tonton)-?juga", "<div class='baca-juga'>"),
    (r"(?:read|see|watch)-?also|also-?read", "<p class='read__also'>"),
    (r"terkait|related\w*", "<div class='detail__related'>"),
    (r"rekomendasi|recommend\w*", "<div class='recommendation-box'>"),
    (r"(?:link-?)?sisip(?:an)?", "<table class='linksisip'>"),
    (r"inner-?link\w*", "<div class='inner-link'>"),
    (r"parallax\w*", "<div class='parallaxindetail scrollpage'>"),
    (r"ads?|adv|advert\w*|adsense|adsbygoogle|ad-?slots?|iklan\w*", "<div class='ads-on-body'>"),
    (r"banner\w*|sponsor\w*|taboola\w*|outbrain\w*|mgid\w*|dfp", "<div id='div-taboola'>"),
    (r"share\w*|sharing|social\w*|sosmed|medsos|bagikan|addtoany", "<div class='share-bar'>"),
    (r"comments?|komentar|disqus\w*|respond", "<div id='comments'>"),
    (r"newsletter\w*|subscri\w+|langganan", "<div class='newsletter-signup'>"),
    (
        r"author-?(?:box|bio|info|card|desc\w*)|about-?author|post-author",
        "<div class='author-box'>",
    ),
    (r"breadcrumbs?", "<ul class='breadcrumb'>"),
    (r"popul[ae]r\w*|terpopuler|most-?read|trending|terkini|latest\w*", "<div class='most__read'>"),
    (r"(?:post-?|body-?|article-?)?tags?(?:-?(?:list|links|cloud|box))?", "<div class='tag-list'>"),
    (r"pag(?:ing|ination)\w*|page-?(?:links|numbers)|post-?nav\w*", "<div class='paging__wrap'>"),
    (r"(?:\w+-?)?captions?|keterangan-?(?:foto|gambar)", "<p class='wp-caption-text'>"),
    (r"video-?(?:related|terkait|player|embed|box)", "<div class='video-related'>"),
    (r"embed\w*|instagram-media|twitter-tweet|fb-post", "<blockquote class='twitter-tweet'>"),
    (r"sidebar\w*|widgets?", "<div class='widget widget_recent_entries'>"),
    (r"cookie\w*|consent|popup|modal", "<div id='cookie-notice'>"),
    (r"footer|copyright|menu|navbar|topbar", "<div class='site-footer'>"),
    (r"follow-?us|google-?news|whatsapp-?channel", "<div class='follow-us'>"),
    (r"rating\w*|votes?|reactions?|polling", "<div class='post-reactions'>"),
    (r"sr-only|screen-?reader-?text|visually-?hidden", "<div class='sr-only'>"),
)

# WordPress adds the topics to an article's own names: class="post-7 hentry tag-iklan".
_POST = frozenset({"hentry", "type-post", "type-page", "status-publish"})
# What an element has, not what it is: "content-with-sidebar"; Elementor calls all boxes widgets.
_FRAME = re.compile(r"(?:^|-)(?:with|has|no)-|^elementor-(?:widget|element)\b(?!.*share)")
_BOILERPLATE = re.compile(rf"(?:^|-)(?:{'|'.join(pattern for pattern, _ in BOILERPLATE)})(?:-|$)")
_RANKS = {name: rank for rank, (name, _) in enumerate(MAIN_TEXT, start=1)}
_UNREAD = ("audio", "head", "iframe", "input", "script", "style", "svg", "template", "video")
# Some sites put the whole page into one of these, or forget to close it.
_ASIDE_TAGS = (
    "aside button canvas dialog figcaption figure footer form nav noscript select textarea"
)
_ASIDE = frozenset(_ASIDE_TAGS.split())
# Inside a sentence a class says how it looks; what holds a whole line is left to its text.
_INLINE_TAGS = "a abbr b cite code del em font i mark q s small span strong sub sup u"
_INLINE = frozenset(_INLINE_TAGS.split())
_DASHES = re.compile(r"[-_]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_NAME = 2000
_NEARLY_ALL = 0.8  # of the text of all elements with the main text's name
_CELL = 200  # characters; a cell with more of them holds prose, its table is for the layout


def find_main_text(tree: HtmlElement) -> tuple[tuple[HtmlElement, ...], bool]:
    """The elements of the main text, in order, and whether their name says that they hold no more.

    Of several with the same name it is the one with nearly all of their text, or the first where
    each has its own headline; otherwise they are parts of one text. Without such a name it is the
    <article> with the headline, or none.
    """
    half = _unlinked(tree) / 2
    marked = [
        (rank, element)
        for element in tree.iter(etree.Element)
        if (rank := _rank(element)) is not None and _length(element) > 0
    ]
    # Blogger calls the box of the main text a widget, like those beside it.
    marked = [pair for pair in marked if not _in_boilerplate(pair[1], half)] or marked
    if not marked:
        return _titled_article(tree, half), False
    surest = min(rank for rank, _ in marked)
    parts = _outermost([element for rank, element in marked if rank == surest])
    sizes = [_length(part) for part in parts]
    if max(sizes) >= _NEARLY_ALL * sum(sizes):
        return (parts[sizes.index(max(sizes))],), True
    around = [set(part.iterancestors()) for part in parts]
    frame = next(outer for outer in parts[0].iterancestors() if all(outer in one for one in around))
    return tuple(parts[:1] if len(frame.findall(".//h1")) > 1 else parts), True


def drop_unread(tree: HtmlElement) -> None:
    """Takes out of ``tree``, in place, what a browser does not show: scripts, endless names."""
    etree.strip_elements(tree, *_UNREAD, with_tail=False)
    for element in tree.iter(etree.Element):
        for key, value in element.items():
            if len(value) > _LONGEST_NAME:
                del element.attrib[key]


def drop_boilerplate(tree: HtmlElement, main_text: Sequence[HtmlElement]) -> None:
    """Takes out of ``tree``, in place, what its markup says is no part of the main text.

    An element that holds the main text, the headline or most of the page stays, whatever its name.
    """
    open_tables(tree, least=_CELL)
    kept: set[HtmlElement] = set()
    for element in (*main_text, *tree.iter("h1")):
        kept.update((element, *element.iterancestors()))
    half = _unlinked(tree) / 2
    walk = etree.iterwalk(tree, events=("start",))
    unwanted = []
    for _, element in walk:
        if is_boilerplate(element) and element not in kept and _unlinked(element) <= half:
            unwanted.append(element)
            walk.skip_subtree()
    for element in unwanted:
        element.drop_tree()


def open_tables(tree: HtmlElement, *, least: float) -> None:
    """Makes plain boxes of tables with a cell of ``least`` characters, in place.

    The sites of the 2000s laid out their pages with them.
    """
    tables = list(tree.iter("table"))
    for table in [one for one in tables if any(_length(td) >= least for td in one.iter("td"))]:
        table.tag = "div"
    for element in list(tree.iter("thead", "tbody", "tfoot", "tr", "td", "th")):
        element.tag = "div"


def drop_tables(root: HtmlElement) -> list[str]:
    """Takes the tables out of ``root``, in place; returns the beginning of each one's text."""
    tables = list(root.iter("table"))
    texts = [" ".join(" ".join(table.itertext()).split())[:60] for table in _outermost(tables)]
    for table in tables:
        if table.getparent() is not None:
            table.drop_tree()
    return [text for text in texts if text]


def is_boilerplate(element: HtmlElement) -> bool:
    """Whether the tag, the name or the style of ``element`` says that it is no main text."""
    if element.tag in _INLINE:
        return False
    if element.tag in _ASIDE or element.get("hidden") is not None:
        return True
    if element.get("aria-hidden") == "true" or _HIDDEN.search(element.get("style", "")[:200]):
        return True
    names = _names(element)
    if _POST.intersection(names):
        return False
    return any(map(_is_boilerplate_name, names))


@lru_cache(maxsize=10_000)
def _is_boilerplate_name(name: str) -> bool:
    return bool(_BOILERPLATE.search(name) and not _FRAME.search(name))


def _names(element: HtmlElement) -> tuple[str, ...]:
    """The classes and the id of an element, in small letters, their parts parted by a dash."""
    named = f"{element.get('class', '')} {element.get('id', '')}"
    return _split_names(named[:500]) if named != " " else ()


@lru_cache(maxsize=10_000)
def _split_names(names: str) -> tuple[str, ...]:
    return tuple(_DASHES.sub("-", name) for name in names.lower().split())


def _in_boilerplate(element: HtmlElement, half: float) -> bool:
    """Whether it stands in a box of boilerplate, which never holds ``half`` of the page's text."""
    return any(
        is_boilerplate(outer) and outer.find(".//h1") is None and _unlinked(outer) <= half
        for outer in element.iterancestors()
    )


def _rank(element: HtmlElement) -> int | None:
    if element.tag == "meta" or (element.tag in _INLINE and element.tag != "span"):
        return None
    if "articlebody" in element.get("itemprop", "").lower().split():
        return 0
    ranks = [_RANKS[name] for name in _names(element) if name in _RANKS]
    return min(ranks, default=None)


def _outermost(elements: list[HtmlElement]) -> list[HtmlElement]:
    inner = set(elements)
    return [one for one in elements if inner.isdisjoint(one.iterancestors())]


def _titled_article(tree: HtmlElement, half: float) -> tuple[HtmlElement, ...]:
    """The first <article> with the headline, or one with most of the text, or the only one."""
    articles = [element for element in tree.iter("article") if _length(element) > 0]
    titled = [element for element in articles if element.find(".//h1") is not None]
    large = [element for element in articles if _unlinked(element) > half]
    return (*titled, *large, *(articles if len(articles) == 1 else ()))[:1]


def _length(element: HtmlElement) -> float:
    """How many characters of text there are in ``element``, white space folded."""
    return float(element.xpath("string-length(normalize-space(.))"))


def _unlinked(element: HtmlElement) -> float:
    """How many of them stand outside of links."""
    return _length(element) - sum(map(_length, element.iter("a")))
