"""The text in the bytes of a page, whatever its encoding."""

from __future__ import annotations

import re
from contextlib import suppress

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_META_CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})", re.IGNORECASE
)
_CHARSETS = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|iso-?8859-\d{1,2}|latin-?1|(?:windows|cp)-?125\d|"
    r"koi8-[ru]|gbk|gb2312|gb18030|big5|shift_jis|euc-(?:jp|kr)",
    re.IGNORECASE,
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(content: bytes, charset: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text in ``content``, and the doubt that remains where some of it could not be read.

    A byte order mark goes before all. What is valid UTF-8 is UTF-8: servers say ISO-8859-1 by
    default. Then ``charset`` counts, the page's own <meta>, and what the bytes look like.

    >>> decode("“Paspor”".encode("cp1252"), "iso-8859-1")
    ('“Paspor”', ())
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_as(content, encoding)
    with suppress(UnicodeDecodeError):
        return content.decode("utf-8"), ()
    meta = _META_CHARSET.search(content[:4096])
    for declared in (charset, meta and meta[1].decode("ascii", "replace")):
        if declared and _CHARSETS.fullmatch(declared.strip()):
            return _decode_as(content, declared.strip().lower())
    # In a page of Latin letters a few others are quotes and dashes, whatever else they might be.
    if len(_NOT_ASCII.findall(content)) < len(content) / 20:
        return _decode_as(content, "cp1252")
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- few pages need a guess

    best = from_bytes(content[:100_000]).best()
    return _decode_as(content, best.encoding if best else "utf-8")


def _decode_as(content: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    if re.fullmatch(r"iso-?8859-1|latin-?1|(?:us-)?ascii", encoding):
        encoding = "cp1252"  # as browsers do: https://encoding.spec.whatwg.org/#names-and-labels
    text = content.decode(encoding, errors="replace")
    lost = text.count("\ufffd")
    return text, (f"{lost} characters could not be read as {encoding}",) if lost else ()
