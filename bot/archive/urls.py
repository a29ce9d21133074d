"""Addresses of pages: when two of them lead to one article."""

from __future__ import annotations

import re

# Scheme, authority, path, query (RFC 3986, appendix B); the fragment is left out.
_PARTS = re.compile(r"(?:https?:)?//([^/?#]*)([^?#]*)(?:\?([^#]*))?", re.IGNORECASE)
_DEFAULT_PORT = re.compile(r"(?:\.|:(?:80|443)?)+\Z")
_HOST_PREFIXES = ("www.", "m.", "amp.", "mobile.")
_NUMBER = re.compile(r"\d{5,}")
# Other views of one page: all parts of a paged article on one, the page for telephones.
_VIEWS = {"all", "amp"}
# What says from where a reader came, or which view is wanted; ids such as p= and id= stay.
_IDLE = re.compile(
    r"(?:amp|page|single|showpage|outputtype|ref|source|share|fbclid|_ga|gclid|dclid|msclkid|"
    r"yclid|twclid|igsh|igshid|mc_cid|mc_eid|utm_[^=]*)(?:=|\Z)",
    re.IGNORECASE,
)


def address_key(url: str) -> str | None:
    """One form for all addresses of an article; the key of a key is itself.

    None where ``url`` is no web address, or that of a whole site: such a one names no article.

    >>> address_key("http://www.media.id/read/12/bakti-sosial/all?page=2&utm_source=x#komentar")
    'https://media.id/read/12/bakti-sosial'
    >>> address_key("https://m.media.id/?p=123&amp=1")
    'https://media.id/?p=123'
    """
    parts = _PARTS.match(re.sub(r"\s+", "", url))
    if not parts:
        return None
    host = _plain_host(parts[1])
    path = "/".join(_plain_path(parts[2]))
    query = "&".join(_telling(parts[3] or ""))
    if not host or not (path or query):
        return None
    return f"https://{host}/{path}" + (f"?{query}" if query else "")


def host_and_number(url: str) -> tuple[str, str] | None:
    """The host of ``url`` and the longest number in its path or query, of at least five digits.

    Sites know an article by its number, whatever words stand beside it; of numbers equally long
    the last is taken. None where there is none.

    >>> host_and_number("https://www.media.id/read/2081968/bakti-sosial-2026")
    ('media.id', '2081968')
    """
    key = address_key(url)
    if not key:
        return None
    host, _, rest = key.removeprefix("https://").partition("/")
    numbers = _NUMBER.findall(rest)
    return (host, max(reversed(numbers), key=len)) if numbers else None


def _plain_host(authority: str) -> str:
    """The host without user, default port and the prefix of a view."""
    host = _DEFAULT_PORT.sub("", authority.rpartition("@")[2].casefold())
    while prefix := next((p for p in _HOST_PREFIXES if host.startswith(p)), None):
        if "." not in host.removeprefix(prefix):
            break
        host = host.removeprefix(prefix)
    return host


def _plain_path(path: str) -> list[str]:
    steps = [_same_escapes(step) for step in path.split("/") if step]
    while steps and steps[-1].casefold() in _VIEWS:
        steps.pop()
    return steps


def _telling(query: str) -> list[str]:
    """The parts of the query that choose an article, in order of the alphabet."""
    parts = {_same_escapes(part) for part in query.split("&") if part}
    return sorted(part for part in parts if not _IDLE.match(part))


def _same_escapes(text: str) -> str:
    """The text with its percent-escapes in upper case (RFC 3986, section 6.2.2.1)."""
    return re.sub(r"%[0-9a-fA-F]{2}", lambda match: match[0].upper(), text)
