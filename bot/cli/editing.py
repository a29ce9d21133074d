"""``tanya edit``: changes an article, by hand or by --set; nothing faulty is stored or lost."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.options import with_json, with_places
from bot.cli.output import on_terminal, say_error, say_json, visible
from bot.cli.single import ArticleId, find_article, find_id, open_archive, to_command
from bot.errors import ArticleError, DataError, UsageError
from bot.model import Article

if TYPE_CHECKING:
    from bot.archive.archive import Archive

_JSON = """\b
--json prints
  {"article": id, "changed": [keys of the head, "paragraphs", "notes"], "path",
   "former": path of the former version, null where nothing was changed}
"""
_KEYS = [field.name for field in fields(Article) if field.name not in ("id", "paragraphs")]
_NOTE = re.compile(r"^#[ \t]*(.*\S)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Content:
    """What the file of an article holds; ``notes`` are the lines of comment in its head."""

    article: Article
    notes: tuple[str, ...]


@click.command(epilog=_JSON)
@click.argument("article_id", metavar="ID", type=ArticleId(), required=False)
@click.option(
    "--set",
    "settings",
    metavar="KEY=VALUE",
    multiple=True,
    help="Change a key of the head; may be repeated. An empty value removes the key.",
)
@with_json
@with_places
def edit(article_id: str | None, settings: tuple[str, ...], as_json: bool) -> int:
    """Edits an article in $VISUAL or $EDITOR, or its head with --set.

    What does not keep to the format is not stored: it stays a draft, and the next edit goes on
    from it. The former version is kept. An editor with a window of its own needs its option to
    wait, as in EDITOR="code --wait".
    """
    if article_id is None:
        raise UsageError("edit: expected the id of an article; all ids: tanya list")
    archive = open_archive()
    name = find_id(archive, article_id)
    path = archive.folder / f"{name}.md"
    draft = archive.folder / "drafts" / f"{name}.md"
    edited = _set(name, settings, archive) if settings else _edit_by_hand(path, draft, archive)
    changed = _changes(path, edited)
    if edited and changed:
        archive.replace(edited.article, edited.notes)
    if not settings:
        _discard(draft)
    former = str(archive.versions(name)[-1]) if changed else None
    if as_json:
        row = {"article": name, "changed": changed, "path": str(path), "former": former}
        say_json(row)
    else:
        told = f"changed {', '.join(changed)}; the former version: {former}"
        click.echo(f"{path}: {told if changed else 'nothing changed'}")
    return 0


def _read(path: Path) -> Content:
    """What the file holds.

    Raises:
        ArticleError: It does not keep to the format.
    """
    from bot.archive.articles import read_article

    article = read_article(path)
    head = path.read_text(encoding="utf-8-sig").partition("\n---")[0]
    return Content(article, tuple(_NOTE.findall(head)))


def _changes(path: Path, edited: Content | None) -> list[str]:
    """The keys in which the edited article differs from the stored one, which may be unreadable."""
    if edited is None:
        return []
    before: dict[str, Any] = {}
    with suppress(ArticleError):
        before = _values(_read(path))
    return [key for key, value in _values(edited).items() if value != before.get(key)]


def _values(content: Content) -> dict[str, Any]:
    values = {key: getattr(content.article, key) for key in (*_KEYS, "paragraphs")}
    return {**values, "notes": content.notes or None}


def _set(name: str, settings: Sequence[str], archive: Archive) -> Content:
    """The article with the keys set; what is said of the origin of their former values is dropped."""
    from bot.archive.articles import parse_article, to_file_text

    find_article(archive, name)
    before = _read(archive.folder / f"{name}.md")
    changes = dict(_parse_setting(setting, name, archive) for setting in settings)
    if "published" in changes:
        changes.setdefault("published_from", None)
    notes = tuple(note for note in before.notes if note.partition(":")[0] not in changes)
    article = replace(before.article, **changes)
    try:
        parse_article(to_file_text(article), name, origin="edit: --set")
    except ArticleError as problem:
        raise UsageError(str(problem)) from None
    return Content(article, notes)


def _parse_setting(setting: str, name: str, archive: Archive) -> tuple[str, Any]:
    """The key and its value: None for an empty one.

    Raises:
        UsageError: There is no such key, or the value is not one that it can have.
        DataError: There is no such article to be a copy of.
    """
    from bot.archive.articles import parse_day

    key, mark, text = setting.partition("=")
    if not mark:
        raise UsageError(f"edit: --set: expected KEY=VALUE, got {setting!r}")
    if key not in _KEYS:
        near = difflib.get_close_matches(key, _KEYS, n=1)
        meant = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(_KEYS)}"
        raise UsageError(f"edit: --set: {key}: no such key; {meant}")
    value = " ".join(text.split()) or None
    if value and visible(value) != value:
        raise UsageError(f"edit: --set: {key}: expected text, got {value!r}")
    if value and key == "copy_of":
        return key, _find_original(value, name, archive)
    if value and key == "published":
        try:
            return key, parse_day(value)
        except DataError as problem:
            raise UsageError(f"edit: --set: {key}: {problem}") from None
    return key, value


def _find_original(article_id: str, name: str, archive: Archive) -> str:
    """The id of an article that the one called ``name`` can be marked as a copy of.

    Raises:
        DataError: There is none, or it is a copy itself.
    """
    try:
        original = archive.find(article_id)
    except DataError as problem:
        raise DataError(f"copy_of: {problem}") from None
    if original.id == name:
        raise DataError("copy_of: expected the id of another article, got its own")
    if original.copy_of:
        raise DataError(
            f"copy_of: expected an original, but {original.id} is a copy of {original.copy_of}"
        )
    return original.id


def _edit_by_hand(path: Path, draft: Path, archive: Archive) -> Content | None:
    """What the editor left, once it keeps to the format; None where that is what is stored.

    Raises:
        DataError: It does not keep to the format; the draft is kept.
    """
    _begin(path, draft)
    while True:
        _run_editor(path, draft)
        if draft.read_bytes() == path.read_bytes():
            return None
        try:
            return _read_draft(path, draft, archive)
        except DataError as problem:
            if not _goes_on(problem):
                told = f"{draft}: " if on_terminal() else f"{problem}; "
                again = to_command("edit", path.stem)
                raise DataError(
                    f"{told}nothing was stored, and the draft is kept; to go on: {again}"
                ) from None


def _begin(path: Path, draft: Path) -> None:
    """Makes a draft of what is stored, unless an earlier edit has left one to go on from."""
    from bot.archive.files import make_folder, write_whole

    if draft.exists() and draft.read_bytes() != path.read_bytes():
        found = f"{draft}: an earlier edit has left this draft"
        if not on_terminal():
            say_error(f"{found}; going on from it")
            return
        if click.confirm(f"{found}; go on from it?", default=True):
            return
    make_folder(draft.parent)
    write_whole(draft, path.read_bytes(), instead=True)


def _run_editor(path: Path, draft: Path) -> None:
    """Has the draft edited.

    Raises:
        UsageError: There is neither a terminal nor an editor that was named.
        DataError: The editor did not end well; what it has written is kept.
    """
    if not on_terminal() and not (os.environ.get("VISUAL") or os.environ.get("EDITOR")):
        _discard_unchanged(path, draft)
        raise UsageError("edit: expected a terminal, an $EDITOR, or --set KEY=VALUE")
    try:
        click.edit(filename=str(draft))
    except (click.ClickException, ValueError) as problem:
        told = problem.message if isinstance(problem, click.ClickException) else problem
        kept = "" if _discard_unchanged(path, draft) else f"; the draft is kept: {draft}"
        raise DataError(f"edit: expected an editor that ends well, but: {told}{kept}") from None


def _read_draft(path: Path, draft: Path, archive: Archive) -> Content:
    """What the draft holds.

    Raises:
        DataError: It does not keep to the format, or is marked as a copy of no original.
    """
    content = _read(draft)
    marked = content.article.copy_of
    if marked is None or "copy_of" not in _changes(path, content):
        return content
    try:
        original = _find_original(marked, path.stem, archive)
    except DataError as problem:
        raise DataError(f"{draft}: {problem}") from None
    return replace(content, article=replace(content.article, copy_of=original))


def _goes_on(problem: DataError) -> bool:
    """Whether whoever sits at the terminal wants to mend the draft at once."""
    if not on_terminal():
        return False
    say_error(str(problem))
    with suppress(click.Abort):
        return click.confirm("Go on editing?", default=True)
    return False


def _discard_unchanged(path: Path, draft: Path) -> bool:
    """Removes a draft in which nothing was changed; whether it was so."""
    if draft.read_bytes() != path.read_bytes():
        return False
    _discard(draft)
    return True


def _discard(draft: Path) -> None:
    with suppress(OSError):
        draft.unlink()
        draft.parent.rmdir()
