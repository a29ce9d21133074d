"""Article files: ``corpus/<id>.md``, a head of YAML between two lines of ---, then paragraphs.

Paragraphs are split at blank lines and kept exactly as they stand; the file's stem is the
article's id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bot.archive.files import write_whole
from bot.errors import ArticleError, ConfigError, DataError
from bot.model import Article
from bot.text.characters import CONTROL, SURROGATE

# In the order in which they are written.
_KEYS = (
    "title", "publisher", "section", "published", "published_from", "author", "editor", "url", "copy_of",
)  # fmt: skip
_HEAD = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_BLANK_LINES = re.compile(r"\n(?:[ \t\u00a0]*\n)+")
_A_DAY = "a day as YYYY-MM-DD"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_CONTROL = re.compile(rf"[{CONTROL}\x0b-\x0d]")
_NOT_IN_IDS = re.compile(rf"[/\\{CONTROL}\t-\r{SURROGATE}]")
# In bytes: file systems take names of 255, and an id may get a number and an ending.
_LONGEST_ID = 240
# News articles are shorter by far; ranking looks at sentences, and that takes its time.
MOST_CHARACTERS = 1_000_000
MOST_IN_A_PARAGRAPH = 20_000
# The C loader and dumper are ten times faster; a few platforms lack them.
_YamlLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_YamlDumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


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
    check_folder(folder)
    articles, problems = [], []
    paths = (path for path in folder.glob("*.md") if is_article_name(path.name))
    for path in sorted(paths, key=lambda path: path.stem):
        try:
            articles.append(read_article(path))
        except ArticleError as problem:
            problems.append(problem)
    return Corpus(tuple(articles), tuple(problems))


def check_folder(folder: Path) -> None:
    """Nothing, where ``folder`` is one.

    Raises:
        ConfigError: There is no such folder.
    """
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing"
        raise ConfigError(
            f"{folder}: expected a folder of article files, found {found} there; "
            "name one with --corpus, or run this where config.yaml is"
        )


def is_article_name(name: str) -> bool:
    """Whether a file of this name in the folder of articles is one."""
    return name.endswith(".md") and not name.startswith(".")


def read_article(path: Path) -> Article:
    """The article in the file ``path``.

    Raises:
        ArticleError: The file cannot be read or does not keep to the format.
    """
    return decode_article(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """What the file of an article holds.

    Raises:
        ArticleError: The file cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as problem:
        raise ArticleError(str(path), "", "a readable file", f"but: {problem.strerror}") from None


def decode_article(content: bytes, path: Path) -> Article:
    """The article in ``content``, which the file ``path`` holds.

    Raises:
        ArticleError: It does not keep to the format.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise ArticleError(str(path), "", "UTF-8 text", f"got {problem.reason}") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return parse_article(text, path.stem, origin=str(path))


def parse_article(text: str, article_id: str, *, origin: str | None = None) -> Article:
    r"""The article in ``text``.

    Raises:
        ArticleError: The sentence names ``origin`` (default: the id), the key, what was
            expected and what was found.

    >>> parse_article("---\npublisher: Tempo\n---\nSatu.\n\nDua.", "x").paragraphs
    ('Satu.', 'Dua.')
    """
    origin = origin or article_id
    if len(text) > MOST_CHARACTERS:
        most = f"at most {MOST_CHARACTERS} characters"
        raise ArticleError(origin, "", most, f"found {len(text)}")
    _check_control(text, origin)
    match = _HEAD.match(text)
    if not match:
        first = text.lstrip().split("\n", 1)[0][:40]
        raise ArticleError(origin, "", "a head between two lines of ---", f"got {first!r}")
    head = _parse_head(match[1], origin)
    paragraphs = _parse_paragraphs(text[match.end() :], origin)
    if head.get("copy_of") == article_id:
        raise ArticleError(origin, "copy_of", "the id of another article", "got its own")
    return Article(id=article_id, paragraphs=paragraphs, **head)


def _parse_paragraphs(text: str, origin: str) -> tuple[str, ...]:
    """The parts of ``text`` between blank lines, without the space around them."""
    paragraphs = tuple(part for raw in _BLANK_LINES.split(text) if (part := raw.strip()))
    longest = max(map(len, paragraphs), default=0)
    if not paragraphs:
        raise ArticleError(origin, "", "paragraphs below the head", "found none")
    if longest > MOST_IN_A_PARAGRAPH:
        most = f"paragraphs of at most {MOST_IN_A_PARAGRAPH} characters, parted by blank lines"
        raise ArticleError(origin, "", most, f"found one of {longest}")
    return paragraphs


def _parse_head(text: str, origin: str) -> dict[str, Any]:
    """The keys of the head and their values, all of them text but the day of publication."""
    try:
        node = yaml.compose(text, _YamlLoader)
    except (yaml.YAMLError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f"line {mark.line + 2}" if mark else ""
        found = "got something else; a value that holds a colon stands in quotes"
        raise ArticleError(origin, line, "'key: value'", found) from None
    if not isinstance(node, yaml.MappingNode):
        raise ArticleError(origin, "", "'key: value' lines between the ---")
    head = dict(_pairs(node, origin))
    if "publisher" not in head:
        raise ArticleError(origin, "publisher", "the outlet's name", "found none")
    return head


def _pairs(node: yaml.MappingNode, origin: str) -> Iterator[tuple[str, str | date]]:
    """The keys that have a value, in order.

    Nodes are read as they stand and nothing is constructed from them: a headline "2024" stays
    text, and neither a tag nor an alias can do anything.
    """
    seen = set()
    for key_node, value_node in node.value:
        key = str(key_node.value)[:40]
        if key not in _KEYS:
            raise ArticleError(origin, key, "", f"no such key; known are {', '.join(_KEYS)}")
        if key in seen:
            raise ArticleError(origin, key, "once", "found twice")
        seen.add(key)
        if not isinstance(value_node, yaml.ScalarNode):
            raise ArticleError(origin, key, "text on one line", "got a list or a table")
        if value := value_node.value.strip():
            yield key, _checked(key, value, origin)


def _checked(key: str, value: str, origin: str) -> str | date:
    _check_control(value, origin, key)
    if key == "published":
        return parse_published(value, origin)
    got = f"got {value[:60]!r}"
    if key == "url" and not value.startswith(("http://", "https://")):
        raise ArticleError(origin, key, "http://… or https://…", got)
    if key == "published_from" and value != "text":
        raise ArticleError(origin, key, "'text'", got)
    if key == "copy_of" and not is_clean_id(value):
        raise ArticleError(origin, key, "an article's id", got)
    return value


def _check_control(text: str, origin: str, key: str = "") -> None:
    if control := _CONTROL.search(text):
        code = f"U+{ord(control[0]):04X}"
        raise ArticleError(origin, key, "text", f"found the control character {code}")


def is_clean_id(text: str) -> bool:
    """Whether ``text`` can be an article's id: the stem of a file that is not hidden, no path.

    >>> is_clean_id("2026-01-20-bakti-sosial"), is_clean_id("../lain")
    (True, False)
    """
    if not text.strip() or text[0] == "." or _NOT_IN_IDS.search(text):
        return False
    return len(text.encode()) <= _LONGEST_ID


def parse_published(text: object, origin: str = "") -> date:
    """The day of publication in ``text``, which comes from ``origin``.

    Raises:
        ArticleError: It is none.
    """
    try:
        return parse_day(text)
    except DataError:
        raise ArticleError(origin, "published", _A_DAY, f"got {text!r}") from None


def parse_day(text: object) -> date:
    """The day in ``text``, written YYYY-MM-DD.

    Raises:
        DataError: It is none.
    """
    if isinstance(text, str) and _DAY.fullmatch(text):
        with suppress(ValueError):
            return date.fromisoformat(text)
    raise DataError(f"expected {_A_DAY}, got {text!r}")


def to_file_text(article: Article, notes: Sequence[str] = ()) -> str:
    r"""The article as its file has it; ``parse_article`` reads it back as it was.

    ``notes`` are sentences for whoever opens the file; each becomes a comment in the head.

    >>> to_file_text(Article("a", "Tempo", ("Satu.",)), ["day: from\nthe text"])
    '---\npublisher: Tempo\n# day: from the text\n---\n\nSatu.\n'
    """
    values = {key: getattr(article, key) for key in _KEYS}
    given = {key: value for key, value in values.items() if value is not None}
    block = yaml.dump(given, Dumper=_YamlDumper, allow_unicode=True, sort_keys=False, width=10_000)
    # YAML does not allow some signs even in a comment.
    plain = ("".join(c if c.isprintable() else " " for c in note).split() for note in notes)
    comments = "".join(f"# {' '.join(words)}\n" for words in plain if words)
    return f"---\n{block}{comments}---\n\n" + "\n\n".join(article.paragraphs) + "\n"


def write_article(article: Article, folder: Path, notes: Sequence[str] = ()) -> Path:
    """Writes the article whole or not at all, and returns its path; nothing is overwritten.

    Raises:
        FileExistsError: There is a file for this id already.
        OSError: The disk refuses it.
        ArticleError: It is no id, or the text cannot be written as UTF-8.
    """
    path = article_path(article.id, folder)
    write_whole(path, to_file_bytes(article, notes))
    return path


def article_path(article_id: str, folder: Path) -> Path:
    """Where the article with this id lies.

    Raises:
        ArticleError: It is no id, but a path, hidden or empty.
    """
    if not is_clean_id(article_id):
        raise ArticleError(str(folder), "", "an article's id", f"got {article_id[:60]!r}")
    return folder / f"{article_id}.md"


def to_file_bytes(article: Article, notes: Sequence[str] = ()) -> bytes:
    """What the article's file holds.

    Raises:
        ArticleError: The text holds half of a surrogate pair, which UTF-8 cannot express.
    """
    try:
        return to_file_text(article, notes).encode()
    except UnicodeEncodeError as problem:
        found = f"U+{ord(problem.object[problem.start]):04X}"
        raise ArticleError(article.id, "", "text", f"found the surrogate {found}") from None
