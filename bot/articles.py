"""Article files: ``corpus/<id>.md``, a head of YAML between two lines of ---, then paragraphs.

Paragraphs are split at blank lines and kept exactly as they stand; the file's stem is the
article's id.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.errors import ArticleError, ConfigError, DataError
from bot.model import Article

_TEXT_KEYS = ("title", "publisher", "section", "author", "editor", "url")
_KEYS = (*_TEXT_KEYS, "published")
_HEAD = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_BLANK_LINES = re.compile(r"\n(?:[ \t\u00a0]*\n)+")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# The base loader takes every value for text: a headline "2024" stays one, and no day that the
# calendar lacks breaks the reading. The C one is ten times faster; a few platforms lack it.
_YamlLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The articles that could be read, by id, and why the others could not."""

    articles: tuple[Article, ...]
    problems: tuple[ArticleError, ...] = ()


def read_articles(folder: Path) -> Corpus:
    """All articles of ``folder`` (``*.md``, no subfolders), ordered by id.

    A file that is no article becomes a problem and hinders no other. An empty folder gives an
    empty corpus.

    Raises:
        ConfigError: There is no such folder.
    """
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing"
        raise ConfigError(f"{folder}: expected a folder of article files, found {found} there")
    articles, problems = [], []
    for path in sorted(folder.glob("*.md")):
        try:
            articles.append(read_article(path))
        except ArticleError as problem:
            problems.append(problem)
    return Corpus(tuple(articles), tuple(problems))


def read_article(path: Path) -> Article:
    """The article in the file ``path``.

    Raises:
        ArticleError: The file cannot be read or does not keep to the format.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ArticleError(f"{path}: expected UTF-8 text, got {problem.reason}") from None
    except OSError as problem:
        raise ArticleError(f"{path}: expected a readable file, got {problem.strerror}") from None
    return parse_article(text, path.stem, place=str(path))


def parse_article(text: str, article_id: str, *, place: str | None = None) -> Article:
    r"""The article in ``text``.

    Raises:
        ArticleError: The sentence names ``place`` (default: the id), the key, what was
            expected and what was found.

    >>> parse_article("---\npublisher: Tempo\n---\nSatu.\n\nDua.", "x").paragraphs
    ('Satu.', 'Dua.')
    """
    place = place or article_id
    match = _HEAD.match(text)
    if not match:
        first = text.lstrip().split("\n", 1)[0][:40]
        raise ArticleError(f"{place}: expected a head between two lines of ---, got {first!r}")
    head = _parse_head(match[1], place)
    paragraphs = split_paragraphs(text[match.end() :])
    if not paragraphs:
        raise ArticleError(f"{place}: expected paragraphs below the head, found none")
    return Article(id=article_id, paragraphs=paragraphs, **head)


def split_paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of ``text``, parted by blank lines, without the space around them."""
    parts = (part.strip() for part in _BLANK_LINES.split(text))
    return tuple(part for part in parts if part)


def _parse_head(text: str, place: str) -> dict[str, Any]:
    try:
        head = yaml.load(text, _YamlLoader)  # noqa: S506 (it makes only text, lists and mappings)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f"line {mark.line + 2}: " if mark else ""
        raise ArticleError(
            f"{place}: {line}expected 'key: value', got something else; "
            "a value that holds a colon stands in quotes"
        ) from None
    if not isinstance(head, Mapping):
        raise ArticleError(f"{place}: expected 'key: value' lines between the ---, got {head!r}")
    return dict(_checked(head, place))


def _checked(head: Mapping[Any, Any], place: str) -> Iterator[tuple[str, Any]]:
    for key, value in head.items():
        if key not in _KEYS:
            raise ArticleError(f"{place}: {key}: no such key; known are {', '.join(_KEYS)}")
        if not isinstance(value, str):
            raise ArticleError(f"{place}: {key}: expected text on one line, got {value!r}")
        if value.strip():
            yield key, _published(value, place) if key == "published" else value.strip()
    if not head.get("publisher", "").strip():
        raise ArticleError(f"{place}: publisher: expected the outlet's name, found none")


def _published(value: str, place: str) -> date:
    try:
        return parse_day(value)
    except DataError as problem:
        raise ArticleError(f"{place}: published: {problem}") from None


def parse_day(text: object) -> date:
    """The day in ``text``, written YYYY-MM-DD.

    Raises:
        DataError: It is none.
    """
    if isinstance(text, str) and _DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise DataError(f"expected a day as YYYY-MM-DD, got {text!r}")


def find_twins(articles: Iterable[Article]) -> list[tuple[Article, ...]]:
    """Groups of articles with the same text, white space aside; each in the given order."""
    by_text = defaultdict(list)
    for article in articles:
        by_text[" ".join(" ".join(article.paragraphs).split())].append(article)
    return [tuple(group) for group in by_text.values() if len(group) > 1]


def to_file_text(article: Article) -> str:
    """The article as its file has it; ``parse_article`` reads it back as it was."""
    head = {key: getattr(article, key) for key in ("title", "publisher", "section", "published")}
    head |= {key: getattr(article, key) for key in ("author", "editor", "url")}
    given = {key: value for key, value in head.items() if value is not None}
    block = yaml.safe_dump(given, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{block}---\n\n" + "\n\n".join(article.paragraphs) + "\n"


def write_article(article: Article, folder: Path) -> Path:
    """Writes the article whole or not at all, and returns its path; nothing is overwritten.

    Raises:
        ArticleError: There is an article with this id already.
    """
    path = folder / f"{article.id}.md"
    if path.exists():
        raise ArticleError(f"{path}: expected a new id, but there is an article with this one")
    draft = path.with_suffix(".part")
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write(to_file_text(article))
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    return path
