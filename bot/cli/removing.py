"""``tanya remove`` and ``tanya restore``: to the trash, and back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.listing import headline
from bot.cli.options import with_json, with_places
from bot.cli.output import on_terminal, say_json, visible
from bot.cli.single import ArticleId, RemovedId, find_id, open_archive, to_command
from bot.errors import ArticleError, UsageError

if TYPE_CHECKING:
    from bot.archive.archive import Archive

_REMOVE_JSON = """\b
--json prints
  {"removed": [{"article": id, "path": where it lies now}, …],
   "copies": [ids of articles that are still marked as copies of these]}
"""
_RESTORE_JSON = """\b
--json prints
  {"restored": [{"article": id, "path"}, …], "trash": [{"article", "path"}, …]}
"trash" is what lies there afterwards, the last removed first.
"""


@click.command(epilog=_REMOVE_JSON)
@click.argument("article_ids", metavar="ID...", type=ArticleId(), nargs=-1)
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_json
@with_places
def remove(article_ids: tuple[str, ...], yes: bool, as_json: bool) -> int:
    """Moves articles to the trash, from which restore brings them back."""
    if not article_ids:
        raise UsageError("remove: expected the id of an article; all ids: tanya list")
    archive = open_archive()
    names = list(dict.fromkeys(find_id(archive, article_id) for article_id in article_ids))
    if not yes and not _confirmed(archive, names):
        click.echo("nothing was removed")
        return 0
    paths = {name: archive.remove(name) for name in names}
    copies = [article.id for article in archive.articles if article.copy_of in paths]
    if as_json:
        rows = [{"article": name, "path": str(path)} for name, path in paths.items()]
        say_json({"removed": rows, "copies": copies})
        return 0
    for name, path in paths.items():
        click.echo(f"{archive.folder / name}.md: moved to {path}")
    for name in copies:
        click.echo(f"{archive.folder / name}.md: is still marked as a copy of what was removed")
    click.echo(f"undo with: {to_command('restore', *names)}")
    return 0


def _confirmed(archive: Archive, names: Sequence[str]) -> bool:
    """Asks on the terminal.

    Raises:
        UsageError: There is no terminal to ask on.
    """
    if not on_terminal():
        raise UsageError("remove: expected --yes where there is no terminal to ask on")
    titles = {article.id: headline(article) for article in archive.articles}
    for name in names:
        title = titles.get(name, "(cannot be read)")
        click.echo(f"{click.style(visible(name), bold=True)}  {title}")
    count = "this article" if len(names) == 1 else f"these {len(names)} articles"
    return click.confirm(f"Move {count} to the trash?")


@click.command(epilog=_RESTORE_JSON)
@click.argument("article_ids", metavar="[ID]...", type=RemovedId(), nargs=-1)
@click.option("--list", "only_list", is_flag=True, help="Show what lies in the trash.")
@with_json
@with_places
def restore(article_ids: tuple[str, ...], only_list: bool, as_json: bool) -> int:
    """Brings articles back from the trash.

    Without an ID, the one that was removed last.
    """
    if only_list and article_ids:
        raise UsageError("restore: expected --list or the id of an article, got both")
    archive = open_archive()
    wanted: tuple[str | None, ...] = () if only_list else article_ids or (None,)
    restored = [archive.restore(article_id) for article_id in wanted]
    if as_json:
        rows = [{"article": path.stem, "path": str(path)} for path in restored]
        trash = [{"article": one.id, "path": str(one.path)} for one in archive.removed()]
        say_json({"restored": rows, "trash": trash})
        return 0
    for path in restored:
        click.echo(f"{path}: restored")
    if only_list:
        _print_trash(archive)
    return 0


def _print_trash(archive: Archive) -> None:
    """What lies in the trash, a line each, the last removed first."""
    removed = archive.removed()
    if not removed:
        click.echo(f"{archive.folder / 'trash'}: the trash is empty")
        return
    for one in removed:
        click.echo(f"{one.id}\t{_title(one.path)}")
    click.echo(f"{len(removed)} in the trash; to bring one back: {to_command('restore')} ID")


def _title(path: Path) -> str:
    from bot.archive.articles import read_article

    try:
        return headline(read_article(path))
    except ArticleError:
        return "(cannot be read)"
