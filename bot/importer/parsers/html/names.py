"""A page's headline and outlet, told from the slogans and suffixes that sites add to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from bot.importer.boilerplate.lines import squeeze

# What parts a headline from the outlet, or a name from its slogan: "… - Kompas.com".
_PARTING = re.compile(r"\s+[-–—|:•·»]+\s+|\s*[|•»]\s*|:\s+")
_SUFFIX = re.compile(r"\s+(?:[-–—|•·»]|::)+\s+|\s*[|•»]\s*")
_CUT = re.compile(r"\s*(?:…|\.{3,})$")
_PAGE = re.compile(r"(?:halaman|hal|page)\s*(?:\d+|all|semua)\Z", re.IGNORECASE)
# Words of slogans: "Berita Terkini, Akurat, Terpercaya".
_SLOGAN = re.compile(
    r"\b(?:berita (?:terkini|terbaru|hari ini)|terkini|terbaru|terpercaya|tercepat|portal berita|"
    r"situs (?:berita|resmi)|kabar (?:terkini|terbaru)|breaking news|beranda|home)\b",
    re.IGNORECASE,
)
_FOREIGN = ("facebook.com", "twitter.com", "instagram.com", "youtube.com", "x.com", "t.me")
# Parts of a host that name a section of the site, not the outlet: news.detik.com.
_SECTIONS = (
    "amp bisnis ekonomi finance health hot inet m megapolitan money nasional news oto regional "
    "sport travel video wap www"
)
_LONGEST_NAME = 60


def choose_publisher(names: Iterable[str | None], url: str | None) -> str | None:
    """The outlet's name out of those that a page states; None where all are slogans or links.

    Of several it is the first that the address bears out: news.detik.com is detikcom's, though
    the section calls itself detiknews. Otherwise it is the first.

    >>> choose_publisher(["detiknews", "detikcom"], "https://news.detik.com/berita/d-1/x")
    'detikcom'
    >>> choose_publisher(["Kabar Rote | Berita Terkini dan Terpercaya"], None)
    'Kabar Rote'
    """
    labels = _host_labels(url)
    sensible = [outlet for name in names if name and (outlet := _outlet(name, labels))]
    borne_out = [outlet for outlet in sensible if _is_made_of(squeeze(outlet), labels)]
    return next(iter([*borne_out, *sensible]), None)


def choose_title(
    stated: Sequence[str], headings: Sequence[str], outlets: Iterable[str | None], url: str | None
) -> str | None:
    """The headline as the page shows it: whole, without the outlet behind it.

    The first statement counts. A heading of the page takes its place where the statement is only
    its beginning, or has it as a part: "Kanwil NTT - Kanwil Lantik 14 Pejabat".

    >>> choose_title(["Warga Antre Paspor - Kompas.com"], [], ["Kompas.com"], None)
    'Warga Antre Paspor'
    >>> choose_title(["Warga Antre…"], ["Kompas.com", "Warga Antre Paspor"], [], None)
    'Warga Antre Paspor'
    """
    marks = {squeeze(outlet) for outlet in outlets if outlet}
    marks |= {"".join(labels) for labels in [_host_labels(url)] if labels}
    title = next(filter(None, stated), None)
    if title is None:
        return next((heading for heading in headings if squeeze(heading) not in marks), None)
    bare = _without_suffix(title, marks)
    beginning = squeeze(_CUT.sub("", bare))
    parts = {squeeze(part) for part in _SUFFIX.split(title)}
    for heading in headings:
        letters = squeeze(heading)
        if letters == beginning and heading.isupper():
            continue
        if len(letters) > 15 and (letters.startswith(beginning) or letters in parts):
            return heading
    return bare


def find_outlet(page_title: str, headline: str, url: str | None) -> str | None:
    """The outlet in a page's title that is nothing but headline and outlet; or None.

    >>> find_outlet("Warga Antre Paspor - Kabar Rote", "Warga Antre Paspor", None)
    'Kabar Rote'
    """
    parts = [part for part in _SUFFIX.split(page_title) if part]
    others = [part for part in parts if squeeze(part) != squeeze(headline)]
    if len(parts) != 2 or len(others) != 1:
        return None
    return _outlet(others[0], _host_labels(url))


def is_outlet(name: str, publisher: str | None, url: str | None) -> bool:
    """Whether ``name`` is the outlet's or its host's, and no person's."""
    letters = squeeze(name)
    return letters == squeeze(publisher or "") or _is_made_of(letters, _host_labels(url))


def _without_suffix(title: str, marks: set[str]) -> str:
    """``title`` without outlet and page number behind it: "… Halaman all - Kompas.com"."""
    while match := list(_SUFFIX.finditer(title)):
        behind = title[match[-1].end() :]
        if squeeze(behind) not in marks and not _PAGE.fullmatch(behind):
            break
        title = title[: match[-1].start()]
    return _PAGE.sub("", title).strip(" -–—|")


def _outlet(name: str, labels: Sequence[str]) -> str | None:
    """``name`` without its slogan; None where it is an address or nothing but a slogan."""
    if name.startswith("http") or any(host in name.lower() for host in _FOREIGN):
        return None
    bare = name.strip().removeprefix("www.")
    parts = [part.strip() for part in _PARTING.split(bare)]
    parts = [part for part in parts if part and not _SLOGAN.search(part)]
    named = [part for part in parts if _is_made_of(squeeze(part), labels)]
    part = next(iter([*named, *parts]), "")
    return part if 1 < len(part) <= _LONGEST_NAME else None


def _host_labels(url: str | None) -> list[str]:
    """The parts of the address's host that may name its outlet: ["belu", "inews", "id"]."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return []
    return [label for label in host.split(".") if label not in _SECTIONS.split()]


def _is_made_of(letters: str, labels: Sequence[str]) -> bool:
    """Whether ``letters`` are some of ``labels`` strung together, in any order.

    >>> _is_made_of("inewsbeluid", ["belu", "inews", "id"])
    True
    """
    if not letters:
        return False
    rests = {letters}
    for _ in labels:
        rests |= {rest.removeprefix(label) for rest in rests for label in labels}
    return "" in rests
