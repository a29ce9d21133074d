"""What is to be imported: files, folders, addresses, standard input, the lines of a manifest."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.archive.articles import parse_published
from bot.errors import ArticleError, DataError
from bot.importer.formats import FORMATS
from bot.importer.page import NO_FACTS, Facts
from bot.text.characters import SURROGATE

ENDINGS = tuple(ending for one in FORMATS for ending in one.endings)
_KEYS = ("file", "id", *Facts.__slots__)
_LONGEST_ID = 100
_LONE_SURROGATE = re.compile(f"[{SURROGATE}]")
_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]*://")


@dataclass(frozen=True, slots=True)
class Source:
    """One page to import.

    Attributes:
        origin: How a person finds it again: a path, an address, "standard input", a line.
        path: The file; None for an address or standard input.
        url: The address to fetch; None for a file or standard input.
        given: What is known of the article; it wins over what the page says.
        id: The id that the article shall have; None makes one of day and title.
    """

    origin: str
    path: Path | None = None
    url: str | None = None
    given: Facts = NO_FACTS
    id: str | None = None


def find_sources(arguments: Sequence[str], given: Facts = NO_FACTS) -> tuple[Source, ...]:
    """What the arguments name, in their order; a folder stands for its files, ordered by path.

    Files of a folder count where their suffix is one that can be read; hidden ones do not.

    Raises:
        DataError: There is no such file or folder, or a folder holds no such file.
    """
    return tuple(source for argument in arguments for source in _find(argument, given))


def _find(argument: str, given: Facts) -> list[Source]:
    if argument == "-":
        return [Source("standard input", given=given)]
    if _ADDRESS.match(argument):
        return [Source(argument, url=argument, given=given)]
    path = Path(argument)
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if _is_readable(file, path))
        if not files:
            known = ", ".join(ENDINGS)
            raise DataError(f"expected files ending in {known}, found none", argument)
        return [Source(str(file), path=file, given=given) for file in files]
    if not path.exists():
        raise DataError("expected a file, a folder or an address, found nothing", argument)
    return [Source(argument, path=path, given=given)]


def _is_readable(file: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix.casefold() in ENDINGS and file.is_file() and not hidden


def read_manifest(manifest: Path, given: Facts = NO_FACTS) -> list[Source | DataError]:
    """The sources that a manifest names, a problem in the place of each line that is wrong.

    A line is a JSON object: ``file`` (its path counts from the manifest's folder) or ``url`` to
    fetch, and any of id, title, publisher, published, author, editor, section. What is ``given``
    beside the manifest holds where a line says nothing.

    Raises:
        DataError: The manifest cannot be read at all.
    """
    try:
        lines = manifest.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise DataError(
            f"expected a manifest of JSON lines, but: {reason}", str(manifest)
        ) from None
    rows: list[Source | DataError] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            origin = f"{manifest}:{number}"
            try:
                rows.append(_parse_row(line, origin, manifest.parent, given))
            except DataError as problem:
                rows.append(DataError(str(problem), origin))
    return rows


def _parse_row(line: str, origin: str, folder: Path, given: Facts) -> Source:
    row = _parse_object(line)
    facts = parse_facts(row)
    file = row.get("file")
    article_id = _text(row, "id")
    return Source(
        origin,
        path=folder / file if isinstance(file, str) else None,
        url=None if isinstance(file, str) else facts.url,
        given=replace(given, **facts.known),
        id=clean_id(article_id) if article_id else None,
    )


def _parse_object(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise DataError(f"expected a JSON object, got {line.strip()[:60]!r}") from None
    if not isinstance(row, dict) or not any(
        isinstance(row.get(key), str) for key in ("file", "url")
    ):
        raise DataError(f"expected an object with a 'file', got {line.strip()[:60]!r}")
    if unknown := [key for key in row if key not in _KEYS]:
        raise DataError(f"{unknown[0]}: no such key; known are {', '.join(_KEYS)}")
    return row


def parse_facts(row: Mapping[str, Any]) -> Facts:
    """What ``row`` says of an article; white space folded, other keys passed over.

    Raises:
        ArticleError: A value is no text, no day, or no address.
    """
    facts = {key: _text(row, key) for key in Facts.__slots__ if key != "published"}
    url = facts["url"]
    if url and not url.startswith(("http://", "https://")):
        raise ArticleError("", "url", "http://… or https://…", f"got {url[:60]!r}")
    day = row.get("published")
    return Facts(published=None if day in (None, "") else parse_published(day), **facts)


def _text(row: Mapping[str, Any], key: str) -> str | None:
    value = row.get(key)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or _LONE_SURROGATE.search(value):
        raise ArticleError("", key, "text", f"got {value!r:.60}")
    return " ".join(value.split()) or None


def clean_id(name: str) -> str:
    """``name`` as a file's stem: letters, figures, dots, dashes; never a path, never empty.

    >>> clean_id("../Bakti Sosial: 20/1")
    'Bakti-Sosial-20-1'
    """
    plain = _LONE_SURROGATE.sub("-", unicodedata.normalize("NFKC", name))
    parts = re.sub(r"[^\w.]+", "-", plain).strip("-.")
    # File systems count bytes, and a letter may have four of them.
    short = parts.encode()[:_LONGEST_ID].decode(errors="ignore")
    return short.rstrip("-.") or "artikel"
