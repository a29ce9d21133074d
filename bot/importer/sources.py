"""The way in for new articles: raw texts, whose lines are paragraphs, become article files."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from bot.articles import parse_article, parse_day, to_file_text, write_article
from bot.errors import ArticleError, DataError
from bot.model import Article

_KEYS = ("file", "id", "publisher", "published", "title", "url")
_LONGEST_ID = 100
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did: the files written, and a sentence for each text left out."""

    added: tuple[Path, ...]
    problems: tuple[str, ...] = ()


def import_manifest(manifest: Path, folder: Path) -> ImportReport:
    """Writes an article into ``folder`` for each line of ``manifest``; one failure stops no other.

    A line is a JSON object: ``file`` (its path counts from the manifest's folder) and any of
    id, publisher, published, title, url.

    Raises:
        DataError: The manifest or the folder cannot be used at all.
    """
    lines = _read_raw(manifest, "a manifest of JSON lines").split("\n")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise DataError(f"{folder}: expected a folder, but: {problem.strerror}") from None
    added, problems = [], []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                article = _read_row(line, manifest.parent)
                added.append(write_article(article, folder))
            except DataError as problem:
                problems.append(f"{manifest}:{number}: {problem}")
    return ImportReport(tuple(added), tuple(problems))


def _read_row(line: str, folder: Path) -> Article:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise DataError(f"expected a JSON object, got {line.strip()[:60]!r}") from None
    if not isinstance(row, dict) or not isinstance(row.get("file"), str):
        raise DataError(f"expected an object with a 'file', got {line.strip()[:60]!r}")
    unknown = [key for key in row if key not in _KEYS]
    if unknown:
        raise DataError(f"{unknown[0]}: no such key; known are {', '.join(_KEYS)}")
    raw = _read_raw(folder / row["file"], "a text file")
    return import_text(raw, Path(row["file"]).stem, row)


def _read_raw(path: Path, expected: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise DataError(f"{path}: expected {expected}, but: {reason}") from None


def import_text(raw: str, name: str, given: Mapping[str, Any]) -> Article:
    """The article in ``raw``, each line of which is a paragraph; what is ``given`` wins.

    A first line that repeats the given title is no paragraph.

    Raises:
        ArticleError: There is no text, or neither a publisher nor an address that names one.
    """
    title = _given_text(given, "title")
    lines = [line.strip() for line in raw.splitlines() if line.strip()]
    if title and lines and _squeezed(lines[0]) == _squeezed(title):
        lines = lines[1:]
    if not lines:
        raise ArticleError(f"{name}: expected lines of text, found none")
    url = _given_text(given, "url")
    publisher = _given_text(given, "publisher") or _host(url)
    if not publisher:
        raise ArticleError(f"{name}: publisher: expected the outlet's name, found none")
    article = Article(
        id=clean_id(_given_text(given, "id") or name),
        publisher=publisher,
        paragraphs=tuple(lines),
        title=title,
        published=_given_day(given),
        url=url,
    )
    # What is written must be read again: the same checks, before anything stands on the disk.
    return parse_article(to_file_text(article), article.id, place=name)


def _given_text(given: Mapping[str, Any], key: str) -> str | None:
    value = given.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or _LONE_SURROGATE.search(value):
        raise ArticleError(f"{key}: expected text, got {value!r:.60}")
    return " ".join(value.split())


def _given_day(given: Mapping[str, Any]) -> date | None:
    value = given.get("published")
    if value is None or value == "":
        return None
    try:
        return parse_day(value)
    except DataError as problem:
        raise ArticleError(f"published: {problem}") from None


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        raise ArticleError(f"url: expected an address, got {url!r:.60}") from None
    return host.removeprefix("www.") if host else None


def clean_id(name: str) -> str:
    """``name`` as a file's stem: letters, figures, dots, dashes; never a path, never empty.

    >>> clean_id("../Bakti Sosial: 20/1")
    'Bakti-Sosial-20-1'
    """
    plain = _LONE_SURROGATE.sub("-", unicodedata.normalize("NFKC", name))
    parts = "".join(_runs(plain)).strip("-.")
    # File systems count bytes, and a letter may have four of them.
    short = parts.encode()[:_LONGEST_ID].decode(errors="ignore")
    return short.rstrip("-.") or "artikel"


def _runs(text: str) -> Iterator[str]:
    for match in re.finditer(r"[\w.]+|[^\w.]+", text):
        yield match[0] if re.match(r"[\w.]", match[0]) else "-"


def _squeezed(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
