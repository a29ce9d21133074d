"""What the commands on single articles share: how one is named, found, and named again in a hint."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.options import given_places, read_settings
from bot.errors import TanyaError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from bot.archive.archive import Archive
    from bot.model import Article


class ArticleId(click.ParamType[str]):
    """The id of an article or its beginning; the shell completes it from the names of the files."""

    name = "id"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """The id in ``value``, also where that is the path of the file."""
        text = str(value)
        if not text.strip():
            self.fail("expected the id of an article, got ''", param, ctx)
        return text.rpartition("/")[2].removesuffix(".md") if text.endswith(".md") else text

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The ids that begin with ``incomplete``; no article is opened for it."""
        from click.shell_completion import CompletionItem

        try:
            with ctx:
                config = read_settings()
        except TanyaError:
            return []
        names = sorted(set(self.names(config.corpus)))
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]

    def names(self, folder: Path) -> Iterable[str]:
        """What can be completed."""
        return (path.stem for path in folder.glob("[!.]*.md"))


class RemovedId(ArticleId):
    """The id of an article in the trash."""

    def names(self, folder: Path) -> Iterable[str]:
        """What can be completed."""
        return (path.stem.partition(".")[2] for path in (folder / "trash").glob("*.md"))


def open_archive() -> Archive:
    """The archive of the settings."""
    from bot.archive.archive import Archive

    return Archive.open(read_settings().corpus)


def find_article(archive: Archive, article_id: str) -> Article:
    """The article with this id, or the only one whose id begins so.

    Raises:
        DataError: There is none, there are several, or its file cannot be read.
    """
    from bot.archive.articles import read_article

    path = _broken(archive, article_id)
    return read_article(path) if path else archive.find(article_id)


def find_id(archive: Archive, article_id: str) -> str:
    """The whole id of an article, also of one whose file cannot be read.

    Raises:
        DataError: There is none, or there are several.
    """
    return article_id if _broken(archive, article_id) else archive.find(article_id).id


def _broken(archive: Archive, article_id: str) -> Path | None:
    """The file with this id where no article could be read from it."""
    from bot.archive.articles import is_clean_id

    path = archive.folder / f"{article_id}.md"
    if any(article.id == article_id for article in archive.articles):
        return None
    return path if is_clean_id(article_id) and path.is_file() else None


def to_command(*words: str) -> str:
    """The command ``tanya …`` for a hint, with the places that were given to this one."""
    options = [part for key, place in given_places().items() for part in (key, str(place))]
    return shlex.join(["tanya", words[0], *options, *words[1:]])
