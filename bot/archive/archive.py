"""The archive: a folder of article files, and what can be done with them.

``folder/<id>.md`` are the articles, ``folder/versions/<id>/<n>.md`` what stood there before,
the oldest first, and ``folder/trash/<n>.<id>.md`` what was removed, in that order. Nothing is
ever overwritten or deleted.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain, count
from pathlib import Path

from bot.archive.articles import (
    Corpus,
    article_path,
    is_clean_id,
    parse_article,
    read_article,
    read_articles,
    to_file_bytes,
    write_article,
)
from bot.archive.catalogue import ArticleCatalogue, same_publisher, tell_two_stories
from bot.archive.duplicates import same_text_key
from bot.archive.files import make_folder, move_file, sweep_drafts, sync_folder, write_whole
from bot.errors import ArticleError, ConfigError, DataError
from bot.model import Article

_REMOVED_NAME = re.compile(r"(\d+)\.(.+)\.md", re.DOTALL)
# What an update leaves as it was, where the new text does not say it.
_LASTING = ("title", "section", "published", "author", "editor", "url", "copy_of")


class AddOutcome(StrEnum):
    """What became of an article that was to be added.

    ADDED and COPY were written, COPY with a link to the article that it repeats; KNOWN and
    CHANGED were not, because it is there already, CHANGED with another text; UPDATED took the
    place of its former version.
    """

    ADDED = "added"
    COPY = "copy"
    KNOWN = "known"
    CHANGED = "changed"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class Added:
    """What became of an article.

    Attributes:
        article: As it is stored, with its final id; for KNOWN and CHANGED what was there before.
        path: Its file.
        original: The article that it copies, equals or replaces, as it was.
        similar: Much alike and of the same outlet, the most alike first; stored all the same.
    """

    outcome: AddOutcome
    article: Article
    path: Path
    original: Article | None = None
    similar: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class Removed:
    """An article in the trash; the higher ``number``, the later it was removed."""

    number: int
    id: str
    path: Path


class Archive:
    """A folder of articles; it follows its own changes, and those of others where it meets them."""

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        self.folder = folder
        self.problems: tuple[ArticleError, ...] = corpus.problems
        self._catalogue = ArticleCatalogue(corpus.articles)
        self._swept = False

    @classmethod
    def open(cls, folder: Path, *, create: bool = False) -> Archive:
        """The archive in ``folder``, which is made where it is missing and ``create`` is set.

        Raises:
            ConfigError: There is no such folder, or it cannot be made.
        """
        if create:
            try:
                make_folder(folder)
            except OSError as problem:
                raise ConfigError(f"{folder}: expected a folder, but: {problem.strerror}") from None
        return cls(folder, read_articles(folder))

    @property
    def articles(self) -> tuple[Article, ...]:
        """The articles, ordered by id."""
        return self._catalogue.articles

    def find(self, article_id: str) -> Article:
        """The article with this id, or the only one whose id begins so.

        Raises:
            DataError: There is none, or there are several.
        """
        if article := self._catalogue.get(article_id):
            return article
        ids = self._catalogue.ids if article_id else []
        longer = [name for name in ids if name.startswith(article_id)]
        if len(longer) == 1:
            return self.find(longer[0])
        if longer:
            few = ", ".join(longer[:3]) + (", …" if len(longer) > 3 else "")
            raise DataError(
                f"{article_id}: expected one article, found {len(longer)} that begin so: {few}"
            )
        raise self._unknown(article_id)

    def add(
        self,
        article: Article,
        *,
        made_id: bool = False,
        update: bool = False,
        notes: Sequence[str] = (),
        dry_run: bool = False,
    ) -> Added:
        """Stores ``article`` unless it is there already, and says what became of it.

        Args:
            article: With the id that it shall have.
            made_id: Nobody asked for this id: where another story has it, it gets a number.
            update: A new text of an article that is there takes the place of the former one.
            notes: Sentences for whoever opens the file.
            dry_run: Nothing is written, and nothing is remembered.

        Raises:
            ArticleError: Another story has the id, the article could not be read again, or the
                disk refuses it.
        """
        article = _as_read(article, notes)
        free_id = self._free_id(article.id) if made_id else article.id
        if former := self._former(article, made_id=made_id):
            added = self._again(article, former, update=update)
            if added.outcome is AddOutcome.UPDATED and not dry_run:
                self.replace(added.article, notes)
            return added
        if known := self._catalogue.same_text(article):
            return Added(AddOutcome.KNOWN, known, self._path(known.id), known)
        added = self._with_relatives(replace(article, id=free_id))
        if dry_run or self._write_new(added, notes):
            return added
        # Another process took the id in the meantime: with its article known, decide again.
        return self.add(article, made_id=made_id, update=update, notes=notes)

    def replace(self, article: Article, notes: Sequence[str] = ()) -> Path:
        """Stores an edited article; its former version is kept beside it.

        Raises:
            DataError: There is no article with its id, it could not be read again, or the disk
                refuses it.
        """
        path = self._path(article.id)
        if not path.is_file():
            raise self._unknown(article.id)
        content = to_file_bytes(_as_read(article, notes), notes)
        with _disk_errors(path):
            former = path.read_bytes()
            if former != content:
                self._keep_version(article.id, former)
                write_whole(path, content, instead=True)
                self._sweep(path)
        self._catalogue.add(article)
        return path

    def remove(self, article_id: str) -> Path:
        """Moves an article, readable or not, to the trash, and returns where it lies there.

        Raises:
            DataError: There is no such article (see ``find``), or the disk refuses it.
        """
        stands = is_clean_id(article_id) and self._path(article_id).is_file()
        path = self._path(article_id if stands else self.find(article_id).id)
        last = max((removed.number for removed in self.removed()), default=0)
        with _disk_errors(path):
            make_folder(self.folder / "trash")
            for number in count(last + 1):
                goal = self.folder / "trash" / f"{number:04}.{path.stem}.md"
                if _moved(path, goal):
                    break
        self._catalogue.discard(path.stem)
        return goal

    def restore(self, article_id: str | None = None) -> Path:
        """Moves an article back from the trash: the last removed, or the last with this id.

        Raises:
            DataError: There is none in the trash, its id is taken again, or the disk refuses it.
        """
        chosen = self._find_removed(article_id)
        path = self._path(chosen.id)
        with _disk_errors(path):
            if not _moved(chosen.path, path):
                taken = "but there is an article with this one"
                raise ArticleError(str(path), "", "a free id to restore to", taken)
        self._meet(chosen.id)
        return path

    def removed(self) -> tuple[Removed, ...]:
        """What lies in the trash, the last removed first."""
        found = [
            Removed(int(match[1]), match[2], path)
            for path in (self.folder / "trash").glob("*.md")
            if (match := _REMOVED_NAME.fullmatch(path.name))
        ]
        return tuple(sorted(found, key=lambda removed: (-removed.number, removed.id)))

    def versions(self, article_id: str) -> tuple[Path, ...]:
        """The files of what once stood under this id, the oldest first."""
        if not is_clean_id(article_id):
            return ()
        paths = (self.folder / "versions" / article_id).glob("*.md")
        numbered = [path for path in paths if path.stem.isdecimal()]
        return tuple(sorted(numbered, key=lambda path: int(path.stem)))

    def _unknown(self, article_id: str) -> DataError:
        near = _did_you_mean(article_id, self._catalogue.ids)
        return DataError(f"{article_id}: no such article{near}")

    def _path(self, article_id: str) -> Path:
        return article_path(article_id, self.folder)

    def _meet(self, article_id: str) -> bool:
        """Whether there is a file for this id; an article that another process wrote is read."""
        path = self._path(article_id)
        if self._catalogue.get(article_id):
            return True
        if not path.exists() and not path.is_symlink():
            return False
        with suppress(ArticleError):
            self._catalogue.add(read_article(path))
        return True

    def _free_id(self, article_id: str) -> str:
        """The id, or the first of id-2, id-3, … that no file has; those that do are read."""
        names = chain([article_id], (f"{article_id}-{number}" for number in count(2)))
        return next(name for name in names if not self._meet(name))

    def _former(self, article: Article, *, made_id: bool) -> Article | None:
        """The stored article that ``article`` is another reading of.

        Raises:
            ArticleError: Another story has the id that was asked for.
        """
        if former := self._catalogue.same_address(article):
            return former
        if made_id or not self._meet(article.id):
            return None
        taken = self._catalogue.get(article.id)
        if not taken or tell_two_stories(article, taken):
            path = str(self._path(article.id))
            raise ArticleError(path, "", "a new id", "but there is an article with this one")
        return taken

    def _again(self, article: Article, former: Article, *, update: bool) -> Added:
        """What another reading of the ``former`` article becomes."""
        path = self._path(former.id)
        if same_text_key(article) == same_text_key(former):
            return Added(AddOutcome.KNOWN, former, path, former)
        if not update:
            return Added(AddOutcome.CHANGED, former, path, former)
        kept = {key: getattr(former, key) for key in _LASTING if getattr(article, key) is None}
        if article.published_from and former.published:
            # A day that is only concluded is no reason to give up one that was known.
            kept |= {"published": former.published, "published_from": former.published_from}
        return Added(AddOutcome.UPDATED, replace(article, id=former.id, **kept), path, former)

    def _with_relatives(self, article: Article) -> Added:
        """What a new article becomes: linked to the best duplicate under another outlet, if any.

        Links do not chain: a copy of a copy is linked to the original of both.
        """
        duplicates = [duplicate.article for duplicate in self._catalogue.duplicates.find(article)]
        similar = tuple(one for one in duplicates if same_publisher(one, article))
        duplicate = next((one for one in duplicates if one not in similar), None)
        if duplicate and not article.copy_of:
            original_id = self._catalogue.original_of(duplicate)
            # The original comes back after its removal, and its copy is linked to it already.
            article = replace(article, copy_of=original_id if original_id != article.id else None)
        path = self._path(article.id)
        if not article.copy_of:
            return Added(AddOutcome.ADDED, article, path, None, similar)
        original = self._catalogue.get(article.copy_of) or duplicate
        return Added(AddOutcome.COPY, article, path, original, similar)

    def _write_new(self, added: Added, notes: Sequence[str]) -> bool:
        """Writes a new article; False where its id was taken in the meantime."""
        with _disk_errors(added.path), suppress(FileExistsError):
            write_article(added.article, self.folder, notes)
            self._catalogue.add(added.article)
            self._sweep(added.path)
            return True
        return False

    def _keep_version(self, article_id: str, content: bytes) -> None:
        versions = self.versions(article_id)
        if versions and versions[-1].read_bytes() == content:
            return  # An update that was stopped half-way has kept it.
        folder = self.folder / "versions" / article_id
        make_folder(folder)
        for number in count(int(versions[-1].stem) + 1 if versions else 1):
            with suppress(FileExistsError):
                write_whole(folder / f"{number}.md", content, drafts=self.folder)
                return

    def _find_removed(self, article_id: str | None) -> Removed:
        removed = self.removed()
        for one in removed:
            if article_id in (None, one.id):
                return one
        if article_id is None:
            raise DataError("expected a removed article, found none", str(self.folder / "trash"))
        near = _did_you_mean(article_id, [one.id for one in removed])
        raise DataError(f"{article_id}: no such article in the trash{near}")

    def _sweep(self, newest: Path) -> None:
        """Clears up after killed writers, once."""
        if not self._swept:
            self._swept = True
            sweep_drafts(self.folder, newest)


def _as_read(article: Article, notes: Sequence[str]) -> Article:
    """The article as a reader will find it in its file.

    Raises:
        ArticleError: It would not be found as it is: a paragraph holds a blank line or a
            control character, …
    """
    read = parse_article(to_file_bytes(article, notes).decode(), article.id)
    if read != article:
        expected = "paragraphs and values that are read as they are written"
        found = "found a blank line or white space around one"
        raise ArticleError(article.id, "", expected, found)
    return read


def _did_you_mean(article_id: str, ids: Sequence[str]) -> str:
    near = difflib.get_close_matches(article_id, ids, n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else ""


def _moved(start: Path, goal: Path) -> bool:
    """Moves a file; False where there is another at the goal."""
    with suppress(FileExistsError):
        move_file(start, goal)
        sync_folder(goal.parent)
        sync_folder(start.parent)
        return True
    return False


@contextmanager
def _disk_errors(path: Path) -> Iterator[None]:
    """Turns what the disk refuses into an ArticleError."""
    try:
        yield
    except OSError as problem:
        raise ArticleError(str(path), "", "to write it", f"but: {problem.strerror}") from None
