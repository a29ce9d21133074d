"""``tanya add``: brings articles in from files, folders, addresses, or a manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.options import DayParam, Place, read_settings, with_places
from bot.cli.output import on_terminal, say_error, say_json, visible, with_bar
from bot.errors import DataError, UsageError

if TYPE_CHECKING:
    from bot.importer.importer import Approve, Importer, Result
    from bot.importer.page import Decision, Draft, Facts
    from bot.importer.sources import Source

Say = Callable[["Result"], None]
_JSON = """\b
--json prints one object a line, for each article
  {"outcome": "added" | "copy" | "known" | "changed" | "updated" | "skipped",
   "article": id, "path", "original": id of what it copies, equals or renews,
   "title", "publisher", "published": {"value", "certainty", "why"},
   "paragraphs": [...], "left_out": [{"text", "why"}], "doubts": [sentences]}
certainty is "given", "stated", "likely" or "unsure"; what is unsure is not written.
"""
# What is said of each outcome: of one article, and of many in the summary.
_TOLD = {
    "added": ("added", "added"),
    "copy": ("added as a copy of {original}", "added as copies"),
    "updated": ("renewed; the former version is kept", "renewed"),
    "known": ("known already", "known already"),
    "changed": ("changed since; renew it with --update", "changed (renew with --update)"),
    "skipped": ("skipped", "skipped"),
}


@click.command(epilog=_JSON)
@click.argument("sources", nargs=-1, metavar="[FILE|FOLDER|ADDRESS|-]...")
@click.option("--manifest", type=Place(), metavar="LINES.jsonl", help="One JSON object a line.")
@click.option("--yes", "-y", is_flag=True, help="Add without asking.")
@click.option("--update", is_flag=True, help="Renew articles that have changed; keep the old.")
@click.option("--dry-run", is_flag=True, help="Say what would be added; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
@click.option("--title", help="The headline.")
@click.option("--publisher", help="The outlet named as the source.")
@click.option(
    "--published", type=DayParam(), metavar="DAY", help="The day of publication, YYYY-MM-DD."
)
@click.option("--url", help="The address of the page.")
@click.option("--author", help="Who wrote it.")
@click.option("--editor", help="Who edited it.")
@click.option("--section", help="The part of the outlet that it stood in.")
@click.option("--id", "article_id", help="The article's id; made of day and title otherwise.")
@with_places
def add(
    sources: tuple[str, ...],
    manifest: Path | None,
    yes: bool,
    update: bool,
    dry_run: bool,
    as_json: bool,
    published: date | None,
    article_id: str | None,
    **told: str | None,
) -> int:
    """Adds articles from raw pages: texts, HTML, Markdown, PDF, DOCX, or addresses.

    What an option or a manifest tells wins over what the page says. Nothing is overwritten. On a
    terminal each article is shown first; elsewhere --yes is needed, or a manifest.
    """
    from bot.archive.archive import Archive
    from bot.importer.fetch import fetch
    from bot.importer.importer import Importer
    from bot.importer.sources import parse_facts

    given = parse_facts({**told, "published": published.isoformat() if published else None})
    rows = _find_rows(sources, manifest, given, article_id)
    approve = _approval(sure=yes or dry_run or manifest is not None, as_json=as_json)
    config = read_settings()
    archive = Archive.open(config.corpus, create=True)
    importer = Importer(
        archive, fetch, config.timezone, approve=approve, update=update, dry_run=dry_run
    )
    say: Say | None = None if manifest else partial(_say_line, dry_run=dry_run)
    if as_json:
        say = _say_row
    counts = _add_all(importer, with_bar(rows, "adding") if manifest else rows, say)
    if not as_json and (manifest or len(rows) > 1):
        click.echo(f"{config.corpus}: {_summary(counts)}")
    return 1 if counts["left out"] else 0


def _find_rows(
    sources: Sequence[str], manifest: Path | None, given: Facts, article_id: str | None
) -> list[Source | DataError]:
    from bot.importer.sources import Source, clean_id, find_sources, read_manifest

    if bool(sources) == (manifest is not None):
        raise UsageError("add: expected files, addresses or --manifest; see: tanya add --help")
    rows: list[Source | DataError] = []
    rows += read_manifest(manifest, given) if manifest else find_sources(sources, given)
    if article_id:
        if len(rows) != 1 or not isinstance(rows[0], Source):
            raise UsageError(f"add: expected one page for --id {article_id}, got {len(rows)}")
        return [replace(rows[0], id=clean_id(article_id))]
    return rows


def _approval(*, sure: bool, as_json: bool) -> Approve:
    """How an article is approved: without a word, or by whoever sits at the terminal."""
    if sure:
        return lambda draft: draft
    if as_json or not on_terminal():
        raise UsageError("add: expected --yes or --dry-run, for there is no terminal to ask on")
    from bot.cli.proposing import ask_about

    return ask_about


def _add_all(
    importer: Importer, rows: Iterable[Source | DataError], say: Say | None
) -> Counter[str]:
    """Adds every row and counts the outcomes; a failure is said and stops no other."""
    counts: Counter[str] = Counter()
    for row in rows:
        try:
            if isinstance(row, DataError):
                raise row
            for result in importer.add(row):
                counts[_outcome(result)] += 1
                if say:
                    say(result)
        except DataError as problem:
            counts["left out"] += 1
            say_error(str(problem if problem.origin == row.origin else f"{row.origin}: {problem}"))
    return counts


def _outcome(result: Result) -> str:
    return result.added.outcome.value if result.added else "skipped"


def _summary(counts: Counter[str]) -> str:
    told = [f"{counts[key]} {many}" for key, (_, many) in _TOLD.items() if counts[key]]
    if not counts["added"]:
        told.insert(0, "0 added")
    return ", ".join([*told, f"{counts['left out']} left out"])


def _say_line(result: Result, *, dry_run: bool) -> None:
    """Says what became of one article, and what an editor should look at."""
    added = result.added
    if added is None:
        return
    one, _ = _TOLD[added.outcome.value]
    told = one.format(original=added.original.id if added.original else "")
    told = f"{visible(added.article.id)}: {told}"
    if dry_run:
        from rich.console import Console

        from bot.cli.proposing import show_draft

        show_draft(result.draft, Console(highlight=False))
        click.echo(f"{told} (not written: --dry-run)")
    else:
        click.echo(told)
        _say_doubts(result.draft)


def _say_doubts(draft: Draft) -> None:
    for key in ("title", "published"):
        decision = getattr(draft, key)
        if decision.value is None:
            click.echo(f"  {key}: not found")
        elif decision.taken is None:
            click.echo(visible(f"  {key}: not sure; perhaps {decision.value}, {decision.why}"))
    for doubt in draft.doubts:
        click.echo(visible(f"  look at: {doubt}"))


def _say_row(result: Result) -> None:
    draft, added = result.draft, result.added
    article = added.article if added else draft.article
    row = {
        "outcome": _outcome(result),
        "article": article.id,
        "path": str(added.path) if added else None,
        "original": added.original.id if added and added.original else None,
        **{key: _decision_row(getattr(draft, key)) for key in ("title", "publisher", "published")},
        "paragraphs": list(article.paragraphs),
        "left_out": [{"text": piece.text, "why": piece.why} for piece in draft.left_out],
        "doubts": list(draft.doubts),
    }
    say_json(row)


def _decision_row(made: Decision[Any]) -> dict[str, Any]:
    return {"value": made.value, "certainty": made.certainty.name.lower(), "why": made.why}
